//! Names in routes: `[a-z0-9-]`, short, unique, and allowed on every file system.

use std::collections::HashSet;

/// The longest slug, in bytes; a version may stand behind it.
const LONGEST: usize = 72;

/// Names that Windows keeps for devices.
const RESERVED: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// The slugs of one folder.
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    taken: HashSet<String>,
}

impl Slugs {
    /// A folder in which these names are taken, such as that of its index page.
    pub fn without(names: &[&str]) -> Slugs {
        Slugs {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// Keeps the plain slug of `name` for somebody who is not there yet.
    pub(super) fn keep(&mut self, name: &str) {
        self.taken.insert(slug(name));
    }

    /// The slug of `name`. Where it is taken, a short hash of `id` stands behind it: who
    /// comes first keeps the plain one.
    pub fn take(&mut self, name: &str, id: &str) -> String {
        let mut slug = slug(name);
        let is_free = !slug.is_empty() && !RESERVED.contains(&slug.as_str());
        if is_free && self.taken.insert(slug.clone()) {
            return slug;
        }
        slug = if slug.is_empty() {
            "x".to_owned()
        } else {
            slug
        };
        for round in 0_u32.. {
            let hash = blake3::hash(format!("{id}\n{round}").as_bytes()).to_hex();
            let hashed = format!("{slug}-{}", &hash[..6]);
            if self.taken.insert(hashed.clone()) {
                return hashed;
            }
        }
        slug
    }
}

fn slug(name: &str) -> String {
    let mut slug = slug::slugify(name);
    if slug.len() > LONGEST {
        slug.truncate(LONGEST);
        slug.truncate(slug.trim_end_matches('-').len());
    }
    slug
}

/// What makes two spellings of the name of a product or domain one: `jaffle_shop` is `Jaffle Shop`.
pub(super) fn key(name: &str) -> String {
    match slug::slugify(name) {
        // A name without a letter is still a name of its own.
        slug if slug.is_empty() => name.trim().to_owned(),
        slug => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_unique_and_safe_in_every_folder() {
        let mut slugs = Slugs::without(&["index"]);
        let cases = [
            ("Jaffle Shop", "jaffle-shop"),
            ("Größe & Maße", "grosse-masse"),
            ("a/../b", "a-b"),
        ];
        for (name, slug) in cases {
            assert_eq!(slugs.take(name, "1"), slug);
        }
        let mut taken: Vec<_> = ["Jaffle shop", "jaffle_shop", "index", "CON", "", "数据"]
            .map(|name| slugs.take(name, "2"))
            .to_vec();
        assert!(taken[0].starts_with("jaffle-shop-") && taken[1].starts_with("jaffle-shop-"));
        assert!(
            taken
                .iter()
                .all(|slug| slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        );
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 6);
        assert!(slugs.take(&"x".repeat(500), "3").len() <= LONGEST);
    }
}
