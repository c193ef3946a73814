//! What is known of the checkout in which a folder lies.

use std::fs;
use std::path::Path;

use jiff::Timestamp;

use super::call::Environment;
use super::git::Repository;

/// The checkout in which a folder lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkout {
    /// The address of the repository that it was cloned from, as it was written.
    pub address: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// The id of the last commit that changed the folder.
    pub commit: String,
    /// When that was made.
    pub date: Timestamp,
    /// The folder's path in the repository, without `/` at its end.
    pub folder: String,
}

impl Checkout {
    /// That of a folder; `None` where it lies in none, no commit holds it, or the clone does not
    /// tell which one changed it.
    pub fn of(folder: &Path, environment: &Environment) -> Option<Checkout> {
        let repository = Repository::around(folder, environment.clone()).ok()?;
        let asked = [
            "log",
            "-1",
            "--no-show-signature",
            "--format=%H %ct",
            "--",
            ".",
        ];
        let told = repository.run(&asked).ok()?.ok()?;
        let (commit, seconds) = told.trim().split_once(' ')?;
        let line = |arguments: &[&str]| {
            let told = repository.run(arguments).ok()?.ok()?;
            Some(told.trim().to_owned()).filter(|told| !told.is_empty())
        };
        // In a shallow clone the oldest commit seems to have made everything.
        let shallow = line(&["rev-parse", "--git-path", "shallow"]);
        let shallow = shallow.and_then(|path| fs::read_to_string(folder.join(path)).ok());
        if shallow.is_some_and(|shallow| shallow.lines().any(|line| line == commit)) {
            return None;
        }
        Some(Checkout {
            address: line(&["config", "--get", "remote.origin.url"]),
            branch: line(&["symbolic-ref", "--quiet", "--short", "HEAD"]),
            commit: commit.to_owned(),
            date: Timestamp::from_second(seconds.parse().ok()?).ok()?,
            folder: repository.prefix.clone(),
        })
    }
}
