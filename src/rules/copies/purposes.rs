//! Purposes that stand in several products.

use std::collections::HashMap;

use super::super::standing::{current, offered};
use super::text::{Names, pairs};
use super::{Claimant, near};
use crate::diag::{SourceId, Span};
use crate::mesh::{Mesh, Product, ProductId};
use crate::model::{Description, Text};

/// The products that may say the same: with one more it is copied.
const MOST: usize = 2;

/// The purposes that are anybody's own, by where they stand, and those of which they are copies.
#[derive(Default)]
pub(in super::super) struct Purposes {
    judged: HashMap<Span, Option<Original>>,
}

/// The text of which another one is a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Original {
    pub(in super::super) product: ProductId,
    pub(in super::super) span: Span,
}

/// A text of a product.
struct Claim {
    by: Claimant,
    span: Span,
}

/// The texts that are one, and who says them.
#[derive(Default)]
struct Family {
    claims: Vec<Claim>,
    /// The last products of each source that say it, the latest first, each once.
    last: HashMap<SourceId, Vec<Claimant>>,
}

impl Purposes {
    /// `boilerplate` is what may stand anywhere.
    pub(in super::super) fn new(
        mesh: &Mesh,
        claimants: &[Claimant],
        boilerplate: &[String],
    ) -> Purposes {
        let mut families = Families::new(boilerplate);
        for &by in claimants {
            let product = mesh.product(by.product);
            let texts = of_product(mesh, product);
            if !texts.is_empty() {
                let names = names(mesh, product);
                for text in texts {
                    families.add(by, text.span, text, &names);
                }
            }
        }
        Purposes {
            judged: families.judged(),
        }
    }

    /// The text of which the one at a place is a copy; `None` where the text is too short or too
    /// common to be anybody's own.
    pub(in super::super) fn original(&self, at: Span) -> Option<Option<Original>> {
        self.judged.get(&at).copied()
    }
}

/// Fewer pairs of words than these say nothing beside the boilerplate.
const LEAST: usize = 3;

/// All texts, those that are one together.
struct Families {
    boilerplate: Vec<u64>,
    families: Vec<Family>,
    /// What each of them says.
    sets: Vec<Vec<u64>>,
    by_set: HashMap<u64, usize>,
    buffer: String,
}

impl Families {
    fn new(boilerplate: &[String]) -> Families {
        let mut buffer = String::new();
        Families {
            boilerplate: common(boilerplate, &mut buffer),
            families: Vec::new(),
            sets: Vec::new(),
            by_set: HashMap::new(),
            buffer,
        }
    }

    /// Adds a text; they come in the order of those who say them.
    fn add(&mut self, by: Claimant, span: Span, text: &str, names: &Names) {
        let Some(mut set) = pairs(text, names, &mut self.buffer) else {
            return;
        };
        if !self.boilerplate.is_empty() {
            set.retain(|pair| self.boilerplate.binary_search(pair).is_err());
            if set.len() < LEAST {
                return;
            }
        }
        let family = *self.by_set.entry(told_by(&set)).or_insert_with(|| {
            self.families.push(Family::default());
            self.sets.push(set);
            self.families.len() - 1
        });
        self.families[family].add(Claim { by, span });
    }

    /// For each text that of which it is a copy.
    fn judged(&self) -> HashMap<Span, Option<Original>> {
        let sets: Vec<&[u64]> = self.sets.iter().map(Vec::as_slice).collect();
        let mut judged = HashMap::new();
        for (family, near) in self.families.iter().zip(near::near(&sets).of) {
            let near = near.iter().map(|&other| &self.families[other as usize]);
            let kin: Vec<&Family> = std::iter::once(family).chain(near).collect();
            let first = first(&kin);
            for claim in &family.claims {
                judged.insert(claim.span, original(claim, &first, &kin));
            }
        }
        judged
    }
}

/// The pairs of words of the texts that may stand anywhere, sorted.
fn common(texts: &[String], buffer: &mut String) -> Vec<u64> {
    let pairs = texts
        .iter()
        .filter_map(|text| pairs(text, &Names::default(), buffer));
    let mut all: Vec<u64> = pairs.flatten().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn told_by(set: &[u64]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for pair in set {
        hash.update(&pair.to_le_bytes());
    }
    hash.digest()
}

impl Family {
    /// Takes a claim; they come in order.
    fn add(&mut self, claim: Claim) {
        let last = self.last.entry(claim.by.source).or_default();
        last.retain(|by| by.product != claim.by.product);
        last.insert(0, claim.by);
        last.truncate(MOST + 1);
        self.claims.push(claim);
    }
}

/// The first claims of different products in all of these families, in order.
fn first<'f>(kin: &[&'f Family]) -> Vec<&'f Claim> {
    let mut first: Vec<&Claim> = Vec::new();
    for family in kin {
        let mut products: Vec<ProductId> = Vec::new();
        for claim in &family.claims {
            if products.len() > MOST {
                break;
            }
            if !products.contains(&claim.by.product) {
                products.push(claim.by.product);
                first.push(claim);
            }
        }
    }
    first.sort_by_key(|claim| (claim.by.rank, claim.span));
    let mut products: Vec<ProductId> = Vec::new();
    first.retain(|claim| {
        let is_new = !products.contains(&claim.by.product);
        products.push(claim.by.product);
        is_new
    });
    first
}

/// The text that a claim copies: the first one, where enough products come before it, or come
/// behind it in its own source.
fn original(claim: &Claim, first: &[&Claim], kin: &[&Family]) -> Option<Original> {
    let own = claim.by;
    let before: Vec<&&Claim> = first
        .iter()
        .take_while(|other| other.by.rank < own.rank)
        .take(MOST)
        .collect();
    let earliest = before.first()?;
    let behind = || {
        let of_source = kin.iter().filter_map(|family| family.last.get(&own.source));
        let mut behind = of_source.flatten().filter(|by| {
            by.rank > own.rank && before.iter().all(|other| other.by.product != by.product)
        });
        behind.next().is_some()
    };
    (before.len() == MOST || behind()).then_some(Original {
        product: earliest.by.product,
        span: earliest.span,
    })
}

/// The purposes that a product states: its own, and those of the contracts that are its own.
pub(in super::super) fn of_product<'m>(mesh: &'m Mesh, product: &'m Product) -> Vec<&'m Text> {
    let purpose = |description: &'m Option<Description>| description.as_ref()?.purpose.as_ref();
    let own = product.manifest.iter();
    let own = own.filter_map(|manifest| purpose(&manifest.description));
    let contracts = offered(product)
        .into_iter()
        .map(|id| mesh.contract(id))
        .filter(|contract| std::ptr::eq(mesh.product(contract.product), product));
    let contracts = contracts.filter_map(|contract| {
        let version = &contract.versions[current(mesh, contract)].manifest;
        purpose(&version.description)
    });
    own.chain(contracts).collect()
}

/// What a product, its contracts and its domain are called.
fn names(mesh: &Mesh, product: &Product) -> Names {
    let mut names = Names::default();
    names.add(&product.name);
    if product.id != product.name {
        names.add(&product.id);
    }
    names.add(&mesh.domain(product.domain).name);
    for id in offered(product).into_iter().take(8) {
        let contract = mesh.contract(id);
        if contract.name != product.name {
            names.add(&contract.name);
        }
        if contract.id != product.id {
            names.add(&contract.id);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text, and the source in which it stands.
    type Said = (u16, String);

    /// What each text copies, by its number; `None` where it copies nothing.
    fn copied(said: &[Said]) -> Vec<Option<usize>> {
        let mut families = Families::new(&[]);
        let span = |at: usize| Span {
            start: at as u32,
            end: at as u32 + 1,
        };
        for (at, (source, text)) in said.iter().enumerate() {
            let by = Claimant {
                rank: at as u32,
                product: ProductId(at as u32),
                source: SourceId(*source),
            };
            families.add(by, span(at), text, &Names::default());
        }
        let judged = families.judged();
        let original = |at| judged.get(&span(at)).copied().flatten();
        let all = 0..said.len();
        all.map(|at| original(at).map(|original| original.product.0 as usize))
            .collect()
    }

    /// A text of some length that is like no other one.
    fn text(seed: usize, length: usize) -> String {
        let words = (0..length).map(|at| {
            let number = xxhash_rust::xxh3::xxh3_64(
                &[seed as u64, at as u64].map(u64::to_le_bytes).concat(),
            );
            let letters = number
                .to_le_bytes()
                .map(|byte| char::from(b'a' + byte % 26));
            letters.iter().take(3 + at % 5).collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_third_copies_and_the_second_where_the_third_is_its_neighbour() {
        let said = |sources: [u16; 4]| sources.map(|source| (source, text(1, 20)));
        let all = |sources| copied(&said(sources));
        assert_eq!(all([0, 0, 0, 0]), [None, Some(0), Some(0), Some(0)]);
        assert_eq!(all([0, 1, 2, 3]), [None, None, Some(0), Some(0)]);
        assert_eq!(all([0, 1, 2, 1]), [None, Some(0), Some(0), Some(0)]);
        assert_eq!(copied(&said([0, 0, 0, 0])[..2]), [None, None]);
    }

    #[test]
    fn a_text_with_a_word_more_is_a_copy_and_one_with_another_end_is_none() {
        let own = text(1, 40);
        let longer = format!("Please note: {own}");
        let (half, _) = own.split_at(own.len() / 2);
        let other = format!("{half} {}", text(2, 20));
        let said = [own.clone(), own, longer, other].map(|text| (0, text));
        assert_eq!(copied(&said), [None, Some(0), Some(0), None]);
    }

    /// Whoever comes later, in another source, changes nothing for those who are there.
    #[test]
    fn imitation_lowers_nobody() {
        let texts: Vec<Said> = (0..200)
            .map(|at| ((at % 4) as u16, text(at % 70, 12 + at % 70)))
            .collect();
        let before = copied(&texts);
        assert!(before.iter().any(Option::is_some));
        for imitated in 0..texts.len() {
            let mut with = texts.clone();
            for variant in 0..12 {
                with.push((
                    9,
                    format!("{} {}", texts[imitated].1, text(500 + variant, variant % 2)),
                ));
            }
            assert_eq!(
                copied(&with)[..texts.len()],
                before,
                "{imitated} is imitated"
            );
        }
    }

    /// Who says what others say is the same in any order; only who said it first is not.
    #[test]
    fn the_order_only_chooses_who_was_first() {
        let texts: Vec<Said> = (0..300)
            .map(|at| (0, text(at % 60 * (at % 2), 20)))
            .collect();
        let involved = |texts: &[Said]| {
            let mut involved: Vec<String> = Vec::new();
            for (at, original) in copied(texts).into_iter().enumerate() {
                if let Some(original) = original {
                    involved.extend([texts[at].1.clone(), texts[original].1.clone()]);
                }
            }
            let count = copied(texts).iter().flatten().count();
            involved.sort();
            involved.dedup();
            (count, involved)
        };
        let expected = involved(&texts);
        assert!(expected.0 > 100, "{}", expected.0);
        for turn in 1..10 {
            let mut turned = texts.clone();
            turned.rotate_left(turn * 29);
            turned.sort_by_key(|(_, text)| text.as_bytes()[turn % 3]);
            assert_eq!(involved(&turned), expected);
        }
    }

    /// Whatever is said, each text is held against a few others.
    #[test]
    fn work_grows_with_the_number_of_texts() {
        const COUNT: usize = 2_000;
        let shared = text(7, 20_000);
        let kinds: [(&str, &dyn Fn(usize) -> String); 5] = [
            ("own texts", &|at| text(at, 20 + at % 40)),
            ("one text", &|_| text(0, 40)),
            ("copies of a hundred", &|at| text(at % 100, 40)),
            ("one text with an own end", &|at| {
                format!("{} {}", text(0, 60), text(at, 2))
            }),
            ("the half of one text", &|at| {
                format!("{} {}", text(at, 20), &shared[..120])
            }),
        ];
        for (kind, said) in kinds {
            let mut families = Families::new(&[]);
            for at in 0..COUNT {
                let span = Span {
                    start: at as u32,
                    end: at as u32,
                };
                let by = Claimant {
                    rank: at as u32,
                    product: ProductId(at as u32),
                    source: SourceId(0),
                };
                families.add(by, span, &said(at), &Names::default());
            }
            let sets: Vec<&[u64]> = families.sets.iter().map(Vec::as_slice).collect();
            let compared = near::near(&sets).compared;
            assert!(compared <= 16 * COUNT, "{kind}: {compared}");
        }
    }
}
