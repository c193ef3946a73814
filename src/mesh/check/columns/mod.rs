//! References to tables and columns: those of relationships, service levels and quality rules.
//!
//! Most lead to the contract in which they stand. Of a column that a file cut short may yet
//! tell, or of a table without columns, nothing is said.

mod arguments;
mod elements;
mod index;
mod relationships;

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, FileId, Files, Finding, SourceId, Span, Subject, SubjectKind};
use crate::mesh::{AMBIGUOUS_REFERENCE, ContractId, Mesh, Told};
use crate::model::{DataContract, SchemaObject, SchemaProperty};
use index::{At, Found, Gap, Index, SCHEMA};

/// A version of a contract: the index into [`crate::mesh::Contract::versions`].
type VersionAt = (ContractId, usize);

/// Looks at every reference to a column in every version of every contract.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    let mut known = Known {
        mesh,
        texts: told.files,
        indices: HashMap::new(),
        files: None,
        tables: None,
    };
    for (id, contract) in mesh.contracts() {
        for (at, version) in contract.versions.iter().enumerate() {
            let manifest = &version.manifest;
            if !refers(manifest) {
                continue;
            }
            let subject = match contract.id.as_str() {
                "" => &*told.files.file(manifest.file).shown,
                id => id,
            };
            let mut look = Look {
                contract: manifest,
                source: version.source,
                at: (id, at),
                subject: Subject::new(SubjectKind::Contract, subject),
                index: Index::of(manifest),
                ambiguous: HashSet::new(),
            };
            relationships::check(&mut look, &mut known, told);
            elements::check(&mut look, told);
            arguments::check(&mut look, told);
        }
    }
}

/// Whether anything in a contract names a column.
fn refers(contract: &DataContract) -> bool {
    let in_schema = contract.schema.iter().any(|object| {
        let has_arguments = object.quality.iter().any(|rule| !rule.columns.is_empty());
        has_arguments || !object.relationships.is_empty() || object.properties.iter().any(links)
    });
    let in_promises = contract.sla_properties.iter();
    in_schema
        || contract.sla_default_element.is_some()
        || in_promises
            .map(|promise| &promise.element)
            .any(Option::is_some)
}

fn links(property: &SchemaProperty) -> bool {
    let details = property.details();
    details.is_some_and(|details| !details.relationships.is_empty())
        || property.quality.iter().any(|rule| !rule.columns.is_empty())
        || property.properties.iter().any(links)
}

/// A contract whose references are looked at.
struct Look<'m> {
    contract: &'m DataContract,
    source: SourceId,
    at: VersionAt,
    subject: Subject,
    index: Index<'m>,
    /// The names that were told to be ambiguous: each is told once.
    ambiguous: HashSet<At>,
}

impl<'m> Look<'m> {
    /// The tables with their places in the index.
    fn tables(&self) -> impl Iterator<Item = (At, &'m SchemaObject)> + use<'m> {
        self.index.tables().zip(&self.contract.schema)
    }

    /// Tells a reference to one of several of the same name.
    fn tell_ambiguous(&mut self, reference: &str, span: Span, two: [At; 2], told: &mut Told<'_>) {
        let [first, second] = two;
        if !self.ambiguous.insert(first) {
            return;
        }
        let message = format!("`{reference}` is the name of two things");
        let finding = Finding::new(&AMBIGUOUS_REFERENCE, self.subject.clone(), span, message);
        told.tell(
            finding
                .label("leads to the first")
                .help("rename one of the two, and name the one that is meant")
                .related(self.index.span(first), "the first one")
                .related(self.index.span(second), "the second one"),
        );
    }

    /// Tells a reference that leads nowhere in a contract: this one, or that of `index`.
    fn missing(
        &self,
        code: &Code,
        index: &Index<'_>,
        (reference, span): (&str, Span),
        gap: Gap<'_>,
        told: &mut Told<'_>,
    ) -> Finding {
        let Gap {
            within,
            part,
            is_id,
        } = gap;
        let parent = index.name(within);
        let first = match is_id {
            true => part,
            false => part.split('.').next().unwrap_or(part),
        };
        let named = match is_id {
            true => format!("with the id `{first}`"),
            false => format!("`{first}`"),
        };
        let message = match within {
            SCHEMA => format!("the contract has no table {named}"),
            _ if index.is_table(within) => format!("the table `{parent}` has no column {named}"),
            _ => format!("the column `{parent}` has no field {named}"),
        };
        let finding = Finding::new(code, self.subject.clone(), span, message);
        let finding = match within {
            SCHEMA => finding,
            _ if index.is_table(within) => finding.related(index.span(within), "the table"),
            _ => finding.related(index.span(within), "the column"),
        };
        if let Some(named) = index.first_named(within, part).filter(|_| is_id) {
            return finding
                .help(format!("give `{part}` the `id` that is meant here"))
                .related(index.span(named), "a name, not an id");
        }
        let near = match is_id {
            true => told.nearest(first, index.ids_in(within)),
            false => told.nearest(first, index.names_in(within)),
        };
        match near {
            Some(near) if is_id => finding.help(format!("did you mean the id `{near}`?")),
            Some(near) => {
                let before = reference.strip_suffix(part).unwrap_or_default();
                let rest = &part[first.len()..];
                finding.help(format!("did you mean `{before}{near}{rest}`?"))
            }
            None if is_id => finding.help("correct the id, or give it to what is meant"),
            None if within == SCHEMA => finding.help("correct the name, or describe the table"),
            None => finding.help("correct the name, or describe the column"),
        }
    }
}

/// What is known of other contracts than the one that is looked at, as far as it was asked.
struct Known<'m> {
    mesh: &'m Mesh,
    texts: &'m Files,
    indices: HashMap<VersionAt, Index<'m>>,
    files: Option<HashMap<(SourceId, &'m str), FileId>>,
    tables: Option<HashMap<&'m str, Table>>,
}

/// A table by its name in the whole mesh.
#[derive(Clone, Copy)]
struct Table {
    contract: VersionAt,
    span: Span,
    /// Whether another contract has one of this name too.
    is_shared: bool,
}

impl<'m> Known<'m> {
    /// The index of another contract.
    fn index(&mut self, (id, version): VersionAt) -> &Index<'m> {
        let contract = self.mesh.contract(id);
        let index = self.indices.entry((id, version));
        index.or_insert_with(|| Index::of(&contract.versions[version].manifest))
    }

    /// The table that alone in the mesh has this name.
    fn table(&mut self, name: &str) -> Option<Table> {
        let mesh = self.mesh;
        let tables = self.tables.get_or_insert_with(|| tables(mesh));
        tables.get(name).copied().filter(|table| !table.is_shared)
    }

    /// The file at a path of a source.
    fn file(&mut self, source: SourceId, path: &str) -> Option<FileId> {
        let (mesh, texts) = (self.mesh, self.texts);
        let files = self.files.get_or_insert_with(|| {
            let files = mesh.sources().flat_map(|(source, read)| {
                let files = read.files.iter();
                files.map(move |&id| ((source, &*texts.file(id).path), id))
            });
            files.collect()
        });
        files.get(&(source, path)).copied()
    }
}

/// The tables of the newest version of each contract.
fn tables(mesh: &Mesh) -> HashMap<&str, Table> {
    let mut tables: HashMap<&str, Table> = HashMap::new();
    for (id, contract) in mesh.contracts() {
        let names = contract.newest().schema.iter();
        for name in names.filter_map(|object| object.name.as_ref()) {
            let table = Table {
                contract: (id, 0),
                span: name.span,
                is_shared: false,
            };
            let known = tables.entry(name.trim()).or_insert(table);
            known.is_shared |= known.contract != table.contract;
        }
    }
    tables
}
