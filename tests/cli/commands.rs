//! Options and formats: what each command promises.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::exit_codes::{ONE_FAULT, fails, portal};
use crate::folder::{repository, text, tree, with, write};
use crate::run::{Ended, NOW, Report, check, command, end, meshbook, rules, rules_in};

#[test]
fn a_time_comes_from_the_option_then_the_epoch_then_the_clock() {
    let folder = portal("off", false);
    let built_at = |epoch: Option<&str>, now: Option<&str>| {
        let mut build = command();
        build.current_dir(folder.path()).arg("build");
        if let Some(epoch) = epoch {
            build.env("SOURCE_DATE_EPOCH", epoch);
        }
        build.args(now.into_iter().flat_map(|now| ["--now", now]));
        let ended = end(&mut build);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let list: Value = serde_json::from_str(&text(&folder.path().join("site/site.json")))
            .expect("site.json is JSON");
        list["built_at"].as_str().expect("a time").to_owned()
    };
    assert_eq!(built_at(Some("0"), Some(NOW)), NOW);
    assert_eq!(built_at(None, Some("2026-11-20")), "2026-11-20T00:00:00Z");
    assert_eq!(built_at(Some("1700000000"), None), "2023-11-14T22:13:20Z");
    let by_clock = built_at(None, None);
    assert!(by_clock.as_str() > "2026-01-01T00:00:00Z", "{by_clock}");
    let mut build = command();
    build.current_dir(folder.path()).arg("build");
    build.env("SOURCE_DATE_EPOCH", "soon");
    assert_eq!(end(&mut build).code, 2);
}

#[test]
fn a_base_url_on_the_command_line_wins() {
    let folder = portal("off", false);
    let config = text(&folder.path().join("meshbook.yaml"));
    let config = config + "base-url: https://file.example.com/\n";
    write(&folder.path().join("meshbook.yaml"), config);
    let page = |arguments: &[&str]| {
        let ended = meshbook(folder.path(), arguments);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        text(&folder.path().join("site/products/shop/orders.html"))
    };
    let badge = "badges/shop/orders.svg";
    let from_file = page(&["build"]);
    assert!(from_file.contains(&format!("https://file.example.com/{badge}")));
    let given = page(&["build", "--base-url", "https://given.example.com/mesh"]);
    assert!(given.contains(&format!("https://given.example.com/mesh/{badge}")));
    assert!(!given.contains("file.example.com"));
}

#[test]
fn a_site_goes_where_it_is_asked_to_and_foreign_files_stay() {
    let folder = portal("off", false);
    let root = folder.path();
    write(&root.join("there/keep.txt"), "not ours");
    let ended = meshbook(root, &["build", ".", "--out", "there", "--now", NOW]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(root.join("there/site.json").exists());
    assert!(!root.join("site").exists());
    let first = tree(&root.join("there"));
    assert_eq!(first["keep.txt"], b"not ours");

    // A built site is no source, even where it stands among the sources.
    let ended = meshbook(root, &["build", "--now", NOW, "--out", "shop/site"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let ended = meshbook(root, &["build", "--now", NOW, "--out", "there"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        tree(&root.join("there")) == first,
        "the built site was read"
    );
}

#[test]
fn json_tells_each_finding_whole() {
    let folder = portal("warning", false);
    let Report {
        version,
        findings,
        suppressed,
        waived,
        comparison,
        rule_set,
        products,
        summary,
    } = check(folder.path(), &["."]);
    assert_eq!(version, 1);
    let [finding] = &findings[..] else {
        panic!("one finding, not {findings:?}");
    };
    assert_eq!(finding.rule, "unknown-field");
    assert_eq!(
        (finding.level.as_str(), finding.element.as_str()),
        ("warning", "standard")
    );
    assert!(finding.message.contains("`colour`"), "{}", finding.message);
    assert!(finding.help.is_some());
    assert_eq!(finding.file, "shop/orders.odcs.yaml");
    assert_eq!(finding.fingerprint.len(), 32);
    assert!(finding.related.is_empty() && finding.state.is_none());
    assert!(suppressed.is_empty() && waived.is_empty() && comparison.is_none());
    assert!(!rule_set.is_empty());
    let [product] = &products[..] else {
        panic!("one product, not {products:?}");
    };
    assert_eq!(
        (&product["id"], &product["level"]),
        (&"orders".into(), &"none".into())
    );
    assert_eq!((finding.line, finding.column), (7, 1));
    assert_eq!((finding.end_line, finding.end_column), (7, 7));
    assert_eq!(
        (finding.subject.kind.as_str(), finding.subject.id.as_str()),
        ("contract", "orders")
    );
    assert_eq!((summary.errors, summary.warnings, summary.infos), (0, 1, 0));
    let ended = meshbook(folder.path(), &["check", "--format", "json"]);
    assert_eq!(ended.stderr, "0 products, 1 contract: 1 warning\n");
}

#[test]
fn json_of_the_sample_holds_known_words_and_places_in_its_files() {
    const LEVELS: [&str; 3] = ["error", "warning", "info"];
    const ELEMENTS: [&str; 10] = [
        "standard",
        "reference",
        "schema",
        "quality",
        "sla",
        "documentation",
        "ownership",
        "access",
        "lifecycle",
        "portal",
    ];
    let known = rules_in(repository());
    let report = check(repository(), &[]);
    assert!(
        report.findings.len() >= 2,
        "the sample has honest imperfections"
    );
    for finding in &report.findings {
        assert!(known.contains(&finding.rule), "{finding:?}");
        assert!(LEVELS.contains(&finding.level.as_str()), "{finding:?}");
        assert!(ELEMENTS.contains(&finding.element.as_str()), "{finding:?}");
        assert!(!finding.message.ends_with('.'), "{finding:?}");
        let lines = text(&repository().join(&finding.file)).lines().count();
        assert!((1..=lines).contains(&finding.line), "{finding:?}");
        assert!(
            finding.column >= 1 && finding.end_line >= finding.line,
            "{finding:?}"
        );
    }
    let count = |level: &str| {
        let of_level = report
            .findings
            .iter()
            .filter(|finding| finding.level == level);
        of_level.count()
    };
    let summary = &report.summary;
    assert_eq!(summary.errors, count("error"));
    assert_eq!(summary.warnings, count("warning"));
    assert_eq!(summary.infos, count("info"));
    // A file of a source is named by its source; the portal's own files come by their whole path.
    let shown = |finding: &crate::run::Finding| -> String {
        let file = &finding.file;
        let of_source = file.strip_prefix("content/sample/");
        let of_source = of_source.filter(|path| !path.starts_with("governance/"));
        of_source.unwrap_or(file).to_owned()
    };
    let mut sorted = report.findings.clone();
    sorted.sort_by_key(|finding| (shown(finding), finding.line, finding.column));
    let places = |findings: &[crate::run::Finding]| -> Vec<_> {
        let place = findings
            .iter()
            .map(|finding| (finding.file.clone(), finding.line, finding.column));
        place.collect()
    };
    assert_eq!(
        places(&report.findings),
        places(&sorted),
        "findings are told by place"
    );
}

#[test]
fn people_read_findings_in_one_line_or_with_the_line_at_fault() {
    let folder = portal("error", false);
    let concise = meshbook(folder.path(), &["check", "--format", "concise"]);
    assert!(
        concise
            .stdout
            .starts_with("shop/orders.odcs.yaml:7:1: error: ")
            && concise.stdout.ends_with("[unknown-field]\n")
            && concise.stdout.lines().count() == 1,
        "{}",
        concise.stdout
    );
    let pretty = meshbook(folder.path(), &["check"]);
    for part in [
        "error[unknown-field]: ",
        "--> shop/orders.odcs.yaml:7:1",
        "7 | colour: blue",
        "^^^^^^",
        "help: ",
    ] {
        assert!(pretty.stdout.contains(part), "{part}\n{}", pretty.stdout);
    }
    assert!(!pretty.stdout.contains('\u{1b}'), "no colours into a file");
    assert!(
        pretty.stderr.contains("1 contract: 1 error"),
        "{}",
        pretty.stderr
    );
}

#[test]
fn a_portal_a_repository_a_file_and_several_of_them_are_checked() {
    let folder = portal("error", false);
    let root = folder.path();
    write(
        &root.join("other/stock.odcs.yaml"),
        ONE_FAULT.replace("orders", "stock"),
    );
    let places = |paths: &[&str]| -> Vec<String> {
        let findings = check(root, paths).findings.into_iter();
        findings
            .filter(|finding| finding.rule == "unknown-field")
            .map(|finding| format!("{}:{}", finding.file, finding.line))
            .collect()
    };
    assert_eq!(places(&[]), ["shop/orders.odcs.yaml:7"]);
    assert_eq!(places(&["."]), ["shop/orders.odcs.yaml:7"]);
    assert_eq!(places(&["shop"]), ["shop/orders.odcs.yaml:7"]);
    assert_eq!(
        places(&["shop/orders.odcs.yaml"]),
        ["shop/orders.odcs.yaml:7"]
    );
    assert_eq!(
        places(&["other/stock.odcs.yaml", "shop/orders.odcs.yaml"]),
        ["other/stock.odcs.yaml:7", "shop/orders.odcs.yaml:7"]
    );
    assert_eq!(places(&["shop", "other"]).len(), 2);
}

#[test]
fn every_rule_is_listed_once_and_explained() {
    let listed = rules();
    let names: BTreeSet<_> = listed.iter().collect();
    assert_eq!(names.len(), listed.len(), "a rule is listed twice");
    let pages = std::fs::read_dir(repository().join("content/rules")).expect("the rule pages");
    let pages: BTreeSet<String> = pages
        .map(|entry| {
            let name = entry.expect("a rule page").file_name();
            let name = name.to_string_lossy();
            name.strip_suffix(".md")
                .expect("a Markdown page")
                .to_owned()
        })
        .collect();
    assert_eq!(pages, listed.iter().cloned().collect());
    for rule in ["missing-owner", "unknown-field", "invalid-configuration"] {
        let ended = meshbook(repository(), &["explain", rule]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        let page = text(&repository().join(format!("content/rules/{rule}.md")));
        assert!(
            ended.stdout.starts_with(page.trim_end()),
            "{}",
            ended.stdout
        );
        assert!(
            ended.stdout.contains(&format!("\n{rule} · ")),
            "{}",
            ended.stdout
        );
    }
    fails(with(&[]).path(), &["explain"], &["RULE"]);
    let unknown = meshbook(repository(), &["explain", "mising-owner"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("did you mean `missing-owner`?"),
        "{}",
        unknown.stderr
    );
    let far = meshbook(repository(), &["explain", "zzz"]);
    assert!(
        far.code == 2 && far.stderr.contains("meshbook rules"),
        "{}",
        far.stderr
    );
}

#[test]
fn the_schema_of_the_configuration_knows_every_key_of_the_samples() {
    let Ended { code, stdout, .. } = meshbook(repository(), &["schema", "config"]);
    assert_eq!(code, 0);
    let schema: Value = serde_json::from_str(&stdout).expect("the schema is JSON");
    assert!(
        schema["$schema"]
            .as_str()
            .is_some_and(|url| url.starts_with("https://json-schema.org/"))
    );
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["additionalProperties"], false);
    let properties = schema["properties"].as_object().expect("properties");
    for (key, property) in properties {
        assert!(
            property["description"].is_string(),
            "`{key}` is not described"
        );
    }
    let config: Value = serde_yaml::from_str(&text(&repository().join("meshbook.yaml")))
        .expect("the configuration is YAML");
    for key in config.as_object().expect("a map").keys() {
        assert!(properties.contains_key(key), "`{key}` is not in the schema");
    }
    let source = &schema["$defs"]["RawSource"]["properties"];
    for key in config["sources"][0].as_object().expect("a source").keys() {
        assert!(
            source[key].is_object(),
            "`{key}` of a source is not in the schema"
        );
    }
    fails(with(&[]).path(), &["schema", "site"], &["config"]);
}

#[test]
fn findings_are_told_in_several_formats_at_once() {
    let folder = portal("error", false);
    let root = folder.path();
    let calls = ["--format", "github", "--format", "sarif=found.sarif"];
    let ended = meshbook(root, &[&["check"][..], &calls].concat());
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(
        ended
            .stdout
            .starts_with("::error title=unknown-field,file=shop/orders.odcs.yaml,line=7,")
            && ended.stdout.lines().count() == 1,
        "{}",
        ended.stdout
    );
    let sarif: Value = serde_json::from_str(&text(&root.join("found.sarif"))).expect("JSON");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"][0]["ruleId"], "unknown-field");
    let rule = &run["tool"]["driver"]["rules"][0];
    assert!(
        rule["help"]["markdown"]
            .as_str()
            .is_some_and(|page| page.contains("```yaml"))
    );

    // Only a file was asked for: nothing but the summary is printed.
    let ended = meshbook(root, &["check", "--format", "junit=found.xml"]);
    assert_eq!((ended.code, &*ended.stdout), (1, ""));
    assert!(text(&root.join("found.xml")).contains("name=\"unknown-field\""));

    let refused = |formats: &[&str], words: &[&str]| {
        let arguments: Vec<_> = formats
            .iter()
            .flat_map(|format| ["--format", format])
            .collect();
        fails(root, &[&["check"][..], &arguments].concat(), words);
    };
    refused(&["json", "sarif"], &["json", "sarif", "standard output"]);
    refused(&["sarrif"], &["did you mean `sarif`?"]);
    refused(&["xml"], &["pretty", "markdown"]);
    refused(&["sarif="], &["no file"]);
    refused(&["sarif=gone/found.sarif"], &["gone/found.sarif"]);
}

#[test]
fn paths_are_relative_to_the_folder_of_the_call() {
    let folder = portal("error", false);
    let root = folder.path();
    write(&root.join("shop/docs/guide.md"), "# Guide\n");
    let absolute = root.join("shop");
    let places = |here: &Path, paths: &[&str]| -> Vec<String> {
        let findings = check(here, paths).findings.into_iter();
        let found = findings.filter(|finding| finding.rule == "unknown-field");
        found.map(|finding| finding.file).collect()
    };
    let absolute = absolute.to_str().expect("a path in UTF-8");
    for (here, paths, expected) in [
        (root, &["."][..], "shop/orders.odcs.yaml"),
        (root, &["./shop/"], "shop/orders.odcs.yaml"),
        (
            root,
            &["shop/docs/../orders.odcs.yaml"],
            "shop/orders.odcs.yaml",
        ),
        (root, &[absolute], "shop/orders.odcs.yaml"),
        (&root.join("shop"), &[], "orders.odcs.yaml"),
        (&root.join("shop/docs"), &[".."], "../orders.odcs.yaml"),
    ] {
        assert_eq!(places(here, paths), [expected], "{paths:?}");
    }
}
