//! JUnit XML: the results of tests, of any writer, and of Data Contract CLI above all.

use std::io::{BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::datacontract::{TOOL, is_untested, rule_at, what};
use super::field::{message, name as short};
use super::metric::metric;
use super::time::moment;
use super::{About, Batch, Fault, Format, Head, Observation, Verdict, What};

pub(super) const FORMAT: Format = Format {
    name: "JUnit",
    holds: "results of tests in XML",
    is_it: |head| head.start().starts_with('<') && head.text.contains("<testsuite"),
    read,
};

/// The deepest suite within suites that is read.
const MOST_NESTED: usize = 64;

/// What a suite says of all its tests; of what it leaves out, what the one around it says.
#[derive(Clone, Default)]
struct Suite {
    name: Option<Box<str>>,
    at: Option<jiff::Timestamp>,
    contract: Option<Box<str>>,
    version: Option<Box<str>>,
    server: Option<Box<str>>,
}

/// A test while it is read.
#[derive(Default)]
struct Case {
    name: String,
    class: String,
    at: Option<jiff::Timestamp>,
    verdict: Option<Verdict>,
    is_skipped: bool,
    category: Option<String>,
    message: String,
    /// What a skipped test says of itself in lines: its result, and whether it could be tested.
    has_warned: bool,
    is_untested: bool,
}

/// What was read so far.
#[derive(Default)]
struct State {
    suites: Vec<Suite>,
    case: Option<Case>,
    is_in_skipped: bool,
    /// The text of a skipped test up to the end of its line, where it stands in pieces.
    line: String,
    batch: Batch,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let mut reader = Reader::from_reader(BufReader::new(text));
    let mut state = State::default();
    state.batch.all.tool = "JUnit".into();
    let mut buffer = Vec::new();
    let mut lines = 1;
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) if state.suites.is_empty() && state.case.is_none() => break,
            Ok(Event::Eof) => return Err(fault(lines, "the file ends within a suite".to_owned())),
            Ok(event) => event,
            Err(error) => return Err(fault(lines, error.to_string())),
        };
        let begun = lines;
        lines += event.bytes().filter(|byte| *byte == b'\n').count();
        state.take(&event, begun)?;
    }
    Ok(state.batch)
}

fn fault(line: usize, message: String) -> Fault {
    Fault {
        line,
        column: 0,
        message,
    }
}

impl State {
    fn take(&mut self, event: &Event<'_>, line: usize) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.start(tag, line)?,
            Event::Empty(tag) => {
                self.start(tag, line)?;
                self.end(tag.local_name().into_inner());
            }
            Event::End(tag) => self.end(tag.local_name().into_inner()),
            Event::Text(text) if self.is_in_skipped => self.said(&text.xml10_content()),
            Event::CData(text) if self.is_in_skipped => self.said(&text.xml10_content()),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: usize) -> Result<(), Fault> {
        let told = |name: &str| attribute(tag, name);
        match tag.local_name().into_inner() {
            "testsuites" | "testsuite" => {
                if self.suites.len() == MOST_NESTED {
                    let message = format!("more than {MOST_NESTED} suites within each other");
                    return Err(fault(line, message));
                }
                let mut suite = self.suites.last().cloned().unwrap_or_default();
                suite.name = told("name").and_then(|text| short(&text)).or(suite.name);
                suite.at = told("timestamp")
                    .and_then(|text| moment(&text))
                    .or(suite.at);
                self.suites.push(suite);
            }
            "property" => {
                // Some writers give tests properties too.
                let suite = self.suites.last_mut().filter(|_| self.case.is_none());
                if let (Some(suite), Some(name)) = (suite, told("name")) {
                    let value = told("value").filter(|value| !value.is_empty());
                    match &*name {
                        "dataContractId" => suite.contract = value.and_then(|text| short(&text)),
                        "dataContractVersion" => {
                            suite.version = value.and_then(|text| short(&text))
                        }
                        "server" => suite.server = value.and_then(|text| short(&text)),
                        _ => {}
                    }
                }
            }
            "testcase" => {
                self.case = Some(Case {
                    name: told("name").unwrap_or_default(),
                    class: told("classname").unwrap_or_default(),
                    at: told("timestamp").and_then(|text| moment(&text)),
                    ..Case::default()
                });
            }
            "failure" => self.outcome(Some(Verdict::Failed), tag),
            "error" => self.outcome(Some(Verdict::Errored), tag),
            "skipped" => {
                self.outcome(None, tag);
                self.is_in_skipped = self.case.is_some();
            }
            _ => {}
        }
        Ok(())
    }

    /// What stands below a test: that it failed, erred or was skipped.
    fn outcome(&mut self, verdict: Option<Verdict>, tag: &BytesStart<'_>) {
        let Some(case) = &mut self.case else { return };
        case.is_skipped |= verdict.is_none();
        // The worst of several holds.
        case.verdict = case.verdict.max(verdict);
        case.category = attribute(tag, "type").or(case.category.take());
        if case.message.is_empty() {
            case.message = attribute(tag, "message").unwrap_or_default();
        }
    }

    /// A piece of the text of a skipped test.
    fn said(&mut self, text: &str) {
        let Some(case) = &mut self.case else { return };
        for piece in text.split_inclusive('\n') {
            if self.line.len() < 1024 {
                self.line.push_str(piece);
            }
            if piece.ends_with('\n') {
                let line = std::mem::take(&mut self.line);
                case.has_warned |= line.trim() == "Result: warning";
                case.is_untested |= line.trim() == "unsupported";
            }
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "testsuites" | "testsuite" => {
                self.suites.pop();
            }
            "skipped" => {
                self.said("\n");
                self.is_in_skipped = false;
            }
            "testcase" => {
                let suite = self.suites.last().cloned().unwrap_or_default();
                match self.case.take().and_then(|case| case.observation(suite)) {
                    Some(observation) => self.batch.add(observation),
                    None => self.batch.silent += 1,
                }
            }
            _ => {}
        }
    }
}

impl Case {
    /// The result of a test; `None` where it was skipped.
    fn observation(self, suite: Suite) -> Option<Observation> {
        let verdict = match self.verdict {
            Some(verdict) => verdict,
            None if !self.is_skipped => Verdict::Passed,
            // Data Contract CLI has no other way to say that a check warns.
            None if self.has_warned && !self.is_untested => {
                if is_untested(None, &self.message) {
                    return None;
                }
                Verdict::Warned
            }
            None => return None,
        };
        let is_contract_test = suite.contract.is_some() || self.kind().is_some();
        let kind = self.kind().unwrap_or_default().to_owned();
        let category = self.category.as_deref().filter(|name| *name != "General");
        let what = match is_contract_test {
            true if self.class == "general" => What::Schema,
            // Of a test that passed the category is not told, but its type is.
            true => what(category.filter(|_| kind.is_empty()), &kind),
            false => What::Quality,
        };
        let (object, property) = self.place(is_contract_test);
        let name = Some(self.name).filter(|name| !name.is_empty());
        Some(Observation {
            about: About {
                contract: suite.contract,
                version: suite.version,
                object,
                property,
                rule_at: name.as_deref().and_then(rule_at),
                suite: suite.name,
                metric: metric(&kind).filter(|_| what == What::Quality),
                name: name.map(Into::into),
                ..About::default()
            },
            verdict: Some(verdict),
            at: self.at.or(suite.at),
            message: message(&self.message),
            tool: is_contract_test.then(|| TOOL.into()),
            environment: suite.server,
            ..Observation::new(what)
        })
    }

    /// The type of a check of Data Contract CLI: the end of its key, which begins with the class.
    fn kind(&self) -> Option<&str> {
        let before = self.class.replace('.', "__");
        let rest = self.name.strip_prefix(&before)?.strip_prefix("__")?;
        (!before.is_empty()).then_some(rest)
    }

    /// The table and the column: a class is `table`, `table.column`, or the path of a program.
    fn place(&self, is_contract_test: bool) -> (Option<Box<str>>, Option<Box<str>>) {
        let class = self.class.trim();
        let is_program = class.matches('.').count() > 1 || class.to_lowercase().starts_with("test");
        if class.is_empty() || class == "general" || (is_program && !is_contract_test) {
            return (None, None);
        }
        match class.split_once('.') {
            Some((object, property)) => (Some(object.into()), Some(property.into())),
            None => (Some(class.into()), None),
        }
    }
}

/// The value of an attribute. Entities other than those of XML itself stay as they are written.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let all = attributes.with_checks(false).flatten();
    let mut found = all.filter(|attribute| attribute.key.into_inner() == name);
    let attribute = found.next()?;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_or_else(|_| attribute.value.to_string(), Into::into);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn suite(rest: &str, inner: &str) -> Trial {
        let text = format!(
            r#"<?xml version="1.0" ?>
<testsuite name="Data Contract" timestamp="2026-03-02T04:05:00.5"{rest}>{inner}</testsuite>"#
        );
        Trial::of(&FORMAT, &text)
    }

    fn told(case: &str) -> Vec<String> {
        let trial = suite("", case);
        let silent = (0..trial.batch().silent).map(|_| "silent".to_owned());
        trial.told().into_iter().chain(silent).collect()
    }

    const END: &str = "suite=Data Contract";
    const AT: &str = "@2026-03-02T04:05:00.5Z";

    #[test]
    fn checks_of_contracts_are_told_by_their_keys() {
        for (case, expected) in [
            (
                r#"<testcase classname="ORDERS.id" name="ORDERS__id__field_is_present"/>"#,
                "Schema ORDERS/id {END} name=ORDERS__id__field_is_present Passed {AT}",
            ),
            (
                r#"<testcase classname="ORDERS.a.b" name="ORDERS__a__b__field_null_values"></testcase>"#,
                "Quality ORDERS/a.b {END} metric=nullValues name=ORDERS__a__b__field_null_values \
                 Passed {AT}",
            ),
            (
                r#"<testcase classname="ORDERS" name="ORDERS__quality_sql_1"><failure type="quality"
                message="3 &gt; 0 &amp; &unknown;">Failed samples: Ada</failure></testcase>"#,
                "Quality ORDERS {END} at=1 name=ORDERS__quality_sql_1 Failed {AT} \
                 \"3 &gt; 0 &amp; &unknown;\"",
            ),
            (
                r#"<testcase classname="ORDERS" name="ORDERS__quality_sql_0"><skipped type="quality"
                message="3 &gt; 0">Name: a &lt; b
Implementation:
SELECT 1

Result: warning
</skipped></testcase>"#,
                "Quality ORDERS {END} at=0 name=ORDERS__quality_sql_0 Warned {AT} \"3 > 0\"",
            ),
            (
                r#"<testcase classname="O.at" name="O__at__servicelevel_freshness"><error
                message="no"/></testcase>"#,
                "Service(Latency) O/at {END} name=O__at__servicelevel_freshness Errored {AT} \"no\"",
            ),
            (
                r#"<testcase classname="O.id" name="O__id__field_type"><skipped type="schema"
                message="x">Implementation:
unsupported

Result: warning</skipped></testcase>"#,
                "silent",
            ),
            (
                r#"<testcase classname="O.id" name="O__id__field_type"><skipped
                message="Checking is not supported yet.">Result: warning</skipped></testcase>"#,
                "silent",
            ),
            (
                r#"<testcase classname="O.id" name="O__id__field_type"><skipped/></testcase>"#,
                "silent",
            ),
        ] {
            let expected = expected.replace("{END}", END).replace("{AT}", AT);
            assert_eq!(told(case), [expected], "{case}");
        }
    }

    #[test]
    fn properties_name_the_contract() {
        let properties = r#"<properties><property name="dataContractId" value="orders"/>
            <property name="dataContractVersion" value="1.2.0"/><property name="server" value="prod"/>
            </properties>"#;
        let case =
            r#"<testcase classname="general" name="lint"><failure message="no"/></testcase>"#;
        let trial = suite("", &format!("{properties}{case}"));
        assert_eq!(
            trial.told(),
            [format!(
                "Schema - contract=orders {END} name=lint Failed {AT} \"no\""
            )]
        );
        let first = &trial.batch().results[0];
        assert_eq!(first.about.version.as_deref(), Some("1.2.0"));
        assert_eq!(first.environment.as_deref(), Some("prod"));
        assert_eq!(first.tool.as_deref(), Some(TOOL));
    }

    #[test]
    fn other_writers_nest_suites_and_name_programs() {
        let text = r#"<testsuites name="all" timestamp="2026-03-02T04:00:00Z">
            <testsuite name="orders" timestamp="2026-03-02T05:00:00+00:00">
              <testcase classname="orders.id" name="is there" timestamp="2026-03-02T05:00:01Z"/>
              <testcase classname="tests.test_orders" name="adds up"><failure/><error/></testcase>
              <testcase classname="a.b.c" name="x"/>
              <testcase name="y"><properties><property name="dataContractId" value="z"/></properties>
              </testcase>
            </testsuite>
            <testsuite><testcase name="z"/></testsuite>
            </testsuites>"#;
        assert_eq!(
            Trial::of(&FORMAT, text).told(),
            [
                "Quality orders/id suite=orders name=is there Passed @2026-03-02T05:00:01Z",
                "Quality - suite=orders name=adds up Errored @2026-03-02T05:00:00Z",
                "Quality - suite=orders name=x Passed @2026-03-02T05:00:00Z",
                "Quality - suite=orders name=y Passed @2026-03-02T05:00:00Z",
                "Quality - suite=all name=z Passed @2026-03-02T04:00:00Z",
            ]
        );
    }

    #[test]
    fn what_is_no_xml_is_told_with_its_line() {
        for (text, line) in [
            ("<testsuite>\n<testcase name='a'>\n", 3),
            ("<testsuite>\n<testcase\nname='a'/>\n</testsuites>", 4),
            ("<testsuite>\n<testcase name='a'", 2),
        ] {
            assert_eq!(Trial::of(&FORMAT, text).fault().line, line, "{text}");
        }
        let deep = "<testsuite>".repeat(MOST_NESTED + 1);
        let trial = Trial::of(&FORMAT, &deep);
        assert!(trial.fault().message.contains("within each other"));
    }

    #[test]
    fn entities_of_a_document_are_not_expanded() {
        let text = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>
            <testsuite timestamp="2026-03-02T05:00:00Z"><testcase name="&b;"/></testsuite>"#;
        assert_eq!(
            Trial::of(&FORMAT, text).told(),
            ["Quality - name=&b; Passed @2026-03-02T05:00:00Z"]
        );
    }
}
