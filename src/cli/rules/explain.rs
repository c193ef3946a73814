//! `meshbook rules explain`: what a rule says of a product, and why.

use std::fmt::Write;
use std::path::PathBuf;

use super::day;
use crate::cli::{Exit, Failure, git, print, sources, time};
use crate::diag::{Span, SubjectKind, nearest, printable};
use crate::mesh::{Product, ProductId};
use crate::pipeline::{self, Judged};
use crate::rules::own::{OwnRule, Sighting, evidence};
use crate::rules::{BookRule, Outcome, Verdict, current};

/// Explain what a rule says of a product: its outcome, the places, and for rules of the
/// organisation the values behind it.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The rule's name, such as missing-owner or acme/money-without-currency.
    rule: String,
    /// The portal: a folder with meshbook.yaml, or any folder of manifests.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// The id of the product.
    #[arg(long, value_name = "ID")]
    product: String,
    /// The day of the check, such as 2026-11-20; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let now = time::now(arguments.now.as_deref())?;
    let read = sources::read(&arguments.portal, now)?;
    let judged = pipeline::judge_with(read, now, Some(&git::histories()));
    let book = &judged.scorecards.book;
    let Some(at) = book.position(&arguments.rule) else {
        let known = book.rules().iter().map(BookRule::id);
        let hint = match nearest(&arguments.rule, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`meshbook rules` lists them".to_owned(),
        };
        let rule = &arguments.rule;
        return Err(Failure(format!("no rule `{rule}` counts here: {hint}")));
    };
    let products = &judged.mesh.products;
    let found = judged.mesh.product_with(&arguments.product);
    let Some(number) = found.map(|id| id.0 as usize) else {
        let known = products.iter().map(|product| product.id.as_str());
        let hint = match nearest(&arguments.product, known) {
            Some(near) => format!(": did you mean `{near}`?"),
            None => String::new(),
        };
        let id = &arguments.product;
        return Err(Failure(format!("there is no product `{id}`{hint}")));
    };
    let rule = &book.rules()[at];
    let verdict = judged.scorecards.product(ProductId(number as u32)).verdicts[at];
    let mut told = headline(&judged, rule, &products[number], verdict);
    match book.own().rule(rule.id()) {
        Some(own) => values(&mut told, &judged, own, &products[number], day(now)),
        None => places(&mut told, &judged, rule, &products[number], verdict),
    }
    print(&printed(&told))?;
    Ok(Exit::Fine)
}

/// What may come from a repository, without its control characters.
fn printed(told: &str) -> String {
    let lines = told.lines().map(|line| format!("{}\n", printable(line)));
    lines.collect()
}

fn headline(judged: &Judged, rule: &BookRule, product: &Product, verdict: Verdict) -> String {
    let mut told = format!(
        "{}: {}\n  {}\n  data product `{}` · {} · {} · {} evidence\n",
        rule.id(),
        words(verdict.outcome),
        rule.parts().title,
        product.id,
        rule.severity.name(),
        rule.tier.name(),
        rule.evidence.name(),
    );
    if rule.is_preview
        && let Some(day) = rule.counts_from
    {
        told.push_str(&format!("  in preview: it moves no grade before {day}\n"));
    }
    if verdict.waiver.is_some() {
        told.push_str("  waived: it counts as not met, and fails no check\n");
    }
    if let Some(at) = verdict.at {
        told.push_str(&format!("  first at {}\n", place(judged, at)));
    }
    told
}

fn words(outcome: Outcome) -> String {
    match outcome {
        Outcome::Pass => "pass".to_owned(),
        Outcome::Fail => "fail".to_owned(),
        Outcome::Partial { met, of } => format!("partial, {met} of {of}"),
        Outcome::NotApplicable(why) => format!("not applicable, {why}"),
        Outcome::Unknown(why) => format!("unknown, {why}"),
    }
}

fn place(judged: &Judged, span: Span) -> String {
    let place = judged.files.place(span);
    format!("{}:{}:{}", place.file, place.line, place.column)
}

/// The findings behind the verdict of a rule of Meshbook.
fn places(
    told: &mut String,
    judged: &Judged,
    rule: &BookRule,
    product: &Product,
    verdict: Verdict,
) {
    let offered = judged.mesh.offered(product);
    let offered = |id: &str| {
        offered
            .iter()
            .any(|(contract, _)| judged.mesh.contract(*contract).id == id)
    };
    let concerns = |kind, id: &str| match kind {
        SubjectKind::Product => id == product.id,
        SubjectKind::Contract => offered(id),
        _ => false,
    };
    let found = judged.findings.iter().filter(|finding| {
        finding.rule == rule.id() && concerns(finding.subject.kind, &finding.subject.id)
    });
    let mut count = 0;
    for finding in found {
        count += 1;
        let at = place(judged, finding.span);
        let _ = writeln!(told, "\n{at}\n  {}", finding.message);
        if let Some(help) = &finding.help {
            let _ = writeln!(told, "  {help}");
        }
    }
    if count == 0 && !verdict.outcome.is_met() {
        told.push_str("\nNothing is told of it: another finding says why.\n");
    }
}

/// The values behind the verdict of a rule of the organisation.
fn values(
    told: &mut String,
    judged: &Judged,
    rule: &OwnRule,
    product: &Product,
    today: jiff::civil::Date,
) {
    if !rule.is_sound() {
        let at = place(judged, rule.span);
        let _ = writeln!(
            told,
            "\n{at}\n  the rule is broken: run `meshbook rules test`"
        );
        return;
    }
    let own = judged.scorecards.book.own();
    let (mesh, files) = (&judged.mesh, &judged.files);
    if rule.is_on_products {
        let seen = evidence(own, rule, mesh, files, today, (product, None));
        told_of(
            told,
            judged,
            &format!("data product `{}`", product.id),
            seen,
        );
        return;
    }
    for (id, _) in mesh.offered(product) {
        let contract = mesh.contract(id);
        let version = &contract.versions[current(mesh, contract)].manifest;
        let belongs_to = mesh.product(contract.product);
        let seen = evidence(own, rule, mesh, files, today, (belongs_to, Some(version)));
        told_of(
            told,
            judged,
            &format!("data contract `{}`", contract.id),
            seen,
        );
    }
}

fn told_of(told: &mut String, judged: &Judged, what: &str, seen: Option<Vec<Sighting>>) {
    let Some(seen) = seen else {
        let _ = writeln!(told, "\n{what}: the rule does not apply");
        return;
    };
    let _ = writeln!(told, "\n{what}");
    if seen.is_empty() {
        told.push_str("  there is nothing that the rule is about\n");
    }
    for one in seen {
        let at = place(judged, one.span);
        let _ = writeln!(told, "  {:8} {}  {at}", one.outcome, one.path);
        if !one.why.is_empty() {
            let _ = writeln!(told, "           {}", one.why);
        }
        for (name, value) in &one.values {
            let value: String = value.chars().take(120).collect();
            let value = value.replace(['\n', '\r'], " ");
            let _ = writeln!(told, "           {name} = {value:?}");
        }
    }
}
