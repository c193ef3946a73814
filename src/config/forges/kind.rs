//! The forges that everybody knows: which host is which, and how their links look.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Deserialize;

use super::address::Address;
use super::links::Links;

/// A kind of forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// GitHub, GitHub Enterprise.
    Github,
    /// GitLab, with groups in groups.
    Gitlab,
    /// Bitbucket Cloud.
    Bitbucket,
    /// Bitbucket Server and Data Center.
    BitbucketServer,
    /// Azure DevOps, on either of its hosts.
    AzureDevops,
    /// Gitea, Forgejo, Codeberg.
    Gitea,
}

/// The kinds in the order of the enumeration, each with its links.
static LINKS: [Links; 6] = [
    GITHUB,
    GITLAB,
    BITBUCKET,
    BITBUCKET_SERVER,
    AZURE_DEVOPS,
    GITEA,
];

/// Markdown is shown as it is written: only there its lines are numbered.
const GITHUB: Links = Links {
    kind: Some(Kind::Github),
    file: Cow::Borrowed("{repository}/blob/{ref}/{path}"),
    line: Cow::Borrowed("{repository}/blob/{ref}/{path}?plain=1#L{line}"),
    folder: Cow::Borrowed("{repository}/tree/{ref}/{path}"),
    commit: Cow::Borrowed("{repository}/commit/{commit}"),
    edit: Cow::Borrowed("{repository}/edit/{ref}/{path}"),
};

const GITLAB: Links = Links {
    kind: Some(Kind::Gitlab),
    file: Cow::Borrowed("{repository}/-/blob/{ref}/{path}"),
    line: Cow::Borrowed("{repository}/-/blob/{ref}/{path}?plain=1#L{line}"),
    folder: Cow::Borrowed("{repository}/-/tree/{ref}/{path}"),
    commit: Cow::Borrowed("{repository}/-/commit/{commit}"),
    edit: Cow::Borrowed("{repository}/-/edit/{ref}/{path}"),
};

const BITBUCKET: Links = Links {
    kind: Some(Kind::Bitbucket),
    file: Cow::Borrowed("{repository}/src/{one-ref}/{path}"),
    line: Cow::Borrowed("{repository}/src/{one-ref}/{path}#lines-{line}"),
    folder: Cow::Borrowed("{repository}/src/{one-ref}/{path}/"),
    commit: Cow::Borrowed("{repository}/commits/{commit}"),
    edit: Cow::Borrowed("{repository}/src/{one-ref}/{path}?mode=edit&at={one-ref}"),
};

/// The page of a file of a branch has the button with which it is edited.
const BITBUCKET_SERVER: Links = Links {
    kind: Some(Kind::BitbucketServer),
    file: Cow::Borrowed("{repository}/browse/{path}?at={long-ref}"),
    line: Cow::Borrowed("{repository}/browse/{path}?at={long-ref}#{line}"),
    folder: Cow::Borrowed("{repository}/browse/{path}?at={long-ref}"),
    commit: Cow::Borrowed("{repository}/commits/{commit}"),
    edit: Cow::Borrowed("{repository}/browse/{path}?at={long-ref}"),
};

/// The page of a file of a branch has the button with which it is edited.
const AZURE_DEVOPS: Links = Links {
    kind: Some(Kind::AzureDevops),
    file: Cow::Borrowed("{repository}?path=/{path}&version={azure-ref}"),
    line: Cow::Borrowed(
        "{repository}?path=/{path}&version={azure-ref}&line={line}&lineEnd={next-line}\
         &lineStartColumn=1&lineEndColumn=1&lineStyle=plain&_a=contents",
    ),
    folder: Cow::Borrowed("{repository}?path=/{path}&version={azure-ref}"),
    commit: Cow::Borrowed("{repository}/commit/{commit}"),
    edit: Cow::Borrowed("{repository}?path=/{path}&version={azure-ref}&_a=contents"),
};

const GITEA: Links = Links {
    kind: Some(Kind::Gitea),
    file: Cow::Borrowed("{repository}/src/{gitea-ref}/{path}"),
    line: Cow::Borrowed("{repository}/src/{gitea-ref}/{path}?display=source#L{line}"),
    folder: Cow::Borrowed("{repository}/src/{gitea-ref}/{path}"),
    commit: Cow::Borrowed("{repository}/commit/{commit}"),
    edit: Cow::Borrowed("{repository}/_edit/{ref}/{path}"),
};

/// Hosts that are known by their names.
const HOSTS: [(&str, Kind); 9] = [
    ("github.com", Kind::Github),
    ("gitlab.com", Kind::Gitlab),
    ("bitbucket.org", Kind::Bitbucket),
    ("dev.azure.com", Kind::AzureDevops),
    ("ssh.dev.azure.com", Kind::AzureDevops),
    ("vs-ssh.visualstudio.com", Kind::AzureDevops),
    ("codeberg.org", Kind::Gitea),
    ("gitea.com", Kind::Gitea),
    ("salsa.debian.org", Kind::Gitlab),
];

/// What hosts of organisations are mostly called.
const FIRST_NAMES: [(&str, Kind); 8] = [
    ("github", Kind::Github),
    ("ghe", Kind::Github),
    ("gitlab", Kind::Gitlab),
    ("bitbucket", Kind::BitbucketServer),
    ("stash", Kind::BitbucketServer),
    ("gitea", Kind::Gitea),
    ("forgejo", Kind::Gitea),
    ("codeberg", Kind::Gitea),
];

impl Kind {
    /// What a host is by its name, as far as that tells.
    pub(super) fn of_host(host: &str) -> Option<Kind> {
        let bare = host.strip_prefix("www.").unwrap_or(host);
        if let Some((_, kind)) = HOSTS.iter().find(|(known, _)| *known == bare) {
            return Some(*kind);
        }
        if bare.ends_with(".visualstudio.com") {
            return Some(Kind::AzureDevops);
        }
        let (first, _) = bare.split_once('.')?;
        let known = FIRST_NAMES.iter().find(|(name, _)| *name == first);
        known.map(|(_, kind)| *kind)
    }

    /// How its links look.
    pub(super) fn links(self) -> &'static Links {
        &LINKS[self as usize]
    }

    /// The page of the repository at an address.
    pub(super) fn page(self, address: &Address) -> Option<String> {
        let parts: Vec<&str> = address.parts.iter().map(String::as_str).collect();
        match self {
            Kind::Github | Kind::Gitea | Kind::Bitbucket => match parts[..] {
                [_, _] => Some(address.page()),
                _ => None,
            },
            Kind::Gitlab => (parts.len() > 1).then(|| address.page()),
            Kind::BitbucketServer => bitbucket_server(address, &parts),
            Kind::AzureDevops => azure_devops(address, &parts),
        }
    }
}

/// `scm/PROJECT/name` for git, `projects/PROJECT/repos/name` for people; what belongs to a person
/// stands under `users`. The server may lie below a path of its host.
fn bitbucket_server(address: &Address, parts: &[&str]) -> Option<String> {
    let path = match parts {
        [.., "projects" | "users", _, "repos", _] => parts.join("/"),
        [.., "projects" | "users", _, "repos", _, "browse"] => parts[..parts.len() - 1].join("/"),
        [before @ .., "scm", project, name] => repository(before, project, name),
        [project, name] if address.is_ssh => repository(&[], project, name),
        _ => return None,
    };
    Some(address.at(&path))
}

fn repository(before: &[&str], project: &str, name: &str) -> String {
    let of = match project.strip_prefix('~') {
        Some(user) => ["users", user],
        None => ["projects", project],
    };
    [before, &of, &["repos", name]].concat().join("/")
}

/// `organisation/project/_git/name`, or `v3/organisation/project/name` by ssh. A repository of the
/// same name as its project stands directly below the organisation.
fn azure_devops(address: &Address, parts: &[&str]) -> Option<String> {
    let host = match (address.host.as_str(), parts.first()) {
        ("ssh.dev.azure.com" | "vs-ssh.visualstudio.com", Some(&"v3")) => {
            let [_, organisation, project, name] = parts[..] else {
                return None;
            };
            return Some(match address.host.as_str() {
                "ssh.dev.azure.com" => {
                    format!("https://dev.azure.com/{organisation}/{project}/_git/{name}")
                }
                _ => format!("https://{organisation}.visualstudio.com/{project}/_git/{name}"),
            });
        }
        ("ssh.dev.azure.com" | "vs-ssh.visualstudio.com", _) => return None,
        (host, _) => host,
    };
    let is_shared = host == "dev.azure.com";
    let at = parts.iter().position(|part| *part == "_git")?;
    (at >= usize::from(is_shared) && at + 2 == parts.len()).then(|| address.page())
}
