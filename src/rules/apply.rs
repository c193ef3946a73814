//! The rules applied to every contract and every product.

use rayon::prelude::*;

use super::own::{self, Court};
use super::report::{Facts, Report};
use super::standing::{current, offered};
use super::{Check, Context, Outcome, RULES, Rule, Standing, Verdict, dialect};
use crate::diag::{Finding, Level, Subject, SubjectKind, guarded};
use crate::mesh::{Contract, ContractId, Product};
use crate::model::DataContract;

/// What the rules say of each product and each contract.
#[derive(Clone, Debug, Default)]
pub struct Verdicts {
    /// What was found: those of contracts first, each in the order of the mesh and of
    /// [`RULES`].
    pub findings: Vec<Finding>,
    /// The verdicts on each product, in the order of the book; the products as in the mesh.
    pub products: Vec<Box<[Verdict]>>,
    /// The verdicts on each contract, in the order of the book; the contracts as in the mesh.
    pub contracts: Vec<Box<[Verdict]>>,
}

/// All that judges.
struct Bench<'a> {
    facts: Facts<'a>,
    /// The rules of the organisation.
    court: Court<'a>,
}

/// What the rules say of one product or contract.
type Judged = (Box<[Verdict]>, Vec<Finding>);

/// Applies every rule to every contract and every product.
///
/// A contract is judged by its newest version in use; drafts of later versions are looked at
/// too, and what is found there is a note. A rule on products says of a contract what it says
/// of the product to which the contract belongs. What only follows from what the stages before
/// have told is not told again.
pub fn apply(context: Context<'_>) -> Verdicts {
    let mesh = context.mesh;
    let book = context.book;
    let mut court = Court::new(book.own(), mesh, context.files, context.today);
    court.preview(|id| book.rule(id).is_some_and(|rule| rule.is_preview));
    let bench = Bench {
        facts: Facts::new(context),
        court,
    };
    let contracts: Vec<Judged> = mesh
        .contracts
        .par_iter()
        .map(|contract| judge_contract(&bench, contract))
        .collect();
    let products: Vec<Judged> = mesh
        .products
        .par_iter()
        .map(|product| judge_product(&bench, product, &contracts))
        .collect();
    let mut verdicts = Verdicts::default();
    for ((mut own, findings), contract) in contracts.into_iter().zip(&mesh.contracts) {
        let (of_product, _) = &products[contract.product.0 as usize];
        for ((own, of_product), rule) in own.iter_mut().zip(of_product).zip(book.rules()) {
            if rule.is_on_products {
                *own = *of_product;
            }
        }
        verdicts.contracts.push(own);
        verdicts.findings.extend(findings);
    }
    for (own, findings) in products {
        verdicts.products.push(own);
        verdicts.findings.extend(findings);
    }
    dialect::translate(mesh, context.files, &mut verdicts.findings);
    verdicts.findings.extend_from_slice(book.own().faults());
    verdicts.findings = own::once(verdicts.findings);
    verdicts
}

/// Stands in until the product's verdict is known.
const NOT_LOOKED_AT: Verdict = Verdict {
    outcome: Outcome::NotApplicable("it is looked at on the product"),
    at: None,
    untold: None,
    waiver: None,
};

/// The outcome of a rule that panics. It is a fault of Meshbook, but nobody gains from it.
const FAILED: Outcome = Outcome::Unknown("Meshbook itself failed on it");

fn judge_contract(bench: &Bench<'_>, contract: &Contract) -> Judged {
    let facts = &bench.facts;
    let id = match contract.id.as_str() {
        "" => &*facts.files.file(contract.newest().file).shown,
        id => id,
    };
    let subject = Subject::new(SubjectKind::Contract, id);
    let current = current(facts.mesh, contract);
    let mut findings = Vec::new();
    for draft in &contract.versions[..current] {
        judge_version(bench, contract, &draft.manifest, &subject, &mut findings);
    }
    let version = &contract.versions[current].manifest;
    let verdicts = judge_version(bench, contract, version, &subject, &mut findings);
    (verdicts, findings)
}

fn judge_version(
    bench: &Bench<'_>,
    contract: &Contract,
    version: &DataContract,
    subject: &Subject,
    findings: &mut Vec<Finding>,
) -> Box<[Verdict]> {
    let facts = &bench.facts;
    let standing = Standing::of_contract(facts.mesh, contract, version);
    let mut own_findings = Vec::new();
    let own = (bench.court).contract(contract, version, subject, standing, &mut own_findings);
    let own = own.into_iter().map(|own| own.unwrap_or(NOT_LOOKED_AT));
    let verdicts = RULES.iter().map(|rule| match rule.check {
        Check::Contract(check) | Check::Both(_, check) => {
            let mut report = report(rule, subject, standing, version.complete);
            report.torn = &version.torn;
            let outcome = guarded(|| check(facts, contract, version, &mut report));
            let outcome = outcome.unwrap_or(FAILED);
            close(outcome, report, standing, findings)
        }
        Check::Product(_) => NOT_LOOKED_AT,
    });
    let verdicts = verdicts.chain(own).collect();
    findings.extend(own_findings);
    verdicts
}

fn judge_product(bench: &Bench<'_>, product: &Product, contracts: &[Judged]) -> Judged {
    let facts = &bench.facts;
    let subject = Subject::new(SubjectKind::Product, product.id.as_str());
    let standing = Standing::of_product(facts.mesh, product);
    let manifest = product.manifest.as_ref();
    // What a product does not say itself may stand in its contracts.
    let is_complete = manifest.is_none_or(|manifest| manifest.complete)
        && (facts.mesh.offered(product).iter()).all(|(_, contract)| contract.complete);
    let offered = offered(product);
    let mut own_findings = Vec::new();
    let own = (bench.court).product(product, &subject, standing, &mut own_findings);
    let own = own.into_iter().enumerate().map(|(at, own)| {
        let of_contracts = || of_contracts(&offered, contracts, RULES.len() + at);
        own.or_else(of_contracts).unwrap_or(OFFERS_NOTHING)
    });
    let mut findings = Vec::new();
    let verdicts = RULES.iter().enumerate().map(|(at, rule)| {
        let mut own = |check: super::ProductCheck| {
            let mut report = report(rule, &subject, standing, is_complete);
            let outcome = guarded(|| check(facts, product, &mut report)).unwrap_or(FAILED);
            close(outcome, report, standing, &mut findings)
        };
        let of_contracts = || of_contracts(&offered, contracts, at);
        match rule.check {
            Check::Product(check) => own(check),
            Check::Both(check, _) => {
                let own = own(check);
                of_contracts().map_or(own, |contracts| own.and(contracts))
            }
            Check::Contract(_) => of_contracts().unwrap_or_else(|| {
                let mut report = report(rule, &subject, standing, is_complete);
                let outcome = without_contracts(product, rule, &mut report);
                close(outcome, report, standing, &mut findings)
            }),
        }
    });
    let verdicts = verdicts.chain(own).collect();
    findings.extend(own_findings);
    (verdicts, findings)
}

/// The verdict of a rule on the contracts of a product together. What it does not tell of them
/// stands with them alone.
fn of_contracts(offered: &[ContractId], contracts: &[Judged], rule: usize) -> Option<Verdict> {
    let verdicts = offered.iter().map(|id| contracts[id.0 as usize].0[rule]);
    let whole = verdicts.reduce(Verdict::and)?;
    Some(Verdict {
        untold: None,
        ..whole
    })
}

/// A product that offers no contract, before a rule on contracts.
const OFFERS_NOTHING: Verdict = Verdict {
    outcome: Outcome::NotApplicable("the product offers no contract"),
    at: None,
    untold: None,
    waiver: None,
};

fn report<'a>(
    rule: &'static Rule,
    subject: &'a Subject,
    standing: Standing,
    is_complete: bool,
) -> Report<'a> {
    Report {
        code: &rule.code,
        subject,
        is_complete,
        torn: &[],
        lowered: (standing != Standing::Scored).then_some(Level::Info),
        findings: Vec::new(),
        at: None,
        untold: None,
    }
}

/// The verdict of a rule, its findings handed over. Of what is retired only what weighs at
/// any time is told.
fn close(
    outcome: Outcome,
    report: Report<'_>,
    standing: Standing,
    findings: &mut Vec<Finding>,
) -> Verdict {
    let mut told = report.findings;
    if standing == Standing::Retired {
        told.retain(|finding| finding.level < Level::Info);
    }
    findings.extend(told);
    Verdict {
        outcome,
        at: report.at,
        untold: report.untold,
        waiver: None,
    }
}

/// The rules that a contract alone can meet. A product that offers none fails them, and that
/// is told once, by the first of them.
const NEED_A_CONTRACT: [&str; 4] = [
    "missing-schema",
    "missing-quality-rule",
    "missing-freshness",
    "missing-access-path",
];

/// The outcome of a rule on contracts for a product that offers none.
fn without_contracts(product: &Product, rule: &Rule, report: &mut Report<'_>) -> Outcome {
    if !NEED_A_CONTRACT.contains(&rule.code.id) {
        return Outcome::NotApplicable("the product offers no contract");
    }
    let ports = product.manifest.iter().flat_map(|m| &m.output_ports);
    let dangling = ports.clone().find_map(|port| port.contract_id.as_ref());
    if let Some(id) = dangling {
        return report.told_elsewhere(id.span);
    }
    if rule.code.id != NEED_A_CONTRACT[0] {
        return report.told_elsewhere(product.span);
    }
    let message = format!("data product `{}` offers no data contract", product.id);
    match ports.clone().next() {
        Some(port) => report.absent(
            port.name.as_ref().map_or(port.span, |name| name.span),
            message,
            "no `contractId` in this port",
            "write a contract for the data of this port, and name its id as `contractId`",
        ),
        None => report.absent(
            product.span,
            message,
            "no output port in this product",
            "add an output port with the `contractId` of the contract behind it",
        ),
    }
}
