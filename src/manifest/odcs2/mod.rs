//! Data contracts of ODCS 2.2, read as their upgrade to ODCS 3.
//!
//! ODCS 2 leaves every map open and names most things otherwise. `isNullable` is the opposite
//! of `required`; where it is absent, nothing is said.

mod server;
mod table;

use super::credentials;
use super::reader::{Object, Reader};
use super::upgrade::{self, said, text_or_number};
use super::{Format, Manifest, Probe};
use crate::diag::FileId;
use crate::document::{Entry, Node};
use crate::model::{
    ApiVersion, AuthoritativeDefinition, CustomProperty, DataContract, Description, Price, Role,
    SlaProperty, Spanned, Standard, SupportItem, Team, TeamMember, Text,
};

/// Data contracts of ODCS 2.
pub(super) const FORMAT: Format = Format {
    name: "ODCS 2",
    noun: "data contract",
    kind: "DataContract",
    is_it,
    read,
};

const V2_2_2: ApiVersion = ApiVersion::new(2, 2, 2);

/// The keys that ODCS 2 has and ODCS 3 does not.
const OWN: &[&str] = &["datasetName", "quantumName", "uuid", "dataset"];

/// `apiVersion` is optional in ODCS 2. Of later standards it is what declares them, or has
/// their keys alone.
fn is_it(probe: &Probe<'_>) -> bool {
    let major = probe.api_version.map(major);
    let own = OWN.iter().filter(|key| probe.has(key)).count();
    let is_kind = match probe.kind {
        Some(kind) => own > 1 || probe.spells(kind, FORMAT.kind),
        None => own > 1 || probe.path_has(".odcs."),
    };
    let is_older = match major {
        Some(Some(2)) => own > 0 || !probe.has("schema"),
        Some(Some(0 | 1)) | None => own > 0,
        // What is no version at all, the other keys must outweigh.
        Some(None) => own > 1,
        Some(Some(_)) => false,
    };
    is_kind && is_older && !probe.has("fluidVersion")
}

fn major(api_version: &str) -> Option<u8> {
    let bare = api_version.trim_start_matches('v');
    bare.split('.').next()?.parse().ok()
}

fn read(root: &Node<'_>, file: FileId, complete: bool, probe: &Probe<'_>) -> Option<Manifest> {
    let node = root.get("apiVersion");
    let declared = node.and_then(|node| {
        let version = ApiVersion::parse(node.text()?)?;
        Some(Spanned::new(version, node.span))
    });
    let assumed = declared.map_or(V2_2_2, |version| version.value);
    let reader = Reader::new(probe.subject.clone(), assumed);
    let reader = reader.with_torn(probe.torn);
    let mut contract = reader.object(root, "the data contract", |o| contract(o, file))?;
    contract.api_version = declared;
    contract.complete = complete;
    let keys = root.entries().iter().map(|entry| &*entry.key);
    let left_out: Vec<_> = keys.filter(|key| credentials::is_credential(key)).collect();
    let kind = root.entries().iter().find(|entry| entry.key == "kind");
    let head = kind.or(root.entries().first());
    let at = node.map_or(head.map_or(root.span.head(), whole), |node| node.span);
    upgrade::tell_deprecated(&reader, at, &contract.written_in(), &left_out);
    let (findings, unknown) = reader.finish();
    contract.unknown = unknown;
    let mut manifest = Manifest::contract(contract, findings);
    manifest.withheld = credentials::find(root, &[root], probe.file);
    Some(manifest)
}

fn whole(entry: &Entry<'_>) -> crate::diag::Span {
    entry.key_span.to(entry.value.span)
}

/// The statuses of ODCS 2 in the words of ODCS 3.
const STATUSES: &[(&str, &str)] = &[
    ("production", "active"),
    ("current", "active"),
    ("test", "draft"),
    ("development", "draft"),
];

fn contract(o: &Object<'_, '_, '_>, file: FileId) -> DataContract {
    api_version(o);
    o.require("kind");
    o.one_of("kind", &[FORMAT.kind]);
    for key in ["type", "status", "dataset"] {
        o.require(key);
    }
    for key in KEPT {
        o.text(key);
    }
    let mut custom_properties = upgrade::rest(o, PLACED, KEPT);
    custom_properties.extend(custom(o));
    let dataset_name = o.required_text("datasetName");
    DataContract {
        standard: Standard::Odcs2,
        api_version: None,
        id: o.required_text("uuid"),
        version: o.required_text("version"),
        status: upgrade::status(o, STATUSES),
        servers: server::servers(o, dataset_name.as_ref()),
        name: dataset_name,
        tenant: o.text("tenant"),
        domain: o.text("datasetDomain"),
        data_product: o.required_text("quantumName"),
        tags: o.texts("tags"),
        description: description(o),
        authoritative_definitions: definitions(o),
        custom_properties,
        contract_created_ts: o.text("contractCreatedTs"),
        schema: o.objects("dataset", "dataset[]", table::table),
        support: support(o),
        price: o.object("price", "price", price),
        team: team(o),
        roles: o.objects("roles", "roles[]", role),
        sla_default_element: o.text("slaDefaultColumn"),
        sla_properties: o.objects("slaProperties", "slaProperties[]", sla_property),
        context: None,
        unknown: Vec::new(),
        file,
        span: o.span,
        complete: true,
        torn: Vec::new(),
    }
}

/// What has its place in the model.
const PLACED: &[&str] = &[
    "apiVersion",
    "authoritativeDefinitions",
    "contractCreatedTs",
    "customProperties",
    "database",
    "dataset",
    "datasetDomain",
    "datasetName",
    "datasetProject",
    "description",
    "driver",
    "driverVersion",
    "kind",
    "price",
    "productDl",
    "productFeedbackUrl",
    "productSlackChannel",
    "project",
    "quantumName",
    "roles",
    "server",
    "slaDefaultColumn",
    "slaProperties",
    "sourceSystem",
    "stakeholders",
    "status",
    "tags",
    "tenant",
    "uuid",
    "version",
];

/// What ODCS 3 has no place for.
const KEPT: &[&str] = &[
    "datasetKind",
    "sourcePlatform",
    "type",
    "userConsumptionMode",
];

fn api_version(o: &Object<'_, '_, '_>) {
    let Some(text) = o.text("apiVersion") else {
        return;
    };
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_version = text.strip_prefix('v').is_some_and(|rest| {
        let mut parts = rest.splitn(3, '.');
        let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        parts.next().is_some_and(number)
            && parts.next().is_some_and(number)
            && parts.next().is_some_and(starts)
    });
    if !is_version {
        let help = match ApiVersion::parse(&text) {
            Some(version) => format!("write it as `{version}`"),
            None => format!("write it as `{V2_2_2}`"),
        };
        upgrade::tell_form(o.reader, &text, "apiVersion", help);
    }
}

/// `customProperties`, which ODCS 2 describes and its schema leaves open.
fn custom(o: &Object<'_, '_, '_>) -> Vec<CustomProperty> {
    o.objects("customProperties", "customProperties[]", |o| {
        o.open_entries();
        CustomProperty {
            property: o.text("property"),
            value: o.any("value"),
            description: None,
            span: o.span,
        }
    })
}

fn description(o: &Object<'_, '_, '_>) -> Option<Description> {
    o.object("description", "description", |o| Description {
        custom_properties: upgrade::rest(o, &["purpose", "usage", "limitations"], &[]),
        purpose: o.text("purpose"),
        usage: o.text("usage"),
        limitations: o.text("limitations"),
        authoritative_definitions: Vec::new(),
    })
}

/// `authoritativeDefinitions`, of the whole, a table or a column.
fn definitions(o: &Object<'_, '_, '_>) -> Vec<AuthoritativeDefinition> {
    o.objects(
        "authoritativeDefinitions",
        "authoritativeDefinitions[]",
        |o| {
            upgrade::keep_rest(o, &["url", "type", "description"]);
            AuthoritativeDefinition {
                id: None,
                url: o.required_text("url"),
                kind: o.required_text("type"),
                description: o.text("description"),
            }
        },
    )
}

/// The three ways of ODCS 2 to get help.
fn support(o: &Object<'_, '_, '_>) -> Vec<SupportItem> {
    let item = |channel: Text, url: Option<Text>, tool: Option<&str>, scope: Option<&str>| {
        let at = url.as_ref().map_or(channel.span, |url| url.span);
        let word = |word: &str| Text::new(word.into(), at);
        SupportItem {
            span: at,
            channel: Some(channel),
            url,
            description: None,
            tool: tool.map(word),
            scope: scope.map(word),
            invitation_url: None,
        }
    };
    let mail = o
        .text("productDl")
        .map(|address| item(address.clone(), Some(address), Some("email"), None));
    let slack = o.text("productSlackChannel").map(|channel| {
        let url = channel.contains("://").then(|| channel.clone());
        item(channel, url, Some("slack"), None)
    });
    let feedback = o.text("productFeedbackUrl").map(|url| {
        let channel = said(o, "productFeedbackUrl", "feedback");
        item(channel, Some(url), None, Some("issues"))
    });
    [mail, slack, feedback].into_iter().flatten().collect()
}

fn price(o: &Object<'_, '_, '_>) -> Price {
    upgrade::keep_rest(o, &["priceAmount", "priceCurrency", "priceUnit"]);
    Price {
        price_amount: o.number("priceAmount"),
        price_currency: o.text("priceCurrency"),
        price_unit: o.text("priceUnit"),
    }
}

fn team(o: &Object<'_, '_, '_>) -> Option<Team> {
    let span = o.node("stakeholders")?.span;
    Some(Team {
        name: None,
        description: None,
        members: o.objects("stakeholders", "stakeholders[]", |o| {
            let placed = [
                "username",
                "name",
                "role",
                "dateIn",
                "dateOut",
                "replacedByUsername",
                "comment",
            ];
            upgrade::keep_rest(o, &placed);
            TeamMember {
                username: o.text("username"),
                name: o.text("name"),
                description: o.text("comment"),
                role: o.text("role"),
                date_in: o.text("dateIn"),
                date_out: o.text("dateOut"),
                replaced_by_username: o.text("replacedByUsername"),
                span: o.span,
            }
        }),
        span,
    })
}

fn role(o: &Object<'_, '_, '_>) -> Role {
    let placed = [
        "role",
        "access",
        "description",
        "firstLevelApprovers",
        "secondLevelApprovers",
    ];
    upgrade::keep_rest(o, &placed);
    Role {
        role: o.required_text("role"),
        description: o.text("description"),
        access: o.required_text("access"),
        first_level_approvers: o.text("firstLevelApprovers"),
        second_level_approvers: o.text("secondLevelApprovers"),
        span: o.span,
    }
}

fn sla_property(o: &Object<'_, '_, '_>) -> SlaProperty {
    let placed = ["property", "value", "valueExt", "unit", "column", "driver"];
    upgrade::keep_rest(o, &placed);
    o.require("value");
    SlaProperty {
        property: o.required_text("property"),
        value: text_or_number(o, "value"),
        value_ext: text_or_number(o, "valueExt"),
        unit: o.text("unit"),
        element: o.text("column"),
        driver: o.text("driver"),
        description: None,
        scheduler: None,
        schedule: None,
        span: o.span,
    }
}
