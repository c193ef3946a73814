//! The house rules that a compiler does not know: see `ARCHITECTURE.md`.
//!
//! The tests read the source as tokens, so comments and strings never count as code. A
//! room that does not exist yet breaks no rule.

mod layering;
mod limits;
mod lists;
mod pairing;
mod source;

/// Fails with all `faults`, one on a line.
#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}
