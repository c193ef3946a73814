//! How data is reached: servers, roles and prices.

use super::fact::fact;
use super::shown_entry;
use super::value::{bounded, text, words};
use crate::config::Hide;
use crate::model::{Price as Declared, Role, Server, Text};
use crate::page::Portal;
use crate::page::parts::{AccessRole, Link, Price, ServerView};

/// Environments in the order in which readers want them.
const ENVIRONMENTS: &[&str] = &["prod", "production", "live"];

/// The servers of a contract, those in production first.
pub fn servers(portal: &Portal, servers: &[Server]) -> Vec<ServerView> {
    let is_live = |server: &&Server| {
        let environment = server
            .environment
            .as_ref()
            .map(|name| name.trim().to_lowercase());
        environment.is_some_and(|name| ENVIRONMENTS.contains(&name.as_str()))
    };
    let (live, others): (Vec<_>, Vec<_>) = servers.iter().partition(is_live);
    let ordered = live.into_iter().chain(others);
    ordered.map(|declared| server(portal, declared)).collect()
}

fn server(portal: &Portal, server: &Server) -> ServerView {
    let name = text(server.server.as_ref());
    let environment = match text(server.environment.as_ref()) {
        environment if environment.is_empty() => name.clone(),
        environment => environment,
    };
    let fields = server.fields.iter();
    let address = fields.map(|field| {
        let value = bounded(shown_entry(&field.key, field.value.trim()));
        fact(portal, words(&field.key), value, field.value.span)
    });
    ServerView {
        environment: match environment.is_empty() {
            true => "server".to_owned(),
            false => environment,
        },
        kind: text(server.kind.as_ref()),
        description: text(server.description.as_ref()),
        address: address.collect(),
        copy: bounded(&copy(server).unwrap_or_default()),
        at: Some(portal.place(server.span)),
        name,
    }
}

/// The address in one line, as tools of the server's type take it.
fn copy(server: &Server) -> Option<String> {
    let field = |key: &str| {
        let mut fields = server
            .fields
            .iter()
            .filter(|field| &*field.key.value == key);
        let value = shown_entry(key, fields.next()?.value.trim());
        (!value.is_empty()).then_some(value)
    };
    let dotted = |keys: &[&str]| {
        let parts: Vec<_> = keys.iter().filter_map(|key| field(key)).collect();
        (parts.len() > 1).then(|| parts.join("."))
    };
    let kind = server
        .kind
        .as_ref()
        .map(|kind| kind.trim().to_ascii_lowercase());
    match kind.as_deref()? {
        "bigquery" => dotted(&["project", "dataset"]),
        "snowflake" | "redshift" => dotted(&["database", "schema"]),
        "databricks" | "trino" | "presto" => dotted(&["catalog", "schema"]),
        "postgres" | "postgresql" => database("postgresql", field),
        "mysql" => database("mysql", field),
        "clickhouse" => database("clickhouse", field),
        "sqlserver" | "synapse" => dotted(&["database", "schema"]),
        "kafka" => field("host").map(str::to_owned),
        _ => field("location")
            .or_else(|| field("path"))
            .map(str::to_owned),
    }
}

fn database<'s>(scheme: &str, field: impl Fn(&str) -> Option<&'s str>) -> Option<String> {
    let host = field("host")?;
    let port = field("port").map_or_else(String::new, |port| format!(":{port}"));
    Some(format!("{scheme}://{host}{port}/{}", field("database")?))
}

/// The roles that grant access.
pub fn roles(portal: &Portal, roles: &[Role]) -> Vec<AccessRole> {
    let views = roles.iter().map(|role| {
        let approvers = [&role.first_level_approvers, &role.second_level_approvers];
        AccessRole {
            role: text(role.role.as_ref()),
            access: text(role.access.as_ref()),
            description: text(role.description.as_ref()),
            approvers: approvers
                .into_iter()
                .flatten()
                .map(|name| approver(portal, name))
                .collect(),
            at: Some(portal.place(role.span)),
        }
    });
    views.collect()
}

/// Who approves: a team or person of the directory, else as it is written.
fn approver(portal: &Portal, name: &Text) -> Link {
    let mesh = &portal.mesh;
    match (mesh.team_named(name), mesh.person_named(name)) {
        (Some(team), _) => portal.team_link(team),
        (None, Some(_)) if portal.hides(Hide::People) => Link::plain("a person"),
        (None, Some(person)) => portal.person_link(person),
        (None, None) => Link::plain(text(Some(name))),
    }
}

/// A price, such as `9.95 USD per megabyte`.
pub fn price(portal: &Portal, price: &Declared, of: &str) -> Option<Price> {
    let amount = price.price_amount.as_ref()?;
    let unit = text(price.price_unit.as_ref());
    let words = match amount.trim().parse::<f64>() {
        Ok(0.0) => "free".to_owned(),
        _ => {
            let currency = text(price.price_currency.as_ref());
            let per = if unit.is_empty() { "" } else { "per" };
            let amount = text(Some(amount));
            let parts = [amount.as_str(), &currency, per, &unit].into_iter();
            parts
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    Some(Price {
        words,
        of: of.to_owned(),
        at: Some(portal.place(amount.span)),
    })
}
