//! `servers`: maps by name, with the fields of their type, and the roles that grant access.

use std::collections::BTreeSet;

use super::{V1_2, named};
use crate::document::{Kind, Node, Value};
use crate::manifest::credentials::is_credential;
use crate::manifest::reader::{Object, any};
use crate::manifest::upgrade::{self, integer, key};
use crate::model::{Role, Server, ServerField, Text};

/// A type of server: its name, what it must say, and what it may say besides.
struct Kinds(
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const KINDS: &[Kinds] = &[
    Kinds("BigQuery", &[], &["project", "dataset"]),
    Kinds("azure", &["location", "format"], &["delimiter"]),
    Kinds("bigquery", &["project", "dataset"], &[]),
    Kinds("clickhouse", &["host", "port", "database"], &[]),
    Kinds("databricks", &["catalog", "schema"], &["host"]),
    Kinds("dataframe", &[], &[]),
    Kinds("glue", &["account", "database"], &["location", "format"]),
    Kinds("kafka", &["host", "topic"], &["format"]),
    Kinds("kinesis", &["stream"], &["region", "format"]),
    Kinds("local", &["path", "format"], &[]),
    Kinds("oracle", &["host", "port", "serviceName"], &[]),
    Kinds("postgres", &["host", "port", "database", "schema"], &[]),
    Kinds("pubsub", &["project", "topic"], &[]),
    Kinds(
        "redshift",
        &["account", "database", "schema"],
        &["host", "clusterIdentifier", "port", "endpoint"],
    ),
    Kinds("s3", &["location"], &["endpointUrl", "format", "delimiter"]),
    Kinds("sftp", &["location"], &["format", "delimiter"]),
    Kinds("snowflake", &["account", "database", "schema"], &[]),
    Kinds("sqlserver", &["host", "database", "schema"], &["port"]),
    Kinds("trino", &["host", "port", "catalog", "schema"], &[]),
];

/// The types whose files have one of these formats.
const OF_FILES: &[&str] = &["azure", "s3", "sftp"];
const FORMATS: &[&str] = &["parquet", "delta", "json", "csv"];
const DELIMITERS: &[&str] = &["new_line", "array"];

/// The servers, and their roles, each once.
pub(super) fn servers(o: &Object<'_, '_, '_>) -> (Vec<Server>, Vec<Role>) {
    let (mut servers, mut roles) = (Vec::new(), Vec::<Role>::new());
    let mut named_roles = BTreeSet::new();
    let (_, entries) = upgrade::entries(o, "servers").unwrap_or((o.span, &[]));
    for entry in entries {
        let read = named(o.reader, entry, "servers.*", |o| {
            let mut server = server(o);
            server.server = Some(key(entry));
            server.span = entry.key_span.to(entry.value.span);
            (server, o.objects("roles", "servers.*.roles[]", role))
        });
        let Some((server, granted)) = read else {
            continue;
        };
        servers.push(server);
        for role in granted {
            let name = role.role.as_ref().map(|name| name.value.clone());
            if named_roles.insert(name) {
                roles.push(role);
            }
        }
    }
    (servers, roles)
}

fn role(o: &Object<'_, '_, '_>) -> Role {
    upgrade::keep_rest(o, &["name", "description"]);
    Role {
        role: o.required_text("name"),
        description: o.text("description"),
        access: None,
        first_level_approvers: None,
        second_level_approvers: None,
        span: o.span,
    }
}

fn server(o: &Object<'_, '_, '_>) -> Server {
    o.require("type");
    let names: Vec<_> = KINDS.iter().map(|kind| kind.0).collect();
    // Since 1.2 any type of server is allowed.
    let kind = match o.reader.declared() < V1_2 {
        true => o.one_of("type", &names),
        false => o.text("type"),
    };
    if let Some(Kinds(name, required, optional)) = kind
        .as_ref()
        .and_then(|kind| KINDS.iter().find(|known| *known.0 == *kind.value))
    {
        check(o, name, required, optional);
    }
    Server {
        server: None,
        kind,
        description: o.text("description"),
        environment: o.text("environment"),
        fields: fields(o),
        span: o.span,
    }
}

fn check(o: &Object<'_, '_, '_>, kind: &str, required: &[&'static str], optional: &[&'static str]) {
    required.iter().for_each(|key| o.require(key));
    let is_of_files = OF_FILES.contains(&kind);
    for &key in required.iter().chain(optional) {
        let value = match key {
            "port" => integer(o, key),
            "format" if is_of_files => o.one_of(key, FORMATS),
            "delimiter" if is_of_files => o.one_of(key, DELIMITERS),
            _ => o.text(key),
        };
        let is_sftp = kind == "sftp" && key == "location";
        if let Some(text) = value.filter(|text| is_sftp && !text.starts_with("sftp://")) {
            let help = "write it as `sftp://host/path`".to_owned();
            upgrade::tell_form(o.reader, &text, key, help);
        }
    }
}

/// Whatever a server says of its address, in the order of the file. The name and password to
/// log in with are left out.
fn fields(o: &Object<'_, '_, '_>) -> Vec<ServerField> {
    let own = ["type", "description", "environment", "roles"];
    let entries = o.open_entries().iter();
    let entries = entries.filter(|entry| {
        let is_own = own.contains(&&*entry.key);
        !is_own && !is_credential(&entry.key) && !entry.value.is_null()
    });
    let fields = entries.map(|entry| ServerField {
        key: key(entry),
        value: spelt(&entry.value),
    });
    fields.collect()
}

fn spelt(node: &Node<'_>) -> Text {
    let text = match &node.value {
        Value::Scalar(scalar) if scalar.kind() != Kind::Null => (*scalar.text).into(),
        _ => any(node).to_string().into(),
    };
    Text::new(text, node.span)
}
