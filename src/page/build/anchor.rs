//! The names of places on a page, without `#`.

/// The place of a table on the page of its contract.
pub fn table_anchor(table: &str) -> String {
    "table-".chars().chain(part(table)).collect()
}

/// The place of a column: its name, with those of the columns around it in front.
pub fn column_anchor<'n>(table: &str, path: impl IntoIterator<Item = &'n str>) -> String {
    let mut anchor = String::with_capacity(64);
    anchor.push_str("col-");
    anchor.extend(part(table));
    for name in path {
        anchor.push('-');
        anchor.extend(part(name));
    }
    anchor
}

/// A name as a part of an anchor: what an address would encode becomes a hyphen.
fn part(name: &str) -> impl Iterator<Item = char> {
    let plain = |c: char| {
        if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        }
    };
    name.trim().chars().map(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_hold_nothing_that_an_address_would_encode() {
        assert_eq!(table_anchor("orders"), "table-orders");
        assert_eq!(
            column_anchor("orders", ["address", "street \"1\"&<b>"]),
            "col-orders-address-street--1---b-"
        );
    }
}
