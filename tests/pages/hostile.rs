//! What a domain team writes is shown and does nothing.

use super::site::{files, holds, page};

const CONTRACT: &str = r#"apiVersion: v3.1.0
kind: DataContract
id: "<script>alert(1)</script>"
name: "\"><img src=x onerror=alert(1)>"
version: "<b>one</b>"
status: "<i>active</i>"
tags: ["<u>tag</u>"]
description:
  purpose: "<script>alert(2)</script> [x](javascript:alert(3))"
authoritativeDefinitions:
  - {url: "javascript:alert(4)", type: "<s>kind</s>"}
  - {url: "https://user:secret@evil.example/", type: canonicalUrl}
servers:
  - server: prod
    type: postgres
    environment: prod
    host: "<script>"
    port: 5432
    database: "postgresql://app:hunter2hunter2@db.example/x"
    schema: public
support:
  - {channel: "<em>chat</em>", url: "data:text/html,<script>alert(5)</script>"}
customProperties:
  - {property: password, value: "correct-horse-battery-9"}
schema:
  - name: "<t>"
    description: "</p><script>alert(6)</script>"
    properties:
      - name: "\" onmouseover=\"alert(7)"
        logicalType: string
        description: "<svg onload=alert(8)>"
        examples: ["</code><script>"]
        quality:
          - {type: sql, query: "</pre><script>alert(9)</script>", mustBe: 0}
"#;

#[test]
fn nothing_that_a_manifest_says_becomes_markup_or_a_bad_address() {
    let site = files(&[("bad.odcs.yaml", CONTRACT)]);
    let routes: Vec<_> = site.routes().map(str::to_owned).collect();
    let mut seen = 0;
    for route in routes.iter().filter(|route| route.ends_with(".html")) {
        let page = page(&site, route);
        for bad in [
            "<script>",
            "<img src=x",
            "<b>one",
            "<i>active",
            "<u>tag",
            "<s>kind",
            "<em>chat",
            "<svg onload",
            "<t>",
            " onmouseover=\"",
            "href=\"javascript:",
            "href=\"data:",
            "href=\"https://user",
        ] {
            assert!(!page.contains(bad), "{route}: {bad}");
        }
        for secret in ["hunter2hunter2", "correct-horse-battery-9"] {
            assert!(!page.contains(secret), "{route}: {secret}");
        }
        let mut own = ["products/no-domain/", "contracts/no-domain/"].into_iter();
        if own.any(|folder| route.starts_with(folder)) {
            holds(&page, &["&lt;", "hidden: it looks like a secret"]);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}
