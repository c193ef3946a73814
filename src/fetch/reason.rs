//! Why a source cannot be fetched, in words for pages.
//!
//! What `git` and the programs behind it print may hold a token, a path of the machine or the words
//! of a stranger's server, and it differs between versions. Only what it means is told, in words of
//! our own.

/// A kind of failure: what it is called, and how it is known.
type Meaning = (&'static str, &'static [&'static str]);

/// What `git` prints, in small letters, and what that means. The first that is found counts.
const MEANINGS: &[Meaning] = &[
    (
        "git does not trust its owner on this machine (`safe.directory` in its configuration)",
        &["dubious ownership"],
    ),
    (
        "its host is not known",
        &[
            "could not resolve host",
            "name or service not known",
            "temporary failure in name resolution",
        ],
    ),
    (
        "the certificate of its host is not trusted",
        &["certificate"],
    ),
    (
        "the key of its host is not known to this machine",
        &["host key verification failed"],
    ),
    (
        "access to it is denied",
        &[
            "authentication failed",
            "could not read username",
            "could not read password",
            "unable to get password",
            "permission denied",
            "access denied",
            "error: 401",
            "error: 403",
            "error: 407",
        ],
    ),
    (
        "it has no such branch, tag or commit",
        &[
            "couldn't find remote ref",
            "not our ref",
            "unadvertised object",
        ],
    ),
    (
        "its address leads to another one",
        &[
            "redirect",
            "error: 301",
            "error: 302",
            "error: 307",
            "error: 308",
        ],
    ),
    (
        "git refuses what it holds",
        &["fsck error", "malformed object"],
    ),
    (
        "there is no such repository, or none that is shown to this machine",
        &[
            "not found",
            "does not exist",
            "does not appear to be a git repository",
            "no such file or directory",
            "not a git repository",
            "error: 404",
            "error: 410",
        ],
    ),
    (
        "it is damaged",
        &[
            "corrupt",
            "inflate",
            "bad object",
            "bad pack",
            "missing blob",
            "missing tree",
            "did not send all necessary objects",
            "index-pack",
        ],
    ),
    (
        "its host does not answer",
        &[
            "connection refused",
            "connection reset",
            "could not connect",
            "couldn't connect",
            "failed to connect",
            "timed out",
            "too slow",
            "unreachable",
            "no route to host",
            "empty reply",
            "hung up",
            "early eof",
            "rpc failed",
            "protocol error",
            "recv error",
            "unexpected eof",
            "could not read from remote repository",
            "error: 429",
            "error: 5",
        ],
    ),
];

/// What is said where a token is missing or wrong.
pub(super) const DENIED: &str = MEANINGS[4].0;

/// The redirection that some hosts answer an address without `.git` with.
pub(super) const REDIRECTED: &str = MEANINGS[6].0;

/// What is said where objects cannot be read, here or there.
pub(super) const DAMAGED: &str = MEANINGS[9].0;

/// What is said where nothing is known of what `git` prints.
const UNCLEAR: &str = "git cannot fetch it";

/// Whether a reason, as it is told, may lie on this machine alone.
pub(super) fn is_ours(reason: &str) -> bool {
    [DAMAGED, UNCLEAR].contains(&reason)
        || [
            "git cannot",
            "git did not answer",
            "its repository in the cache",
        ]
        .iter()
        .any(|start| reason.starts_with(start))
}

/// What the words of `git` mean.
pub(super) fn meaning(told: &str) -> &'static str {
    let told = told.to_lowercase();
    let is_found = |words: &[&str]| words.iter().any(|word| told.contains(word));
    let found = MEANINGS.iter().find(|(_, words)| is_found(words));
    found.map_or(UNCLEAR, |(meaning, _)| meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_prints_is_told_in_our_words() {
        for (told, expected) in [
            (
                "fatal: unable to access 'https://u:secret@x/': Could not resolve host: x",
                "its host is not known",
            ),
            (
                "remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://x/'",
                "access to it is denied",
            ),
            (
                "fatal: couldn't find remote ref refs/heads/x",
                "it has no such branch, tag or commit",
            ),
            (
                "fatal: unable to update url base from redirection:\n  asked for: x",
                REDIRECTED,
            ),
            (
                "error: object 12: hasDotdot: contains '..'\nfatal: fsck error in packed object\n\
                 fatal: fetch-pack: invalid index-pack output",
                "git refuses what it holds",
            ),
            (
                "ERROR: Repository not found.\nfatal: Could not read from remote repository.",
                "there is no such repository, or none that is shown to this machine",
            ),
            (
                "fatal: unable to get password from user",
                "access to it is denied",
            ),
            (
                "fatal: protocol error: bad line length character: CANA",
                "its host does not answer",
            ),
            ("CANARY from a helper", "git cannot fetch it"),
        ] {
            assert_eq!(meaning(told), expected, "{told}");
        }
        assert!(DENIED.contains("denied"));
        assert!(REDIRECTED.contains("another"));
        assert!(DAMAGED.contains("damaged") && is_ours(DAMAGED) && !is_ours(DENIED));
    }
}
