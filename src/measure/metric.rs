//! The metrics of ODCS that the checks of tools count.

/// The metric that the words of a check's name tell, such as `not_null`.
pub(super) fn metric(check: &str) -> Option<&'static str> {
    const CHECKS: [(&str, &str); 10] = [
        // What counts values that differ, not those that come twice.
        ("unique_value", ""),
        ("not_null", "nullValues"),
        ("not_be_null", "nullValues"),
        ("null_values", "nullValues"),
        ("unique", "duplicateValues"),
        ("duplicate", "duplicateValues"),
        ("accepted_values", "invalidValues"),
        ("invalid", "invalidValues"),
        ("missing", "missingValues"),
        ("row_count", "rowCount"),
    ];
    let found = CHECKS.iter().find(|(part, _)| check.contains(part));
    found
        .map(|(_, metric)| *metric)
        .filter(|name| !name.is_empty())
}

/// The metric that an expectation of Great Expectations counts.
pub(super) fn expectation(kind: &str) -> Option<&'static str> {
    match kind {
        "expect_column_values_to_not_be_null" => Some("nullValues"),
        "expect_column_values_to_be_unique" | "expect_compound_columns_to_be_unique" => {
            Some("duplicateValues")
        }
        "expect_column_values_to_be_in_set"
        | "expect_column_values_to_be_between"
        | "expect_column_values_to_match_regex"
        | "expect_column_values_to_match_regex_list"
        | "expect_column_value_lengths_to_be_between" => Some("invalidValues"),
        kind if kind.starts_with("expect_table_row_count_") => Some("rowCount"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_tell_what_they_count() {
        for (check, expected) in [
            ("not_null", Some("nullValues")),
            ("source_not_null", Some("nullValues")),
            ("field_null_values", Some("nullValues")),
            ("unique", Some("duplicateValues")),
            ("duplicate_count", Some("duplicateValues")),
            ("accepted_values", Some("invalidValues")),
            ("field_missing_values", Some("missingValues")),
            ("row_count", Some("rowCount")),
            ("unique_value_count_to_be_between", None),
            ("relationships", None),
        ] {
            assert_eq!(metric(check), expected, "{check}");
        }
    }
}
