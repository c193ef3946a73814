//! Example values: whether they could be those of a real person.

use std::net::IpAddr;

/// Parts of values that nobody has, in lower case.
const MADE_UP: &[&str] = &[
    "example", "sample", "specimen", "dummy", "fake", "test", "muster", "doe", "xxx", "redacted",
    "masked", "hidden", "anonym", "123456", "*", "<", "{", "…",
];

/// Values that stand in every manual, without spaces and hyphens.
const WELL_KNOWN: &[&str] = &[
    "4111111111111111",
    "4242424242424242",
    "5555555555554444",
    "378282246310005",
    "6011111111111117",
    "078051120",
    "AT611904300234573201",
    "BE68539007547034",
    "CH9300762011623852957",
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "FR1420041010050500013M02606",
    "GB82WEST12345698765432",
    "GB29NWBK60161331926819",
    "IT60X0542811101000000123456",
    "NL91ABNA0417164300",
];

/// A longer text is no example of a single value.
const LONGEST: usize = 200;

/// Whether an example could be the data of a real person: because of its shape, or because of
/// `kind`, the personal data of which the column's name speaks.
pub(super) fn is_somebodys(value: &str, kind: Option<&str>) -> bool {
    let value = value.trim();
    if value.is_empty() || value.len() > LONGEST || is_made_up(value) {
        return false;
    }
    is_address_of_mail(value)
        || is_iban(value)
        || is_telephone(value, kind == Some("telephone number"))
        || is_card(value, kind == Some("payment card"))
        || is_social_security(value)
        || match kind {
            Some("network address") => is_network_address(value),
            Some("name of a person") => {
                value
                    .split_whitespace()
                    .filter(|word| is_name(word))
                    .count()
                    > 1
            }
            Some("postal address") => {
                value.contains(char::is_whitespace)
                    && value.contains(char::is_numeric)
                    && value.contains(char::is_alphabetic)
            }
            Some("number of a person") => digits(value).len() >= 6,
            _ => false,
        }
}

fn is_made_up(value: &str) -> bool {
    let lower = value.to_lowercase();
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut chars = bare.chars();
    let first = chars.next();
    MADE_UP.iter().any(|part| lower.contains(part))
        || WELL_KNOWN
            .iter()
            .any(|known| known.eq_ignore_ascii_case(&bare))
        || chars.all(|c| Some(c) == first)
}

fn digits(value: &str) -> Vec<u32> {
    value.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn is_name(word: &str) -> bool {
    word.chars().count() > 1 && word.starts_with(char::is_uppercase)
}

/// `ann@acme.com`, but not at a domain that is kept free for examples.
fn is_address_of_mail(value: &str) -> bool {
    let Some((user, domain)) = value.rsplit_once('@') else {
        return false;
    };
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%');
    let end = domain.rsplit('.').next().unwrap_or_default();
    !user.is_empty()
        && user.chars().all(is_part)
        && domain.contains('.')
        && domain.chars().all(is_part)
        && end.len() >= 2
        && !matches!(end, "invalid" | "local" | "localhost" | "internal")
}

/// The standard's check is met, so that it could be an account.
fn is_iban(value: &str) -> bool {
    let bare: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let starts = bare.as_bytes().get(..4);
    let is_shaped = starts.is_some_and(|start| {
        start[..2].iter().all(u8::is_ascii_uppercase) && start[2..].iter().all(u8::is_ascii_digit)
    });
    if !is_shaped || !(15..=34).contains(&bare.len()) {
        return false;
    }
    let turned = bare[4..].chars().chain(bare[..4].chars());
    let rest = turned.map(|c| c.to_digit(36)).try_fold(0, |rest, digit| {
        let digit = digit?;
        Some((rest * if digit > 9 { 100 } else { 10 } + digit) % 97)
    });
    rest == Some(1)
}

/// With the code of a country, or in a column of telephone numbers.
fn is_telephone(value: &str, is_of_kind: bool) -> bool {
    let is_within =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/' | '.');
    let count = digits(value).len();
    // Numbers of films and of manuals.
    let is_nobodys = value.contains("555") || value.contains("0000");
    value.chars().all(is_within)
        && (8..=15).contains(&count)
        && (value.starts_with('+') || (is_of_kind && value.starts_with(['0', '('])))
        && !is_nobodys
}

/// The check of card numbers is met. One number in ten meets it, so it must also be written in
/// groups or stand in a column of cards.
fn is_card(value: &str, is_of_kind: bool) -> bool {
    let mut groups = value.split([' ', '-']);
    let is_grouped = groups.clone().count() == 4 && groups.all(|group| group.len() == 4);
    let is_plain = value.bytes().all(|byte| byte.is_ascii_digit());
    let digits = digits(value);
    if !(is_grouped || (is_of_kind && is_plain)) || !(13..=19).contains(&digits.len()) {
        return false;
    }
    let sum: u32 = (digits.iter().rev().enumerate())
        .map(|(at, digit)| match at % 2 {
            0 => *digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `536-22-8726`.
fn is_social_security(value: &str) -> bool {
    let mut parts = value.split('-');
    let mut is_part = |length: usize| {
        parts.next().is_some_and(|part| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    let is_shaped = is_part(3) && is_part(2) && is_part(4) && parts.next().is_none();
    // Never given to anybody.
    is_shaped
        && !value.starts_with("000")
        && !value.starts_with("666")
        && !value.starts_with('9')
        && !value.starts_with("123-45")
}

/// One of the internet, and not of those that are kept free for examples.
fn is_network_address(value: &str) -> bool {
    match value.parse() {
        Ok(IpAddr::V4(address)) => {
            !(address.is_private()
                || address.is_documentation()
                || address.is_loopback()
                || address.is_unspecified()
                || address.is_link_local())
        }
        Ok(IpAddr::V6(address)) => {
            let [first, second, ..] = address.segments();
            let is_documentation = first == 0x2001 && second == 0xdb8;
            let is_own = first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80;
            !(is_documentation || is_own || address.is_loopback() || address.is_unspecified())
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_persons_are_told_from_made_up_ones() {
        for (value, kind) in [
            ("anna.schmidt@gmail.com", None),
            ("o.k@acme.co.uk", None),
            ("DE02 1203 0000 0000 2020 51", None),
            ("DE02120300000000202051", None),
            ("+49 171 4839201", None),
            ("0171/4839201", Some("telephone number")),
            ("4716 9385 3126 8876", None),
            ("4716938531268876", Some("payment card")),
            ("536-22-8726", None),
            ("85.214.132.117", Some("network address")),
            ("Anna Schmidt", Some("name of a person")),
            ("Lindenallee 14", Some("postal address")),
            ("C01X00T478", Some("number of a person")),
        ] {
            assert!(is_somebodys(value, kind), "{value}");
        }
        for (value, kind) in [
            ("ann@example.com", None),
            ("jane.doe@acme.com", None),
            ("a***@gmail.com", None),
            ("user@shop.invalid", None),
            ("ORD-2024-000123", None),
            ("4716938531268876", None),
            ("4111 1111 1111 1111", Some("payment card")),
            ("DE89 3704 0044 0532 0130 00", Some("bank account")),
            ("DE00 1203 0000 0000 2020 51", None),
            ("+1 202 555 0123", Some("telephone number")),
            ("+49 000000", Some("telephone number")),
            ("123-45-6789", None),
            ("2024-01-31", None),
            ("192.0.2.7", Some("network address")),
            ("2001:db8::1", Some("network address")),
            ("85.214.132.117", None),
            ("Anna", Some("name of a person")),
            ("Jane Doe", Some("name of a person")),
            ("Anna Schmidt", None),
            ("Lindenallee", Some("postal address")),
            ("1 Example Street", Some("postal address")),
            ("xxx", Some("name of a person")),
            ("C1X0T4", Some("number of a person")),
            ("12.5", None),
            ("", None),
        ] {
            assert!(!is_somebodys(value, kind), "{value}");
        }
    }
}
