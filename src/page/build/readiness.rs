//! How far domains are, for pages.

use super::{count, person_or_team, text};
use crate::charter::{self, Charter};
use crate::config::Hide;
use crate::mesh::{DomainId, OperatingModel};
use crate::model::Text;
use crate::page::parts::{EvidenceRow, Link, ReadinessView, StepView};
use crate::page::{Portal, route};
use crate::readiness::{ASKS, Act, Ask, DomainReadiness, Mark, Seen, Step};

/// How far a domain is; `None` where the portal shows no scores.
pub fn readiness(portal: &Portal, id: DomainId) -> Option<ReadinessView> {
    if portal.hides(Hide::Scorecards) {
        return None;
    }
    let ready = portal.readiness.domain(id);
    let charter = &ready.charter;
    let rows = ASKS.iter().zip(&ready.seen);
    Some(ReadinessView {
        domain: portal.domain_link(id),
        claimed: charter.model.map_or_else(String::new, named),
        claimed_at: charter.model_at.map(|at| portal.place(at)),
        evidenced: ready.evidenced.map_or_else(String::new, named),
        differs: ready.differs(),
        too_much: ready.claims_too_much(),
        grounds: grounds(ready),
        target: target(charter),
        overdue: charter
            .overdue
            .map_or_else(String::new, |days| count(days as usize, "day")),
        sponsor: somebody(portal, charter.sponsor.as_ref()),
        curator: somebody(portal, charter.curator.as_ref()),
        sla_defaults: text(charter.sla_defaults.as_ref()),
        is_central: charter.model == Some(OperatingModel::Central),
        rows: rows.map(|(ask, seen)| row(portal, ask, seen)).collect(),
        steps: (ready.steps.iter())
            .map(|found| step(portal, id, found))
            .collect(),
    })
}

fn named(model: OperatingModel) -> String {
    charter::name(model).to_owned()
}

fn target(charter: &Charter) -> String {
    match (charter.target_model, &charter.target_date) {
        (Some(model), Some(date)) => format!("{} by {}", charter::name(model), date.value),
        (Some(model), None) => format!("{}, without a date", charter::name(model)),
        (None, Some(date)) => format!("by {}", date.value),
        (None, None) => String::new(),
    }
}

/// A team or person, where the portal shows them.
fn somebody(portal: &Portal, name: Option<&Text>) -> Option<Link> {
    let name = name?;
    let is_shown = !portal.hides(Hide::People) || portal.mesh.team_named(name).is_some();
    is_shown.then(|| person_or_team(portal, name))
}

/// The numbers behind the model for which what is seen speaks.
fn grounds(ready: &DomainReadiness) -> Vec<String> {
    let owners = match ready.owners {
        Mark::Known { met, of } => format!(
            "{met} of {} {} owned by teams of the domain",
            count(of as usize, "product"),
            if of == 1 { "is" } else { "are" }
        ),
        Mark::NotKnown(why) | Mark::NotApplicable(why) => why.to_owned(),
    };
    let mut grounds = vec![owners];
    for (ask, seen) in ASKS.iter().zip(&ready.seen) {
        let Mark::Known { met, of } = seen.mark else {
            continue;
        };
        let of = count(of as usize, "product");
        match ask.name {
            "commits" => grounds.push(format!("{met} of {of} changed by the domain itself")),
            "accountable" => grounds.push(format!("{met} of {of} with somebody accountable")),
            _ => {}
        }
    }
    grounds
}

fn row(portal: &Portal, ask: &Ask, seen: &Seen) -> EvidenceRow {
    let says = match seen.mark {
        Mark::Known { met, of } => format!("{met} of {}", count(of as usize, "product")),
        Mark::NotApplicable(why) => format!("not asked: {why}"),
        Mark::NotKnown(why) => why.to_owned(),
    };
    let rule = ask
        .rule
        .filter(|id| portal.scorecards.book.rule(id).is_some());
    let points = seen.mark.points();
    EvidenceRow {
        title: ask.title.to_owned(),
        points: points.map_or_else(String::new, |points| points.to_string()),
        says,
        rule: rule.map(|id| Link::to(id, route::rule(id))),
    }
}

fn step(portal: &Portal, id: DomainId, step: &Step) -> StepView {
    let domain = portal.mesh.domain(id);
    let mut view = StepView {
        at: step.at.map(|at| portal.place(at)),
        ..StepView::default()
    };
    (view.text, view.help) = match &step.act {
        Act::Declare => (
            "Say how it is run".to_owned(),
            declare(portal, &domain.name, domain.entry.is_some()),
        ),
        Act::MoveDate => (
            "Settle the date that has passed".to_owned(),
            "say what is so by now in `meshbook/operating-model`, or agree on a new \
             `meshbook/target-date`"
                .to_owned(),
        ),
        Act::NameCurator => (
            "Name who curates it".to_owned(),
            "add the annotation `meshbook/curator` with the team that does the work".to_owned(),
        ),
        Act::NameTarget => (
            "Say where it is going".to_owned(),
            "add the annotations `meshbook/target-model` and `meshbook/target-date`".to_owned(),
        ),
        Act::Claim(model) => (
            "Claim what is so already".to_owned(),
            format!(
                "set `meshbook/operating-model` to `{}`",
                charter::name(*model)
            ),
        ),
        Act::HandOver(product) => {
            view.product = Some(portal.product_link(*product));
            let team = domain
                .team
                .map(|team| portal.mesh.team(team).title.as_str());
            let team = team.map_or_else(
                || "a team of the domain".to_owned(),
                |team| format!("a team of {team}"),
            );
            (
                format!("Give it to {team}"),
                "set `team.name` to the team that takes it over".to_owned(),
            )
        }
        Act::Mend { product, rule } => {
            view.product = Some(portal.product_link(*product));
            view.rule = Some(Link::to(rule.as_str(), route::rule(rule)));
            let told = step.at.and_then(|at| {
                let mut here = portal.findings_in(portal.files.of(at));
                here.find(|finding| finding.rule == rule.as_str() && finding.span == at)
            });
            let known = portal.scorecards.book.rule(rule);
            match told {
                Some(told) => (told.message.clone(), told.help.clone().unwrap_or_default()),
                None => {
                    let title = known.map_or(rule.as_str(), |known| known.parts().title);
                    (title.to_owned(), String::new())
                }
            }
        }
    };
    view
}

/// How a domain says how it is run.
fn declare(portal: &Portal, name: &str, has_entry: bool) -> String {
    let annotation =
        "the annotation `meshbook/operating-model`: `domain-owned`, `transitional` or `central`";
    match (has_entry, portal.mesh.knows_domains) {
        (true, _) => format!("add {annotation}"),
        (false, true) => {
            format!("add a `Domain` entity named `{name}` to the directory, with {annotation}")
        }
        (false, false) => format!(
            "add a directory with a `Domain` entity named `{name}` (Backstage) as a source of \
             `meshbook.yaml`, with {annotation}"
        ),
    }
}
