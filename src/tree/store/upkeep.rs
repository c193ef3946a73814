//! The upkeep of a repository of the cache: few packs, nothing that nobody names, nothing damaged.

use std::collections::HashSet;
use std::fs;

use super::{ASIDE, FETCH, Fault, KEPT, NEW, Store, unwritable};

/// The most packs of a repository, after which they are made one.
const MOST_PACKS: usize = 24;

impl Store {
    /// Makes one pack of many. No commit is let go: another portal, or another branch of one, may
    /// still name it.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn clean(&self) -> Result<(), Fault> {
        let packs = self.packs();
        let packs = packs.filter(|path| path.extension().is_some_and(|end| end == "pack"));
        match packs.count() > MOST_PACKS {
            true => self.run(&["repack", "-a", "-d", "--quiet"]).map(drop),
            false => Ok(()),
        }
    }

    /// Lets go of every commit but these, and of what only others hold.
    ///
    /// # Errors
    ///
    /// The repository cannot be changed.
    pub fn prune(&self, kept: &HashSet<&str>) -> Result<(), Fault> {
        let told = self.run(&["for-each-ref", "--format=%(refname)"])?;
        let told = told.map_err(Fault::Git)?;
        let is_kept = |name: &&str| name.rsplit('/').next().is_some_and(|id| kept.contains(id));
        for name in told.lines().filter(|name| !is_kept(name)) {
            self.run(&["update-ref", "-d", name])?.map_err(Fault::Git)?;
        }
        drop(fs::remove_dir_all(self.beside(ASIDE)));
        for call in [
            &["repack", "-a", "-d", "--quiet"][..],
            &["prune", "--expire=now"],
        ] {
            self.run(call)?.map_err(Fault::Git)?;
        }
        Ok(())
    }

    /// Whether all that is kept is there, and as it was.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn is_sound(&self) -> Result<bool, Fault> {
        Ok(self.run(&FSCK)?.is_ok())
    }

    /// A new repository beside this one, with all commits that are kept here and can be read.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn remade(&self) -> Result<Store, Fault> {
        let beside = self.beside(NEW);
        let name = self.folder.file_name().unwrap_or_default();
        let from = format!("../{}", name.to_string_lossy());
        self.make(&beside).map_err(unwritable)??;
        let new = Store {
            folder: beside,
            environment: self.environment.clone(),
            lock: self.lock.as_ref().and_then(|lock| lock.try_clone().ok()),
        };
        let kept = self.run(&["for-each-ref", "--format=%(refname)", KEPT])?;
        for name in kept.unwrap_or_default().lines() {
            let refspec = format!("{name}:{name}");
            let place = ["--depth=1", "--", &from, &refspec];
            let way = ["-c", "protocol.file.allow=always"];
            // What cannot be read here has to come from elsewhere.
            drop(new.run(&[&way[..], &FETCH, &place].concat())?);
        }
        Ok(new)
    }

    /// Takes away a repository that was made beside another one.
    pub fn remove(self) {
        // What is left of it goes when the next one is made.
        drop(fs::remove_dir_all(self.folder));
    }

    /// Puts a repository that was made beside this one into its place.
    ///
    /// # Errors
    ///
    /// It cannot be moved: then this one is still there, or is put back when it is opened.
    pub fn replace(&self, new: Store) -> Result<(), Fault> {
        let aside = self.beside(ASIDE);
        drop(fs::remove_dir_all(&aside));
        fs::rename(&self.folder, &aside).map_err(unwritable)?;
        fs::rename(new.folder, &self.folder).map_err(unwritable)?;
        drop(fs::remove_dir_all(aside));
        Ok(())
    }
}

/// The call that checks all objects, as those that are fetched are checked.
const FSCK: [&str; 9] = [
    "-c",
    "fsck.zeroPaddedFilemode=ignore",
    "-c",
    "fsck.missingSpaceBeforeDate=ignore",
    "-c",
    "fsck.badTimezone=ignore",
    "fsck",
    "--no-dangling",
    "--no-progress",
];
