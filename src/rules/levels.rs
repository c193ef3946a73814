//! The levels of findings as the configuration sets them: the one place that applies them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::catalogue;
use crate::config::{Config, UNKNOWN_SETTING};
use crate::diag::{Code, Files, Finding, Level, Subject, SubjectKind, Suppressed, nearest};
use crate::document;

/// The findings at the levels that `levels` sets for their rules, those of rules that are
/// off left out, sorted by shown path, place and rule.
///
/// What was told with less weight than its rule usually has, such as a finding on a draft,
/// is never told with more because of a setting.
pub fn levelled(
    mut findings: Vec<Finding>,
    levels: &BTreeMap<String, Option<Level>>,
    files: &Files,
) -> Vec<Finding> {
    let levels = Levels::new(levels);
    findings.retain_mut(|finding| levels.set(finding));
    let order = Order::of(files);
    findings.sort_by(|a, b| order.compare(a, b));
    findings
}

/// The same for findings that are suppressed.
pub fn levelled_suppressed(
    mut suppressed: Vec<Suppressed>,
    levels: &BTreeMap<String, Option<Level>>,
    files: &Files,
) -> Vec<Suppressed> {
    if suppressed.is_empty() {
        return suppressed;
    }
    let levels = Levels::new(levels);
    suppressed.retain_mut(|suppressed| levels.set(&mut suppressed.finding));
    let order = Order::of(files);
    suppressed.sort_by(|a, b| order.compare(&a.finding, &b.finding));
    suppressed
}

/// The levels that a configuration sets, and those that rules have without it.
struct Levels<'c> {
    set: &'c BTreeMap<String, Option<Level>>,
    usual: HashMap<&'static str, &'static Code>,
}

impl<'c> Levels<'c> {
    fn new(set: &'c BTreeMap<String, Option<Level>>) -> Levels<'c> {
        let usual = match set.is_empty() {
            true => HashMap::new(),
            false => catalogue()
                .into_iter()
                .map(|code| (code.id, code))
                .collect(),
        };
        Levels { set, usual }
    }

    /// Sets the level of a finding; false where its rule is off.
    fn set(&self, finding: &mut Finding) -> bool {
        match self.set.get(&*finding.rule) {
            None => true,
            Some(None) => false,
            Some(Some(level)) => {
                let usual = self
                    .usual
                    .get(&*finding.rule)
                    .map_or(finding.level, |code| code.level);
                let is_lowered = finding.level > usual;
                finding.level = if is_lowered {
                    finding.level.max(*level)
                } else {
                    *level
                };
                true
            }
        }
    }
}

/// The order in which findings are told.
struct Order<'f> {
    files: &'f Files,
    /// The rank of each file by its shown path.
    rank: Vec<usize>,
}

impl<'f> Order<'f> {
    fn of(files: &'f Files) -> Order<'f> {
        let mut by_path: Vec<_> = files.iter().map(|(id, file)| (&file.shown, id)).collect();
        by_path.sort();
        let mut rank = vec![0; by_path.len()];
        for (at, (_, id)) in by_path.iter().enumerate() {
            rank[id.0 as usize] = at;
        }
        Order { files, rank }
    }

    fn compare(&self, a: &Finding, b: &Finding) -> Ordering {
        let key = |finding: &Finding| {
            let file = self.files.of(finding.span).0 as usize;
            (self.rank.get(file).copied(), finding.span)
        };
        let order = key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule));
        order.then_with(|| (&a.message, &a.subject).cmp(&(&b.message, &b.subject)))
    }
}

/// The entries of `levels:` in `meshbook.yaml` that name no rule.
pub fn unknown_levels(config: &Config, files: &Files) -> Vec<Finding> {
    let Some(id) = config.file else {
        return Vec::new();
    };
    let known: Vec<_> = catalogue().iter().map(|code| code.id).collect();
    let file = files.file(id);
    let subject = Subject::new(SubjectKind::Portal, &*file.shown);
    let parsed = document::yaml(&file.text, file.whole(), &subject);
    let levels = parsed.roots.first().and_then(|root| root.get("levels"));
    let entries = levels.map(|levels| levels.entries()).unwrap_or_default();
    let unknown = entries.iter().filter(|entry| !known.contains(&&*entry.key));
    unknown
        .map(|entry| {
            let message = format!("no rule is called `{}`", entry.key);
            let help = match nearest(&entry.key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use a name that `meshbook rules` lists".to_owned(),
            };
            Finding::new(&UNKNOWN_SETTING, subject.clone(), entry.key_span, message).help(help)
        })
        .collect()
}
