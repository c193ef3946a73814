//! The tests of a rule, which stand in its file.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::codes::BROKEN_RULE;
use super::expression::call;
use super::quick::Test as Quick;
use super::rule::{Expected, OwnRule, OwnRules, Test};
use super::sighting::evidence;
use crate::diag::{Files, Finding, Subject, SubjectKind};
use crate::manifest;
use crate::mesh::{self, Mesh};
use crate::source::{Source, State};

/// How the tests of a rule came out.
#[derive(Debug)]
pub struct Tried {
    /// How many tests it has.
    pub tests: usize,
    /// What is wrong, at its place in the rule's file.
    pub faults: Vec<Finding>,
}

/// What came of a test: how it ended, and where the rule is not met.
struct Came {
    of: Expected,
    at: Vec<String>,
    /// Why it is not known.
    why: Option<String>,
}

/// Runs the tests of every rule that is sound. Those that are not are told by
/// [`OwnRules::faults`].
pub fn try_out(own: &mut OwnRules, files: &Files, today: Date) -> Vec<(String, Tried)> {
    let mut tried = Vec::new();
    for at in 0..own.rules.len() {
        let rule = &own.rules[at];
        let shown = &*files.file(rule.file).shown;
        let subject = Subject::new(SubjectKind::Portal, shown);
        let mut faults = Vec::new();
        if rule.is_sound() {
            faults = faults_of(own, at, &subject, today);
            if faults.is_empty() {
                faults = unmoved(own, at, &subject, today);
            }
        }
        let rule = &own.rules[at];
        let tests = rule.tests.len();
        tried.push((rule.id.clone(), Tried { tests, faults }));
    }
    tried
}

fn faults_of(own: &OwnRules, at: usize, subject: &Subject, today: Date) -> Vec<Finding> {
    let rule = &own.rules[at];
    let mut faults = Vec::new();
    let mut tell = |span, message: String, help: &str| {
        faults.push(Finding::new(&BROKEN_RULE, subject.clone(), span, message).help(help));
    };
    for (expected, key, help) in [
        (Expected::Pass, "pass", "add one that meets the rule"),
        (
            Expected::Fail,
            "fail",
            "add one that does not meet the rule",
        ),
    ] {
        if !rule.tests.iter().any(|test| test.expects == expected) {
            let message = format!("`{}` has no test with `{key}`", rule.id);
            tell(rule.span, message, help);
        }
    }
    for test in &rule.tests {
        match run(own, rule, test, today) {
            Err(why) => {
                let message = format!("the test `{}` cannot be run: {why}", test.name);
                tell(test.span, message, "correct the manifest of the test");
            }
            Ok(came) => {
                if let Some(message) = wrong(test, &came) {
                    let place = test.at.iter().find(|at| !came.at.contains(&at.value));
                    let is_place = came.of == test.expects;
                    let span = match place.filter(|_| is_place) {
                        Some(place) => place.span,
                        None => test.span,
                    };
                    tell(span, message, "correct the rule, or the test");
                }
            }
        }
    }
    faults
}

/// In which way a test came out otherwise.
fn wrong(test: &Test, came: &Came) -> Option<String> {
    let name = &test.name;
    if let Some(why) = &came.why {
        return Some(format!("the test `{name}` has no outcome: {why}"));
    }
    if came.of != test.expects {
        let words = |of: Expected| match of {
            Expected::Pass => "the rule is met",
            Expected::Fail => "the rule is not met",
            Expected::Skip => "the rule does not apply",
        };
        let at = match came.at.as_slice() {
            [] => String::new(),
            at => format!(" at `{}`", at.join("`, `")),
        };
        return Some(format!(
            "in the test `{name}` {}{at}, not: {}",
            words(came.of),
            words(test.expects)
        ));
    }
    let expected: Vec<&str> = test.at.iter().map(|at| at.value.as_str()).collect();
    (!expected.is_empty() && expected != came.at).then(|| {
        format!(
            "in the test `{name}` the rule is not met at `{}`, not at `{}`",
            came.at.join("`, `"),
            expected.join("`, `")
        )
    })
}

/// The tests that hold just as well for a rule that asserts the contrary: they prove nothing.
fn unmoved(own: &mut OwnRules, at: usize, subject: &Subject, today: Date) -> Vec<Finding> {
    negate(&mut own.rules[at]);
    let rule = &own.rules[at];
    let mut faults = Vec::new();
    for test in (rule.tests.iter()).filter(|test| test.expects != Expected::Skip) {
        if run(own, rule, test, today).is_ok_and(|came| wrong(test, &came).is_none()) {
            let message = format!("the test `{}` also holds with `assert` negated", test.name);
            let finding = Finding::new(&BROKEN_RULE, subject.clone(), test.span, message);
            faults.push(finding.help("name the places in `at`"));
        }
    }
    negate(&mut own.rules[at]);
    faults
}

/// Turns the assertion of a rule into its contrary, and back.
fn negate(rule: &mut OwnRule) {
    if let Some(sight) = &mut rule.sight {
        let tree = std::mem::take(&mut sight.assert.value.tree);
        sight.assert.value.tree = call("!_", vec![tree]);
        let quick = sight.assert.value.quick.take();
        sight.assert.value.quick = quick.map(|quick| Quick::Not(Box::new(quick)));
    }
}

fn run(own: &OwnRules, rule: &OwnRule, test: &Test, today: Date) -> Result<Came, String> {
    let (files, mesh) = portal(rule, test)?;
    let today = test.on.unwrap_or(today);
    let product = match mesh.products.as_slice() {
        [product] => product,
        _ => return Err("it makes no product".to_owned()),
    };
    let version = mesh.contracts.first().map(mesh::Contract::newest);
    let version = version.filter(|_| !rule.is_on_products);
    let seen = evidence(own, rule, &mesh, &files, today, (product, version));
    let seen = seen.unwrap_or_default();
    let why = seen.iter().find(|seen| seen.outcome == "unknown");
    let failed = seen.iter().filter(|seen| seen.outcome == "fail");
    let at: Vec<String> = failed.map(|seen| seen.path.clone()).collect();
    Ok(Came {
        of: if !at.is_empty() {
            Expected::Fail
        } else if seen.iter().any(|seen| seen.outcome == "pass") {
            Expected::Pass
        } else {
            Expected::Skip
        },
        at,
        why: why.map(|seen| seen.why.clone()),
    })
}

/// The portal of one test.
fn portal(rule: &OwnRule, test: &Test) -> Result<(Files, Mesh), String> {
    let text = |text: &str, defaults: Json| -> Result<String, String> {
        let mut manifest: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let (Some(manifest), Json::Object(defaults)) = (manifest.as_object_mut(), defaults) else {
            return Err("the manifest is no map".to_owned());
        };
        for (key, value) in defaults {
            manifest.entry(key).or_insert(value);
        }
        Ok(Json::Object(std::mem::take(manifest)).to_string())
    };
    let product = json!({
        "apiVersion": "v1.0.0", "kind": "DataProduct", "id": "test-product",
        "name": "test", "version": "1.0.0", "status": "active",
    });
    let contract = json!({
        "apiVersion": "v3.1.0", "kind": "DataContract", "id": "test-contract",
        "version": "1.0.0", "status": "active",
    });
    let mut texts = Vec::new();
    match (rule.is_on_products, &test.product) {
        (true, _) => texts.push(("test.odps.json", text(&test.manifest, product)?)),
        (false, None) => texts.push(("test.odcs.json", text(&test.manifest, contract)?)),
        (false, Some(own)) => {
            let contract = text(&test.manifest, contract)?;
            let parsed: Json =
                serde_json::from_str(&contract).map_err(|error| error.to_string())?;
            let mut product = product;
            product["outputPorts"] = json!([{
                "name": "test", "contractId": parsed["id"], "version": parsed["version"],
            }]);
            texts.push(("test.odcs.json", contract));
            texts.push(("test.odps.json", text(own, product)?));
        }
    }
    let mut files = Files::default();
    let subject = Subject::new(SubjectKind::Source, "test");
    let mut source = Source {
        provenance: None,
        name: "test".to_owned(),
        domain: None,
        in_directory: false,
        is_partial: false,
        files: Vec::new(),
        results: Vec::new(),
        allow: Vec::new(),
        owns: Vec::new(),
        others: Default::default(),
        state: State::Read,
        repository: 0,
        checked_by: None,
    };
    let mut manifests = Vec::new();
    for (name, text) in texts {
        let added = files.add(Some(crate::diag::SourceId(0)), name, name, text);
        let id = added.ok_or("it is too large")?;
        source.files.push(id);
        manifests.push((id, manifest::read(id, files.file(id), false, &subject)));
    }
    let mut findings = Vec::new();
    let mesh = mesh::join(&files, vec![source], manifests, &[], &mut findings);
    Ok((files, mesh))
}
