//! Addresses as the forges themselves write them.

use super::*;

const ID: &str = "0123456789abcdef0123456789abcdef01234567";

/// The links of a file in a repository: page, file, line, folder, commit, and edit.
fn links(forges: &Forges, url: &str) -> Option<[String; 6]> {
    let repository = forges.repository(url)?;
    let at = At::Commit(ID);
    let none = |link: Option<String>| link.unwrap_or_default();
    Some([
        repository.page().to_owned(),
        none(repository.file(at, "contracts/orders.yaml")),
        none(repository.line(at, "contracts/orders.yaml", 7)),
        none(repository.folder(at, "contracts")),
        none(repository.commit(ID)),
        none(repository.edit("main", "contracts/orders.yaml")),
    ])
}

/// `=` stands for the page of the repository, `@` for the commit, `#` for the path of the file.
#[track_caller]
fn check(url: &str, page: &str, expected: [&str; 5]) {
    let found = links(&Forges::default(), url).unwrap_or_else(|| panic!("{url}"));
    let filled = expected.map(|pattern| {
        let pattern = pattern.replace("PATH", "contracts/orders.yaml");
        pattern.replace('@', ID).replacen('=', page, 1)
    });
    assert_eq!(found[0], page, "{url}");
    assert_eq!(found[1..], filled, "{url}");
    for url in &found {
        assert!(links::is_link(url), "{url}");
    }
}

const OF_GITHUB: [&str; 5] = [
    "=/blob/@/PATH",
    "=/blob/@/PATH?plain=1#L7",
    "=/tree/@/contracts",
    "=/commit/@",
    "=/edit/main/PATH",
];
const OF_GITLAB: [&str; 5] = [
    "=/-/blob/@/PATH",
    "=/-/blob/@/PATH?plain=1#L7",
    "=/-/tree/@/contracts",
    "=/-/commit/@",
    "=/-/edit/main/PATH",
];
const OF_BITBUCKET: [&str; 5] = [
    "=/src/@/PATH",
    "=/src/@/PATH#lines-7",
    "=/src/@/contracts/",
    "=/commits/@",
    "=/src/main/PATH?mode=edit&at=main",
];
const OF_BITBUCKET_SERVER: [&str; 5] = [
    "=/browse/PATH?at=@",
    "=/browse/PATH?at=@#7",
    "=/browse/contracts?at=@",
    "=/commits/@",
    "=/browse/PATH?at=refs%2Fheads%2Fmain",
];
const OF_AZURE: [&str; 5] = [
    "=?path=/PATH&version=GC@",
    "=?path=/PATH&version=GC@&line=7&lineEnd=8&lineStartColumn=1&lineEndColumn=1&lineStyle=plain&_a=contents",
    "=?path=/contracts&version=GC@",
    "=/commit/@",
    "=?path=/PATH&version=GBmain&_a=contents",
];
const OF_GITEA: [&str; 5] = [
    "=/src/commit/@/PATH",
    "=/src/commit/@/PATH?display=source#L7",
    "=/src/commit/@/contracts",
    "=/commit/@",
    "=/_edit/main/PATH",
];

#[test]
fn links_are_those_of_the_forges() {
    let cases = [
        (
            "https://github.com/acme/sales",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "https://github.com/acme/sales.git",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "https://github.com/acme/sales/",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "git@github.com:acme/sales.git",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "ssh://git@github.com/acme/sales.git",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "HTTPS://GitHub.com/acme/Sales",
            "https://github.com/acme/Sales",
            OF_GITHUB,
        ),
        (
            "https://token:secret@github.com/acme/sales",
            "https://github.com/acme/sales",
            OF_GITHUB,
        ),
        (
            "https://github.acme.example/data/sales",
            "https://github.acme.example/data/sales",
            OF_GITHUB,
        ),
        (
            "https://gitlab.com/acme/data/sales",
            "https://gitlab.com/acme/data/sales",
            OF_GITLAB,
        ),
        (
            "git@gitlab.com:acme/data/eu/sales.git",
            "https://gitlab.com/acme/data/eu/sales",
            OF_GITLAB,
        ),
        (
            "https://gitlab.acme.example:8443/a/b.git",
            "https://gitlab.acme.example:8443/a/b",
            OF_GITLAB,
        ),
        (
            "http://gitlab.acme.example:80/a/b",
            "http://gitlab.acme.example/a/b",
            OF_GITLAB,
        ),
        (
            "ssh://git@gitlab.acme.example:2222/a/b.git",
            "https://gitlab.acme.example/a/b",
            OF_GITLAB,
        ),
        (
            "https://bitbucket.org/acme/sales",
            "https://bitbucket.org/acme/sales",
            OF_BITBUCKET,
        ),
        (
            "https://ann@bitbucket.org/acme/sales.git",
            "https://bitbucket.org/acme/sales",
            OF_BITBUCKET,
        ),
        (
            "git@bitbucket.org:acme/sales.git",
            "https://bitbucket.org/acme/sales",
            OF_BITBUCKET,
        ),
        (
            "https://bitbucket.acme.example/scm/DATA/sales.git",
            "https://bitbucket.acme.example/projects/DATA/repos/sales",
            OF_BITBUCKET_SERVER,
        ),
        (
            "https://bitbucket.acme.example/projects/DATA/repos/sales/browse",
            "https://bitbucket.acme.example/projects/DATA/repos/sales",
            OF_BITBUCKET_SERVER,
        ),
        (
            "ssh://git@bitbucket.acme.example:7999/~ann/sales.git",
            "https://bitbucket.acme.example/users/ann/repos/sales",
            OF_BITBUCKET_SERVER,
        ),
        (
            "https://stash.acme.example/git/scm/DATA/sales.git",
            "https://stash.acme.example/git/projects/DATA/repos/sales",
            OF_BITBUCKET_SERVER,
        ),
        (
            "https://acme@dev.azure.com/acme/Data%20Mesh/_git/sales",
            "https://dev.azure.com/acme/Data%20Mesh/_git/sales",
            OF_AZURE,
        ),
        (
            "git@ssh.dev.azure.com:v3/acme/Data%20Mesh/sales",
            "https://dev.azure.com/acme/Data%20Mesh/_git/sales",
            OF_AZURE,
        ),
        (
            "https://dev.azure.com/acme/_git/sales",
            "https://dev.azure.com/acme/_git/sales",
            OF_AZURE,
        ),
        (
            "https://acme.visualstudio.com/DefaultCollection/mesh/_git/sales",
            "https://acme.visualstudio.com/DefaultCollection/mesh/_git/sales",
            OF_AZURE,
        ),
        (
            "acme@vs-ssh.visualstudio.com:v3/acme/mesh/sales",
            "https://acme.visualstudio.com/mesh/_git/sales",
            OF_AZURE,
        ),
        (
            "https://codeberg.org/acme/sales",
            "https://codeberg.org/acme/sales",
            OF_GITEA,
        ),
        (
            "https://gitea.acme.example:3000/a/b.git",
            "https://gitea.acme.example:3000/a/b",
            OF_GITEA,
        ),
        (
            "git@forgejo.acme.example:a/b.git",
            "https://forgejo.acme.example/a/b",
            OF_GITEA,
        ),
    ];
    for (url, page, expected) in cases {
        check(url, page, expected);
    }
}

#[test]
fn a_forge_that_nobody_knows_has_a_page_alone() {
    let found = links(&Forges::default(), "https://code.acme.example/a/b/c.git").unwrap();
    assert_eq!(found[0], "https://code.acme.example/a/b/c");
    assert!(found[1..].iter().all(String::is_empty));
}

#[test]
fn what_is_no_address_of_a_forge_yields_none() {
    let long = format!("https://github.com/acme/{}", "a".repeat(70_000));
    let bad = [
        "",
        "/srv/git/sales",
        "../sales",
        "file:///srv/git/sales",
        "javascript:alert(1)",
        "data:text/html,x",
        "ext::sh -c touch% x",
        "git://github.com/acme/sales",
        "https:///acme/sales",
        "https://github.com",
        "https://github.com/acme",
        "https://github.com/acme/sales/tree/main",
        "https://github.com/acme/../sales",
        "https://github.com/acme/%2e%2e",
        "https://github.com/acme/a%2fb",
        "https://github.com//sales",
        "https://github.com/acme/sales?x=y",
        "https://github.com/acme/sales#x",
        "https://github.com/acme/sa les",
        "https://github.com\\@evil.example/acme/sales",
        "https://git\u{202e}hub.com/acme/sales",
        "https://github.com:99999/acme/sales",
        "ssh://-oProxyCommand=touch%20x/a/b",
        "git@-oProxyCommand=touch x:a/b",
        "https://gitlab.com/sales",
        "https://dev.azure.com/_git/sales",
        "git@ssh.dev.azure.com:acme/mesh/sales",
        "https://bitbucket.acme.example/sales",
        &long,
    ];
    for url in bad {
        assert!(Forges::default().repository(url).is_none(), "{url:?}");
    }
}

#[test]
fn every_part_is_encoded_by_itself() {
    let forges = Forges::default();
    let github = forges.repository("https://github.com/acme/sales").unwrap();
    let branch = At::Branch("feature/a b#1");
    let cases = [
        (
            github.file(branch, "a b/ü?.yaml"),
            "/blob/feature/a%20b%231/a%20b/%C3%BC%3F.yaml",
        ),
        (github.file(At::Tag("v1.0"), "a"), "/blob/v1.0/a"),
        (
            github.line(branch, "%2e%2e/a", 0),
            "/blob/feature/a%20b%231/%252e%252e/a",
        ),
        (
            github.edit("a\"><script>", "x"),
            "/edit/a%22%3E%3Cscript%3E/x",
        ),
        (github.folder(At::Commit(ID), ""), &format!("/tree/{ID}/")),
    ];
    for (link, expected) in cases {
        assert_eq!(
            link.unwrap(),
            format!("https://github.com/acme/sales{expected}")
        );
    }
    let bitbucket = forges
        .repository("https://bitbucket.org/acme/sales")
        .unwrap();
    let file = bitbucket.file(At::Branch("feature/x"), "a/b").unwrap();
    assert_eq!(file, "https://bitbucket.org/acme/sales/src/feature%2Fx/a/b");
    let gitea = forges
        .repository("https://codeberg.org/acme/sales")
        .unwrap();
    let file = gitea.file(At::Tag("v1"), "a").unwrap();
    assert_eq!(file, "https://codeberg.org/acme/sales/src/tag/v1/a");
    for path in ["", "/a", "a//b", "../a", "a/./b", "a/.."] {
        assert_eq!(github.file(branch, path), None, "{path:?}");
    }
    for id in ["", "main", "abc", "0123456z", &"a".repeat(65)] {
        assert_eq!(github.commit(id), None, "{id:?}");
    }
    assert_eq!(github.file(branch, &"a".repeat(3_000)), None);
}

/// The forges of a configuration, and what is wrong with it.
fn configured(text: &str) -> (Forges, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(crate::config::FILE), text).unwrap();
    std::fs::create_dir(folder.path().join("a")).unwrap();
    let (mut files, mut findings) = Default::default();
    let tree = crate::tree::Tree::Disk;
    let config = crate::config::load(&tree, folder.path(), &mut files, &mut findings).unwrap();
    let told = findings.into_iter().map(|finding| finding.message);
    (config.forges, told.collect())
}

#[test]
fn the_configuration_says_what_a_host_is() {
    let text = "sources: [{path: a}]
forges:
  code.acme.example: gitlab
  git.acme.example:3000: gitea
  src.acme.example:
    file: '{repository}/file/{path}?ci={commit}'
    line: '{repository}/file/{path}?ci={ref}&ln={line}'
    commit: https://log.acme.example/{commit}
";
    let (forges, told) = configured(text);
    assert_eq!(told, [""; 0]);
    let file = |url: &str| links(&forges, url).unwrap()[1].clone();
    assert_eq!(
        file("git@code.acme.example:a/b.git"),
        format!("https://code.acme.example/a/b/-/blob/{ID}/contracts/orders.yaml")
    );
    assert_eq!(
        file("https://git.acme.example:3000/a/b"),
        format!("https://git.acme.example:3000/a/b/src/commit/{ID}/contracts/orders.yaml")
    );
    let own = links(&forges, "https://src.acme.example/repos/sales").unwrap();
    let page = "https://src.acme.example/repos/sales";
    assert_eq!(
        own,
        [
            page.to_owned(),
            format!("{page}/file/contracts/orders.yaml?ci={ID}"),
            format!("{page}/file/contracts/orders.yaml?ci={ID}&ln=7"),
            String::new(),
            format!("https://log.acme.example/{ID}"),
            String::new(),
        ]
    );
    let repository = forges.repository(page).unwrap();
    // `{commit}` is no branch.
    assert_eq!(repository.file(At::Branch("main"), "a"), None);
}

#[test]
fn a_pattern_that_yields_no_link_is_told() {
    let text = "sources: [{path: a}]
forges:
  a.example: {file: '{repository}/{pth}', line: 'javascript:{path}', folder: '{repository}/{', edit: '{path}'}
";
    let (forges, mut told) = configured(text);
    told.sort();
    let expected = [
        "`` is no placeholder of a link",
        "`pth` is no placeholder of a link",
        "this pattern yields no `http` or `https` address",
        "this pattern yields no `http` or `https` address",
    ];
    assert_eq!(told, expected);
    let found = links(&forges, "https://a.example/b/c").unwrap();
    assert!(found[1..].iter().all(String::is_empty));
    assert!(
        configured("sources: [{path: a}]\nforges: {a.example: github}\n")
            .1
            .is_empty()
    );
}
