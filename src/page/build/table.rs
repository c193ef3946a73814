//! Tables as pages show them.

use super::classification::sensitive_count;
use super::column::Keys;
use super::fact::{custom, listed};
use super::link::definitions;
use super::outline::TableOutline;
use super::product::column_count;
use super::quality::quality;
use super::shelf::Shelf;
use super::value::{is_set, text};
use crate::model::Text;
use crate::page::parts::{Column, Table};

impl<'p> Shelf<'p> {
    /// A table with its first `most` columns, each with all that is said of it.
    pub fn table(&self, outline: &TableOutline<'p>, most: usize) -> Table {
        let keys = Keys::of(&outline.columns);
        let columns = outline.columns.iter().take(most);
        let columns = columns.map(|column| self.column(column, keys));
        self.table_of(outline, columns.collect())
    }

    /// A table with the rows of its first `most` columns.
    pub fn table_of_rows(&self, outline: &TableOutline<'p>, most: usize) -> Table {
        let keys = Keys::of(&outline.columns);
        let columns = outline.columns.iter().take(most);
        let columns = columns.map(|column| self.row(column, keys));
        self.table_of(outline, columns.collect())
    }

    fn table_of(&self, outline: &TableOutline<'p>, columns: Vec<Column>) -> Table {
        let object = outline.object;
        let name = text(object.name.as_ref());
        let mut more = custom(self.portal, &object.custom_properties);
        let synonyms = object
            .synonyms
            .iter()
            .map(|synonym| synonym.synonym.as_ref());
        more.extend(listed(self.portal, "also called", synonyms));
        let relations = object.relationships.iter();
        Table {
            deprecated: is_set(object.deprecated.as_ref()),
            anchor: outline.anchor.clone(),
            business_name: text(object.business_name.as_ref()),
            physical_name: unless_same(object.physical_name.as_ref(), &name),
            kind: text(object.physical_type.as_ref()),
            description: text(object.description.as_ref()),
            grain: text(object.data_granularity_description.as_ref()),
            tags: tags(&object.tags),
            column_count: column_count(&object.properties),
            sensitive_count: sensitive_count(&object.properties),
            columns_left_out: (outline.columns.len() - columns.len()) as u32,
            columns,
            quality: object
                .quality
                .iter()
                .map(|rule| quality(self.portal, rule))
                .collect(),
            relations: relations.map(|relation| self.relation(relation)).collect(),
            definitions: definitions(&object.authoritative_definitions),
            more,
            at: Some(self.portal.place(object.span)),
            name,
        }
    }
}

/// A physical name where it tells more than the name.
pub(super) fn unless_same(physical: Option<&Text>, name: &str) -> String {
    physical
        .filter(|physical| physical.trim() != name)
        .map_or_else(String::new, |name| text(Some(name)))
}

/// Tags, as they are written.
pub fn tags(tags: &[Text]) -> Vec<String> {
    tags.iter()
        .map(|tag| text(Some(tag)))
        .filter(|tag| !tag.is_empty())
        .collect()
}
