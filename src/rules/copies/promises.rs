//! Service levels that stand in several products as one block.

use std::collections::{BTreeSet, HashMap};

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::Claimant;
use crate::diag::{FileId, SourceId, Span};
use crate::mesh::{DomainId, Mesh, Product, ProductId};
use crate::model::sla::SlaKind;
use crate::model::{DataContract, Server, SlaProperty, Text};

/// In how many places the same may be promised: with one more it is copied.
const MOST: usize = 4;
/// Fewer promises are no block.
const LEAST: usize = 2;
/// More promises of one product are not looked at.
const LONGEST: usize = 200;

/// The fields of servers that say where data stands, but for the part of it that is one product's.
const PLACES: [&str; 9] = [
    "account",
    "catalog",
    "database",
    "endpointurl",
    "host",
    "location",
    "project",
    "server",
    "serviceaccount",
];

/// The blocks of service levels that are anybody's own, and those of which they are copies.
#[derive(Default)]
pub(in super::super) struct Promises {
    judged: HashMap<FileId, Option<Copied>>,
}

/// A block that was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Copied {
    /// Where the copy stands.
    pub(in super::super) copy: Span,
    /// The product that promises it first.
    pub(in super::super) product: ProductId,
    /// Where that stands.
    pub(in super::super) span: Span,
}

/// Where the data of a product stands, and when it comes.
type Setting = u64;

/// A block of a product.
struct Claim {
    by: Claimant,
    setting: Setting,
    span: Span,
}

impl Promises {
    pub(in super::super) fn new(mesh: &Mesh, claimants: &[Claimant]) -> Promises {
        let mut blocks: Vec<Vec<Claim>> = Vec::new();
        let mut by_block: HashMap<(DomainId, u64), usize> = HashMap::new();
        let mut buffer = String::new();
        for &by in claimants {
            let product = mesh.product(by.product);
            let contracts = mesh.offered(product);
            let promises = || {
                let promises = contracts.iter().flat_map(|(_, c)| &c.sla_properties);
                promises.take(LONGEST)
            };
            let Some((block, span)) = block(promises(), &mut buffer) else {
                continue;
            };
            let contracts = contracts.iter().map(|(_, contract)| *contract);
            let setting = setting(product, contracts, promises(), &mut buffer);
            let at = *by_block.entry((product.domain, block)).or_insert_with(|| {
                blocks.push(Vec::new());
                blocks.len() - 1
            });
            blocks[at].push(Claim { by, setting, span });
        }
        let mut judged = HashMap::new();
        for claims in &blocks {
            judge(mesh, claims, &mut judged);
        }
        Promises { judged }
    }

    /// Of which block that of the product of a file is a copy; `None` where it has none.
    pub(in super::super) fn original(&self, file: FileId) -> Option<Option<Copied>> {
        self.judged.get(&file).copied()
    }
}

/// Which of the claims of one block copy the first one. What stands in the same place and comes at
/// the same time as the first is promised together with it.
fn judge(mesh: &Mesh, claims: &[Claim], judged: &mut HashMap<FileId, Option<Copied>>) {
    let Some(first) = claims.first() else {
        return;
    };
    // For each source the settings in the order of their last claims, the latest first.
    let mut last: HashMap<SourceId, Vec<(u32, Setting)>> = HashMap::new();
    let mut known: BTreeSet<(SourceId, Setting)> = BTreeSet::new();
    for claim in claims.iter().rev() {
        if known.insert((claim.by.source, claim.setting)) {
            let of_source = last.entry(claim.by.source).or_default();
            of_source.push((claim.by.rank, claim.setting));
        }
    }
    let mut before: Vec<Setting> = Vec::new();
    for claim in claims {
        let mut settings = before.clone();
        let is_new = !settings.contains(&claim.setting);
        if is_new {
            settings.push(claim.setting);
        }
        if before.len() <= MOST && is_new {
            before.push(claim.setting);
        }
        let behind = last.get(&claim.by.source).into_iter().flatten();
        for (_, setting) in behind.take_while(|(rank, _)| *rank > claim.by.rank) {
            if settings.len() > MOST {
                break;
            }
            if !settings.contains(setting) {
                settings.push(*setting);
            }
        }
        let is_copy = claim.setting != first.setting && settings.len() > MOST;
        let copied = is_copy.then_some(Copied {
            copy: claim.span,
            product: first.by.product,
            span: first.span,
        });
        judged.insert(mesh.product(claim.by.product).file, copied);
    }
}

/// What a product promises, in any order and spelling, and where it says so first.
fn block<'m>(
    promises: impl Iterator<Item = &'m SlaProperty>,
    buffer: &mut String,
) -> Option<(u64, Span)> {
    let mut span = None;
    let mut all = Vec::new();
    for promise in promises {
        let place = promise.property.as_ref().map(|name| name.span);
        span = span.or(Some(place.unwrap_or(promise.span.head())));
        buffer.clear();
        let name = promise.property.as_ref().map_or("", |name| &name.value);
        match SlaKind::named(name) {
            SlaKind::Other => lower(name, buffer),
            kind => buffer.push_str(kind.name()),
        }
        for text in [&promise.value, &promise.value_ext] {
            buffer.push('\0');
            lower(text.as_ref().map_or("", |text| &text.value), buffer);
        }
        buffer.push('\0');
        unit(promise.unit.as_ref().map_or("", |unit| &unit.value), buffer);
        // Which column is meant depends on the table, that one is meant does not.
        buffer.push(if promise.element.is_some() { '1' } else { '0' });
        all.push(xxh3_64(buffer.as_bytes()));
    }
    all.sort_unstable();
    all.dedup();
    (all.len() >= LEAST).then_some((together(&all), span?))
}

/// Where the data of a product stands and by which schedule it comes; its source, where its
/// contracts name no server.
fn setting<'m>(
    product: &Product,
    contracts: impl Iterator<Item = &'m DataContract>,
    promises: impl Iterator<Item = &'m SlaProperty>,
    buffer: &mut String,
) -> Setting {
    let servers = contracts.flat_map(|contract| contract.servers.iter().take(LONGEST));
    let mut all: Vec<u64> = servers.map(|server| place(server, buffer)).collect();
    if all.is_empty() {
        all.push(u64::from(product.source.0));
    }
    for schedule in promises.filter_map(|promise| promise.schedule.as_ref()) {
        all.push(xxh3_64(schedule.trim().as_bytes()));
    }
    all.sort_unstable();
    all.dedup();
    together(&all)
}

fn place(server: &Server, buffer: &mut String) -> u64 {
    let text = |text: &Option<Text>, buffer: &mut String| {
        lower(text.as_ref().map_or("", |text| &text.value), buffer);
    };
    buffer.clear();
    text(&server.kind, buffer);
    text(&server.environment, buffer);
    let fields = server.fields.iter().take(LONGEST);
    for field in fields.filter(|field| PLACES.iter().any(|key| field.key.eq_ignore_ascii_case(key)))
    {
        buffer.push('\0');
        // Of `s3://bucket/path` the bucket is the place.
        let (scheme, rest) = field.value.split_once("://").unwrap_or(("", &field.value));
        lower(scheme, buffer);
        lower(rest.split('/').next().unwrap_or_default(), buffer);
    }
    xxh3_64(buffer.as_bytes())
}

fn together(all: &[u64]) -> u64 {
    let mut hash = Xxh3::new();
    for one in all {
        hash.update(&one.to_le_bytes());
    }
    hash.digest()
}

/// `Hours`, `hour` and `h` are one.
fn unit(text: &str, buffer: &mut String) {
    let start = buffer.len();
    lower(text, buffer);
    let unit = &buffer[start..];
    let unit = match unit.len() > 1 {
        true => unit.trim_end_matches('s'),
        false => unit,
    };
    let short = match unit {
        "second" | "sec" => "s",
        "minute" => "min",
        "hour" | "hr" => "h",
        "day" => "d",
        "week" => "w",
        "month" => "mo",
        "year" | "yr" => "y",
        "percent" => "%",
        _ => return,
    };
    buffer.truncate(start);
    buffer.push_str(short);
}

fn lower(text: &str, buffer: &mut String) {
    let text = text.trim();
    let start = buffer.len();
    buffer.push_str(text);
    buffer[start..].make_ascii_lowercase();
}
