//! How far a domain is.

use serde::Serialize;

use super::{Link, Place};

/// How far a domain is, as a card or a section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadinessView {
    /// The domain.
    pub domain: Link,
    /// The model that it claims; empty where it declares none.
    pub claimed: String,
    /// Where it does.
    pub claimed_at: Option<Place>,
    /// The model for which what is seen speaks; empty where nothing is known.
    pub evidenced: String,
    /// Whether that is another one.
    pub differs: bool,
    /// Whether it claims more than is seen.
    pub too_much: bool,
    /// The numbers behind.
    pub grounds: Vec<String>,
    /// Where it wants to be and until when; may be empty.
    pub target: String,
    /// How long that is overdue; empty where it is not.
    pub overdue: String,
    /// Who stands up for it.
    pub sponsor: Option<Link>,
    /// Who curates it.
    pub curator: Option<Link>,
    /// The service levels that its products share on purpose; may be empty.
    pub sla_defaults: String,
    /// Whether it says openly that a central team does its work.
    pub is_central: bool,
    /// What is seen, a row for each question.
    pub rows: Vec<EvidenceRow>,
    /// What takes it further.
    pub steps: Vec<StepView>,
}

/// What is seen of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// What should be so.
    pub title: String,
    /// `2`, `1` or `0`; empty where it is not asked or not known.
    pub points: String,
    /// The numbers or the reason.
    pub says: String,
    /// The rule whose verdicts answer, with its page.
    pub rule: Option<Link>,
}

/// An act that takes a domain further.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// What is to be done, names in backticks.
    pub text: String,
    /// At which product.
    pub product: Option<Link>,
    /// By which rule.
    pub rule: Option<Link>,
    /// How, names in backticks; may be empty.
    pub help: String,
    /// Where.
    pub at: Option<Place>,
}
