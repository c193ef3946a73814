//! One build at a time for each folder.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rustix::fs::OFlags;
use rustix::io::Errno;

use super::{LOCK, Place};
use crate::output::Error;

/// How often a folder that is taken is asked for again, and how long after.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(100);

/// Holds a folder until it is dropped, or the process ends.
pub(in crate::output) struct Lock {
    path: PathBuf,
    is_beside: bool,
    // The lock is on the open file.
    _file: File,
}

impl Lock {
    /// Waits some seconds for the folder.
    ///
    /// # Errors
    ///
    /// Another build holds it, or neither it nor its parent can be written.
    pub(in crate::output) fn take(place: &Place) -> Result<Lock, Error> {
        let inside = place.folder.join(LOCK);
        let ways = [(place.beside("lock"), true), (Some(inside), false)];
        let mut refused = Error::Io(place.folder.clone(), ErrorKind::NotFound.into());
        for (path, is_beside) in ways {
            let Some(path) = path else { continue };
            match hold(&path) {
                Ok(Some(file)) => {
                    return Ok(Lock {
                        path,
                        is_beside,
                        _file: file,
                    });
                }
                Ok(None) => return Err(Error::Busy(place.folder.clone())),
                Err(error) if is_beside && place.folder.is_dir() && is_refused(&error) => {}
                Err(error) => {
                    refused = Error::Io(path, error);
                    break;
                }
            }
        }
        Err(refused)
    }

    /// Whether something can be made beside the folder.
    pub(super) fn is_beside(&self) -> bool {
        self.is_beside
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked: whoever waits for it sees that it is gone.
        let _ = fs::remove_file(&self.path);
    }
}

/// The file at a path, locked; `None` where somebody else holds it for long.
fn hold(path: &Path) -> io::Result<Option<File>> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    options.custom_flags(OFlags::NOFOLLOW.bits() as i32);
    for _ in 0..TRIES {
        let file = options.open(path)?;
        match is_held(&file, path) {
            Ok(true) => return Ok(Some(file)),
            Ok(false) => {}
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Locks an open file; whether it is still the one at its path. Whoever held it may have
/// removed it since it was opened.
fn is_held(file: &File, path: &Path) -> Result<bool, TryLockError> {
    match file.try_lock() {
        Ok(()) => Ok(is_at(file, path)),
        Err(TryLockError::Error(error)) if is_without_locks(&error) => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_at(file: &File, path: &Path) -> bool {
    let same = |one: fs::Metadata, other: fs::Metadata| {
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    };
    file.metadata()
        .and_then(|held| Ok(same(held, fs::symlink_metadata(path)?)))
        .unwrap_or(false)
}

/// Whether nothing may be made beside the folder.
fn is_refused(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem | ErrorKind::InvalidFilename
    )
}

/// Some network file systems lock nothing.
fn is_without_locks(error: &io::Error) -> bool {
    let known = [Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP];
    known
        .iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_was_removed_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let opened = File::create(&path).unwrap();
        let waiting = File::open(&path).unwrap();
        assert!(is_held(&opened, &path).unwrap());
        assert!(matches!(
            is_held(&waiting, &path),
            Err(TryLockError::WouldBlock)
        ));
        fs::remove_file(&path).unwrap();
        drop(opened);
        assert!(!is_held(&waiting, &path).unwrap());
        let other = File::create(&path).unwrap();
        assert!(!is_held(&waiting, &path).unwrap());
        assert!(is_held(&other, &path).unwrap());
    }

    #[test]
    fn a_folder_has_one_lock_and_it_goes() {
        let outer = tempfile::tempdir().unwrap();
        let place = Place::of(&outer.path().join("site")).unwrap();
        let lock = Lock::take(&place).ok().unwrap();
        assert!(lock.is_beside());
        let path = outer.path().join(".site.lock");
        assert!(path.exists());
        drop(lock);
        assert!(!path.exists());
    }
}
