//! What speaks against data that is said never to change.

use crate::diag::Span;
use crate::model::{DataContract, LogicalType, SchemaProperty};

use super::place;

/// The types of servers on which data flows.
const STREAMS: &[&str] = &["kafka", "kinesis", "pubsub"];

/// What in a contract shows that its data goes on: where it stands, and what it is. Reference data
/// has no streams, and is not cut by time.
pub(super) fn denied(contract: &DataContract) -> Option<(Span, String)> {
    for server in &contract.servers {
        let kind = server.kind.as_ref();
        let is_stream = |kind: &str| {
            STREAMS
                .iter()
                .any(|stream| kind.eq_ignore_ascii_case(stream))
        };
        if let Some(kind) = kind.filter(|kind| is_stream(kind)) {
            return Some((kind.span, format!("`{}` is a stream", kind.value)));
        }
    }
    let mut objects = contract.schema.iter();
    objects.find_map(|object| {
        let mut properties = object.properties.iter();
        let property = properties.find(|property| is_cut_by_time(property))?;
        let (span, name) = place::of_property(property);
        Some((span, format!("`{name}` cuts its rows by time")))
    })
}

fn is_cut_by_time(property: &SchemaProperty) -> bool {
    let kind = property.logical_type.as_ref().map(|kind| kind.value);
    let is_time = matches!(kind, Some(LogicalType::Date | LogicalType::Timestamp));
    let partitioned = property.details().and_then(|details| details.partitioned);
    is_time && partitioned.is_some_and(|flag| flag.value)
}
