//! What several pages share: plain values, ready to be shown.
//!
//! A view holds strings, numbers and lists; templates choose and repeat, and compute
//! nothing. Three endings of field names tell what a string is:
//!
//! - `href`: a path from the site's root. Templates put the page's `root` in front.
//! - `url`: an address outside of the portal, already found harmless (http, https, mailto).
//! - `_html`: prose or a drawing that `markup` or `graph` made. Nothing else is written
//!   to a page without being escaped.
//!
//! A `line` of 0 never occurs: what has no place has no [`Place`].

mod banner;
mod chip;
mod finding;
mod improvement;
mod level;
mod link;
mod number;
mod origin;
mod people;
mod port;
mod product;
mod promise;
mod readiness;
mod schema;
mod score;
mod source;
mod waiver;

pub use banner::{Banner, Shows};
pub use chip::{Chip, Tier, Tone};
pub use finding::{
    Counts, Excerpt, ExcerptLine, FindingView, RelatedView, SuppressedView, WaivedView,
};
pub use improvement::{GainLine, ImprovementView};
pub use level::{
    BadgeSnippet, CheckResult, CheckRow, Checks, HistoryRow, Kept, LevelCounts, LevelLine,
    LevelState, Moment,
};
pub use link::{Contents, Fact, Link, Outside, Pager, PagerLink, Passage, Place, SourceFile};
pub use number::{HeatCell, HeatMap, HeatRow, Number};
pub use origin::Origin;
pub use people::{Channel, Member, Owner, TeamLine};
pub use port::{AccessRole, ContractLink, Dangling, Price, ServerView};
pub use product::{ContractLine, DomainLine, ProductLine};
pub use promise::{Promise, QualityRow};
pub use readiness::{EvidenceRow, ReadinessView, StepView};
pub use schema::{Column, Relation, Table};
pub use score::{
    Completeness, EditView, ElementView, Outcome, RuleOutcome, StandingView, TierCount, WinView,
    WinsView,
};
pub use source::{SourceLine, SourceState};
pub use waiver::WaiverRow;
