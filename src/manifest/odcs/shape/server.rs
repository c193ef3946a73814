//! `servers[]` (ODCS, infrastructure and servers): what a server must and may say depends on
//! its `type`.

use super::{CUSTOM_PROPERTIES, ID, ROLES, V3_0, V3_0_2, V3_1, V3_2};
use crate::diag::nearest;
use crate::document::Entry;
use crate::manifest::shape::Form::{Any, Either, Growing, Integer, Like, OneOf, Since, Text};
use crate::manifest::shape::{Field, Further, SFTP_URL, Shape, URI, Word, field};
use crate::model::ApiVersion;

/// One of `servers`.
pub(super) static SERVER: Shape = Shape::new(
    "servers[]",
    &[
        ID,
        field("server", Text).required(),
        field("type", Growing(&TYPES)).required(),
        field("description", Text),
        field("environment", Text),
        field("roles", ROLES),
        CUSTOM_PROPERTIES,
    ],
)
.closed_since(V3_1)
.further(further);

/// The field `key` of the servers of a type, in the standard's spelling.
pub(in crate::manifest::odcs) fn field_of_server(
    kind: Option<&str>,
    key: &str,
) -> Option<&'static str> {
    let fields = find(kind).map_or(UNJUDGED, |kind| kind.fields);
    fields.iter().map(Field::key).find(|known| *known == key)
}

fn find(name: Option<&str>) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| Some(kind.name) == name)
}

fn further(entries: &[Entry<'_>], _: ApiVersion) -> Further {
    let named = entries.iter().find(|entry| entry.key == "type");
    let named = named.and_then(|entry| entry.value.text());
    if let Some(kind) = find(named) {
        return Further::fields(kind.fields).of(kind.name);
    }
    let meant = named.and_then(|name| nearest(name, KINDS.iter().map(|kind| kind.name)));
    match find(meant) {
        Some(kind) => Further {
            is_guess: true,
            ..Further::fields(kind.fields).of(kind.name)
        },
        // The fields of a type that nobody knows cannot be judged.
        None => Further {
            is_unknown: true,
            ..Further::fields(UNJUDGED)
        },
    }
}

/// A type of server.
struct Kind {
    name: &'static str,
    since: ApiVersion,
    fields: &'static [Field],
}

const fn kind(name: &'static str, fields: &'static [Field]) -> Kind {
    Kind {
        name,
        since: V3_0,
        fields,
    }
}

impl Kind {
    const fn since(mut self, version: ApiVersion) -> Kind {
        self.since = version;
        self
    }
}

const TYPES: [Word; KINDS.len()] = {
    let mut types = [Word("", V3_0); KINDS.len()];
    let mut at = 0;
    while at < KINDS.len() {
        types[at] = Word(KINDS[at].name, KINDS[at].since);
        at += 1;
    }
    types
};

const ACCOUNT: Field = field("account", Text);
const CATALOG: Field = field("catalog", Text);
const DATABASE: Field = field("database", Text);
const DATASET: Field = field("dataset", Text);
const ENCODING: Field = field("encoding", Text).since(V3_2);
const ENDPOINT_URL: Field = field("endpointUrl", Like(&URI));
const FORMAT: Field = field("format", Text);
const HOST: Field = field("host", Text);
const LOCATION: Field = field("location", Like(&URI));
const PATH: Field = field("path", Text);
/// A text, such as the name of a variable, since 3.2.
const PORT: Field = field(
    "port",
    Since(&[(V3_0, Integer), (V3_2, Either(&[Integer, Text]))]),
);
const PROJECT: Field = field("project", Text);
const REGION: Field = field("region", Text);
const REGION_NAME: Field = field("regionName", Text);
const SCHEMA: Field = field("schema", Text);
const SERVICE_NAME: Field = field("serviceName", Text);
const STAGING_DIR: Field = field("stagingDir", Like(&URI));
const WAREHOUSE: Field = field("warehouse", Text);

/// Four formats before 3.1, any since.
const FILE_FORMAT: Field = field(
    "format",
    Since(&[
        (V3_0, OneOf(&["parquet", "delta", "json", "csv"])),
        (V3_1, Text),
    ]),
);
const DELIMITER: Field = field(
    "delimiter",
    Since(&[(V3_0, OneOf(&["new_line", "array"])), (V3_1, Text)]),
);

const HOST_AND_DATABASE: &[Field] = &[HOST.required(), PORT, DATABASE.required()];
const HOST_PORT_DATABASE: &[Field] = &[HOST.required(), PORT.required(), DATABASE.required()];
const HOST_PORT_DATABASE_SCHEMA: &[Field] = &[
    HOST.required(),
    PORT.required(),
    DATABASE.required(),
    SCHEMA.required(),
];
const OBJECT_DATABASE: &[Field] = &[DATABASE.required(), HOST, PORT];

const KINDS: &[Kind] = &[
    kind("api", &[LOCATION.required()]),
    kind(
        "athena",
        &[
            // 3.0.0 and 3.0.1 demanded it in this spelling.
            field("staging_dir", Any)
                .until(V3_0_2)
                .required()
                .instead_of("stagingDir"),
            STAGING_DIR
                .required_since(V3_0_2)
                .required_until(V3_2)
                .instead_of("staging_dir"),
            SCHEMA.required(),
            CATALOG,
            REGION_NAME,
            field("workgroup", Text).since(V3_2),
        ],
    ),
    kind(
        "azure",
        &[
            LOCATION.required(),
            FILE_FORMAT.required(),
            DELIMITER,
            ENCODING,
        ],
    ),
    kind("bigquery", &[PROJECT.required(), DATASET.required()]),
    kind("btrieve", HOST_AND_DATABASE).since(V3_2),
    kind("clickhouse", HOST_PORT_DATABASE),
    kind("cloudsql", HOST_PORT_DATABASE_SCHEMA),
    kind("custom", CUSTOM),
    kind("databricks", &[CATALOG.required(), SCHEMA.required(), HOST]),
    kind(
        "db2",
        &[
            HOST.required(),
            PORT.required(),
            DATABASE.required(),
            SCHEMA,
        ],
    ),
    kind("denodo", &[HOST.required(), PORT.required(), DATABASE]),
    kind("dremio", &[HOST.required(), PORT.required(), SCHEMA]),
    kind(
        "duckdb",
        &[
            DATABASE.required(),
            field("schema", Since(&[(V3_0, Integer), (V3_1, Text)])),
        ],
    ),
    kind("exasol", &[HOST.required(), PORT, SCHEMA]).since(V3_2),
    kind("fastobjects", OBJECT_DATABASE).since(V3_2),
    kind(
        "glue",
        &[
            ACCOUNT.required(),
            DATABASE.required(),
            LOCATION,
            FORMAT,
            ENCODING,
        ],
    ),
    kind("hana", &[HOST.required(), PORT, DATABASE, SCHEMA]).since(V3_2),
    kind("hive", HOST_AND_DATABASE).since(V3_1),
    kind(
        "iceberg",
        &[
            CATALOG.required(),
            field("catalogUrl", Like(&URI)).required(),
            field("namespace", Text),
            WAREHOUSE,
        ],
    )
    .since(V3_2),
    kind("impala", HOST_AND_DATABASE).since(V3_1),
    kind("informix", HOST_AND_DATABASE),
    kind("ingres", HOST_AND_DATABASE).since(V3_2),
    kind("kafka", &[HOST.required(), FORMAT, ENCODING]),
    kind("kinesis", &[REGION, FORMAT, ENCODING]),
    kind("local", &[PATH.required(), FORMAT.required(), ENCODING]),
    kind("mysql", HOST_PORT_DATABASE),
    kind(
        "oracle",
        &[HOST.required(), PORT.required(), SERVICE_NAME.required()],
    ),
    kind("poet", OBJECT_DATABASE).since(V3_2),
    kind("postgres", HOST_PORT_DATABASE_SCHEMA),
    kind("postgresql", HOST_PORT_DATABASE_SCHEMA),
    kind("presto", &[HOST.required(), CATALOG, SCHEMA]),
    kind("pubsub", &[PROJECT.required()]),
    kind(
        "redshift",
        &[
            DATABASE.required(),
            SCHEMA.required(),
            HOST,
            REGION,
            ACCOUNT,
        ],
    ),
    kind(
        "s3",
        &[
            LOCATION.required(),
            ENDPOINT_URL,
            FILE_FORMAT,
            DELIMITER,
            ENCODING,
        ],
    ),
    kind(
        "sftp",
        &[
            field("location", Like(&SFTP_URL)).required(),
            FILE_FORMAT,
            DELIMITER,
            ENCODING,
        ],
    ),
    kind(
        "snowflake",
        &[
            ACCOUNT.required(),
            DATABASE.required(),
            SCHEMA.required(),
            HOST,
            PORT,
            WAREHOUSE,
        ],
    ),
    kind(
        "sqlserver",
        &[
            HOST.required(),
            DATABASE.required(),
            SCHEMA.required(),
            PORT,
        ],
    ),
    kind("synapse", HOST_PORT_DATABASE),
    kind("teradata", &[HOST.required(), PORT, DATABASE]).since(V3_2),
    kind(
        "trino",
        &[
            HOST.required(),
            PORT.required(),
            CATALOG.required(),
            SCHEMA.required(),
        ],
    ),
    kind("vectorwise", HOST_AND_DATABASE).since(V3_2),
    kind("versant", OBJECT_DATABASE).since(V3_2),
    kind("vertica", HOST_PORT_DATABASE_SCHEMA),
    kind("zen", HOST_AND_DATABASE).since(V3_1),
];

const CUSTOM: &[Field] = &[
    ACCOUNT,
    CATALOG,
    DATABASE,
    DATASET,
    field("delimiter", Text),
    ENCODING,
    ENDPOINT_URL,
    FORMAT,
    HOST,
    LOCATION,
    PATH,
    PORT,
    PROJECT,
    REGION,
    REGION_NAME,
    SCHEMA,
    SERVICE_NAME,
    field("stagingDir", Text),
    field("stream", Text).since(V3_1),
    WAREHOUSE,
];

/// What a server of a type that nobody knows may be meant to say.
const UNJUDGED: &[Field] = &[
    field("account", Any),
    field("catalog", Any),
    field("catalogUrl", Any),
    field("database", Any),
    field("dataset", Any),
    field("delimiter", Any),
    field("encoding", Any),
    field("endpointUrl", Any),
    field("format", Any),
    field("host", Any),
    field("location", Any),
    field("namespace", Any),
    field("path", Any),
    field("port", Any),
    field("project", Any),
    field("region", Any),
    field("regionName", Any),
    field("schema", Any),
    field("serviceName", Any),
    field("stagingDir", Any),
    field("stream", Any),
    field("warehouse", Any),
    field("workgroup", Any),
];
