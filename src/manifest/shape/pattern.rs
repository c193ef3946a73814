//! The patterns and formats of texts.

/// What a text must look like.
pub(in crate::manifest) struct Pattern {
    /// With its article: reads after "is not".
    pub(super) noun: &'static str,
    /// What to do about a text that does not fit.
    pub(super) help: &'static str,
    /// Whether a text that does not fit breaks the standard. A format that the standard
    /// only names does not.
    pub(super) is_binding: bool,
    pub(super) fits: fn(&str) -> bool,
}

/// `id` of the parts of a contract (ODCS 3.1, stable ids).
pub(in crate::manifest) const STABLE_ID: Pattern = Pattern {
    noun: "a stable id",
    help: "use letters, digits, `_` and `-` only",
    is_binding: true,
    fits: |text| !text.is_empty() && text.bytes().all(is_id_byte),
};

/// An end of a relationship (ODCS 3.1): the shorthand has exactly one dot.
pub(in crate::manifest) const QUALIFIED_OR_SHORTHAND: Pattern = Pattern {
    noun: "a reference to a column",
    help: "write `table.column`, or `schema/<id>/properties/<id>` with the ids of both",
    is_binding: true,
    fits: |text| is_shorthand(text) || is_qualified(text, &[".yaml"]),
};

/// An end of a relationship (ODCS 3.2): nested columns and hyphens are allowed.
pub(in crate::manifest) const QUALIFIED_OR_DOTTED: Pattern = Pattern {
    noun: "a reference to a column",
    help: "write `table.column`, or `schema/<id>/properties/<id>` with the ids of both",
    is_binding: true,
    fits: |text| is_dotted(text) || is_qualified(text, &[".yaml", ".yml"]),
};

/// The address of an SFTP server.
pub(in crate::manifest) const SFTP_URL: Pattern = Pattern {
    noun: "an SFTP address",
    help: "begin it with `sftp://`",
    is_binding: true,
    fits: |text| text.starts_with("sftp://"),
};

/// An address with a scheme (RFC 3986). Variables may stand for any part of it.
pub(in crate::manifest) const URI: Pattern = Pattern {
    noun: "a URI",
    help: "write it with its scheme, such as `https://`",
    is_binding: false,
    fits: |text| text.contains("${") || has_scheme(text) && !text.contains(char::is_whitespace),
};

/// A day (RFC 3339, full-date).
pub(in crate::manifest) const DATE: Pattern = Pattern {
    noun: "a date",
    help: "write it as `YYYY-MM-DD`",
    is_binding: false,
    fits: |text| text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10,
};

/// A moment (RFC 3339, date-time).
pub(in crate::manifest) const DATE_TIME: Pattern = Pattern {
    noun: "a moment",
    help: "write it as `YYYY-MM-DDThh:mm:ssZ`",
    is_binding: false,
    fits: |text| text.parse::<jiff::Timestamp>().is_ok() && text.len() >= 20,
};

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A name as programs have it; with hyphens where `hyphens` says so.
fn is_name(text: &str, hyphens: bool) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .bytes()
            .all(|byte| is_id_byte(byte) && (hyphens || byte != b'-'))
}

fn is_shorthand(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(table, column)| is_name(table, false) && is_name(column, false))
}

fn is_dotted(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|part| is_name(part, true))
}

/// `file.yaml#schema/<id>/properties/<id>`; the file may be left out.
fn is_qualified(text: &str, endings: &[&str]) -> bool {
    let (file, path) = match text.split_once('#') {
        Some((file, path)) => (Some(file), path),
        None => (None, text),
    };
    let is_file = |file: &str| {
        let bare = ["https://", "http://"]
            .iter()
            .find_map(|scheme| file.strip_prefix(scheme))
            .unwrap_or(file);
        let stem = endings.iter().find_map(|ending| bare.strip_suffix(ending));
        stem.is_some_and(|stem| {
            !stem.is_empty()
                && stem
                    .bytes()
                    .all(|byte| is_id_byte(byte) || matches!(byte, b'.' | b'/'))
        })
    };
    let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
    let mut pairs = 0;
    while let Some(kind) = parts.next() {
        let id = parts.next().unwrap_or_default();
        if !is_name(kind, false) || id.is_empty() || !id.bytes().all(is_id_byte) {
            return false;
        }
        pairs += 1;
    }
    pairs > 0 && file.is_none_or(is_file)
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
            && !rest.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_relationships_follow_the_version() {
        let cases = [
            ("orders.id", true, true),
            ("orders.address.street", false, true),
            ("my-orders.id", false, true),
            ("orders", false, false),
            ("orders.", false, false),
            ("1orders.id", false, false),
            ("schema/orders/properties/id", true, true),
            ("/schema/orders_tbl/properties/a-1", true, true),
            ("schema/orders/properties", false, false),
            ("other.yaml#/schema/orders/properties/id", true, true),
            ("other.yml#schema/orders", false, true),
            ("https://e.org/c.yaml#schema/orders", true, true),
            ("ftp://e.org/c.yaml#schema/orders", false, false),
            (".yaml#schema/orders", false, false),
            ("a.yaml#b.yaml#schema/orders", false, false),
            ("", false, false),
        ];
        for (text, shorthand, dotted) in cases {
            assert_eq!((QUALIFIED_OR_SHORTHAND.fits)(text), shorthand, "{text:?}");
            assert_eq!((QUALIFIED_OR_DOTTED.fits)(text), dotted, "{text:?}");
        }
    }

    #[test]
    fn formats_are_told_apart() {
        let cases: [(&Pattern, &str, bool); 10] = [
            (&URI, "https://example.com", true),
            (&URI, "mailto:a@b.c", true),
            (&URI, "example.com/a", false),
            (&URI, "${BUCKET}/a", true),
            (&DATE, "2024-02-29", true),
            (&DATE, "2023-02-29", false),
            (&DATE, "31.12.2024", false),
            (&DATE_TIME, "2024-01-01T00:00:00Z", true),
            (&DATE_TIME, "2024-01-01T00:00:00", false),
            (&DATE_TIME, "2024-01-01", false),
        ];
        for (pattern, text, fits) in cases {
            assert_eq!((pattern.fits)(text), fits, "{text:?}");
        }
    }
}
