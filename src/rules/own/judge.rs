//! The rules of an organisation held against contracts and products.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use cel::Context;
use cel::common::value::Val;
use jiff::civil::Date;

use super::codes::BROKEN_RULE;
use super::expression::Expression;
use super::functions::{Budget, ENV, SPENT, STEPS};
use super::rule::{OwnRule, OwnRules, Placed, Sight};
use super::scope::{Scope, words};
use super::value::Seen as Shown;
use crate::diag::{Files, Finding, Level, Span, Subject, SubjectKind, guarded};
use crate::facts::{About, Fact, Node, Noun, Path};
use crate::mesh::{Contract, Mesh, Product};
use crate::model::DataContract;
use crate::rules::outcome::around;
use crate::rules::report::CUT_OFF;
use crate::rules::{Outcome, Standing, Verdict};

/// How many faults of one rule are told of one contract or product.
const MOST: usize = 20;

const BROKEN: Outcome = Outcome::Unknown("the rule is broken");
const NOT_EVALUATED: Outcome = Outcome::Unknown("the rule cannot be evaluated here");
const ELSEWHERE: Outcome = Outcome::NotApplicable("the rule does not apply here");
const NOTHING: &str = "there is nothing that the rule is about";

/// The rules of an organisation, ready to judge.
pub(in crate::rules) struct Court<'a> {
    own: &'a OwnRules,
    mesh: &'a Mesh,
    files: &'a Files,
    now: Box<dyn Val>,
    /// Whether each rule moves no grade yet.
    is_preview: Vec<bool>,
    /// The rules on contracts and on products that go the same way, by that way.
    on_contracts: Vec<Group<'a>>,
    on_products: Vec<Group<'a>>,
}

/// The rules that go the same way.
struct Group<'a> {
    path: &'a Path,
    rules: Vec<usize>,
}

/// What one judgement is about.
pub(super) struct Case<'c> {
    pub(super) root: Noun<'c>,
    /// Where findings on the whole of it stand.
    pub(super) place: Span,
    pub(super) contract: Option<Noun<'c>>,
    pub(super) product: &'c About<'c>,
    pub(super) subject: &'c Subject,
    pub(super) standing: Standing,
    pub(super) is_complete: bool,
    pub(super) torn: &'c [Span],
}

/// How far one rule is with one case.
pub(super) struct Tally {
    met: usize,
    unmet: usize,
    left: u32,
    pub(super) is_elsewhere: bool,
    is_unknown: bool,
    is_cut_off: bool,
    at: Option<Span>,
    untold: Option<Span>,
    findings: Vec<Finding>,
    fault: Option<Finding>,
}

/// How many entries lists have.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    longest: u64,
    total: u64,
}

impl<'a> Court<'a> {
    pub(in crate::rules) fn new(
        own: &'a OwnRules,
        mesh: &'a Mesh,
        files: &'a Files,
        today: Date,
    ) -> Court<'a> {
        let mut court = Court {
            own,
            mesh,
            files,
            now: midnight(today),
            is_preview: vec![false; own.rules.len()],
            on_contracts: Vec::new(),
            on_products: Vec::new(),
        };
        for (at, rule) in own.rules.iter().enumerate() {
            let Some(sight) = &rule.sight else {
                continue;
            };
            let groups = match rule.is_on_products {
                true => &mut court.on_products,
                false => &mut court.on_contracts,
            };
            match groups.iter_mut().find(|group| *group.path == sight.path) {
                Some(group) => group.rules.push(at),
                None => groups.push(Group {
                    path: &sight.path,
                    rules: vec![at],
                }),
            }
        }
        court
    }

    /// Sets which rules move no grade yet.
    pub(in crate::rules) fn preview(&mut self, is_preview: impl Fn(&str) -> bool) {
        let rules = self.own.rules.iter();
        self.is_preview = rules.map(|rule| is_preview(&rule.id)).collect();
    }

    /// The verdicts of the rules on a version of a contract, in their order; `None` for those on
    /// products.
    pub(in crate::rules) fn contract(
        &self,
        contract: &Contract,
        version: &DataContract,
        subject: &Subject,
        standing: Standing,
        findings: &mut Vec<Finding>,
    ) -> Vec<Option<Verdict>> {
        let about = About::new(self.mesh, self.mesh.product(contract.product));
        let case = Case {
            root: Noun::Contract(version),
            place: version.place(),
            contract: Some(Noun::Contract(version)),
            product: &about,
            subject,
            standing,
            is_complete: version.complete,
            torn: &version.torn,
        };
        self.judge(&case, &self.on_contracts, false, findings)
    }

    /// The verdicts of the rules on a product, in their order; `None` for those on contracts.
    pub(in crate::rules) fn product(
        &self,
        product: &Product,
        subject: &Subject,
        standing: Standing,
        findings: &mut Vec<Finding>,
    ) -> Vec<Option<Verdict>> {
        let Some(manifest) = product.manifest.as_deref() else {
            let none = Verdict {
                outcome: Outcome::NotApplicable("the product has no manifest of its own"),
                at: None,
                untold: None,
                waiver: None,
            };
            let rules = self.own.rules.iter();
            return rules
                .map(|rule| rule.is_on_products.then(|| self.unless_broken(rule, none)))
                .collect();
        };
        let about = About::new(self.mesh, product);
        let case = Case {
            root: Noun::Product(manifest),
            place: product.span,
            contract: None,
            product: &about,
            subject,
            standing,
            is_complete: manifest.complete,
            torn: &[],
        };
        self.judge(&case, &self.on_products, true, findings)
    }

    fn unless_broken(&self, rule: &OwnRule, verdict: Verdict) -> Verdict {
        match rule.is_sound() {
            true => verdict,
            false => broken(rule),
        }
    }

    fn judge(
        &self,
        case: &Case<'_>,
        groups: &[Group<'_>],
        of_products: bool,
        findings: &mut Vec<Finding>,
    ) -> Vec<Option<Verdict>> {
        let reach = OnceCell::new();
        let rules = self.own.rules.iter();
        let mut verdicts: Vec<Option<Verdict>> = rules
            .map(|rule| (rule.is_on_products == of_products).then(|| broken(rule)))
            .collect();
        for group in groups {
            let mut tallies: Vec<Tally> = (group.rules.iter())
                .map(|&at| self.begin(&self.own.rules[at], case, &reach))
                .collect();
            group.path.walk(case.root, case.place, &mut |node| {
                let scope = self.scope(case, Some(node));
                for (&at, tally) in group.rules.iter().zip(&mut tallies) {
                    let sight = self.own.rules[at].sight.as_ref();
                    if let Some(sight) = sight.filter(|_| !tally.is_elsewhere) {
                        self.look(at, sight, case, node, &scope, tally, &reach);
                    }
                }
            });
            for (&at, tally) in group.rules.iter().zip(tallies) {
                verdicts[at] = Some(close(&self.own.rules[at], case, tally, findings));
            }
        }
        verdicts
    }

    /// Whether a rule applies at all.
    pub(super) fn begin(&self, rule: &OwnRule, case: &Case<'_>, reach: &OnceCell<Reach>) -> Tally {
        let mut tally = Tally {
            met: 0,
            unmet: 0,
            left: STEPS,
            is_elsewhere: false,
            is_unknown: false,
            is_cut_off: false,
            at: None,
            untold: None,
            findings: Vec::new(),
            fault: None,
        };
        let applies_to = rule
            .sight
            .as_ref()
            .and_then(|sight| sight.applies_to.as_ref());
        if let Some(applies_to) = applies_to {
            let scope = self.scope(case, None);
            match self.ask(applies_to, case, &scope, &mut tally, reach) {
                Ok(applies) => tally.is_elsewhere = !applies,
                Err(why) => {
                    self.tell_fault(
                        rule,
                        "applies_to",
                        applies_to.span,
                        case,
                        ".",
                        &why,
                        &mut tally,
                    );
                    // It is not known whether it applies, and nothing more can be.
                    tally.is_elsewhere = true;
                }
            }
        }
        tally
    }

    #[allow(clippy::too_many_arguments, reason = "everything that one look needs")]
    fn look(
        &self,
        rule: usize,
        sight: &Sight,
        case: &Case<'_>,
        node: &Node<'_, '_>,
        scope: &Scope<'_, '_>,
        tally: &mut Tally,
        reach: &OnceCell<Reach>,
    ) {
        let is_preview = self.is_preview[rule];
        let rule = &self.own.rules[rule];
        if case.torn.contains(&node.span) {
            return;
        }
        if let Some(when) = &sight.when {
            match self.ask(when, case, scope, tally, reach) {
                Ok(true) => {}
                Ok(false) => return,
                Err(why) => {
                    let place = node.to_string();
                    return self.tell_fault(rule, "when", when.span, case, &place, &why, tally);
                }
            }
        }
        match self.ask(&sight.assert, case, scope, tally, reach) {
            Ok(true) => tally.met += 1,
            Ok(false) if !case.is_complete => {
                tally.is_cut_off = true;
                tally.at.get_or_insert(node.span);
            }
            Ok(false) => {
                tally.unmet += 1;
                let span = place(case, node);
                tally.at.get_or_insert(span);
                if tally.findings.len() < MOST {
                    let finding = self.finding((rule, is_preview), sight, case, span, scope);
                    tally.findings.push(finding);
                } else {
                    tally.untold = around(tally.untold, Some(span));
                }
            }
            Err(why) => {
                let place = node.to_string();
                self.tell_fault(rule, "assert", sight.assert.span, case, &place, &why, tally);
            }
        }
    }

    /// The value of an expression that is true or false.
    pub(super) fn ask(
        &self,
        expression: &Placed<Expression>,
        case: &Case<'_>,
        scope: &Scope<'_, '_>,
        tally: &mut Tally,
        reach: &OnceCell<Reach>,
    ) -> Result<bool, String> {
        let loops = &expression.value.loops;
        if loops.are_nested() {
            let reach = *reach.get_or_init(|| reach_of(case));
            let turns = loops.turns(reach.longest, reach.total);
            if turns > u64::from(STEPS) {
                return Err(format!(
                    "its loops may take {turns} turns, and at most {STEPS} are allowed"
                ));
            }
        }
        if tally.left == 0 {
            // Even asking costs: it would be quadratic to go on.
            return Err(SPENT.to_owned());
        }
        scope.budget.set(tally.left);
        let value = guarded(|| match &expression.value.quick {
            Some(quick) => {
                let value = quick.holds(&scope.roots(), None, scope.patterns, &scope.budget);
                value.map_err(|error| words(&error))
            }
            None => scope.flag(&expression.value.tree),
        });
        tally.left = scope.budget.left();
        value.unwrap_or_else(|| Err("Meshbook itself failed on it".to_owned()))
    }

    pub(super) fn scope<'s, 'c>(
        &'s self,
        case: &'s Case<'c>,
        node: Option<&Node<'_, 'c>>,
    ) -> Scope<'s, 'c> {
        Scope {
            it: node.map(|node| Shown(node.noun)),
            object: node.and_then(|node| Some(Shown(Noun::Object(node.object?)))),
            contract: case.contract.map(Shown),
            product: Shown(Noun::About(case.product)),
            now: self.now.as_ref(),
            patterns: &self.own.patterns,
            budget: Budget::new(STEPS),
        }
    }

    fn finding(
        &self,
        (rule, is_preview): (&OwnRule, bool),
        sight: &Sight,
        case: &Case<'_>,
        span: Span,
        scope: &Scope<'_, '_>,
    ) -> Finding {
        let usual = match is_preview {
            true => rule.severity.level().max(Level::Warning),
            false => rule.severity.level(),
        };
        let render = |template: &Placed<super::template::Template>| {
            template.value.render(|expression| {
                scope.budget.set(STEPS);
                let value = guarded(|| scope.value(&expression.tree).ok()).flatten();
                value.map(|text| self.withheld(span, text))
            })
        };
        Finding {
            rule: rule.id.clone().into(),
            level: match case.standing {
                Standing::Scored => usual,
                Standing::Preview | Standing::Retired => Level::Info,
            },
            element: rule.element,
            message: render(&sight.message),
            label: String::new(),
            help: Some(render(&sight.fix)),
            span,
            related: Vec::new(),
            subject: case.subject.clone(),
        }
    }

    /// A value without what its file withholds.
    pub(super) fn withheld(&self, span: Span, value: String) -> String {
        let file = self.files.file(self.files.of(span));
        let hidden = file.withheld().iter();
        let texts = hidden.filter_map(|range| file.text.get(range.clone()));
        let texts = texts.map(|text| text.trim().trim_matches(['"', '\'']));
        texts
            .filter(|text| !text.is_empty())
            .fold(value, |value, text| value.replace(text, "***"))
    }

    #[allow(clippy::too_many_arguments, reason = "everything that one fault names")]
    fn tell_fault(
        &self,
        rule: &OwnRule,
        part: &str,
        span: Span,
        case: &Case<'_>,
        place: &str,
        why: &str,
        tally: &mut Tally,
    ) {
        tally.is_unknown = true;
        let at = match place {
            "." => String::new(),
            place => format!(" at `{place}`"),
        };
        let file = self.files.file(rule.file);
        let subject = Subject::new(SubjectKind::Portal, &*file.shown);
        let message = format!(
            "`{part}` cannot be evaluated for {}{at}: {why}",
            case.subject
        );
        tally.fault.get_or_insert_with(|| {
            Finding::new(&BROKEN_RULE, subject, span, message)
                .help("ask for what is not always there with `has()`, or leave it out with `when`")
        });
    }
}

/// Where a finding on a map stands; a whole manifest is named by what names it.
pub(super) fn place(case: &Case<'_>, node: &Node<'_, '_>) -> Span {
    match node.noun {
        Noun::Contract(_) | Noun::Product(_) => case.place,
        _ => node.span,
    }
}

fn broken(rule: &OwnRule) -> Verdict {
    Verdict {
        outcome: BROKEN,
        at: Some(rule.span),
        untold: None,
        waiver: None,
    }
}

/// The verdict of a rule, its findings handed over.
fn close(rule: &OwnRule, case: &Case<'_>, tally: Tally, findings: &mut Vec<Finding>) -> Verdict {
    let Tally { met, unmet, .. } = tally;
    let mut told = tally.findings;
    if let Some(last) = told.last_mut()
        && unmet > MOST
    {
        last.message
            .push_str(&format!(", and {} more like it", unmet - MOST));
    }
    // Of what is retired nothing needs to be mended.
    if case.standing != Standing::Retired {
        findings.extend(told);
    }
    findings.extend(tally.fault);
    let outcome = if tally.is_unknown {
        NOT_EVALUATED
    } else if tally.is_elsewhere {
        ELSEWHERE
    } else if tally.is_cut_off || (met + unmet == 0 && !case.is_complete) {
        Outcome::Unknown(CUT_OFF)
    } else {
        Outcome::of(met, met + unmet, NOTHING)
    };
    let at = match tally.is_unknown {
        true => tally.at.or(Some(rule.span)),
        false => tally.at,
    };
    Verdict {
        outcome,
        at,
        untold: tally.untold,
        waiver: None,
    }
}

/// Tells each fault of a rule once, with the number of those that are like it.
pub(in crate::rules) fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut first: HashMap<Span, (usize, usize)> = HashMap::new();
    for finding in findings {
        if finding.rule == BROKEN_RULE.id {
            let seen = first.entry(finding.span).or_insert((kept.len(), 0));
            seen.1 += 1;
            if seen.1 > 1 {
                continue;
            }
        }
        kept.push(finding);
    }
    for (at, count) in first.into_values().filter(|(_, count)| *count > 1) {
        let others = count - 1;
        let plural = if others == 1 { "" } else { "s" };
        kept[at]
            .message
            .push_str(&format!("; the same holds for {others} other{plural}"));
    }
    kept
}

/// The start of a day, as a value.
fn midnight(day: Date) -> Box<dyn Val> {
    let text = format!("timestamp('{day}T00:00:00Z')");
    let value = ENV.compile(&text).ok().and_then(|program| {
        let context = Context::with_env(Arc::clone(&ENV));
        program.execute(&context).ok()
    });
    let value = value.and_then(|value| Box::<dyn Val>::try_from(value).ok());
    value.unwrap_or_else(|| Box::new(cel::common::types::CelNull))
}

/// How many entries the lists of a case have.
fn reach_of(case: &Case<'_>) -> Reach {
    let mut reach = Reach {
        longest: 1,
        total: 1,
    };
    let mut waiting = vec![case.root, Noun::About(case.product)];
    while let Some(noun) = waiting.pop() {
        for key in noun.kind().keys() {
            let length = match noun.get(key.name) {
                Some(Fact::One(inner)) => {
                    waiting.push(inner);
                    0
                }
                Some(Fact::Many(items)) => {
                    let length = items.len();
                    waiting.extend(items);
                    length
                }
                Some(Fact::Texts(items)) => items.len(),
                Some(Fact::Anys(items)) => items.len(),
                Some(Fact::Names(items)) => items.len(),
                Some(Fact::Any(crate::model::Any::List(items))) => items.len(),
                _ => 0,
            };
            reach.longest = reach.longest.max(length as u64);
            reach.total += length as u64;
        }
    }
    reach
}
