//! Records reduced to what the index keeps: a card to show and terms with weights.

use std::borrow::Cow;

use serde::Serialize;

use super::postings::Batch;
use super::record::{Column, Kind, Record, Table};
use super::text;

/// Weights are 0 to 15. Words of a name weigh the less the more there are of them, so
/// that `Orders` comes before `Orders archive` for who types `orders`.
const TITLE: u16 = 15;
const NAME: u16 = 14;
const TABLE: u16 = 12;
const OWNER: u16 = 8;
const DOMAIN: u16 = 7;
/// A word of at least this weight is part of what people call things.
pub(super) const TAG: u16 = 6;
const CONTEXT: u16 = 5;
const SUMMARY: u16 = 4;
const DESCRIPTION: u16 = 3;
const DOCS: u16 = 2;
const COLUMN_SUMMARY: u16 = 1;

/// How much the weight of a name of one, two and more words falls.
const FALL: [u16; 5] = [0, 2, 4, 5, 6];

/// Longest line of a card, in characters.
const LINE: usize = 160;

/// What is shown of a record, in the order of the index: what is deprecated stands last
/// among its kind, so that it loses every tie.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Card {
    pub(super) kind: Kind,
    deprecated: bool,
    domain: String,
    title: String,
    /// The card as JSON.
    pub(super) json: String,
}

#[derive(Serialize)]
struct Shown<'a>(
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    &'a str,
    Vec<(Cow<'a, str>, &'a str)>,
);

/// A run of records, reduced.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) cards: Vec<Card>,
    /// Words, by weight.
    pub(super) words: Batch,
    /// Whole names written as one word, by weight.
    pub(super) names: Batch,
    /// Columns by name, anchor and further name; by the table's place in its record.
    pub(super) columns: Batch,
}

impl Gathered {
    /// `self` and one record more.
    pub(super) fn with(mut self, record: Record) -> Gathered {
        let at = self.cards.len() as u32;
        self.name(&record.title, at, TITLE);
        for name in &record.names {
            self.name(name, at, NAME);
        }
        self.name(&record.owner, at, OWNER);
        self.name(&record.domain, at, DOMAIN);
        for tag in &record.tags {
            self.name(tag, at, TAG);
        }
        self.prose(&record.context, at, CONTEXT);
        self.prose(&record.summary, at, SUMMARY);
        let body = match record.kind {
            Kind::Doc | Kind::Rule => DOCS,
            _ => DESCRIPTION,
        };
        self.prose(&record.body, at, body);
        for (place, table) in record.tables.iter().enumerate() {
            self.table(table, at, u16::try_from(place).unwrap_or(u16::MAX));
        }
        self.cards.push(card(record));
        self
    }

    fn name(&mut self, name: &str, record: u32, weight: u16) {
        let mut count = 0;
        text::terms(name, |_| count += 1);
        let fall = match weight {
            TITLE | NAME | TABLE => FALL[count.clamp(1, FALL.len()) - 1],
            _ => 0,
        };
        text::terms(name, |term| self.words.weigh(term, record, weight - fall));
        if let Some(joined) = text::joined(name) {
            self.names.weigh(&joined, record, weight);
        }
    }

    fn prose(&mut self, prose: &str, record: u32, weight: u16) {
        text::terms(prose, |term| {
            if !text::is_stop(term) {
                self.words.weigh(term, record, weight);
            }
        });
    }

    fn table(&mut self, table: &Table, record: u32, place: u16) {
        self.name(&table.name, record, TABLE);
        for name in &table.names {
            self.name(name, record, TABLE);
        }
        for column in &table.columns {
            self.prose(&column.summary, record, COLUMN_SUMMARY);
            self.column(column, "", record, place);
            for other in &column.names {
                if *other != column.name && !other.is_empty() {
                    self.column(column, other, record, place);
                }
            }
        }
    }

    fn column(&mut self, column: &Column, other: &str, record: u32, place: u16) {
        let (name, other) = (line(&column.name), line(other));
        let key = ColumnKey {
            name: &name,
            anchor: match column.anchor == column.name {
                true => "",
                false => &column.anchor,
            },
            other: &other,
        };
        let text = key.text();
        if self.columns.note(&text) {
            text::terms(key.label(), |term| {
                self.words.note(term);
            });
            if let Some(joined) = text::joined(key.label()) {
                self.names.note(&joined);
            }
        }
        self.columns.place(&text, record, place);
    }
}

/// What tells a column of a name from others: all columns with the same key share one
/// list of the tables that have them.
pub(super) struct ColumnKey<'a> {
    pub(super) name: &'a str,
    pub(super) anchor: &'a str,
    /// The further name under which this key is found; empty for the name itself.
    pub(super) other: &'a str,
}

impl ColumnKey<'_> {
    /// The words under which it is found.
    pub(super) fn label(&self) -> &str {
        match self.other {
            "" => self.name,
            other => other,
        }
    }

    fn text(&self) -> String {
        let ColumnKey {
            name,
            anchor,
            other,
        } = self;
        format!("{name}\n{other}\n{anchor}")
    }

    /// The key that [`ColumnKey::text`] wrote. Neither name is longer than a line, so an
    /// anchor may hold anything.
    pub(super) fn read(text: &str) -> ColumnKey<'_> {
        let mut parts = text.splitn(3, '\n');
        let mut next = || parts.next().unwrap_or_default();
        ColumnKey {
            name: next(),
            other: next(),
            anchor: next(),
        }
    }
}

fn card(record: Record) -> Card {
    let title = line(&record.title).into_owned();
    let shown = Shown(
        &title,
        &record.url,
        &line(&record.context),
        &line(&record.summary),
        &line(&record.domain),
        &line(&record.owner),
        &record.status,
        &record.level,
        record
            .tables
            .iter()
            .map(|table| (line(&table.name), table.url.as_str()))
            .collect(),
    );
    Card {
        kind: record.kind,
        deprecated: matches!(&*record.status, "deprecated" | "retired"),
        json: serde_json::to_string(&shown).unwrap_or_default(),
        domain: record.domain,
        title,
    }
}

/// `text` on one line, cut where it is long.
fn line(text: &str) -> Cow<'_, str> {
    let plain = |byte: &u8| byte.is_ascii_graphic();
    if text.len() <= LINE && text.as_bytes().iter().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len().min(LINE * 4));
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > LINE * 4 {
            break;
        }
    }
    if let Some((cut, _)) = line.char_indices().nth(LINE) {
        line.truncate(cut);
        line.push('…');
    }
    Cow::Owned(line)
}
