//! What domains say of themselves: the annotations `meshbook/...` of their entities (Backstage).
//!
//! Who does the work of a domain today, who stands up for it, and where it wants to be until
//! when. Whether that is so is not asked here.

use jiff::civil::Date;

use crate::diag::{Code, Element, Finding, Level, Span, Subject, SubjectKind, nearest};
use crate::mesh::{Domain, Mesh, OperatingModel};
use crate::model::{DomainEntry, Spanned, Text};

/// An annotation of a domain cannot be read, or names somebody whom the directory does not have.
pub const UNREADABLE_READINESS: Code = Code {
    id: "unreadable-readiness",
    level: Level::Warning,
    element: Element::Ownership,
    page: include_str!("../../content/rules/unreadable-readiness.md"),
};

/// The day on which a domain wanted to be somewhere else has passed.
pub const OVERDUE_TARGET: Code = Code {
    id: "overdue-target",
    level: Level::Warning,
    element: Element::Ownership,
    page: include_str!("../../content/rules/overdue-target.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[UNREADABLE_READINESS, OVERDUE_TARGET];

/// What stands before the names of all annotations that are read here.
const PREFIX: &str = "meshbook/";
/// Who does the work today.
const MODEL: &str = "meshbook/operating-model";
/// Who stands up for the domain.
const SPONSOR: &str = "meshbook/sponsor";
/// Where it wants to be.
const TARGET_MODEL: &str = "meshbook/target-model";
/// Until when.
const TARGET_DATE: &str = "meshbook/target-date";
/// Who does the work of a domain that is not domain-owned.
const CURATOR: &str = "meshbook/curator";
/// The service levels that products of the domain share on purpose.
const SLA_DEFAULTS: &str = "meshbook/sla-defaults";

/// Every annotation that is read.
const KNOWN: [&str; 6] = [
    MODEL,
    SPONSOR,
    TARGET_MODEL,
    TARGET_DATE,
    CURATOR,
    SLA_DEFAULTS,
];

/// How many names that nobody bears are held against all people and teams.
const HINTS: usize = 200;

/// What a domain says of itself.
#[derive(Clone, Debug, Default)]
pub struct Charter {
    /// Who does its work today.
    pub model: Option<OperatingModel>,
    /// Where it says so.
    pub model_at: Option<Span>,
    /// Who stands up for it: a person or team, as written.
    pub sponsor: Option<Text>,
    /// Who curates it: a team or person, as written.
    pub curator: Option<Text>,
    /// Where it wants to be.
    pub target_model: Option<OperatingModel>,
    /// Until when.
    pub target_date: Option<Spanned<Date>>,
    /// How many days ago that was, where it is not there yet.
    pub overdue: Option<u32>,
    /// The service levels that its products share on purpose, as written.
    pub sla_defaults: Option<Text>,
}

/// A model as annotations spell it.
pub fn name(model: OperatingModel) -> &'static str {
    match model {
        OperatingModel::DomainOwned => "domain-owned",
        OperatingModel::Transitional => "transitional",
        OperatingModel::Central => "central",
    }
}

/// Every model, as far from a mesh as it goes last.
pub const MODELS: [OperatingModel; 3] = [
    OperatingModel::DomainOwned,
    OperatingModel::Transitional,
    OperatingModel::Central,
];

/// What each domain of the mesh says of itself on a day, and what is wrong with that.
pub fn charters(mesh: &Mesh, today: Date) -> (Vec<Charter>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut hints = HINTS;
    let charters = mesh.domains.iter().map(|domain| {
        let entry = domain.entry.as_deref();
        entry.map_or_else(Charter::default, |entry| {
            Reading {
                mesh,
                domain,
                entry,
                findings: &mut findings,
                hints: &mut hints,
            }
            .charter(today)
        })
    });
    (charters.collect(), findings)
}

/// The reading of one entity.
struct Reading<'a> {
    mesh: &'a Mesh,
    domain: &'a Domain,
    entry: &'a DomainEntry,
    findings: &'a mut Vec<Finding>,
    /// How many more names may be looked for among all people and teams.
    hints: &'a mut usize,
}

impl<'a> Reading<'a> {
    fn charter(&mut self, today: Date) -> Charter {
        self.tell_unknown_annotations();
        let mut charter = Charter {
            model: self.model(MODEL),
            model_at: self.entry.annotation(MODEL).map(|text| text.span),
            sponsor: self.somebody(SPONSOR),
            curator: self.somebody(CURATOR),
            target_model: self.model(TARGET_MODEL),
            target_date: self.date(),
            overdue: None,
            sla_defaults: self.entry.annotation(SLA_DEFAULTS).cloned(),
        };
        charter.overdue = self.overdue(&charter, today);
        charter
    }

    fn tell(&mut self, code: &Code, span: Span, message: String, help: String) {
        let subject = Subject::new(SubjectKind::Domain, self.domain.name.as_str());
        let finding = Finding::new(code, subject, span, message);
        self.findings.push(finding.help(help));
    }

    fn tell_unknown_annotations(&mut self) {
        let entry = self.entry;
        let own = entry.annotations.iter();
        for (key, _) in own.filter(|(key, _)| key.starts_with(PREFIX)) {
            if KNOWN.contains(&&*key.value) {
                continue;
            }
            let message = format!("`{}` is no annotation of a domain", key.value);
            let help = match nearest(key, KNOWN.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("remove it, or write one of {}", KNOWN.join(", ")),
            };
            self.tell(&UNREADABLE_READINESS, key.span, message, help);
        }
    }

    fn model(&mut self, annotation: &'static str) -> Option<OperatingModel> {
        let text = self.entry.annotation(annotation)?;
        let lower = text.trim().to_ascii_lowercase();
        let found = MODELS.into_iter().find(|model| name(*model) == lower);
        if found.is_none() {
            let message = format!("`{}` is no operating model", text.value);
            let help = match nearest(&lower, MODELS.into_iter().map(name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `domain-owned`, `transitional` or `central`".to_owned(),
            };
            self.tell(&UNREADABLE_READINESS, text.span, message, help);
        }
        found
    }

    fn date(&mut self) -> Option<Spanned<Date>> {
        let text = self.entry.annotation(TARGET_DATE)?;
        let date = text.trim().parse().ok();
        if date.is_none() {
            let message = format!("`{}` is no date", text.value);
            let help = "write the day as 2027-06-30".to_owned();
            self.tell(&UNREADABLE_READINESS, text.span, message, help);
        }
        date.map(|date| Spanned::new(date, text.span))
    }

    /// A person or team, whom the directory must have where it has people and teams at all.
    fn somebody(&mut self, annotation: &'static str) -> Option<Text> {
        let text = self.entry.annotation(annotation)?;
        let mesh = self.mesh;
        let is_team = mesh.team_named(text).is_some();
        let person = mesh.person_named(text).map(|id| mesh.person(id));
        let is_person = person.is_some_and(|person| person.entry.is_some());
        let knows_people = mesh.people.iter().any(|person| person.entry.is_some());
        if !is_team && !is_person && mesh.knows_teams && knows_people {
            let role = annotation.trim_start_matches(PREFIX);
            let message = format!("the directory has no {role} `{}`", text.value);
            let bare = text.rsplit(['/', ':']).next().unwrap_or_default();
            *self.hints = self.hints.saturating_sub(1);
            let looked_at = if *self.hints > 0 { usize::MAX } else { 0 };
            let people = mesh.people.iter().map(|person| person.username.as_str());
            let teams = mesh.teams.iter().map(|team| team.name.as_str());
            let help = match nearest(bare, people.chain(teams).take(looked_at)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name a person or team of the directory".to_owned(),
            };
            self.tell(&UNREADABLE_READINESS, text.span, message, help);
        }
        Some(text.clone())
    }

    /// How many days ago the domain wanted to be where it is not.
    fn overdue(&mut self, charter: &Charter, today: Date) -> Option<u32> {
        let date = charter.target_date.as_ref()?;
        let target = charter.target_model.unwrap_or(OperatingModel::DomainOwned);
        let is_there = charter.model.is_some_and(|model| model <= target);
        let days = today.since(date.value).ok()?.get_days();
        if is_there || days <= 0 {
            return None;
        }
        let model = charter.model.map_or("not declared", name);
        let message = format!(
            "domain `{}` wanted to be {} by {}, and is {model}",
            self.domain.name,
            name(target),
            date.value,
        );
        let help = format!(
            "say in `{MODEL}` what is so by now, or agree on a new day for `{TARGET_DATE}`"
        );
        self.tell(&OVERDUE_TARGET, date.span, message, help);
        Some(days as u32)
    }
}
