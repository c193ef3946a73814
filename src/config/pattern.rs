//! Patterns with `*`, which say which paths are meant.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern, ready to be held against many paths. Only `*`, `**` and `?` stand for
/// something else than themselves.
#[derive(Clone, Debug)]
pub struct Pattern(GlobMatcher);

impl Pattern {
    /// The longest pattern, in characters.
    pub const LONGEST: usize = 200;

    /// A pattern of paths with `/`: `*` stands for any part of a name, `**` for any number of
    /// folders, `?` for one byte. One that ends with `/` means all that lies below.
    ///
    /// # Errors
    ///
    /// It is longer than [`Pattern::LONGEST`]: how many characters it has.
    pub fn of_paths(pattern: &str) -> Result<Pattern, usize> {
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        let rest = match pattern.ends_with('/') {
            true => "**",
            false => "",
        };
        let length = pattern.chars().count() + rest.len();
        if length > Self::LONGEST {
            return Err(length);
        }
        let written = literally(pattern, "[]{}") + rest;
        let glob = GlobBuilder::new(&written)
            .literal_separator(true)
            .backslash_escape(false)
            .build();
        Ok(Pattern(glob.map_err(|_| length)?.compile_matcher()))
    }

    /// A pattern of ids: `*` stands for any part of an id, and nothing else for something else
    /// than itself.
    ///
    /// # Errors
    ///
    /// It is longer than [`Pattern::LONGEST`]: how many characters it has.
    pub fn of_ids(pattern: &str) -> Result<Pattern, usize> {
        let length = pattern.chars().count();
        if length > Self::LONGEST {
            return Err(length);
        }
        let mut written = literally(pattern, "[]{}?");
        while written.contains("**") {
            written = written.replace("**", "*");
        }
        let glob = GlobBuilder::new(&written).backslash_escape(false).build();
        Ok(Pattern(glob.map_err(|_| length)?.compile_matcher()))
    }

    /// Whether a path is meant.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// A pattern in which these characters stand for themselves.
fn literally(pattern: &str, themselves: &str) -> String {
    let mut written = String::new();
    for c in pattern.chars() {
        match themselves.contains(c) {
            true => written.extend(['[', c, ']']),
            false => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_names_and_double_stars_for_folders() {
        let cases = [
            ("a.yaml", "a.yaml", true),
            ("./a.yaml", "a.yaml", true),
            ("a.yaml", "b/a.yaml", false),
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "b/a.yaml", false),
            ("**/*.yaml", "a.yaml", true),
            ("**/*.yaml", "b/c/a.yaml", true),
            ("b/**", "b/c/a.yaml", true),
            ("b/", "b/c/a.yaml", true),
            ("b/**/a.yaml", "b/a.yaml", true),
            ("b/**/a.yaml", "b/c/d/a.yaml", true),
            ("b/**/a.yaml", "c/b/a.yaml", false),
            ("**", "b/a.yaml", true),
            ("a?.yaml", "ab.yaml", true),
            ("a?.yaml", "a.yaml", false),
            ("ü*.yaml", "über.yaml", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("[a].yaml", "a.yaml", false),
            ("[a].yaml", "[a].yaml", true),
            ("{a}\\,!.yaml", "{a}\\,!.yaml", true),
        ];
        for (pattern, path, expected) in cases {
            let read = Pattern::of_paths(pattern).unwrap();
            assert_eq!(read.is_match(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_pattern_has_a_bound() {
        assert!(Pattern::of_paths(&"ü".repeat(Pattern::LONGEST)).is_ok());
        assert_eq!(Pattern::of_paths(&"*a".repeat(101)).unwrap_err(), 202);
        let pattern = Pattern::of_paths(&"*a".repeat(100)).unwrap();
        assert!(!pattern.is_match(&"a".repeat(99)));
        assert!(pattern.is_match(&"a".repeat(100)));
    }

    #[test]
    fn a_star_stands_for_any_part_of_an_id() {
        let cases = [
            ("orders", "orders", true),
            ("orders", "Orders", false),
            ("sales.*", "sales.orders", true),
            ("sales.*", "sales", false),
            ("*", "urn:sales/orders", true),
            ("urn:*:orders", "urn:a/b:orders", true),
            ("sales.**", "sales.a/b", true),
            ("or?ers", "orders", false),
            ("or?ers", "or?ers", true),
            ("[a]{b}", "[a]{b}", true),
        ];
        for (pattern, id, expected) in cases {
            let read = Pattern::of_ids(pattern).unwrap();
            assert_eq!(read.is_match(id), expected, "{pattern} {id}");
        }
        assert!(Pattern::of_ids(&"a".repeat(Pattern::LONGEST + 1)).is_err());
    }
}
