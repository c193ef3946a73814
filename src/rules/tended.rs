//! Who looks after a product, as the history of its files tells.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::report::Facts;
use super::{Outcome, Standing};
use crate::diag::{FileId, SourceId};
use crate::history::{Author, Changes, History, Known, Log};
use crate::mesh::{Mesh, PersonId, Product, TeamId};
use crate::model::sla::date;
use crate::model::{CustomProperty, Text};

/// How long a product is new, in days: until then it need not have been taken up, nor finished.
const NEW: i64 = 90;
/// How long a product may be left alone, in months.
const LEFT_ALONE: i64 = 12;

/// Who of those who make changes is whom of the mesh: by source, in the order of its authors.
#[derive(Default)]
pub(super) struct Authors(Vec<Vec<Option<PersonId>>>);

impl Authors {
    pub(super) fn new(mesh: &Mesh, history: &History) -> Authors {
        let logs = history.logs();
        let of_log = |log: &Log| {
            let authors = log.authors.iter();
            authors.map(|author| person(mesh, author)).collect()
        };
        Authors(
            logs.map(|log| log.map(of_log).unwrap_or_default())
                .collect(),
        )
    }

    fn of(&self, source: SourceId, author: usize) -> Option<PersonId> {
        let of_source = self.0.get(usize::from(source.0))?;
        of_source.get(author).copied().flatten()
    }
}

/// The person who signs commits so: by their address, by the user name in it where no other
/// address of theirs is known, or by their name.
fn person(mesh: &Mesh, author: &Author) -> Option<PersonId> {
    if let Some(person) = mesh.person_named(&author.email) {
        return Some(person);
    }
    let (user, host) = author.email.split_once('@').unwrap_or((&author.email, ""));
    // `1234+ada@users.noreply.github.com`
    let user = match host.contains("noreply") {
        true => user.split_once('+').map_or(user, |(_, user)| user),
        false => user,
    };
    let by_user = mesh.person_named(user).filter(|id| {
        let email = &mesh.person(*id).email;
        host.contains("noreply") || email.is_none()
    });
    by_user.or_else(|| mesh.person_named(&author.name))
}

/// The past of the files of a product.
pub(super) struct Past<'a> {
    /// The first day of which all of their logs tell.
    since: Date,
    /// The day on which the first of them was made; `None` where that was before.
    made: Option<Date>,
    /// The day of the last change; `None` where that was before.
    last: Option<Date>,
    changes: Vec<(SourceId, &'a Changes)>,
}

/// What is not known of the past.
pub(super) const NOT_ASKED: Outcome = Outcome::NotApplicable("no history of its source is read");
/// What is not known of the past although it should be.
pub(super) const UNREADABLE: Outcome = Outcome::Unknown("the history of its source cannot be read");
const UNCOMMITTED: Outcome = Outcome::NotApplicable("no commit holds it yet");

/// The past of the files of a product: its manifest and the contracts that it offers.
pub(super) fn past<'a>(facts: &Facts<'a>, product: &Product) -> Result<Past<'a>, Outcome> {
    let offered = facts.mesh.offered(product);
    let mut files: Vec<FileId> = offered.iter().map(|(_, contract)| contract.file).collect();
    files.push(product.file);
    files.sort_unstable();
    files.dedup();
    let mut past: Option<Past<'a>> = None;
    let mut why = NOT_ASKED;
    for file in files {
        let file = facts.files.file(file);
        match facts.history.of(file) {
            Known::NotAsked => {}
            Known::Unreadable => why = UNREADABLE,
            Known::Uncommitted if why == UNREADABLE => {}
            Known::Uncommitted => why = UNCOMMITTED,
            Known::Of(log, changes) => {
                let source = file.source.unwrap_or(SourceId(0));
                let made = changes.made;
                let last = changes.last.max(made);
                match &mut past {
                    None => {
                        past = Some(Past {
                            since: log.since,
                            made,
                            last,
                            changes: vec![(source, changes)],
                        });
                    }
                    Some(past) => {
                        past.since = past.since.max(log.since);
                        // None is before every day.
                        past.made = past.made.min(made);
                        past.last = past.last.max(last);
                        past.changes.push((source, changes));
                    }
                }
            }
        }
    }
    past.ok_or(why)
}

impl Past<'_> {
    /// Whether the product was made before a day; `None` where the log does not reach so far.
    fn is_older(&self, day: Date) -> Option<bool> {
        match self.made {
            Some(made) => Some(made < day),
            None => (self.since <= day).then_some(true),
        }
    }

    /// Whether the product is still new; `None` where the log does not reach so far.
    pub(super) fn is_new(&self, today: Date) -> Option<bool> {
        self.is_older(new_since(today)).map(|is_older| !is_older)
    }

    /// Whether it was changed lately; `None` where the log does not reach so far.
    pub(super) fn is_changed(&self, today: Date) -> Option<bool> {
        let day = looked_at_since(today);
        match self.last {
            Some(last) if last >= day => Some(true),
            _ => (self.since <= day).then_some(false),
        }
    }

    /// Who of the mesh changed it, with the number of their changes and the day of the last one.
    pub(super) fn people(&self, facts: &Facts<'_>) -> BTreeMap<PersonId, (u32, Date)> {
        let mut people = BTreeMap::new();
        for (source, changes) in &self.changes {
            for by in &changes.by {
                if let Some(person) = facts.across.authors.of(*source, by.author) {
                    let (count, last) = people.entry(person).or_insert((0, by.last));
                    *count += by.count;
                    *last = by.last.max(*last);
                }
            }
        }
        people
    }

    /// Whether anybody but a program changed it.
    pub(super) fn has_authors(&self) -> bool {
        self.changes
            .iter()
            .any(|(_, changes)| !changes.by.is_empty())
    }

    /// Whether the log reaches as far back as a product may be left alone.
    pub(super) fn reaches(&self, today: Date) -> bool {
        self.since <= looked_at_since(today)
    }
}

/// The first day of those on which a product was made that is new.
pub(super) fn new_since(today: Date) -> Date {
    today.checked_sub(NEW.days()).unwrap_or(Date::MIN)
}

/// The first day of those on which a product was looked at that is not left alone.
pub(super) fn looked_at_since(today: Date) -> Date {
    today.checked_sub(LEFT_ALONE.months()).unwrap_or(Date::MIN)
}

/// The last day on which a product or a contract of it says that it was reviewed
/// (`customProperties.reviewedAt`). A day that is still to come says nothing.
pub(super) fn reviewed(facts: &Facts<'_>, product: &Product) -> Option<Date> {
    let customs = customs(facts, product).into_iter();
    let days = customs.filter_map(|custom| {
        let is_it = custom
            .property
            .as_ref()?
            .trim()
            .eq_ignore_ascii_case("reviewedAt");
        let value = custom.value.as_ref()?.text()?;
        date(value).filter(|day| is_it && *day <= facts.today)
    });
    days.max()
}

/// The status of a product; that of its contract where it has no manifest.
pub(super) fn status<'a>(facts: &Facts<'a>, product: &'a Product) -> Option<&'a Text> {
    match &product.manifest {
        Some(manifest) => manifest.status.as_ref(),
        None => {
            let offered = facts.mesh.offered(product);
            let (_, contract) = offered.first()?;
            contract.status.as_ref()
        }
    }
}

/// Whether a product is on its way out.
pub(super) fn is_leaving(facts: &Facts<'_>, product: &Product) -> bool {
    let is_deprecated = |status: &Text| status.trim().eq_ignore_ascii_case("deprecated");
    let manifest = product.manifest.as_ref();
    let is_flagged = manifest
        .and_then(|manifest| manifest.deprecated.as_ref())
        .is_some_and(|flag| flag.value);
    is_flagged
        || status(facts, product).is_some_and(is_deprecated)
        || Standing::of_product(facts.mesh, product) == Standing::Retired
}

/// The custom properties of a product and of the contracts that it offers.
pub(super) fn customs<'a>(facts: &Facts<'a>, product: &'a Product) -> Vec<&'a CustomProperty> {
    let own = product
        .manifest
        .iter()
        .flat_map(|own| &own.custom_properties);
    let offered = facts.mesh.offered(product).into_iter();
    let of_contracts = offered.flat_map(|(_, own)| &own.custom_properties);
    own.chain(of_contracts).collect()
}

/// Whether a person belongs to a team, to one above it or to one below it.
pub(super) fn belongs(mesh: &Mesh, person: PersonId, team: TeamId) -> bool {
    let mut teams = mesh.person(person).teams.iter();
    teams.any(|&own| mesh.are_related(own, team))
}
