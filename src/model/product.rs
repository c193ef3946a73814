//! The data product (Bitol ODPS 0.9 to 1.1).

use super::{
    ApiVersion, AuthoritativeDefinition, Context, CustomProperty, Description, Flag, Spanned,
    SupportItem, Synonym, Team, Text, Unknown,
};
use crate::diag::{FileId, Span};

/// A data product (ODPS): what a domain offers, and through which ports.
#[derive(Clone, Debug)]
pub struct DataProduct {
    /// `apiVersion`; `None` where it is absent or not a version of ODPS.
    pub api_version: Option<Spanned<ApiVersion>>,
    /// `id`.
    pub id: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `version` of the product.
    pub version: Option<Text>,
    /// `status`: proposed, draft, active, deprecated, retired.
    pub status: Option<Text>,
    /// `domain`.
    pub domain: Option<Text>,
    /// `tenant`.
    pub tenant: Option<Text>,
    /// `type` (1.1): sourceAligned, aggregate, consumerAligned.
    pub kind: Option<Text>,
    /// `deprecated` (1.1).
    pub deprecated: Option<Flag>,
    /// `description`.
    pub description: Option<Description>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `synonyms` (1.1).
    pub synonyms: Vec<Synonym>,
    /// `context` (1.1).
    pub context: Option<Context>,
    /// `inputPorts`.
    pub input_ports: Vec<InputPort>,
    /// `outputPorts`.
    pub output_ports: Vec<OutputPort>,
    /// `managementPorts`.
    pub management_ports: Vec<ManagementPort>,
    /// `support`.
    pub support: Vec<SupportItem>,
    /// `team`.
    pub team: Option<Team>,
    /// `productCreatedTs`.
    pub product_created_ts: Option<Text>,
    /// Keys that the standard does not know.
    pub unknown: Vec<Unknown>,
    /// The file.
    pub file: FileId,
    /// The whole manifest.
    pub span: Span,
    /// Whether the file was read to its end.
    pub complete: bool,
}

/// One of `inputPorts`: data that the product takes in.
#[derive(Clone, Debug)]
pub struct InputPort {
    /// `name`.
    pub name: Option<Text>,
    /// `version` of the contract that is consumed.
    pub version: Option<Text>,
    /// `contractId`: the `id` of the contract that is consumed.
    pub contract_id: Option<Text>,
    /// `deprecated` (1.1).
    pub deprecated: Option<Flag>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// Where it stands.
    pub span: Span,
}

/// One of `outputPorts`: data that the product offers.
#[derive(Clone, Debug)]
pub struct OutputPort {
    /// `name`.
    pub name: Option<Text>,
    /// `version` of the contract that is offered.
    pub version: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `type`: tables, topic, api, ...
    pub kind: Option<Text>,
    /// `contractId`: the `id` of the contract that is offered.
    pub contract_id: Option<Text>,
    /// `sbom`.
    pub sbom: Vec<Sbom>,
    /// `inputContracts`: the contracts from which this port is made.
    pub input_contracts: Vec<InputContract>,
    /// `deprecated` (1.1).
    pub deprecated: Option<Flag>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `synonyms` (1.1).
    pub synonyms: Vec<Synonym>,
    /// `context` (1.1).
    pub context: Option<Context>,
    /// Where it stands.
    pub span: Span,
}

/// One of `outputPorts[].sbom`: a software bill of materials.
#[derive(Clone, Debug)]
pub struct Sbom {
    /// `type`: external.
    pub kind: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
}

/// One of `outputPorts[].inputContracts`.
#[derive(Clone, Debug)]
pub struct InputContract {
    /// `id` of the contract.
    pub id: Option<Text>,
    /// `version` of the contract.
    pub version: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// One of `managementPorts`: how the product is looked after.
#[derive(Clone, Debug)]
pub struct ManagementPort {
    /// `name`.
    pub name: Option<Text>,
    /// `content`: discoverability, observability, control, dictionary.
    pub content: Option<Text>,
    /// `type`: rest or topic.
    pub kind: Option<Text>,
    /// `url`.
    pub url: Option<Text>,
    /// `channel`.
    pub channel: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
}
