//! Data products: Bitol ODPS 0.9, 1.0 and 1.1 (Open Data Product Standard).

use super::parts::{self, Since};
use super::reader::{Object, Reader};
use super::{Format, Manifest, Probe, declared_version, standard_of};
use crate::diag::FileId;
use crate::document::Node;
use crate::model::{
    ApiVersion, DataProduct, InputContract, InputPort, ManagementPort, OutputPort, Sbom,
};

/// Data products of ODPS.
pub(super) const FORMAT: Format = Format {
    name: "ODPS",
    noun: "data product",
    kind: "DataProduct",
    is_it,
    read,
};

const V0_9: ApiVersion = ApiVersion::new(0, 9, 0);
const V1_0: ApiVersion = ApiVersion::new(1, 0, 0);
const V1_1: ApiVersion = ApiVersion::new(1, 1, 0);

/// The versions of ODPS that are read, oldest first.
const VERSIONS: [ApiVersion; 3] = [V0_9, V1_0, V1_1];

const SINCE: Since = Since {
    ids: V1_0,
    team_object: V1_0,
    vendor: V1_1,
};

fn is_it(probe: &Probe<'_>) -> bool {
    let api_version = probe.api_version.unwrap_or("v1");
    let is_bitol = api_version.starts_with(|c: char| c == 'v' || c.is_ascii_digit());
    match probe.kind {
        Some(kind) => probe.spells(kind, FORMAT.kind) && is_bitol && !probe.has("fluidVersion"),
        None => {
            probe.path_has(".odps.") && is_bitol && !probe.has("product") && !probe.has("schema")
        }
    }
}

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let declared = declared_version(root, &VERSIONS);
    let assumed = declared.as_ref().map_or(V1_1, |version| version.value);
    let reader = Reader::new(probe.subject.clone(), FORMAT.name, assumed);
    let reader = reader.with_torn(probe.torn);
    standard_of(&reader, root, &VERSIONS, FORMAT.kind);
    let mut product = reader.object(root, "the data product", |o| product(o, file))?;
    product.api_version = declared;
    product.complete = complete;
    let (findings, unknown) = reader.finish();
    product.unknown = unknown;
    Some(Manifest::product(product, findings))
}

fn product(o: &Object<'_, '_, '_>, file: FileId) -> DataProduct {
    o.since(V1_1, &["type", "deprecated"]);
    o.allow(&["apiVersion", "kind"]);
    if o.reader.declared() < V1_1 {
        o.require("status");
    }
    DataProduct {
        api_version: None,
        id: o.required_text("id"),
        name: o.text("name"),
        version: o.text("version"),
        status: o.word("status"),
        domain: o.text("domain"),
        tenant: o.text("tenant"),
        kind: o.text("type"),
        deprecated: o.flag("deprecated"),
        description: parts::description(o, &SINCE),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        custom_properties: parts::custom_properties(o, &SINCE),
        synonyms: parts::synonyms(o, &SINCE),
        context: parts::context(o, &SINCE),
        input_ports: o.objects("inputPorts", "inputPorts[]", input_port),
        output_ports: o.objects("outputPorts", "outputPorts[]", output_port),
        management_ports: o.objects("managementPorts", "managementPorts[]", management_port),
        support: parts::support(o, &SINCE, true),
        team: parts::team(o, &SINCE),
        product_created_ts: o.text("productCreatedTs"),
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
    }
}

fn input_port(o: &Object<'_, '_, '_>) -> InputPort {
    o.since(V1_1, &["id", "deprecated"]);
    o.allow(&["id"]);
    if o.reader.declared() < V1_1 {
        o.require("version");
        o.require("contractId");
    }
    InputPort {
        name: o.required_text("name"),
        version: o.text("version"),
        contract_id: o.text("contractId"),
        deprecated: o.flag("deprecated"),
        tags: o.texts("tags"),
        custom_properties: parts::custom_properties(o, &SINCE),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        span: o.span,
    }
}

fn output_port(o: &Object<'_, '_, '_>) -> OutputPort {
    o.since(V1_1, &["id", "deprecated"]);
    o.allow(&["id"]);
    if o.reader.declared() < V1_1 {
        o.require("version");
    }
    OutputPort {
        name: o.required_text("name"),
        version: o.text("version"),
        description: o.text("description"),
        kind: o.text("type"),
        contract_id: o.text("contractId"),
        sbom: o.objects("sbom", "outputPorts[].sbom[]", |o| Sbom {
            kind: o.text("type"),
            url: o.required_text("url"),
        }),
        input_contracts: o.objects("inputContracts", "outputPorts[].inputContracts[]", |o| {
            InputContract {
                id: o.required_text("id"),
                version: o.required_text("version"),
                span: o.span,
            }
        }),
        deprecated: o.flag("deprecated"),
        tags: o.texts("tags"),
        custom_properties: parts::custom_properties(o, &SINCE),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        synonyms: parts::synonyms(o, &SINCE),
        context: parts::context(o, &SINCE),
        span: o.span,
    }
}

fn management_port(o: &Object<'_, '_, '_>) -> ManagementPort {
    o.since(V1_1, &["id"]);
    o.allow(&["id"]);
    o.require("content");
    let port = ManagementPort {
        name: o.required_text("name"),
        content: o.one_of(
            "content",
            &["discoverability", "observability", "control", "dictionary"],
        ),
        kind: o.one_of("type", &["rest", "topic"]),
        url: o.text("url"),
        channel: o.text("channel"),
        description: o.text("description"),
    };
    o.texts("tags");
    parts::custom_properties(o, &SINCE);
    parts::authoritative_definitions(o, &SINCE);
    port
}
