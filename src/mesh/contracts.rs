//! Contracts and their versions: one contract for each id, the newest version first.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::{DUPLICATE_ID, Told};
use crate::diag::{FileId, Files, Finding, SourceId, Span, Subject, SubjectKind};
use crate::model::{DataContract, Text, bare_version};

/// A contract before it has its place: its versions, newest first.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) versions: Vec<(SourceId, Box<DataContract>)>,
}

impl Group {
    /// The source of its newest version.
    pub(super) fn source(&self) -> SourceId {
        self.versions[0].0
    }
}

/// An id that a group has, with the versions under it as they came. What names no version may
/// be any.
struct Claimed {
    group: usize,
    versions: HashMap<Box<str>, usize>,
}

impl Claimed {
    fn add(&mut self, version: Option<&str>, at: usize) {
        self.versions.insert(version.unwrap_or_default().into(), at);
    }
}

/// Groups contracts by id, in the order of their first appearance.
///
/// Contracts come in the order of their ranks, so that the id belongs to the source of the first:
/// versions of one id may stand in several files of it, but where the same version stands twice,
/// or another source claims the id, the later file is told and gets a group of its own.
pub(super) fn group(
    contracts: Vec<(SourceId, Box<DataContract>)>,
    told: &mut Told<'_>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_id: HashMap<String, Claimed> = HashMap::new();
    for (source, contract) in contracts {
        let key = contract.id.as_ref().map_or("", |id| id.trim()).to_owned();
        let version = contract
            .version
            .as_ref()
            .map(|version| bare_version(version));
        let first = contract
            .id
            .as_ref()
            .and_then(|id| Some((id, by_id.get_mut(&key)?)));
        if let Some((id, first)) = first {
            let group = &mut groups[first.group];
            let same = match version {
                Some(version) => first.versions.get(version).or(first.versions.get("")),
                None => Some(&0),
            };
            let other = match same {
                Some(&same) => &group.versions[same],
                None if group.versions[0].0 != source => &group.versions[0],
                None => {
                    first.add(version, group.versions.len());
                    group.versions.push((source, contract));
                    continue;
                }
            };
            let place = id_span(other.1.id.as_ref(), other.1.file, told);
            tell_duplicate("contract", id, place, SubjectKind::Contract, told);
        } else if contract.id.is_some() {
            let mut claimed = Claimed {
                group: groups.len(),
                versions: HashMap::new(),
            };
            claimed.add(version, 0);
            by_id.insert(key.clone(), claimed);
        }
        // Without an id nothing can refer to it, but it still gets a page.
        groups.push(Group {
            id: key,
            versions: vec![(source, contract)],
        });
    }
    for group in &mut groups {
        group
            .versions
            .sort_by(|(_, a), (_, b)| compare(version(b), version(a)));
    }
    groups
}

/// The place of an id, or of its file.
fn id_span(id: Option<&Text>, file: FileId, told: &Told<'_>) -> Span {
    id.map_or_else(|| told.files.file(file).whole().head(), |id| id.span)
}

/// Tells the later claimant of an id.
pub(super) fn tell_duplicate(
    what: &str,
    id: &Text,
    first: Span,
    kind: SubjectKind,
    told: &mut Told<'_>,
) {
    let message = format!("the {what} id `{}` stands in two files", id.value);
    let finding = Finding::new(
        &DUPLICATE_ID,
        Subject::new(kind, id.value.clone()),
        id.span,
        message,
    );
    told.tell(
        finding
            .label("claimed here again")
            .help("give this one an id of its own, or another `version` if it is the same contract of one source")
            .related(first, "claimed here first"),
    );
}

fn version(contract: &DataContract) -> &str {
    contract
        .version
        .as_ref()
        .map_or("", |version| &version.value)
}

/// Orders versions as Semantic Versioning 2.0.0 does, section 11; parts that are no numbers
/// are compared as texts.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let bare = |text: &str| {
        text.trim()
            .trim_start_matches(['v', 'V'])
            .split('+')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let (a, b) = (bare(a), bare(b));
    let (a_core, a_pre) = a.split_once('-').unwrap_or((&a, ""));
    let (b_core, b_pre) = b.split_once('-').unwrap_or((&b, ""));
    let core = parts(a_core, b_core);
    core.then_with(|| match (a_pre.is_empty(), b_pre.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => parts(a_pre, b_pre),
    })
}

fn parts(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) if a.is_empty() || b.is_empty() => a.len().cmp(&b.len()),
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The name of a contract for people: its own, else its id, its first table, its file.
pub(super) fn contract_name(group: &Group, files: &Files) -> String {
    let contract = &group.versions[0].1;
    let tables = contract
        .schema
        .first()
        .and_then(|object| object.name.as_ref());
    let named = contract.name.as_ref().or(contract.id.as_ref()).or(tables);
    match named {
        Some(name) => name.trim().to_owned(),
        None => files
            .file(contract.file)
            .path
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        let ordered = [
            "",
            "0.9",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "v1.0.0",
            "1.2.0",
            "1.10.0",
            "2.0.0+build",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("v1.0.0", "1.0.0"), Ordering::Equal);
    }
}
