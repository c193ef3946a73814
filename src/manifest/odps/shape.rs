//! What ODPS says of a data product: its fields over the versions.

use super::{V0_9, V1_0, V1_1};
use crate::manifest::shape::Form::{Any, Flag, Like, List, Map, Maps, OneOf, Since, Text};
use crate::manifest::shape::{DATE, DATE_TIME, Field, Form, Shape, URI, field, hint};

/// A data product.
pub(super) static PRODUCT: Shape = Shape::new(
    "the data product",
    &[
        field("apiVersion", Any),
        field("kind", OneOf(&["DataProduct"])).required(),
        field("id", Text).required(),
        field("name", Text),
        field("version", Text),
        field("status", Text).required().required_until(V1_1),
        field("domain", Text),
        field("tenant", Text),
        field("type", Text).since(V1_1),
        DEPRECATED,
        SYNONYMS,
        CONTEXT,
        field("description", Map(&DESCRIPTION)),
        TAGS,
        CUSTOM_PROPERTIES,
        AUTHORITATIVE_DEFINITIONS,
        field("inputPorts", Maps(&INPUT_PORT)),
        field("outputPorts", Maps(&OUTPUT_PORT)),
        field("managementPorts", Maps(&MANAGEMENT_PORT)),
        field("support", Maps(&SUPPORT)),
        field("team", Since(&[(V0_9, MEMBERS), (V1_0, Map(&TEAM))])),
        field("productCreatedTs", Like(&DATE_TIME)),
    ],
)
.hints(&[hint("owner", "write the owner as `name:` below `team:`")]);

const ID: Field = field("id", Text).since(V1_1);
const TAGS: Field = field("tags", List(&Text));
const DEPRECATED: Field = field("deprecated", Flag).since(V1_1);

const CUSTOM_PROPERTIES: Field = field("customProperties", Maps(&CUSTOM_PROPERTY));

static CUSTOM_PROPERTY: Shape = Shape::new(
    "customProperties[]",
    &[
        ID,
        field("property", Text).required(),
        field("value", Any).required(),
        field("description", Text),
        field("vendor", Text).since(V1_1),
    ],
);

const AUTHORITATIVE_DEFINITIONS: Field =
    field("authoritativeDefinitions", Maps(&AUTHORITATIVE_DEFINITION));

static AUTHORITATIVE_DEFINITION: Shape = Shape::new(
    "authoritativeDefinitions[]",
    &[
        ID,
        field("type", Since(&[(V0_9, OneOf(FIRST_TYPES)), (V1_0, Text)])).required(),
        field("url", Like(&URI)).required(),
        field("description", Text),
    ],
);

/// The types of authoritative definitions before they were free.
const FIRST_TYPES: &[&str] = &[
    "businessDefinition",
    "transformationImplementation",
    "videoTutorial",
    "tutorial",
    "implementation",
];

static DESCRIPTION: Shape = Shape::new(
    "description",
    &[
        field("purpose", Text),
        field("limitations", Text),
        field("usage", Text),
        AUTHORITATIVE_DEFINITIONS,
        CUSTOM_PROPERTIES,
    ],
)
.bare_text("purpose");

const SYNONYMS: Field = field("synonyms", Maps(&SYNONYM)).since(V1_1);

static SYNONYM: Shape = Shape::new(
    "synonyms[]",
    &[
        field("id", Text),
        field("synonym", Text).required(),
        field("description", Text),
        field("locale", Text),
        field("source", Text),
        field("status", Text),
        CUSTOM_PROPERTIES,
    ],
);

const CONTEXT: Field = field("context", Map(&CONTEXT_OBJECT)).since(V1_1);

static CONTEXT_OBJECT: Shape = Shape::new(
    "context",
    &[
        field("instructions", Text),
        field("verifiedStatements", Maps(&VERIFIED_STATEMENT)),
        field("constraints", Maps(&CONSTRAINT)),
    ],
)
.bare_text("instructions");

static VERIFIED_STATEMENT: Shape = Shape::new(
    "context.verifiedStatements[]",
    &[
        field("id", Text),
        field("question", Text).required(),
        field("answer", Text),
        AUTHORITATIVE_DEFINITIONS,
        TAGS,
        CUSTOM_PROPERTIES,
    ],
);

static CONSTRAINT: Shape = Shape::new(
    "context.constraints[]",
    &[
        field("id", Text),
        field("constraint", Text).required(),
        AUTHORITATIVE_DEFINITIONS,
        TAGS,
        CUSTOM_PROPERTIES,
    ],
);

static INPUT_PORT: Shape = Shape::new(
    "inputPorts[]",
    &[
        ID,
        field("name", Text).required(),
        field("version", Text).required().required_until(V1_1),
        field("contractId", Text).required().required_until(V1_1),
        DEPRECATED,
        TAGS.since(V1_0),
        CUSTOM_PROPERTIES.since(V1_0),
        AUTHORITATIVE_DEFINITIONS.since(V1_0),
    ],
);

static OUTPUT_PORT: Shape = Shape::new(
    "outputPorts[]",
    &[
        ID,
        field("name", Text).required(),
        field("description", Text),
        field("type", Text),
        field("version", Text).required().required_until(V1_1),
        field("contractId", Text),
        field("sbom", Maps(&SBOM)),
        field("inputContracts", Maps(&INPUT_CONTRACT)),
        DEPRECATED,
        SYNONYMS,
        TAGS.since(V1_0),
        CUSTOM_PROPERTIES.since(V1_0),
        AUTHORITATIVE_DEFINITIONS.since(V1_0),
        CONTEXT,
    ],
);

static SBOM: Shape = Shape::new(
    "outputPorts[].sbom[]",
    &[
        ID,
        field("type", Text),
        field("url", Like(&URI)).required().required_until(V1_1),
        TAGS.since(V1_1),
        CUSTOM_PROPERTIES.since(V1_1),
        AUTHORITATIVE_DEFINITIONS.since(V1_1),
    ],
);

static INPUT_CONTRACT: Shape = Shape::new(
    "outputPorts[].inputContracts[]",
    &[
        field("id", Text).required(),
        field("version", Text).required(),
    ],
);

static MANAGEMENT_PORT: Shape = Shape::new(
    "managementPorts[]",
    &[
        ID,
        field("name", Text).required(),
        field("content", Text).required(),
        field("type", Text),
        field("url", Like(&URI)),
        field("channel", Text),
        field("description", Text),
        DEPRECATED,
        TAGS,
        CUSTOM_PROPERTIES,
        AUTHORITATIVE_DEFINITIONS,
    ],
);

static SUPPORT: Shape = Shape::new(
    "support[]",
    &[
        ID,
        field("channel", Text).required(),
        field("url", Like(&URI)).required(),
        field("description", Text),
        field("tool", Text),
        field("scope", Text),
        field("invitationUrl", Like(&URI)),
        TAGS,
        CUSTOM_PROPERTIES,
        AUTHORITATIVE_DEFINITIONS,
    ],
);

const MEMBERS: Form = Maps(&TEAM_MEMBER);

static TEAM_MEMBER: Shape = Shape::new(
    "team.members[]",
    &[
        ID,
        field("username", Text).required_since(V1_0),
        field("name", Text),
        field("description", Text),
        field("role", Text),
        field("dateIn", Like(&DATE)),
        field("dateOut", Like(&DATE)),
        field("replacedByUsername", Text),
        TAGS,
        CUSTOM_PROPERTIES,
        AUTHORITATIVE_DEFINITIONS,
    ],
);

static TEAM: Shape = Shape::new(
    "team",
    &[
        field("name", Text),
        field("description", Text),
        field("members", MEMBERS),
        TAGS,
        CUSTOM_PROPERTIES,
        AUTHORITATIVE_DEFINITIONS,
    ],
)
.bare_text("name")
.bare_list("members");
