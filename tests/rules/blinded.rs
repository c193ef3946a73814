//! The examples are worth something: whatever way a rule is blinded, one of its page notices.

use meshbook::rules::{Outcome, RULES};

use crate::example::{Group, examples, groups};
use crate::seen::Seen;
use crate::{ALWAYS_APPLY, FINDS_BESIDE_VERDICTS, faults, is_listed};

/// A way in which a rule may go blind, and what is then seen of it.
struct Blindness {
    name: &'static str,
    blind: fn(Seen) -> Seen,
    /// Those with the reason why it cannot be noticed.
    excepted: &'static [(&'static str, &'static str)],
}

const WAYS: &[Blindness] = &[
    Blindness {
        name: "tells nothing",
        blind: |seen| Seen {
            places: Default::default(),
            ..seen
        },
        excepted: &[],
    },
    Blindness {
        name: "always passes",
        blind: |seen| verdicts(seen, |_| Outcome::Pass),
        excepted: FINDS_BESIDE_VERDICTS,
    },
    Blindness {
        name: "never applies",
        blind: |seen| verdicts(seen, |_| Outcome::NotApplicable("it is blind")),
        excepted: &[],
    },
    Blindness {
        name: "always fails",
        blind: |seen| verdicts(seen, |_| Outcome::Fail),
        excepted: &[],
    },
    Blindness {
        name: "exempts nothing",
        blind: |seen| {
            verdicts(seen, |outcome| match outcome {
                Outcome::NotApplicable(_) => Outcome::Pass,
                other => other,
            })
        },
        excepted: ALWAYS_APPLY,
    },
];

fn verdicts(mut seen: Seen, change: fn(Outcome) -> Outcome) -> Seen {
    for outcome in seen.products.iter_mut().chain(&mut seen.contracts) {
        *outcome = change(*outcome);
    }
    seen
}

#[test]
fn no_rule_goes_blind_unnoticed() {
    let mut survivors = Vec::new();
    for rule in RULES {
        let of_page: Vec<(Group<'_>, Seen)> = groups(&rule.code, examples(rule.code.page))
            .into_iter()
            .map(|group| {
                let seen = Seen::of(&rule.code, &group);
                (group, seen)
            })
            .collect();
        for way in WAYS {
            let is_noticed = of_page.iter().any(|(group, seen)| {
                !faults(&rule.code, group, &(way.blind)(seen.clone())).is_empty()
            });
            if !is_noticed && !is_listed(way.excepted, rule.id()) {
                survivors.push(format!("{} {}", rule.id(), way.name));
            }
        }
    }
    let count = RULES.len() * WAYS.len();
    assert!(
        survivors.is_empty(),
        "{} of {count} survive:\n{}",
        survivors.len(),
        survivors.join("\n")
    );
}
