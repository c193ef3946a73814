//! Facts as JSON, for policy engines that stand beside Meshbook.
//!
//! The format is described in `content/guide/facts.md`. Fields are only ever added; a change of
//! meaning changes [`VERSION`].

use serde_json::{Map, Value, json};

use super::{About, Fact, Kind, Noun, Scalar, scalar};
use crate::diag::{File, Files, Span};
use crate::mesh::{Contract, Link, Mesh, Product};
use crate::model::Any;

/// The version of the format.
const VERSION: u32 = 1;

/// What stands in the place of a secret.
const WITHHELD: &str = "***";

/// The products with their contracts: all of them, or the one of this id. Whatever `files`
/// withhold is left out, and people as well where they are hidden.
pub fn export(mesh: &Mesh, files: &Files, hides_people: bool, only: Option<&str>) -> Value {
    let export = Export {
        mesh,
        files,
        hides_people,
    };
    let products = mesh.products.iter();
    let products = products.filter(|product| only.is_none_or(|id| product.id == id));
    json!({
        "version": VERSION,
        "products": products.map(|product| export.product(product)).collect::<Vec<_>>(),
    })
}

struct Export<'m> {
    mesh: &'m Mesh,
    files: &'m Files,
    hides_people: bool,
}

/// What the maps of one file are told with.
struct Telling<'f> {
    file: &'f File,
    hides_people: bool,
}

impl Export<'_> {
    fn product(&self, product: &Product) -> Value {
        let about = About::new(self.mesh, product);
        let ids = |ids: &[crate::mesh::ProductId]| -> Vec<&str> {
            let ids = ids.iter().map(|&id| self.mesh.product(id).id.as_str());
            ids.collect()
        };
        let owner = product.owner.as_ref();
        let owner = owner.filter(|owner| !self.hides_people || owner.team.is_some());
        let owner = owner.filter(|owner| !self.mesh.is_placeholder(&owner.name));
        let team = owner.and_then(|owner| owner.team);
        let file = self.files.file(product.file);
        let mut told = json!({
            "id": product.id,
            "name": product.name,
            "file": file.shown,
            "line": self.files.place(product.span).line,
            "domain": about.domain(),
            "owner": owner.map(|owner| owner.name.trim()),
            "ownerTeam": team.map(|team| self.mesh.team(team).name.as_str()),
            "upstream": ids(&product.upstream),
            "downstream": ids(&product.downstream),
            "contracts": self.contracts(product),
        });
        if let Some(manifest) = &product.manifest {
            let telling = self.telling(file);
            told["manifest"] = telling.noun(Noun::Product(manifest));
        }
        told
    }

    /// The contracts that a product offers, each in the version that it offers.
    fn contracts(&self, product: &Product) -> Vec<Value> {
        let links = product.outputs.iter().map(|output| output.contract);
        let mut known = Vec::new();
        let mut told = Vec::new();
        for link in links {
            let (id, version) = match link {
                Link::To(id, version) => (id, version),
                Link::NoSuchVersion(id) => (id, 0),
                Link::Dangling | Link::Unnamed => continue,
            };
            if !known.contains(&(id, version)) {
                known.push((id, version));
                told.push(self.contract(self.mesh.contract(id), version));
            }
        }
        told
    }

    fn contract(&self, contract: &Contract, version: usize) -> Value {
        let manifest = &contract.versions[version].manifest;
        let file = self.files.file(manifest.file);
        let consumers = contract.consumed_by.iter();
        let consumers = consumers.map(|&id| self.mesh.product(id).id.as_str());
        json!({
            "id": contract.id,
            "file": file.shown,
            "line": self.files.place(manifest.place()).line,
            "writtenIn": manifest.written_in(),
            "consumedBy": consumers.collect::<Vec<_>>(),
            "manifest": self.telling(file).noun(Noun::Contract(manifest)),
        })
    }

    fn telling<'f>(&'f self, file: &'f File) -> Telling<'f> {
        Telling {
            file,
            hides_people: self.hides_people,
        }
    }
}

impl Telling<'_> {
    fn noun(&self, noun: Noun<'_>) -> Value {
        let mut map = Map::new();
        let is_hidden = |key: &str| {
            let of_people = match noun.kind() {
                Kind::Team => key == "members",
                Kind::Role => key.ends_with("LevelApprovers"),
                _ => false,
            };
            self.hides_people && of_people
        };
        let keys = noun.kind().keys().iter().map(|key| key.name);
        for key in keys.filter(|key| !is_hidden(key)) {
            if let Some(fact) = noun.get(key).filter(Fact::is_there) {
                map.insert(key.to_owned(), self.fact(&fact, noun));
            }
        }
        if let Noun::Server(server) = noun {
            for field in &server.fields {
                let fact = Fact::Scalar(&field.value.value, Some(field.value.span));
                map.insert(field.key.to_string(), self.fact(&fact, noun));
            }
        }
        Value::Object(map)
    }

    fn fact(&self, fact: &Fact<'_>, of: Noun<'_>) -> Value {
        // What has no place of its own is withheld with what is around it.
        let around = of.span();
        match fact {
            Fact::Absent => Value::Null,
            Fact::Text(text, span) => match self.is_withheld(*span) {
                true => WITHHELD.into(),
                false => (*text).into(),
            },
            Fact::Scalar(text, span) => match self.is_withheld(*span) {
                true => WITHHELD.into(),
                false => of_scalar(text),
            },
            Fact::Flag(flag) => (*flag).into(),
            Fact::Texts(texts) => {
                let texts = texts.iter();
                let told = texts.map(|text| match self.is_withheld(Some(text.span)) {
                    true => WITHHELD,
                    false => &*text.value,
                });
                told.collect()
            }
            Fact::Names(names) => names.iter().copied().collect(),
            Fact::Any(_) | Fact::Anys(_) | Fact::Options(_) if self.is_withheld(around) => {
                WITHHELD.into()
            }
            Fact::Any(any) => of_any(any),
            Fact::Anys(anys) => anys.iter().map(of_any).collect(),
            Fact::Options(options) => {
                let options = options.iter();
                let told = options.map(|option| (option.key.to_string(), of_any(&option.value)));
                Value::Object(told.collect())
            }
            Fact::Bound(threshold) => match self.is_withheld(Some(threshold.span)) {
                true => WITHHELD.into(),
                false => of_any(&threshold.bound),
            },
            Fact::One(noun) => self.noun(*noun),
            Fact::Many(nouns) => nouns.iter().map(|noun| self.noun(*noun)).collect(),
        }
    }

    fn is_withheld(&self, span: Option<Span>) -> bool {
        let withheld = self.file.withheld();
        !withheld.is_empty()
            && span.is_some_and(|span| {
                let at = self.file.range(span);
                let is_in = |hidden: &std::ops::Range<usize>| {
                    hidden.start < at.end && at.start < hidden.end
                };
                withheld.iter().any(is_in)
            })
    }
}

fn of_scalar(text: &str) -> Value {
    match scalar(text) {
        Scalar::Null => Value::Null,
        Scalar::Flag(flag) => flag.into(),
        Scalar::Whole(number) => number.into(),
        Scalar::Fraction(number) => number.into(),
        Scalar::Text(text) => text.into(),
    }
}

fn of_any(any: &Any) -> Value {
    match any {
        Any::Scalar(text) => of_scalar(text),
        Any::List(items) => items.iter().map(of_any).collect(),
        Any::Map(entries) => {
            let entries = entries.iter();
            let told = entries.map(|(key, value)| (key.to_string(), of_any(value)));
            Value::Object(told.collect())
        }
    }
}
