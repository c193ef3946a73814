//! What a rule says of one product or contract.

use crate::diag::Span;

/// The outcome of a rule for one product or contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it should be.
    Pass,
    /// It is not.
    Fail,
    /// It is so in part: `met` of `of` tables, columns or promises; neither none nor all.
    Partial {
        /// How many are as they should be.
        met: u32,
        /// How many there are.
        of: u32,
    },
    /// The rule has nothing to look at, for this reason. Counts as met.
    NotApplicable(&'static str),
    /// The rule could not look, for this reason. Does not count as met.
    Unknown(&'static str),
}

impl Outcome {
    /// The outcome of a rule that holds for `met` of `of` parts; `nothing` is the reason where
    /// there are none.
    pub(super) fn of(met: usize, of: usize, nothing: &'static str) -> Outcome {
        match (met, of) {
            (_, 0) => Outcome::NotApplicable(nothing),
            (met, of) if met == of => Outcome::Pass,
            (0, _) => Outcome::Fail,
            (met, of) => Outcome::Partial {
                met: met as u32,
                of: of as u32,
            },
        }
    }

    /// Whether nothing stands in the way of what the rule guards.
    pub fn is_met(self) -> bool {
        matches!(self, Outcome::Pass | Outcome::NotApplicable(_))
    }

    /// The outcome for a whole of which `self` and `other` are parts: a failed part fails the
    /// whole, and parts that are met in part are counted together.
    pub fn and(self, other: Outcome) -> Outcome {
        match (self, other) {
            (Outcome::Partial { met, of }, Outcome::Partial { met: also, of: and }) => {
                Outcome::Partial {
                    met: met + also,
                    of: of + and,
                }
            }
            (a, b) if a.gravity() >= b.gravity() => a,
            (_, b) => b,
        }
    }

    fn gravity(self) -> u8 {
        match self {
            Outcome::NotApplicable(_) => 0,
            Outcome::Pass => 1,
            Outcome::Unknown(_) => 2,
            Outcome::Partial { .. } => 3,
            Outcome::Fail => 4,
        }
    }
}

/// An outcome and where its first fault stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The outcome.
    pub outcome: Outcome,
    /// The first place that is at fault; `None` where there is none.
    pub at: Option<Span>,
    /// The part of its file in which all faults lie that no finding of the rule tells; `None`
    /// where each is told.
    pub untold: Option<Span>,
    /// The waiver that lets it be, by its number; it counts as failed all the same.
    pub waiver: Option<u32>,
}

impl Verdict {
    /// The verdict on a whole of which `self` and `other` are parts.
    pub(super) fn and(self, other: Verdict) -> Verdict {
        let outcome = self.outcome.and(other.outcome);
        let at = self.at.or(other.at);
        let untold = around(self.untold, other.untold);
        let waiver = self.waiver.or(other.waiver);
        Verdict {
            outcome,
            at,
            untold,
            waiver,
        }
    }
}

/// The part of a file in which both parts lie.
pub(super) fn around(one: Option<Span>, other: Option<Span>) -> Option<Span> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Span {
            start: one.start.min(other.start),
            end: one.end.max(other.end),
        }),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::*;
    use super::*;

    #[test]
    fn a_whole_is_as_bad_as_its_worst_part() {
        let some = Partial { met: 3, of: 4 };
        let table = [
            (Pass, Pass, Pass),
            (NotApplicable("x"), Pass, Pass),
            (Pass, Unknown("y"), Unknown("y")),
            (Unknown("y"), some, some),
            (some, Partial { met: 1, of: 2 }, Partial { met: 4, of: 6 }),
            (some, Fail, Fail),
        ];
        for (a, b, whole) in table {
            assert_eq!(a.and(b), whole, "{a:?} and {b:?}");
            assert_eq!(b.and(a), whole, "{b:?} and {a:?}");
        }
        assert_eq!(Outcome::of(0, 0, "none"), NotApplicable("none"));
        assert_eq!(Outcome::of(2, 2, "none"), Pass);
        assert_eq!(Outcome::of(0, 2, "none"), Fail);
        assert_eq!(Outcome::of(1, 2, "none"), Partial { met: 1, of: 2 });
    }
}
