//! Where the scalars of a text lie: whatever stands in one is no comment.

use super::{Node, Value};
use crate::diag::Span;

/// The places of the scalars of a text, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Scalars {
    /// Keys of maps.
    pub keys: Vec<Span>,
    /// Everything else.
    pub values: Vec<Span>,
}

/// The places of all scalars below these roots.
pub fn scalars(roots: &[Node<'_>]) -> Scalars {
    let mut found = Scalars::default();
    let mut waiting: Vec<&Node<'_>> = roots.iter().collect();
    while let Some(node) = waiting.pop() {
        match &node.value {
            Value::Scalar(_) => found.values.push(node.span),
            Value::List(items) => waiting.extend(items),
            Value::Map(entries) => {
                found
                    .keys
                    .extend(entries.iter().map(|entry| entry.key_span));
                waiting.extend(entries.iter().map(|entry| &entry.value));
            }
        }
    }
    for spans in [&mut found.keys, &mut found.values] {
        spans.sort_unstable();
        // What an alias repeats lies in one place.
        spans.dedup();
    }
    found
}
