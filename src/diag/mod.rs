//! What is wrong, where, and how to say it.
//!
//! Every later room reports faults of user content as [`Finding`]s. This room knows
//! files, spans and findings, and nothing of data products.

mod files;
mod finding;
mod grade;
mod guard;
mod page;
mod report;
mod told;
mod words;

pub use files::{File, FileId, Files, Place, SourceId, Span};
pub use finding::{Code, Element, Finding, Level, Related, Subject, SubjectKind};
pub use grade::Grade;
pub use guard::guarded;
pub use page::{Page, page};
pub use report::{Changes, Checked, Comparison, Fixed, Folders, Lost, Report, Suppressed, Waived};
pub use told::{FORMATS, Format, Summary, findings_schema, printable};
pub use words::{listed, nearest, shortened};
