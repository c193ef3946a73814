//! `api/status.json` and `api/status/<domain>/<product>.json`: how promised service levels are
//! kept, for programs.
//!
//! `meshbook schema status` prints their JSON Schema. Fields are only ever added; a change of
//! meaning changes `version`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::mesh::ProductId;
use crate::model::SlaProperty;
use crate::model::sla::{Amount, SlaKind, read, words};
use crate::page::build::moment;
use crate::page::{Key, Portal};
use crate::service_level::{State, newest_offered};

pub(super) const OUTPUT: Output = Output {
    name: "status",
    routes,
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

/// The file of the whole mesh.
const ALL: &str = "api/status.json";

/// What is in a file.
const MESH: usize = 0;
const PRODUCT: usize = 1;

/// How promised service levels are kept: of a mesh, or of one of its products.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Status {
    /// The version of the format.
    pub version: u32,
    /// Every promise that can be kept or broken, by product and contract.
    pub promises: Vec<PromiseStatus>,
    /// The days of life that contracts name.
    pub dates: Vec<DateStatus>,
}

/// How a promised service level is kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PromiseStatus {
    /// The id of the data product.
    pub product: String,
    /// The id of the data contract.
    pub contract: String,
    /// The version of the contract.
    pub contract_version: Option<String>,
    /// What is promised, in the standard's spelling, such as `latency`; else as it is written.
    pub property: String,
    /// The tables and columns that are meant, as written; `null` for all.
    pub element: Option<String>,
    /// What is promised.
    pub promised: Promised,
    /// What was measured last; `null` where nothing was, or its tool told no value.
    pub measured: Option<MeasuredValue>,
    /// When it was measured, in UTC; `null` where nothing was.
    pub measured_at: Option<String>,
    /// From when on the measurement is too old to be believed, in UTC.
    pub stale_after: Option<String>,
    /// The tool that measured.
    pub source: Option<String>,
    /// How the promise stands.
    pub state: State,
    /// More on the state; may be absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is promised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Promised {
    /// The value as it is written.
    pub value: Option<String>,
    /// The unit as it is written.
    pub unit: Option<String>,
    /// The promise as an ISO 8601 duration; `null` where it is none.
    pub duration: Option<String>,
    /// The promise in words.
    pub words: String,
}

/// What was measured.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeasuredValue {
    /// The number: seconds for lengths of time, percent for shares, minutes since midnight for
    /// times of the day, else in the unit that is promised.
    pub value: Option<f64>,
    /// The same in words.
    pub words: String,
}

/// A day of a contract's life.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DateStatus {
    /// The id of the data product.
    pub product: String,
    /// The id of the data contract.
    pub contract: String,
    /// `generalAvailability`, `endOfSupport` or `endOfLife`.
    pub property: String,
    /// The day, as `YYYY-MM-DD`.
    pub date: String,
}

/// The JSON Schema of both files.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Status).to_value()
}

fn routes(site: &Site) -> Vec<(String, Item)> {
    let portal = &site.portal;
    let mesh = Item {
        kind: MESH,
        key: Key::default(),
    };
    let products = portal.mesh.products().enumerate();
    let products = products.filter(|(_, (id, _))| !portal.gate.withholds(*id));
    let products = products.map(|(at, (id, _))| {
        let item = Item {
            kind: PRODUCT,
            key: Key::item(at),
        };
        (portal.status_route(id), item)
    });
    std::iter::once((ALL.to_owned(), mesh))
        .chain(products)
        .collect()
}

fn render(site: &Site, _: &str, item: Item) -> Result<Vec<u8>, Error> {
    let portal = &site.portal;
    let mut status = Status {
        version: VERSION,
        promises: Vec::new(),
        dates: Vec::new(),
    };
    match item.kind {
        PRODUCT => add(portal, ProductId(item.key.item), &mut status),
        _ => {
            let shown = portal.mesh.products().map(|(id, _)| id);
            for id in shown.filter(|id| !portal.gate.withholds(*id)) {
                add(portal, id, &mut status);
            }
        }
    }
    let mut bytes = serde_json::to_vec(&status).expect("texts and numbers are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

fn add(portal: &Portal, id: ProductId, status: &mut Status) {
    let product = portal.mesh.product(id);
    for (contract_id, contract) in newest_offered(&portal.mesh, product) {
        let Some(levels) = portal.service_levels.of(contract.file) else {
            continue;
        };
        if portal.withholds_contract(contract_id) {
            continue;
        }
        let name = &portal.mesh.contract(contract_id).id;
        for standing in &levels.promises {
            let property = &contract.sla_properties[standing.at];
            let written = |text: &Option<crate::model::Text>| {
                text.as_ref().map(|text| text.trim().to_owned())
            };
            let evidence = standing.evidence.as_deref();
            let measured = evidence.filter(|evidence| !evidence.value.is_empty());
            status.promises.push(PromiseStatus {
                product: product.id.clone(),
                contract: name.clone(),
                contract_version: written(&contract.version),
                property: match standing.kind {
                    SlaKind::Other => written(&property.property).unwrap_or_default(),
                    kind => kind.name().to_owned(),
                },
                element: written(&property.element)
                    .or_else(|| written(&contract.sla_default_element)),
                promised: Promised {
                    value: written(&property.value),
                    unit: written(&property.unit),
                    duration: duration(property),
                    words: words(property),
                },
                measured: measured.map(|evidence| MeasuredValue {
                    value: evidence.history.last().and_then(|point| point.number),
                    words: evidence.value.clone(),
                }),
                measured_at: evidence.map(|evidence| moment(evidence.at).iso),
                stale_after: evidence.map(|evidence| moment(evidence.stale_after).iso),
                source: evidence.map(|evidence| evidence.tool.to_string()),
                state: standing.state,
                reason: Some(standing.why.to_string()).filter(|why| !why.is_empty()),
            });
        }
        status
            .dates
            .extend(levels.dates.iter().map(|dated| DateStatus {
                product: product.id.clone(),
                contract: name.clone(),
                property: dated.kind.name().to_owned(),
                date: dated.date.to_string(),
            }));
    }
}

fn duration(property: &SlaProperty) -> Option<String> {
    match read(property).promise?.amount {
        Amount::Duration(duration) => Some(duration.iso()),
        _ => None,
    }
}
