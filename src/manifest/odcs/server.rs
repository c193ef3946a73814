//! `servers` of a data contract: common fields, and the fields of each type of server.

use super::{SINCE, V3_1, V3_2};
use crate::document::{Kind, Value};
use crate::manifest::parts;
use crate::manifest::reader::Object;
use crate::model::{ApiVersion, Server, ServerField, Spanned};

/// A type of server: its name, since when, what it must say and what it may say besides
/// (ODCS 3.2, infrastructure and servers).
struct Kinds(
    &'static str,
    ApiVersion,
    &'static [&'static str],
    &'static [&'static str],
);

const V3_0: ApiVersion = ApiVersion::new(3, 0, 0);

const KINDS: &[Kinds] = &[
    Kinds("api", V3_0, &["location"], &[]),
    Kinds(
        "athena",
        V3_0,
        &["schema"],
        &["stagingDir", "catalog", "regionName", "workgroup"],
    ),
    Kinds(
        "azure",
        V3_0,
        &["location", "format"],
        &["delimiter", "encoding"],
    ),
    Kinds("bigquery", V3_0, &["project", "dataset"], &[]),
    Kinds("btrieve", V3_2, &["host", "database"], &["port"]),
    Kinds("clickhouse", V3_0, &["host", "port", "database"], &[]),
    Kinds(
        "cloudsql",
        V3_0,
        &["host", "port", "database", "schema"],
        &[],
    ),
    Kinds("custom", V3_0, &[], CUSTOM),
    Kinds("databricks", V3_0, &["catalog", "schema"], &["host"]),
    Kinds("db2", V3_0, &["host", "port", "database"], &["schema"]),
    Kinds("denodo", V3_0, &["host", "port"], &["database"]),
    Kinds("dremio", V3_0, &["host", "port"], &["schema"]),
    Kinds("duckdb", V3_0, &["database"], &["schema"]),
    Kinds("exasol", V3_2, &["host"], &["port", "schema"]),
    Kinds("fastobjects", V3_2, &["database"], &["host", "port"]),
    Kinds(
        "glue",
        V3_0,
        &["account", "database"],
        &["location", "format", "encoding"],
    ),
    Kinds("hana", V3_2, &["host"], &["port", "database", "schema"]),
    Kinds("hive", V3_1, &["host", "database"], &["port"]),
    Kinds(
        "iceberg",
        V3_2,
        &["catalog", "catalogUrl"],
        &["namespace", "warehouse"],
    ),
    Kinds("impala", V3_1, &["host", "database"], &["port"]),
    Kinds("informix", V3_0, &["host", "database"], &["port"]),
    Kinds("ingres", V3_2, &["host", "database"], &["port"]),
    Kinds("kafka", V3_0, &["host"], &["format", "encoding"]),
    Kinds("kinesis", V3_0, &[], &["region", "format", "encoding"]),
    Kinds("local", V3_0, &["path", "format"], &["encoding"]),
    Kinds("mysql", V3_0, &["host", "port", "database"], &[]),
    Kinds("oracle", V3_0, &["host", "port", "serviceName"], &[]),
    Kinds("poet", V3_2, &["database"], &["host", "port"]),
    Kinds(
        "postgres",
        V3_0,
        &["host", "port", "database", "schema"],
        &[],
    ),
    Kinds(
        "postgresql",
        V3_0,
        &["host", "port", "database", "schema"],
        &[],
    ),
    Kinds("presto", V3_0, &["host"], &["catalog", "schema"]),
    Kinds("pubsub", V3_0, &["project"], &[]),
    Kinds(
        "redshift",
        V3_0,
        &["database", "schema"],
        &["host", "region", "account"],
    ),
    Kinds(
        "s3",
        V3_0,
        &["location"],
        &["endpointUrl", "format", "encoding", "delimiter"],
    ),
    Kinds(
        "sftp",
        V3_0,
        &["location"],
        &["format", "encoding", "delimiter"],
    ),
    Kinds(
        "snowflake",
        V3_0,
        &["account", "database", "schema"],
        &["host", "port", "warehouse"],
    ),
    Kinds(
        "sqlserver",
        V3_0,
        &["host", "database", "schema"],
        &["port"],
    ),
    Kinds("synapse", V3_0, &["host", "port", "database"], &[]),
    Kinds("teradata", V3_2, &["host"], &["port", "database"]),
    Kinds("trino", V3_0, &["host", "port", "catalog", "schema"], &[]),
    Kinds("vectorwise", V3_2, &["host", "database"], &["port"]),
    Kinds("versant", V3_2, &["database"], &["host", "port"]),
    Kinds(
        "vertica",
        V3_0,
        &["host", "port", "database", "schema"],
        &[],
    ),
    Kinds("zen", V3_1, &["host", "database"], &["port"]),
];

const CUSTOM: &[&str] = &[
    "account",
    "catalog",
    "database",
    "dataset",
    "delimiter",
    "encoding",
    "endpointUrl",
    "format",
    "host",
    "location",
    "path",
    "port",
    "project",
    "region",
    "regionName",
    "schema",
    "serviceName",
    "stagingDir",
    "stream",
    "warehouse",
];

/// `servers`.
pub(super) fn servers(contract: &Object<'_, '_, '_>) -> Vec<Server> {
    contract.objects("servers", "servers[]", server)
}

fn server(o: &Object<'_, '_, '_>) -> Server {
    o.since(V3_1, &["id"]);
    o.since(V3_2, &["encoding"]);
    o.allow(&["id", "roles"]);
    let names: Vec<_> = KINDS.iter().map(|kind| kind.0).collect();
    o.require("type");
    let mut server = Server {
        server: o.required_text("server"),
        kind: o.one_of("type", &names),
        description: o.text("description"),
        environment: o.text("environment"),
        fields: Vec::new(),
        span: o.span,
    };
    parts::custom_properties(o, &SINCE);
    let kind = server
        .kind
        .as_ref()
        .and_then(|text| KINDS.iter().find(|kind| *kind.0 == *text.value));
    let Some(&Kinds(name, since, required, optional)) = kind else {
        // The fields of a type that nobody knows cannot be judged.
        server.fields = fields(o, |_| true);
        return server;
    };
    if let Some(text) = server.kind.as_ref().filter(|_| o.reader.declared() < since) {
        o.reader
            .newer(text.span, &format!("server type `{name}`"), since);
    }
    if name == "athena" && o.reader.declared() < V3_2 {
        o.require("stagingDir");
    }
    required.iter().for_each(|key| o.require(key));
    server.fields = fields(o, |key| required.contains(&key) || optional.contains(&key));
    o.allow(required);
    o.allow(optional);
    server
}

/// The fields of the server's type that stand in the file, in its order.
fn fields(o: &Object<'_, '_, '_>, is_known: impl Fn(&str) -> bool) -> Vec<ServerField> {
    let mut fields = Vec::new();
    for entry in o.entries() {
        let key = CUSTOM
            .iter()
            .chain(&["catalogUrl", "namespace", "workgroup"])
            .find(|key| **key == entry.key);
        let Some(key) = key.filter(|key| is_known(key)) else {
            continue;
        };
        let is_port = *key == "port";
        let value = match &entry.value.value {
            Value::Scalar(scalar) if is_port && matches!(scalar.kind(), Kind::Integer) => {
                o.scalar(key)
            }
            Value::Scalar(_) if is_port && o.reader.declared() >= V3_2 => o.scalar(key),
            Value::Scalar(_) if is_port => o.number(key),
            _ => o.text(key),
        };
        if let Some(value) = value {
            fields.push(ServerField {
                key: Spanned::new((*key).into(), entry.key_span),
                value,
            });
        }
    }
    fields
}
