//! The results of checks, by what they are about.

use std::collections::HashMap;

use super::kept::check_result;
use super::shelf::Shelf;
use crate::measure::column;
use crate::model::Quality;
use crate::page::parts::{CheckResult, CheckRow, Checks, Link};
use crate::service_level::{CheckState, Checked};

/// The most checks of tools that are named.
const NAMED: usize = 20;

/// The results of a contract's checks.
pub struct Results<'p> {
    /// Those of the quality rules that the contract declares, by the place of the rule.
    by_rule: HashMap<u32, &'p Checked>,
    /// Those that no rule declares.
    others: Vec<&'p Checked>,
}

impl<'p> Results<'p> {
    /// The results of a contract.
    pub fn of(shelf: &Shelf<'p>) -> Results<'p> {
        let mut results = Results {
            by_rule: HashMap::new(),
            others: Vec::new(),
        };
        let levels = shelf.portal.service_levels.of(shelf.contract.file);
        for check in levels.map_or(&[][..], |levels| &levels.checks) {
            match check.rule.and_then(|at| rules(shelf, check)?.get(at)) {
                Some(rule) => {
                    results.by_rule.insert(rule.span.start, check);
                }
                None => results.others.push(check),
            }
        }
        results
    }

    /// The last result of a quality rule.
    pub fn of_rule(&self, rule: &Quality) -> Option<CheckResult> {
        self.by_rule
            .get(&rule.span.start)
            .map(|check| check_result(check))
    }

    /// The checks that no rule declares.
    pub fn others(&self, shelf: &Shelf<'p>) -> Checks {
        let passes = |check: &&&Checked| check.state == CheckState::Passing;
        let passing = self.others.iter().filter(passes).count();
        let mut failing: Vec<_> = self.others.iter().filter(|check| !passes(check)).collect();
        failing.sort_by_key(|check| std::cmp::Reverse(check.state));
        Checks {
            more: failing.len().saturating_sub(NAMED) as u32,
            rows: failing
                .into_iter()
                .take(NAMED)
                .map(|check| row(shelf, check))
                .collect(),
            passing: passing as u32,
            total: self.others.len() as u32,
        }
    }
}

fn row(shelf: &Shelf<'_>, check: &Checked) -> CheckRow {
    let table = check.object.and_then(|at| shelf.contract.schema.get(at));
    let table = table.and_then(|table| table.name.as_ref());
    let on = table.map(|table| match &*check.property {
        "" => table.trim().to_owned(),
        path => format!("{}.{path}", table.trim()),
    });
    CheckRow {
        name: check.name.to_string(),
        on: on.map(|on| shelf.link(&on).unwrap_or_else(|| Link::plain(on))),
        dimension: check.dimension.to_string(),
        result: check_result(check),
    }
}

/// The quality rules of what a check is about.
fn rules<'p>(shelf: &Shelf<'p>, check: &Checked) -> Option<&'p [Quality]> {
    let table = shelf.contract.schema.get(check.object?)?;
    if check.property.is_empty() {
        return Some(&table.quality);
    }
    column(table, &check.property).map(|(_, property)| property.quality.as_slice())
}
