//! Long lists as several pages: `index.html`, `index--2.html` and so on.
//!
//! No slug holds two hyphens in a row, so no part takes the route of another page.

use std::ops::Range;

use super::Key;
use super::parts::{Pager, PagerLink};

/// The most rows of a list on one page.
pub const ROWS: usize = 200;

/// A list that is shown in parts, below one address.
pub struct Split {
    /// The route of its first part, without `.html`.
    base: String,
    rows: usize,
    most: usize,
}

impl Split {
    /// A list of so many rows whose first part has the route `<base>.html`.
    pub fn new(base: impl Into<String>, rows: usize) -> Split {
        Split {
            base: base.into(),
            rows,
            most: ROWS,
        }
    }

    /// The same with at most this many rows on a page.
    pub fn most(self, most: usize) -> Split {
        Split { most, ..self }
    }

    /// The routes of all parts of the list that belongs to `item`; at least one.
    pub fn routes(&self, item: usize) -> Vec<(String, Key)> {
        let parts = 0..self.parts() as u32;
        parts
            .map(|part| {
                let item = item as u32;
                (self.route(part), Key { item, part })
            })
            .collect()
    }

    /// The route of the part on which a row stands.
    pub fn route_of(&self, row: usize) -> String {
        self.route((row / self.most) as u32)
    }

    /// The rows that a part shows.
    pub fn rows(&self, part: u32) -> Range<usize> {
        self.rows_of(part, self.rows)
    }

    /// The rows that a part shows of another list, which has at most as many.
    pub fn rows_of(&self, part: u32, rows: usize) -> Range<usize> {
        let start = (part as usize * self.most).min(rows);
        start..(start + self.most).min(rows)
    }

    /// The way to the other parts; `None` where there is one part alone.
    pub fn pager(&self, part: u32) -> Option<Pager> {
        let last = self.parts() as u32 - 1;
        if last == 0 {
            return None;
        }
        let rows = self.rows(part);
        let mut pages = Vec::new();
        let mut before = None;
        for at in (0..=last).filter(|&at| at == 0 || at == last || at.abs_diff(part) <= 1) {
            if before.is_some_and(|before| before + 1 < at) {
                pages.push(PagerLink {
                    text: "…".to_owned(),
                    ..PagerLink::default()
                });
            }
            pages.push(PagerLink {
                text: (at + 1).to_string(),
                href: (at != part).then(|| self.route(at)),
                current: at == part,
            });
            before = Some(at);
        }
        Some(Pager {
            first: rows.start as u32 + 1,
            last: rows.end as u32,
            total: self.rows as u32,
            previous: part.checked_sub(1).map(|part| self.route(part)),
            next: (part < last).then(|| self.route(part + 1)),
            pages,
        })
    }

    fn parts(&self) -> usize {
        self.rows.div_ceil(self.most).max(1)
    }

    fn route(&self, part: u32) -> String {
        match part {
            0 => format!("{}.html", self.base),
            part => format!("{}--{}.html", self.base, part + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_on_one_part() {
        for rows in [0, 1, 199, 200, 201, 1_000, 1_001] {
            let split = Split::new("products/index", rows);
            let parts = split.routes(7);
            let shown: Vec<_> = parts
                .iter()
                .flat_map(|(_, key)| split.rows(key.part))
                .collect();
            assert_eq!(shown, (0..rows).collect::<Vec<_>>());
            assert_eq!(parts[0].0, "products/index.html");
            assert_eq!(split.pager(0).is_none(), parts.len() == 1, "{rows} rows");
        }
    }

    #[test]
    fn a_pager_stays_short() {
        let split = Split::new("a", 10_000);
        let pager = split.pager(24).unwrap();
        let texts: Vec<_> = pager.pages.iter().map(|page| page.text.as_str()).collect();
        assert_eq!(texts, ["1", "…", "24", "25", "26", "…", "50"]);
        assert_eq!((pager.first, pager.last), (4_801, 5_000));
        assert_eq!(pager.previous.as_deref(), Some("a--24.html"));
        assert_eq!(pager.next.as_deref(), Some("a--26.html"));
        assert_eq!(split.pager(49).unwrap().next, None);
    }
}
