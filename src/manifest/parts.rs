//! The parts that ODCS and ODPS share.

use super::reader::{Object, Reader};
use crate::document::{Node, Value};
use crate::model::{
    ApiVersion, AuthoritativeDefinition, Constraint, Context, CustomProperty, Description,
    SupportItem, Synonym, Team, TeamMember, VerifiedStatement,
};

/// The versions with which parts came, which differ between the two standards.
pub(super) struct Since {
    /// `id` on the parts.
    pub(super) ids: ApiVersion,
    /// `team` as an object.
    pub(super) team_object: ApiVersion,
    /// `vendor` on custom properties, `context`, `synonyms`.
    pub(super) vendor: ApiVersion,
}

/// `authoritativeDefinitions`.
pub(super) fn authoritative_definitions(
    object: &Object<'_, '_, '_>,
    since: &Since,
) -> Vec<AuthoritativeDefinition> {
    object.objects(
        "authoritativeDefinitions",
        "authoritativeDefinitions[]",
        |o| {
            o.since(since.ids, &["id"]);
            AuthoritativeDefinition {
                id: o.text("id"),
                url: o.required_text("url"),
                kind: o.required_text("type"),
                description: o.text("description"),
            }
        },
    )
}

/// `customProperties`.
pub(super) fn custom_properties(object: &Object<'_, '_, '_>, since: &Since) -> Vec<CustomProperty> {
    object.objects("customProperties", "customProperties[]", |o| {
        o.since(since.ids, &["id"]);
        o.since(since.vendor, &["vendor"]);
        o.allow(&["id", "vendor"]);
        o.require("property");
        o.require("value");
        CustomProperty {
            property: o.text("property"),
            value: o.any("value"),
            description: o.text("description"),
            span: o.span,
        }
    })
}

/// `description`; a bare text is reported and taken as the purpose.
pub(super) fn description(object: &Object<'_, '_, '_>, since: &Since) -> Option<Description> {
    let node = object.node("description")?;
    if let Value::Scalar(_) = node.value {
        let purpose = object.reader.text(node, "description")?;
        let message = "`description` is a text, not a map".to_owned();
        object
            .reader
            .report(&super::WRONG_TYPE, node.span, message, |finding| {
                finding.help("write it as `purpose:` below `description:`")
            });
        return Some(Description {
            purpose: Some(purpose),
            ..Description::default()
        });
    }
    object.reader.object(node, "description", |o| Description {
        purpose: o.text("purpose"),
        usage: o.text("usage"),
        limitations: o.text("limitations"),
        authoritative_definitions: authoritative_definitions(o, since),
        custom_properties: custom_properties(o, since),
    })
}

/// `support`; `url` is demanded where the standard's version demands it.
pub(super) fn support(
    object: &Object<'_, '_, '_>,
    since: &Since,
    needs_url: bool,
) -> Vec<SupportItem> {
    object.objects("support", "support[]", |o| {
        o.since(since.ids, &["id"]);
        o.allow(&["id"]);
        if needs_url {
            o.require("url");
        }
        let item = SupportItem {
            channel: o.required_text("channel"),
            url: o.text("url"),
            description: o.text("description"),
            tool: o.text("tool"),
            scope: o.text("scope"),
            invitation_url: o.text("invitationUrl"),
            span: o.span,
        };
        extras(o, since);
        item
    })
}

/// `team`: an object, or a bare list of members in the older versions.
pub(super) fn team(object: &Object<'_, '_, '_>, since: &Since) -> Option<Team> {
    let node = object.node("team")?;
    let reader = object.reader;
    if let Value::List(items) = &node.value {
        let members = items.iter().filter_map(|item| member(reader, item, since));
        return Some(Team {
            name: None,
            description: None,
            members: members.collect(),
            span: node.span,
        });
    }
    let team = reader.object(node, "team", |o| {
        o.allow(&["id"]);
        let team = Team {
            name: o.text("name"),
            description: o.text("description"),
            members: o.list("members", |item| member(reader, item, since)),
            span: o.span,
        };
        o.texts("tags");
        extras(o, since);
        team
    });
    if reader.declared() < since.team_object {
        let span = object.key_span("team").unwrap_or(node.span);
        reader.newer(
            span,
            "form of `team` with `name` and `members`",
            since.team_object,
        );
    }
    team
}

fn member(reader: &Reader, node: &Node<'_>, since: &Since) -> Option<TeamMember> {
    reader.object(node, "team.members[]", |o| {
        o.since(since.ids, &["id"]);
        o.allow(&["id"]);
        let member = TeamMember {
            username: o.required_text("username"),
            name: o.text("name"),
            description: o.text("description"),
            role: o.text("role"),
            date_in: o.text("dateIn"),
            date_out: o.text("dateOut"),
            replaced_by_username: o.text("replacedByUsername"),
            span: o.span,
        };
        o.texts("tags");
        extras(o, since);
        member
    })
}

/// `authoritativeDefinitions` and `customProperties` of parts on which no page shows them;
/// their faults are still reported.
fn extras(object: &Object<'_, '_, '_>, since: &Since) {
    authoritative_definitions(object, since);
    custom_properties(object, since);
}

/// `synonyms`.
pub(super) fn synonyms(object: &Object<'_, '_, '_>, since: &Since) -> Vec<Synonym> {
    object.since(since.vendor, &["synonyms"]);
    object.objects("synonyms", "synonyms[]", |o| {
        o.allow(&["id", "locale", "source", "status"]);
        let synonym = Synonym {
            synonym: o.required_text("synonym"),
            description: o.text("description"),
        };
        custom_properties(o, since);
        synonym
    })
}

/// `context`: a text, or an object with instructions, statements and constraints.
pub(super) fn context(object: &Object<'_, '_, '_>, since: &Since) -> Option<Context> {
    object.since(since.vendor, &["context"]);
    let node = object.node("context")?;
    if let Value::Scalar(_) = node.value {
        return Some(Context {
            instructions: object.reader.text(node, "context"),
            ..Context::default()
        });
    }
    object.reader.object(node, "context", |o| Context {
        instructions: o.text("instructions"),
        verified_statements: o.objects("verifiedStatements", "context.verifiedStatements[]", |o| {
            o.allow(&["id", "authoritativeDefinitions", "tags", "customProperties"]);
            VerifiedStatement {
                question: o.required_text("question"),
                answer: o.text("answer"),
            }
        }),
        constraints: o.objects("constraints", "context.constraints[]", |o| {
            o.allow(&["id", "authoritativeDefinitions", "tags", "customProperties"]);
            Constraint {
                constraint: o.required_text("constraint"),
            }
        }),
    })
}
