//! What is said of manifests that are written for another version than they declare, and
//! of keys and values with a slip.

use std::path::Path;

use crate::reading::findings;

/// Holds what is found in a text against `line:column rule message | help`.
#[track_caller]
fn check(path: &str, text: &str, expected: &[&str]) {
    let (files, findings) = findings(Path::new(path), text);
    let mut told: Vec<_> = findings
        .iter()
        .map(|finding| {
            let place = files.place(finding.span);
            let help = finding.help.as_deref().unwrap_or_default();
            let (line, column) = (place.line, place.column);
            let (rule, message) = (&finding.rule, &finding.message);
            format!("{line}:{column} {rule} {message} | {help}")
        })
        .collect();
    told.sort();
    assert_eq!(told, expected, "{text}");
}

/// A contract that declares a version, with more lines after its first five.
#[track_caller]
fn contract(version: &str, more: &str, expected: &[&str]) {
    let text = format!(
        "apiVersion: {version}\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\n{more}"
    );
    check("orders.odcs.yaml", &text, expected);
}

/// A product that declares a version, with more lines after its first four.
#[track_caller]
fn product(version: &str, more: &str, expected: &[&str]) {
    let text =
        format!("apiVersion: {version}\nkind: DataProduct\nid: shop\nstatus: active\n{more}");
    check("shop.odps.yaml", &text, expected);
}

#[test]
fn what_came_later_is_one_finding_with_the_version_to_declare() {
    contract(
        "v3.0.2",
        "schema:\n  - name: orders\n    relationships:\n      - {from: orders.a, to: customers.id}\n",
        &[
            "8:5 newer-field declares ODCS v3.0.2, uses the v3.1.0 field `relationships` | \
           set `apiVersion: v3.1.0`",
        ],
    );
    contract(
        "v3.0.2",
        "team:\n  name: Shop\nservers:\n  - {server: a, type: hive, host: h, database: d}\n",
        &[
            "6:1 newer-field declares ODCS v3.0.2, uses the v3.1.0 form of `team`, a map, \
           and 1 more thing that came later | set `apiVersion: v3.1.0`",
        ],
    );
    contract(
        "v3.1.0",
        "servers:\n  - {server: a, type: mysql, host: h, port: \"${PORT}\", database: d}\n",
        &[
            "7:45 newer-field declares ODCS v3.1.0, uses the v3.2.0 form of `port`, a text | \
           set `apiVersion: v3.2.0`",
        ],
    );
    contract(
        "v3.0.0",
        "schema:\n  - name: orders\n    quality:\n      - metric: rowCount\n        mustBe: 1\n",
        &[
            "9:9 newer-field declares ODCS v3.0.0, uses the v3.1.0 field `metric` in place of \
           `rule` | set `apiVersion: v3.1.0`",
        ],
    );
    contract(
        "v3.1.0",
        "schema:\n  - name: orders\n    relationships:\n      - {from: orders.a, to: a.b.c}\n",
        &[
            "9:30 newer-field declares ODCS v3.1.0, uses the v3.2.0 notation `a.b.c` of `to` | \
           set `apiVersion: v3.2.0`",
        ],
    );
    contract(
        "v3.0.2",
        "servers:\n  - {server: a, type: s3, location: s3://a, format: avro}\n",
        &[
            "7:53 newer-field declares ODCS v3.0.2, uses the v3.1.0 value `avro` of `format` | \
           set `apiVersion: v3.1.0`",
        ],
    );
    product(
        "v1.0.0",
        "type: aggregate\n",
        &[
            "5:1 newer-field declares ODPS v1.0.0, uses the v1.1.0 field `type` | \
           set `apiVersion: v1.1.0`",
        ],
    );
    product(
        "v0.9.0",
        "team:\n  members:\n    - username: ada\n",
        &[
            "5:1 newer-field declares ODPS v0.9.0, uses the v1.0.0 form of `team`, a map | \
           set `apiVersion: v1.0.0`",
        ],
    );
}

#[test]
fn a_later_version_that_refuses_something_else_is_not_all_that_is_needed() {
    contract(
        "v3.0.2",
        "team:\n  name: Shop\nschema:\n  - name: a\n    quality: [{rule: rowCount, mustBe: 1, mustNotBe: 2}]\n",
        &[
            "6:1 newer-field declares ODCS v3.0.2, uses the v3.1.0 form of `team`, a map | \
           remove it, or set `apiVersion: v3.1.0` and mend what that version refuses",
        ],
    );
}

#[test]
fn what_is_wrong_within_a_later_part_is_told_beside_it() {
    let team = "6:1 newer-field declares ODCS v3.0.2, uses the v3.1.0 form of `team`, a map | \
         set `apiVersion: v3.1.0`";
    contract(
        "v3.0.2",
        "team:\n  name: Shop\n  members:\n    - role: owner\n",
        &[
            team,
            "9:7 missing-field `username` is missing in team.members[] | add `username:`",
        ],
    );
    contract(
        "v3.0.2",
        "team:\n  name: Shop\n  members:\n    - usernam: ada\n",
        &[
            team,
            "9:7 unknown-field unknown field `usernam` in team.members[] | did you mean \
             `username`?",
        ],
    );
    contract(
        "v3.0.2",
        "schema:\n  - name: orders\n    relationships:\n      - {from: orders.a, too: customers.id}\n",
        &[
            "8:5 newer-field declares ODCS v3.0.2, uses the v3.1.0 field `relationships` | \
             set `apiVersion: v3.1.0`",
            "9:26 unknown-field unknown field `too` in relationships[] | did you mean `to`?",
        ],
    );
    contract(
        "v3.0.2",
        "schema:\n  - name: orders\n    quality:\n      - {metric: rowCont, mustBeLessThan: \"5\"}\n",
        &[
            "9:10 newer-field declares ODCS v3.0.2, uses the v3.1.0 field `metric` in place of \
             `rule` | set `apiVersion: v3.1.0`",
            "9:18 unknown-value `rowCont` is not a value of `metric` | did you mean `rowCount`?",
            "9:43 wrong-type `mustBeLessThan` is a text, not a number | write `5`, without quotes",
        ],
    );
    product(
        "v0.9.0",
        "team:\n  members:\n    - usernam: ada\n",
        &[
            "5:1 newer-field declares ODPS v0.9.0, uses the v1.0.0 form of `team`, a map | \
             set `apiVersion: v1.0.0`",
            "7:7 unknown-field unknown field `usernam` in team.members[] | did you mean \
             `username`?",
        ],
    );
}

#[test]
fn what_was_dropped_says_how_to_write_it_now() {
    contract(
        "v3.1.0",
        "schema:\n  - name: orders\n    properties:\n      - name: a\n        logicalType: integer\n        logicalTypeOptions: {exclusiveMinimum: true}\n",
        &[
            "11:48 dropped-field declares ODCS v3.1.0, uses the v3.0.2 form of \
           `exclusiveMinimum`, a boolean | write a number, or set `apiVersion: v3.0.2`",
        ],
    );
    contract(
        "v3.0.2",
        "servers:\n  - {server: a, type: athena, schema: s, staging_dir: s3://a}\n",
        &[
            "7:42 dropped-field declares ODCS v3.0.2, uses the v3.0.1 field `staging_dir` in \
           place of `stagingDir` | write `stagingDir` instead, or set `apiVersion: v3.0.1`",
        ],
    );
    contract(
        "v3.1.0",
        "servers:\n  - {server: a, type: athena, schema: s, staging_dir: s3://a}\n",
        &[
            "7:42 dropped-field declares ODCS v3.1.0, uses the v3.0.1 field `staging_dir` | write `stagingDir` instead, or set `apiVersion: v3.0.1`",
        ],
    );
    product(
        "v1.0.0",
        "team:\n  - username: ada\n",
        &[
            "5:1 dropped-field declares ODPS v1.0.0, uses the v0.9.0 form of `team`, a list | \
           write it as `members:` below `team:`, or set `apiVersion: v0.9.0`",
        ],
    );
}

#[test]
fn what_a_later_version_does_not_demand_is_missing_all_the_same() {
    product(
        "v1.0.0",
        "outputPorts:\n  - name: rows\n",
        &[
            "6:5 missing-field `version` is missing in outputPorts[] | add `version:`, or set \
           `apiVersion: v1.1.0`, which does not demand it",
        ],
    );
    // Version 3.1 would not help here: it has no such type.
    contract(
        "v3.0.2",
        "support:\n  - channel: help\nservers:\n  - {server: a, type: mongodb}\n",
        &[
            "7:5 missing-field `url` is missing in support[] | add `url:`, or set \
             `apiVersion: v3.1.0`, which does not demand it",
            "9:23 unknown-value `mongodb` is not a value of `type` | use one of `api`, \
             `athena`, `azure`, `bigquery`, `clickhouse`, `cloudsql`, `custom`, `databricks` and 23 more",
        ],
    );
}

#[test]
fn a_version_that_is_absent_or_unknown_is_named_with_one_that_fits() {
    let rest = "kind: DataContract\nid: orders\nversion: 1.0.0\n";
    check(
        "orders.odcs.yaml",
        rest,
        &[
            "1:1 missing-field `apiVersion` is missing in the data contract | add \
           `apiVersion: v3.2.0`, the newest version that this fits",
        ],
    );
    let old = "schema:\n  - name: a\n    quality: [{rule: rowCount, mustBe: 1, mustNotBe: 2}]\n";
    check(
        "orders.odcs.yaml",
        &format!("{rest}status: active\n{old}"),
        &[
            "1:1 missing-field `apiVersion` is missing in the data contract | add \
           `apiVersion: v3.0.2`, the newest version that this fits",
        ],
    );
    check(
        "orders.odcs.yaml",
        &format!("apiVersion: 3.1\n{rest}"),
        &[
            "1:13 wrong-type `apiVersion` is a number, not a text | write \
           `apiVersion: v3.2.0`, the newest version that this fits",
        ],
    );
    check(
        "orders.odcs.yaml",
        &format!("apiVersion: v4.0.0\n{rest}colour: red\n"),
        &[
            "1:13 unknown-value `v4.0.0` is not a version of ODCS | write `apiVersion:` with one \
             of `v3.0.0`, `v3.0.1`, `v3.0.2`, `v3.1.0`, `v3.2.0`",
            "5:1 unknown-field unknown field `colour` in the data contract | remove it, or move \
             it to `customProperties`",
        ],
    );
    check(
        "orders.odcs.yaml",
        &format!("apiVersion: 3.1.0\n{rest}status: active\n"),
        &["1:13 unknown-value `3.1.0` is not a value of `apiVersion` | did you mean `v3.1.0`?"],
    );
}

#[test]
fn one_slip_is_one_finding() {
    check(
        "orders.odcs.yaml",
        "apiVerson: v3.1.0\nkind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\n",
        &[
            "1:1 unknown-field unknown field `apiVerson` in the data contract | did you mean \
           `apiVersion`?",
        ],
    );
    check(
        "orders.odcs.yaml",
        "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nvresion: 1.0.0\nstatus: active\n",
        &[
            "4:1 unknown-field unknown field `vresion` in the data contract | did you mean \
           `version`?",
        ],
    );
    contract(
        "v3.1.0",
        "servers:\n  - {server: a, type: snowflake, acount: a, database: d, shema: s}\n",
        &[
            "7:34 unknown-field unknown field `acount` in servers[] of type `snowflake` | did \
             you mean `account`?",
            "7:58 unknown-field unknown field `shema` in servers[] of type `snowflake` | did \
             you mean `schema`?",
        ],
    );
    // The type that was meant says which fields there are, but does not demand them yet.
    contract(
        "v3.1.0",
        "servers:\n  - {server: a, type: postgress, hots: h}\n",
        &[
            "7:23 unknown-value `postgress` is not a value of `type` | did you mean `postgres`?",
            "7:34 unknown-field unknown field `hots` in servers[] of type `postgres` | did you \
             mean `host`?",
        ],
    );
    contract(
        "v3.1.0",
        "schema:\n  - name: a\n    quality: [{metric: rowCount, mustBeLesThan: 5}]\n",
        &[
            "8:34 unknown-field unknown field `mustBeLesThan` in quality[] | did you mean \
           `mustBeLessThan`?",
        ],
    );
    // An open map takes the key, but not in place of one that it demands.
    contract(
        "v3.0.2",
        "support:\n  - {chanel: help, url: https://example.com}\n",
        &["7:6 unknown-field unknown field `chanel` in support[] | did you mean `channel`?"],
    );
    contract(
        "v3.0.2",
        "slaProperties:\n  - {property: retention, value: 1, units: d, note: x}\n",
        &[
            "7:37 unknown-field unknown field `units` in slaProperties[] | did you mean `unit`?",
            "7:47 unknown-field unknown field `note` in slaProperties[] | move it to \
             `customProperties`: v3.1.0 refuses it here",
        ],
    );
    contract(
        "v3.1.0",
        "schema:\n  - name: a\n    properties:\n      - column: b\n        isNullable: true\n",
        &[
            "10:9 unknown-field unknown field `isNullable` in properties[] | write `required:` \
             with the opposite value",
            "9:9 unknown-field unknown field `column` in properties[] | write `name:`, as this \
             version calls it",
        ],
    );
}

#[test]
fn a_cut_file_lacks_only_what_is_not_in_its_rest() {
    let text = "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nschema: [\nversion: 1.0.0\n";
    let (_, findings) = findings(Path::new("orders.odcs.yaml"), text);
    let missing = findings
        .iter()
        .filter(|finding| finding.rule == "missing-field");
    let missing: Vec<_> = missing.map(|finding| &*finding.message).collect();
    assert_eq!(missing, ["`status` is missing in the data contract"]);
}
