//! The levels of findings as the configuration sets them: the one place that applies them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::bound::Bindings;
use super::{Book, Concerns, catalogue};
use crate::config::{Config, Enforce, UNKNOWN_SETTING};
use crate::diag::{Code, Files, Finding, Level, Subject, SubjectKind, Suppressed, nearest};
use crate::document;
use crate::mesh::Mesh;

/// The levels that a portal sets.
///
/// For a rule of the book it is the last binding that fits; without one, and for any other
/// kind of finding, it is the entry of `levels:`, else the rule's own level. What was told with
/// less weight than its rule usually has, such as a finding on a draft, is never told with more
/// because of a setting; and a rule in preview tells nothing graver than a warning.
pub struct Levels<'a> {
    files: &'a Files,
    book: &'a Book,
    set: &'a BTreeMap<String, Option<Level>>,
    usual: HashMap<&'static str, &'static Code>,
    bindings: Bindings<'a>,
    /// Whom findings concern; `None` where no binding asks.
    concerns: Option<Concerns<'a>>,
    has_preview: bool,
}

impl<'a> Levels<'a> {
    /// The levels that the configuration sets today.
    pub fn new(
        config: &'a Config,
        book: &'a Book,
        mesh: &'a Mesh,
        files: &'a Files,
        today: Date,
    ) -> Levels<'a> {
        let usual = match config.levels.is_empty() {
            true => HashMap::new(),
            false => catalogue()
                .into_iter()
                .map(|code| (code.id, code))
                .collect(),
        };
        let bindings = Bindings::new(config, book, mesh, today);
        Levels {
            files,
            book,
            set: &config.levels,
            usual,
            concerns: (!bindings.is_empty()).then(|| Concerns::new(mesh, files)),
            bindings,
            has_preview: book.rules().iter().any(|rule| rule.is_preview),
        }
    }

    /// The findings at their levels, those that are off left out, sorted by shown path, place
    /// and rule.
    pub fn apply(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        if self.changes_any() {
            findings.retain_mut(|finding| self.set(finding));
        }
        let order = Order::of(self.files);
        findings.sort_by(|a, b| order.compare(a, b));
        findings
    }

    /// The same for findings that are let be.
    pub fn apply_suppressed(&self, mut suppressed: Vec<Suppressed>) -> Vec<Suppressed> {
        if suppressed.is_empty() {
            return suppressed;
        }
        suppressed.retain_mut(|suppressed| self.set(&mut suppressed.finding));
        let order = Order::of(self.files);
        suppressed.sort_by(|a, b| order.compare(&a.finding, &b.finding));
        suppressed
    }

    fn changes_any(&self) -> bool {
        !self.set.is_empty() || self.concerns.is_some() || self.has_preview
    }

    /// Sets the level of a finding; false where it is not told.
    fn set(&self, finding: &mut Finding) -> bool {
        let Some(at) = self.book.position(&finding.rule) else {
            let usual = self.usual.get(&*finding.rule).map(|code| code.level);
            return self.set_to(self.set.get(&*finding.rule).copied(), usual, finding);
        };
        let rule = &self.book.rules()[at];
        let concern = self.concerns.as_ref().and_then(|known| known.of(finding));
        let bound = concern.and_then(|concern| self.bindings.of(at, concern));
        let wanted = match bound.map(|binding| binding.enforce) {
            Some(Enforce::Block) => Some(Some(Level::Error)),
            Some(Enforce::Warn) => Some(Some(Level::Warning)),
            Some(Enforce::Off) => Some(None),
            None => self.set.get(rule.id()).copied(),
        };
        let is_told = self.set_to(wanted, Some(rule.level), finding);
        if rule.is_preview {
            finding.level = finding.level.max(Level::Warning);
        }
        is_told
    }

    /// Sets a level that is wanted, of a rule with this usual one.
    fn set_to(
        &self,
        wanted: Option<Option<Level>>,
        usual: Option<Level>,
        finding: &mut Finding,
    ) -> bool {
        match wanted {
            None => true,
            Some(None) => false,
            Some(Some(level)) => {
                let is_lowered = usual.is_some_and(|usual| finding.level > usual);
                finding.level = match is_lowered {
                    true => finding.level.max(level),
                    false => level,
                };
                true
            }
        }
    }
}

/// The level at which findings of a kind are told where no binding says otherwise: that of
/// `levels`, else the usual one, and a warning at most while the rule is in preview. `None` where
/// it is off.
pub fn level_told(config: &Config, book: &Book, id: &str, usual: Level) -> Option<Level> {
    let level = match config.levels.get(id) {
        Some(set) => (*set)?,
        None => usual,
    };
    let is_preview = book.rule(id).is_some_and(|rule| rule.is_preview);
    Some(match is_preview {
        true => level.max(Level::Warning),
        false => level,
    })
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
pub fn unknown_levels(config: &Config, book: &Book, files: &Files) -> Vec<Finding> {
    let Some(id) = config.file else {
        return Vec::new();
    };
    let own = book.rules().iter().map(|rule| rule.id());
    let known: Vec<_> = (catalogue().iter().map(|code| code.id))
        .chain(own)
        .collect();
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
