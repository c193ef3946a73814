//! The parts that ODCS and ODPS share.

use super::reader::Object;
use crate::document::{Node, Value};
use crate::model::{
    AuthoritativeDefinition, Constraint, Context, CustomProperty, Description, SupportItem,
    Synonym, Team, TeamMember, VerifiedStatement,
};

/// `authoritativeDefinitions`.
pub(super) fn authoritative_definitions(
    object: &Object<'_, '_, '_>,
) -> Vec<AuthoritativeDefinition> {
    object.objects(
        "authoritativeDefinitions",
        "authoritativeDefinitions[]",
        |o| AuthoritativeDefinition {
            id: o.text("id"),
            url: o.text("url"),
            kind: o.text("type"),
            description: o.text("description"),
        },
    )
}

/// `customProperties`.
pub(super) fn custom_properties(object: &Object<'_, '_, '_>) -> Vec<CustomProperty> {
    object.objects("customProperties", "customProperties[]", |o| {
        CustomProperty {
            property: o.text("property"),
            value: o.any("value"),
            description: o.text("description"),
            span: o.span,
        }
    })
}

/// `description`; a bare text is taken as the purpose.
pub(super) fn description(object: &Object<'_, '_, '_>) -> Option<Description> {
    let node = object.node("description")?;
    if let Value::Scalar(_) = node.value {
        return Some(Description {
            purpose: Some(object.reader.text(node, "description")?),
            ..Description::default()
        });
    }
    object.reader.object(node, "description", |o| Description {
        purpose: o.text("purpose"),
        usage: o.text("usage"),
        limitations: o.text("limitations"),
        authoritative_definitions: authoritative_definitions(o),
        custom_properties: custom_properties(o),
    })
}

/// `support`.
pub(super) fn support(object: &Object<'_, '_, '_>) -> Vec<SupportItem> {
    object.objects("support", "support[]", |o| SupportItem {
        channel: o.text("channel"),
        url: o.text("url"),
        description: o.text("description"),
        tool: o.text("tool"),
        scope: o.text("scope"),
        invitation_url: o.text("invitationUrl"),
        span: o.span,
    })
}

/// `team`: an object, or a bare list of members in the older versions.
pub(super) fn team(object: &Object<'_, '_, '_>) -> Option<Team> {
    let node = object.node("team")?;
    if let Value::List(items) = &node.value {
        let members = items.iter().filter_map(|item| member(object, item));
        return Some(Team {
            name: None,
            description: None,
            members: members.collect(),
            span: node.span,
        });
    }
    object.reader.object(node, "team", |o| Team {
        name: o.text("name"),
        description: o.text("description"),
        members: o.list("members", |item| member(object, item)),
        span: o.span,
    })
}

fn member(object: &Object<'_, '_, '_>, node: &Node<'_>) -> Option<TeamMember> {
    object
        .reader
        .object(node, "team.members[]", |o| TeamMember {
            username: o.text("username"),
            name: o.text("name"),
            description: o.text("description"),
            role: o.text("role"),
            date_in: o.text("dateIn"),
            date_out: o.text("dateOut"),
            replaced_by_username: o.text("replacedByUsername"),
            span: o.span,
        })
}

/// `synonyms`.
pub(super) fn synonyms(object: &Object<'_, '_, '_>) -> Vec<Synonym> {
    object.objects("synonyms", "synonyms[]", |o| Synonym {
        synonym: o.text("synonym"),
        description: o.text("description"),
    })
}

/// `context`: a text, or an object with instructions, statements and constraints.
pub(super) fn context(object: &Object<'_, '_, '_>) -> Option<Context> {
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
            VerifiedStatement {
                question: o.text("question"),
                answer: o.text("answer"),
            }
        }),
        constraints: o.objects("constraints", "context.constraints[]", |o| Constraint {
            constraint: o.text("constraint"),
        }),
    })
}
