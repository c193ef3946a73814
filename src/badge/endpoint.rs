//! Badges as the endpoint JSON of shields.io, for those who draw them there
//! (shields.io, endpoint badge, schema version 1).

use serde::Serialize;

use super::{Mark, State};

/// How long a badge may be kept, in seconds.
const KEPT: u32 = 3_600;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    schema_version: u32,
    label: &'a str,
    message: &'a str,
    color: &'static str,
    cache_seconds: u32,
}

/// A badge as endpoint JSON. `isError` is left out: what is broken is the product, not the tool.
pub fn endpoint(mark: &Mark) -> Vec<u8> {
    let glyph = mark.state.glyph();
    let gap = if glyph.is_empty() { "" } else { " " };
    let message = format!(
        "{glyph}{gap}{}",
        super::svg::cut(&mark.message, super::svg::LONGEST)
    );
    let endpoint = Endpoint {
        schema_version: 1,
        label: &mark.label,
        message: &message,
        color: color(mark.state),
        cache_seconds: KEPT,
    };
    let mut bytes = serde_json::to_vec(&endpoint).expect("texts and numbers are plain data");
    bytes.push(b'\n');
    bytes
}

/// The colour without the `#`, as the endpoint wants it.
fn color(state: State) -> &'static str {
    &state.fill()[1..]
}
