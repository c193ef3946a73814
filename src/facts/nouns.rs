//! The maps of manifests and their keys: one table for what may be asked and what is answered.

use super::{About, Fact, Key, Of};
use crate::diag::Span;
use crate::model::{Any, Flag, Operator};
use crate::model::{
    AuthoritativeDefinition, Constraint, Context, CustomProperty, DataContract, DataProduct,
    Description, EnumValue, InputContract, InputPort, ManagementPort, OutputPort, Price, Quality,
    Relationship, Role, Sbom, SchemaObject, SchemaProperty, Server, SlaProperty, SupportItem,
    Synonym, Team, TeamMember, Text, VerifiedStatement,
};

macro_rules! nouns {
    ($($(#[$doc:meta])* $name:ident($noun:ty) as $n:ident, $title:literal {
        $($key:literal: $of:expr => $value:expr;)*
    })*) => {
        /// A map of a manifest, with the keys of its standard.
        #[derive(Clone, Copy, Debug)]
        pub enum Noun<'m> {
            $($(#[$doc])* $name(&'m $noun),)*
        }

        /// What a map is about: which keys it may have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// The keys that such a map may have, in the order in which they are told.
            pub fn keys(self) -> &'static [Key] {
                match self {
                    $(Kind::$name => {
                        const KEYS: &[Key] = &[$(Key { name: $key, of: $of }),*];
                        KEYS
                    })*
                }
            }

            /// What such a map is, in words.
            pub fn title(self) -> &'static str {
                match self {
                    $(Kind::$name => $title,)*
                }
            }
        }

        impl<'m> Noun<'m> {
            /// What it is about.
            pub fn kind(self) -> Kind {
                match self {
                    $(Noun::$name(_) => Kind::$name,)*
                }
            }

            /// What stands at a key; `None` for a key that no such map has.
            pub fn get(self, key: &str) -> Option<Fact<'m>> {
                match self {
                    $(Noun::$name($n) => Some(match key {
                        $($key => $value,)*
                        key => return open(self, key),
                    }),)*
                }
            }
        }
    };
}

nouns! {
    /// The product as the mesh knows it: `product` in the rules of an organisation.
    About(About<'m>) as n, "the product" {
        "id": Of::Text => Fact::Text(&n.product.id, None);
        "name": Of::Text => Fact::Text(&n.product.name, None);
        "domain": Of::Text => named(n.domain());
        "owner": Of::Text => named(n.owner());
        "status": Of::Text => n.either("status");
        "version": Of::Text => n.either("version");
        "type": Of::Text => n.of_manifest("type");
        "tags": Of::Texts => n.either("tags");
        "description": Of::One(Kind::Description) => n.either("description");
        "customProperties": Of::Many(Kind::CustomProperty) => n.either("customProperties");
        "team": Of::One(Kind::Team) => n.either("team");
        "support": Of::Many(Kind::Support) => n.either("support");
        "inputPorts": Of::Many(Kind::InputPort) => n.of_manifest("inputPorts");
        "outputPorts": Of::Many(Kind::OutputPort) => n.of_manifest("outputPorts");
        "hasManifest": Of::Flag => Fact::Flag(n.product.manifest.is_some());
        "upstream": Of::Texts => n.ids(&n.product.upstream);
        "downstream": Of::Texts => n.ids(&n.product.downstream);
    }
    /// A data product (ODPS).
    Product(DataProduct) as n, "a data product" {
        "id": Of::Text => text(&n.id);
        "name": Of::Text => text(&n.name);
        "version": Of::Text => text(&n.version);
        "status": Of::Text => text(&n.status);
        "domain": Of::Text => text(&n.domain);
        "tenant": Of::Text => text(&n.tenant);
        "type": Of::Text => text(&n.kind);
        "deprecated": Of::Flag => flag(&n.deprecated);
        "description": Of::One(Kind::Description) => one(&n.description, Noun::Description);
        "tags": Of::Texts => texts(&n.tags);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
        "synonyms": Of::Many(Kind::Synonym) => many(&n.synonyms, Noun::Synonym);
        "context": Of::One(Kind::Context) => one(&n.context, Noun::Context);
        "inputPorts": Of::Many(Kind::InputPort) => many(&n.input_ports, Noun::InputPort);
        "outputPorts": Of::Many(Kind::OutputPort) => many(&n.output_ports, Noun::OutputPort);
        "managementPorts": Of::Many(Kind::ManagementPort) => many(&n.management_ports, Noun::ManagementPort);
        "support": Of::Many(Kind::Support) => many(&n.support, Noun::Support);
        "team": Of::One(Kind::Team) => one(&n.team, Noun::Team);
        "productCreatedTs": Of::Text => text(&n.product_created_ts);
    }
    /// A data contract (ODCS).
    Contract(DataContract) as n, "a data contract" {
        "id": Of::Text => text(&n.id);
        "version": Of::Text => text(&n.version);
        "status": Of::Text => text(&n.status);
        "name": Of::Text => text(&n.name);
        "tenant": Of::Text => text(&n.tenant);
        "domain": Of::Text => text(&n.domain);
        "dataProduct": Of::Text => text(&n.data_product);
        "tags": Of::Texts => texts(&n.tags);
        "description": Of::One(Kind::Description) => one(&n.description, Noun::Description);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
        "contractCreatedTs": Of::Text => text(&n.contract_created_ts);
        "servers": Of::Many(Kind::Server) => many(&n.servers, Noun::Server);
        "schema": Of::Many(Kind::Object) => many(&n.schema, Noun::Object);
        "support": Of::Many(Kind::Support) => many(&n.support, Noun::Support);
        "price": Of::One(Kind::Price) => one(&n.price, Noun::Price);
        "team": Of::One(Kind::Team) => one(&n.team, Noun::Team);
        "roles": Of::Many(Kind::Role) => many(&n.roles, Noun::Role);
        "slaDefaultElement": Of::Text => text(&n.sla_default_element);
        "slaProperties": Of::Many(Kind::SlaProperty) => many(&n.sla_properties, Noun::SlaProperty);
        "context": Of::One(Kind::Context) => one(&n.context, Noun::Context);
    }
    /// One of `schema`.
    Object(SchemaObject) as n, "a schema object" {
        "id": Of::Text => text(&n.id);
        "name": Of::Text => text(&n.name);
        "logicalType": Of::Text => text(&n.logical_type);
        "physicalName": Of::Text => text(&n.physical_name);
        "physicalType": Of::Text => text(&n.physical_type);
        "businessName": Of::Text => text(&n.business_name);
        "description": Of::Text => text(&n.description);
        "dataGranularityDescription": Of::Text => text(&n.data_granularity_description);
        "properties": Of::Many(Kind::Property) => many(&n.properties, Noun::Property);
        "relationships": Of::Many(Kind::Relationship) => many(&n.relationships, Noun::Relationship);
        "quality": Of::Many(Kind::Quality) => many(&n.quality, Noun::Quality);
        "tags": Of::Texts => texts(&n.tags);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
        "synonyms": Of::Many(Kind::Synonym) => many(&n.synonyms, Noun::Synonym);
        "deprecated": Of::Flag => flag(&n.deprecated);
        "context": Of::One(Kind::Context) => n.context.as_deref().map_or(Fact::Absent, |c| Fact::One(Noun::Context(c)));
    }
    /// One of `properties`.
    Property(SchemaProperty) as n, "a schema property" {
        "id": Of::Text => detail(n, |d| text(&d.id));
        "name": Of::Text => text(&n.name);
        "logicalType": Of::Text => match &n.logical_type {
            Some(kind) => Fact::Text(kind.value.name(), Some(kind.span)),
            None => detail(n, |d| text(&d.other_logical_type)),
        };
        "logicalTypeOptions": Of::Any => detail(n, |d| match d.logical_type_options.is_empty() {
            true => Fact::Absent,
            false => Fact::Options(&d.logical_type_options),
        });
        "physicalName": Of::Text => detail(n, |d| text(&d.physical_name));
        "physicalType": Of::Text => text(&n.physical_type);
        "businessName": Of::Text => text(&n.business_name);
        "description": Of::Text => text(&n.description);
        "classification": Of::Text => text(&n.classification);
        "required": Of::Flag => flag(&n.required);
        "unique": Of::Flag => flag(&n.unique);
        "primaryKey": Of::Flag => flag(&n.primary_key);
        "primaryKeyPosition": Of::Number => detail(n, |d| number(&d.primary_key_position));
        "partitioned": Of::Flag => detail(n, |d| flag(&d.partitioned));
        "partitionKeyPosition": Of::Number => detail(n, |d| number(&d.partition_key_position));
        "encryptedName": Of::Text => detail(n, |d| text(&d.encrypted_name));
        "transformSourceObjects": Of::Texts => detail(n, |d| texts(&d.transform_source_objects));
        "transformLogic": Of::Text => detail(n, |d| text(&d.transform_logic));
        "transformDescription": Of::Text => detail(n, |d| text(&d.transform_description));
        "examples": Of::Anys => detail(n, |d| anys(&d.examples));
        "criticalDataElement": Of::Flag => detail(n, |d| flag(&d.critical_data_element));
        "relationships": Of::Many(Kind::Relationship) => detail(n, |d| many(&d.relationships, Noun::Relationship));
        "quality": Of::Many(Kind::Quality) => many(&n.quality, Noun::Quality);
        "tags": Of::Texts => detail(n, |d| texts(&d.tags));
        "authoritativeDefinitions": Of::Many(Kind::Definition) => detail(n, |d| many(&d.authoritative_definitions, Noun::Definition));
        "customProperties": Of::Many(Kind::CustomProperty) => detail(n, |d| many(&d.custom_properties, Noun::CustomProperty));
        "enum": Of::Many(Kind::EnumValue) => detail(n, |d| many(&d.enum_values, Noun::EnumValue));
        "semanticType": Of::Text => detail(n, |d| text(&d.semantic_type));
        "synonyms": Of::Many(Kind::Synonym) => detail(n, |d| many(&d.synonyms, Noun::Synonym));
        "deprecated": Of::Flag => detail(n, |d| flag(&d.deprecated));
        "properties": Of::Many(Kind::Property) => many(&n.properties, Noun::Property);
    }
    /// One of `quality`.
    Quality(Quality) as n, "a quality rule" {
        "id": Of::Text => text(&n.id);
        "name": Of::Text => text(&n.name);
        "description": Of::Text => text(&n.description);
        "type": Of::Text => Fact::Text(n.kind.name(), None);
        "metric": Of::Text => text(&n.metric);
        "arguments": Of::Any => any(&n.arguments);
        "query": Of::Text => text(&n.query);
        "engine": Of::Text => text(&n.engine);
        "implementation": Of::Any => any(&n.implementation);
        "dimension": Of::Text => text(&n.dimension);
        "severity": Of::Text => text(&n.severity);
        "businessImpact": Of::Text => text(&n.business_impact);
        "method": Of::Text => text(&n.method);
        "unit": Of::Text => text(&n.unit);
        "scheduler": Of::Text => text(&n.scheduler);
        "schedule": Of::Text => text(&n.schedule);
        "mustBe": Of::Any => bound(n, Operator::Be);
        "mustNotBe": Of::Any => bound(n, Operator::NotBe);
        "mustBeGreaterThan": Of::Any => bound(n, Operator::GreaterThan);
        "mustBeGreaterOrEqualTo": Of::Any => bound(n, Operator::GreaterOrEqualTo);
        "mustBeLessThan": Of::Any => bound(n, Operator::LessThan);
        "mustBeLessOrEqualTo": Of::Any => bound(n, Operator::LessOrEqualTo);
        "mustBeBetween": Of::Any => bound(n, Operator::Between);
        "mustNotBeBetween": Of::Any => bound(n, Operator::NotBetween);
    }
    /// One of `slaProperties`.
    SlaProperty(SlaProperty) as n, "a service level" {
        "property": Of::Text => text(&n.property);
        "value": Of::Number => number(&n.value);
        "valueExt": Of::Number => number(&n.value_ext);
        "unit": Of::Text => text(&n.unit);
        "element": Of::Text => text(&n.element);
        "driver": Of::Text => text(&n.driver);
        "description": Of::Text => text(&n.description);
        "scheduler": Of::Text => text(&n.scheduler);
        "schedule": Of::Text => text(&n.schedule);
    }
    /// One of `servers`; the keys of its type are there as well.
    Server(Server) as n, "a server" {
        "server": Of::Text => text(&n.server);
        "type": Of::Text => text(&n.kind);
        "description": Of::Text => text(&n.description);
        "environment": Of::Text => text(&n.environment);
    }
    /// One of `roles`.
    Role(Role) as n, "a role" {
        "role": Of::Text => text(&n.role);
        "description": Of::Text => text(&n.description);
        "access": Of::Text => text(&n.access);
        "firstLevelApprovers": Of::Text => text(&n.first_level_approvers);
        "secondLevelApprovers": Of::Text => text(&n.second_level_approvers);
    }
    /// `price`.
    Price(Price) as n, "a price" {
        "priceAmount": Of::Number => number(&n.price_amount);
        "priceCurrency": Of::Text => text(&n.price_currency);
        "priceUnit": Of::Text => text(&n.price_unit);
    }
    /// `team`.
    Team(Team) as n, "a team" {
        "name": Of::Text => text(&n.name);
        "description": Of::Text => text(&n.description);
        "members": Of::Many(Kind::Member) => many(&n.members, Noun::Member);
    }
    /// One of `team.members`.
    Member(TeamMember) as n, "a member of a team" {
        "username": Of::Text => text(&n.username);
        "name": Of::Text => text(&n.name);
        "description": Of::Text => text(&n.description);
        "role": Of::Text => text(&n.role);
        "dateIn": Of::Text => text(&n.date_in);
        "dateOut": Of::Text => text(&n.date_out);
        "replacedByUsername": Of::Text => text(&n.replaced_by_username);
    }
    /// One of `support`.
    Support(SupportItem) as n, "a support channel" {
        "channel": Of::Text => text(&n.channel);
        "url": Of::Text => text(&n.url);
        "description": Of::Text => text(&n.description);
        "tool": Of::Text => text(&n.tool);
        "scope": Of::Text => text(&n.scope);
        "invitationUrl": Of::Text => text(&n.invitation_url);
    }
    /// `description` of a product or contract.
    Description(Description) as n, "a description" {
        "purpose": Of::Text => text(&n.purpose);
        "usage": Of::Text => text(&n.usage);
        "limitations": Of::Text => text(&n.limitations);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
    }
    /// One of `authoritativeDefinitions`.
    Definition(AuthoritativeDefinition) as n, "an authoritative definition" {
        "id": Of::Text => text(&n.id);
        "url": Of::Text => text(&n.url);
        "type": Of::Text => text(&n.kind);
        "description": Of::Text => text(&n.description);
    }
    /// One of `customProperties`.
    CustomProperty(CustomProperty) as n, "a custom property" {
        "property": Of::Text => text(&n.property);
        "value": Of::Any => any(&n.value);
        "description": Of::Text => text(&n.description);
    }
    /// One of `relationships`.
    Relationship(Relationship) as n, "a relationship" {
        "type": Of::Text => text(&n.kind);
        "from": Of::Texts => texts(&n.from);
        "to": Of::Texts => texts(&n.to);
    }
    /// One of `enum`.
    EnumValue(EnumValue) as n, "a value of an enum" {
        "value": Of::Any => any(&n.value);
        "label": Of::Text => text(&n.label);
        "description": Of::Text => text(&n.description);
    }
    /// One of `synonyms`.
    Synonym(Synonym) as n, "a synonym" {
        "synonym": Of::Text => text(&n.synonym);
        "description": Of::Text => text(&n.description);
    }
    /// `context`.
    Context(Context) as n, "a context" {
        "instructions": Of::Text => text(&n.instructions);
        "verifiedStatements": Of::Many(Kind::Statement) => many(&n.verified_statements, Noun::Statement);
        "constraints": Of::Many(Kind::Constraint) => many(&n.constraints, Noun::Constraint);
    }
    /// One of `context.verifiedStatements`.
    Statement(VerifiedStatement) as n, "a verified statement" {
        "question": Of::Text => text(&n.question);
        "answer": Of::Text => text(&n.answer);
    }
    /// One of `context.constraints`.
    Constraint(Constraint) as n, "a constraint" {
        "constraint": Of::Text => text(&n.constraint);
    }
    /// One of `inputPorts`.
    InputPort(InputPort) as n, "an input port" {
        "name": Of::Text => text(&n.name);
        "version": Of::Text => text(&n.version);
        "contractId": Of::Text => text(&n.contract_id);
        "deprecated": Of::Flag => flag(&n.deprecated);
        "tags": Of::Texts => texts(&n.tags);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
    }
    /// One of `outputPorts`.
    OutputPort(OutputPort) as n, "an output port" {
        "name": Of::Text => text(&n.name);
        "version": Of::Text => text(&n.version);
        "description": Of::Text => text(&n.description);
        "type": Of::Text => text(&n.kind);
        "contractId": Of::Text => text(&n.contract_id);
        "sbom": Of::Many(Kind::Sbom) => many(&n.sbom, Noun::Sbom);
        "inputContracts": Of::Many(Kind::InputContract) => many(&n.input_contracts, Noun::InputContract);
        "deprecated": Of::Flag => flag(&n.deprecated);
        "tags": Of::Texts => texts(&n.tags);
        "customProperties": Of::Many(Kind::CustomProperty) => many(&n.custom_properties, Noun::CustomProperty);
        "authoritativeDefinitions": Of::Many(Kind::Definition) => many(&n.authoritative_definitions, Noun::Definition);
        "synonyms": Of::Many(Kind::Synonym) => many(&n.synonyms, Noun::Synonym);
        "context": Of::One(Kind::Context) => one(&n.context, Noun::Context);
    }
    /// One of `managementPorts`.
    ManagementPort(ManagementPort) as n, "a management port" {
        "name": Of::Text => text(&n.name);
        "content": Of::Text => text(&n.content);
        "type": Of::Text => text(&n.kind);
        "url": Of::Text => text(&n.url);
        "channel": Of::Text => text(&n.channel);
        "description": Of::Text => text(&n.description);
    }
    /// One of `outputPorts[].inputContracts`.
    InputContract(InputContract) as n, "an input contract" {
        "id": Of::Text => text(&n.id);
        "version": Of::Text => text(&n.version);
    }
    /// One of `outputPorts[].sbom`.
    Sbom(Sbom) as n, "a bill of materials" {
        "type": Of::Text => text(&n.kind);
        "url": Of::Text => text(&n.url);
    }
}

impl Kind {
    /// What stands at a key; `None` for a key that no such map has.
    pub fn key(self, name: &str) -> Option<Of> {
        let known = self.keys().iter().find(|key| key.name == name);
        match known {
            Some(key) => Some(key.of),
            None if self == Kind::Server => Some(Of::Number),
            None => None,
        }
    }
}

impl<'m> Noun<'m> {
    /// Where it stands; `None` for the maps of which only the parts have places.
    pub fn span(self) -> Option<Span> {
        match self {
            Noun::About(n) => Some(n.product.span),
            Noun::Product(n) => Some(n.span),
            Noun::Contract(n) => Some(n.span),
            Noun::Object(n) => Some(n.span),
            Noun::Property(n) => Some(n.span),
            Noun::Quality(n) => Some(n.span),
            Noun::SlaProperty(n) => Some(n.span),
            Noun::Server(n) => Some(n.span),
            Noun::Role(n) => Some(n.span),
            Noun::Team(n) => Some(n.span),
            Noun::Member(n) => Some(n.span),
            Noun::Support(n) => Some(n.span),
            Noun::CustomProperty(n) => Some(n.span),
            Noun::Relationship(n) => Some(n.span),
            Noun::InputPort(n) => Some(n.span),
            Noun::OutputPort(n) => Some(n.span),
            Noun::InputContract(n) => Some(n.span),
            Noun::Price(_)
            | Noun::Description(_)
            | Noun::Definition(_)
            | Noun::EnumValue(_)
            | Noun::Synonym(_)
            | Noun::Context(_)
            | Noun::Statement(_)
            | Noun::Constraint(_)
            | Noun::ManagementPort(_)
            | Noun::Sbom(_) => None,
        }
    }
}

/// The keys of a server's type.
fn open<'m>(noun: Noun<'m>, key: &str) -> Option<Fact<'m>> {
    let Noun::Server(server) = noun else {
        return None;
    };
    let mut fields = server.fields.iter();
    let field = fields.find(|field| &*field.key.value == key);
    Some(field.map_or(Fact::Absent, |field| {
        Fact::Scalar(&field.value.value, Some(field.value.span))
    }))
}

fn named(name: &str) -> Fact<'_> {
    match name {
        "" => Fact::Absent,
        name => Fact::Text(name, None),
    }
}

fn text(text: &Option<Text>) -> Fact<'_> {
    text.as_ref().map_or(Fact::Absent, |text| {
        Fact::Text(&text.value, Some(text.span))
    })
}

fn number(text: &Option<Text>) -> Fact<'_> {
    text.as_ref().map_or(Fact::Absent, |text| {
        Fact::Scalar(&text.value, Some(text.span))
    })
}

fn flag<'m>(flag: &Option<Flag>) -> Fact<'m> {
    flag.as_ref()
        .map_or(Fact::Absent, |flag| Fact::Flag(flag.value))
}

fn any(any: &Option<Any>) -> Fact<'_> {
    any.as_ref().map_or(Fact::Absent, Fact::Any)
}

fn texts(texts: &[Text]) -> Fact<'_> {
    match texts {
        [] => Fact::Absent,
        texts => Fact::Texts(texts),
    }
}

fn anys(anys: &[Any]) -> Fact<'_> {
    match anys {
        [] => Fact::Absent,
        anys => Fact::Anys(anys),
    }
}

fn one<'m, T>(one: &'m Option<T>, noun: fn(&'m T) -> Noun<'m>) -> Fact<'m> {
    one.as_ref()
        .map_or(Fact::Absent, |one| Fact::One(noun(one)))
}

fn many<'m, T>(many: &'m [T], noun: fn(&'m T) -> Noun<'m>) -> Fact<'m> {
    match many {
        [] => Fact::Absent,
        many => Fact::Many(many.iter().map(noun).collect()),
    }
}

fn detail<'m>(
    property: &'m SchemaProperty,
    fact: impl FnOnce(&'m crate::model::PropertyDetails) -> Fact<'m>,
) -> Fact<'m> {
    property.details().map_or(Fact::Absent, fact)
}

fn bound(quality: &Quality, operator: Operator) -> Fact<'_> {
    let mut thresholds = quality.thresholds.iter();
    let threshold = thresholds.find(|threshold| threshold.operator == operator);
    threshold.map_or(Fact::Absent, Fact::Bound)
}
