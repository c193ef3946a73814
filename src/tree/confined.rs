//! Opening the files of a folder without ever leaving it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use rustix::fs::{Mode, OFlags};

/// A handle of a source's folder.
pub struct Folder {
    handle: File,
}

/// Why a file is not read.
pub enum Error {
    /// It is larger than it may be: its size in bytes.
    TooLarge(u64),
    /// It cannot be opened or read, or is no regular file inside of the folder.
    Io(io::Error),
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::Io(error)
    }
}

/// Without `NONBLOCK` the opening of a named pipe would wait for its other end.
const FLAGS: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOFOLLOW);

impl Folder {
    /// Opens the folder that the portal's owner named.
    pub fn open(path: &Path) -> io::Result<Folder> {
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
        let handle = File::from(rustix::fs::open(path, flags, Mode::empty())?);
        Ok(Folder { handle })
    }

    /// A regular file below the folder, of at most `limit` bytes, with its size.
    pub fn stream(&self, path: &str, limit: u64) -> Result<(File, u64), Error> {
        let file = self.open_file(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(Error::Io(io::Error::other("it is no regular file")));
        }
        match metadata.len() > limit {
            true => Err(Error::TooLarge(metadata.len())),
            false => Ok((file, metadata.len())),
        }
    }

    /// The bytes of a regular file below the folder, of at most `limit` bytes.
    pub fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let (file, size) = self.stream(path, limit)?;
        let mut bytes = Vec::with_capacity(size as usize + 1);
        // The file may have grown since its size was asked for.
        let size = file.take(limit + 1).read_to_end(&mut bytes)? as u64;
        if size > limit {
            return Err(Error::TooLarge(size));
        }
        Ok(bytes)
    }

    #[cfg(target_os = "linux")]
    fn open_file(&self, path: &str) -> io::Result<File> {
        use rustix::fs::{ResolveFlags, openat2};
        let resolve =
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match openat2(&self.handle, path, FLAGS, Mode::empty(), resolve) {
            Ok(handle) => Ok(File::from(handle)),
            // A kernel older than 5.6, or a sandbox that does not know the call.
            Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => self.open_by_parts(path),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn open_file(&self, path: &str) -> io::Result<File> {
        self.open_by_parts(path)
    }

    /// Opens each folder of the path in turn, without following links.
    fn open_by_parts(&self, path: &str) -> io::Result<File> {
        let mut folder = self.handle.try_clone()?;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            if matches!(part, "" | "." | "..") {
                return Err(io::Error::other("the path leaves its folder"));
            }
            let is_last = parts.peek().is_none();
            let flags = if is_last {
                FLAGS
            } else {
                FLAGS | OFlags::DIRECTORY
            };
            folder = File::from(rustix::fs::openat(&folder, part, flags, Mode::empty())?);
        }
        Ok(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_of_the_folder_is_opened() {
        let temp = tempfile::tempdir().unwrap();
        let root = temp.path().join("source");
        std::fs::create_dir_all(root.join("a")).unwrap();
        std::fs::write(root.join("a/b.yaml"), "x: 1").unwrap();
        std::fs::write(temp.path().join("secret"), "secret").unwrap();
        std::os::unix::fs::symlink("../secret", root.join("link.yaml")).unwrap();
        std::os::unix::fs::symlink("..", root.join("up")).unwrap();
        let folder = Folder::open(&root).unwrap();
        assert_eq!(folder.read("a/b.yaml", 100).ok().unwrap(), b"x: 1");
        assert!(matches!(
            folder.read("a/b.yaml", 3),
            Err(Error::TooLarge(4))
        ));
        for path in [
            "link.yaml",
            "up/secret",
            "../secret",
            "/etc/hostname",
            "a",
            "a/../../secret",
        ] {
            assert!(folder.read(path, 100).is_err(), "{path}");
            assert!(
                folder.open_by_parts(path).is_err() || path == "a",
                "{path} by parts"
            );
        }
    }
}
