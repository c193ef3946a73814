//! What is wrong between the entries of the directory.

use super::{DANGLING_ENTRY, DUPLICATE_ID, Told};
use crate::diag::{Finding, Level, Span, Subject};
use crate::model::Text;

/// The finding on a second entry of one name.
pub(super) fn twice(what: &str, name: &Text, first: Span, subject: Subject) -> Finding {
    let message = format!("the {what} `{}` stands twice in the directory", name.value);
    Finding::new(&DUPLICATE_ID, subject, name.span, message)
        .label("this one is not read")
        .help("keep one of the two")
        .related(first, "the first one counts")
}

/// Tells an entry that names another `what`, which the directory does not have. A member who
/// has no entry may be known elsewhere: that is only noted.
pub(super) fn dangling<'n>(
    what: &str,
    name: &Text,
    names: impl Iterator<Item = &'n str>,
    subject: Subject,
    told: &mut Told<'_>,
) {
    let message = format!("the directory has no {what} `{}`", name.value);
    let near = told.nearest(name, names);
    let mut finding = Finding::new(&DANGLING_ENTRY, subject, name.span, message);
    if near.is_none() && what == "person" {
        finding.level = Level::Info;
    }
    told.tell(finding.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("correct the name, or add the {what} to the directory"),
    }));
}
