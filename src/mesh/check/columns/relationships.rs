//! Relationships between tables (ODCS 3.1, `relationships`).

use super::{At, Found, Gap, Index, Known, Look, SCHEMA};
use crate::diag::{FileId, Finding, Level, Span};
use crate::manifest::UNEVEN_RELATIONSHIP;
use crate::mesh::{DANGLING_RELATIONSHIP, Target, Told, folder, joined, relative};
use crate::model::{Relationship, SchemaProperty, Text};

/// Looks at the relationships of tables, columns and what lies in columns.
pub(super) fn check<'m>(look: &mut Look<'m>, known: &mut Known<'m>, told: &mut Told<'_>) {
    for (table, object) in look.tables() {
        for relationship in &object.relationships {
            for from in &relationship.from {
                own(look, table, from, told);
            }
            targets(look, known, relationship, told);
        }
        of_properties(look, known, &object.properties, told);
    }
}

fn of_properties<'m>(
    look: &mut Look<'m>,
    known: &mut Known<'m>,
    properties: &'m [SchemaProperty],
    told: &mut Told<'_>,
) {
    for property in properties {
        let details = property.details();
        for relationship in details.iter().flat_map(|details| &details.relationships) {
            tell_several(look, relationship, told);
            targets(look, known, relationship, told);
        }
        of_properties(look, known, &property.properties, told);
    }
}

/// A column of `from`, which is one of the own table.
fn own(look: &mut Look<'_>, table: At, from: &Text, told: &mut Told<'_>) {
    let reference = from.trim();
    if reference.is_empty() || reference.contains('#') {
        return;
    }
    match look.index.find_in(table, reference) {
        Found::At(_) | Found::Unknown => {}
        Found::Several(first, second) => {
            look.tell_ambiguous(reference, from.span, [first, second], told);
        }
        Found::Missing(gap) if look.contract.complete => {
            let place = (reference, from.span);
            let (code, index) = (&DANGLING_RELATIONSHIP, &look.index);
            let finding = look.missing(code, index, place, gap, told);
            told.tell(finding.label("comes from nothing"));
        }
        Found::Missing(_) => {}
    }
}

/// On a column a relationship leads from that one alone.
fn tell_several(look: &Look<'_>, relationship: &Relationship, told: &mut Told<'_>) {
    if let [first, .., last] = relationship.to.as_slice() {
        let message = format!("one column leads to {} columns", relationship.to.len());
        let (subject, span) = (look.subject.clone(), first.span.to(last.span));
        told.tell(
            Finding::new(&UNEVEN_RELATIONSHIP, subject, span, message)
                .help("move the relationship to the table, and name its columns as `from`"),
        );
    }
}

fn dangling(look: &Look<'_>, span: Span, message: String) -> Finding {
    Finding::new(&DANGLING_RELATIONSHIP, look.subject.clone(), span, message)
}

/// Looks at where a relationship leads.
fn targets<'m>(
    look: &mut Look<'m>,
    known: &mut Known<'m>,
    relationship: &'m Relationship,
    told: &mut Told<'_>,
) {
    for to in &relationship.to {
        match to.trim().split_once('#') {
            _ if to.trim().is_empty() || to.contains("://") => {}
            None => inside(look, known, to, to.trim(), told),
            Some(("", reference)) => inside(look, known, to, reference, told),
            Some((path, reference)) => outside(look, known, to, path, reference, told),
        }
    }
}

/// A target in the own contract.
fn inside<'m>(
    look: &mut Look<'m>,
    known: &mut Known<'m>,
    to: &Text,
    reference: &str,
    told: &mut Told<'_>,
) {
    match look.index.find(reference) {
        Found::At(_) | Found::Unknown => {}
        Found::Several(first, second) => {
            look.tell_ambiguous(reference, to.span, [first, second], told);
        }
        Found::Missing(gap) if look.contract.complete => {
            let place = (reference, to.span);
            let elsewhere = elsewhere(look, known, place, gap, told);
            let finding = elsewhere.unwrap_or_else(|| {
                look.missing(&DANGLING_RELATIONSHIP, &look.index, place, gap, told)
                    .label("leads nowhere")
            });
            told.tell(finding);
        }
        Found::Missing(_) => {}
    }
}

/// The finding on a table that is not in this contract, but in one other. What is meant is
/// clear then, so it weighs less.
fn elsewhere<'m>(
    look: &Look<'m>,
    known: &mut Known<'m>,
    (reference, span): (&str, Span),
    gap: Gap<'_>,
    told: &Told<'_>,
) -> Option<Finding> {
    let name = gap.part.split('.').next()?.trim();
    let is_table = gap.within == SCHEMA && !gap.is_id;
    let table = known.table(name).filter(|_| is_table)?;
    let index = known.index(table.contract);
    let ids = match index.find(reference) {
        Found::Missing(_) => return None,
        Found::At(at) => index.qualified(at),
        Found::Several(..) | Found::Unknown => None,
    };
    let (id, version) = table.contract;
    let other = &known.mesh.contract(id).versions[version];
    let message = format!("the table `{name}` stands in another contract");
    let mut finding = dangling(look, span, message);
    finding.level = Level::Warning;
    let finding = finding
        .label("leads nowhere in this contract")
        .related(table.span, "the table");
    let way = match other.source == look.source {
        true => {
            let from = &told.files.file(look.contract.file).path;
            relative(from, &told.files.file(other.manifest.file).path)
        }
        false => "<address>".to_owned(),
    };
    Some(match ids {
        Some(ids) => finding.help(format!("name it by its file and ids: `{way}#{ids}`")),
        None => finding.help(format!(
            "give the table and the column an `id`, and write `{way}#schema/<id>/properties/<id>`"
        )),
    })
}

/// A target in another file. One outside of the source cannot be known.
fn outside<'m>(
    look: &mut Look<'m>,
    known: &mut Known<'m>,
    to: &Text,
    path: &str,
    reference: &str,
    told: &mut Told<'_>,
) {
    let own = &told.files.file(look.contract.file).path;
    let Some(path) = joined(folder(own), path) else {
        return;
    };
    let Some(file) = known.file(look.source, &path) else {
        tell_no_file(look, known, to, &path, told);
        return;
    };
    let Some(Target::Contract(id, version)) = known.mesh.target(file) else {
        let message = format!("`{path}` is no data contract that is read");
        told.tell(
            dangling(look, to.span, message)
                .label("leads nowhere")
                .help("name the file of the contract that is meant")
                .related(head(told, file), "this file"),
        );
        return;
    };
    if (id, version) == look.at {
        inside(look, known, to, reference, told);
        return;
    }
    let is_complete = known.mesh.contract(id).versions[version].manifest.complete;
    let index: &Index<'_> = known.index((id, version));
    match index.find(reference) {
        Found::At(_) | Found::Unknown => {}
        Found::Several(first, second) => {
            let message = format!("`{reference}` is the name of two things in `{path}`");
            let code = &crate::mesh::AMBIGUOUS_REFERENCE;
            let finding = Finding::new(code, look.subject.clone(), to.span, message);
            told.tell(
                finding
                    .label("leads to the first")
                    .help("rename one of the two, and name the one that is meant")
                    .related(index.span(first), "the first one")
                    .related(index.span(second), "the second one"),
            );
        }
        Found::Missing(gap) if is_complete => {
            let place = (reference, to.span);
            let mut finding = look.missing(&DANGLING_RELATIONSHIP, index, place, gap, told);
            if gap.within == SCHEMA {
                finding = finding.related(head(told, file), "the contract");
            }
            told.tell(finding.label("leads nowhere"));
        }
        Found::Missing(_) => {}
    }
}

fn head(told: &Told<'_>, file: FileId) -> Span {
    told.files.file(file).whole().head()
}

fn tell_no_file<'m>(
    look: &Look<'m>,
    known: &mut Known<'m>,
    to: &Text,
    path: &str,
    told: &mut Told<'_>,
) {
    if known.mesh.source(look.source).is_partial {
        return;
    }
    let message = format!("the source has no file `{path}`");
    let (files, texts) = (&known.mesh.source(look.source).files, told.files);
    let near = told.nearest(path, files.iter().map(|&id| &*texts.file(id).path));
    let finding = dangling(look, to.span, message).label("leads nowhere");
    told.tell(finding.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the path, which starts at the folder of this file".to_owned(),
    }));
}
