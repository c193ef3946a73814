//! What ODCS 3 says of a data contract: its fields over the versions.

mod property;
mod quality;
mod server;

use self::property::SCHEMA_OBJECT;
use self::server::SERVER;
pub(super) use self::server::field_of_server;
use super::{V3_0, V3_0_1, V3_0_2, V3_1, V3_2};
use crate::manifest::shape::Form::{
    Any, Either, Like, List, Map, Maps, Number, OneOf, Scalar, Text,
};
use crate::manifest::shape::{
    DATE, DATE_TIME, Field, Form, STABLE_ID, Shape, field, hint, renamed,
};

/// A data contract.
pub(super) static CONTRACT: Shape = Shape::new(
    "the data contract",
    &[
        field("apiVersion", Any),
        field("kind", OneOf(&["DataContract"])).required(),
        field("id", Text).required(),
        field("version", Text).required(),
        field("status", Text).required().required_until(V3_2),
        field("name", Text),
        field("tenant", Text),
        field("domain", Text),
        field("dataProduct", Text),
        TAGS,
        field("description", Map(&DESCRIPTION)),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS).since(V3_0_1),
        CUSTOM_PROPERTIES,
        field("contractCreatedTs", Like(&DATE_TIME)),
        field("servers", Maps(&SERVER)),
        field("schema", Maps(&SCHEMA_OBJECT)),
        field("support", Maps(&SUPPORT)),
        field("price", Map(&PRICE)),
        field("team", TEAM),
        field("roles", ROLES),
        field("slaDefaultElement", Text),
        field("slaProperties", Maps(&SLA_PROPERTY)),
        CONTEXT,
    ],
)
.hints(&[
    hint("owner", "write the owner as `name:` below `team:`"),
    renamed("uuid", "id"),
    renamed("dataset", "schema"),
    renamed("datasetDomain", "domain"),
    renamed("quantumName", "dataProduct"),
    renamed("stakeholders", "team"),
    renamed("slaDefaultColumn", "slaDefaultElement"),
]);

const ID: Field = field("id", Like(&STABLE_ID)).since(V3_1);

const TAGS: Field = field("tags", List(&Text));

const AUTHORITATIVE_DEFINITIONS: Form = Maps(&AUTHORITATIVE_DEFINITION);

static AUTHORITATIVE_DEFINITION: Shape = Shape::new(
    "authoritativeDefinitions[]",
    &[
        ID,
        field("url", Text).required(),
        field("type", Text).required(),
        field("description", Text).since(V3_1),
    ],
)
.closed_since(V3_1);

const CUSTOM_PROPERTIES: Field = field("customProperties", Maps(&CUSTOM_PROPERTY));

static CUSTOM_PROPERTY: Shape = Shape::new(
    "customProperties[]",
    &[
        ID,
        field("property", Text).required_since(V3_1),
        field("value", Any).required_since(V3_1),
        field("description", Text).since(V3_1),
        field("vendor", Text).since(V3_2),
    ],
)
.closed_since(V3_1);

static DESCRIPTION: Shape = Shape::new(
    "description",
    &[
        field("purpose", Text),
        field("usage", Text),
        field("limitations", Text),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS).since(V3_0_1),
        CUSTOM_PROPERTIES.since(V3_0_1),
    ],
)
.open()
.bare_text("purpose");

static SUPPORT: Shape = Shape::new(
    "support[]",
    &[
        ID,
        field("channel", Text).required(),
        field("url", Text).required().required_until(V3_1),
        field("description", Text),
        field("tool", Text),
        field("scope", Text),
        field("invitationUrl", Text),
        CUSTOM_PROPERTIES.since(V3_1),
    ],
)
.closed_since(V3_1);

static PRICE: Shape = Shape::new(
    "price",
    &[
        ID,
        field("priceAmount", Number),
        field("priceCurrency", Text),
        field("priceUnit", Text),
    ],
)
.closed_since(V3_1);

const TEAM: Form = Form::Since(&[
    (V3_0, MEMBERS),
    (V3_1, Either(&[Map(&TEAM_OBJECT), MEMBERS])),
]);

static TEAM_OBJECT: Shape = Shape::new(
    "team",
    &[
        ID,
        field("name", Text),
        field("description", Text),
        field("members", MEMBERS),
        TAGS,
        CUSTOM_PROPERTIES,
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
    ],
)
.bare_text("name");

const MEMBERS: Form = Maps(&TEAM_MEMBER);

static TEAM_MEMBER: Shape = Shape::new(
    "team.members[]",
    &[
        ID,
        field("username", Text).required_since(V3_1),
        field("name", Text).since(V3_0_2),
        field("description", Text).since(V3_0_2),
        field("role", Text),
        field("dateIn", Like(&DATE)),
        field("dateOut", Like(&DATE)),
        field("replacedByUsername", Text),
        TAGS.since(V3_1),
        CUSTOM_PROPERTIES.since(V3_1),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS).since(V3_1),
    ],
)
.closed_since(V3_1);

const ROLES: Form = Maps(&ROLE);

static ROLE: Shape = Shape::new(
    "roles[]",
    &[
        ID,
        field("role", Text).required(),
        field("description", Text),
        field("access", Text),
        field("firstLevelApprovers", Text),
        field("secondLevelApprovers", Text),
        CUSTOM_PROPERTIES.since(V3_0_1),
    ],
)
.closed_since(V3_1);

static SLA_PROPERTY: Shape = Shape::new(
    "slaProperties[]",
    &[
        ID,
        field("property", Text).required(),
        field("value", Scalar).required(),
        field("valueExt", Scalar),
        field("unit", Text),
        field("element", Text),
        field("driver", Text),
        field("description", Text).since(V3_1),
        field("scheduler", Text).since(V3_1),
        field("schedule", Text).since(V3_1),
        CUSTOM_PROPERTIES.since(V3_2),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS).since(V3_2),
    ],
)
.closed_since(V3_1)
.hints(&[renamed("column", "element")]);

const SYNONYMS: Field = field("synonyms", Maps(&SYNONYM)).since(V3_2);

static SYNONYM: Shape = Shape::new(
    "synonyms[]",
    &[
        ID,
        field("synonym", Text).required(),
        field("description", Text),
        field("locale", Text),
        field("source", Text),
        field("status", Text),
        CUSTOM_PROPERTIES,
    ],
);

const CONTEXT: Field = field("context", TEXT_OR_CONTEXT).since(V3_2);

const TEXT_OR_CONTEXT: Form = Either(&[Text, Map(&CONTEXT_OBJECT)]);

static CONTEXT_OBJECT: Shape = Shape::new(
    "context",
    &[
        field("instructions", Text),
        field("verifiedStatements", Maps(&VERIFIED_STATEMENT)),
        field("constraints", Maps(&CONSTRAINT)),
    ],
);

static VERIFIED_STATEMENT: Shape = Shape::new(
    "context.verifiedStatements[]",
    &[
        field("id", Text),
        field("question", Text).required(),
        field("answer", Text),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
        TAGS,
        CUSTOM_PROPERTIES,
    ],
);

static CONSTRAINT: Shape = Shape::new(
    "context.constraints[]",
    &[
        field("id", Text),
        field("constraint", Text).required(),
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
        TAGS,
        CUSTOM_PROPERTIES,
    ],
);
