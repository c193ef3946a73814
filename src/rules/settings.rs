//! What `governance:` in `meshbook.yaml` leaves open, and names in it that are none of a rule.

use super::Book;
use crate::config::{Config, Governance, UNKNOWN_SETTING};
use crate::diag::{
    Code, Element, Files, Finding, Level, Span, Subject, SubjectKind, listed, nearest,
};
use crate::document::{self, Node};

/// A setting for which rules wait.
const UNCONFIGURED_RULE: Code = Code {
    id: "unconfigured-rule",
    level: Level::Info,
    element: Element::Portal,
    page: include_str!("../../content/rules/unconfigured-rule.md"),
};

/// The faults of settings that only the rules can tell.
pub(super) const CODES: &[Code] = &[UNCONFIGURED_RULE];

/// A setting, whether it is there, and the rules that do not apply without it.
struct Input {
    setting: &'static str,
    is_set: fn(&Governance) -> bool,
    rules: &'static [&'static str],
}

const INPUTS: &[Input] = &[
    Input {
        setting: "glossary",
        is_set: |governance| governance.glossary.is_some(),
        rules: &["identifier-off-glossary", "unlinked-terms"],
    },
    Input {
        setting: "vocabulary",
        is_set: |governance| governance.vocabulary.is_some(),
        rules: &["off-vocabulary-tags"],
    },
    Input {
        setting: "classification",
        is_set: |governance| governance.classification.is_some(),
        rules: &["unclassified-property"],
    },
    Input {
        setting: "retention",
        is_set: |governance| governance.retention.is_some(),
        rules: &["retention-over-policy"],
    },
];

/// What the owner of a portal with a configuration is told of its `governance`: once, for which
/// settings rules wait, and each name in `preview` that is none of a rule.
pub fn check_settings(config: &Config, book: &Book, files: &Files) -> Vec<Finding> {
    let Some(id) = config.file else {
        return Vec::new();
    };
    let file = files.file(id);
    let subject = Subject::new(SubjectKind::Portal, &*file.shown);
    let parsed = document::yaml(&file.text, file.whole(), &subject);
    let entries = parsed.roots.first().map_or(&[][..], Node::entries);
    let governance = entries.iter().find(|entry| entry.key == "governance");
    let place = governance.map_or(file.whole().head(), |entry| entry.key_span);
    let preview = governance.and_then(|entry| entry.value.get("preview"));
    let preview = preview.map_or(&[][..], Node::entries).iter();
    let unknown = preview.filter(|entry| book.rule(&entry.key).is_none());

    let mut findings = Vec::new();
    findings.extend(unconfigured(config, book, &subject, place));
    findings.extend(unknown.map(|entry| {
        let message = format!("no rule is called `{}`", entry.key);
        let help = match nearest(&entry.key, book.rules().iter().map(|rule| rule.id())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use a name that `meshbook rules` lists".to_owned(),
        };
        Finding::new(&UNKNOWN_SETTING, subject.clone(), entry.key_span, message).help(help)
    }));
    findings
}

/// The settings that are absent and for which rules wait that are not turned off.
fn unconfigured(config: &Config, book: &Book, subject: &Subject, place: Span) -> Option<Finding> {
    let is_waiting =
        |rule: &&str| book.rule(rule).is_some() && config.levels.get(*rule) != Some(&None);
    let (mut settings, mut waiting) = (Vec::new(), Vec::new());
    for input in INPUTS
        .iter()
        .filter(|input| !(input.is_set)(&config.governance))
    {
        let before = waiting.len();
        waiting.extend(input.rules.iter().copied().filter(is_waiting));
        if waiting.len() > before {
            settings.push(input.setting);
        }
    }
    if settings.is_empty() {
        return None;
    }
    let rules = match waiting.len() {
        1 => "a rule waits".to_owned(),
        count => format!("{count} rules wait"),
    };
    let message = format!(
        "{rules} for what `governance` does not say: {}",
        listed(&settings)
    );
    let help = format!(
        "write it, or turn off what waits for it in `levels`: {}",
        listed(&waiting)
    );
    Some(Finding::new(&UNCONFIGURED_RULE, subject.clone(), place, message).help(help))
}
