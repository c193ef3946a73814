//! The faults of a document as findings, with the other versions of its standard in mind.

use super::Shape;
use super::check::check;
use super::fault::{Fault, Otherwise};
use super::trial::{Other, Trial};
use crate::diag::{Code, Finding, Span, Subject, listed, nearest, shortened};
use crate::document::{Kind, Node, Value};
use crate::manifest::codes::{
    DROPPED_FIELD, MISSING_FIELD, NEWER_FIELD, UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::model::{ApiVersion, Spanned, Unknown};

/// The most other places that one finding names.
const MOST_PLACES: usize = 4;

/// A standard as it concerns its manifests.
pub(in crate::manifest) struct Standard {
    /// Its short name.
    pub(in crate::manifest) name: &'static str,
    /// Its versions that are read, oldest first.
    pub(in crate::manifest) versions: &'static [ApiVersion],
    /// What its manifests look like.
    pub(in crate::manifest) shape: &'static Shape,
}

/// What a standard says of a manifest.
pub(in crate::manifest) struct Verdict {
    /// The version that the manifest declares, where it is one of the standard's.
    pub(in crate::manifest) declared: Option<Spanned<ApiVersion>>,
    /// What is wrong with it.
    pub(in crate::manifest) findings: Vec<Finding>,
    /// The keys that no version of the standard knows.
    pub(in crate::manifest) unknown: Vec<Unknown>,
}

/// Judges the manifest `root` by the version that it declares. What is `torn` could not be
/// read whole.
pub(in crate::manifest) fn verdict(
    standard: &Standard,
    root: &Node<'_>,
    torn: &[Span],
    subject: &Subject,
) -> Verdict {
    let judge = Judge {
        standard,
        root,
        torn,
        subject,
    };
    judge.verdict()
}

struct Judge<'a, 't> {
    standard: &'a Standard,
    root: &'a Node<'t>,
    torn: &'a [Span],
    subject: &'a Subject,
}

impl Judge<'_, '_> {
    fn verdict(&self) -> Verdict {
        let declared = self.declared();
        let mut findings = Vec::new();
        let own = match &declared {
            Some(declared) => {
                findings.extend(self.misspelt());
                let own = self.trial(declared.value);
                self.tell(&own, &mut findings);
                own
            }
            None => {
                let own = self.assumed();
                findings.extend(self.undeclared(&own));
                findings.extend(own.checked.faults.iter().map(|fault| self.told(fault)));
                own
            }
        };
        Verdict {
            declared,
            findings,
            unknown: own.checked.unknown,
        }
    }

    fn versions(&self) -> impl DoubleEndedIterator<Item = ApiVersion> {
        self.standard.versions.iter().copied()
    }

    fn trial(&self, version: ApiVersion) -> Trial {
        let Standard {
            shape, versions, ..
        } = self.standard;
        Trial {
            version,
            checked: check(self.root, shape, versions, version, self.torn),
        }
    }

    /// What the manifest declares, under `apiVersion` or under a slip of it, which is another
    /// fault.
    fn api_version(&self) -> Option<&Node<'_>> {
        self.root.get("apiVersion").or_else(|| {
            let mut entries = self.root.entries().iter();
            let is_slip = |key| nearest(key, ["apiVersion"].into_iter()).is_some();
            let slip = entries.find(|entry| is_slip(&entry.key));
            slip.map(|entry| &entry.value)
        })
    }

    fn declared(&self) -> Option<Spanned<ApiVersion>> {
        let node = self.api_version()?;
        let version = ApiVersion::parse(node.text()?)?;
        let is_known = self.versions().any(|known| known == version);
        is_known.then(|| Spanned::new(version, node.span))
    }

    /// Reports a version that is known but not spelt as the standard spells it.
    fn misspelt(&self) -> Option<Finding> {
        let node = self.api_version()?;
        let text = node.text()?;
        let right = ApiVersion::parse(text)?.to_string();
        let message = format!("`{}` is not a value of `apiVersion`", shortened(text));
        (text != right).then(|| {
            self.finding(&UNKNOWN_VALUE, node.span, message)
                .help(format!("did you mean `{right}`?"))
        })
    }

    /// The newest version that the manifest fits; where it fits none, the newest of all.
    fn assumed(&self) -> Trial {
        let mut trials = self.versions().rev().map(|version| self.trial(version));
        let newest = trials.next().expect("a standard has versions");
        match newest.weight() {
            0 => newest,
            _ => trials.find(|trial| trial.weight() == 0).unwrap_or(newest),
        }
    }

    /// Reports the lack of a version that is known, and names the one that fits.
    fn undeclared(&self, assumed: &Trial) -> Option<Finding> {
        let fitting = Some(assumed).filter(|trial| trial.weight() == 0);
        let name = self.standard.name;
        let spelt: Vec<String> = self.versions().map(|v| v.to_string()).collect();
        let spelt: Vec<&str> = spelt.iter().map(String::as_str).collect();
        let there_are = format!("{name} has {}", listed(&spelt));
        let act = |verb: &str| match fitting {
            Some(trial) => format!(
                "{verb} `apiVersion: {}`, the newest version that this fits",
                trial.version
            ),
            None => format!("{verb} `apiVersion:` with one of {}", listed(&spelt)),
        };
        let Some(node) = self.api_version() else {
            let entries = self.root.entries();
            let is_torn = self.torn.contains(&self.root.span);
            if is_torn || !matches!(self.root.value, Value::Map(_)) {
                return None;
            }
            let head = entries.first().map_or(self.root.span, |e| e.key_span);
            let what = self.standard.shape.what;
            let message = format!("`apiVersion` is missing in {what}");
            let finding = self.finding(&MISSING_FIELD, head, message);
            return Some(finding.label(there_are).help(act("add")));
        };
        if self.torn.contains(&node.span) {
            return None;
        }
        let (code, message) = match &node.value {
            Value::Scalar(scalar) if scalar.kind() == Kind::Text => (
                &UNKNOWN_VALUE,
                format!("`{}` is not a version of {name}", shortened(&scalar.text)),
            ),
            _ if node.is_null() => (&WRONG_TYPE, "`apiVersion` is empty".to_owned()),
            _ => (
                &WRONG_TYPE,
                format!("`apiVersion` is {}, not a text", node.noun()),
            ),
        };
        let finding = self.finding(code, node.span, message);
        Some(finding.label(there_are).help(act("write")))
    }

    /// Reports the faults of a manifest by the version that it declares.
    fn tell(&self, own: &Trial, findings: &mut Vec<Finding>) {
        let faults = &own.checked.faults;
        if faults.iter().all(|fault| fault.otherwise.is_none()) {
            let told = faults.iter().map(|fault| self.told(fault));
            return findings.extend(told);
        }
        let others = self.versions().filter(|version| *version != own.version);
        let others: Vec<Trial> = others.map(|version| self.trial(version)).collect();
        let others = Other::beside(own, &others);
        let of = |version| others.iter().find(|other| other.version == version);
        let mut newer = Vec::new();
        for fault in faults {
            match &fault.otherwise {
                Some(Otherwise::Since(since, thing)) => newer.push((fault.span, *since, &**thing)),
                Some(Otherwise::Until(until, thing)) => {
                    let fits = of(*until).is_some_and(|other| other.weight == 0);
                    findings.push(self.dropped(own, fault, *until, thing, fits));
                }
                Some(Otherwise::Waived(version)) => {
                    let fits = of(*version).is_some_and(|other| other.refuses.is_empty());
                    findings.push(self.waived(fault, *version, fits));
                }
                None => findings.push(self.told(fault)),
            }
        }
        newer.sort_by_key(|(span, ..)| span.start);
        // The later version that refuses least of the manifest.
        let later = others.iter().filter(|other| other.version > own.version);
        let Some(later) = later.min_by_key(|other| other.weight) else {
            return;
        };
        let (reached, beyond): (Vec<_>, Vec<_>) = newer
            .into_iter()
            .partition(|(_, since, _)| *since <= later.version);
        findings.extend(self.newer(own, &reached, later));
        for (span, since, thing) in beyond {
            let finding = self.finding(&NEWER_FIELD, span, self.uses(own, since, thing));
            let help = format!("remove it, or write the manifest for {since}");
            findings.push(finding.help(help));
        }
    }

    fn uses(&self, own: &Trial, version: ApiVersion, thing: &str) -> String {
        let (name, declared) = (self.standard.name, own.version);
        format!("declares {name} {declared}, uses the {version} {thing}")
    }

    /// Reports all that came with later versions up to `later` in one: declaring that version
    /// mends all of it.
    fn newer(
        &self,
        own: &Trial,
        newer: &[(Span, ApiVersion, &str)],
        later: &Other<'_>,
    ) -> Option<Finding> {
        let ((span, since, thing), more) = newer.split_first()?;
        let mut message = self.uses(own, *since, thing);
        if !more.is_empty() {
            let things = if more.len() == 1 { "thing" } else { "things" };
            message += &format!(", and {} more {things} that came later", more.len());
        }
        let mut finding = self
            .finding(&NEWER_FIELD, *span, message)
            .label(format!("came with {since}"));
        let target = later.version;
        finding = match (later.refuses.is_empty(), more.is_empty()) {
            (true, _) => finding.help(format!("set `apiVersion: {target}`")),
            (false, alone) => {
                let it = if alone { "it" } else { "them" };
                finding.help(format!(
                    "remove {it}, or set `apiVersion: {target}` and mend what that version refuses"
                ))
            }
        };
        if let Some(node) = self.api_version() {
            finding = finding.related(node.span, "declared here");
        }
        for (span, since, thing) in more.iter().take(MOST_PLACES) {
            finding = finding.related(*span, format!("the {since} {thing}"));
        }
        for fault in later.refuses.iter().take(MOST_PLACES) {
            let label = format!("{target} refuses this: {}", fault.message);
            finding = finding.related(fault.span, label);
        }
        Some(finding)
    }

    /// Reports the lack of what `version` does not demand.
    fn waived(&self, fault: &Fault, version: ApiVersion, fits: bool) -> Finding {
        let finding = self.told(fault);
        match fits {
            true => finding.help(format!(
                "{}, or set `apiVersion: {version}`, which does not demand it",
                fault.help
            )),
            false => finding,
        }
    }

    /// Reports what only versions up to `until` allow.
    fn dropped(
        &self,
        own: &Trial,
        fault: &Fault,
        until: ApiVersion,
        thing: &str,
        fits: bool,
    ) -> Finding {
        let finding = self.finding(&DROPPED_FIELD, fault.span, self.uses(own, until, thing));
        let finding = finding.label(format!("{until} has this, {} does not", own.version));
        let or = match fits {
            true => format!(", or set `apiVersion: {until}`"),
            false => String::new(),
        };
        finding.help(format!("{}{or}", fault.help))
    }

    fn told(&self, fault: &Fault) -> Finding {
        let finding = self.finding(fault.code, fault.span, fault.message.clone());
        let mut finding = finding.label(fault.label.clone()).help(fault.help.clone());
        finding.level = fault.level;
        match fault.related {
            Some((span, label)) => finding.related(span, label),
            None => finding,
        }
    }

    fn finding(&self, code: &Code, span: Span, message: String) -> Finding {
        Finding::new(code, self.subject.clone(), span, message)
    }
}
