//! How tables and columns are named.

use regex::{Regex, RegexBuilder};

/// The most bytes that an expression for names takes when it is compiled.
const LARGEST: usize = 1 << 20;

/// How names are written.
#[derive(Clone, Debug, Default)]
pub enum Naming {
    /// `order_item`.
    #[default]
    Snake,
    /// `orderItem`.
    Camel,
    /// `OrderItem`.
    Pascal,
    /// `order-item`.
    Kebab,
    /// However people like.
    Any,
    /// As an expression says: as it is written, and so that it takes the whole name.
    Like(String, Regex),
}

impl Naming {
    /// The style of this name, or the one that an expression describes.
    ///
    /// # Errors
    ///
    /// It is no expression, for this reason.
    pub(super) fn read(text: &str) -> Result<Naming, String> {
        Ok(match text.trim() {
            "snake_case" => Naming::Snake,
            "camelCase" => Naming::Camel,
            "PascalCase" => Naming::Pascal,
            "kebab-case" => Naming::Kebab,
            "any" => Naming::Any,
            expression => {
                let whole = format!("^(?:{expression})$");
                // An expression that closes the group itself would not take the whole name.
                let read = Regex::new(expression)
                    .and_then(|_| RegexBuilder::new(&whole).size_limit(LARGEST).build());
                match read {
                    Ok(regex) => Naming::Like(expression.to_owned(), regex),
                    Err(error) => return Err(reason(&error)),
                }
            }
        })
    }

    /// Whether a name is written so.
    pub fn fits(&self, name: &str) -> bool {
        match self {
            Naming::Snake => is_lower(name, b'_'),
            Naming::Kebab => is_lower(name, b'-'),
            Naming::Camel => is_humped(name) && name.starts_with(|c: char| !c.is_uppercase()),
            Naming::Pascal => {
                is_humped(name)
                    && name.starts_with(|c: char| !c.is_lowercase())
                    && (name.len() <= LONGEST_SHORT_FORM || name.chars().any(char::is_lowercase))
            }
            Naming::Any => true,
            Naming::Like(_, regex) => regex.is_match(name),
        }
    }

    /// The style as the configuration spells it.
    pub fn words(&self) -> &str {
        match self {
            Naming::Snake => "snake_case",
            Naming::Camel => "camelCase",
            Naming::Pascal => "PascalCase",
            Naming::Kebab => "kebab-case",
            Naming::Any => "any",
            Naming::Like(expression, _) => expression,
        }
    }
}

/// A name of capitals alone is a short form, such as `VAT`, if it is no longer than this.
const LONGEST_SHORT_FORM: usize = 4;

/// Lower-case words with `between` them, of which the first begins with a letter. What a tool
/// puts before or behind, as in `_loaded_at`, is let be. A letter of a script without cases is
/// in the lower one.
fn is_lower(name: &str, between: u8) -> bool {
    let is_part = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == between || !byte.is_ascii()
    };
    let mut bytes = name.bytes();
    let first = bytes.clone().find(|byte| *byte != between);
    bytes.all(is_part)
        && first.is_some_and(|first| !first.is_ascii_digit())
        && (name.is_ascii() || are_lower_letters(name))
}

fn are_lower_letters(name: &str) -> bool {
    let mut others = name.chars().filter(|c| !c.is_ascii());
    others.all(|c| c.is_alphanumeric() && !c.is_uppercase())
}

/// Letters and digits alone, a letter first.
fn is_humped(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && name.chars().all(char::is_alphanumeric)
}

/// The last line of what the parser of expressions says; those before it draw the place.
fn reason(error: &regex::Error) -> String {
    let told = error.to_string();
    let last = told.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_held_against_their_style() {
        for (style, good, bad) in [
            (
                "snake_case",
                &[
                    "order",
                    "order_id",
                    "address_1",
                    "_loaded_at",
                    "größe",
                    "注文",
                ][..],
                &[
                    "orderId",
                    "ORDER",
                    "Order",
                    "order-id",
                    "1st",
                    "order id",
                    "",
                    "_",
                    "Übung",
                    "a.b",
                    "größe–x",
                ][..],
            ),
            (
                "kebab-case",
                &["order", "order-id"],
                &["order_id", "Order", "-"],
            ),
            (
                "camelCase",
                &["order", "orderId", "orderID", "übung"],
                &["OrderId", "order_id", "1st", ""],
            ),
            (
                "PascalCase",
                &["Order", "OrderId", "VAT", "Übung"],
                &["order", "Order_Id", "ORDERS", ""],
            ),
            ("any", &["", "What ever"], &[]),
            (
                "[a-z]+|[A-Z]+_T",
                &["orders", "ORDERS_T"],
                &["orders1", "xORDERS_T", "orders_T", "orders\n"],
            ),
        ] {
            let style = Naming::read(style).unwrap();
            for name in good {
                assert!(style.fits(name), "{name:?} is {}", style.words());
            }
            for name in bad {
                assert!(!style.fits(name), "{name:?} is not {}", style.words());
            }
        }
    }

    #[test]
    fn what_is_no_expression_says_why() {
        for text in ["[a-z", "a)|(b", "(a{1000}){1000}", "(?<=a)b", "x{2,1}"] {
            let error = Naming::read(text).unwrap_err();
            assert!(!error.is_empty() && !error.contains('\n'), "{error}");
        }
    }
}
