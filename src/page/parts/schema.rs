//! Tables and columns, nested ones included.

use serde::Serialize;

use super::{Chip, Fact, Link, Outside, Place, QualityRow};

/// A table, topic or file of a contract (ODCS: `schema[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Anchor of the table, without `#`: `table-<name>`.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// Name for business people; may be empty.
    pub business_name: String,
    /// Physical name; empty where it is the same.
    pub physical_name: String,
    /// Physical type, such as `table` or `topic`; may be empty.
    pub kind: String,
    /// Whether it is on its way out (ODCS 3.2).
    pub deprecated: bool,
    /// What it holds; may be empty.
    pub description: String,
    /// What one row stands for; may be empty.
    pub grain: String,
    /// Tags.
    pub tags: Vec<String>,
    /// How many columns it has, nested ones included.
    pub column_count: u32,
    /// How many of them hold personal or restricted data.
    pub sensitive_count: u32,
    /// The columns from the top down, each followed by what is nested in it.
    pub columns: Vec<Column>,
    /// How many columns are not in `columns`, because the page would grow too long.
    pub columns_left_out: u32,
    /// Rules on the table as a whole.
    pub quality: Vec<QualityRow>,
    /// Links to other tables.
    pub relations: Vec<Relation>,
    /// Definitions elsewhere.
    pub definitions: Vec<Outside>,
    /// Custom properties and fields that the standard does not know.
    pub more: Vec<Fact>,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// A column or a nested field (ODCS: `properties[]`, `items`).
///
/// What is absent is left out for the template, which asks for it with `if`: a page has many
/// columns, and most have few of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Anchor, without `#`: `col-<table>-<name>`, nested names joined by `-`.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// The names around a nested field, with a dot at the end: `address.`; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// How deep it is nested, from 0; the page indents eight steps at most.
    #[serde(skip_serializing_if = "is_zero")]
    pub depth: u8,
    /// Name for business people; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub business_name: String,
    /// Physical name; empty where it is the same.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub physical_name: String,
    /// Logical type, such as `string` or `array of object`; empty where none is given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub logical_type: String,
    /// Physical type; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub physical_type: String,
    /// Whether a value must be there.
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether values are unique.
    #[serde(skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Whether it belongs to the primary key, and where: `key`, `key 2`; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The same for the partition: `partition`, `partition 1`; else empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub partition: String,
    /// Whether it is on its way out (ODCS 3.2).
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Whether it is a critical data element.
    #[serde(skip_serializing_if = "is_false")]
    pub critical: bool,
    /// Classification.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<Chip>,
    /// What it means; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Rules on its values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<QualityRow>,
    /// Example values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<String>,
    /// Links to columns of other tables.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Definitions elsewhere, business terms among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Outside>,
    /// Type options, transformation, custom properties and unknown fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<Fact>,
    /// Where it is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_zero(depth: &u8) -> bool {
    *depth == 0
}

/// A link from one table to another (ODCS 3.1: `relationships[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// From, such as `orders.customer_id`; empty at the column itself.
    pub from: String,
    /// The other column, with its place in the portal.
    pub to: Link,
    /// Kind, such as `foreign key`.
    pub kind: String,
    /// Whether the other column was found nowhere.
    pub dangling: bool,
}
