//! The wall between one file and all others.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What reading one file yields; `None` where it panics, which is a fault of Meshbook or of a
/// library: it costs that file, never the portal. What it was is told by the hook of the process.
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    // Nothing that was half done is seen: a reader yields a value, or there is none.
    catch_unwind(AssertUnwindSafe(read)).ok()
}
