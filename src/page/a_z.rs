//! One letter of the A–Z index.

use serde::Serialize;

use super::build::search_route;
use super::index::{self, Letter};
use super::parts::{Link, Pager};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown};

/// One letter of the index.
pub const PAGE: Page = Page {
    name: "a-z",
    template: "pages/a-z.html",
    routes,
    show,
};

/// The most entries of one page.
const ENTRIES: usize = 400;

/// What `pages/a-z.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The letter as it is shown; `0–9` for digits.
    pub letter: String,
    /// All letters.
    pub letters: Vec<LetterLink>,
    /// What starts with it, by kind.
    pub groups: Vec<Group>,
    /// The other parts, where the letter was split.
    pub pager: Option<Pager>,
    /// How many entries the letter has.
    pub total: u32,
}

/// A letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LetterLink {
    /// The letter, with its page; no page where nothing starts with it.
    pub link: Link,
    /// Whether it is this page.
    pub current: bool,
}

/// Entries of a kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// The kind, such as `Columns`.
    pub kind: String,
    /// The entries, by name.
    pub entries: Vec<Entry>,
}

/// An entry.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// The name, with its place.
    pub name: Link,
    /// Where it belongs, such as `orders · Customer orders`; may be empty.
    pub detail: String,
    /// The first places, where the name stands in several.
    pub places: Vec<Link>,
    /// Where the other places are found, where there are more.
    pub more: Option<Link>,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let letters = Letter::all().enumerate();
    // The header of every page leads to the first letter.
    let with_page = letters.filter(|(at, letter)| *at == 0 || has_entries(portal, *letter));
    with_page
        .flat_map(|(at, letter)| split(portal, letter).routes(at))
        .collect()
}

fn has_entries(portal: &Portal, letter: Letter) -> bool {
    !portal.index().under(letter).is_empty()
}

fn split(portal: &Portal, letter: Letter) -> Split {
    let entries = portal.index().under(letter).len();
    Split::new(format!("a-z/{}", letter.slug()), entries).most(ENTRIES)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let letter = Letter::all()
        .nth(key.item as usize)
        .unwrap_or(Letter::Other);
    let split = split(portal, letter);
    let entries = portal.index().under(letter);
    let shown = &entries[split.rows(key.part)];
    let groups = shown.chunk_by(|a, b| a.kind() == b.kind());
    let view = View {
        letter: letter.title(),
        letters: Letter::all()
            .map(|other| letter_link(portal, other, letter))
            .collect(),
        groups: groups
            .map(|group| Group {
                kind: group[0].kind().title().to_owned(),
                entries: group.iter().map(|one| entry(portal, one)).collect(),
            })
            .collect(),
        pager: split.pager(key.part),
        total: entries.len() as u32,
    };
    let meta = Meta {
        title: format!("A–Z: {}", view.letter),
        section: "a-z",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn letter_link(portal: &Portal, letter: Letter, current: Letter) -> LetterLink {
    let href = format!("a-z/{}.html", letter.slug());
    LetterLink {
        link: Link {
            text: letter.title(),
            href: has_entries(portal, letter).then_some(href),
        },
        current: letter == current,
    }
}

fn entry(portal: &Portal, entry: &index::Entry) -> Entry {
    let mesh = &portal.mesh;
    let (name, detail) = match entry {
        index::Entry::Column(column) => return column_entry(portal, column),
        index::Entry::Product(id) => (
            portal.product_link(*id),
            mesh.domain(mesh.product(*id).domain).title.clone(),
        ),
        index::Entry::Contract(id) => (
            portal.contract_link(*id),
            mesh.product(mesh.contract(*id).product).name.clone(),
        ),
        index::Entry::Team(id) => (portal.team_link(*id), String::new()),
        index::Entry::Person(id) => {
            let team = mesh.person(*id).teams.first();
            let team = team.map_or_else(String::new, |&team| mesh.team(team).title.clone());
            (portal.person_link(*id), team)
        }
        index::Entry::Doc(at) => {
            let doc = &mesh.docs[*at];
            let whole = match doc.product {
                Some(product) => mesh.product(product).name.clone(),
                None => mesh.source(doc.source).name.clone(),
            };
            (Link::to(&doc.title, portal.doc_route(*at)), whole)
        }
    };
    Entry {
        name,
        detail,
        ..Entry::default()
    }
}

fn column_entry(portal: &Portal, column: &index::Column) -> Entry {
    let mut places: Vec<Link> = column
        .places
        .iter()
        .map(|place| place_link(portal, place))
        .collect();
    if column.count == 1
        && let Some(place) = places.pop()
    {
        return Entry {
            name: Link {
                text: column.name.clone(),
                href: place.href,
            },
            detail: place.text,
            ..Entry::default()
        };
    }
    let more = column.count - places.len() as u32;
    Entry {
        name: Link::plain(&column.name),
        more: (more > 0).then(|| {
            let href = search_route(&column.name, Some("column"));
            Link::to(format!("{more} more"), href)
        }),
        places,
        ..Entry::default()
    }
}

/// A table and its contract, with the row of the column.
fn place_link(portal: &Portal, place: &index::Place) -> Link {
    let contract = portal.mesh.contract(place.contract);
    let route = portal.contract_route(place.contract, 0);
    Link::to(
        format!("{} · {}", place.within, contract.name),
        format!("{route}#{}", place.anchor),
    )
}
