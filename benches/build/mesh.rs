//! A mesh of any size that is the same each time: 20 domains, a directory of teams and
//! people, and for each product one manifest, one contract of about 10 KB with 40 columns
//! and one page of docs with two code blocks.
//!
//! A product depends on its number alone, so a larger mesh holds the smaller one.

use std::fs;
use std::io;
use std::path::Path;

use crate::product::Product;

pub(crate) const DOMAINS: [&str; 20] = [
    "billing", "buying", "claims", "clients", "fleet", "fraud", "freight", "market", "network",
    "orders", "payments", "people", "planning", "plant", "pricing", "quality", "returns", "sales",
    "service", "stock",
];
pub(crate) const TEAMS_IN_A_DOMAIN: usize = 5;
const PEOPLE_IN_A_TEAM: usize = 4;
const FIRST_NAMES: [&str; 20] = [
    "Ada", "Bruno", "Clara", "David", "Edda", "Felix", "Greta", "Hanna", "Ivo", "Jana", "Karl",
    "Lena", "Milan", "Nora", "Oskar", "Petra", "Rosa", "Samir", "Tilda", "Viktor",
];
const LAST_NAMES: [&str; 20] = [
    "Albers", "Brandt", "Costa", "Dahl", "Engel", "Fischer", "Grau", "Holm", "Ito", "Jensen",
    "Keller", "Lorenz", "Meyer", "Nowak", "Okafor", "Peters", "Quist", "Rossi", "Suarez", "Weber",
];

/// Writes a portal of `count` products into `folder`, which must not exist.
pub(crate) fn write(folder: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("meshbook.yaml"), configuration())?;
    fs::create_dir(folder.join("directory"))?;
    fs::write(folder.join("directory/catalog-info.yaml"), directory())?;
    for domain in DOMAINS {
        fs::create_dir_all(folder.join(domain).join("products"))?;
    }
    for number in 0..count {
        let product = Product::new(number);
        let place = folder
            .join(product.domain())
            .join("products")
            .join(&product.slug);
        fs::create_dir(&place)?;
        fs::write(place.join("product.odps.yaml"), product.manifest())?;
        fs::write(place.join("contract.odcs.yaml"), product.contract())?;
        fs::write(place.join("README.md"), product.docs())?;
    }
    Ok(())
}

fn configuration() -> String {
    let mut text = String::from("title: Bench mesh\ndirectory: [directory]\nsources:\n");
    text += "  - name: directory\n    path: directory\n";
    for domain in DOMAINS {
        text += &format!("  - name: {domain}\n    path: {domain}\n    domain: {domain}\n");
    }
    text
}

fn directory() -> String {
    let mut entities = Vec::new();
    for (at, domain) in DOMAINS.iter().enumerate() {
        entities.push(format!(
            "kind: Domain\nmetadata:\n  name: {domain}\n  description: Everything that the company knows about {domain}.\nspec:\n  owner: {}\n",
            team(at, 0)
        ));
        for nth in 0..TEAMS_IN_A_DOMAIN {
            let team = team(at, nth);
            let members: Vec<String> = (0..PEOPLE_IN_A_TEAM)
                .map(|seat| Person::new(at, nth, seat).username)
                .collect();
            entities.push(format!(
                "kind: Group\nmetadata:\n  name: {team}\n  description: Answers for data of {domain}.\nspec:\n  type: team\n  profile:\n    displayName: {}\n    email: {team}@company.example\n  children: []\n  members: [{}]\n",
                title(&team),
                members.join(", "),
            ));
            for seat in 0..PEOPLE_IN_A_TEAM {
                let Person { username, name } = Person::new(at, nth, seat);
                entities.push(format!(
                    "kind: User\nmetadata:\n  name: {username}\nspec:\n  profile:\n    displayName: {name}\n    email: {username}@company.example\n  memberOf: [{team}]\n"
                ));
            }
        }
    }
    entities
        .iter()
        .map(|entity| format!("---\napiVersion: backstage.io/v1alpha1\n{entity}"))
        .collect()
}

/// The name of a team of the domain at this place in [`DOMAINS`].
pub(crate) fn team(domain: usize, nth: usize) -> String {
    const CRAFTS: [&str; TEAMS_IN_A_DOMAIN] =
        ["core", "insight", "integration", "platform", "reporting"];
    format!("{}-{}", DOMAINS[domain], CRAFTS[nth])
}

/// Somebody in a team.
pub(crate) struct Person {
    pub(crate) username: String,
    pub(crate) name: String,
}

impl Person {
    /// The person who sits at this place of a team.
    pub(crate) fn new(domain: usize, team: usize, seat: usize) -> Person {
        let number = (domain * TEAMS_IN_A_DOMAIN + team) * PEOPLE_IN_A_TEAM + seat;
        let first = FIRST_NAMES[number % FIRST_NAMES.len()];
        let last = LAST_NAMES[number / FIRST_NAMES.len() % LAST_NAMES.len()];
        Person {
            username: format!("{}.{}", first.to_lowercase(), last.to_lowercase()),
            name: format!("{first} {last}"),
        }
    }
}

/// `open-orders` as `Open orders`.
pub(crate) fn title(slug: &str) -> String {
    let mut words = slug.replace(['-', '_'], " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}
