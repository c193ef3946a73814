//! Contracts of the Data Contract Specification 0.9 to 1.2, read as their upgrade to ODCS 3.
//!
//! Its maps are open: what has no place in the model becomes a custom property.

mod definition;
mod field;
mod inherit;
mod model;
mod quality;
mod server;
mod service_level;

use super::credentials;
use super::reader::{Object, Reader};
use super::upgrade::{self, custom_text, key};
use super::{Format, MISSING_FIELD, Manifest, Probe};
use crate::diag::FileId;
use crate::document::{Node, Value};
use crate::model::{
    ApiVersion, AuthoritativeDefinition, CustomProperty, DataContract, Description, Spanned,
    Standard, SupportItem, Team, Text,
};
use definition::Scope;
use quality::loose;

/// Contracts of the Data Contract Specification.
pub(super) const FORMAT: Format = Format {
    name: "Data Contract Specification",
    noun: "data contract",
    kind: "",
    is_it,
    read,
};

const V1_2: ApiVersion = ApiVersion::new(1, 2, 0);
const V1_2_1: ApiVersion = ApiVersion::new(1, 2, 1);

/// The versions that are read, oldest first.
const VERSIONS: [&str; 7] = [
    "0.9.0", "0.9.1", "0.9.2", "0.9.3", "1.1.0", "1.2.0", "1.2.1",
];

/// A file that forgets to say so is known by the shape of its whole.
fn is_it(probe: &Probe<'_>) -> bool {
    let is_like = || probe.kind.is_none() && probe.has("info") && probe.has("models");
    probe.has(VERSION) || is_like()
}

/// The key that declares the version.
const VERSION: &str = "dataContractSpecification";

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let node = root.get(VERSION);
    let spelt = node.and_then(Node::text);
    let spelt = spelt.filter(|text| VERSIONS.contains(text));
    let declared = spelt.and_then(ApiVersion::parse);
    let assumed = declared.unwrap_or(V1_2_1);
    let reader = Reader::new(probe.subject.clone(), assumed);
    let reader = reader.with_torn(probe.torn);
    let scope = Scope::new(root, probe.subject.clone(), assumed);
    let mut contract = reader.object(root, "the data contract", |o| contract(o, &scope, file))?;
    // What could not be read may hold the definition.
    if complete {
        scope.tell(&reader);
    }
    let head = root.entries().first();
    let at = node.map_or(
        head.map_or(root.span.head(), |entry| entry.key_span),
        |node| node.span,
    );
    contract.api_version = declared.map(|version| Spanned::new(version, at));
    contract.complete = complete;
    let servers = root.get("servers");
    let servers: Vec<_> = servers
        .iter()
        .flat_map(|servers| servers.entries())
        .map(|entry| &entry.value)
        .collect();
    let keys = servers.iter().flat_map(|server| server.entries());
    let keys = keys
        .map(|entry| &*entry.key)
        .filter(|key| credentials::is_credential(key));
    let left_out: std::collections::BTreeSet<_> = keys.collect();
    let left_out: Vec<_> = left_out.into_iter().collect();
    upgrade::tell_deprecated(&reader, at, &contract.written_in(), &left_out);
    let (findings, unknown) = reader.finish();
    contract.unknown = unknown;
    let mut manifest = Manifest::contract(contract, findings);
    manifest.withheld = credentials::find(root, &servers, probe.file);
    Some(manifest)
}

/// What the info says.
#[derive(Default)]
struct Info {
    title: Option<Text>,
    version: Option<Text>,
    status: Option<Text>,
    description: Option<Text>,
    owner: Option<Text>,
    support: Vec<SupportItem>,
    custom: Vec<CustomProperty>,
}

/// What the terms say.
#[derive(Default)]
struct Terms {
    usage: Option<Text>,
    limitations: Option<Text>,
    policies: Vec<AuthoritativeDefinition>,
    custom: Vec<CustomProperty>,
}

/// The status of the specification in the words of ODCS 3.
const STATUSES: &[(&str, &str)] = &[("in development", "draft")];

/// What has its place in the model.
const PLACED: &[&str] = &[
    VERSION,
    "definitions",
    "examples",
    "id",
    "info",
    "links",
    "models",
    "quality",
    "servers",
    "servicelevels",
    "tags",
    "terms",
];

fn contract<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>, file: FileId) -> DataContract {
    o.require(VERSION);
    o.one_of(VERSION, &VERSIONS);
    o.require("info");
    let info = o.object("info", "info", info).unwrap_or_default();
    let terms = o.object("terms", "terms", terms).unwrap_or_default();
    let (servers, roles) = server::servers(o);
    let mut schema = model::models(o, scope);
    definition::check(o, scope);
    let mut custom_properties = info.custom;
    custom_properties.extend(terms.custom);
    custom_properties.extend(quality::of_tool(o, &mut schema));
    custom_properties.extend(model::examples(o, &mut schema));
    custom_properties.extend(scope.unused(o));
    custom_properties.extend(upgrade::rest(o, PLACED, &[]));
    let mut definitions = links(o);
    definitions.extend(terms.policies);
    let is_described = [&info.description, &terms.usage, &terms.limitations]
        .iter()
        .any(|text| text.is_some());
    DataContract {
        standard: Standard::Dcs,
        api_version: None,
        id: o.required_text("id"),
        version: info.version,
        status: info.status,
        name: info.title,
        tenant: None,
        domain: None,
        data_product: None,
        tags: o.texts("tags"),
        description: is_described.then(|| Description {
            purpose: info.description,
            usage: terms.usage,
            limitations: terms.limitations,
            ..Description::default()
        }),
        authoritative_definitions: definitions,
        custom_properties,
        contract_created_ts: None,
        servers,
        schema,
        support: info.support,
        price: None,
        team: info.owner.map(|owner| Team {
            span: owner.span,
            name: Some(owner),
            description: None,
            members: Vec::new(),
        }),
        roles,
        sla_default_element: None,
        sla_properties: service_level::promises(o),
        context: None,
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
        torn: Vec::new(),
    }
}

fn info(o: &Object<'_, '_, '_>) -> Info {
    let placed = [
        "title",
        "version",
        "status",
        "description",
        "owner",
        "contact",
    ];
    Info {
        custom: upgrade::rest(o, &placed, &[]),
        title: o.required_text("title"),
        version: o.required_text("version"),
        status: upgrade::status(o, STATUSES),
        description: o.text("description"),
        owner: o.text("owner"),
        support: contact(o),
    }
}

/// `info.contact`: one channel for its address, one for its page.
fn contact(o: &Object<'_, '_, '_>) -> Vec<SupportItem> {
    let support = o.object("contact", "info.contact", |o| {
        upgrade::keep_rest(o, &["name", "url", "email"]);
        let (name, url, email) = (o.text("name"), o.text("url"), o.text("email"));
        let channel = |address: &Text, tool: Option<&str>| SupportItem {
            channel: name.clone().or_else(|| Some(address.clone())),
            url: Some(address.clone()),
            description: None,
            tool: tool.map(|tool| Text::new(tool.into(), address.span)),
            scope: None,
            invitation_url: None,
            span: address.span,
        };
        let email = email.map(|email| channel(&email, Some("email")));
        let url = url.map(|url| channel(&url, None));
        let mut support: Vec<_> = email.into_iter().chain(url).collect();
        if let Some(name) = name.as_ref().filter(|_| support.is_empty()) {
            let mut nameless = channel(name, None);
            nameless.url = None;
            support.push(nameless);
        }
        support
    });
    support.unwrap_or_default()
}

fn terms(o: &Object<'_, '_, '_>) -> Terms {
    let mut terms = Terms {
        custom: upgrade::rest(
            o,
            &["usage", "limitations", "policies"],
            &["billing", "noticePeriod"],
        ),
        usage: o.text("usage"),
        limitations: o.text("limitations"),
        policies: Vec::new(),
    };
    for key in ["billing", "noticePeriod"] {
        o.text(key);
    }
    for (policy, name) in o.objects("policies", "terms.policies[]", policy) {
        match (&policy.url, name) {
            (None, Some(name)) => terms.custom.push(custom_text("policy", &name)),
            _ => terms.policies.push(policy),
        }
    }
    terms
}

/// One of `terms.policies`: a definition elsewhere; without an address only its words.
fn policy(o: &Object<'_, '_, '_>) -> (AuthoritativeDefinition, Option<Text>) {
    upgrade::keep_rest(o, &["type", "name", "description", "url"]);
    let kind = o.text("type").or_else(|| loose(o, "name"));
    let description = o.text("description");
    let policy = AuthoritativeDefinition {
        id: None,
        url: o.text("url"),
        kind: kind.clone(),
        description: description.clone(),
    };
    (policy, description.or(kind))
}

/// `links` of the whole, of a field or a definition: definitions elsewhere by their kind.
fn links(o: &Object<'_, '_, '_>) -> Vec<AuthoritativeDefinition> {
    let Some((span, entries)) = upgrade::entries(o, "links") else {
        return Vec::new();
    };
    if entries.is_empty() {
        tell_empty(o, "links", span);
    }
    let links = entries.iter().map(|entry| {
        tell_name(o.reader, &key(entry), "links", "_-");
        AuthoritativeDefinition {
            id: None,
            url: o.reader.text(&entry.value, &entry.key),
            kind: Some(key(entry)),
            description: None,
        }
    });
    links.collect()
}

/// Tells a map that must name something.
fn tell_empty(o: &Object<'_, '_, '_>, key: &str, span: crate::diag::Span) {
    let message = format!("`{key}` names nothing");
    o.reader.report(&MISSING_FIELD, span, message, |finding| {
        finding.help(format!("add an entry, or remove `{key}`"))
    });
}

/// Tells a name that is not made of letters, digits and `others`.
fn tell_name(reader: &Reader, name: &Text, of: &str, others: &str) {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || others.contains(c);
    if name.is_empty() || !name.chars().all(is_allowed) {
        let listed: Vec<_> = others.chars().map(|c| format!("`{c}`")).collect();
        let help = format!(
            "use only letters, digits, {} in names of `{of}`",
            listed.join(", ")
        );
        upgrade::tell_form(reader, name, of, help);
    }
}

/// A map under a name of the author's choice; told by that name where it is none.
fn named<'n, 't, T>(
    reader: &Reader,
    entry: &'n crate::document::Entry<'t>,
    what: &'static str,
    read: impl FnOnce(&Object<'_, 'n, 't>) -> T,
) -> Option<T> {
    if !matches!(entry.value.value, Value::Map(_)) {
        reader.wrong_type(&entry.value, &entry.key, "a map");
        return None;
    }
    reader.object(&entry.value, what, read)
}
