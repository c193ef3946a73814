//! Writes the search index of an invented mesh, for figures, or of given records, for the
//! tests of the client: `search-index PRODUCTS|RECORDS.json FOLDER`.
//!
//! `FOLDER/mesh.json` says what is in the invented mesh, so that queries can be drawn.
//! With `--index` behind the folder it is left out, with `--records` the index too, so
//! that the cost of inventing the mesh can be taken off.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs, io};

use meshbook::search::{Column, Kind, Record, Shard, Table, index};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64_with_seed;

const COLUMNS: u64 = 40;

type Words = LazyLock<Vec<&'static str>>;

macro_rules! words {
    ($($name:ident: $list:literal)*) => {
        $(static $name: Words = LazyLock::new(|| $list.split_ascii_whitespace().collect());)*
    };
}

words! {
    NOUNS: "account address agent airport allergy alert ambulance apartment article \
        asset auction audit award balance bank barcode basket batch battery benefit billing boarding \
        booking border branch brand bridge broker budget building bundle cabin cable calendar campaign \
        cancellation capacity card cargo carrier case catalogue certificate channel charge checkout \
        chemical claim client clinic cohort collateral collection commission commodity \
        component condition consent consignment consumption container contact contract conversion \
        courier coverage credit crew currency customer customs damage deal debtor default delivery \
        demand department deposit device diagnosis discount dispatch dispute distance district donor \
        dossier driver earnings electricity employee engine enquiry equipment event exchange exhibit \
        expense exposure facility factory failure fare feature fee feedback festival fleet flight \
        forecast franchise freight fuel fund garage gateway generator goods grant group guarantee guest \
        handover harbour hazard holiday hospital hotel household identity import incident income \
        inspection instalment interest inventory invoice issue item itinerary journey kitchen \
        laboratory label landlord lease ledger lesson licence limit listing loan location locker loyalty \
        luggage machine mailing maintenance manifest margin market material meal measurement medicine \
        member merchant message meter milestone mortgage network notice nurse offer operator option order \
        outage outlet package pallet parcel park partner passenger patient payment payroll penalty \
        pension permit pharmacy photo pipeline planning platform player plot policy portfolio position \
        postage premium prescription price procedure producer profile project promotion property \
        prospect provider purchase quality quota quote railway rating reading rebate receipt referral \
        refund region registration reminder rental repair report request reservation resident return \
        revenue review reward risk roster route sailing salary sample schedule school scooter season \
        seller sensor session settlement shelf shift shipment signal site slot staff station statement \
        stock storage store student subscription subsidy supplier supply survey tariff task taxi tender \
        terminal territory theatre ticket timetable toll tour tracking trade traffic trailer training \
        transfer transit trip truck turbine tutor vaccine vehicle vendor venue vessel visit visitor \
        volunteer voucher voyage wagon wallet warehouse warranty waste water weather workshop"
    USES: "overview history daily events master ledger snapshot forecast archive"
    MEASURES: "id code name type status date amount total count rate weight height \
        length volume quantity number level reason source country city postcode email phone currency \
        score category comment version flag start end duration priority"
    COMMON: "id created_at updated_at created_by source_system is_active valid_from \
        valid_to currency_code country_code load_date batch_id"
    DOMAINS: "logistics sales finance marketing procurement manufacturing insurance \
        healthcare mobility energy retail hospitality education telecom compliance workforce research \
        aviation maritime housing"
    FIRST: "alice benjamin charlotte daniel eleanor francis gabriele henrik isabelle \
        jonathan katharina leonard margarethe nathaniel octavia patrick quentin rebecca sebastian \
        theodora ulrike valentin wilhelmina xavier yolanda zacharias"
    LAST: "abernathy blackwood castellano drummond eriksson fitzgerald goldsmith \
        hawthorne iversen jankowski kowalczyk lindqvist macgregor nakamura ordway pemberton quigley \
        rasmussen schneider thorvaldsen underhill vandermeer whitfield yamamoto zimmermann"
    SYLLABLES: "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bre cli \
        dro fla gre pla sti tra vo"
    ROLES: "platform insights operations stewards"
    LEVELS: "none bronze silver gold"
}

/// The choices of one product: the same for the same seed.
struct Draw {
    seed: u64,
    step: u64,
}

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.step += 1;
        xxh3_64_with_seed(&self.step.to_le_bytes(), self.seed) % limit
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len() as u64) as usize]
    }

    /// A word of prose: mostly a common one, now and then one of many thousands.
    fn word(&mut self) -> String {
        match self.below(10) {
            0 => {
                let syllables = 2 + self.below(2);
                (0..syllables).map(|_| self.of(&SYLLABLES)).collect()
            }
            1..=3 => "the".to_owned(),
            4 => self.of(&MEASURES).to_owned(),
            _ => self.of(&NOUNS).to_owned(),
        }
    }

    fn prose(&mut self, words: u64) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn column(&mut self) -> String {
        match self.below(10) {
            0..=3 => self.of(&COMMON).to_owned(),
            4..=7 => format!("{}_{}", self.of(&NOUNS), self.of(&MEASURES)),
            _ => format!(
                "{}_{}_{}",
                self.of(&NOUNS),
                self.of(&NOUNS),
                self.of(&MEASURES)
            ),
        }
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// The product of a number, with its contract and its documentation page.
fn product(number: u64) -> [Record; 3] {
    let mut draw = Draw {
        seed: number,
        step: 0,
    };
    let domain = draw.of(&DOMAINS).to_owned();
    let title = match draw.below(3) {
        0 => format!("{} {}", capital(draw.of(&NOUNS)), draw.of(&NOUNS)),
        1 => format!("{} {}", capital(draw.of(&NOUNS)), draw.of(&USES)),
        _ => format!(
            "{} {} {}",
            capital(draw.of(&NOUNS)),
            draw.of(&NOUNS),
            draw.of(&USES)
        ),
    };
    let team = format!("{domain} {}", draw.of(&ROLES));
    let slug = format!("{}-{number}", title.to_lowercase().replace(' ', "-"));
    let url = format!("products/{domain}/{slug}.html");
    let contract = format!("contracts/{domain}/{slug}.html");

    let mut names: Vec<String> = (0..COLUMNS).map(|_| draw.column()).collect();
    names.sort();
    names.dedup();
    let columns = names.into_iter().map(|name| Column {
        summary: draw.prose(6),
        name,
        ..Column::default()
    });
    let table = Table {
        name: slug.replace('-', "_"),
        url: format!("{contract}#"),
        columns: columns.collect(),
        ..Table::default()
    };
    let common = |kind, title: &str, url: &str| Record {
        domain: domain.clone(),
        owner: team.clone(),
        ..Record::new(kind, title, url)
    };
    [
        Record {
            context: domain.clone(),
            summary: draw.prose(12),
            status: if draw.below(20) == 0 {
                "deprecated"
            } else {
                "active"
            }
            .to_owned(),
            level: draw.of(&LEVELS).to_owned(),
            tags: vec![draw.of(&NOUNS).to_owned(), draw.of(&NOUNS).to_owned()],
            names: vec![slug.clone()],
            body: draw.prose(60),
            tables: vec![table],
            ..common(Kind::Product, &title, &url)
        },
        Record {
            context: title.clone(),
            summary: draw.prose(12),
            ..common(Kind::Contract, &format!("{title} contract"), &contract)
        },
        Record {
            context: title.clone(),
            body: draw.prose(200),
            ..common(
                Kind::Doc,
                &format!("How to read {title}"),
                &format!("docs/{domain}/{slug}.html"),
            )
        },
    ]
}

/// Domains, teams and people.
fn directory() -> Vec<Record> {
    let mut records = Vec::new();
    for domain in DOMAINS.iter() {
        let url = format!("domains/{domain}.html");
        records.push(Record::new(Kind::Domain, capital(domain), url));
        for role in ROLES.iter() {
            let url = format!("teams/{domain}-{role}.html");
            let title = format!("{} {role}", capital(domain));
            records.push(Record::new(Kind::Team, title, url));
        }
    }
    for first in FIRST.iter() {
        for last in LAST.iter() {
            let url = format!("people/{first}-{last}.html");
            let title = format!("{} {}", capital(first), capital(last));
            records.push(Record::new(Kind::Person, title, url));
        }
    }
    records
}

/// A record as a test writes it.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Given {
    kind: String,
    title: String,
    url: String,
    context: String,
    summary: String,
    domain: String,
    owner: String,
    status: String,
    tags: Vec<String>,
    names: Vec<String>,
    body: String,
    tables: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Given {
    /// The record, whose tables name their columns and the columns' further names.
    fn record(self) -> Record {
        let kind = Kind::ALL.into_iter().find(|kind| kind.id() == self.kind);
        let tables = self.tables.into_iter().map(|(name, columns)| Table {
            url: format!("{}#{name}.", self.url),
            name,
            columns: columns
                .into_iter()
                .map(|(name, names)| Column {
                    name,
                    names,
                    ..Column::default()
                })
                .collect(),
            ..Table::default()
        });
        Record {
            tables: tables.collect(),
            context: self.context,
            summary: self.summary,
            domain: self.domain,
            owner: self.owner,
            status: self.status,
            tags: self.tags,
            names: self.names,
            body: self.body,
            ..Record::new(kind.unwrap_or(Kind::Product), self.title, self.url)
        }
    }
}

fn write(folder: &Path, shards: &[Shard]) -> io::Result<()> {
    fs::create_dir_all(folder.join("search"))?;
    for shard in shards {
        fs::write(folder.join(&shard.route), &shard.bytes)?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [what, folder, options @ ..] = arguments.as_slice() else {
        return Err(io::Error::other(
            "search-index PRODUCTS|RECORDS.json FOLDER",
        ));
    };
    let folder = Path::new(folder);
    let Ok(products) = what.parse::<u64>() else {
        let given: Vec<Given> = serde_json::from_str(&fs::read_to_string(what)?)?;
        let records: Vec<Record> = given.into_iter().map(Given::record).collect();
        return write(folder, &index(records));
    };

    let mesh = (0..products).into_par_iter().flat_map_iter(product);
    if options.iter().any(|option| option == "--records") {
        mesh.for_each(drop);
        return Ok(());
    }
    write(folder, &index(mesh.chain(directory())))?;
    if options.iter().any(|option| option == "--index") {
        return Ok(());
    }

    let listed: Vec<_> = (0..products)
        .map(|number| {
            let [product, ..] = product(number);
            let columns = product.tables[0].columns.iter();
            json!({
                "title": product.title,
                "url": product.url,
                "domain": product.domain,
                "owner": product.owner,
                "columns": columns.map(|column| &column.name).collect::<Vec<_>>(),
            })
        })
        .collect();
    let others: Vec<_> = directory()
        .into_iter()
        .map(|record| json!({"kind": record.kind.id(), "title": record.title}))
        .collect();
    let mesh = json!({"products": listed, "others": others});
    fs::write(folder.join("mesh.json"), mesh.to_string())
}
