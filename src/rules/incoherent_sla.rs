//! Promises that cannot all be kept.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use std::collections::HashMap;

use crate::diag::{Code, Element, Level, Span};
use crate::mesh::{Contract, Link};
use crate::model::sla::{Amount, Duration, SlaKind, read};
use crate::model::{DataContract, SlaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "incoherent-sla",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/incoherent-sla.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// Days of which the first does not come after the second.
const DAYS: [(SlaKind, SlaKind); 3] = [
    (SlaKind::GeneralAvailability, SlaKind::EndOfSupport),
    (SlaKind::GeneralAvailability, SlaKind::EndOfLife),
    (SlaKind::EndOfSupport, SlaKind::EndOfLife),
];

/// A latency says nothing where it is longer than this many updates, and than this many seconds:
/// late data of a few days is honest even where data comes every minute.
const UPDATES: f64 = 100.0;
const WEEK: f64 = 7.0 * 86_400.0;

/// The most contracts that are asked how old the data is that is taken in.
const MOST_INPUTS: usize = 100;

fn check(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let promises = Promises::of(contract);
    let mut compared = Compared { met: 0, of: 0 };
    for (first, second) in DAYS {
        promises.days(first, second, &mut compared, report);
    }
    promises.retention(&mut compared, report);
    promises.latency(&mut compared, report);
    inputs(facts, own, &promises, &mut compared, report);
    let none = "no two promises can be compared";
    Outcome::of(compared.met, compared.of, none)
}

/// How many comparisons were made, and how many of them came out well.
struct Compared {
    met: usize,
    of: usize,
}

impl Compared {
    fn add(&mut self, is_met: bool) -> bool {
        self.of += 1;
        self.met += usize::from(is_met);
        !is_met
    }
}

/// The promises of a contract: the first of each kind on each element.
struct Promises<'c> {
    in_order: Vec<(SlaKind, &'c str, Promised)>,
    found: HashMap<(SlaKind, &'c str), usize>,
}

/// What is promised, and where.
struct Promised {
    amount: Amount,
    span: Span,
}

impl<'c> Promises<'c> {
    fn of(contract: &'c DataContract) -> Promises<'c> {
        let mut promises = Promises {
            in_order: Vec::new(),
            found: HashMap::new(),
        };
        for property in &contract.sla_properties {
            // A range says itself what may vary.
            let is_range = property.value_ext.is_some();
            let Some(promise) = read(property).promise.filter(|_| !is_range) else {
                continue;
            };
            let element = property.element.as_ref().map_or("", |text| text.trim());
            let promised = Promised {
                amount: promise.amount,
                span: place(property),
            };
            let at = promises.in_order.len();
            promises.found.entry((promise.kind, element)).or_insert(at);
            promises.in_order.push((promise.kind, element, promised));
        }
        promises
    }

    /// Each promise of one kind with that of another kind on the same element, or on all.
    fn pairs(&self, one: SlaKind, other: SlaKind) -> impl Iterator<Item = (&Promised, &Promised)> {
        let ones = self.in_order.iter().filter(move |(kind, ..)| *kind == one);
        ones.filter_map(move |(_, element, promised)| {
            let found = self.found.get(&(other, *element));
            let found = found.or_else(|| self.found.get(&(other, "")))?;
            Some((promised, &self.in_order[*found].2))
        })
    }

    fn days(
        &self,
        first: SlaKind,
        second: SlaKind,
        compared: &mut Compared,
        report: &mut Report<'_>,
    ) {
        for (one, other) in self.pairs(first, second) {
            let (Amount::Date(begin), Amount::Date(end)) = (&one.amount, &other.amount) else {
                continue;
            };
            if compared.add(begin <= end) {
                let (first, second) = (first.name(), second.name());
                let message = format!("`{first}`, {begin}, comes after `{second}`, {end}");
                report
                    .tell(other.span, message)
                    .help("correct one of the two days")
                    .related(one.span, "the later day");
            }
        }
    }

    /// What is deleted before the next data comes leaves nothing to read.
    fn retention(&self, compared: &mut Compared, report: &mut Report<'_>) {
        for (kept, interval) in self.pairs(SlaKind::Retention, SlaKind::Frequency) {
            let Some((for_how_long, each)) = durations(kept, interval) else {
                continue;
            };
            if compared.add(for_how_long.seconds() >= each.seconds()) {
                let message = format!("data is kept {for_how_long}, and comes every {each}");
                report
                    .tell(kept.span, message)
                    .label("nothing is left before more comes")
                    .help("keep data at least until the next data comes")
                    .related(interval.span, "how often data comes");
            }
        }
    }

    /// A latency of very many updates is kept by whatever happens.
    fn latency(&self, compared: &mut Compared, report: &mut Report<'_>) {
        for (age, interval) in self.pairs(SlaKind::Latency, SlaKind::Frequency) {
            let Some((how_old, each)) = durations(age, interval) else {
                continue;
            };
            let most = (each.seconds() * UPDATES).max(WEEK);
            if compared.add(how_old.seconds() <= most) {
                let message = format!("data may be {how_old} old, and comes every {each}");
                report
                    .tell(age.span, message)
                    .label("says nothing of data that comes this often")
                    .help("promise how old the data is that comes")
                    .related(interval.span, "how often data comes");
            }
        }
    }

    /// How often data comes.
    fn interval(&self) -> Option<Duration> {
        let mut frequencies = self.in_order.iter();
        frequencies.find_map(|(kind, _, promised)| match (kind, &promised.amount) {
            (SlaKind::Frequency, Amount::Duration(interval)) => Some(*interval),
            _ => None,
        })
    }

    /// The latency on which most depends: the longest one.
    fn longest_latency(&self) -> Option<(Duration, Span)> {
        let latencies = self.in_order.iter();
        let latencies = latencies.filter(|(kind, ..)| *kind == SlaKind::Latency);
        let latencies = latencies.filter_map(|(_, _, promised)| match promised.amount {
            Amount::Duration(duration) => Some((duration, promised.span)),
            _ => None,
        });
        latencies.max_by(|(a, _), (b, _)| a.seconds().total_cmp(&b.seconds()))
    }
}

fn place(property: &SlaProperty) -> Span {
    let value = property.value.as_ref();
    value.map_or(property.span.head(), |value| value.span)
}

fn durations(one: &Promised, other: &Promised) -> Option<(Duration, Duration)> {
    match (&one.amount, &other.amount) {
        (Amount::Duration(one), Amount::Duration(other)) => Some((*one, *other)),
        _ => None,
    }
}

/// Data is at least as old as the freshest of what it is made from: a stream that looks names up
/// in a table of yesterday is as fresh as the stream. Where one of them does not say how old its
/// data may be, or comes less often than what is made from it, nothing is known: there is more
/// that it is made from.
fn inputs(
    facts: &Facts<'_>,
    own: &Contract,
    promises: &Promises<'_>,
    compared: &mut Compared,
    report: &mut Report<'_>,
) {
    let (Some((age, span)), Some(each)) = (promises.longest_latency(), promises.interval()) else {
        return;
    };
    let inputs = taken_in(facts, own, each);
    let seconds = |input: &Input<'_>| input.age.seconds();
    let freshest = inputs.and_then(|inputs| {
        let mut inputs = inputs.into_iter();
        let first = inputs.next()?;
        Some(inputs.fold(first, |best, next| {
            if seconds(&next) < seconds(&best) {
                next
            } else {
                best
            }
        }))
    });
    let Some(input) = freshest else {
        return;
    };
    if compared.add(age.seconds() >= seconds(&input)) {
        let (id, of_input) = (input.id, input.age);
        let message =
            format!("data may be {age} old, and that of `{id}`, from which it is made, {of_input}");
        report
            .tell(span, message)
            .label("fresher than all that it is made from")
            .help(format!("promise at least {of_input}"))
            .related(input.span, "promised of what it is made from");
    }
}

/// A contract from which data is made, and how old its data may be.
struct Input<'m> {
    id: &'m str,
    age: Duration,
    span: Span,
}

/// The contracts from which the data of a contract is made: those of its port, else those of its
/// product; `None` where one does not say how old its data may be, or comes less often than
/// `each`. Data that does not change makes nothing old.
fn taken_in<'m>(facts: &Facts<'m>, own: &Contract, each: Duration) -> Option<Vec<Input<'m>>> {
    let mesh = facts.mesh;
    let product = mesh.product(own.product);
    let manifest = product.manifest.as_ref()?;
    let is_own = |link: Link| {
        let id = link.contract();
        id.is_some_and(|id| mesh.contract(id).newest().file == own.newest().file)
    };
    let outputs = product.outputs.iter();
    let ports = outputs.filter(|output| is_own(output.contract));
    let ports = ports.filter_map(|output| manifest.output_ports.get(output.port?));
    let of_port: Vec<Link> = ports
        .flat_map(|port| &port.input_contracts)
        .map(|input| mesh.reference(input.id.as_ref(), input.version.as_ref()))
        .take(MOST_INPUTS + 1)
        .collect();
    let of_product = product.inputs.iter().map(|input| input.contract);
    let links = match of_port.is_empty() {
        true => of_product.take(MOST_INPUTS + 1).collect(),
        false => of_port,
    };
    if links.len() > MOST_INPUTS {
        return None;
    }
    let inputs = links.into_iter().filter(|link| !is_own(*link));
    let inputs = inputs.filter_map(|link| match input(facts, link, each) {
        Known::Age(input) => Some(Some(input)),
        Known::Still => None,
        Known::Nothing => Some(None),
    });
    inputs.collect()
}

/// What is known of the age of the data of an input.
enum Known<'m> {
    Age(Input<'m>),
    /// It does not change.
    Still,
    Nothing,
}

/// What a contract promises of the age of its data: the shortest latency.
fn input<'m>(facts: &Facts<'m>, link: Link, each: Duration) -> Known<'m> {
    let Some(id) = link.contract() else {
        return Known::Nothing;
    };
    let contract = facts.mesh.contract(id);
    let version = match link {
        Link::To(_, version) => &contract.versions[version].manifest,
        _ => contract.newest(),
    };
    let mut is_as_frequent = false;
    let mut shortest: Option<(Duration, Span)> = None;
    let kinds = [SlaKind::Latency, SlaKind::Frequency];
    for property in super::place::promises(version, &kinds) {
        let Some(promise) = read(property).promise else {
            continue;
        };
        match (promise.kind, promise.amount) {
            (_, Amount::Never) => return Known::Still,
            (SlaKind::Latency, Amount::Always) => return Known::Nothing,
            (SlaKind::Frequency, Amount::Always) => is_as_frequent = true,
            (SlaKind::Frequency, Amount::Duration(interval)) => {
                is_as_frequent |= interval.seconds() <= each.seconds();
            }
            (SlaKind::Latency, Amount::Duration(age)) => {
                let is_shorter = |(known, _): &(Duration, Span)| age.seconds() < known.seconds();
                if shortest.as_ref().is_none_or(is_shorter) {
                    shortest = Some((age, place(property)));
                }
            }
            _ => {}
        }
    }
    let shortest = shortest.filter(|_| is_as_frequent);
    shortest.map_or(Known::Nothing, |(age, span)| {
        Known::Age(Input {
            id: &contract.id,
            age,
            span,
        })
    })
}
