//! The schema part of a data contract (ODCS 3.2, schema and quality).

use super::{Any, AuthoritativeDefinition, Context, CustomProperty, Flag, Spanned, Synonym, Text};
use crate::diag::Span;

/// One of `schema`: a table, topic, file or other object.
#[derive(Clone, Debug)]
pub struct SchemaObject {
    /// `id`, stable over renames.
    pub id: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `logicalType`: object, or blob since 3.2.
    pub logical_type: Option<Text>,
    /// `physicalName`.
    pub physical_name: Option<Text>,
    /// `physicalType`: table, view, topic, file.
    pub physical_type: Option<Text>,
    /// `businessName`.
    pub business_name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `dataGranularityDescription`: what one row is.
    pub data_granularity_description: Option<Text>,
    /// `properties`.
    pub properties: Vec<SchemaProperty>,
    /// `relationships`.
    pub relationships: Vec<Relationship>,
    /// `quality`.
    pub quality: Vec<Quality>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `synonyms` (3.2).
    pub synonyms: Vec<Synonym>,
    /// `deprecated` (3.2).
    pub deprecated: Option<Flag>,
    /// `context` (3.2).
    pub context: Option<Box<Context>>,
    /// Where it stands.
    pub span: Span,
}

/// `logicalType` of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogicalType {
    /// Text.
    String,
    /// A day.
    Date,
    /// A moment (3.1).
    Timestamp,
    /// A time of day (3.1).
    Time,
    /// A number with a fraction.
    Number,
    /// A whole number.
    Integer,
    /// A record with properties of its own.
    Object,
    /// A list of items.
    Array,
    /// True or false.
    Boolean,
    /// Keys and values (3.2).
    Map,
    /// An embedding (3.2).
    Vector,
}

impl LogicalType {
    /// Every type with the standard's spelling.
    pub const ALL: [(&'static str, LogicalType); 11] = [
        ("string", LogicalType::String),
        ("date", LogicalType::Date),
        ("timestamp", LogicalType::Timestamp),
        ("time", LogicalType::Time),
        ("number", LogicalType::Number),
        ("integer", LogicalType::Integer),
        ("object", LogicalType::Object),
        ("array", LogicalType::Array),
        ("boolean", LogicalType::Boolean),
        ("map", LogicalType::Map),
        ("vector", LogicalType::Vector),
    ];

    /// The standard's spelling.
    pub fn name(self) -> &'static str {
        let found = LogicalType::ALL.iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }
}

/// One of `properties`: a column or field.
#[derive(Clone, Debug)]
pub struct SchemaProperty {
    /// `name`.
    pub name: Option<Text>,
    /// `logicalType`; `None` where it is absent or not one of the standard's.
    pub logical_type: Option<Spanned<LogicalType>>,
    /// `physicalType`.
    pub physical_type: Option<Text>,
    /// `businessName`.
    pub business_name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `classification`: the organisation's word, such as public or confidential.
    pub classification: Option<Text>,
    /// `required`: never null.
    pub required: Option<Flag>,
    /// `unique`.
    pub unique: Option<Flag>,
    /// `primaryKey`.
    pub primary_key: Option<Flag>,
    /// `quality`.
    pub quality: Vec<Quality>,
    /// `properties`, of an object; `items`, of an array, as the one element; `map.key` and
    /// `map.value` (3.2).
    pub properties: Vec<SchemaProperty>,
    /// What few columns have.
    pub details: Option<Box<PropertyDetails>>,
    /// Where it stands.
    pub span: Span,
}

impl SchemaProperty {
    /// What few columns have, where this one has any of it.
    pub fn details(&self) -> Option<&PropertyDetails> {
        self.details.as_deref()
    }
}

/// The fields of a property that few columns have, kept apart so that the many stay small.
#[derive(Clone, Debug, Default)]
pub struct PropertyDetails {
    /// `id`, stable over renames.
    pub id: Option<Text>,
    /// `logicalType` where it is not one of the standard's.
    pub other_logical_type: Option<Text>,
    /// `logicalTypeOptions`.
    pub logical_type_options: Vec<LogicalTypeOption>,
    /// `physicalName`.
    pub physical_name: Option<Text>,
    /// `primaryKeyPosition`, from 1.
    pub primary_key_position: Option<Text>,
    /// `partitioned`.
    pub partitioned: Option<Flag>,
    /// `partitionKeyPosition`, from 1.
    pub partition_key_position: Option<Text>,
    /// `encryptedName`: the column that holds the encrypted form.
    pub encrypted_name: Option<Text>,
    /// `transformSourceObjects`.
    pub transform_source_objects: Vec<Text>,
    /// `transformLogic`.
    pub transform_logic: Option<Text>,
    /// `transformDescription`.
    pub transform_description: Option<Text>,
    /// `examples`.
    pub examples: Vec<Any>,
    /// `criticalDataElement`.
    pub critical_data_element: Option<Flag>,
    /// `relationships`.
    pub relationships: Vec<Relationship>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `enum` (3.2).
    pub enum_values: Vec<EnumValue>,
    /// `semanticType` (3.2): column, measure, dimension.
    pub semantic_type: Option<Text>,
    /// `synonyms` (3.2).
    pub synonyms: Vec<Synonym>,
    /// `deprecated` (3.2).
    pub deprecated: Option<Flag>,
}

/// One of `logicalTypeOptions`.
#[derive(Clone, Debug)]
pub struct LogicalTypeOption {
    /// The key, as the standard spells it.
    pub key: Text,
    /// The value.
    pub value: Any,
}

/// One of `enum` (3.2).
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// `value`.
    pub value: Option<Any>,
    /// `label`.
    pub label: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
}

/// One of `relationships`: a foreign key (3.1).
#[derive(Clone, Debug)]
pub struct Relationship {
    /// `type`: foreignKey.
    pub kind: Option<Text>,
    /// `from`: the own columns; empty on a property, which is its own.
    pub from: Vec<Text>,
    /// `to`: the columns pointed at.
    pub to: Vec<Text>,
    /// Where it stands.
    pub span: Span,
}

/// `type` of a quality rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualityType {
    /// Words for people; not executable.
    Text,
    /// A metric of the standard's library; the default.
    Library,
    /// A query of one's own.
    Sql,
    /// A check of another tool.
    Custom,
}

impl QualityType {
    /// Every type with the standard's spelling.
    pub const ALL: [(&'static str, QualityType); 4] = [
        ("text", QualityType::Text),
        ("library", QualityType::Library),
        ("sql", QualityType::Sql),
        ("custom", QualityType::Custom),
    ];

    /// The standard's spelling.
    pub fn name(self) -> &'static str {
        let found = QualityType::ALL.iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(name, _)| name)
    }
}

/// How a measured value is compared (ODCS 3.2, quality operators).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `mustBe`.
    Be,
    /// `mustNotBe`.
    NotBe,
    /// `mustBeGreaterThan`.
    GreaterThan,
    /// `mustBeGreaterOrEqualTo`.
    GreaterOrEqualTo,
    /// `mustBeLessThan`.
    LessThan,
    /// `mustBeLessOrEqualTo`.
    LessOrEqualTo,
    /// `mustBeBetween`.
    Between,
    /// `mustNotBeBetween`.
    NotBetween,
}

impl Operator {
    /// Every operator: the standard's key, the operator, and its sign or words.
    pub const ALL: [(&'static str, Operator, &'static str); 8] = [
        ("mustBe", Operator::Be, "="),
        ("mustNotBe", Operator::NotBe, "≠"),
        ("mustBeGreaterThan", Operator::GreaterThan, ">"),
        ("mustBeGreaterOrEqualTo", Operator::GreaterOrEqualTo, "≥"),
        ("mustBeLessThan", Operator::LessThan, "<"),
        ("mustBeLessOrEqualTo", Operator::LessOrEqualTo, "≤"),
        ("mustBeBetween", Operator::Between, "between"),
        ("mustNotBeBetween", Operator::NotBetween, "not between"),
    ];
}

/// The operator of a quality rule with its bound.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// How to compare.
    pub operator: Operator,
    /// With what: a number or text, or two numbers for the ranges.
    pub bound: Any,
    /// Where it stands.
    pub span: Span,
}

/// One of `quality`.
#[derive(Clone, Debug)]
pub struct Quality {
    /// `id`, to join results by.
    pub id: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `type`; library where it is absent.
    pub kind: QualityType,
    /// `metric`, of a library rule; `rule` before 3.1.
    pub metric: Option<Text>,
    /// `arguments` of a library rule.
    pub arguments: Option<Any>,
    /// `arguments.properties`: the columns that a library rule takes together.
    pub columns: Vec<Text>,
    /// `query`, of an sql rule.
    pub query: Option<Text>,
    /// `engine`, of a custom rule.
    pub engine: Option<Text>,
    /// `implementation`, of a custom rule.
    pub implementation: Option<Any>,
    /// The `mustBe…` operators; the standard allows one.
    pub thresholds: Vec<Threshold>,
    /// `dimension`: accuracy, completeness, conformity, consistency, coverage, timeliness, uniqueness.
    pub dimension: Option<Text>,
    /// `severity`: info, warning, error.
    pub severity: Option<Text>,
    /// `businessImpact`.
    pub business_impact: Option<Text>,
    /// `method`.
    pub method: Option<Text>,
    /// `unit`: rows or percent.
    pub unit: Option<Text>,
    /// `scheduler`.
    pub scheduler: Option<Text>,
    /// `schedule`.
    pub schedule: Option<Text>,
    /// Where it stands.
    pub span: Span,
}
