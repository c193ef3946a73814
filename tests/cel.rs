//! Expressions of rules give the values that the specification of CEL gives them, as far as rules
//! need it, and no expression costs more than it may.

use std::fmt::Write;
use std::fs;
use std::time::{Duration, Instant};

use meshbook::diag::Finding;
use meshbook::pipeline::{self, Judged};

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.2.0
status: active
domain: sales
tags: [finance, core]
description: {purpose: Orders of all shops.}
slaProperties:
  - {property: latency, value: 4, unit: h}
  - {property: retention, value: '3', unit: y}
  - {property: availability, value: 99.5, unit: percent}
schema:
  - name: orders
    properties:
      - name: net_amount
        logicalType: number
        required: true
        classification: internal
        tags: [money, core]
        customProperties:
          - {property: currency, value: EUR}
          - {property: scale, value: 2}
          - {property: limits, value: {low: 1, high: 9}}
        quality:
          - {metric: nullValues, mustBe: 0}
          - {type: sql, query: select 1, mustBeLessThan: 5}
";

/// A rule with an expression at `assert`, and one at the message.
fn rule(number: usize, assert: &str, message: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    format!(
        "id: test/rule-{number}\ntitle: Rule {number}\nseverity: low\nlevel: gold\n\
         since: 2026-01-01\nfor_each: schema[*].properties[*]\nassert: {}\nmessage: {}\nfix: mend\n",
        quoted(assert),
        quoted(message),
    )
}

/// The portal of these rules and one contract.
fn judged(contract: &str, rules: &[String]) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("orders.odcs.yaml"), contract).unwrap();
    fs::create_dir(root.join("rules")).unwrap();
    fs::write(root.join("meshbook.yaml"), "governance: {rules: [rules]}\n").unwrap();
    for (number, text) in rules.iter().enumerate() {
        fs::write(root.join(format!("rules/{number:04}.yaml")), text).unwrap();
    }
    pipeline::judge(pipeline::read(root).unwrap(), now())
}

fn of_rule(judged: &Judged, number: usize) -> impl Iterator<Item = &Finding> {
    let id = format!("test/rule-{number}");
    judged
        .findings
        .iter()
        .filter(move |finding| finding.rule == *id)
}

/// What the specification says of each expression (cel-spec, langdef.md and the extensions for
/// strings, lists and math), and what rules add: a field that is absent has the empty value of its
/// kind, and `has()` still tells that it is not there.
const VALUES: &[(&str, &str)] = &[
    // Strings.
    ("'a' + 'b'", "ab"),
    ("size('täst')", "4"),
    ("'hello'.size()", "5"),
    ("'hello'.contains('ell')", "true"),
    ("'hello'.startsWith('he')", "true"),
    ("'hello'.endsWith('he')", "false"),
    ("'net_amount'.matches('^[a-z_]+$')", "true"),
    ("matches('net_amount', '^net')", "true"),
    ("'TacoCat'.lowerAscii()", "tacocat"),
    ("'TacoCat'.upperAscii()", "TACOCAT"),
    ("'  x '.trim()", "x"),
    ("'hello hello'.replace('he', 'we')", "wello wello"),
    ("'hello hello'.replace('he', 'we', 1)", "wello hello"),
    ("'a,b,c'.split(',').size()", "3"),
    ("['a', 'b'].join('-')", "a-b"),
    ("'tacocat'.substring(4)", "cat"),
    ("'tacocat'.substring(0, 4)", "taco"),
    ("'hello'.indexOf('l')", "2"),
    ("'hello'.lastIndexOf('l')", "3"),
    ("'abc'.charAt(1)", "b"),
    ("'b' > 'a'", "true"),
    // Lists.
    ("[1, 2, 3].size()", "3"),
    ("[1, 2, 3][1]", "2"),
    ("2 in [1, 2, 3]", "true"),
    ("[1, 2] + [3]", "[1, 2, 3]"),
    ("[1, 2] == [1, 2]", "true"),
    ("[3, 1, 2].sort()", "[1, 2, 3]"),
    ("[1, 2, 2].distinct()", "[1, 2]"),
    ("[[1], [2, 3]].flatten()", "[1, 2, 3]"),
    ("[1, 2, 3, 4].slice(1, 3)", "[2, 3]"),
    // Macros.
    ("[1, 2, 3].all(n, n > 0)", "true"),
    ("[1, 2, 3].exists(n, n > 2)", "true"),
    ("[1, 2, 3].exists_one(n, n > 2)", "true"),
    ("[1, 2, 3].map(n, n * 2)", "[2, 4, 6]"),
    ("[1, 2, 3].map(n, n > 1, n * 2)", "[4, 6]"),
    ("[1, 2, 3].filter(n, n > 1)", "[2, 3]"),
    ("[].all(n, false)", "true"),
    ("[].exists(n, true)", "false"),
    ("has({'a': 1}.a)", "true"),
    ("has({'a': 1}.b)", "false"),
    ("[[1, 2], [3]].all(l, l.exists(n, n > 1))", "true"),
    // Logic.
    ("true ? 'a' : 'b'", "a"),
    ("true || 1 / 0 == 1", "true"),
    ("1 / 0 == 1 || true", "true"),
    ("false && 1 / 0 == 1", "false"),
    ("!(1 == 2)", "true"),
    // Numbers.
    ("7 / 2", "3"),
    ("-7 % 3", "-1"),
    ("2.5 * 2.0", "5"),
    ("1 == 1.0", "true"),
    ("int('42') + 1", "43"),
    ("double('1.5')", "1.5"),
    ("string(3)", "3"),
    ("math.greatest(1, 3, 2)", "3"),
    ("math.least(1, 3, 2)", "1"),
    ("math.abs(-4)", "4"),
    ("math.ceil(1.2)", "2"),
    ("math.round(1.5)", "2"),
    ("math.floor(-1.2)", "-2"),
    ("math.sqrt(49)", "7"),
    // Times.
    ("timestamp('2026-03-01T00:00:00Z') < now", "true"),
    ("now.getFullYear()", "2026"),
    ("now.getMonth()", "2"),
    ("timestamp('2026-03-02T10:20:30Z').getHours()", "10"),
    (
        "now - timestamp('2026-03-01T00:00:00Z') == duration('24h')",
        "true",
    ),
    (
        "timestamp('2026-03-01T00:00:00Z') + duration('24h') == now",
        "true",
    ),
    ("duration('90m').getHours()", "1"),
    (
        "string(timestamp('2026-03-02T00:00:00Z'))",
        "2026-03-02T00:00:00Z",
    ),
    // Types.
    ("type(1) == int", "true"),
    ("type('a') == string", "true"),
    ("type(it.customProperties[1].value) == int", "true"),
    // What is there.
    ("it.name", "net_amount"),
    ("it.required", "true"),
    ("object.name", "orders"),
    ("contract.id + ' ' + contract.version", "orders 1.2.0"),
    ("product.domain", "sales"),
    ("product.status", "active"),
    ("it.tags", "[money, core]"),
    ("it.tags == ['money', 'core']", "true"),
    ("['money', 'core'] == it.tags", "true"),
    (
        "it.customProperties.exists(c, c.property == 'currency')",
        "true",
    ),
    ("it.customProperties[0].value", "EUR"),
    ("it.customProperties[1].value + 1", "3"),
    ("it.customProperties[2].value.high", "9"),
    ("has(it.customProperties[2].value.middle)", "false"),
    (
        "it.quality.filter(q, q.type == 'sql').map(q, q.mustBeLessThan)",
        "[5]",
    ),
    (
        "contract.slaProperties.exists(s, s.property == 'latency' && s.value <= 4)",
        "true",
    ),
    ("contract.slaProperties.map(s, s.value)", "[4, 3, 99.5]"),
    ("contract.description.purpose", "Orders of all shops."),
    ("it['name']", "net_amount"),
    ("'name' in it", "true"),
    ("has(it.name)", "true"),
    // What is not.
    ("it.businessName", ""),
    ("it.businessName == ''", "true"),
    ("has(it.businessName)", "false"),
    ("it.unique", "false"),
    ("has(it.unique)", "false"),
    ("it.examples", "[]"),
    ("it.examples.size() == 0", "true"),
    ("has(it.examples)", "false"),
    ("it.relationships.all(r, r.type == 'foreignKey')", "true"),
    ("it.primaryKeyPosition == null", "true"),
    ("contract.team.name", ""),
    ("contract.team.members.size()", "0"),
    ("has(contract.team)", "false"),
    ("has(contract.team.name)", "false"),
    ("contract.price.priceAmount == null", "true"),
    ("it.quality[0].dimension", ""),
    ("product.upstream.size()", "0"),
    ("product.hasManifest", "false"),
];

#[test]
fn expressions_have_the_values_of_the_specification() {
    assert!(VALUES.len() >= 60);
    let rules: Vec<String> = VALUES
        .iter()
        .enumerate()
        .map(|(number, (expression, _))| {
            rule(number, "false", &format!("<{{{{ {expression} }}}}>"))
        })
        .collect();
    let judged = judged(CONTRACT, &rules);
    let mut faults = String::new();
    for (number, (expression, expected)) in VALUES.iter().enumerate() {
        let message = of_rule(&judged, number)
            .next()
            .map(|finding| finding.message.as_str());
        let expected = format!("<{expected}>");
        if message != Some(&expected) {
            writeln!(faults, "{expression}: {message:?}, not {expected:?}").unwrap();
        }
    }
    let broken = judged
        .findings
        .iter()
        .filter(|finding| finding.rule == "broken-rule");
    for finding in broken {
        writeln!(faults, "{}", finding.message).unwrap();
    }
    assert!(faults.is_empty(), "{faults}");
}

/// Tests that need no evaluator have the values that it gives them: where the rule is not met, its
/// message says what the evaluator makes of the same expression.
#[test]
fn quick_tests_have_the_values_of_the_evaluator() {
    let tests = [
        "it.name == 'net_amount'",
        "'net_amount' == it.name",
        "it.name != 'net_amount'",
        "it.businessName == ''",
        "it.name in ['a', 'net_amount']",
        "it.businessName in ['a', 'b']",
        "it.name.startsWith('net') && it.name.endsWith('_amount')",
        "it.name.contains('gross') || it.required",
        "it.unique",
        "!it.unique && !has(it.unique)",
        "has(it.description)",
        "has(it.name) && has(it.tags)",
        "it.name.matches('^[a-z_]+$')",
        "it.businessName.matches('^$')",
        "object.name == 'orders' && contract.status == 'active' && product.domain == 'sales'",
        "contract.description.purpose.contains('shops')",
        "contract.team.name == ''",
        "has(contract.team.name)",
        "it.customProperties.exists(c, c.property == 'currency')",
        "it.customProperties.all(c, c.property == 'currency')",
        "it.relationships.all(r, r.type == 'x')",
        "it.relationships.exists(r, true)",
        "it.quality.exists(it, it.type == 'sql')",
        "contract.slaProperties.exists(s, s.property == it.name)",
        "product.hasManifest",
        "true",
    ];
    let mut rules = Vec::new();
    for test in tests {
        let message = format!("{{{{ {test} }}}}");
        rules.push(rule(rules.len(), test, &message));
        rules.push(rule(rules.len(), &format!("!({test})"), &message));
    }
    let judged = judged(CONTRACT, &rules);
    for (number, test) in tests.iter().enumerate() {
        let of = |number| of_rule(&judged, number).map(|finding| finding.message.as_str());
        let (as_it_is, negated): (Vec<_>, Vec<_>) =
            (of(2 * number).collect(), of(2 * number + 1).collect());
        match (as_it_is.as_slice(), negated.as_slice()) {
            (["false"], []) | ([], ["true"]) => {}
            other => panic!("{test}: {other:?}"),
        }
    }
}

/// Expressions that ask for what is not there, and what is told of them.
const FAULTS: &[(&str, &str, &str)] = &[
    ("it.nam == ''", "a schema property has no `nam`", "nam"),
    (
        "it.quality.exists(q, q.metrc == '')",
        "a quality rule has no `metrc`",
        "metrc",
    ),
    ("itt.name == ''", "there is no `itt` here", "itt"),
    (
        "it.name.length() > 1",
        "rules have no function `length`",
        "length",
    ),
    (
        "it.name.startWith('a')",
        "rules have no function `startWith`",
        "startWith",
    ),
    (
        "it.name.first == ''",
        "`first` is asked of what is a text",
        "first",
    ),
    ("it.tags.name == ''", "`name` is asked of a list", "name"),
    (
        "it.name.all(c, true)",
        "a loop goes through what is no list",
        "name",
    ),
    ("contract.team == it", "a whole map is compared", "."),
    ("it in contract.schema", "a whole map is compared", "it"),
    ("it.name ==", "the expression ends too early", ""),
    ("it.name = 'x'", "", "="),
    ("it.name == 'x", "", "'x"),
    (
        "it.name.matches(it.name)",
        "the regular expression of `matches` is no text in quotes",
        "",
    ),
    (
        "it.name.matches('(')",
        "the regular expression cannot be read",
        "",
    ),
    ("Foo{a: 1} == 1", "rules make no messages of a type", ""),
    ("", "the expression is empty", ""),
];

#[test]
fn faults_of_expressions_are_told_at_their_place() {
    for (expression, message, marked) in FAULTS {
        let text = rule(0, expression, "m");
        let judged = judged(CONTRACT, std::slice::from_ref(&text));
        let broken: Vec<_> = judged
            .findings
            .iter()
            .filter(|finding| finding.rule == "broken-rule")
            .collect();
        let [finding] = broken.as_slice() else {
            panic!("{expression}: {broken:?}");
        };
        if !message.is_empty() {
            assert!(
                finding.message.starts_with(message),
                "{expression}: {}",
                finding.message
            );
        }
        let place = judged.files.place(finding.span);
        assert!(
            place.file.ends_with("rules/0000.yaml"),
            "{expression}: {}",
            place.file
        );
        assert_eq!(place.line, 7, "{expression}: {}", finding.message);
        let file = judged.files.file(judged.files.of(finding.span));
        let shown = &file.text[file.range(finding.span)];
        assert!(
            shown.contains(marked),
            "{expression}: {shown:?} of {}",
            finding.message
        );
        // Nobody passes by a rule that is broken.
        let card = &judged.scorecards.products[0];
        let at = card.book.position("test/rule-0").unwrap();
        let outcome = card.verdicts[at].outcome;
        assert!(
            matches!(outcome, meshbook::rules::Outcome::Unknown(_)),
            "{outcome:?}"
        );
    }
}

/// What cannot be evaluated is not known, and is told once at the rule.
#[test]
fn errors_of_evaluation_are_unknown_and_told_at_the_rule() {
    let cases = [
        (
            "it.customProperties[0].value > 3",
            "`>` is not defined for string and int",
        ),
        (
            "it.customProperties[7].value == 3",
            "an index is out of bounds",
        ),
        (
            "it.customProperties[2].value.middle == 3",
            "there is no key `middle`",
        ),
        ("1 / (it.tags.size() - 2) == 1", "it divides by zero"),
        ("it.name", "its value is of type string, not true or false"),
        ("int(it.name) > 1", "`int` cannot take this value"),
    ];
    for (expression, why) in cases {
        let judged = judged(CONTRACT, &[rule(0, expression, "m")]);
        let broken: Vec<_> = judged
            .findings
            .iter()
            .filter(|finding| finding.rule == "broken-rule")
            .collect();
        let [finding] = broken.as_slice() else {
            panic!("{expression}: {broken:?}");
        };
        assert!(
            finding.message.contains(why),
            "{expression}: {}",
            finding.message
        );
        assert!(judged.files.place(finding.span).file.ends_with("0000.yaml"));
        let card = &judged.scorecards.products[0];
        let outcome = card.verdicts[card.book.position("test/rule-0").unwrap()].outcome;
        assert!(
            matches!(outcome, meshbook::rules::Outcome::Unknown(_)),
            "{outcome:?}"
        );
    }
}

/// A contract with many columns, of which each has many custom properties.
fn large() -> String {
    let levels = "  - {property: latency, value: 4, unit: h}\n".repeat(2_000);
    let mut text = CONTRACT.replace("schema:\n", &format!("{levels}schema:\n"));
    text = text.replace("Orders of all shops.", &"x".repeat(50_000));
    for column in 0..300 {
        writeln!(
            text,
            "      - {{name: column_{column}, logicalType: string, tags: [a, b, c], description: {}}}",
            "x".repeat(1_000)
        )
        .unwrap();
    }
    text
}

/// Hostile expressions: each ends soon, as a fault at the rule or as a value.
fn hostile() -> Vec<String> {
    let bomb = |depth: usize| {
        let mut text = String::from("'xxxxxxxx'");
        for _ in 0..depth {
            text = format!("{text}.replace('x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')");
        }
        format!("{text} == ''")
    };
    let many = |part: &str, count: usize| part.repeat(count);
    let columns = "contract.schema[0].properties";
    let hundred = format!("[{}]", vec!["1"; 1_000].join(","));
    vec![
        // Loops over long lists.
        format!("{columns}.all(a, {columns}.all(b, {columns}.all(c, a.name != b.name || b.name != c.name || true)))"),
        format!("{columns}.all(a, {columns}.all(b, a.name != b.name || true))"),
        format!("{hundred}.all(a, {hundred}.all(b, a == b))"),
        format!("{hundred}.map(a, {hundred}.map(b, {hundred}.map(c, a))).size() > 1"),
        format!("{columns}.all(a, {columns}.all(b, {columns}.all(c, {columns}.all(d, true))))"),
        format!("{columns}.map(p, p.description).join('').split('').distinct().size() > 0"),
        format!("{columns}.map(p, p.description).join('').size() > 0"),
        format!("{columns}.all(p, {columns}.map(q, q.description).join('') != '')"),
        // Loops without the evaluator, of which each column goes through all.
        "contract.slaProperties.all(s, s.property != 'none')".to_owned(),
        "object.properties.all(p, p.name != 'none')".to_owned(),
        "contract.description.purpose.matches('x*y')".to_owned(),
        // Deep nesting.
        format!("{}true{}", many("(", 2_000), many(")", 2_000)),
        format!("{}true", many("!", 4_000)),
        format!("{}1 == 1", many("-", 4_000)),
        format!("{}1{} == 1", many("[", 2_000), many("]", 2_000)),
        format!("{}1{} == 1", many("true ? ", 500), many(" : 0", 500)),
        format!("1{} == 1", many("+1", 2_000)),
        format!("a{} == 1", many(".b", 2_000)),
        format!("true{}", many(" && true", 500)),
        format!("[[[1]]]{} == 1", many("[0]", 1_000)),
        format!("it.name{} == ''", many(".trim()", 500)),
        // Regular expressions.
        "it.description.matches('(a+)+$')".to_owned(),
        format!("it.description.matches('{}')", many("(x|xx)*", 500)),
        "it.description.matches('((((x{1000}){1000}){1000}){1000})')".to_owned(),
        format!("it.description.matches('{}{}')", many("(", 1_500), many(")", 1_500)),
        // Large literals, growing texts and numbers.
        format!("'{}' == ''", many("a", 1_000_000)),
        format!("1{} == 1", many("0", 4_000)),
        bomb(3),
        bomb(40),
        format!("{}.size() > 0", many("'x'.replace('', it.description)", 1) + &many(".replace('', it.description)", 20)),
        "[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, it.description)).flatten().join('').size() > 1".to_owned(),
        "range(1000000000).map(x, x * x).size() > 0".to_owned(),
        "lists.range(1000000000).size() > 0".to_owned(),
        "'%.999999999f'.format([1.0]) == ''".to_owned(),
        // Numbers and times at their ends.
        "9223372036854775807 + 1 > 0".to_owned(),
        "1 / 0 == 1".to_owned(),
        "duration('999999999999999h') > duration('1h')".to_owned(),
        "timestamp('9999-12-31T23:59:59Z') + duration('1h') > now".to_owned(),
        // Names that only the evaluator has, and odd characters.
        "@result == 1".to_owned(),
        "__result__".to_owned(),
        "'\u{0}' == it.name".to_owned(),
        "\u{202e}it.name == ''".to_owned(),
        "it.it.it.it == it".to_owned(),
        "product.all(p, product.all(q, product.all(r, p == q && q == r)))".to_owned(),
        ".map(x, x)".to_owned(),
        "{'a': {'b': 1}}['a']['b']['b'] == 1".to_owned(),
        "[it] == [it] && [contract] == [contract] && [product] == [product]".to_owned(),
        "it == it && contract == contract && product == product && object == object && it != it".to_owned(),
    ]
}

/// How long one expression may take, beside what a portal takes without it. A debug build, which
/// is slower many times over, only shows that each ends.
const MOST: Duration = match cfg!(debug_assertions) {
    true => Duration::from_secs(10),
    false => Duration::from_millis(50),
};

#[test]
fn hostile_expressions_end_soon() {
    let contract = large();
    let mut told = 0;
    // What is set up once for all expressions is not what one of them takes.
    judged(&contract, &[rule(0, "it.name != ''", "m")]);
    let mut faults = String::new();
    for expression in hostile() {
        let shown: String = expression.chars().take(60).collect();
        let mut least = Duration::MAX;
        for _ in 0..3 {
            // The contract has one column less here than there are in the list.
            let text = rule(0, &expression, "m").replace("schema[*].properties[*]", "schema[*]");
            let text = match expression.contains("it.description") || !expression.contains("schema")
            {
                true => rule(0, &expression, "m"),
                false => text,
            };
            let before = judged_in(&contract, None);
            let with = judged_in(&contract, Some(&text));
            least = least.min(with.1.saturating_sub(before.1));
            let broken = with
                .0
                .findings
                .iter()
                .filter(|finding| finding.rule == "broken-rule");
            for finding in broken {
                let place = with.0.files.place(finding.span);
                assert!(
                    place.file.ends_with("rules/0000.yaml"),
                    "{shown}: {}",
                    place.file
                );
                assert!(finding.message.len() < 600, "{shown}: {}", finding.message);
                told += 1;
            }
            if least <= MOST {
                break;
            }
        }
        println!("{least:>10.2?}  {shown}");
        if least > MOST {
            writeln!(faults, "{shown}: {least:?}").unwrap();
        }
    }
    assert!(told > 20, "only {told} were told");
    assert!(faults.is_empty(), "slower than {MOST:?}:\n{faults}");
}

/// The portal with a rule or without, and how long judging it took.
fn judged_in(contract: &str, rule: Option<&String>) -> (Judged, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("orders.odcs.yaml"), contract).unwrap();
    fs::create_dir(root.join("rules")).unwrap();
    fs::write(root.join("meshbook.yaml"), "governance: {rules: [rules]}\n").unwrap();
    if let Some(rule) = rule {
        fs::write(root.join("rules/0000.yaml"), rule).unwrap();
    }
    let read = pipeline::read(root).unwrap();
    let start = Instant::now();
    let judged = pipeline::judge(read, now());
    (judged, start.elapsed())
}

/// The rule in the guide meets its own tests, and tests that prove nothing are told.
#[test]
fn the_rule_of_the_guide_meets_its_tests() {
    let guide = fs::read_to_string("content/guide/rules.md").unwrap();
    let (_, rest) = guide.split_once("```yaml rule\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    assert_eq!(faults_of_tests(text), Vec::<String>::new());
    let without = text.replace("    fail:\n", "    skip:\n");
    assert!(faults_of_tests(&without)[0].contains("has no test with `fail`"));
    let elsewhere = text.replace("at: schema[0].properties[1]", "at: schema[0].properties[0]");
    assert!(faults_of_tests(&elsewhere)[0].contains("is not met at `schema[0].properties[1]`"));
    let contrary = text
        .replace("assert: it.", "assert: '!it.")
        .replace("\"currency\")\nmessage", "\"currency\")'\nmessage");
    assert_eq!(faults_of_tests(&contrary).len(), 2);
}

/// What `meshbook rules test` says of a rule.
fn faults_of_tests(rule: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("rules")).unwrap();
    fs::write(root.join("meshbook.yaml"), "governance: {rules: [rules]}\n").unwrap();
    fs::write(root.join("rules/rule.yaml"), rule).unwrap();
    fs::write(
        root.join("rules/money-without-currency.md"),
        "# Money\n\nA sum needs a currency.\n",
    )
    .unwrap();
    let mut files = meshbook::diag::Files::default();
    let mut findings = Vec::new();
    let config =
        meshbook::config::load(&meshbook::tree::Tree::Disk, root, &mut files, &mut findings)
            .unwrap();
    assert_eq!(findings, Vec::new());
    let mut own = meshbook::rules::own::OwnRules::read(&config, &files);
    let told = own.faults().to_vec();
    let tried = meshbook::rules::own::try_out(&mut own, &files, "2026-12-05".parse().unwrap());
    let faults = tried.into_iter().flat_map(|(_, tried)| tried.faults);
    told.into_iter()
        .chain(faults)
        .map(|finding| finding.message)
        .collect()
}
