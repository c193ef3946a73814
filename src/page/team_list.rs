//! The ownership directory: orphans first, then the teams.

use serde::Serialize;

use super::parts::{Link, Number, Pager, Place, TeamLine};

/// What `pages/team-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Teams, people, owned, not owned.
    pub numbers: Vec<Number>,
    /// What nobody can be asked about, one list for each reason; empty lists are left out.
    pub orphans: Vec<OrphanList>,
    /// The teams: a tree laid out from the top down.
    pub teams: Vec<TeamLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
}

/// Things that lack an owner for the same reason.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OrphanList {
    /// Anchor, without `#`.
    pub anchor: String,
    /// The reason, such as `No owner is named`.
    pub title: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// How many there are.
    pub total: u32,
    /// The first of them.
    pub rows: Vec<Orphan>,
    /// Where the rest is listed.
    pub more: Option<Link>,
}

/// Something that lacks an owner.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Orphan {
    /// What it is.
    pub subject: Link,
    /// What stands in place of an owner; may be empty.
    pub says: String,
    /// Known names that are spelt almost like it.
    pub nearest: Vec<Link>,
    /// The act that mends it; names stand in backticks.
    pub help: String,
    /// Where to mend it.
    pub at: Option<Place>,
}
