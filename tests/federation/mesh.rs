//! A mesh of git repositories on the disk, and the calls of the program over it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The time of every build that asks for none.
pub(crate) const NOW: &str = "2026-03-02T09:00:00Z";

/// A folder with repositories in `repositories` and a portal in `portal`.
pub(crate) struct Mesh {
    temp: TempDir,
}

/// What a call of the program left.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Mesh {
    /// A portal with this configuration, and no repository yet.
    pub(crate) fn new(configuration: &str) -> Mesh {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir_all(temp.path().join("repositories")).unwrap();
        fs::create_dir_all(temp.path().join("portal")).unwrap();
        let mesh = Mesh { temp };
        mesh.configure(configuration);
        mesh
    }

    pub(crate) fn configure(&self, configuration: &str) {
        let head = "title: Mesh\nfetch:\n  local: [../repositories]\n";
        fs::write(
            self.path("portal/meshbook.yaml"),
            format!("{head}{configuration}"),
        )
        .unwrap();
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.temp.path().join(inside)
    }

    /// Writes files into a repository, which is made where there is none, and commits them.
    pub(crate) fn commit(&self, name: &str, files: &[(&str, &str)]) -> String {
        let folder = self.path("repositories").join(name);
        if !folder.join(".git").exists() {
            fs::create_dir_all(&folder).unwrap();
            git(&folder, &["init", "--quiet", "--initial-branch=main"]);
            // A pinned commit may be asked for by its id.
            git(
                &folder,
                &["config", "uploadpack.allowAnySHA1InWant", "true"],
            );
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        git(&folder, &["add", "--all"]);
        git(
            &folder,
            &["commit", "--quiet", "--allow-empty", "--message=change"],
        );
        git(&folder, &["rev-parse", "HEAD"])
    }

    /// Commits a data product with a contract of this id.
    pub(crate) fn product(&self, name: &str, id: &str, purpose: &str) -> String {
        let (product, contract) = (product(id, purpose), contract(id));
        self.commit(
            name,
            &[
                ("product.odps.yaml", product.as_str()),
                ("orders.odcs.yaml", contract.as_str()),
                ("docs/guide.md", "# Guide\n\nHow to read it.\n"),
            ],
        )
    }

    /// Calls the program in the folder of the mesh.
    pub(crate) fn meshbook(&self, arguments: &[&str]) -> Ran {
        self.meshbook_with(arguments, &[])
    }

    /// The same with these variables.
    pub(crate) fn meshbook_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        ran(command.output().unwrap())
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .current_dir(self.temp.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.temp.path())
            .args(arguments);
        command
    }

    /// Builds into `site`, and yields what ran.
    pub(crate) fn build(&self, more: &[&str]) -> Ran {
        let arguments = ["build", "portal", "--out", "site", "--now", NOW];
        self.meshbook(&[&arguments, more].concat())
    }

    pub(crate) fn fetch(&self, more: &[&str]) -> Ran {
        self.meshbook(&[&["fetch", "portal", "--now", NOW], more].concat())
    }

    /// A file of the site.
    #[track_caller]
    pub(crate) fn page(&self, route: &str) -> String {
        let path = self.path("site").join(route);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{route}: {error}"))
    }

    pub(crate) fn lock(&self) -> String {
        fs::read_to_string(self.path("portal/meshbook.lock")).unwrap_or_default()
    }

    /// Every file below a folder, by path.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        gather(&root, &root, &mut files);
        files
    }
}

/// The program: the one that `MESHBOOK_BIN` names, such as an optimised one, else that of the test.
pub(crate) fn program() -> PathBuf {
    let named = std::env::var_os("MESHBOOK_BIN").filter(|name| !name.is_empty());
    let own = PathBuf::from(env!("CARGO_BIN_EXE_meshbook"));
    named.map_or(own, |name| Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => gather(root, &path, files),
            false => {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Calls git in a folder, as nobody in particular at a time that never changes.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", "2026-02-01T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-02-01T12:00:00Z")
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ])
        .args(arguments)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {told}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

pub(crate) fn product(id: &str, purpose: &str) -> String {
    format!(
        "apiVersion: v1.0.0\nkind: DataProduct\nid: {id}\nname: {id}\nversion: 1.0.0\n\
         status: active\ndomain: {id}\ndescription:\n  purpose: {purpose}\n\
         outputPorts:\n- name: orders\n  version: 1.0.0\n  contractId: {id}-contract\n\
         team:\n  name: {id}-team\n"
    )
}

pub(crate) fn contract(id: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: {id}-contract\nname: {id} orders\n\
         version: 1.0.0\nstatus: active\ndomain: {id}\nschema:\n- name: orders\n  \
         physicalName: orders\n  properties:\n  - name: order_id\n    logicalType: string\n"
    )
}
