//! Paths with `*`, `**` and `?`.

/// Whether a path matches a pattern: `*` stands for any part of a name, `**` for any number
/// of folders, `?` for one character. A pattern that ends with `/` means all that lies below.
///
/// The work grows with the length of the path times that of the pattern, whatever they say.
pub(super) fn is_match(pattern: &str, path: &str) -> bool {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let mut parts: Vec<&str> = pattern.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
        parts.push("**");
    }
    let path: Vec<&str> = path.split('/').collect();
    wild(
        &parts,
        &path,
        |part| *part == "**",
        |part, name| {
            let (part, name): (Vec<char>, Vec<char>) =
                (part.chars().collect(), name.chars().collect());
            wild(
                &part,
                &name,
                |c| *c == '*',
                |c, other| *c == '?' || c == other,
            )
        },
    )
}

/// Matches a row of things against a pattern in which `is_any` stands for any number of them.
/// What the last such place takes is all that ever needs to be tried again.
fn wild<T>(
    pattern: &[T],
    row: &[T],
    is_any: impl Fn(&T) -> bool,
    is_same: impl Fn(&T, &T) -> bool,
) -> bool {
    let (mut p, mut r) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while r < row.len() {
        match pattern.get(p) {
            Some(part) if is_any(part) => {
                last = Some((p, r));
                p += 1;
            }
            Some(part) if is_same(part, &row[r]) => {
                p += 1;
                r += 1;
            }
            _ => {
                let Some((any, taken)) = last else {
                    return false;
                };
                last = Some((any, taken + 1));
                p = any + 1;
                r = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(is_any)
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
            ("a?.yaml", "aü.yaml", true),
            ("a?.yaml", "a.yaml", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("[a].yaml", "a.yaml", false),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(is_match(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn a_hostile_pattern_costs_no_more_than_its_length() {
        let pattern = "*a".repeat(2_000);
        assert!(!is_match(&pattern, &"a".repeat(1_999)));
        assert!(is_match(&pattern, &"a".repeat(2_000)));
        let folders = "**/x/".repeat(500) + "y";
        assert!(!is_match(&folders, &"x/".repeat(499)));
    }
}
