//! Results and the contracts, tables, columns and quality rules that they are about: by id
//! first, then by name.

use super::field::{LONGEST_NAME, name};
use super::metric::metric;
use super::names::{Names, Table};
use super::{About, Batch, Common, Fault, Faults, Measurement, Observation, Value, What};
use crate::diag::SourceId;
use crate::mesh::{ContractId, Mesh};
use crate::model::{DataContract, Quality, Text};

/// The results of one file that were joined, and those that were not.
#[derive(Default)]
pub(super) struct Joined {
    pub(super) measurements: Vec<(ContractId, Measurement)>,
    pub(super) strays: Vec<Stray>,
    /// Results with values that cannot be.
    pub(super) faults: Faults,
}

/// Why a result is none.
enum Lost {
    Stray(Stray),
    Fault(String),
}

impl From<Stray> for Lost {
    fn from(stray: Stray) -> Lost {
        Lost::Stray(stray)
    }
}

/// A result that was not joined.
pub(super) struct Stray {
    /// What is wrong, in the words of [`Astray`].
    pub(super) why: Astray,
    /// The name that leads nowhere, as the tool wrote it; empty where there is none.
    pub(super) name: Box<str>,
}

/// Why a result is not joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Astray {
    Nameless,
    NoContract,
    NoVersion,
    NoTable,
    SeveralTables,
    NoColumn,
    NoRule,
    NoTime,
}

impl Astray {
    /// The end of a sentence that begins with a number of results.
    pub(super) fn told(self) -> &'static str {
        match self {
            Astray::Nameless => "name no table and no contract",
            Astray::NoContract => "name a contract that is not there",
            Astray::NoVersion => "name a version that is not there",
            Astray::NoTable => "name a table that no contract has",
            Astray::SeveralTables => "name a table that several contracts have",
            Astray::NoColumn => "name a column that their table does not have",
            Astray::NoRule => "name a quality rule that is not there",
            Astray::NoTime => "do not say when they were measured",
        }
    }

    pub(super) fn help(self) -> &'static str {
        match self {
            Astray::Nameless => "let the file be named after the id of the contract",
            Astray::NoContract | Astray::NoVersion => {
                "correct the id, or let the results lie in the source of the contract"
            }
            Astray::NoTable => "name the table in `schema[].physicalName` as the tool names it",
            Astray::SeveralTables => {
                "write `schema[].physicalName` with the schema and database of the table"
            }
            Astray::NoColumn => "add the column to the contract, or name its `physicalName`",
            Astray::NoRule => "give the quality rule this `id`",
            Astray::NoTime => "write the results with the time at which they were measured",
        }
    }
}

/// Joins the results of a file that lies at `path` of a source, or of the portal.
pub(super) fn join(
    batch: Batch,
    path: &str,
    source: Option<SourceId>,
    mesh: &Mesh,
    names: &Names<'_>,
) -> Joined {
    let join = Join {
        all: &batch.all,
        source,
        mesh,
        names,
        by_path: by_path(path, source, names),
    };
    let mut joined = Joined::default();
    // To grow by and by takes twice the memory.
    joined.measurements.reserve_exact(batch.results.len());
    for (at, observation) in batch.results.into_iter().enumerate() {
        match join.one(observation) {
            Ok(found) => joined.measurements.push(found),
            Err(Lost::Stray(stray)) => joined.strays.push(stray),
            Err(Lost::Fault(why)) => joined.faults.push(Fault {
                line: 0,
                column: 0,
                message: format!("result {}: {why}", at + 1),
            }),
        }
    }
    joined
}

/// The contract after whose id a file or one of its folders is named.
fn by_path(path: &str, source: Option<SourceId>, names: &Names<'_>) -> Option<ContractId> {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    // Tools add what they like to the name: `TEST-parcels.orders.xml`, `parcels.orders-2026.json`.
    let whole = file.rsplit_once('.').map_or(file, |(name, _)| name);
    let bare = whole.strip_prefix("TEST-").unwrap_or(whole);
    let cuts = bare
        .rmatch_indices(['-', '_', '.'])
        .map(|(at, _)| &bare[..at]);
    let candidates = [whole, bare].into_iter().chain(cuts.take(8)).chain(parts);
    let mut known = candidates.filter(|name| !name.is_empty());
    known.find_map(|name| names.contract(name, source))
}

struct Join<'a> {
    all: &'a Common,
    source: Option<SourceId>,
    mesh: &'a Mesh,
    names: &'a Names<'a>,
    by_path: Option<ContractId>,
}

/// Where a result belongs.
struct Place {
    contract: ContractId,
    version: usize,
    object: Option<usize>,
    property: String,
    /// What the name of the check says before that of the table.
    check: Option<Box<str>>,
}

fn stray(why: Astray, name: impl Into<Box<str>>) -> Stray {
    Stray {
        why,
        name: name.into(),
    }
}

/// As much of a name as is kept.
fn short(text: Option<Box<str>>) -> Option<Box<str>> {
    text.and_then(|text| match text.len() > LONGEST_NAME {
        true => name(&text),
        false => Some(text),
    })
}

impl Join<'_> {
    fn one(&self, of: Observation) -> Result<(ContractId, Measurement), Lost> {
        let about = &of.about;
        let all = self.all;
        let told = [&about.object, &about.name, &about.contract];
        let told = told.into_iter().flatten().next().map_or("", |name| name);
        let at = of
            .at
            .or(all.at)
            .ok_or_else(|| stray(Astray::NoTime, told))?;
        let value = match of.value.map(|value| value.checked(at)) {
            Some(Ok(value)) => Some(value),
            Some(Err(why)) if matches!(of.what, What::Service(_)) => return Err(Lost::Fault(why)),
            // What a check found stands without the number that it counted.
            Some(Err(_)) | None => None,
        };
        if let Some(window) = of.window {
            Value::Seconds(window.seconds())
                .checked(at)
                .map_err(Lost::Fault)?;
        }
        let place = self.place(about)?;
        let contract = &self.mesh.contract(place.contract).versions[place.version].manifest;
        let rule = match of.what {
            What::Quality => self.rule(about, &place, contract)?,
            _ => None,
        };
        let or = |own: Option<Box<str>>, all: &Option<Box<str>>| own.or_else(|| all.clone());
        let measurement = Measurement {
            version: place.version,
            object: place.object,
            property: place.property.into(),
            rule,
            name: short(of.about.name).unwrap_or_default(),
            dimension: short(of.about.dimension).unwrap_or_default(),
            what: of.what,
            verdict: of.verdict,
            value,
            at,
            window: of.window,
            samples: of.samples,
            environment: short(or(of.environment, &all.environment)).unwrap_or_default(),
            tool: short(of.tool.or_else(|| Some(all.tool.clone()))).unwrap_or_default(),
            message: of.message.unwrap_or_default(),
            run_url: or(of.run_url, &all.run_url),
            file: 0,
        };
        Ok((place.contract, measurement))
    }

    fn place(&self, about: &About) -> Result<Place, Stray> {
        let id = about.contract.as_deref().or(self.all.contract.as_deref());
        let named = match id {
            Some(id) => {
                let found = self.names.contract(id, self.source);
                Some(found.ok_or_else(|| stray(Astray::NoContract, id))?)
            }
            None => {
                let suite = about.suite.as_deref();
                let found = suite.and_then(|name| self.names.contract(name, self.source));
                found.or(self.by_path)
            }
        };
        let version = about.version.as_deref().or(self.all.version.as_deref());
        if let Some(contract) = named {
            let found = self.names.version(contract, version);
            let version =
                found.ok_or_else(|| stray(Astray::NoVersion, version.unwrap_or_default()))?;
            return self.within(contract, version, about);
        }
        if let Some(path) = about.object.as_deref() {
            return match self.names.tables(path, self.source)[..] {
                [] => Err(stray(Astray::NoTable, path)),
                [table] => self.at(table, about.property.as_deref(), None),
                _ => Err(stray(Astray::SeveralTables, path)),
            };
        }
        let check = about.name.as_deref().unwrap_or_default();
        let (table, before, behind) = self.names.within(check, self.source).ok_or_else(|| {
            stray(
                if check.is_empty() {
                    Astray::Nameless
                } else {
                    Astray::NoTable
                },
                check,
            )
        })?;
        let column = self.names.column_at(table, behind);
        self.at(table, column, Some(before))
    }

    /// The place within a contract that is known.
    fn within(&self, contract: ContractId, version: usize, about: &About) -> Result<Place, Stray> {
        let objects = &self.mesh.contract(contract).versions[version]
            .manifest
            .schema;
        let object = match about.object.as_deref() {
            Some(name) => {
                let found = self.names.object_named(contract, version, name);
                Some(found.ok_or_else(|| stray(Astray::NoTable, name))?)
            }
            // A column without a table is of the only one.
            None if objects.len() == 1 && about.property.is_some() => Some(0),
            None => None,
        };
        let Some(object) = object else {
            return Ok(Place {
                contract,
                version,
                object: None,
                property: String::new(),
                check: None,
            });
        };
        let table = Table {
            contract,
            version,
            object,
        };
        self.at(table, about.property.as_deref(), None)
    }

    fn at(&self, table: Table, path: Option<&str>, check: Option<&str>) -> Result<Place, Stray> {
        let object = self.names.object(table);
        let property = match path.filter(|path| !path.is_empty()) {
            None => String::new(),
            // What the contract does not tell may be there.
            Some(path) if object.properties.is_empty() => path.to_owned(),
            Some(path) => (self.names.column(table, path))
                .map(|(spelling, _)| spelling)
                .ok_or_else(|| stray(Astray::NoColumn, path))?,
        };
        Ok(Place {
            contract: table.contract,
            version: table.version,
            object: Some(table.object),
            property,
            check: check.map(Into::into),
        })
    }

    /// The quality rule that a result is of.
    fn rule(
        &self,
        about: &About,
        place: &Place,
        contract: &DataContract,
    ) -> Result<Option<usize>, Stray> {
        let Some(object) = place.object else {
            return Ok(None);
        };
        let table = Table {
            contract: place.contract,
            version: place.version,
            object,
        };
        let rules: &[Quality] = match &*place.property {
            "" => &contract.schema[object].quality,
            path => {
                let found = self.names.column(table, path);
                found.map_or(&[], |(_, property)| &property.quality)
            }
        };
        let is = |own: &Option<Text>, wanted: &str| {
            own.as_ref()
                .is_some_and(|own| own.trim().eq_ignore_ascii_case(wanted.trim()))
        };
        if let Some(id) = about.rule.as_deref() {
            let found = rules.iter().position(|rule| is(&rule.id, id));
            let found = found.or_else(|| rules.iter().position(|rule| is(&rule.name, id)));
            return match found {
                Some(at) => Ok(Some(at)),
                None => Err(stray(Astray::NoRule, id)),
            };
        }
        let named = about.name.as_deref().and_then(|name| {
            let by = |own: &Quality| is(&own.id, name) || is(&own.name, name);
            rules.iter().position(by)
        });
        let placed = about.rule_at.filter(|at| *at < rules.len());
        let metric = about.metric.or_else(|| metric(place.check.as_deref()?));
        Ok(placed.or(named).or_else(|| only_of(rules, metric?)))
    }
}

/// The rule of a metric, where there is just one.
fn only_of(rules: &[Quality], metric: &str) -> Option<usize> {
    let is_it = |rule: &Quality| rule.metric.as_ref().is_some_and(|own| own.trim() == metric);
    let mut found = rules.iter().enumerate().filter(|(_, rule)| is_it(rule));
    match (found.next(), found.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}
