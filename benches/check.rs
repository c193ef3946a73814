//! What `check` costs, in CPU time:
//!
//! ```text
//! cargo bench --bench check -- 10000
//! ```
//!
//! One contract of about 30 KB, alone in a folder, by a process of its own each time; and a
//! mesh of a given size, with the share that reading its YAML has in it, and what its rules take with
//! and without 50 rules of an organisation. CPU time is that of
//! all threads, user and system, from `/proc/self/stat`.

#[path = "build/mesh.rs"]
mod mesh;
#[path = "build/product.rs"]
mod product;

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use meshbook::diag::{Span, Subject, SubjectKind};
use meshbook::history::History;
use meshbook::rules::{Book, Context};
use meshbook::service_level::ServiceLevels;
use meshbook::{document, pipeline, rules};

const MESHBOOK: &str = env!("CARGO_BIN_EXE_meshbook");
/// How often the one contract is checked.
const RUNS: u32 = 100;
/// The clock ticks of a second, as Linux tells times of processes.
const TICKS: f64 = 100.0;
/// The columns of the one contract.
const COLUMNS: usize = 118;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    // Cargo adds `--bench` of its own.
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let products = words.next().map_or(Ok(10_000), |word| word.parse())?;
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("check-{}", std::process::id()));
    one(&folder.join("one"))?;
    many(&folder.join("many"), products)?;
    fs::remove_dir_all(&folder)?;
    Ok(())
}

/// One contract of about 30 KB.
fn one(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let text = contract()?;
    let path = folder.join("orders.odcs.yaml");
    fs::write(&path, &text)?;
    let before = Cpu::now()?;
    for _ in 0..RUNS {
        check(&path)?;
    }
    let each = (Cpu::now()?.children - before.children) / f64::from(RUNS);
    println!(
        "one contract of {} bytes: {:.2} ms of CPU",
        text.len(),
        each * 1e3
    );
    Ok(())
}

/// A mesh of one product and one contract each.
fn many(folder: &Path, products: usize) -> Result<()> {
    mesh::write(folder, products)?;
    let before = Cpu::now()?;
    check(folder)?;
    let whole = Cpu::now()?.children - before.children;

    let mut texts = Vec::new();
    gather(folder, &mut texts)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let subject = Subject::new(SubjectKind::Source, "s");
    let before = Cpu::now()?;
    let mut roots = 0;
    for text in &texts {
        let at = Span {
            start: 0,
            end: text.len() as u32,
        };
        roots += document::yaml(text, at, &subject).roots.len();
    }
    let yaml = Cpu::now()?.own - before.own;
    println!(
        "{products} products and contracts: {whole:.2} s of CPU; reading {} files of YAML \
         ({:.0} MB, {roots} documents) takes {yaml:.2} s, {:.0} % of it",
        texts.len(),
        bytes as f64 / 1e6,
        yaml / whole * 100.0,
    );
    drop(texts);
    let (rules, judging_built_in) = (applying(folder)?, judging(folder)?);
    own_rules(folder)?;
    let (with_own, judging_own) = (applying(folder)?, judging(folder)?);
    println!(
        "all rules: {rules:.2} s of CPU, with {} rules of an organisation {with_own:.2} s; with what \
         goes with them {judging_built_in:.2} and {judging_own:.2} s",
        BODIES.len() * 2
    );
    Ok(())
}

/// What the rules alone take, once a portal is read and its service levels are known.
fn applying(folder: &Path) -> Result<f64> {
    let read = pipeline::read(folder)?;
    let now: Timestamp = "2026-11-20T09:00:00Z".parse()?;
    let today = now.to_zoned(TimeZone::UTC).date();
    let settings = &read.config.service_levels;
    let (levels, _) = ServiceLevels::new(&read.mesh, read.measured, settings, now);
    let before = Cpu::now()?.own;
    let book = Book::new(&read.config, &read.files, today);
    let verdicts = rules::apply(Context {
        config: &read.config,
        book: &book,
        mesh: &read.mesh,
        files: &read.files,
        past: &read.past,
        levels: &levels,
        told: &read.findings,
        history: &History::default(),
        today,
    });
    let took = Cpu::now()?.own - before;
    drop(verdicts);
    Ok(took)
}

/// What judging a portal takes once it is read.
fn judging(folder: &Path) -> Result<f64> {
    let read = pipeline::read(folder)?;
    let before = Cpu::now()?.own;
    let judged = pipeline::judge(read, "2026-11-20T09:00:00Z".parse()?);
    let took = Cpu::now()?.own - before;
    drop(judged);
    Ok(took)
}

/// The way, the condition and the assertion of rules that an organisation might have.
const BODIES: [[&str; 3]; 25] = [
    [".", "true", "it.name != ''"],
    [
        ".",
        "true",
        "it.version.matches('^[0-9]+[.][0-9]+[.][0-9]+$')",
    ],
    [".", "true", "it.tags.size() > 0"],
    [
        ".",
        "it.status == 'active'",
        "it.servers.exists(s, s.environment == 'prod')",
    ],
    [".", "true", "it.roles.all(r, r.access != '')"],
    [".", "true", "it.description.purpose.size() >= 40"],
    [".", "true", "it.team.name != '' || product.owner != ''"],
    [
        ".",
        "true",
        "it.slaProperties.exists(s, s.property == 'latency')",
    ],
    [
        ".",
        "true",
        "it.support.exists(s, s.tool in ['slack', 'email', 'teams'])",
    ],
    [
        "slaProperties[*]",
        "it.property == 'latency'",
        "it.unit in ['h', 'm', 's', 'd']",
    ],
    ["slaProperties[*]", "true", "has(it.value)"],
    [
        "slaProperties[*]",
        "it.property == 'retention'",
        "it.value != null",
    ],
    ["schema[*]", "true", "it.description != ''"],
    ["schema[*]", "true", "it.properties.exists(p, p.primaryKey)"],
    ["schema[*]", "true", "it.name == it.name.lowerAscii()"],
    [
        "schema[*]",
        "true",
        "it.quality.size() + it.properties.map(p, p.quality.size()).size() > 0",
    ],
    [
        "schema[*].properties[*]",
        "it.name.endsWith('_amount')",
        "it.customProperties.exists(c, c.property == 'currency')",
    ],
    [
        "schema[*].properties[*]",
        "true",
        "it.name.matches('^[a-z][a-z0-9_]*$')",
    ],
    [
        "schema[*].properties[*]",
        "it.logicalType == 'timestamp'",
        "it.name.endsWith('_at')",
    ],
    [
        "schema[*].properties[*]",
        "it.classification == 'confidential'",
        "it.encryptedName != '' || it.customProperties.exists(c, c.property == 'masking')",
    ],
    [
        "schema[*].properties[*]",
        "it.primaryKey",
        "it.required && it.unique",
    ],
    [
        "schema[*].properties[*]",
        "it.name.endsWith('_id')",
        "it.logicalType in ['string', 'integer']",
    ],
    [
        "schema[*].properties[*]",
        "has(it.description)",
        "it.description.size() < 500",
    ],
    [
        "schema[*].properties[*]",
        "it.logicalType == 'number'",
        "it.physicalType != ''",
    ],
    [
        "schema[*].properties[*].quality[*]",
        "it.type == 'sql'",
        "it.query != ''",
    ],
];

/// Adds the rules of an organisation to a portal: each body twice.
fn own_rules(folder: &Path) -> Result<()> {
    fs::create_dir(folder.join("rules"))?;
    for (number, [way, condition, assertion]) in BODIES.iter().chain(&BODIES).enumerate() {
        let text = format!(
            "id: bench/rule-{number}\ntitle: Rule {number}\nseverity: medium\nlevel: silver\n\
             since: 2026-01-01\nfor_each: {way:?}\nwhen: {condition:?}\nassert: {assertion:?}\n\
             message: '`{{{{ it.name }}}}` is at fault'\nfix: mend it\n"
        );
        let text = match way.contains("properties[*].quality") || way.starts_with("sla") {
            true => text
                .replace("it.name", "object.name")
                .replace("object", "contract"),
            false => text,
        };
        fs::write(folder.join(format!("rules/{number}.yaml")), text)?;
    }
    let path = folder.join("meshbook.yaml");
    let configuration = fs::read_to_string(&path)?;
    fs::write(path, configuration + "governance:\n  rules: [rules]\n")?;
    Ok(())
}

fn check(path: &Path) -> Result<()> {
    let status = Command::new(MESHBOOK)
        .args(["check", "--fail-on", "never"])
        .arg(path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{}: {status}", path.display()).into()),
    }
}

/// The texts of all YAML files below a folder.
fn gather(folder: &Path, texts: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path: PathBuf = entry?.path();
        if path.is_dir() {
            gather(&path, texts)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            texts.push(fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// CPU time in seconds, of this process and of those that it has waited for.
struct Cpu {
    own: f64,
    children: f64,
}

impl Cpu {
    fn now() -> Result<Cpu> {
        let stat = fs::read_to_string("/proc/self/stat")?;
        // The name of the program, in parentheses, may hold spaces.
        let (_, fields) = stat.rsplit_once(')').ok_or("a line of /proc/self/stat")?;
        let ticks: Vec<f64> = fields
            .split_whitespace()
            .skip(11)
            .take(4)
            .map(str::parse)
            .collect::<std::result::Result<_, _>>()?;
        let [user, system, of_children_user, of_children_system] = ticks[..] else {
            return Err("too few fields in /proc/self/stat".into());
        };
        Ok(Cpu {
            own: (user + system) / TICKS,
            children: (of_children_user + of_children_system) / TICKS,
        })
    }
}

fn contract() -> Result<String> {
    let mut text = String::from(
        "apiVersion: v3.1.0\nkind: DataContract\nid: sales.orders\nname: Orders\nversion: 1.0.0\n\
         status: active\ndomain: sales\ndescription:\n  purpose: Orders of all shops, for planning \
         stock and for the monthly figures.\nschema:\n  - name: orders\n    description: One row \
         for each order.\n    properties:\n",
    );
    for column in 0..COLUMNS {
        write!(
            text,
            "      - name: column_{column}\n        logicalType: string\n        physicalType: \
             varchar(40)\n        required: true\n        classification: internal\n        \
             description: What the shop says about part {column} of the order, as text.\n        \
             examples: [\"value {column}\", other]\n"
        )?;
    }
    Ok(text)
}
