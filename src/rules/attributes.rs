//! What is said of every rule: how much it weighs, what it rests on, what it serves.

use crate::diag::Level;

/// A level of maturity: reached where every rule of it and of the levels below passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Complete: says what it must say.
    Bronze,
    /// Verified: what it says was checked.
    Silver,
    /// Measured: what it promises is kept.
    Gold,
}

impl Tier {
    /// Every level, the lowest first.
    pub const ALL: [Tier; 3] = [Tier::Bronze, Tier::Silver, Tier::Gold];

    /// The level as outputs spell it.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Bronze => "bronze",
            Tier::Silver => "silver",
            Tier::Gold => "gold",
        }
    }
}

/// How much a rule weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Without it nothing else can be trusted.
    Critical,
    /// A consumer is left alone.
    High,
    /// A consumer has to ask.
    Medium,
    /// Good manners.
    Low,
}

impl Severity {
    /// The level of the findings of a rule that weighs this much.
    pub const fn level(self) -> Level {
        match self {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium | Severity::Low => Level::Warning,
        }
    }

    /// The severity in a word.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
        }
    }
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// What the manifest says of itself.
    Declared,
    /// What was compared with other files, the directory, or a format.
    Verified,
    /// What was measured.
    Measured,
}

impl Evidence {
    /// The evidence in a word.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Declared => "declared",
            Evidence::Verified => "verified",
            Evidence::Measured => "measured",
        }
    }
}

/// A principle of data mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principle {
    /// Those who know the data answer for it.
    DomainOwnership,
    /// Data is made for those who use it.
    DataAsAProduct,
    /// Nobody has to ask a central team.
    SelfServePlatform,
    /// Rules are made together and checked by machines.
    FederatedGovernance,
}

impl Principle {
    /// The principle in words.
    pub fn name(self) -> &'static str {
        match self {
            Principle::DomainOwnership => "domain ownership",
            Principle::DataAsAProduct => "data as a product",
            Principle::SelfServePlatform => "self-serve platform",
            Principle::FederatedGovernance => "federated governance",
        }
    }
}

/// A trait of a data product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Characteristic {
    /// It can be found.
    Discoverable,
    /// It has an address that stays.
    Addressable,
    /// It keeps what it promises.
    Trustworthy,
    /// It can be understood without asking.
    SelfDescribing,
    /// It fits to others.
    Interoperable,
    /// Only those see it who may.
    Secure,
}

impl Characteristic {
    /// The trait in a word.
    pub fn name(self) -> &'static str {
        match self {
            Characteristic::Discoverable => "discoverable",
            Characteristic::Addressable => "addressable",
            Characteristic::Trustworthy => "trustworthy",
            Characteristic::SelfDescribing => "self-describing",
            Characteristic::Interoperable => "interoperable",
            Characteristic::Secure => "secure",
        }
    }
}

/// How much work it is to mend what a rule finds, for one product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// Minutes: a line in a manifest.
    Small,
    /// Hours: several lines, or a question to somebody.
    Medium,
    /// Days: something outside of the manifest has to change.
    Large,
}

impl Effort {
    /// The effort in a word.
    pub fn name(self) -> &'static str {
        match self {
            Effort::Small => "small",
            Effort::Medium => "medium",
            Effort::Large => "large",
        }
    }
}
