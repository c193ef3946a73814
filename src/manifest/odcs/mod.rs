//! Data contracts: ODCS 3.0, 3.1 and 3.2 (Bitol Open Data Contract Standard).

mod quality;
mod schema;
mod server;
mod shape;

use super::reader::Object;
use super::shape::Standard;
use super::{Format, Manifest, Probe, judged, parts};
use crate::diag::FileId;
use crate::document::Node;
use crate::model::{self, ApiVersion, DataContract, Price, Role, SlaProperty};

/// Data contracts of ODCS 3.
pub(super) const FORMAT: Format = Format {
    name: STANDARD.name,
    noun: "data contract",
    kind: "DataContract",
    is_it,
    read,
};

const STANDARD: Standard = Standard {
    name: "ODCS",
    versions: &[V3_0, V3_0_1, V3_0_2, V3_1, V3_2],
    shape: &shape::CONTRACT,
};

const V3_0: ApiVersion = ApiVersion::new(3, 0, 0);
const V3_0_1: ApiVersion = ApiVersion::new(3, 0, 1);
const V3_0_2: ApiVersion = ApiVersion::new(3, 0, 2);
const V3_1: ApiVersion = ApiVersion::new(3, 1, 0);
const V3_2: ApiVersion = ApiVersion::new(3, 2, 0);

fn is_it(probe: &Probe<'_>) -> bool {
    match probe.kind {
        Some(kind) if probe.spells(kind, FORMAT.kind) => probe.is_of_no_group(),
        Some(_) => probe.is_named(".odcs."),
        None => probe.path_has(".odcs.") && probe.is_of_no_group(),
    }
}

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let (verdict, contract) = judged(&STANDARD, root, probe, |o| contract(o, file));
    let Some(contract) = contract else {
        return Some(Manifest::nothing(verdict.findings));
    };
    let contract = DataContract {
        api_version: verdict.declared,
        unknown: verdict.unknown,
        complete,
        ..contract
    };
    Some(Manifest::contract(contract, verdict.findings))
}

fn contract(o: &Object<'_, '_, '_>, file: FileId) -> DataContract {
    DataContract {
        standard: model::Standard::Odcs,
        api_version: None,
        id: o.text("id"),
        version: o.text("version"),
        status: o.word("status"),
        name: o.text("name"),
        tenant: o.text("tenant"),
        domain: o.text("domain"),
        data_product: o.text("dataProduct"),
        tags: o.texts("tags"),
        description: parts::description(o),
        authoritative_definitions: parts::authoritative_definitions(o),
        custom_properties: parts::custom_properties(o),
        contract_created_ts: o.text("contractCreatedTs"),
        servers: server::servers(o),
        schema: o.objects("schema", "schema[]", schema::object),
        support: parts::support(o),
        price: o.object("price", "price", price),
        team: parts::team(o),
        roles: o.objects("roles", "roles[]", role),
        sla_default_element: o.text("slaDefaultElement"),
        sla_properties: o.objects("slaProperties", "slaProperties[]", sla_property),
        context: parts::context(o),
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
        torn: Vec::new(),
    }
}

fn price(o: &Object<'_, '_, '_>) -> Price {
    Price {
        price_amount: o.number("priceAmount"),
        price_currency: o.text("priceCurrency"),
        price_unit: o.text("priceUnit"),
    }
}

fn role(o: &Object<'_, '_, '_>) -> Role {
    Role {
        role: o.text("role"),
        description: o.text("description"),
        access: o.text("access"),
        first_level_approvers: o.text("firstLevelApprovers"),
        second_level_approvers: o.text("secondLevelApprovers"),
        span: o.span,
    }
}

fn sla_property(o: &Object<'_, '_, '_>) -> SlaProperty {
    SlaProperty {
        property: o.text("property"),
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
