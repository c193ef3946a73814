use super::*;
use crate::diag::{Fixed, Lost};

/// What a repository may put into every text of a finding.
const HOSTILE: &str = "\u{1b}[2J\u{202e}\r\n::set-output name=a::b\n##vso[task.setvariable]x \
    ]]> <img src=x onerror=y> @admin [a](https://evil.example) ![b](//e) | `` ` ``` #12 a,b:c%0A \u{ffff}";

/// A finding all of whose texts are hostile.
fn hostile(name: &str) -> String {
    let path = format!("::error::{HOSTILE}/a.yaml");
    let (files, span) = file(&path, HOSTILE, "##vso");
    let finding = Finding {
        rule: HOSTILE.into(),
        ..Finding::new(&CODE, subject(HOSTILE), span, HOSTILE)
    };
    let finding = finding.label(HOSTILE).help(HOSTILE).related(span, HOSTILE);
    let suppressed = [Suppressed {
        finding: finding.clone(),
        fingerprint: HOSTILE.to_owned(),
        reason: HOSTILE.to_owned(),
        span,
        in_source: false,
        waiver: None,
    }];
    let comparison = Comparison {
        baseline: HOSTILE.to_owned(),
        is_new: vec![true],
        fixed: vec![Fixed {
            fingerprint: HOSTILE.to_owned(),
            rule: HOSTILE.to_owned(),
            level: Level::Error,
            message: HOSTILE.to_owned(),
            subject: subject(HOSTILE),
            file: HOSTILE.to_owned(),
            line: 1,
        }],
        lost: vec![Lost {
            subject: subject(HOSTILE),
            span,
            before: HOSTILE.to_owned(),
            after: HOSTILE.to_owned(),
        }],
        removed: vec![subject(HOSTILE)],
    };
    let (findings, prints) = ([finding], [HOSTILE.to_owned()]);
    let report = Report {
        fingerprints: &prints,
        suppressed: &suppressed,
        comparison: Some(&comparison),
        rule_pages: Some("javascript:alert()//"),
        ..Report::new(&files, &findings)
    };
    (format(name).tell)(&[report], false)
}

#[test]
fn no_text_of_a_repository_speaks_to_a_terminal_or_a_service() {
    for format in FORMATS {
        let told = hostile(format.name);
        let control = |c: char| c != '\n' && escape::is_harmful(c);
        assert!(!told.contains(control), "{}: {told:?}", format.name);
        for line in told.lines() {
            let is_own = line.starts_with("::error title=");
            // `:::` stands before the path of a second place; no runner knows a command `:`.
            let line = line.trim_start();
            let is_workflow = line.starts_with("::") && !line.starts_with("::: ");
            let is_command = is_workflow || line.contains("##vso[");
            assert!(is_own || !is_command, "{}: {line}", format.name);
        }
        if format.name == "github" {
            assert_eq!(told.lines().count(), 2, "{told}");
        }
    }
}

#[test]
fn hostile_texts_keep_their_documents_whole() {
    for name in ["json", "sarif", "gitlab"] {
        json(&hostile(name));
    }
    assert_eq!(json(&hostile("json"))["findings"][0]["message"], HOSTILE);
    let sarif = json(&hostile("sarif"));
    let text = sarif["runs"][0]["results"][0]["message"]["text"].as_str();
    assert!(text.unwrap().contains("\\[a\\](https://evil.example)"));
    let xml = hostile("junit");
    assert!(!xml.contains("]]>") && !xml.contains("<img") && !xml.contains('\u{ffff}'));
}

#[test]
fn a_comment_stays_below_the_size_that_a_code_host_takes() {
    let (files, span) = file("a.yaml", "id: x\n", "x");
    let long = format!("no owner of `{}`", "ü".repeat(5_000));
    let findings = vec![Finding::new(&CODE, subject("x"), span, long); 1_000];
    let comment = (format("markdown").tell)(&[Report::new(&files, &findings)], false);
    assert!(comment.len() < 65_000, "{}", comment.len());
    let last = comment.lines().last().unwrap();
    let more = last
        .strip_prefix("- and ")
        .and_then(|rest| rest.strip_suffix(" more"));
    let shown = comment
        .lines()
        .filter(|line| line.starts_with("- **"))
        .count();
    assert_eq!(more.map(str::parse), Some(Ok(1_000 - shown)), "{last}");
}
