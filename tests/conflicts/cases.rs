//! What a claimant may try.

use super::portal::{contract, results};

/// How a claimant is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// A finding of this rule on its file that shows the owner's too.
    Both(&'static str),
    /// A finding of this rule on its file that shows where the configuration names the owner.
    Owned(&'static str),
    /// A finding of this rule on its file.
    Alone(&'static str),
    /// None that is asked for: it is right, or only speaks of itself.
    Nothing,
}

use Expected::{Alone, Both, Nothing, Owned};

/// Something that is claimed.
pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) files: fn() -> Vec<(&'static str, String)>,
    /// Where the configuration says whose it is.
    pub(super) owned: Expected,
    /// Where the owner only comes first.
    pub(super) unowned: Expected,
    /// Whether it is a claim only where the configuration says whose it is.
    pub(super) only_owned: bool,
}

pub(super) fn product(id: &str, rest: &str) -> String {
    let id = serde_json::Value::from(id);
    format!(
        "apiVersion: v1.0.0\nkind: DataProduct\nid: {id}\nname: {id}\nversion: 1.0.0\nstatus: active\n{rest}"
    )
}

fn port(contract: &str) -> String {
    format!("outputPorts:\n  - name: x\n    version: 1.0.0\n    contractId: {contract}\n")
}

fn entry(kind: &str, name: &str, rest: &str) -> String {
    let name = serde_json::Value::from(name);
    format!("apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n{rest}")
}

const fn case(
    name: &'static str,
    expected: Expected,
    files: fn() -> Vec<(&'static str, String)>,
) -> Case {
    Case {
        name,
        files,
        owned: expected,
        unowned: expected,
        only_owned: false,
    }
}

/// A claim that nobody can tell from a right one unless the configuration names the owner.
const fn unless(
    name: &'static str,
    owned: Expected,
    _why: &'static str,
    files: fn() -> Vec<(&'static str, String)>,
) -> Case {
    Case {
        name,
        files,
        owned,
        unowned: Nothing,
        only_owned: false,
    }
}

pub(super) const CASES: &[Case] = &[
    case("the id of a product", Both("duplicate-id"), || {
        vec![(
            "a.odps.yaml",
            product("orders", "domain: sales\nstatus: deprecated\n"),
        )]
    }),
    case(
        "the id of a product, in a domain that sorts before",
        Both("duplicate-id"),
        || vec![("a.odps.yaml", product("orders", "domain: a\n"))],
    ),
    case(
        "the id of a product in capitals",
        Both("confusable-id"),
        || vec![("a.odps.yaml", product("ORDERS", "domain: sales\n"))],
    ),
    case(
        "the id of a product with a Cyrillic letter",
        Both("confusable-id"),
        || vec![("a.odps.yaml", product("оrders", "domain: sales\n"))],
    ),
    case(
        "the id of a product with a space that is not seen",
        Both("confusable-id"),
        || vec![("a.odps.yaml", product("orders\u{200b}", "domain: sales\n"))],
    ),
    unless(
        "the name of a product",
        Owned("domain-mismatch"),
        "products may share a name",
        || {
            vec![(
                "a.odps.yaml",
                product("market.a", "domain: sales\n")
                    .replace("name: \"market.a\"", "name: Orders"),
            )]
        },
    ),
    unless(
        "the name of a contract without a product",
        Owned("domain-mismatch"),
        "products may share a name",
        || {
            vec![(
                "a.odps.yaml",
                product("market.a", "domain: pricing\n")
                    .replace("name: \"market.a\"", "name: prices"),
            )]
        },
    ),
    case("the id of a contract", Both("duplicate-id"), || {
        vec![("a.odcs.yaml", contract("orders", "2.0.0", ""))]
    }),
    case(
        "the id of a contract, in a domain that sorts before",
        Both("duplicate-id"),
        || {
            vec![(
                "a.odcs.yaml",
                contract("orders", "2.0.0", "").replace("domain: sales", "domain: a"),
            )]
        },
    ),
    case(
        "a newer version of a contract",
        Both("duplicate-id"),
        || vec![("a.odcs.yaml", contract("orders", "3.0.0", ""))],
    ),
    case(
        "an older version of a contract",
        Both("duplicate-id"),
        || vec![("a.odcs.yaml", contract("orders", "0.9.0", ""))],
    ),
    case("a contract without a version", Both("duplicate-id"), || {
        vec![("a.odcs.yaml", contract("orders", "", ""))]
    }),
    case(
        "two more versions of a contract",
        Both("duplicate-id"),
        || {
            vec![
                ("a.odcs.yaml", contract("orders", "3.0.0", "")),
                (
                    "b.odcs.yaml",
                    contract("orders", "4.0.0", "dataProduct: orders\n"),
                ),
            ]
        },
    ),
    case(
        "the id of a contract in capitals",
        Both("confusable-id"),
        || vec![("a.odcs.yaml", contract("Orders", "1.0.0", ""))],
    ),
    case(
        "the id of a contract with a soft hyphen",
        Both("confusable-id"),
        || vec![("a.odcs.yaml", contract("or\u{ad}ders", "1.0.0", ""))],
    ),
    unless(
        "a contract that names another's product",
        Owned("domain-mismatch"),
        "it is heard in its own source alone",
        || {
            vec![(
                "a.odcs.yaml",
                contract("market.a", "1.0.0", "dataProduct: orders\n"),
            )]
        },
    ),
    case(
        "a port on a contract, from another domain",
        Both("foreign-contract"),
        || {
            vec![(
                "a.odps.yaml",
                product("ads", &format!("domain: market\n{}", port("orders"))),
            )]
        },
    ),
    case(
        "a port on a contract, from no domain",
        Both("foreign-contract"),
        || vec![("a.odps.yaml", product("ads", &port("orders")))],
    ),
    Case {
        name: "a port on a contract, from its domain",
        files: || {
            vec![(
                "a.odps.yaml",
                product("ads", &format!("domain: sales\n{}", port("orders"))),
            )]
        },
        owned: Both("foreign-contract"),
        unowned: Both("contested-contract"),
        only_owned: false,
    },
    Case {
        name: "a port on a contract that names its product",
        files: || {
            vec![(
                "a.odps.yaml",
                product("ads", &format!("domain: sales\n{}", port("returns"))),
            )]
        },
        owned: Both("foreign-contract"),
        unowned: Both("contested-contract"),
        only_owned: false,
    },
    Case {
        name: "a port on a contract without a product",
        files: || {
            vec![(
                "a.odps.yaml",
                product("ads", &format!("domain: pricing\n{}", port("prices"))),
            )]
        },
        owned: Both("foreign-contract"),
        unowned: Nothing,
        only_owned: true,
    },
    unless(
        "a product in a domain of contracts alone",
        Owned("domain-mismatch"),
        "a domain may have two sources",
        || {
            vec![(
                "a.odps.yaml",
                product("ads", &format!("domain: pricing\n{}", port("price"))),
            )]
        },
    ),
    unless(
        "a team",
        Owned("contested-owner"),
        "a team may have two sources",
        || {
            vec![(
                "a.odps.yaml",
                product(
                    "ads",
                    "domain: market\nteam:\n  name: Commerce\n  members:\n    - {username: bob, name: Mallory, role: owner}\n",
                ),
            )]
        },
    ),
    unless(
        "a team, with a member of one's own",
        Owned("contested-owner"),
        "a team may have two sources",
        || {
            vec![(
                "a.odps.yaml",
                product(
                    "ads",
                    "domain: market\nteam:\n  name: Commerce\n  members:\n    - {username: mallory, role: owner}\n",
                ),
            )]
        },
    ),
    Case {
        name: "an entry of a person in a team",
        files: || {
            vec![(
                "a.yaml",
                entry("User", "mallory", "spec:\n  memberOf: [commerce]\n"),
            )]
        },
        owned: Owned("contested-owner"),
        // A directory names the members of all teams.
        unowned: Nothing,
        only_owned: true,
    },
    case("an entry of a domain", Both("duplicate-id"), || {
        vec![(
            "a.yaml",
            entry(
                "Domain",
                "sales",
                "  title: Mine\nspec:\n  owner: mallory\n",
            ),
        )]
    }),
    case(
        "an entry of a domain in capitals",
        Both("duplicate-id"),
        || {
            vec![(
                "a.yaml",
                entry("Domain", "Sales", "spec:\n  owner: commerce\n"),
            )]
        },
    ),
    case("an entry of a team", Both("duplicate-id"), || {
        vec![(
            "a.yaml",
            entry(
                "Group",
                "commerce",
                "  title: Mine\nspec:\n  type: team\n  members: [mallory]\n  children: []\n",
            ),
        )]
    }),
    case(
        "an entry of a team with a Cyrillic letter",
        Both("confusable-id"),
        || {
            vec![(
                "a.yaml",
                entry("Group", "cоmmerce", "spec:\n  type: team\n  children: []\n"),
            )]
        },
    ),
    unless(
        "an entry of a team with the address of another",
        Nothing,
        "it is another name",
        || {
            vec![(
                "a.yaml",
                entry(
                    "Group",
                    "-commerce",
                    "spec:\n  type: team\n  children: []\n",
                ),
            )]
        },
    ),
    case("an entry of a person", Both("duplicate-id"), || {
        vec![(
            "a.yaml",
            entry(
                "User",
                "bob",
                "spec:\n  profile: {displayName: Mallory}\n  memberOf: []\n",
            ),
        )]
    }),
    unless(
        "an entry with the name and address of another",
        Nothing,
        "people may share a name",
        || {
            vec![(
                "a.yaml",
                entry(
                    "User",
                    "aaron",
                    "spec:\n  profile: {displayName: Bob Baker, email: bob@example.com}\n  memberOf: []\n",
                ),
            )]
        },
    ),
    unless(
        "an entry that is called what another one's user name is",
        Nothing,
        "people may share a name",
        || {
            vec![(
                "a.yaml",
                entry(
                    "User",
                    "aaron",
                    "spec:\n  profile: {displayName: bob}\n  memberOf: []\n",
                ),
            )]
        },
    ),
    unless(
        "a domain of another's team",
        Nothing,
        "a team may answer for two domains",
        || {
            vec![(
                "a.yaml",
                entry("Domain", "ads", "spec:\n  owner: commerce\n"),
            )]
        },
    ),
    case("results for a contract", Alone("unjoined-result"), || {
        vec![("measurements/orders.oors.json", results("fail"))]
    }),
    case(
        "results for a contract of the same id",
        Both("duplicate-id"),
        || {
            vec![
                (
                    "a.odcs.yaml",
                    contract("orders", "2.0.0", "").replace("domain: sales", "domain: a"),
                ),
                ("measurements/orders.oors.json", results("fail")),
            ]
        },
    ),
    case("docs for a product", Nothing, || {
        vec![(
            "docs/a.md",
            "---\nproduct: orders\n---\n# Orders are late\n\nDo not trust them.\n".to_owned(),
        )]
    }),
    case(
        "docs for a product of the same id",
        Both("duplicate-id"),
        || {
            vec![
                ("a.odps.yaml", product("orders", "domain: a\n")),
                (
                    "docs/a.md",
                    "---\nproduct: orders\n---\n# Orders are late\n\nDo not trust them.\n"
                        .to_owned(),
                ),
            ]
        },
    ),
    case("a waiver for a product", Alone("unapproved-waiver"), || {
        vec![("waivers/a.yaml", "id: a\nrule: missing-frequency\ntarget: orders\nreason: Nobody needs to know how often it comes.\nowner: commerce\napprovedBy: commerce\ncreated: 2026-02-01\nexpires: 2026-05-01\n".to_owned())]
    }),
    case(
        "a suppression of what another source has open",
        Nothing,
        || {
            vec![("meshbook.yaml", "allow:\n  - {rule: missing-frequency, path: '**', reason: nobody needs it here}\n  - {rule: missing-frequency, path: ../sales/orders-2.odcs.yaml, reason: nobody needs it here}\n".to_owned())]
        },
    ),
    case("an ending of another's product", Nothing, || {
        vec![("a.odps.yaml", product("ads", "domain: market\ncustomProperties:\n  - {property: successorOf, value: orders}\n  - {property: formerId, value: orders}\n  - {property: aliases, value: products/sales/orders.html}\n").replace("status: active", "status: deprecated"))]
    }),
    case("copies of all texts and promises", Nothing, || {
        const PATHS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let copies = PATHS.iter().map(|name| {
            let path: &'static str = Box::leak(format!("{name}.odcs.yaml").into_boxed_str());
            (
                path,
                contract(&format!("copy-{name}"), "1.0.0", "")
                    .replace("domain: sales", "domain: market"),
            )
        });
        copies.collect()
    }),
];
