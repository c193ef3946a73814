//! What waivers change: findings leave the gate, and verdicts name the waiver.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::cover::Cover;
use super::faults::Faults;
use super::{Given, State, Waiver, Waivers};
use crate::diag::{Finding, Span, Subject, SubjectKind, Suppressed, Waived};
use crate::mesh::{ContractId, Target};
use crate::rules::{
    Concern, Concerns, EXPIRED_WAIVER, EXPIRING_WAIVER, Outcome, UNUSED_WAIVER, Verdict, Verdicts,
    current, offered,
};

/// Takes the findings away that waivers cover, and puts the number of the waiver on every
/// verdict of which nothing is left; the outcome stays. Adds what is wrong with waivers that no
/// finding needs, or that still would be needed.
///
/// The work grows with the findings and the waivers, not with their product.
pub fn apply(
    waivers: &mut Waivers,
    given: Given<'_>,
    findings: Vec<Finding>,
    verdicts: &mut Verdicts,
) -> (Vec<Finding>, Vec<Suppressed>) {
    if waivers.all.is_empty() {
        return (findings, Vec::new());
    }
    let mut effect = Effect {
        given,
        concerns: Concerns::new(given.mesh, given.files),
        holding: Cover::of(&waivers.all, |waiver| waiver.state.holds()),
        expired: Cover::of(&waivers.all, |waiver| waiver.state == State::Expired),
        used: vec![false; waivers.all.len()],
        ends: waivers.all.iter().map(|waiver| waiver.expires).collect(),
        covered: HashMap::new(),
        open: HashSet::new(),
    };
    let mut kept = Vec::with_capacity(findings.len());
    let mut waived = Vec::new();
    for finding in findings {
        let Some(number) = effect.waiver_of(&finding) else {
            kept.push(finding);
            continue;
        };
        let waiver = &mut waivers.all[number as usize];
        waiver.findings += 1;
        waived.push(let_be(finding, number, waiver));
    }
    effect.mark(verdicts);
    kept.extend(effect.faults(&waivers.all));
    (kept, waived)
}

/// A finding that a waiver lets be.
fn let_be(finding: Finding, number: u32, waiver: &Waiver) -> Suppressed {
    Suppressed {
        finding,
        fingerprint: String::new(),
        reason: waiver.reason.clone(),
        span: waiver.span,
        in_source: false,
        waiver: Some(Waived {
            number,
            id: waiver.id.as_str().into(),
            owner: waiver.owner.name.as_str().into(),
            approved_by: waiver.approved_by.name.as_str().into(),
            expires: waiver
                .expires
                .map_or_else(String::new, |day| day.to_string()),
        }),
    }
}

struct Effect<'a> {
    given: Given<'a>,
    concerns: Concerns<'a>,
    holding: Cover,
    expired: Cover,
    /// Whether each waiver is needed.
    used: Vec<bool>,
    /// The last day of each waiver.
    ends: Vec<Option<Date>>,
    /// The first waiver to end of those that cover findings of a rule.
    covered: HashMap<(usize, Concern), u32>,
    /// The rules that have findings which no waiver covers.
    open: HashSet<(usize, Concern)>,
}

impl Effect<'_> {
    /// The waiver that lets a finding be.
    fn waiver_of(&mut self, finding: &Finding) -> Option<u32> {
        let rule = self.given.book.position(&finding.rule)?;
        let concern = self.concerns.of(finding)?;
        let place = Some(finding.span);
        if let Some(number) = self.holding.at(rule, concern, place) {
            self.used[number as usize] = true;
            let first = self.covered.entry((rule, concern)).or_insert(number);
            if self.ends[number as usize] < self.ends[*first as usize] {
                *first = number;
            }
            return Some(number);
        }
        if let Some(number) = self.expired.at(rule, concern, place) {
            self.used[number as usize] = true;
        }
        if self.holding.has(rule, concern.product) && self.counts(finding.span) {
            self.open.insert((rule, concern));
        }
        None
    }

    /// Whether a verdict can rest on a finding at this place: drafts of later versions only
    /// have notes.
    fn counts(&self, span: Span) -> bool {
        let mesh = self.given.mesh;
        match mesh.target(self.given.files.of(span)) {
            Some(Target::Contract(id, version)) => current(mesh, mesh.contract(id)) == version,
            _ => true,
        }
    }

    /// Puts the waivers on verdicts.
    fn mark(&mut self, verdicts: &mut Verdicts) {
        let mesh = self.given.mesh;
        for (rule, product) in self.holding.all() {
            let of_product = Concern::of_product(product);
            let offered = offered(mesh.product(product));
            let named_by = mesh.product(product).named_by.iter().copied();
            let contracts: BTreeSet<ContractId> = offered.iter().copied().chain(named_by).collect();
            for contract in contracts {
                let concern = Concern::of_contract(mesh, contract);
                if concern.product == product {
                    let verdict = &mut verdicts.contracts[contract.0 as usize][rule];
                    verdict.waiver = self.of_verdict(rule, concern, *verdict);
                }
            }
            let verdict = verdicts.products[product.0 as usize][rule];
            if !is_open(verdict) || self.open.contains(&(rule, of_product)) {
                continue;
            }
            let of_contract = |id: &ContractId| verdicts.contracts[id.0 as usize][rule];
            let failing = offered.iter().map(of_contract).filter(|v| is_open(*v));
            let failing: Vec<Option<u32>> = failing.map(|verdict| verdict.waiver).collect();
            if failing.iter().any(Option::is_none) {
                continue;
            }
            let own = self.covered.get(&(rule, of_product)).copied();
            let own = own.or_else(|| match failing.is_empty() {
                true => self.holding.at(rule, of_product, verdict.at),
                false => None,
            });
            let numbers = failing.into_iter().flatten().chain(own);
            let number = numbers.min_by_key(|&number| (self.ends[number as usize], number));
            if let Some(number) = number {
                self.used[number as usize] = true;
            }
            verdicts.products[product.0 as usize][rule].waiver = number;
        }
        for (rule, product) in self.expired.all() {
            // What fails without a finding of its own needs its waiver too.
            let verdict = verdicts.products[product.0 as usize][rule];
            let of_product = Concern::of_product(product);
            if is_open(verdict)
                && verdict.waiver.is_none()
                && let Some(number) = self.expired.at(rule, of_product, verdict.at)
            {
                self.used[number as usize] = true;
            }
        }
    }

    /// The waiver of a verdict on a contract.
    fn of_verdict(&mut self, rule: usize, concern: Concern, verdict: Verdict) -> Option<u32> {
        if !is_open(verdict) || self.open.contains(&(rule, concern)) {
            return None;
        }
        let of_findings = self.covered.get(&(rule, concern)).copied();
        let number = of_findings.or_else(|| self.holding.at(rule, concern, verdict.at))?;
        self.used[number as usize] = true;
        Some(number)
    }

    /// What is wrong with waivers that no finding needs, that end soon, or that are over and
    /// needed.
    fn faults(&self, waivers: &[Waiver]) -> Vec<Finding> {
        let mut faults = Faults::default();
        for (waiver, is_used) in waivers.iter().zip(&self.used) {
            let (Some(concern), Some(expires)) = (waiver.concern, waiver.expires) else {
                continue;
            };
            let (id, rule, owner) = (&waiver.id, &waiver.rule, &waiver.owner.name);
            let of = format!("`{id}` of `{rule}`");
            let (code, message, help) = match (waiver.state, is_used) {
                (State::Expired, true) => (
                    &EXPIRED_WAIVER,
                    format!("the waiver {of} ended on {expires}; `{owner}` answers for it"),
                    "mend what it let be, or have it approved again with a new `created` and `expires`",
                ),
                (State::Expiring, true) => (
                    &EXPIRING_WAIVER,
                    format!("the waiver {of} ends on {expires}; `{owner}` answers for it"),
                    "mend what it lets be, or have it approved again",
                ),
                (State::Active | State::Expiring, false) => (
                    &UNUSED_WAIVER,
                    format!("nothing needs the waiver {of}"),
                    "remove it, or correct its `target`",
                ),
                (State::Expired, false) => (
                    &UNUSED_WAIVER,
                    format!("nothing needs the waiver {of}, which ended on {expires}"),
                    "remove it",
                ),
                _ => continue,
            };
            let product = self.given.mesh.product(concern.product).id.as_str();
            let subject = Subject::new(SubjectKind::Product, product);
            let file = self.given.files.of(waiver.span);
            let at = waiver.span.head();
            faults.report(file, code, &subject, at, message, || help.to_owned());
        }
        faults.into_findings()
    }
}

/// Whether a verdict says that something is wrong.
fn is_open(verdict: Verdict) -> bool {
    matches!(verdict.outcome, Outcome::Fail | Outcome::Partial { .. })
}
