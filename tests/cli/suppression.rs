//! Findings that are let be: by a comment at their place, or by `allow:` in `meshbook.yaml`.

use std::time::{Duration, Instant};

use meshbook::rules;

use crate::exit_codes::ONE_FAULT;
use crate::folder::{text, tree, with, write};
use crate::run::{check, meshbook};

/// What is found in these files, as `rule:line`, in the order of the report. No portal here says
/// anything of governance, and each is told so.
#[track_caller]
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = with(files);
    let report = check(folder.path(), &["."]);
    let told = report.findings.iter();
    told.filter(|finding| !counts(&finding.rule) && finding.rule != "unconfigured-rule")
        .map(|finding| format!("{}:{}", finding.rule, finding.line))
        .collect()
}

/// Whether it counts towards a level: the manifests here lack much besides.
fn counts(rule: &str) -> bool {
    rules::rule(rule).is_some()
}

/// A contract whose lines from the seventh on are these.
fn contract(lines: &str) -> String {
    ONE_FAULT.replace("colour: blue\n", lines)
}

#[track_caller]
fn expect(lines: &str, expected: &[&str]) {
    let text = contract(lines);
    let found = found(&[("orders.odcs.yaml", &text)]);
    assert_eq!(found, expected, "{lines}");
}

#[test]
fn a_comment_at_the_end_of_the_line_or_alone_above_it_lets_a_finding_be() {
    expect("colour: blue\n", &["unknown-field:7"]);
    for comment in [
        "# meshbook: allow unknown-field: our loader needs it",
        "#meshbook:allow unknown-field:our loader needs it",
        "#  meshbook :  allow   unknown-field  :  our loader needs it  ",
        "## meshbook: allow unknown-field: our loader needs it",
    ] {
        expect(&format!("colour: blue {comment}\n"), &[]);
        expect(&format!("{comment}\ncolour: blue\n"), &[]);
        expect(&format!("  {comment}\r\ncolour: blue\r\n"), &[]);
    }
    let allow = "# meshbook: allow unknown-field: our loader needs it\n";
    // Other comments may stand between; a blank line ends what is meant.
    expect(&format!("{allow}# more on it\ncolour: blue\n"), &[]);
    expect(
        &format!("{allow}\ncolour: blue\n"),
        &["unused-suppression:7", "unknown-field:9"],
    );
    // One comment is for one line, and one rule.
    expect(
        &format!("{allow}colour: blue\nshape: round\n"),
        &["unknown-field:9"],
    );
    let other = "# meshbook: allow wrong-type: our loader needs it\n";
    expect(
        &format!("{other}colour: blue\n"),
        &["unused-suppression:7", "unknown-field:8"],
    );
    // Several stand above each other.
    expect(
        &format!("{allow}{other}colour: blue\n"),
        &["unused-suppression:8"],
    );
}

#[test]
fn a_comment_in_a_scalar_is_none() {
    let comment = "# meshbook: allow unknown-field: our loader needs it";
    for lines in [
        format!("colour: \"blue {comment}\"\n"),
        format!("colour: 'blue {comment}'\n"),
        format!("colour: |\n  {comment}\n  blue\n"),
        format!("colour: >-\n  blue\n\n  {comment}\n"),
        "colour: blue#meshbook:allow unknown-field:our loader needs it\n".to_owned(),
    ] {
        let text = contract(&lines);
        let found = found(&[("orders.odcs.yaml", &text)]);
        assert_eq!(found, ["unknown-field:7"], "{lines}");
    }
    // At the head of a block and behind it there are comments.
    expect(&format!("colour: | {comment}\n  blue\n"), &[]);
    expect(
        &format!("colour: |\n  blue\n{comment}\nshape: |\n  x\n"),
        &["unknown-field:7"],
    );
}

#[test]
fn a_suppression_needs_a_reason_that_says_something() {
    for reason in [
        "",
        ":",
        ": ",
        ": later",
        ": TODO explain this",
        ": ..............",
        " because",
    ] {
        expect(
            &format!("colour: blue # meshbook: allow unknown-field{reason}\n"),
            &["unknown-field:7", "unexplained-suppression:7"],
        );
    }
}

#[test]
fn a_suppression_that_cannot_be_understood_is_told() {
    for (comment, expected) in [
        (
            "# meshbook: ignore unknown-field: our loader needs it",
            true,
        ),
        ("# meshbook: Allow unknown-field: our loader needs it", true),
        ("# meshbook: allow", true),
        (
            "# meshbook: allow unknown-fields: our loader needs it",
            true,
        ),
        ("# meshbook: see the handbook", false),
        ("# meshbook reads this", false),
    ] {
        let mut told = vec!["unknown-field:7"];
        if expected {
            told.push("unreadable-suppression:7");
        }
        expect(&format!("colour: blue {comment}\n"), &told);
    }
    let folder = with(&[(
        "orders.odcs.yaml",
        &contract("colour: blue # meshbook: allow unknown-fields: our loader needs it\n"),
    )]);
    let report = check(folder.path(), &["."]);
    let mut helps = report
        .findings
        .iter()
        .filter_map(|finding| finding.help.as_deref());
    assert!(helps.any(|help| help == "did you mean `unknown-field`?"));
}

#[test]
fn what_counts_towards_a_level_or_is_for_the_owner_cannot_be_let_be() {
    let reason = "the team is founded next year";
    let text = ONE_FAULT.replace(
        "id: orders",
        &format!("id: orders # meshbook: allow missing-owner: {reason}"),
    );
    let folder = with(&[("orders.odcs.yaml", &text)]);
    let report = check(folder.path(), &["."]);
    let has = |rule: &str| report.findings.iter().any(|finding| finding.rule == rule);
    assert!(has("missing-owner") && has("refused-suppression"));

    let allow = |rule: &str| format!("allow:\n- {{rule: {rule}, path: '**', reason: {reason}}}\n");
    let files = |portal: &str, source: &str| {
        let portal = format!("sources: [{{path: a}}, {{path: b}}]\n{portal}");
        let both = [
            ("meshbook.yaml", &*portal),
            ("a/orders.odcs.yaml", ONE_FAULT),
            ("b/orders.odcs.yaml", ONE_FAULT),
            ("b/meshbook.yaml", source),
        ];
        let mut found = found(&both);
        found.retain(|told| !told.starts_with("unknown-field"));
        found
    };
    assert_eq!(files("", ""), ["duplicate-id:3"]);
    assert_eq!(
        files("", &allow("duplicate-id")),
        ["refused-suppression:2", "duplicate-id:3"]
    );
    assert_eq!(files(&allow("duplicate-id"), ""), [""; 0]);
    assert_eq!(
        files(&allow("secret-in-manifest"), &allow("unused-suppression")),
        [
            "refused-suppression:2",
            "duplicate-id:3",
            "refused-suppression:3"
        ]
    );
}

#[test]
fn entries_of_a_source_and_of_the_portal_name_files_by_patterns() {
    let allow = |path: &str, more: &str| {
        format!(
            "title: Sales\nallow:\n- rule: unknown-field\n  path: {path}\n  reason: our loader needs it\n{more}"
        )
    };
    let in_source = |text: &str| {
        let files = [
            (
                "meshbook.yaml",
                "sources: [{name: sales, path: domains/s}]\n",
            ),
            ("domains/s/contracts/orders.odcs.yaml", ONE_FAULT),
            ("domains/s/meshbook.yaml", text),
        ];
        found(&files)
    };
    for path in [
        "contracts/orders.odcs.yaml",
        "contracts/",
        "'**'",
        "'**/*.odcs.yaml'",
    ] {
        assert_eq!(in_source(&allow(path, "")), [""; 0], "{path}");
    }
    for path in ["orders.odcs.yaml", "sales/contracts/*", "'*'"] {
        let told = ["unknown-field:7", "unused-suppression:3"];
        assert_eq!(in_source(&allow(path, "")), told, "{path}");
    }
    assert_eq!(
        in_source(&allow("contracts/", "  subject: orders\n")),
        [""; 0]
    );
    assert_eq!(
        in_source(&allow("contracts/", "  subject: returns\n")),
        ["unknown-field:7", "unused-suppression:3"]
    );
    assert_eq!(
        in_source(&allow("contracts/", "  until: 2027-01-01\n")),
        ["unknown-setting:6"]
    );
    // The rest of the file is for the preview of its team.
    assert_eq!(in_source("colour: blue\nsources: 7\n"), ["unknown-field:7"]);
    assert_eq!(
        in_source("allow: [\n"),
        ["unknown-field:7", "invalid-syntax:1"]
    );

    let in_portal = |path: &str| {
        let text = format!(
            "sources: [{{name: sales, path: domains/s}}]\nallow:\n- {{rule: unknown-field, path: '{path}', reason: our loader needs it}}\n"
        );
        found(&[
            ("meshbook.yaml", &text),
            ("domains/s/contracts/orders.odcs.yaml", ONE_FAULT),
        ])
    };
    for path in ["sales/**", "domains/s/contracts/*", "**/orders.odcs.yaml"] {
        assert_eq!(in_portal(path), [""; 0], "{path}");
    }
    let told = ["unused-suppression:3", "unknown-field:7"];
    assert_eq!(in_portal("contracts/orders.odcs.yaml"), told);
}

#[test]
fn a_rule_that_is_off_or_depends_on_other_sources_is_not_unused() {
    let text = contract("# meshbook: allow unknown-field: our loader needs it\ncolour: blue\n");
    let files = [
        ("meshbook.yaml", "levels: {unknown-field: off}\n"),
        ("orders.odcs.yaml", &*text),
    ];
    assert_eq!(found(&files), [""; 0]);
    expect(
        "# meshbook: allow unknown-replacement: the directory lists her next week\n",
        &[],
    );
}

#[test]
fn comments_in_markdown_and_its_front_matter_let_findings_be() {
    let doc = |text: &str| found(&[("orders.odcs.yaml", &contract("")), ("docs/a.md", text)]);
    let link = "![next](https://example.com/next.png)";
    assert_eq!(doc(&format!("# A\n\n{link}\n")), ["remote-image:3"]);
    let comment = "<!-- meshbook: allow remote-image: drawn next week -->";
    for text in [
        format!("# A\n\n{link} {comment}\n"),
        format!("# A\n\n{comment}\n{link}\n"),
        format!("# A\n\n{comment}\n\n{link}\n"),
        format!("---\ntitle: A\n---\n{comment}\n{link}\n"),
    ] {
        assert_eq!(doc(&text), [""; 0], "{text}");
    }
    let code = format!("# A\n\n```\n{comment}\n```\n{link}\n");
    assert_eq!(doc(&code), ["remote-image:6"]);
    let far = format!("{comment}\n\n# A\n\n{link}\n");
    assert_eq!(doc(&far), ["unused-suppression:1", "remote-image:5"]);
}

#[test]
fn a_description_of_several_lines_is_let_be_above_its_key() {
    let comment = "# meshbook: allow remote-image: drawn next week";
    for lines in [
        format!(
            "description:\n  {comment}\n  purpose: |\n    See\n    ![next](https://example.com/next.png).\n"
        ),
        format!(
            "description:\n  purpose: | {comment}\n    See\n    ![next](https://example.com/next.png).\n"
        ),
        format!(
            "description:\n  {comment}\n  purpose: \"See\n    ![next](https://example.com/next.png).\"\n"
        ),
    ] {
        expect(&lines, &[]);
    }
}

#[test]
fn what_is_let_be_does_not_fail() {
    let folder = with(&[("orders.odcs.yaml", "")]);
    let run = |lines: &str| {
        write(&folder.path().join("orders.odcs.yaml"), contract(lines));
        write(&folder.path().join("meshbook.yaml"), off_levels());
        meshbook(folder.path(), &["check"]).code
    };
    assert_eq!(run("colour: blue\n"), 1);
    assert_eq!(
        run("colour: blue # meshbook: allow unknown-field: our loader needs it\n"),
        0
    );
    assert_eq!(run("colour: blue # meshbook: allow unknown-field\n"), 1);
}

#[test]
fn what_is_let_be_stays_visible_with_its_reason() {
    let lines = "colour: blue # meshbook: allow unknown-field: our <b>loader</b> needs it\n";
    let config = "sources: [{path: shop}]\nallow:\n- rule: remote-image\n  path: shop/docs/\n  reason: Written by the docs team in March.\n";
    let folder = with(&[
        ("shop/orders.odcs.yaml", &contract(lines)),
        (
            "shop/docs/a.md",
            "# A\n\n![next](https://example.com/next.png)\n",
        ),
        ("meshbook.yaml", config),
    ]);
    let report = check(folder.path(), &["."]);
    let [link, field] = &report.suppressed[..] else {
        panic!("two are let be, not {:?}", report.suppressed);
    };
    assert_eq!(
        (&link["rule"], &link["kind"]),
        (&"remote-image".into(), &"configuration".into())
    );
    assert_eq!(
        (&link["suppression"]["file"], &link["suppression"]["line"]),
        (&"meshbook.yaml".into(), &3.into())
    );
    assert_eq!(
        (&field["rule"], &field["kind"]),
        (&"unknown-field".into(), &"source".into())
    );
    assert_eq!(field["reason"], "our <b>loader</b> needs it");
    assert_ne!(field["fingerprint"], "");
    let all = report.findings.len();
    let summary = &report.summary;
    assert_eq!(summary.errors + summary.warnings + summary.infos, all);
    let sarif = meshbook(folder.path(), &["check", "--format", "sarif"]).stdout;
    assert!(
        sarif.contains("\"justification\": \"our <b>loader</b> needs it\""),
        "{sarif}"
    );
    let ended = meshbook(folder.path(), &["check", "--format", "concise"]);
    assert!(ended.stderr.contains("; 2 suppressed"), "{}", ended.stderr);

    assert_eq!(meshbook(folder.path(), &["build"]).code, 0);
    let page = text(&folder.path().join("site/findings/shop.html"));
    for part in [
        "2 suppressed",
        "our &lt;b&gt;loader&lt;/b&gt; needs it",
        "Written by the docs team in March.",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(text(&folder.path().join("site/findings/index.html")).contains("2 suppressed"));
}

#[test]
fn a_secret_in_a_reason_is_shown_nowhere() {
    let lines = "colour: blue # meshbook: allow unknown-field: as in ghp_0123456789abcdefghijABCDEFGHIJ012345\n";
    let folder = with(&[("shop/orders.odcs.yaml", &contract(lines))]);
    for format in ["json", "sarif", "junit", "markdown", "pretty"] {
        let told = meshbook(folder.path(), &["check", "--format", format]).stdout;
        assert!(!told.contains("ghp_01234"), "{format}: {told}");
    }
    assert_eq!(meshbook(folder.path(), &["build"]).code, 0);
    for (path, bytes) in tree(&folder.path().join("site")) {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("ghp_01234"),
            "{path}"
        );
    }
}

fn off_levels() -> String {
    let off = rules::RULES.iter();
    let off = off.map(|rule| format!("  {}: off\n", rule.id()));
    format!("levels:\n{}", off.collect::<String>())
}

#[test]
fn fifty_thousand_suppressions_cost_no_more_than_their_lines() {
    let comment = "# meshbook: allow x:\n";
    let alone = comment.repeat(45_000);
    let inline = "<!-- meshbook: allow x -->".repeat(40_000);
    let entries = format!(
        "allow:\n{}",
        "- {rule: unknown-field, path: '**/a*a*a*a', reason: our loader needs it}\n".repeat(5_000)
    );
    let start = Instant::now();
    let told = found(&[
        (
            "orders.odcs.yaml",
            &contract(&format!("{alone}colour: blue\n")),
        ),
        ("docs/a.md", &format!("# A\n\n{inline}\n")),
        ("meshbook.yaml", &entries),
    ]);
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    let count = |rule: &str| told.iter().filter(|told| told.starts_with(rule)).count();
    assert_eq!(
        count("unreadable-suppression"),
        100,
        "50 of each file are told"
    );
    assert_eq!((count("unknown-field"), count("over-limit")), (1, 1));
}
