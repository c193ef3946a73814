//! Thirty faults over ten files of the sample: each is named on its line, all in one run,
//! and no page of a product that has nothing to do with them changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use meshbook::rules::{self, Tier};
use serde_json::Value;

use crate::folder::{files, repository, sample, text, tree, write};
use crate::marks;
use crate::run::{Finding, NOW, check, meshbook};

const FEEDBACK: &str = "customers/contracts/delivery-feedback.odcs.yaml";
const PREFERENCES: &str = "customers/contracts/consignee-preferences.odcs.yaml";
const ACCOUNTS: &str = "customers/contracts/merchant-accounts.odcs.yaml";
const RECEIVABLES: &str = "finance/contracts/open-receivables.odcs.yaml";
const FEEDBACK_PRODUCT: &str = "customers/products/delivery-feedback.odps.yaml";
const MERCHANTS_PRODUCT: &str = "customers/products/merchants.odps.yaml";
const INVOICES_PRODUCT: &str = "finance/products/invoices.odps.yaml";
const CHARGES_PRODUCT: &str = "finance/products/shipment-charges.odps.yaml";
const PRICE_DOC: &str = "customers/docs/which-price.md";
const CLOSE_DOC: &str = "finance/docs/month-close.md";

/// The faults: the rule that names it, the file, a text that stands once in the file, and
/// what is put in its place. `§` is no part of it: it stands on the line of the finding.
#[rustfmt::skip]
const FAULTS: &[(&str, &str, &str, &str)] = &[
    // A file on its own against its standard.
    ("unknown-field", FEEDBACK, "tenant: nordhavn", "§tennant: nordhavn"),
    ("unknown-value", FEEDBACK, "stars\n    logicalType: integer", "stars\n    §logicalType: integr"),
    ("wrong-type", FEEDBACK, "number(1)\n    required: true", "number(1)\n    §required: \"yes\""),
    ("newer-field", PREFERENCES, "  dataGranularity", "  §synonyms: []\n  dataGranularity"),
    ("duplicate-key", PREFERENCES, "varchar(36)\n", "varchar(36)\n    §physicalType: varchar(40)\n"),
    ("missing-field", ACCOUNTS, "server: warehouse-prod\n  type: snowflake\n  environment: prod\n  account: nordhavn-eu", "§server: warehouse-prod\n  type: snowflake\n  environment: prod"),
    ("unknown-field", RECEIVABLES, "schedule: 0 7 * * *", "schedule: 0 7 * * *\n    §timezone: CET"),
    ("missing-field", RECEIVABLES, "property: timeOfAvailability\n    value: \"07:30+01:00\"", "§value: \"07:30+01:00\""),
    // Syntax: what stands before the fault is read all the same.
    ("invalid-syntax", CHARGES_PRODUCT, "status: active", "§status: active: no"),
    ("duplicate-key", CLOSE_DOC, "tags: [guide]", "tags: [guide]\n§tags: [finance]"),
    ("invalid-syntax", PRICE_DOC, "title: Which price is valid?", "§title: Which price: valid?"),
    // Between files.
    ("dangling-input-port", FEEDBACK_PRODUCT, "contractId: last-mile.delivery-attempts", "§contractId: last-mile.delivery-attemps"),
    ("version-mismatch", FEEDBACK_PRODUCT, "  version: 0.9.0\n  type", "  §version: 0.8.0\n  type"),
    ("domain-mismatch", FEEDBACK_PRODUCT, "domain: customers", "§domain: marketing"),
    ("unknown-owner", MERCHANTS_PRODUCT, "team:\n  name: merchant-accounts", "team:\n  §name: merchant-acounts"),
    ("duplicate-id", INVOICES_PRODUCT, "id: finance.invoices\n", "§id: customers.merchants\n"),
    ("dangling-contract", INVOICES_PRODUCT, "contractId: finance.invoices", "§contractId: finance.invoice"),
    ("foreign-contract", INVOICES_PRODUCT, "outputPorts:\n", "outputPorts:\n  - name: feedback\n    version: 0.9.0\n    §contractId: customers.delivery-feedback\n"),
    ("broken-link", CLOSE_DOC, "charges](../contracts/shipment-charges.odcs.yaml)", "§charges](../contracts/shipment-charges.yaml)"),
    // Texts that a page must not pass on.
    ("raw-html", PRICE_DOC, "**on the day of its first scan**", "§<b>on the day of its first scan</b>"),
    // Against the rules of the Bronze level.
    ("off-list-status", MERCHANTS_PRODUCT, "status: active", "§status: live"),
    ("filler-text", FEEDBACK, "Identifier of the answer.", "§TBD"),
    ("duplicate-name", FEEDBACK, "name: comment_language", "§name: comment"),
    ("unreadable-sla", FEEDBACK, "value: 3\n  unit: h", "§value: soon\n  unit: h"),
    ("undescribed-object", PREFERENCES, "name: preferences\n  physicalName: PREFERENCES\n  physicalType: table\n  logicalType: object\n  businessName: Preferences\n  description: The wishes of one household or company at one address.", "§name: preferences"),
    ("secret-in-manifest", ACCOUNTS, "tags: [merchant, master-data]", "§# password: correct-horse-42\ntags: [merchant, master-data]"),
    ("personal-data-exposed", ACCOUNTS, "name: iban\n    logicalType: string\n    physicalType: varchar(34)\n    classification: restricted\n    encryptedName: iban_token", "§name: iban\n    logicalType: string"),
    ("missing-field", RECEIVABLES, "name: Ages add up\n        type: sql", "§name: Ages add up\n        type: library\n        metric: rowCount\n      - name: Ages\n        type: sql"),
    ("missing-access-path", RECEIVABLES, "role: finance_receivables_reader\n    access: read\n    description: Account managers see their own merchants.\n    firstLevelApprovers: niels.rasmussen\n    secondLevelApprovers: birgit.albrecht", "§role: finance_receivables_reader\n    access: read"),
    ("placeholder-owner", INVOICES_PRODUCT, "team:\n  name: data-platform", "team:\n  §name: TODO"),
];

/// Puts the faults into the files of a portal; where each must be found, as file, line, rule.
fn seed(portal: &Path) -> Vec<(String, usize, &'static str)> {
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let folder = portal.join("content/sample");
    for (at, (_, file, find, with)) in FAULTS.iter().enumerate() {
        let text = texts
            .entry(file)
            .or_insert_with(|| text(&folder.join(file)));
        assert_eq!(text.matches(find).count(), 1, "{file}: {find:?}");
        let mark = marks::mark(at).to_string();
        *text = text.replace(find, &with.replace('§', &mark));
    }
    let mut places = Vec::new();
    for (file, marked) in texts {
        let (plain, marks) = marks::take(&marked);
        let of_file = marks.into_iter();
        places.extend(of_file.map(|(at, line, _)| (file.to_owned(), line, FAULTS[at].0)));
        write(&folder.join(file), plain);
    }
    places
}

/// The findings of a portal that another one has not, whatever their lines.
fn new_findings(clean: &Path, faulty: &Path) -> Vec<Finding> {
    let known: BTreeSet<_> = check(clean, &[])
        .findings
        .into_iter()
        .map(|finding| (finding.file, finding.rule, finding.message))
        .collect();
    let is_known = |finding: &Finding| {
        let (file, rule, message) = (&finding.file, &finding.rule, &finding.message);
        known.contains(&(file.clone(), rule.clone(), message.clone()))
    };
    let findings = check(faulty, &[]).findings.into_iter();
    findings.filter(|finding| !is_known(finding)).collect()
}

/// Whether a reader of the file alone finds it, who knows the standard, the references and the
/// lowest level. What the higher levels ask of the whole follows from faults elsewhere, and so do
/// results that name a column which is called otherwise now.
fn is_of_file(rule: &str) -> bool {
    rule != "unjoined-result" && rules::rule(rule).is_none_or(|rule| rule.tier == Tier::Bronze)
}

#[test]
fn thirty_faults_are_found_in_one_run_each_on_its_line_and_nothing_else_is() {
    let faulty = sample();
    let seeded = seed(faulty.path());
    let touched: BTreeSet<_> = seeded.iter().map(|(file, ..)| file).collect();
    assert_eq!((seeded.len(), touched.len()), (30, 10));
    let found = new_findings(repository(), faulty.path());
    let is_at = |finding: &Finding, (file, line, rule): &(String, usize, &str)| {
        let inside = finding.file.strip_prefix("content/sample/");
        (inside, finding.line, &*finding.rule) == (Some(file), *line, *rule)
    };
    let mut faults = Vec::new();
    for place in &seeded {
        if !found.iter().any(|finding| is_at(finding, place)) {
            faults.push(format!("not found: {}:{} [{}]", place.0, place.1, place.2));
        }
    }
    for finding in found.iter().filter(|finding| is_of_file(&finding.rule)) {
        if !seeded.iter().any(|place| is_at(finding, place)) {
            let (file, line, message) = (&finding.file, finding.line, &finding.message);
            faults.push(format!(
                "not seeded: {file}:{line}: {message} [{}]",
                finding.rule
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the test knows of a product of the sample, read from its manifests by itself.
#[derive(Default)]
struct Declared {
    /// Its page.
    page: String,
    /// Its manifest and those of its contracts.
    files: BTreeSet<String>,
    inputs: BTreeSet<String>,
    outputs: BTreeSet<String>,
}

/// The products of a sample, as their manifests declare them.
fn declared(portal: &Path) -> Vec<Declared> {
    let folder = portal.join("content/sample");
    let manifests = files(&folder).into_iter().filter_map(|path| {
        let path = path.to_string_lossy().into_owned();
        let manifest: Value = serde_yaml::from_str(&text(&folder.join(&path))).ok()?;
        Some((path, manifest))
    });
    let manifests: Vec<(String, Value)> = manifests.collect();
    let of_kind = |kind: &'static str| {
        let manifests = manifests.iter();
        manifests.filter(move |(_, manifest)| manifest["kind"] == kind)
    };
    let products = of_kind("DataProduct").map(|(path, manifest)| {
        let ports = |name: &str, key: &str| -> BTreeSet<String> {
            let ports = manifest[name].as_array().into_iter().flatten();
            let ids = ports.filter_map(|port| port[key].as_str());
            ids.map(str::to_owned).collect()
        };
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let mut product = Declared {
            inputs: ports("inputPorts", "contractId"),
            outputs: ports("outputPorts", "contractId"),
            ..Declared::default()
        };
        for port in manifest["outputPorts"].as_array().into_iter().flatten() {
            let inputs = port["inputContracts"].as_array().into_iter().flatten();
            product
                .inputs
                .extend(inputs.map(|input| text(&input["id"])));
        }
        // In ODCS 2 the id is `uuid`.
        let id = |contract: &Value| text(contract.get("id").unwrap_or(&contract["uuid"]));
        product.files = of_kind("DataContract")
            .filter(|(_, contract)| product.outputs.contains(&id(contract)))
            .map(|(path, _)| path.clone())
            .collect();
        product.files.insert(path.clone());
        let domain = path.split('/').next().expect("a source");
        let slug = text(&manifest["name"]).to_lowercase().replace(' ', "-");
        product.page = format!("products/{domain}/{slug}.html");
        product
    });
    products.collect()
}

/// The pages of products that have nothing to do with the files: neither they nor a product
/// that they take from or give to stands in one of them.
fn untouched(products: &[Declared], files: &BTreeSet<String>) -> BTreeSet<String> {
    let is_apart = |product: &&Declared| {
        let neighbours = products.iter().filter(|other| {
            !other.outputs.is_disjoint(&product.inputs)
                || !product.outputs.is_disjoint(&other.inputs)
        });
        neighbours
            .chain([*product])
            .all(|near| near.files.is_disjoint(files))
    };
    let apart = products.iter().filter(is_apart);
    apart.map(|product| product.page.clone()).collect()
}

#[test]
fn pages_of_products_apart_from_the_faults_keep_every_byte() {
    let portal = sample();
    let build = |out: &str| {
        let ended = meshbook(portal.path(), &["build", "--now", NOW, "--out", out]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        tree(&portal.path().join(out))
    };
    let products = declared(portal.path());
    let clean = build("clean");
    let seeded = seed(portal.path());
    let faulty = build("faulty");
    let touched = seeded.into_iter().map(|(file, ..)| file).collect();
    let apart = untouched(&products, &touched);
    assert!(apart.len() >= 8, "{apart:?}");
    for page in &apart {
        assert!(clean.contains_key(page), "there is no {page}");
        assert!(clean[page] == faulty[page], "{page} has changed");
    }
    let changed = products.iter().map(|product| &product.page);
    let mut changed = changed.filter(|page| clean.get(*page) != faulty.get(*page));
    assert!(changed.next().is_some(), "the faults show on no page");
}
