//! Older standards, field by field: what a manifest says, where it says it, and what of it
//! becomes of the data contract. A field that were read no longer would be missing in the list
//! beside the fixture.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use meshbook::diag::{Files, Span, Subject, SubjectKind};
use meshbook::manifest::{self, Noun};
use meshbook::model::{
    Any, AuthoritativeDefinition, CustomProperty, DataContract, PropertyDetails, Quality,
    SchemaObject, SchemaProperty, Spanned,
};

/// The lines of a list: each value with its path and line.
struct List<'f> {
    files: &'f Files,
    lines: Vec<String>,
}

impl List<'_> {
    fn add(&mut self, path: &str, value: impl Display, span: Span) {
        let line = self.files.place(span).line;
        self.lines.push(format!("{line}: {path} = {value}"));
    }

    fn one<T: Display>(&mut self, path: &str, value: Option<&Spanned<T>>) {
        if let Some(value) = value {
            self.add(path, &value.value, value.span);
        }
    }

    fn all<T: Display>(&mut self, path: &str, values: &[Spanned<T>]) {
        values.iter().for_each(|value| self.one(path, Some(value)));
    }

    fn any(&mut self, path: &str, value: Option<&Any>, span: Span) {
        if let Some(value) = value {
            self.add(path, value.to_string().trim(), span);
        }
    }

    fn definitions(&mut self, path: &str, definitions: &[AuthoritativeDefinition]) {
        for definition in definitions {
            self.one(&format!("{path}.url"), definition.url.as_ref());
            self.one(&format!("{path}.type"), definition.kind.as_ref());
            self.one(
                &format!("{path}.description"),
                definition.description.as_ref(),
            );
        }
    }

    fn custom(&mut self, path: &str, properties: &[CustomProperty]) {
        for property in properties {
            let name = property.property.as_ref().map_or("", |name| &name.value);
            self.any(
                &format!("{path}[{name}]"),
                property.value.as_ref(),
                property.span,
            );
        }
    }

    fn contract(&mut self, contract: &DataContract) {
        self.one("apiVersion", contract.api_version.as_ref());
        self.one("id", contract.id.as_ref());
        self.one("version", contract.version.as_ref());
        self.one("status", contract.status.as_ref());
        self.one("name", contract.name.as_ref());
        self.one("tenant", contract.tenant.as_ref());
        self.one("domain", contract.domain.as_ref());
        self.one("dataProduct", contract.data_product.as_ref());
        self.all("tags", &contract.tags);
        if let Some(description) = &contract.description {
            self.one("description.purpose", description.purpose.as_ref());
            self.one("description.usage", description.usage.as_ref());
            self.one("description.limitations", description.limitations.as_ref());
            self.custom("description.custom", &description.custom_properties);
        }
        self.definitions("definitions", &contract.authoritative_definitions);
        self.custom("custom", &contract.custom_properties);
        self.one("contractCreatedTs", contract.contract_created_ts.as_ref());
        for server in &contract.servers {
            self.one("servers.server", server.server.as_ref());
            self.one("servers.type", server.kind.as_ref());
            self.one("servers.description", server.description.as_ref());
            self.one("servers.environment", server.environment.as_ref());
            for field in &server.fields {
                self.one(&format!("servers.{}", field.key.value), Some(&field.value));
            }
        }
        contract.schema.iter().for_each(|table| self.table(table));
        for item in &contract.support {
            self.one("support.channel", item.channel.as_ref());
            self.one("support.url", item.url.as_ref());
            self.one("support.tool", item.tool.as_ref());
            self.one("support.scope", item.scope.as_ref());
        }
        if let Some(price) = &contract.price {
            self.one("price.priceAmount", price.price_amount.as_ref());
            self.one("price.priceCurrency", price.price_currency.as_ref());
            self.one("price.priceUnit", price.price_unit.as_ref());
        }
        if let Some(team) = &contract.team {
            self.one("team.name", team.name.as_ref());
            for member in &team.members {
                self.one("team.username", member.username.as_ref());
                self.one("team.role", member.role.as_ref());
                self.one("team.dateIn", member.date_in.as_ref());
                self.one("team.dateOut", member.date_out.as_ref());
                self.one("team.replacedBy", member.replaced_by_username.as_ref());
                self.one("team.description", member.description.as_ref());
            }
        }
        for role in &contract.roles {
            self.one("roles.role", role.role.as_ref());
            self.one("roles.description", role.description.as_ref());
            self.one("roles.access", role.access.as_ref());
            self.one("roles.first", role.first_level_approvers.as_ref());
            self.one("roles.second", role.second_level_approvers.as_ref());
        }
        self.one("slaDefaultElement", contract.sla_default_element.as_ref());
        for promise in &contract.sla_properties {
            let name = promise.property.as_ref().map_or("", |name| &name.value);
            let at = |field: &str| format!("sla[{name}].{field}");
            self.one(&at("value"), promise.value.as_ref());
            self.one(&at("valueExt"), promise.value_ext.as_ref());
            self.one(&at("unit"), promise.unit.as_ref());
            self.one(&at("element"), promise.element.as_ref());
            self.one(&at("driver"), promise.driver.as_ref());
            self.one(&at("description"), promise.description.as_ref());
            self.one(&at("scheduler"), promise.scheduler.as_ref());
            self.one(&at("schedule"), promise.schedule.as_ref());
        }
        for unknown in &contract.unknown {
            self.add(&unknown.path, &unknown.value, unknown.span);
        }
    }

    fn table(&mut self, table: &SchemaObject) {
        self.one("schema.name", table.name.as_ref());
        self.one("schema.physicalName", table.physical_name.as_ref());
        self.one("schema.physicalType", table.physical_type.as_ref());
        self.one("schema.businessName", table.business_name.as_ref());
        self.one("schema.description", table.description.as_ref());
        self.one("schema.grain", table.data_granularity_description.as_ref());
        self.all("schema.tags", &table.tags);
        self.definitions("schema.definitions", &table.authoritative_definitions);
        self.custom("schema.custom", &table.custom_properties);
        for quality in &table.quality {
            self.quality("schema.quality", quality);
        }
        for property in &table.properties {
            self.property("", property);
        }
    }

    fn property(&mut self, around: &str, property: &SchemaProperty) {
        let name = property.name.as_ref().map_or("-", |name| &name.value);
        let path = format!("{around}{name}");
        self.add(&path, "a property", property.span);
        let kind = property.logical_type.as_ref();
        let kind = kind.map(|kind| Spanned::new(kind.value.name(), kind.span));
        self.one(&format!("{path}.logicalType"), kind.as_ref());
        let texts = [
            ("physicalType", &property.physical_type),
            ("businessName", &property.business_name),
            ("description", &property.description),
            ("classification", &property.classification),
        ];
        for (field, value) in texts {
            self.one(&format!("{path}.{field}"), value.as_ref());
        }
        let flags = [
            ("required", &property.required),
            ("unique", &property.unique),
            ("primaryKey", &property.primary_key),
        ];
        for (field, value) in flags {
            self.one(&format!("{path}.{field}"), value.as_ref());
        }
        if let Some(details) = property.details() {
            self.details(&path, details, property.span);
        }
        for quality in &property.quality {
            self.quality(&format!("{path}.quality"), quality);
        }
        for nested in &property.properties {
            self.property(&format!("{path}."), nested);
        }
    }

    fn details(&mut self, path: &str, details: &PropertyDetails, span: Span) {
        let at = |field: &str| format!("{path}.{field}");
        self.one(&at("otherType"), details.other_logical_type.as_ref());
        for option in &details.logical_type_options {
            let (key, value) = (&option.key, &option.value);
            self.any(&at(&key.value), Some(value), key.span);
        }
        self.one(&at("keyPosition"), details.primary_key_position.as_ref());
        self.one(&at("partitioned"), details.partitioned.as_ref());
        self.one(&at("partition"), details.partition_key_position.as_ref());
        self.one(&at("encryptedName"), details.encrypted_name.as_ref());
        self.all(&at("madeFrom"), &details.transform_source_objects);
        self.one(&at("madeBy"), details.transform_logic.as_ref());
        self.one(&at("madeHow"), details.transform_description.as_ref());
        for example in &details.examples {
            self.any(&at("example"), Some(example), span);
        }
        self.one(&at("critical"), details.critical_data_element.as_ref());
        for relation in &details.relationships {
            self.all(&at("to"), &relation.to);
        }
        self.all(&at("tags"), &details.tags);
        self.definitions(&at("definitions"), &details.authoritative_definitions);
        for value in &details.enum_values {
            self.any(&at("enum"), value.value.as_ref(), span);
        }
        self.custom(&at("custom"), &details.custom_properties);
    }

    fn quality(&mut self, path: &str, quality: &Quality) {
        let at = |field: &str| format!("{path}.{field}");
        self.add(&at("type"), quality.kind.name(), quality.span);
        let texts = [
            ("name", &quality.name),
            ("description", &quality.description),
            ("metric", &quality.metric),
            ("query", &quality.query),
            ("engine", &quality.engine),
            ("dimension", &quality.dimension),
            ("severity", &quality.severity),
            ("businessImpact", &quality.business_impact),
            ("method", &quality.method),
            ("scheduler", &quality.scheduler),
            ("schedule", &quality.schedule),
        ];
        for (field, value) in texts {
            self.one(&at(field), value.as_ref());
        }
        self.any(&at("arguments"), quality.arguments.as_ref(), quality.span);
        self.any(
            &at("implementation"),
            quality.implementation.as_ref(),
            quality.span,
        );
        for threshold in &quality.thresholds {
            let operator = format!("{:?}", threshold.operator);
            self.any(&at(&operator), Some(&threshold.bound), threshold.span);
        }
    }
}

/// Reads a fixture, and compares what was read with the list beside it.
#[track_caller]
fn check(path: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(path);
    let mut files = Files::default();
    let text = fs::read_to_string(&path).unwrap();
    let id = files
        .add(None, "contract.yaml", "contract.yaml", text)
        .unwrap();
    let source = Subject::new(SubjectKind::Source, "test");
    let manifest = manifest::read(id, files.file(id), false, &source);
    let Noun::Contract(contract) = &manifest.noun else {
        panic!("no contract: {:#?}", manifest.findings);
    };
    let mut list = List {
        files: &files,
        lines: Vec::new(),
    };
    list.contract(contract);
    for finding in &manifest.findings {
        let help = finding.help.as_deref().unwrap_or_default();
        let told = format!("{}; {help}", finding.message);
        list.add(&finding.rule, told, finding.span);
    }
    for &span in &manifest.withheld {
        list.add(
            "withheld",
            &files.file(id).text[files.file(id).range(span)],
            span,
        );
    }
    let found = list.lines.join("\n") + "\n";
    let expected = fs::read_to_string(path.with_extension("txt")).unwrap_or_default();
    assert!(
        found == expected,
        "what is read of {} is not what {} lists:\n{found}",
        path.display(),
        path.with_extension("txt").display()
    );
}

#[test]
fn every_field_of_odcs_2_is_read() {
    check("odcs2/readings.yaml");
}

#[test]
fn every_field_of_the_data_contract_specification_is_read() {
    check("dcs/visits.yaml");
}

/// The findings of a rule in a text, as lines and messages.
fn told(text: &str, rule: &str) -> Vec<String> {
    let mut files = Files::default();
    let id = files.add(None, "a.yaml", "a.yaml", text).unwrap();
    let source = Subject::new(SubjectKind::Source, "test");
    let manifest = manifest::read(id, files.file(id), false, &source);
    let told = manifest.findings.iter();
    let told = told.filter(|finding| finding.rule == rule);
    told.map(|finding| format!("{}: {}", files.place(finding.span).line, finding.message))
        .collect()
}

const HEAD: &str = "\
dataContractSpecification: 1.2.1
id: a
info: {title: A, version: 1.0.0}
";

#[test]
fn definitions_that_lead_in_circles_are_told() {
    let text = format!(
        "{HEAD}models:
  t:
    fields:
      x: {{$ref: '#/definitions/a'}}
definitions:
  a:
    type: object
    fields:
      b: {{$ref: '#/definitions/b'}}
  b:
    type: object
    fields:
      a: {{$ref: '#/definitions/a'}}
"
    );
    assert_eq!(
        told(&text, "dangling-definition"),
        [
            "12: `#/definitions/b` leads back to itself",
            "16: `#/definitions/a` leads back to itself",
        ]
    );
}

#[test]
fn definitions_that_multiply_are_cut_off() {
    let mut text = format!("{HEAD}models:\n  t:\n    fields:\n");
    let fields = |text: &mut String, of: &str| {
        for at in 0..40 {
            *text += &format!("      f{at}: {{$ref: '#/definitions/{of}'}}\n");
        }
    };
    fields(&mut text, "d0");
    text += "definitions:\n";
    for level in 0..10 {
        text += &format!("  d{level}:\n    type: object\n    fields:\n");
        fields(&mut text, &format!("d{}", level + 1));
    }
    text += "  d10: {type: string}\n";
    let told = told(&text, "dangling-definition");
    assert!(
        told.iter()
            .any(|told| told.ends_with("is one reference too many"))
    );
}
