//! Where a page comes from: its repository, and whether that could be read as it is now.

use jiff::tz::TimeZone;

use super::value::count;
use crate::config::At;
use crate::diag::{File, FileId, SourceId, Span};
use crate::fetch::Provenance;
use crate::page::parts::{Banner, Link, Origin, Outside, Tone};
use crate::page::{Portal, route};
use crate::source::State;

/// How many digits of the id of a commit are shown.
const DIGITS: usize = 12;
/// The most sources that a note names.
const NAMED: usize = 3;

/// Where a source comes from, with the way to edit one of its files.
pub fn origin(portal: &Portal, source: SourceId, file: Option<FileId>) -> Origin {
    let of = portal.mesh.source(source);
    let mut origin = Origin {
        source: Link::to(&of.name, portal.source_route(source)),
        ..Origin::default()
    };
    let address = portal.repository_of(source);
    let repository = portal.repository(source);
    origin.repository = address.as_ref().map(|address| Outside {
        text: bare(address).to_owned(),
        url: repository.map(|at| at.page().to_owned()),
        ..Outside::default()
    });
    let Some(from) = &of.provenance else {
        return origin;
    };
    origin.reference = from.reference.clone().unwrap_or_default();
    origin.date = from.date.to_zoned(TimeZone::UTC).date().to_string();
    origin.commit = Some(Outside {
        text: from.commit.chars().take(DIGITS).collect(),
        url: repository.and_then(|at| at.commit(&from.commit)),
        ..Outside::default()
    });
    origin.edit = repository.zip(file).and_then(|(at, file)| {
        let branch = from.branch.as_deref()?;
        at.edit(branch, &path(from, portal.files.file(file)))
    });
    origin
}

/// Where an entry of the directory is declared.
pub fn declared_in(portal: &Portal, span: Span) -> Option<Origin> {
    let file = portal.files.of(span);
    let source = portal.files.file(file).source?;
    Some(origin(portal, source, Some(file)))
}

/// A line of a file at its host, at the commit that was read.
pub fn line_url(portal: &Portal, file: &File, line: u32) -> Option<String> {
    let source = file.source?;
    let from = portal.mesh.source(source).provenance.as_ref()?;
    let repository = portal.repository(source)?;
    repository.line(At::Commit(&from.commit), &path(from, file), line)
}

/// A note where these sources are not shown as they are now.
pub fn held(portal: &Portal, sources: impl IntoIterator<Item = SourceId>) -> Option<Banner> {
    let mut sources: Vec<_> = sources.into_iter().collect();
    sources.sort();
    sources.dedup();
    let held = sources.into_iter().filter_map(|id| {
        let source = portal.mesh.source(id);
        match &source.state {
            State::Held {
                as_of,
                since,
                reason,
            } => Some((id, source, as_of, since, reason)),
            State::Read | State::Missing { .. } => None,
        }
    });
    let held: Vec<_> = held.collect();
    let (title, text, link) = match held.as_slice() {
        [] => return None,
        [(id, source, as_of, since, reason)] => (
            format!("Shown as of {as_of}."),
            format!(
                "The source `{}` could not be fetched since {since}: {reason}.",
                source.name
            ),
            portal.source_route(*id),
        ),
        several => {
            let first = several.iter().map(|(_, _, as_of, _, _)| **as_of).min();
            let names = several.iter().take(NAMED);
            let names: Vec<_> = names
                .map(|(_, source, as_of, ..)| format!("`{}` as of {as_of}", source.name))
                .collect();
            let more = match several.len() - names.len() {
                0 => String::new(),
                more => format!(", and {}", count(more, "other")),
            };
            (
                format!("In parts shown as of {}.", first.unwrap_or_default()),
                format!(
                    "These sources could not be fetched: {}{more}.",
                    names.join(", ")
                ),
                route::SOURCES.to_owned(),
            )
        }
    };
    Some(Banner {
        tone: Tone::Warning,
        title,
        text,
        link: Some(Link::to("How the sources stand", link)),
    })
}

/// An address without its scheme.
fn bare(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest)
}

/// The path of a file in its repository.
fn path(from: &Provenance, file: &File) -> String {
    match from.folder.as_str() {
        "" => file.path.to_string(),
        folder => format!("{folder}/{}", file.path),
    }
}
