//! The rules of a portal: those of Meshbook, and how the portal takes them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::own::{OwnRule, OwnRules};
use super::{Characteristic, Check, Effort, Evidence, Principle, RULES, Rule, Severity, Tier};
use crate::config::{Config, Governance, RawTerm};
use crate::diag::{Element, Files, Level, Page, page};

/// The version of the rules of Meshbook. It changes whenever a product could change its level
/// or score without a change of its own.
const VERSION: &str = "meshbook-2026.3";

/// Rules that nothing lets be.
const NEVER_WAIVED: [&str; 2] = ["secret-in-manifest", "unprotected-restricted"];

/// The rules of a portal, in the order of all verdicts.
#[derive(Clone, Debug)]
pub struct Book {
    /// The name and version of this set of rules, which scorecards name: `meshbook-2026.3`, with
    /// a part of a hash behind it where the portal's configuration changes what counts.
    pub name: String,
    rules: Vec<BookRule>,
    by_id: HashMap<Cow<'static, str>, usize>,
    /// The rules of the organisation, which stand behind those of Meshbook.
    own: Arc<OwnRules>,
}

/// A rule as a portal takes it.
#[derive(Clone, Debug)]
pub struct BookRule {
    /// Its name, such as `missing-owner`.
    pub id: Cow<'static, str>,
    /// Its page in Markdown.
    pub page: Cow<'static, str>,
    /// The level of its findings where the configuration sets none.
    pub level: Level,
    /// The element of a contract that it is about.
    pub element: Element,
    /// The level of maturity for which it must pass.
    pub tier: Tier,
    /// How much it weighs.
    pub severity: Severity,
    /// What it rests on.
    pub evidence: Evidence,
    /// The principle of data mesh that it serves.
    pub principle: Principle,
    /// The trait of a data product that it serves.
    pub characteristic: Characteristic,
    /// How much work it is to mend what it finds.
    pub effort: Effort,
    /// The version, or the day, that brought it.
    pub since: Cow<'static, str>,
    /// The day from which it moves grades; `None` where it always did.
    pub counts_from: Option<Date>,
    /// Whether it moves no grade yet.
    pub is_preview: bool,
    /// Whether a waiver may let it be.
    pub is_waivable: bool,
    /// Whether it looks at products alone: a contract comes out as its product does.
    pub is_on_products: bool,
}

impl Book {
    /// The rules of a portal on a day.
    pub fn new(config: &Config, files: &Files, today: Date) -> Book {
        let preview = &config.governance.preview;
        let own = OwnRules::read(config, files);
        let rules = RULES.iter().map(|rule| {
            let counts_from = preview.get(rule.id()).copied();
            BookRule::built_in(rule, counts_from, today)
        });
        let own_rules = own.rules().iter().map(|rule| {
            let counts_from = preview.get(rule.id.as_str()).copied();
            BookRule::own(rule, counts_from.or(rule.counts_from), today)
        });
        let rules: Vec<_> = rules.chain(own_rules).collect();
        let by_id = rules.iter().enumerate();
        let by_id = by_id.map(|(at, rule)| (rule.id.clone(), at)).collect();
        Book {
            name: name(&rules, &own, config),
            rules,
            by_id,
            own: Arc::new(own),
        }
    }

    /// The rules of the organisation.
    pub fn own(&self) -> &OwnRules {
        &self.own
    }

    /// Every rule, in the order of all verdicts.
    pub fn rules(&self) -> &[BookRule] {
        &self.rules
    }

    /// The place of the rule of this name in all verdicts.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The rule of this name.
    pub fn rule(&self, id: &str) -> Option<&BookRule> {
        self.position(id).map(|at| &self.rules[at])
    }
}

/// The name of a set of rules. What is in preview changes it: with its day, grades may move. So
/// do every word of the organisation's rules, the settings by which rules judge, and each source
/// whose history they may ask.
fn name(rules: &[BookRule], own: &OwnRules, config: &Config) -> String {
    let mut hash = blake3::Hasher::new();
    let mut is_own = false;
    for rule in rules.iter().filter(|rule| rule.is_preview) {
        is_own = true;
        hash.update(rule.id.as_bytes()).update(b"\0");
    }
    if let Some(texts) = own.hash() {
        is_own = true;
        hash.update(texts.as_bytes());
    }
    for (setting, words) in settings(&config.governance) {
        is_own = true;
        // Lengths keep apart what separators in the words would not.
        hash.update(format!("{setting}\0{}\0", words.len()).as_bytes());
        for word in words {
            hash.update(format!("{}\0{word}", word.len()).as_bytes());
        }
    }
    for source in &config.sources {
        if let Some(back) = &source.history {
            is_own = true;
            let read = format!("history\0{}\0{}\0", source.name, back.value);
            hash.update(read.as_bytes());
        }
    }
    match is_own {
        true => format!("{VERSION}+{}", &hash.finalize().to_hex()[..8]),
        false => VERSION.to_owned(),
    }
}

/// The settings by which rules of Meshbook judge, as far as they are not the usual ones.
fn settings(governance: &Governance) -> Vec<(&'static str, Vec<&str>)> {
    fn list(words: &[String]) -> Vec<&str> {
        words.iter().map(String::as_str).collect()
    }
    let Governance {
        object_names,
        property_names,
        classification,
        protected,
        vocabulary,
        glossary,
        placeholders,
        boilerplate,
        retention,
        ..
    } = governance;
    let mut settings = Vec::new();
    let usual = Governance::default();
    for (setting, naming, usual) in [
        ("naming.objects", object_names, &usual.object_names),
        ("naming.properties", property_names, &usual.property_names),
    ] {
        if naming.words() != usual.words() {
            settings.push((setting, vec![naming.words()]));
        }
    }
    for (setting, words) in [
        ("classification", classification),
        ("vocabulary", vocabulary),
    ] {
        settings.extend(words.as_ref().map(|words| (setting, list(words))));
    }
    for (setting, words) in [
        ("protected", protected),
        ("placeholders", placeholders),
        ("boilerplate", boilerplate),
    ] {
        if !words.is_empty() {
            settings.push((setting, list(words)));
        }
    }
    if let Some(glossary) = glossary {
        let terms = glossary.iter().flat_map(|term| {
            let RawTerm {
                term,
                columns,
                logical_type,
                pattern,
                url,
            } = term;
            // What ends the names of columns is no name of a column.
            let fields = [logical_type, pattern, url].into_iter();
            let fields = fields.map(|field| field.as_deref().unwrap_or("\0"));
            let columns = list(columns).into_iter().chain(["\0"]);
            std::iter::once(term.as_str()).chain(columns).chain(fields)
        });
        settings.push(("glossary", terms.collect()));
    }
    if let Some(retention) = retention {
        let classes = retention.iter();
        let words = classes.flat_map(|(class, limit)| [class.as_str(), limit.text.as_str()]);
        settings.push(("retention", words.collect()));
    }
    settings
}

impl BookRule {
    fn built_in(rule: &Rule, counts_from: Option<Date>, today: Date) -> BookRule {
        BookRule {
            id: Cow::Borrowed(rule.code.id),
            page: Cow::Borrowed(rule.code.page),
            level: rule.code.level,
            element: rule.code.element,
            tier: rule.tier,
            severity: rule.severity,
            evidence: rule.evidence,
            principle: rule.principle,
            characteristic: rule.characteristic,
            effort: rule.effort,
            since: Cow::Borrowed(rule.since),
            counts_from,
            is_preview: counts_from.is_some_and(|day| today < day),
            is_waivable: !NEVER_WAIVED.contains(&rule.code.id),
            is_on_products: matches!(rule.check, Check::Product(_)),
        }
    }

    fn own(rule: &OwnRule, counts_from: Option<Date>, today: Date) -> BookRule {
        BookRule {
            id: Cow::Owned(rule.id.clone()),
            page: Cow::Owned(rule.page.clone()),
            level: rule.severity.level(),
            element: rule.element,
            tier: rule.tier,
            severity: rule.severity,
            evidence: rule.evidence,
            principle: rule.principle,
            characteristic: rule.characteristic,
            effort: rule.effort,
            since: Cow::Owned(rule.since.clone()),
            counts_from,
            is_preview: counts_from.is_some_and(|day| today < day),
            is_waivable: rule.is_waivable,
            is_on_products: rule.is_on_products,
        }
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The parts of its page.
    pub fn parts(&self) -> Page<'_> {
        page(&self.page)
    }
}
