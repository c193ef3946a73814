//! What waivers change: findings leave the gate, and verdicts name the waiver.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::cover::Cover;
use super::faults::Faults;
use super::{Given, State, Waiver, Waivers};
use crate::diag::{Finding, Span, Subject, SubjectKind, Suppressed, Waived};
use crate::mesh::{ContractId, Mesh, ProductId, Target};
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
    let holding = Cover::of(&waivers.all, |waiver| waiver.state.holds());
    let mut effect = Effect {
        given,
        concerns: Concerns::new(given.mesh, given.files),
        reached: reached(given.mesh, &holding),
        holding,
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
    /// The verdicts on products that waivers may change.
    reached: BTreeSet<(usize, ProductId)>,
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
        if self.reached.contains(&(rule, concern.product)) && self.counts(finding.span) {
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

    /// Puts the waivers on verdicts: on those of all contracts first, since several products may
    /// offer one contract.
    fn mark(&mut self, verdicts: &mut Verdicts) {
        let mesh = self.given.mesh;
        for (rule, product) in self.holding.all() {
            for contract in contracts(mesh, product) {
                let concern = Concern::of_contract(mesh, contract);
                let verdict = &mut verdicts.contracts[contract.0 as usize][rule];
                verdict.waiver = self.of_verdict(rule, concern, *verdict);
            }
        }
        for (rule, product) in self.reached.clone() {
            let number = self.of_product(rule, product, verdicts);
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

    /// The waiver of a verdict on a product: the first to end of its own and those of the
    /// contracts with which it fails.
    fn of_product(&self, rule: usize, id: ProductId, verdicts: &Verdicts) -> Option<u32> {
        let product = Concern::of_product(id);
        let verdict = verdicts.products[id.0 as usize][rule];
        if !is_open(verdict) || self.open.contains(&(rule, product)) {
            return None;
        }
        // A rule on products says of a contract what it says of the product that it belongs to.
        let offered = match self.given.book.rules()[rule].is_on_products {
            true => Vec::new(),
            false => offered(self.given.mesh.product(id)),
        };
        let offered = offered.into_iter();
        let of_contracts = offered.map(|id| verdicts.contracts[id.0 as usize][rule]);
        let failing = of_contracts.filter(|verdict| is_open(*verdict));
        let failing: Vec<Option<u32>> = failing.map(|verdict| verdict.waiver).collect();
        if failing.iter().any(Option::is_none) {
            return None;
        }
        let own = match failing.is_empty() {
            true => Some(self.own(rule, product, verdict)?),
            false => self.covering(rule, product, verdict)?,
        };
        let numbers = failing.into_iter().flatten().chain(own);
        numbers.min_by_key(|&number| (self.ends[number as usize], number))
    }

    /// The waiver of a verdict on a contract.
    fn of_verdict(&mut self, rule: usize, concern: Concern, verdict: Verdict) -> Option<u32> {
        if !is_open(verdict) || self.open.contains(&(rule, concern)) {
            return None;
        }
        let number = self.own(rule, concern, verdict)?;
        self.used[number as usize] = true;
        Some(number)
    }

    /// The waiver of what fails by itself, of the first to end.
    fn own(&self, rule: usize, concern: Concern, verdict: Verdict) -> Option<u32> {
        let covering = self.covering(rule, concern, verdict)?;
        covering.or_else(|| self.holding.at(rule, concern, verdict.at))
    }

    /// The first waiver to end of those that cover the findings of a verdict and the faults that
    /// no finding tells; `None` where none covers the latter.
    fn covering(&self, rule: usize, concern: Concern, verdict: Verdict) -> Option<Option<u32>> {
        let of_findings = self.covered.get(&(rule, concern)).copied();
        let of_untold = match verdict.untold {
            Some(untold) => Some(self.holding.at(rule, concern, Some(untold))?),
            None => None,
        };
        let numbers = of_findings.into_iter().chain(of_untold);
        Some(numbers.min_by_key(|&number| (self.ends[number as usize], number)))
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

/// The contracts that belong to a product.
fn contracts(mesh: &Mesh, product: ProductId) -> BTreeSet<ContractId> {
    let of = mesh.product(product);
    let all = offered(of).into_iter().chain(of.named_by.iter().copied());
    all.filter(|id| mesh.contract(*id).product == product)
        .collect()
}

/// The verdicts on products that waivers may change: those of the products for which there are
/// any, and of all that offer one of their contracts.
fn reached(mesh: &Mesh, holding: &Cover) -> BTreeSet<(usize, ProductId)> {
    let mut reached = BTreeSet::new();
    for (rule, product) in holding.all() {
        reached.insert((rule, product));
        for contract in contracts(mesh, product) {
            let offering = mesh.contract(contract).offered_by.iter();
            reached.extend(offering.map(|&product| (rule, product)));
        }
    }
    reached
}

/// Whether a verdict says that something is wrong.
fn is_open(verdict: Verdict) -> bool {
    matches!(verdict.outcome, Outcome::Fail | Outcome::Partial { .. })
}
