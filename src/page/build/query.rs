//! Addresses of search results.

/// The search page with a query, and with one kind of things alone.
pub fn search_route(query: &str, kind: Option<&str>) -> String {
    let mut route = "search.html?q=".to_owned();
    for byte in query.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                route.push(char::from(byte));
            }
            b' ' => route.push('+'),
            byte => route.push_str(&format!("%{byte:02X}")),
        }
    }
    match kind {
        Some(kind) => format!("{route}&kind={kind}"),
        None => route,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_stays_one_value() {
        assert_eq!(
            search_route("a b&kind=ü", Some("column")),
            "search.html?q=a+b%26kind%3D%C3%BC&kind=column"
        );
    }
}
