//! How far domains are: what they claim beside what is seen, and who improved.

use std::fs;

use meshbook::charter;
use meshbook::mesh::OperatingModel;
use meshbook::output::Site;
use meshbook::pipeline::{self, Judged};
use meshbook::readiness::{Act, Mark};
use meshbook::rules::Outcome;

fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn judged(files: &[(String, String)]) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    pipeline::judge(pipeline::read(folder.path()).unwrap(), now())
}

fn site(files: &[(String, String)]) -> Site {
    Site::new(judged(files).portal(now())).unwrap()
}

fn text(site: &Site, route: &str) -> String {
    String::from_utf8(site.render(route).unwrap().unwrap()).unwrap()
}

fn file(path: &str, text: impl Into<String>) -> (String, String) {
    (path.to_owned(), text.into())
}

fn product(id: &str, domain: &str, team: &str) -> (String, String) {
    file(
        &format!("own/{id}.odps.yaml"),
        format!(
            "apiVersion: v1.0.0\nkind: DataProduct\nid: {id}\nname: {id}\nversion: 1.0.0\nstatus: active\ndomain: {domain}\nteam: {{name: {team}}}\n"
        ),
    )
}

fn domain(name: &str, annotations: &str, owner: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata:\n  name: {name}\n  annotations: {{{annotations}}}\nspec: {{owner: {owner}}}\n---\n"
    )
}

fn team(name: &str, members: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: {name}}}\nspec: {{type: team, children: [], members: [{members}]}}\n---\n"
    )
}

const PERSON: &str = "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ada.lovelace}\nspec: {memberOf: [platform]}\n";

/// A mesh in which a central team owns all products of two domains.
fn two_domains(claim: &str, hide: &str) -> Vec<(String, String)> {
    let directory = [
        domain("sales", claim, "sales"),
        domain("stock", "meshbook/operating-model: domain-owned", "stock"),
        team("sales", ""),
        team("stock", ""),
        team("platform", "ada.lovelace"),
        PERSON.to_owned(),
    ];
    vec![
        file(
            "meshbook.yaml",
            format!(
                "sources: [{{path: own}}, {{path: directory}}]\ndirectory: [directory]\n{hide}"
            ),
        ),
        file("directory/all.yaml", directory.concat()),
        product("orders", "sales", "platform"),
        product("levels", "stock", "platform"),
    ]
}

#[test]
fn honest_central_costs_nothing_and_a_claim_is_held_against_its_owners() {
    let judged = judged(&two_domains(
        "meshbook/operating-model: central, meshbook/curator: platform",
        "",
    ));
    let named = |name: &str| {
        let mut all = judged.readiness.domains();
        let is_it = |id| judged.mesh.domain(id).name == name;
        all.find(|(id, _)| is_it(*id)).unwrap().1
    };
    let (sales, stock) = (named("sales"), named("stock"));
    for domain in [sales, stock] {
        assert_eq!(domain.owners, Mark::Known { met: 0, of: 1 });
        assert_eq!(domain.evidenced, Some(OperatingModel::Central));
    }
    assert!(matches!(sales.seen[0].mark, Mark::NotApplicable(_)));
    assert!(!sales.differs() && stock.claims_too_much());
    let hands_over = |act: &Act| matches!(act, Act::HandOver(_));
    assert!(!sales.steps.iter().any(|step| hands_over(&step.act)));
    assert!(stock.steps.iter().any(|step| hands_over(&step.act)));
    let card = |name: &str| {
        let mut products = judged.mesh.products();
        let is_it = |product: &meshbook::mesh::Product| product.id == name;
        let (id, _) = products.find(|(_, product)| is_it(product)).unwrap();
        judged.scorecards.product(id).score.unwrap()
    };
    assert!(card("orders") >= card("levels"));
}

#[test]
fn who_claims_less_than_is_so_may_claim_it() {
    let mut files = two_domains("meshbook/operating-model: transitional", "");
    let team = "sales, members: [{username: mira, role: Product Owner}]";
    files[2] = product("orders", "sales", team);
    let judged = judged(&files);
    let (_, sales) = judged.readiness.domains().next().unwrap();
    assert_eq!(sales.evidenced, Some(OperatingModel::DomainOwned));
    assert!(sales.differs() && !sales.claims_too_much());
    assert_eq!(sales.steps[0].act, Act::NameTarget);
}

/// What the rule on owners and the page of the domain call a team of it is one thing.
#[test]
fn the_rule_and_the_page_mean_the_same_by_a_team_of_the_domain() {
    let with = |team: &str| {
        let mut directory = two_domains("", "")[1].1.clone();
        directory += "---\napiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata: {name: fairs}\nspec: {subdomainOf: sales}\n---\n";
        directory += team;
        let mut files = two_domains("", "");
        files[1] = file("directory/all.yaml", directory);
        files[2] = product("tickets", "fairs", "data");
        judged(&files)
    };
    let data = |more: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: data{more}}}\nspec: {{type: team, children: []}}\n"
        )
    };
    let below =
        |parent: &str| data("").replace("children: []", &format!("children: [], parent: {parent}"));
    let annotated = |domain: &str| data(&format!(", annotations: {{meshbook/domain: {domain}}}"));
    for (team, expected) in [
        (annotated("fairs"), Some(true)),
        (annotated("sales"), Some(true)),
        (annotated("stock"), Some(false)),
        (below("sales"), Some(true)),
        (below("stock"), Some(false)),
        (
            annotated("stock").replace("children: []", "children: [], parent: sales"),
            Some(false),
        ),
        (data(""), None),
    ] {
        let judged = with(&team);
        let is_fairs = |id| judged.mesh.domain(id).name == "fairs";
        let mut domains = judged.readiness.domains();
        let (_, domain) = domains.find(|(id, _)| is_fairs(*id)).unwrap();
        // A team of which nothing is said is none of the domain; the rule blames none for that.
        let met = u32::from(expected == Some(true));
        assert_eq!(domain.owners, Mark::Known { met, of: 1 }, "{team}");
        let (id, _) = (judged.mesh.products())
            .find(|(_, product)| product.id == "tickets")
            .unwrap();
        let mut verdicts = judged.scorecards.product(id).verdicts();
        let verdict = verdicts.find(|(rule, _)| rule.id() == "owner-outside-domain");
        let outcome = verdict.unwrap().1.outcome;
        let is_inside = match outcome {
            Outcome::Pass => Some(true),
            Outcome::Fail => Some(false),
            _ => None,
        };
        assert_eq!(is_inside, expected, "{team} {outcome:?}");
    }
}

#[test]
fn a_portal_without_a_directory_says_how_to_declare() {
    let site = site(&[product("orders", "sales", "platform")]);
    let page = text(&site, "domains/readiness.html");
    assert!(
        page.contains("Not declared") && page.contains("add a directory"),
        "{page}"
    );
    let own = text(&site, "domains/sales.html");
    assert!(own.contains("not declared"), "{own}");
}

#[test]
fn people_whom_the_portal_hides_are_not_told() {
    let claim = "meshbook/operating-model: central, meshbook/sponsor: 'user:default/ada.lovelace'";
    for (hide, shown) in [("", true), ("hide: [people]\n", false)] {
        let site = site(&two_domains(claim, hide));
        for route in [
            "domains/readiness.html",
            "domains/sales.html",
            "api/readiness.json",
        ] {
            let text = text(&site, route).to_lowercase();
            assert_eq!(text.contains("ada"), shown, "{route}: {text}");
        }
    }
    let hidden = site(&two_domains(claim, "hide: [scorecards]\n"));
    assert!(!hidden.has("domains/readiness.html") && !hidden.has("api/readiness.json"));
}

#[test]
fn many_domains_stand_on_several_pages() {
    let products =
        (0..90).map(|at| product(&format!("p{at:03}"), &format!("d{at:03}"), "platform"));
    let site = site(&products.collect::<Vec<_>>());
    for route in [
        "domains/readiness.html",
        "domains/readiness--2.html",
        "domains/readiness--3.html",
    ] {
        let page = text(&site, route);
        assert!(
            page.contains("90 domains") && page.len() < 200_000,
            "{}",
            page.len()
        );
    }
    assert!(!site.has("domains/readiness--4.html"));
}

#[test]
fn a_domain_called_readiness_keeps_a_page_of_its_own() {
    let site = site(&[product("orders", "readiness", "platform")]);
    assert!(text(&site, "domains/readiness.html").contains("Readiness of the domains"));
    assert!(
        site.routes()
            .filter(|route| route.starts_with("domains/readiness"))
            .count()
            == 2
    );
}

#[test]
fn annotations_of_strangers_are_shown_as_text() {
    let attack = "<script>alert(1)</script>";
    let claim = format!(
        "meshbook/operating-model: '{attack}', meshbook/sponsor: '{attack}', meshbook/sla-defaults: '{attack}', meshbook/target-date: '{attack}'"
    );
    let site = site(&two_domains(&claim, ""));
    for route in ["domains/readiness.html", "domains/sales.html"] {
        assert!(!text(&site, route).contains(attack), "{route}");
    }
}

#[test]
fn a_date_is_overdue_on_the_day_after_it() {
    for (date, is_overdue) in [
        ("2026-03-01", true),
        ("2026-03-02", false),
        ("2026-03-03", false),
    ] {
        let claim =
            format!("meshbook/operating-model: transitional, meshbook/target-date: '{date}'");
        let judged = judged(&two_domains(&claim, ""));
        let codes = judged.findings.iter().map(|finding| &*finding.rule);
        let told = codes
            .filter(|rule| *rule == charter::OVERDUE_TARGET.id)
            .count();
        assert_eq!(told == 1, is_overdue, "{date}");
    }
}

/// A history with one line for `orders`, by the rules of today or by others.
fn history(date: &str, rules: &str, level: &str, score: u8) -> String {
    format!(
        "{{\"date\":\"{date}\",\"rules\":\"{rules}\",\"products\":{{\"orders\":{{\"level\":\"{level}\",\"score\":{score},\"failing\":[],\"url\":\"products/sales/orders.html\"}}}}}}\n"
    )
}

fn with_history(lines: &[String]) -> Vec<(String, String)> {
    let mut files = two_domains(
        "meshbook/operating-model: central",
        "governance: {history: past.jsonl}\n",
    );
    files.push(file("past.jsonl", lines.concat()));
    files
}

#[test]
fn improvement_is_told_since_a_day_of_the_same_rules() {
    let rules = judged(&with_history(&[])).scorecards.book.name.clone();
    let none = site(&with_history(&[]));
    assert!(!text(&none, "scorecards/index.html").contains("Improved most"));

    let lines = [
        history("2025-12-01", "older", "none", 0),
        history("2026-01-05", &rules, "none", 0),
        history("2026-02-02", &rules, "none", 1),
        history("2026-02-23", &rules, "none", 2),
    ];
    let page = text(&site(&with_history(&lines)), "scorecards/index.html");
    assert!(page.contains("since 2026-02-02"), "{page}");
    assert!(
        page.contains("The rules changed after 2025-12-01"),
        "{page}"
    );

    let page = text(&site(&with_history(&lines[..1])), "scorecards/index.html");
    assert!(page.contains("told again from the next day"), "{page}");
}

#[test]
fn a_product_that_moved_is_told_once() {
    let rules = "meshbook";
    let line = history("2026-01-05", rules, "none", 0).replace("sales/orders", "sales/old-orders");
    let judged = judged(&with_history(&[line]));
    let moved = judged
        .findings
        .iter()
        .filter(|finding| finding.rule == "moved-address");
    assert_eq!(moved.count(), 1);
}
