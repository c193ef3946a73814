//! Where a page comes from.

use serde::Serialize;

use super::{Link, Outside};

/// The repository behind a page, at the commit that it was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The source, with its line in the list of sources.
    pub source: Link,
    /// The repository; `None` where it is not known to be anywhere else.
    pub repository: Option<Outside>,
    /// The branch or tag; may be empty.
    pub reference: String,
    /// The commit, by the first digits of its id; `None` where there is none.
    pub commit: Option<Outside>,
    /// The day of the commit, in UTC; may be empty.
    pub date: String,
    /// Where the file of the page is edited; `None` where no host offers that.
    pub edit: Option<String>,
}
