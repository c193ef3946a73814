//! A rule of an organisation.

use jiff::civil::Date;

use super::expression::Expression;
use super::functions::Pattern;
use super::template::Template;
use crate::config::Config;
use crate::diag::{Element, FileId, Files, Finding, Span};
use crate::facts::Path;
use crate::rules::{Characteristic, Effort, Evidence, Principle, Severity, Tier};

/// A rule of an organisation.
#[derive(Debug)]
pub struct OwnRule {
    /// Its name, with the organisation before it.
    pub id: String,
    /// What holds where it is met.
    pub title: String,
    /// The principle of data mesh that it serves.
    pub principle: Principle,
    /// The trait of a data product that it serves.
    pub characteristic: Characteristic,
    /// How much it weighs.
    pub severity: Severity,
    /// The level of maturity for which it must be met.
    pub tier: Tier,
    /// What it rests on.
    pub evidence: Evidence,
    /// How much work it is to mend what it finds.
    pub effort: Effort,
    /// The element that it is about.
    pub element: Element,
    /// The day that brought it, as it is written.
    pub since: String,
    /// The day from which it moves grades.
    pub counts_from: Option<Date>,
    /// Whether a waiver may let it be.
    pub is_waivable: bool,
    /// Whether it is about products rather than contracts.
    pub is_on_products: bool,
    /// Its page in Markdown.
    pub page: String,
    /// Its file.
    pub file: FileId,
    /// The place that names it.
    pub span: Span,
    /// How it looks; `None` where it is broken.
    pub(super) sight: Option<Sight>,
    /// Its tests.
    pub(super) tests: Vec<Test>,
}

/// How a rule looks at manifests.
#[derive(Debug)]
pub(super) struct Sight {
    pub(super) path: Path,
    pub(super) applies_to: Option<Placed<Expression>>,
    pub(super) when: Option<Placed<Expression>>,
    pub(super) assert: Placed<Expression>,
    pub(super) message: Placed<Template>,
    pub(super) fix: Placed<Template>,
}

/// Something of a rule and where it stands in its file.
#[derive(Debug)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// A test of a rule.
#[derive(Debug)]
pub(super) struct Test {
    pub(super) name: String,
    pub(super) expects: Expected,
    /// The manifest, as JSON.
    pub(super) manifest: String,
    /// The product of the contract, as JSON.
    pub(super) product: Option<String>,
    pub(super) at: Vec<Placed<String>>,
    pub(super) on: Option<Date>,
    pub(super) span: Span,
}

/// What a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Pass,
    Fail,
    Skip,
}

/// The rules of an organisation, in the order of all verdicts.
#[derive(Debug, Default)]
pub struct OwnRules {
    pub(super) rules: Vec<OwnRule>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) faults: Vec<Finding>,
    pub(super) texts: blake3::Hasher,
}

impl OwnRules {
    /// Reads the rules that the configuration names.
    pub fn read(config: &Config, files: &Files) -> OwnRules {
        super::read::read(config, files)
    }

    /// Every rule.
    pub fn rules(&self) -> &[OwnRule] {
        &self.rules
    }

    /// The rule of this name.
    pub fn rule(&self, id: &str) -> Option<&OwnRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// What is wrong with them.
    pub fn faults(&self) -> &[Finding] {
        &self.faults
    }

    /// A hash of everything that they say; `None` where there are none.
    pub(in crate::rules) fn hash(&self) -> Option<blake3::Hash> {
        (!self.rules.is_empty()).then(|| self.texts.finalize())
    }
}

impl OwnRule {
    /// Whether it can be evaluated.
    pub fn is_sound(&self) -> bool {
        self.sight.is_some()
    }
}
