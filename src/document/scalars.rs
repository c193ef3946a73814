//! Where the scalars of a text lie: whatever stands in one is no comment.

use super::{Node, Value};
use crate::diag::Span;

/// The places of all scalars below these roots, keys among them, in the order of the text.
pub fn scalars(roots: &[Node<'_>]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Node<'_>> = roots.iter().collect();
    while let Some(node) = waiting.pop() {
        match &node.value {
            Value::Scalar(_) => found.push(node.span),
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => {
                found.extend(entries.iter().map(|entry| entry.key_span));
                waiting.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    found.sort_unstable();
    // What an alias repeats lies in one place.
    found.dedup();
    found
}
