//! Where Meshbook and the official schemas disagree, and why that is meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::oracle::Version;

/// Classes of disagreement, as `*` patterns of `standard version: path: change`, and the
/// reason of each.
const EXPLAINED: &[(&str, &str)] = &[
    ("odcs v3.2.0: *logicalType*: deleted", UNTYPED),
    ("odcs v3.2.0: *.items*: empty map", UNTYPED),
    ("odcs v3.2.0: *.map.*: empty map", UNTYPED),
    ("odcs v3.2.0: declared otherwise", UNTYPED),
];

/// The condition on `logicalType: map` holds for an absent `logicalType` as well.
const UNTYPED: &str = "the schema of 3.2.0 asks every property without `logicalType` for a `map`, \
     although both are optional by its documentation; nobody who leaves the type out means a map";

/// The share of agreement below which the test fails.
const LEAST: f64 = 0.995;

/// Agreements and disagreements.
#[derive(Default)]
pub(crate) struct Tally {
    counts: BTreeMap<Version, [usize; 2]>,
    agreed: usize,
    refused: usize,
    explained: BTreeMap<&'static str, usize>,
    unexplained: BTreeMap<String, Vec<String>>,
}

impl Tally {
    /// Counts one manifest. `told` yields its class and both sides' reasons.
    pub(crate) fn count(
        &mut self,
        we_accept: bool,
        schema_accepts: bool,
        version: Version,
        told: impl FnOnce() -> (String, Vec<String>, Vec<String>),
    ) {
        let count = self.counts.entry(version).or_default();
        count[usize::from(!schema_accepts)] += 1;
        self.refused += usize::from(!schema_accepts);
        if we_accept == schema_accepts {
            self.agreed += 1;
            return;
        }
        let (class, ours, theirs) = told();
        let (standard, number) = version;
        let class = format!("{standard} {number}: {class}");
        match EXPLAINED.iter().find(|(pattern, _)| fits(pattern, &class)) {
            Some((pattern, _)) => *self.explained.entry(pattern).or_default() += 1,
            None => {
                let reasons = format!("we: {ours:?}; schema: {theirs:?}");
                self.unexplained.entry(class).or_default().push(reasons);
            }
        }
    }

    fn total(&self) -> usize {
        self.counts.values().flatten().sum()
    }

    /// Adds another tally.
    pub(crate) fn add(mut self, other: Tally) -> Tally {
        for (version, count) in other.counts {
            let own = self.counts.entry(version).or_default();
            own[0] += count[0];
            own[1] += count[1];
        }
        self.agreed += other.agreed;
        self.refused += other.refused;
        for (pattern, count) in other.explained {
            *self.explained.entry(pattern).or_default() += count;
        }
        for (class, reasons) in other.unexplained {
            self.unexplained.entry(class).or_default().extend(reasons);
        }
        self
    }

    /// Says what was counted, and fails where that is not good enough.
    #[track_caller]
    pub(crate) fn conclude(&self, what: &str) {
        let share = self.agreed as f64 / self.total().max(1) as f64;
        for ((standard, version), [valid, invalid]) in &self.counts {
            println!("{standard} {version}: {valid} valid, {invalid} invalid");
        }
        println!(
            "{what}: {}, {} of them refused by the schema; the same verdict for {} ({:.2} %)",
            self.total(),
            self.refused,
            self.agreed,
            share * 100.0
        );
        let why: BTreeMap<_, _> = EXPLAINED.iter().copied().collect();
        for (pattern, count) in &self.explained {
            println!("{count} x {pattern}: {}", why[pattern]);
        }
        for (class, reasons) in self.unexplained.iter().take(60) {
            let different: BTreeSet<_> = reasons.iter().collect();
            println!("{} x {class}", reasons.len());
            for reason in different.iter().take(2) {
                println!("    {reason}");
            }
        }
        assert!(self.total() > 0, "nothing to check");
        assert!(
            self.unexplained.is_empty(),
            "{} classes of disagreement are not explained",
            self.unexplained.len()
        );
        assert!(share >= LEAST, "{share}");
    }
}

/// Whether `text` fits `pattern`, in which `*` stands for anything: the parts between stand
/// in the text one after another, the first at its start and the last at its end.
fn fits(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    let between = text.strip_prefix(first);
    let Some(mut left) = between.and_then(|text| text.strip_suffix(last)) else {
        return false;
    };
    middle.split('*').all(|part| {
        let found = left.find(part);
        found.is_some_and(|at| {
            left = &left[at + part.len()..];
            true
        })
    })
}

#[test]
fn a_star_stands_for_anything() {
    assert!(fits("a: *.b.*: c", "a: x.b.b.y: c"));
    assert!(fits("*a*", "a"));
    assert!(fits("a", "a"));
    assert!(!fits("a*a", "a"));
    assert!(!fits("a*b*c", "ac"));
    assert!(!fits("a*", "ba"));
    assert!(!fits(&"*a".repeat(40), &"a".repeat(39)));
}
