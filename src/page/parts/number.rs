//! Numbers at the head of a page, and heat maps.

use serde::Serialize;

use super::{Link, Tone};

/// A number with what it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Number {
    /// The number as text, with its unit where it has one: `42`, `67 %`.
    pub value: String,
    /// What it counts.
    pub label: String,
    /// Out of how many, or what else makes it honest; may be empty.
    pub detail: String,
    /// Where they are listed: a path from the site's root.
    pub href: Option<String>,
    /// How it stands.
    pub tone: Tone,
}

/// Rows by columns, each cell a share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeatMap {
    /// What the rows are, such as `Domain`.
    pub of_rows: String,
    /// The columns, such as the six elements.
    pub columns: Vec<Link>,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// All rows together.
    pub total: Option<HeatRow>,
}

/// One row of a [`HeatMap`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeatRow {
    /// What the row is about.
    pub name: Link,
    /// How many products it has.
    pub products: u32,
    /// One cell for each column.
    pub cells: Vec<HeatCell>,
}

/// One cell of a [`HeatMap`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeatCell {
    /// Products that meet it.
    pub met: u32,
    /// Products to which it applies; 0 leaves the cell empty.
    pub of: u32,
    /// The share in whole percent, rounded down.
    pub percent: u32,
    /// The share in five steps, 0 to 5, for the shade; 5 only where all meet it.
    pub step: u8,
}

impl HeatCell {
    /// The cell for `met` out of `of`.
    pub fn new(met: u32, of: u32) -> HeatCell {
        let percent = (u64::from(met) * 100).checked_div(u64::from(of));
        let percent = percent.unwrap_or(0) as u32;
        HeatCell {
            met,
            of,
            percent,
            step: (percent / 20) as u8,
        }
    }
}
