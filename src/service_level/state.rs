//! How a promise stands.

use schemars::JsonSchema;
use serde::Serialize;

/// How a promised service level stands, on the evidence that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// What was measured meets it, and is recent enough to be believed.
    Kept,
    /// It is kept by a narrow margin, or one of the last five measurements missed it.
    AtRisk,
    /// Nothing was measured that could be held against it.
    Unmeasured,
    /// It cannot be read, or only people can judge of it.
    Unverifiable,
    /// What was measured is too old to be believed, whatever it said.
    Stale,
    /// What was measured violates it.
    Broken,
}

impl State {
    /// Every state, from the best to the worst.
    pub const ALL: [State; 6] = [
        State::Kept,
        State::AtRisk,
        State::Unmeasured,
        State::Unverifiable,
        State::Stale,
        State::Broken,
    ];

    /// As outputs spell it.
    pub fn name(self) -> &'static str {
        match self {
            State::Kept => "kept",
            State::AtRisk => "at-risk",
            State::Unmeasured => "unmeasured",
            State::Unverifiable => "unverifiable",
            State::Stale => "stale",
            State::Broken => "broken",
        }
    }

    /// Whether what is promised was seen to be kept.
    pub fn is_kept(self) -> bool {
        matches!(self, State::Kept | State::AtRisk)
    }

    /// Whether it is told from a measurement.
    pub fn is_measured(self) -> bool {
        !matches!(self, State::Unmeasured | State::Unverifiable)
    }
}

/// How many promises are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; State::ALL.len()]);

impl Counts {
    /// How many are in a state.
    pub fn of(&self, state: State) -> u32 {
        self.0[state as usize]
    }

    /// Counts one more.
    pub fn add(&mut self, state: State) {
        self.0[state as usize] += 1;
    }

    /// Counts those of another count as well.
    pub fn include(&mut self, other: &Counts) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own += more;
        }
    }

    /// How many there are.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// How many are kept, those at risk among them.
    pub fn kept(&self) -> u32 {
        self.of(State::Kept) + self.of(State::AtRisk)
    }

    /// How all of them stand together: as the worst of them; `None` where there are none.
    pub fn worst(&self) -> Option<State> {
        let worst = State::ALL.into_iter().rev();
        worst.into_iter().find(|state| self.of(*state) > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn together_promises_stand_as_the_worst_of_them() {
        let mut counts = Counts::default();
        assert_eq!(counts.worst(), None);
        for state in State::ALL {
            counts.add(state);
            assert_eq!(counts.worst(), Some(state));
        }
        assert_eq!((counts.total(), counts.kept()), (6, 2));
    }
}
