//! The score: a number to sort by and to see a trend in.
//!
//! Levels say how good something is; the score only says how far it is. Weights grow faster than
//! severities, and what fails a grave rule stays low whatever else it has, so that no polish on
//! what is easy hides what is not there.

use crate::rules::{Outcome, Severity};

/// The most that is reached while a critical rule is not met.
const WITHOUT_CRITICAL: f64 = 39.0;
/// The most that is reached while a rule of high severity is not met.
const WITHOUT_HIGH: f64 = 79.0;

/// How much a rule weighs.
pub fn weight(severity: Severity) -> u32 {
    match severity {
        Severity::Critical => 20,
        Severity::High => 8,
        Severity::Medium => 3,
        Severity::Low => 1,
    }
}

/// The score of these outcomes, from 0 to 100, rounded down; `None` where no rule applies.
///
/// What is met in part counts as the square of its share, and holds the score down like what is
/// not met at all: one good column in forty makes nothing safe. What is not known counts as not
/// met, but holds nothing down.
pub(super) fn points(outcomes: impl Iterator<Item = (Severity, Outcome)>) -> Option<u8> {
    let (mut reached, mut whole, mut most) = (0.0, 0.0, 100.0_f64);
    for (severity, outcome) in outcomes {
        let weight = f64::from(weight(severity));
        let share = match outcome {
            Outcome::NotApplicable(_) => continue,
            Outcome::Pass => 1.0,
            Outcome::Fail | Outcome::Unknown(_) => 0.0,
            Outcome::Partial { met, of } => (f64::from(met) / f64::from(of)).powi(2),
        };
        whole += weight;
        reached += weight * share;
        if matches!(outcome, Outcome::Fail | Outcome::Partial { .. }) {
            most = most.min(match severity {
                Severity::Critical => WITHOUT_CRITICAL,
                Severity::High => WITHOUT_HIGH,
                Severity::Medium | Severity::Low => 100.0,
            });
        }
    }
    (whole > 0.0).then(|| (100.0 * reached / whole).min(most).floor() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Fail, NotApplicable, Partial, Pass, Unknown};
    use Severity::{Critical, High, Low, Medium};

    #[test]
    fn outcomes_add_up_to_a_score() {
        let half = Partial { met: 1, of: 2 };
        type Case<'c> = (&'c [(Severity, Outcome)], Option<u8>);
        let cases: &[Case<'_>] = &[
            (&[], None),
            (&[(High, NotApplicable("none"))], None),
            (&[(High, Pass), (Low, NotApplicable("none"))], Some(100)),
            (&[(Medium, Pass), (Medium, Fail)], Some(50)),
            // 3 + 1 x 0.25 of 4.
            (&[(Medium, Pass), (Low, half)], Some(81)),
            // 20 of 21 would be 95.
            (&[(Critical, Pass), (Low, Unknown("no history"))], Some(95)),
            (
                &[(Critical, Fail), (Critical, Pass), (Critical, Pass)],
                Some(39),
            ),
            (
                &[(High, half), (Critical, Pass), (Critical, Pass)],
                Some(79),
            ),
            (
                &[(High, Unknown("?")), (Critical, Pass), (Critical, Pass)],
                Some(83),
            ),
            (&[(Critical, Fail)], Some(0)),
        ];
        for (outcomes, score) in cases {
            assert_eq!(points(outcomes.iter().copied()), *score, "{outcomes:?}");
        }
    }
}
