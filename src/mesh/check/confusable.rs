//! Tells names that cannot be told apart: they differ in case, in characters that cannot be
//! seen, or in letters that look alike (Unicode Technical Standard 39, confusable detection).

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use crate::diag::{FileId, Files, Finding, SourceId, Span, Subject, SubjectKind};
use crate::mesh::{
    CONFUSABLE_ID, Contract, Mesh, Rank, Told, people, product_subject, slugs, source_of,
};
use crate::model::Text;

/// Looks at the ids of products and contracts, and at the names of domains and teams. A name
/// belongs to whom the configuration says that it does, else to whoever comes first.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    products(mesh, told);
    contracts(mesh, told);
    domains(mesh, told);
    teams(mesh, told);
}

/// A name that somebody gives, and where.
struct Given<'m> {
    name: &'m Text,
    subject: Subject,
    at: (Rank, FileId),
}

impl<'m> Given<'m> {
    /// The name of a domain or team.
    fn of_name(mesh: &Mesh, files: &Files, name: &'m Text, subject: Subject) -> Given<'m> {
        let rank = (mesh.precedence).rank_of_name(source_of(files, name.span), name);
        let at = (rank, files.of(name.span));
        Given { name, subject, at }
    }
}

fn products(mesh: &Mesh, told: &mut Told<'_>) {
    let products = mesh.products().filter_map(|(_, product)| {
        Some(Given {
            name: product.manifest.as_ref()?.id.as_ref()?,
            subject: product_subject(product),
            at: (mesh.rank(product.source, &product.id), product.file),
        })
    });
    tell(
        "product id",
        ordered(products),
        str::to_owned,
        |_, _| true,
        told,
    );
}

fn contracts(mesh: &Mesh, told: &mut Told<'_>) {
    let contracts = mesh.contracts().filter_map(|(_, contract)| {
        let newest = contract.newest();
        Some(Given {
            name: newest.id.as_ref()?,
            subject: contract_subject(contract),
            at: (mesh.rank(contract.source, &contract.id), newest.file),
        })
    });
    tell(
        "contract id",
        ordered(contracts),
        str::to_owned,
        |_, _| true,
        told,
    );
}

/// Manifests name the domain where the configuration does not. What the directory does not
/// know is told as that; here it is told what goes for one of its domains.
fn domains(mesh: &Mesh, told: &mut Told<'_>) {
    let files = told.files;
    let given = |name, subject| Given::of_name(mesh, files, name, subject);
    let entries = mesh.domains.iter();
    let entries = entries.filter_map(|domain| domain.entry.as_ref());
    let entries = entries.map(|entry| {
        let subject = Subject::new(SubjectKind::Domain, entry.name.value.clone());
        given(&entry.name, subject)
    });
    let names_it = |source: SourceId| mesh.source(source).domain.is_none();
    let products = mesh.products().filter_map(|(_, product)| {
        let name = product.manifest.as_ref()?.domain.as_ref()?;
        names_it(product.source).then(|| given(name, product_subject(product)))
    });
    let contracts = mesh.contracts().filter_map(|(_, contract)| {
        let name = contract.newest().domain.as_ref()?;
        names_it(contract.source).then(|| given(name, contract_subject(contract)))
    });
    let mut all = ordered(entries);
    all.extend(ordered(products.chain(contracts)));
    let is_merged = |first: &str, later: &str| slugs::key(first) == slugs::key(later);
    tell(
        "domain",
        all,
        str::to_lowercase,
        |first, later| !mesh.knows_domains || is_merged(first, later),
        told,
    );
}

/// Without a directory teams are those that manifests name; with one, other names are told as
/// unknown.
fn teams(mesh: &Mesh, told: &mut Told<'_>) {
    let files = told.files;
    let given = |name, subject| Given::of_name(mesh, files, name, subject);
    let entries = mesh.teams.iter().filter_map(|team| team.entry.as_ref());
    let entries = entries.map(|entry| {
        let subject = Subject::new(SubjectKind::Team, entry.name.value.clone());
        given(&entry.name, subject)
    });
    let mut all = ordered(entries);
    if !mesh.knows_teams {
        let products = mesh.products().filter_map(|(_, product)| {
            let name = product.manifest.as_ref()?.team.as_ref()?.name.as_ref()?;
            Some(given(name, product_subject(product)))
        });
        let contracts = mesh.contracts().filter_map(|(_, contract)| {
            let name = contract.newest().team.as_ref()?.name.as_ref()?;
            Some(given(name, contract_subject(contract)))
        });
        all.extend(ordered(products.chain(contracts)));
    }
    tell("team", all, people::key, |_, _| true, told);
}

fn contract_subject(contract: &Contract) -> Subject {
    Subject::new(SubjectKind::Contract, contract.id.as_str())
}

/// Those first to whom the names belong, and the files of a source in their order.
fn ordered<'m>(given: impl Iterator<Item = Given<'m>>) -> Vec<Given<'m>> {
    let mut given: Vec<_> = given.collect();
    given.sort_by_key(|given| (given.at, given.name.span));
    given
}

/// Tells each name that looks like an earlier one. `same` makes spellings of one name equal,
/// and `counts` says of an earlier and a later one whether it is to be told here.
fn tell(
    what: &str,
    given: Vec<Given<'_>>,
    same: impl Fn(&str) -> String,
    counts: impl Fn(&str, &str) -> bool,
    told: &mut Told<'_>,
) {
    let mut seen = HashSet::new();
    let mut first: HashMap<String, (&str, Span)> = HashMap::new();
    for given in &given {
        let name = given.name.trim();
        if name.is_empty() || !seen.insert(same(name)) {
            continue;
        }
        let (owner, place) = *first.entry(look(name)).or_insert((name, given.name.span));
        if place == given.name.span || !counts(owner, name) {
            continue;
        }
        let message = format!("the {what} `{name}` looks like `{owner}`");
        let subject = given.subject.clone();
        told.tell(
            Finding::new(&CONFUSABLE_ID, subject, given.name.span, message)
                .label(difference(owner, name))
                .help(format!(
                    "spell it as `{owner}` if that is meant, else name it differently"
                ))
                .related(place, "the first one"),
        );
    }
}

/// What a name looks like: the same for all that look alike.
fn look(name: &str) -> String {
    let folded = folded(&name.nfkc().collect::<String>());
    skeleton(&folded).collect::<String>().to_lowercase()
}

/// Without case: `Straße` is `strasse`.
fn folded(name: &str) -> String {
    let folded = name.to_uppercase().to_lowercase();
    folded.replace("i\u{307}", "i")
}

/// In what two names differ that look alike.
fn difference(first: &str, later: &str) -> String {
    if first.to_lowercase() == later.to_lowercase() {
        return "differs in case alone".to_owned();
    }
    let composed = |name: &str| folded(&name.nfkc().collect::<String>());
    if composed(first) == composed(later) {
        return "differs in how its letters are written".to_owned();
    }
    let known: HashSet<char> = first.chars().collect();
    let mut new: Vec<char> = later.chars().filter(|c| !known.contains(c)).collect();
    new.dedup();
    if new.is_empty() {
        return "lacks characters that cannot be seen".to_owned();
    }
    let codes: Vec<_> = new
        .iter()
        .take(3)
        .map(|&c| format!("U+{:04X}", c as u32))
        .collect();
    format!("differs in {}", codes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_one_look() {
        let cases = [
            ("orders", "оrders", "differs in U+043E"),
            ("orders", "orders\u{200b}", "differs in U+200B"),
            (
                "ord\u{ad}ers",
                "orders",
                "lacks characters that cannot be seen",
            ),
            ("orders", "Orders", "differs in case alone"),
            (
                "orders",
                "ｏrders",
                "differs in how its letters are written",
            ),
            ("rn-data", "m-data", "differs in U+006D"),
            ("logs", "l0gs", "differs in U+0030"),
            (
                "finance",
                "ﬁnance",
                "differs in how its letters are written",
            ),
            (
                "straße",
                "strasse",
                "differs in how its letters are written",
            ),
            (
                "istanbul",
                "İstanbul",
                "differs in how its letters are written",
            ),
            ("K8s", "\u{212a}8s", "differs in case alone"),
            ("ab", "a\u{202e}b", "differs in U+202E"),
            (
                "données",
                "donne\u{301}es",
                "differs in how its letters are written",
            ),
        ];
        for (first, later, why) in cases {
            assert_eq!(look(first), look(later), "{first} {later}");
            assert_eq!(difference(first, later), why, "{first} {later}");
        }
    }

    #[test]
    fn other_names_look_otherwise() {
        let names = [
            "orders",
            "order",
            "orders-2",
            "örders",
            "orders_2",
            "customers",
        ];
        let looks: HashSet<_> = names.into_iter().map(look).collect();
        assert_eq!(looks.len(), names.len());
    }
}
