//! What a build opens, as the kernel tells it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{arguments, binary, surround};
use crate::portal::Portal;

/// Files that the C library and the runtime of Rust open by themselves, before or beside what
/// the program does.
const OF_THE_SYSTEM: &[&str] = &[
    "/dev/null",
    "/etc/ld.so.cache",
    "/etc/ld.so.preload",
    // How much memory there is, and of which kind: the allocator.
    "/proc/sys/vm/overcommit_memory",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/sys/kernel/mm/transparent_hugepage/hpage_pmd_size",
    // How many threads there may be.
    "/sys/devices/system/cpu/online",
];

/// The same, by the folder and the ending.
const LIBRARIES: &[&str] = &["/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"];

/// Builds everything once more under `strace`, where it is there and may be used, and holds each
/// file that was opened against what the portal declares.
pub(crate) fn nothing_outside_is_opened(portal: &Portal, faults: &mut Vec<String>) {
    let trace = portal.folder().join("trace");
    let hostile: Vec<&str> = portal.hostile.iter().map(String::as_str).collect();
    let mut strace = Command::new("strace");
    // `-y` tells each handle by the path that the kernel knows it by.
    strace.args(["-f", "-qq", "-y", "-e", "trace=open,openat,openat2,creat"]);
    strace.arg("-o").arg(&trace).arg("--").arg(binary());
    strace.args(arguments(portal, &hostile, "traced"));
    surround(&mut strace, portal);
    let Ok(ended) = strace.output() else {
        println!("skipped: strace is not there, so what is opened is not seen");
        return;
    };
    let told = String::from_utf8_lossy(&ended.stderr);
    if !ended.status.success() && told.contains("PTRACE") {
        println!("skipped: strace may not be used: {told}");
        return;
    }
    assert!(ended.status.success(), "{told}");
    let trace = fs::read(&trace).expect("a trace");
    let trace = String::from_utf8_lossy(&trace);
    let opened: Vec<PathBuf> = trace.lines().filter_map(opened).collect();
    assert!(
        opened.len() > 1_000,
        "only {} files were opened",
        opened.len()
    );
    println!("{} files were opened", opened.len());
    let root = fs::canonicalize(portal.folder()).expect("a folder");
    let sources = portal
        .hostile
        .iter()
        .map(|path| root.join("hostile").join(path));
    let rooms = ["portal", "healthy", "sites"].map(|room| root.join(room));
    let declared: Vec<PathBuf> = rooms.into_iter().chain(sources).collect();
    let is_declared = |path: &Path| declared.iter().any(|folder| path.starts_with(folder));
    let outside = opened
        .iter()
        .filter(|path| !is_declared(path) && !is_of_the_system(path));
    faults.extend(outside.map(|path| format!("{} was opened", path.display())));
}

/// The path of the handle that a call of the trace gave; `None` for one that failed.
fn opened(line: &str) -> Option<PathBuf> {
    let (_, handle) = line.rsplit_once(" = ")?;
    let (number, path) = handle.split_once('<')?;
    number.parse::<u32>().ok()?;
    Some(path.strip_suffix('>')?.into())
}

fn is_of_the_system(path: &Path) -> bool {
    let text = path.to_string_lossy();
    let is_library =
        LIBRARIES.iter().any(|folder| text.starts_with(folder)) && text.contains(".so");
    is_library || OF_THE_SYSTEM.contains(&&*text) || is_of_the_process(&text)
}

/// What a process reads of itself when it begins: where its stack lies, and how many threads its
/// group may have.
fn is_of_the_process(path: &str) -> bool {
    let own = path
        .strip_prefix("/proc/")
        .and_then(|rest| rest.split_once('/'));
    let of_itself = own.is_some_and(|(process, file)| {
        process.parse::<u32>().is_ok() && ["maps", "cgroup", "mountinfo"].contains(&file)
    });
    of_itself || path.starts_with("/sys/fs/cgroup/") && path.contains("/cpu")
}
