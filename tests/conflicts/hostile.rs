//! Ids that cannot be told apart, or hardly.

use std::fs;
use std::path::Path;

use super::cases::{Expected, product};
use super::portal::{File, Sources, build, contract};
use super::{check_claimant, check_owner};

/// Ids of an owner and of a claimant.
const PAIRS: &[(&str, &str)] = &[
    ("orders", "Orders"),
    ("orders", "оrders"),
    ("orders", "orders\u{200b}"),
    ("données", "donne\u{301}es"),
    ("finance", "ﬁnance"),
    ("straße", "strasse"),
    ("rn-data", "m-data"),
];

/// Those of the hostile ids that can be told from their fellows: by a letter, a mark over one, a
/// full stop or signs that only an address takes for a letter.
const APART: &[&str] = &["ord\u{ad}er", "orders\u{301}", "x.", "%78"];

/// A product and its contract of this id.
fn of(folder: &str, id: &str) -> Vec<File> {
    let named = serde_json::Value::from(id);
    let port = format!("outputPorts:\n  - name: x\n    version: 1.0.0\n    contractId: {named}\n");
    let files = [
        (
            "x.odps.yaml",
            product(id, &format!("domain: sales\n{port}")),
        ),
        ("x.odcs.yaml", contract(id, "1.0.0", "")),
    ];
    let files = files.into_iter();
    files
        .map(|(path, text)| (format!("{folder}/{path}"), text))
        .collect()
}

/// Holds two ids against each other; the claimant comes first where the configuration names the
/// owner.
fn check(own: &str, claimed: &str) {
    let owned = format!(
        "owns: [{}, sales, commerce, bob]",
        serde_json::Value::from(own.trim())
    );
    let alone = build(&Sources(&[("sales", "")]), &of("sales", own));
    let mut files = of("sales", own);
    files.extend(of("market", claimed));
    let orders = [
        Sources(&[("market", ""), ("sales", &owned)]),
        Sources(&[("sales", &owned), ("market", "")]),
        Sources(&[("sales", ""), ("market", "")]),
    ];
    for sources in &orders {
        let name = format!("{own:?} {claimed:?}");
        let beside = build(sources, &files);
        check_owner(&name, &alone, &beside, sources.is_owned());
        let expected = match (
            own.trim() == claimed.trim(),
            [own, claimed].iter().any(|id| APART.contains(id)),
        ) {
            (true, _) => Expected::Both("duplicate-id"),
            (_, true) => Expected::Nothing,
            _ => Expected::Both("confusable-id"),
        };
        check_claimant(&name, expected, &beside);
    }
}

#[test]
fn who_looks_like_an_owner_takes_nothing_from_it() {
    for (own, claimed) in PAIRS {
        check(own, claimed);
    }
}

/// The pairs of the generator of hostile texts, as Python writes them.
fn pairs(script: &str) -> Vec<(String, String)> {
    let start = "def l_confusable_ids(): return split(['";
    let list = script.split_once(start).expect("the list of ids").1;
    let list = list.split_once("'])").expect("its end").0;
    let pairs = list.split("','").map(|pair| {
        let mut text = String::new();
        let mut rest = pair;
        while let Some((before, code)) = rest.split_once("\\u") {
            text.push_str(before);
            let point = u32::from_str_radix(&code[..4], 16).expect("a code point");
            text.push(char::from_u32(point).expect("a character"));
            rest = &code[4..];
        }
        text.push_str(rest);
        let (own, claimed) = text.split_once('|').expect("a pair");
        (own.to_owned(), claimed.to_owned())
    });
    pairs.collect()
}

#[test]
fn hostile_ids_take_nothing_from_an_owner() {
    let Some(folder) = std::env::var_os("MESHBOOK_HOSTILE") else {
        println!("skipped: MESHBOOK_HOSTILE is not set");
        return;
    };
    let script = Path::new(&folder).join("generators/gen.py");
    let pairs = pairs(&fs::read_to_string(script).unwrap());
    assert!(pairs.len() >= 20, "{pairs:?}");
    for (own, claimed) in &pairs {
        check(own, claimed);
        check(claimed, own);
    }
}
