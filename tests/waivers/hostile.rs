//! Files of waivers that mean harm.

use std::fmt::Write;
use std::time::Instant;

use crate::portal::{ORDERS, OWN, found, judged, told, waiver, with};

#[test]
fn a_file_holds_at_most_five_hundred() {
    let mut text = String::new();
    for at in 0..600 {
        let id = format!("w-{at}");
        text.push_str(&waiver(&[("id", &id), ("target", "nothing")]));
    }
    let judged = with(&text);
    assert_eq!(judged.waivers.all().len(), 500);
    let told = found(&judged, "-waiver");
    assert_eq!(told.len() + found(&judged, "over-limit").len(), 50);
    assert!(
        judged
            .findings
            .iter()
            .any(|one| one.message.ends_with("more faults of waivers follow"))
    );
}

#[test]
fn ten_thousand_entries_are_refused_in_no_time() {
    let mut text = String::new();
    for at in 0..10_000 {
        text.push_str(&waiver(&[("id", &format!("w-{at}"))]));
    }
    let start = Instant::now();
    let judged = with(&text);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    assert!(judged.waivers.all().len() <= 500);
    assert!(!found(&judged, "over-limit").is_empty());
}

#[test]
fn many_pointers_and_many_columns_cost_no_more_than_both() {
    let mut contract = ORDERS.replace("      - name: total\n", "");
    contract.truncate(contract.find("      - name: discount").unwrap());
    let mut waivers = Vec::new();
    for file in 0..10 {
        let mut text = String::new();
        for at in 0..500 {
            let id = format!("w-{file}-{at}");
            let target = format!("orders#/schema/0/properties/c{}", file * 500 + at);
            let fields = [
                ("id", &*id),
                ("rule", "untyped-property"),
                ("target", &target),
            ];
            text.push_str(&waiver(&fields));
        }
        waivers.push((format!("waivers/{file}.yaml"), text));
    }
    for at in 0..5_000 {
        writeln!(contract, "      - name: c{at}").unwrap();
    }
    let mut files = vec![
        ("meshbook.yaml", OWN),
        ("orders.odcs.yaml", contract.as_str()),
    ];
    files.extend(
        waivers
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let start = Instant::now();
    let judged = judged(&files);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(judged.waivers.all().len(), 5_000);
}

#[test]
fn texts_are_cut_and_secrets_are_hidden() {
    let long = format!("We wait for the other team. {}", "x ".repeat(100_000));
    let secret = "They still need to change AKIAIOSFODNN7EXAMPLE in the loader.";
    let text = waiver(&[("reason", &long)])
        + &waiver(&[
            ("id", "b"),
            ("rule", "missing-frequency"),
            ("reason", &format!("'{secret}'")),
            ("ticket", "javascript:alert(1)"),
        ]);
    let judged = with(&text);
    let all = judged.waivers.all();
    assert!(all[0].reason.chars().count() <= 301);
    assert!(!all[1].reason.contains("IOSFODNN7"), "{}", all[1].reason);
    assert_eq!(told(&judged), Vec::<String>::new());
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "",
        "~",
        "x",
        "- ",
        "- - -",
        "{}",
        "[{}]",
        "{id: [}",
        "\u{feff}- id: a",
        "a: &a [*a]",
        "--- \n--- \n",
        "- id: {a: b}\n  rule: [1]\n",
        "? [a]\n: b\n",
        "\"",
        "- !!binary x",
        "id: a\nid: b\n",
        "\0",
    ] {
        let judged = with(text);
        assert!(judged.suppressed.is_empty(), "{text:?}");
    }
}
