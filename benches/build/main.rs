//! How long a portal of a given size takes:
//!
//! ```text
//! cargo bench --bench build -- 1000 10000
//! cargo bench --bench build -- --write FOLDER 1000
//! ```
//!
//! Each size is written as a mesh of its own and built by the release binary into a fresh
//! folder, three times; the median counts. The copy of the output by `cp -r` in the same
//! run is the floor that the time is told in. Times and memory of a whole process come
//! from `/usr/bin/time`. With `--write` the mesh is only written.

mod mesh;
mod product;

use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const MESHBOOK: &str = env!("CARGO_BIN_EXE_meshbook");
const TIME: &str = "/usr/bin/time";
const NOW: &str = "2026-03-02T09:00:00Z";
const RUNS: usize = 3;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let mut sizes: Vec<usize> = Vec::new();
    let mut write = None;
    // Cargo adds `--bench` of its own.
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = arguments.next() {
        match word.as_str() {
            "--write" => write = Some(arguments.next().ok_or("--write needs a folder")?),
            size => sizes.push(size.parse().map_err(|_| format!("`{size}` is no number"))?),
        }
    }
    if sizes.is_empty() {
        sizes.push(1_000);
    }
    if let Some(folder) = write {
        mesh::write(Path::new(&folder), sizes[0])?;
        println!("{} products in {folder}", sizes[0]);
        return Ok(());
    }
    if !Path::new(TIME).is_file() {
        return Err(format!("{TIME} is missing: install the package `time`").into());
    }
    println!("{} threads", std::thread::available_parallelism()?);
    println!();
    println!("| products | what | wall s | CPU s | peak MB | pages | MB | pages/s | x `cp -r` |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        measure(size)?;
    }
    Ok(())
}

/// Builds a mesh of `size` products and prints one row for each thing that was measured.
fn measure(size: usize) -> Result<()> {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("build-{size}-{}", std::process::id()));
    let mesh = folder.join("mesh");
    mesh::write(&mesh, size)?;

    let mut builds = Vec::new();
    let mut copies = Vec::new();
    let mut site = PathBuf::new();
    for run in 0..RUNS {
        site = folder.join(format!("site-{run}"));
        builds.push(build(&mesh, &site)?);
        let copy = folder.join(format!("copy-{run}"));
        copies.push(run_timed(
            "cp",
            ["-r".as_ref(), site.as_os_str(), copy.as_os_str()],
        )?);
    }
    let again: Vec<Usage> = (0..RUNS)
        .map(|_| build(&mesh, &site))
        .collect::<Result<_>>()?;
    let checks: Vec<Usage> = (0..RUNS)
        .map(|_| {
            run_timed(
                MESHBOOK,
                ["check", "--fail-on", "never"]
                    .map(OsStr::new)
                    .into_iter()
                    .chain([mesh.as_os_str()]),
            )
        })
        .collect::<Result<_>>()?;

    let output = Output::of(&site)?;
    let floor = median(copies);
    for (what, usage) in [
        ("build", median(builds)),
        ("build again, nothing changed", median(again)),
        ("check", median(checks)),
        ("`cp -r` of the output", floor),
    ] {
        let Usage { wall, cpu, peak_mb } = usage;
        let Output { pages, bytes } = output;
        let rate = pages as f64 / wall;
        let ratio = wall / floor.wall;
        println!(
            "| {size} | {what} | {wall:.2} | {cpu:.2} | {peak_mb:.0} | {pages} | {:.1} | {rate:.0} | {ratio:.1} |",
            bytes as f64 / 1e6,
        );
    }
    fs::remove_dir_all(&folder)?;
    Ok(())
}

fn build(mesh: &Path, site: &Path) -> Result<Usage> {
    let words = ["build".as_ref(), mesh.as_os_str()];
    let rest = [
        "--out".as_ref(),
        site.as_os_str(),
        "--now".as_ref(),
        NOW.as_ref(),
    ];
    run_timed(MESHBOOK, words.into_iter().chain(rest))
}

/// What one process took.
#[derive(Clone, Copy)]
struct Usage {
    /// From start to end, in seconds.
    wall: f64,
    /// In user and system mode, on all threads, in seconds.
    cpu: f64,
    /// Largest resident set, in MB.
    peak_mb: f64,
}

fn run_timed<'w>(program: &str, words: impl IntoIterator<Item = &'w OsStr>) -> Result<Usage> {
    let begun = Instant::now();
    let output = Command::new(TIME)
        .args(["--quiet", "-f", "usage %U %S %M", program])
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()?;
    let wall = begun.elapsed().as_secs_f64();
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{program} ended with {}\n{told}", output.status).into());
    }
    let line = told
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("usage "))
        .ok_or("no figures from /usr/bin/time")?;
    let figures: Vec<f64> = line
        .split(' ')
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    let [user, system, kilobytes] = figures[..] else {
        return Err(format!("`{line}` has not three figures").into());
    };
    Ok(Usage {
        wall,
        cpu: user + system,
        peak_mb: kilobytes * 1024.0 / 1e6,
    })
}

/// The run whose wall time is in the middle.
fn median(mut runs: Vec<Usage>) -> Usage {
    runs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    runs[runs.len() / 2]
}

/// What a build wrote.
#[derive(Clone, Copy)]
struct Output {
    pages: usize,
    bytes: u64,
}

impl Output {
    fn of(site: &Path) -> Result<Output> {
        let mut output = Output { pages: 0, bytes: 0 };
        for entry in walkdir::WalkDir::new(site) {
            let entry = entry?;
            if entry.file_type().is_file() {
                output.bytes += entry.metadata()?.len();
                output.pages += usize::from(entry.path().extension() == Some("html".as_ref()));
            }
        }
        Ok(output)
    }
}
