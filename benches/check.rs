//! What `check` costs, in CPU time:
//!
//! ```text
//! cargo bench --bench check -- 10000
//! ```
//!
//! One contract of about 30 KB, alone in a folder, by a process of its own each time; and a
//! mesh of a given size, with the share that reading its YAML has in it. CPU time is that of
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

use meshbook::diag::{Span, Subject, SubjectKind};
use meshbook::document;

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
