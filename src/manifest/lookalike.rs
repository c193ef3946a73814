//! Formats that are told apart and named, but not read.

use super::Probe;

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

const LOOKALIKES: &[Lookalike] = &[
    Lookalike {
        name: "a data product of the Open Data Product Initiative (the other ODPS)",
        help: "describe the product in Bitol ODPS v1.0.0 as well",
        is_it: |probe| probe.has("product") && (probe.has("schema") || probe.has("version")),
    },
    Lookalike {
        name: "a Data Product Descriptor (ODM)",
        help: "describe the product in Bitol ODPS v1.0.0 as well",
        is_it: |probe| probe.has("dataProductDescriptor"),
    },
    Lookalike {
        name: "a FLUID data product",
        help: "describe the product in Bitol ODPS v1.0.0 as well",
        is_it: |probe| probe.has("fluidVersion"),
    },
    Lookalike {
        name: "a datavow contract",
        help: "describe the data in ODCS v3.1.0 as well",
        is_it: |probe| api_starts(probe, "datavow/"),
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
            probe.has("version")
                && ["models", "sources", "seeds", "snapshots"]
                    .iter()
                    .any(|key| probe.has(key))
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
            probe.has("$schema")
                && (probe.has("properties") || probe.has("$defs") || probe.has("type"))
        },
    },
    Lookalike {
        name: "a workflow of a CI service",
        help: NO_HELP,
        is_it: |probe| probe.has("jobs") && probe.has("on"),
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

/// What a document is, where it is one of these.
pub(super) fn name(probe: &Probe<'_>) -> Option<&'static Lookalike> {
    LOOKALIKES.iter().find(|look| (look.is_it)(probe))
}

fn api_starts(probe: &Probe<'_>, prefix: &str) -> bool {
    probe
        .api_version
        .is_some_and(|version| version.starts_with(prefix))
}
