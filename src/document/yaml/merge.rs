//! Merge keys.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::document::{Entry, Value};

/// Merges the maps behind `<<` keys (YAML 1.1, merge key language-independent type): what
/// stands in the map itself wins, then the earlier of the merged.
pub(super) fn merge(entries: &mut Vec<Entry<'_>>) {
    if !entries.iter().any(|entry| entry.key == "<<") {
        return;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) =
        entries.drain(..).partition(|entry| entry.key == "<<");
    let mut keys: HashSet<Cow<'_, str>> = own.iter().map(|entry| entry.key.clone()).collect();
    for merge in merges {
        let maps = match merge.value.value {
            Value::List(items) => items,
            _ => vec![merge.value],
        };
        for map in maps {
            if let Value::Map(merged) = map.value {
                own.extend(
                    merged
                        .into_iter()
                        .filter(|entry| keys.insert(entry.key.clone())),
                );
            }
        }
    }
    *entries = own;
}
