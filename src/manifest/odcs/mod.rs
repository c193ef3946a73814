//! Data contracts: ODCS 3.0, 3.1 and 3.2 (Bitol Open Data Contract Standard).

mod quality;
mod schema;
mod server;

use super::parts::{self, Since};
use super::reader::{Object, Reader};
use super::{Format, Manifest, Probe, declared_version, standard_of};
use crate::diag::FileId;
use crate::document::Node;
use crate::model::{ApiVersion, DataContract, Price, Role, SlaProperty, Standard};

/// Data contracts of ODCS 3.
pub(super) const FORMAT: Format = Format {
    name: "ODCS",
    noun: "data contract",
    kind: "DataContract",
    is_it,
    read,
};

pub(super) const V3_0_1: ApiVersion = ApiVersion::new(3, 0, 1);
pub(super) const V3_0_2: ApiVersion = ApiVersion::new(3, 0, 2);
pub(super) const V3_1: ApiVersion = ApiVersion::new(3, 1, 0);
pub(super) const V3_2: ApiVersion = ApiVersion::new(3, 2, 0);

/// The versions of ODCS that are read, oldest first.
pub(super) const VERSIONS: [ApiVersion; 5] = [ApiVersion::new(3, 0, 0), V3_0_1, V3_0_2, V3_1, V3_2];

const SINCE: Since = Since {
    ids: V3_1,
    team_object: V3_1,
    vendor: V3_2,
};

fn is_it(probe: &Probe<'_>) -> bool {
    let api_version = probe.api_version.unwrap_or("v3");
    let is_bitol = api_version.starts_with(|c: char| c == 'v' || c.is_ascii_digit());
    match probe.kind {
        Some(kind) => probe.spells(kind, FORMAT.kind) && is_bitol,
        None => probe.path_has(".odcs.") && is_bitol,
    }
}

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let declared = declared_version(root, &VERSIONS);
    let assumed = declared.as_ref().map_or(V3_2, |version| version.value);
    let reader = Reader::new(probe.subject.clone(), FORMAT.name, assumed);
    let reader = reader.with_torn(probe.torn);
    standard_of(&reader, root, &VERSIONS, FORMAT.kind);
    let mut contract = reader.object(root, "the data contract", |o| contract(o, file))?;
    contract.api_version = declared;
    contract.complete = complete;
    let (findings, unknown) = reader.finish();
    contract.unknown = unknown;
    Some(Manifest::contract(contract, findings))
}

fn contract(o: &Object<'_, '_, '_>, file: FileId) -> DataContract {
    o.since(V3_0_1, &["authoritativeDefinitions"]);
    let declared = o.reader.declared();
    o.allow(&["apiVersion", "kind"]);
    if declared < V3_2 {
        o.require("status");
    }
    DataContract {
        standard: Standard::Odcs,
        api_version: None,
        id: o.required_text("id"),
        version: o.required_text("version"),
        status: o.word("status"),
        name: o.text("name"),
        tenant: o.text("tenant"),
        domain: o.text("domain"),
        data_product: o.text("dataProduct"),
        tags: o.texts("tags"),
        description: parts::description(o, &SINCE),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        custom_properties: parts::custom_properties(o, &SINCE),
        contract_created_ts: o.text("contractCreatedTs"),
        servers: server::servers(o),
        schema: o.objects("schema", "schema[]", schema::object),
        support: parts::support(o, &SINCE, declared < V3_1),
        price: o.object("price", "price", price),
        team: parts::team(o, &SINCE),
        roles: roles(o),
        sla_default_element: o.text("slaDefaultElement"),
        sla_properties: o.objects("slaProperties", "slaProperties[]", sla_property),
        context: parts::context(o, &SINCE),
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
    }
}

fn price(o: &Object<'_, '_, '_>) -> Price {
    o.since(V3_1, &["id"]);
    o.allow(&["id"]);
    Price {
        price_amount: o.number("priceAmount"),
        price_currency: o.text("priceCurrency"),
        price_unit: o.text("priceUnit"),
    }
}

fn roles(o: &Object<'_, '_, '_>) -> Vec<Role> {
    o.objects("roles", "roles[]", |o| {
        o.since(V3_1, &["id"]);
        o.allow(&["id"]);
        let role = Role {
            role: o.required_text("role"),
            description: o.text("description"),
            access: o.text("access"),
            first_level_approvers: o.text("firstLevelApprovers"),
            second_level_approvers: o.text("secondLevelApprovers"),
            span: o.span,
        };
        parts::custom_properties(o, &SINCE);
        role
    })
}

fn sla_property(o: &Object<'_, '_, '_>) -> SlaProperty {
    o.since(V3_1, &["id", "description", "scheduler", "schedule"]);
    o.since(V3_2, &["customProperties", "authoritativeDefinitions"]);
    o.allow(&["id", "customProperties", "authoritativeDefinitions"]);
    o.require("value");
    SlaProperty {
        property: o.required_text("property"),
        value: o.scalar("value"),
        value_ext: o.scalar("valueExt"),
        unit: o.text("unit"),
        element: o.text("element"),
        driver: o.text("driver"),
        description: o.text("description"),
        scheduler: o.text("scheduler"),
        schedule: o.text("schedule"),
        span: o.span,
    }
}
