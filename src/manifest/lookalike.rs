//! Formats that are told apart and named, but not read.

use super::Probe;
use crate::document::{Node, Value};

/// A format that looks like a manifest and is none.
pub(super) struct Lookalike {
    /// With its article: reads after "this is".
    pub(super) name: &'static str,
    /// What its author can do.
    pub(super) help: &'static str,
    is_it: fn(&Probe<'_>) -> bool,
}

const NO_HELP: &str =
    "nothing is wrong with it; describe its data in a data product or data contract to publish it";
const AS_PRODUCT: &str = "describe the product in Bitol ODPS v1.0.0 as well";
const AS_CONTRACT: &str = "describe the data in ODCS v3.1.0 as well";

const LOOKALIKES: &[Lookalike] = &[
    Lookalike {
        name: "a data product of the Open Data Product Initiative (the other ODPS)",
        help: AS_PRODUCT,
        is_it: |probe| probe.has("product") && (probe.has("schema") || probe.has("version")),
    },
    Lookalike {
        name: "a Data Product Descriptor (ODM)",
        help: AS_PRODUCT,
        is_it: |probe| probe.has("dataProductDescriptor"),
    },
    Lookalike {
        name: "a part of a data product of the Open Data Product Initiative (the other ODPS)",
        help: AS_PRODUCT,
        is_it: |probe| probe.has("pricingPlans") || probe.has("SLA"),
    },
    Lookalike {
        name: "a data product of Witboost",
        help: AS_PRODUCT,
        is_it: |probe| probe.kind == Some("dataproduct"),
    },
    Lookalike {
        name: "a data product of the Data Product Specification (Data Mesh Manager)",
        help: AS_PRODUCT,
        is_it: |probe| probe.has("dataProductSpecification"),
    },
    Lookalike {
        name: "a data usage agreement",
        help: NO_HELP,
        is_it: |probe| probe.has("dataUsageAgreementSpecification"),
    },
    Lookalike {
        name: "a data product of floe",
        help: AS_PRODUCT,
        is_it: |probe| api_starts(probe, "floe.dev/"),
    },
    Lookalike {
        name: "a FLUID data product",
        help: AS_PRODUCT,
        is_it: |probe| probe.has("fluidVersion"),
    },
    Lookalike {
        name: "a datavow contract",
        help: AS_CONTRACT,
        is_it: |probe| api_starts(probe, "datavow/"),
    },
    Lookalike {
        name: "a part of a data contract",
        help: "put it into a contract: a file with `kind: DataContract` and an `apiVersion`",
        is_it: is_part_of_contract,
    },
    Lookalike {
        name: "a part of a Data Product Descriptor (ODM)",
        help: AS_PRODUCT,
        is_it: |probe| {
            let keys = ["fullyQualifiedName", "promises", "datastoreapi"];
            keys.iter().any(|key| probe.has(key))
                || probe.has("specification") && probe.has("specificationVersion")
        },
    },
    Lookalike {
        name: "a Backstage template",
        help: NO_HELP,
        is_it: |probe| api_starts(probe, "scaffolder.backstage.io/"),
    },
    Lookalike {
        name: "a Backstage entity",
        help: NO_HELP,
        is_it: |probe| api_starts(probe, "backstage.io/"),
    },
    Lookalike {
        name: "an OpenSLO document",
        help: NO_HELP,
        is_it: |probe| api_starts(probe, "openslo"),
    },
    Lookalike {
        name: "a dbt artifact",
        help: NO_HELP,
        is_it: |probe| {
            probe
                .root
                .get("metadata")
                .is_some_and(|metadata| metadata.get("dbt_schema_version").is_some())
        },
    },
    Lookalike {
        name: "a dbt project",
        help: NO_HELP,
        is_it: |probe| probe.has("name") && (probe.has("profile") || probe.has("model-paths")),
    },
    Lookalike {
        name: "a dbt properties file",
        help: NO_HELP,
        is_it: |probe| {
            let keys = ["models", "sources", "seeds", "snapshots", "exposures"];
            let is_list = |key: &&str| is_list_with(probe.root.get(key), &["name"]);
            keys.iter().any(is_list)
        },
    },
    Lookalike {
        name: "a result of observing a contract (OORS)",
        help: NO_HELP,
        is_it: |probe| probe.kind == Some("ObservabilityResults"),
    },
    Lookalike {
        name: "a maturity model (OMMS)",
        help: NO_HELP,
        is_it: |probe| probe.kind == Some("MaturityModel"),
    },
    Lookalike {
        name: "a test result of Data Contract CLI",
        help: NO_HELP,
        is_it: |probe| probe.has("runId") && probe.has("checks"),
    },
    Lookalike {
        name: "an OpenLineage event",
        help: NO_HELP,
        is_it: |probe| probe.has("eventTime") && probe.has("producer"),
    },
    Lookalike {
        name: "an OpenLineage facet",
        help: NO_HELP,
        is_it: |probe| {
            let mut values = probe.root.entries().iter().map(|entry| &entry.value);
            let of_facet = ["_producer", "_schemaURL"];
            values.any(|value| {
                let has = |value: &Node<'_>| of_facet.iter().any(|key| value.get(key).is_some());
                has(value) || first(value).is_some_and(has)
            })
        },
    },
    Lookalike {
        name: "checks of Soda",
        help: NO_HELP,
        is_it: |probe| {
            let mut keys = probe.root.entries().iter().map(|entry| &entry.key);
            keys.any(|key| key.starts_with("checks for "))
        },
    },
    Lookalike {
        name: "a JSON-LD document",
        help: NO_HELP,
        is_it: |probe| probe.has("@context"),
    },
    Lookalike {
        name: "an Avro schema",
        help: NO_HELP,
        is_it: |probe| {
            let kind = probe.root.get("type").and_then(Node::text);
            kind == Some("record") && probe.has("fields")
        },
    },
    Lookalike {
        name: "an OpenAPI description",
        help: NO_HELP,
        is_it: |probe| probe.has("openapi") || probe.has("swagger"),
    },
    Lookalike {
        name: "an AsyncAPI description",
        help: NO_HELP,
        is_it: |probe| probe.has("asyncapi"),
    },
    Lookalike {
        name: "a JSON Schema",
        help: NO_HELP,
        is_it: |probe| {
            let keys = ["properties", "$defs", "definitions", "items"];
            let is_described = keys.iter().any(|key| probe.has(key));
            probe.has("$schema") && (is_described || probe.has("type"))
                || probe.has("type") && probe.has("properties")
        },
    },
    Lookalike {
        name: "a workflow of a CI service",
        help: NO_HELP,
        is_it: |probe| probe.has("jobs") && probe.has("on") || probe.path_has(".gitlab-ci.y"),
    },
    Lookalike {
        name: "a configuration of MkDocs",
        help: NO_HELP,
        is_it: |probe| probe.has("site_name"),
    },
    Lookalike {
        name: "a Kubernetes-style resource",
        help: NO_HELP,
        is_it: |probe| {
            api_starts(probe, "v1") && probe.has("metadata")
                || probe.api_version.is_some_and(|v| v.contains('/'))
        },
    },
];

/// What a document is, where it is one of these. A list is what its first item is.
pub(super) fn name(probe: &Probe<'_>) -> Option<&'static Lookalike> {
    let own = LOOKALIKES.iter().find(|look| (look.is_it)(probe));
    own.or_else(|| {
        let item = first(probe.root)?;
        let item = Probe::new(probe.file, item, probe.torn);
        LOOKALIKES.iter().find(|look| (look.is_it)(&item))
    })
}

/// Keys of contracts whose lists stand alone in files, with a key of their items.
const PARTS: &[(&str, &str)] = &[
    ("columns", "column"),
    ("dataset", "table"),
    ("roles", "role"),
    ("schema", "properties"),
    ("servers", "server"),
    ("slaProperties", "property"),
    ("stakeholders", "username"),
    ("support", "channel"),
];

fn is_part_of_contract(probe: &Probe<'_>) -> bool {
    if probe.kind.is_some() || probe.api_version.is_some() {
        return false;
    }
    let is_table = probe.has("table") && probe.has("columns");
    let entries = probe.root.entries();
    let is_part = entries.iter().any(|entry| {
        let mut parts = PARTS.iter().filter(|(key, _)| *key == entry.key);
        parts.any(|(_, of_item)| is_list_with(Some(&entry.value), &[of_item]))
    });
    is_table || is_part
}

/// Whether a node is a list whose first item has these keys.
fn is_list_with(node: Option<&Node<'_>>, keys: &[&str]) -> bool {
    let item = node.and_then(first);
    item.is_some_and(|item| keys.iter().all(|key| item.get(key).is_some()))
}

/// The first item of a list.
fn first<'n, 't>(node: &'n Node<'t>) -> Option<&'n Node<'t>> {
    match &node.value {
        Value::List(items) => items.first(),
        _ => None,
    }
}

fn api_starts(probe: &Probe<'_>, prefix: &str) -> bool {
    probe
        .api_version
        .is_some_and(|version| version.starts_with(prefix))
}
