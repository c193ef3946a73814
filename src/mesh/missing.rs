//! What leads nowhere while a source is missing may lead into it.

use super::{
    DANGLING_CONTRACT, DANGLING_ENTRY, DANGLING_INPUT_PORT, DANGLING_RELATIONSHIP, Mesh,
    UNKNOWN_OWNER, UNKNOWN_REPLACEMENT,
};
use crate::diag::Finding;
use crate::source::State;

/// The findings on references to something in another file.
const DANGLING: [&str; 6] = [
    DANGLING_CONTRACT.id,
    DANGLING_ENTRY.id,
    DANGLING_INPUT_PORT.id,
    DANGLING_RELATIONSHIP.id,
    UNKNOWN_OWNER.id,
    UNKNOWN_REPLACEMENT.id,
];

/// Says in the help of what leads nowhere that a source is missing.
pub(super) fn note(mesh: &Mesh, findings: &mut [Finding]) {
    let sources = mesh.sources.iter();
    let mut missing = sources.filter(|source| matches!(source.state, State::Missing { .. }));
    let Some(first) = missing.next() else {
        return;
    };
    let told = match missing.count() {
        0 => format!("or the source `{}`, which is missing, holds it", first.name),
        more => format!(
            "or the source `{}`, which is missing, or one of {more} others that are, holds it",
            first.name
        ),
    };
    let dangling = findings.iter_mut();
    for finding in dangling.filter(|finding| DANGLING.contains(&&*finding.rule)) {
        finding.help = Some(match &finding.help {
            Some(help) => format!("{help}, {told}"),
            None => told.clone(),
        });
    }
}
