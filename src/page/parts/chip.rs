//! Short marks: a word with a colour, never a colour alone.

use serde::Serialize;

/// What a mark tells at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Quiet,
    /// As it should be.
    Good,
    /// Needs a look.
    Warning,
    /// Wrong.
    Bad,
    /// Good to know.
    Info,
}

/// The level that a product has reached on a scorecard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// None yet.
    #[default]
    None,
    /// Declared completely.
    Bronze,
    /// Declared and verified.
    Silver,
    /// Declared, verified and measured.
    Gold,
}

/// A short mark: a word with a tone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// The word.
    pub text: String,
    /// What it tells at a glance.
    pub tone: Tone,
}

impl Chip {
    /// A mark of this tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Chip {
        Chip {
            text: text.into(),
            tone,
        }
    }

    /// The mark of a life cycle status (ODCS and ODPS: `status`); an unknown status is quiet.
    pub fn status(status: &str) -> Chip {
        let tone = match status.trim().to_ascii_lowercase().as_str() {
            "active" | "production" | "current" => Tone::Good,
            "proposed" | "draft" | "in development" | "development" | "pending" => Tone::Info,
            "deprecated" => Tone::Warning,
            "retired" => Tone::Bad,
            _ => Tone::Quiet,
        };
        Chip::new(tone, status.trim())
    }
}
