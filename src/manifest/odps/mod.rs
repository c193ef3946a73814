//! Data products: Bitol ODPS 0.9, 1.0 and 1.1 (Open Data Product Standard).

mod shape;

use super::reader::Object;
use super::shape::Standard;
use super::{Format, Manifest, Probe, judged, parts};
use crate::diag::FileId;
use crate::document::Node;
use crate::model::{
    ApiVersion, DataProduct, InputContract, InputPort, ManagementPort, OutputPort, Sbom,
};

/// Data products of ODPS.
pub(super) const FORMAT: Format = Format {
    name: STANDARD.name,
    noun: "data product",
    kind: "DataProduct",
    is_it,
    read,
};

const STANDARD: Standard = Standard {
    name: "ODPS",
    versions: &[V0_9, V1_0, V1_1],
    shape: &shape::PRODUCT,
};

const V0_9: ApiVersion = ApiVersion::new(0, 9, 0);
const V1_0: ApiVersion = ApiVersion::new(1, 0, 0);
const V1_1: ApiVersion = ApiVersion::new(1, 1, 0);

fn is_it(probe: &Probe<'_>) -> bool {
    match probe.kind {
        Some(kind) if probe.spells(kind, FORMAT.kind) => {
            probe.is_of_no_group() && !probe.has("fluidVersion")
        }
        Some(_) => probe.is_named(".odps."),
        None => {
            probe.path_has(".odps.")
                && probe.is_of_no_group()
                && !probe.has("product")
                && !probe.has("schema")
        }
    }
}

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let (verdict, product) = judged(&STANDARD, root, probe, |o| product(o, file));
    let Some(product) = product else {
        return Some(Manifest::nothing(verdict.findings));
    };
    let product = DataProduct {
        api_version: verdict.declared,
        unknown: verdict.unknown,
        complete,
        ..product
    };
    Some(Manifest::product(product, verdict.findings))
}

fn product(o: &Object<'_, '_, '_>, file: FileId) -> DataProduct {
    DataProduct {
        api_version: None,
        id: o.text("id"),
        name: o.text("name"),
        version: o.text("version"),
        status: o.word("status"),
        domain: o.text("domain"),
        tenant: o.text("tenant"),
        kind: o.text("type"),
        deprecated: o.flag("deprecated"),
        description: parts::description(o),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o),
        custom_properties: parts::custom_properties(o),
        synonyms: parts::synonyms(o),
        context: parts::context(o),
        input_ports: o.objects("inputPorts", "inputPorts[]", input_port),
        output_ports: o.objects("outputPorts", "outputPorts[]", output_port),
        management_ports: o.objects("managementPorts", "managementPorts[]", management_port),
        support: parts::support(o),
        team: parts::team(o),
        product_created_ts: o.text("productCreatedTs"),
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
    }
}

fn input_port(o: &Object<'_, '_, '_>) -> InputPort {
    InputPort {
        name: o.text("name"),
        version: o.text("version"),
        contract_id: o.text("contractId"),
        deprecated: o.flag("deprecated"),
        tags: o.texts("tags"),
        custom_properties: parts::custom_properties(o),
        authoritative_definitions: parts::authoritative_definitions(o),
        span: o.span,
    }
}

fn output_port(o: &Object<'_, '_, '_>) -> OutputPort {
    OutputPort {
        name: o.text("name"),
        version: o.text("version"),
        description: o.text("description"),
        kind: o.text("type"),
        contract_id: o.text("contractId"),
        sbom: o.objects("sbom", "outputPorts[].sbom[]", |o| Sbom {
            kind: o.text("type"),
            url: o.text("url"),
        }),
        input_contracts: o.objects("inputContracts", "outputPorts[].inputContracts[]", |o| {
            InputContract {
                id: o.text("id"),
                version: o.text("version"),
                span: o.span,
            }
        }),
        deprecated: o.flag("deprecated"),
        tags: o.texts("tags"),
        custom_properties: parts::custom_properties(o),
        authoritative_definitions: parts::authoritative_definitions(o),
        synonyms: parts::synonyms(o),
        context: parts::context(o),
        span: o.span,
    }
}

fn management_port(o: &Object<'_, '_, '_>) -> ManagementPort {
    ManagementPort {
        name: o.text("name"),
        content: o.text("content"),
        kind: o.text("type"),
        url: o.text("url"),
        channel: o.text("channel"),
        description: o.text("description"),
    }
}
