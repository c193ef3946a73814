//! Rule files into rules. What is wrong is told at its place.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::codes::BROKEN_RULE;
use super::expression::{Expression, Fault, Names};
use super::functions::Pattern;
use super::raw;
use super::rule::{Expected, OwnRule, OwnRules, Placed, Sight, Test};
use super::template::Template;
use crate::config::{Config, check_shape};
use crate::diag::{Element, FileId, Files, Finding, Span, Subject, SubjectKind};
use crate::document::{self, Kind as ScalarKind, Node, Value};
use crate::facts::{Kind, Path};
use crate::rules::{self, Characteristic, Effort, Evidence, Principle, Severity, Tier};

/// The most rules of an organisation.
const MOST: usize = 500;
/// The most tests of a rule.
const TESTS: usize = 100;
/// The longest text of a rule beside its expressions, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// The stack of the thread on which rules are read, in bytes: the parser descends once for each
/// level of an expression, of which 4 KiB can hold many before they are counted.
const STACK: usize = 128 << 20;

/// Reads the rules that the configuration names.
pub(super) fn read(config: &Config, files: &Files) -> OwnRules {
    if config.governance.rules.is_empty() {
        return OwnRules::default();
    }
    let reading = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, || read_all(config, files));
        thread.map(|thread| thread.join())
    });
    match reading {
        Ok(Ok(own)) => own,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        // The machine gives no such thread.
        Err(_) => read_all(config, files),
    }
}

fn read_all(config: &Config, files: &Files) -> OwnRules {
    let mut own = OwnRules::default();
    let mut known: HashMap<String, Span> = HashMap::new();
    let governance = &config.governance;
    for &file in &governance.rules {
        let text = &files.file(file).text;
        own.texts.update(&(text.len() as u64).to_le_bytes());
        own.texts.update(text.as_bytes());
        let mut reading = Reading {
            files,
            file,
            docs: governance.rule_docs.get(&file).copied(),
            subject: Subject::new(SubjectKind::Portal, &*files.file(file).shown),
            patterns: &mut own.patterns,
            faults: Vec::new(),
        };
        let rule = reading.rule();
        let mut faults = reading.faults;
        if let Some(mut rule) = rule {
            let first = *known.entry(rule.id.clone()).or_insert(rule.span);
            let is_full = own.rules.len() == MOST;
            if first != rule.span || is_full {
                let message = match is_full {
                    true => format!("there are more than {MOST} rules"),
                    false => format!("two rules are called `{}`", rule.id),
                };
                let subject = Subject::new(SubjectKind::Portal, &*files.file(file).shown);
                let finding = Finding::new(&BROKEN_RULE, subject, rule.span, message);
                faults.push(match is_full {
                    true => finding.help("remove those that nobody needs"),
                    false => finding
                        .help("give this one a name of its own")
                        .related(first, "the first one"),
                });
            } else {
                if !faults.is_empty() {
                    rule.sight = None;
                }
                own.rules.push(rule);
            }
        }
        own.faults.extend(faults);
    }
    own
}

struct Reading<'a> {
    files: &'a Files,
    file: FileId,
    docs: Option<FileId>,
    subject: Subject,
    patterns: &'a mut Vec<Pattern>,
    faults: Vec<Finding>,
}

impl Reading<'_> {
    fn tell(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let finding = Finding::new(&BROKEN_RULE, self.subject.clone(), span, message);
        self.faults.push(finding.help(help));
    }

    /// The rule of the file; `None` where it has no name.
    fn rule(&mut self) -> Option<OwnRule> {
        let files = self.files;
        let file = files.file(self.file);
        let parsed = document::yaml(&file.text, file.whole(), &self.subject);
        for finding in parsed.findings {
            self.faults.push(Finding {
                rule: BROKEN_RULE.id.into(),
                level: BROKEN_RULE.level,
                element: BROKEN_RULE.element,
                ..finding
            });
        }
        let Some(root) = parsed.roots.first().filter(|root| !root.is_null()) else {
            if self.faults.is_empty() {
                let help = "write a rule into it, or remove it";
                self.tell(file.whole().head(), "the file holds no rule", help);
            }
            return None;
        };
        if let Some(second) = parsed.roots.get(1) {
            let help = "move it to a file of its own";
            self.tell(second.span.head(), "a second rule in one file", help);
        }
        let codes = [&BROKEN_RULE; 2];
        let shape = check_shape(root, &raw::schema(), "the rule", &self.subject, codes);
        self.faults.extend(shape);
        let id = root
            .get("id")
            .and_then(|id| Some((id.text()?.trim(), id.span)));
        let (id, span) = id?;
        if !is_name(id) {
            let help = "write the organisation and the rule in small letters, such as `acme/money-without-currency`";
            self.tell(span, format!("`{}` is no name of a rule", cut(id)), help);
            return None;
        }
        if rules::code(id).is_some() {
            self.tell(
                span,
                format!("Meshbook has a rule `{id}`"),
                "choose another name",
            );
            return None;
        }
        Some(self.rule_of(root, id, span))
    }

    fn rule_of(&mut self, root: &Node<'_>, id: &str, span: Span) -> OwnRule {
        let word = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default();
        let since = self.since(root);
        let grace: i64 = word("grace_days").parse().unwrap_or(0);
        let mut rule = OwnRule {
            id: id.to_owned(),
            title: self.text(root, "title"),
            principle: match word("principle") {
                "domain-ownership" => Principle::DomainOwnership,
                "data-as-a-product" => Principle::DataAsAProduct,
                "self-serve-platform" => Principle::SelfServePlatform,
                _ => Principle::FederatedGovernance,
            },
            characteristic: match word("characteristic") {
                "discoverable" => Characteristic::Discoverable,
                "addressable" => Characteristic::Addressable,
                "self-describing" => Characteristic::SelfDescribing,
                "interoperable" => Characteristic::Interoperable,
                "secure" => Characteristic::Secure,
                _ => Characteristic::Trustworthy,
            },
            severity: match word("severity") {
                "critical" => Severity::Critical,
                "high" => Severity::High,
                "medium" => Severity::Medium,
                _ => Severity::Low,
            },
            tier: match word("level") {
                "bronze" => Tier::Bronze,
                "silver" => Tier::Silver,
                _ => Tier::Gold,
            },
            evidence: match word("evidence") {
                "verified" => Evidence::Verified,
                _ => Evidence::Declared,
            },
            effort: match word("effort") {
                "small" => Effort::Small,
                "large" => Effort::Large,
                _ => Effort::Medium,
            },
            element: Element::Schema,
            since: since.map_or_else(String::new, |since| since.to_string()),
            counts_from: since.and_then(|since| since.checked_add(grace.days()).ok()),
            is_waivable: word("waivable") != "false",
            is_on_products: false,
            page: String::new(),
            file: self.file,
            span,
            sight: None,
            tests: Vec::new(),
        };
        let path = self.path(root);
        rule.is_on_products = path.as_ref().is_some_and(|path| path.root == Kind::Product);
        rule.element = element(word("element"), path.as_ref());
        rule.sight = path.and_then(|path| self.sight(root, path));
        rule.tests = self.tests(root);
        rule.page = self.page(&rule, root);
        rule
    }

    /// A text that must be there and may not be too long.
    fn text(&mut self, root: &Node<'_>, key: &str) -> String {
        let Some(node) = root.get(key) else {
            return String::new();
        };
        let text = node.text().unwrap_or_default().trim();
        if text.len() > LONGEST_TEXT {
            let help = format!("write at most {LONGEST_TEXT} bytes");
            self.tell(node.span, format!("`{key}` is too long"), &help);
            return String::new();
        }
        if text.is_empty() && !matches!(node.value, Value::Map(_) | Value::List(_)) {
            self.tell(node.span, format!("`{key}` is empty"), "write it");
        }
        text.to_owned()
    }

    fn since(&mut self, root: &Node<'_>) -> Option<Date> {
        let node = root.get("since")?;
        let date = node
            .text()
            .and_then(|text| text.trim().parse::<Date>().ok());
        if date.is_none() {
            let message = format!("`{}` is no date", cut(node.text().unwrap_or_default()));
            self.tell(node.span, message, "write it as 2026-12-01");
        }
        date
    }

    fn path(&mut self, root: &Node<'_>) -> Option<Path> {
        let node = root.get("for_each")?;
        let text = node.text()?.trim();
        let kind = root.get("kind").and_then(Node::text);
        let tried = match kind {
            Some("product") => Path::parse(text, Kind::Product),
            Some("contract") => Path::parse(text, Kind::Contract),
            _ => Path::parse(text, Kind::Contract).or_else(|fault| {
                // What both may have is of the contract.
                Path::parse(text, Kind::Product).map_err(|_| fault)
            }),
        };
        match tried {
            Ok(path) => Some(path),
            Err(fault) => {
                self.tell(node.span, fault.message, &fault.help);
                None
            }
        }
    }

    fn sight(&mut self, root: &Node<'_>, path: Path) -> Option<Sight> {
        let names = Names {
            it: Some(path.kind),
            has_contract: path.root == Kind::Contract,
            has_object: path.is_in_object(),
        };
        let whole = Names {
            it: None,
            has_object: false,
            ..names
        };
        let applies_to = self.expression(root, "applies_to", whole);
        let when = self.expression(root, "when", names);
        let assert = self.expression(root, "assert", names);
        let message = self.template(root, "message", names);
        let fix = self.template(root, "fix", names);
        Some(Sight {
            path,
            applies_to: applies_to.ok()?,
            when: when.ok()?,
            assert: assert.ok()??,
            message: message?,
            fix: fix?,
        })
    }

    /// An expression, where there is one.
    fn expression(
        &mut self,
        root: &Node<'_>,
        key: &str,
        names: Names,
    ) -> Result<Option<Placed<Expression>>, ()> {
        let Some(node) = root.get(key).filter(|node| !node.is_null()) else {
            return Ok(None);
        };
        let text = node.text().ok_or(())?;
        match Expression::compile(text, names, self.patterns) {
            Ok(value) => Ok(Some(Placed {
                value,
                span: node.span,
            })),
            Err(fault) => {
                self.tell_fault(node, text, fault);
                Err(())
            }
        }
    }

    fn template(&mut self, root: &Node<'_>, key: &str, names: Names) -> Option<Placed<Template>> {
        let node = root.get(key)?;
        let text = self.text(root, key);
        match Template::read(&text, names, self.patterns) {
            Ok(value) => Some(Placed {
                value,
                span: node.span,
            }),
            Err(fault) => {
                self.tell_fault(node, &text, fault);
                None
            }
        }
    }

    /// Tells a fault at its place in an expression, where that stands in the file as it is read.
    fn tell_fault(&mut self, node: &Node<'_>, text: &str, fault: Fault) {
        let file = self.files.file(self.file);
        let range = file.range(node.span);
        let written = &file.text[range.clone()];
        let place = fault.at.and_then(|(start, end)| {
            let offset = range.start + written.find(text)?;
            Some(file.span(offset + start, offset + end))
        });
        let span = place.unwrap_or(node.span);
        let finding = Finding::new(&BROKEN_RULE, self.subject.clone(), span, fault.message);
        self.faults.push(match fault.help {
            Some(help) => finding.help(help),
            None => finding.help("correct the expression"),
        });
    }

    fn tests(&mut self, root: &Node<'_>) -> Vec<Test> {
        let Some(Value::List(items)) = root.get("tests").map(|tests| &tests.value) else {
            return Vec::new();
        };
        if let Some(first) = items.get(TESTS) {
            let help = "remove those that show the same";
            self.tell(
                first.span,
                format!("a rule has more than {TESTS} tests"),
                help,
            );
        }
        let items = items.iter().take(TESTS);
        items.filter_map(|item| self.test(item)).collect()
    }

    fn test(&mut self, item: &Node<'_>) -> Option<Test> {
        let kinds = [
            ("pass", Expected::Pass),
            ("fail", Expected::Fail),
            ("skip", Expected::Skip),
        ];
        let mut given = kinds
            .iter()
            .filter_map(|(key, expects)| Some((item.get(key)?, *expects)));
        let (Some((manifest, expects)), None) = (given.next(), given.next()) else {
            let message = "a test has one of `pass`, `fail` and `skip`";
            self.tell(
                item.span.head(),
                message,
                "write one of them, with a manifest",
            );
            return None;
        };
        for node in [Some(manifest), item.get("product")].into_iter().flatten() {
            if !matches!(node.value, Value::Map(_)) {
                let message = format!("the manifest of a test is {}", node.noun());
                self.tell(
                    node.span,
                    message,
                    "write a map with the keys of the manifest",
                );
                return None;
            }
        }
        let on = item.get("on").and_then(|on| {
            let date = on.text().and_then(|text| text.trim().parse().ok());
            if date.is_none() {
                self.tell(on.span, "`on` is no date", "write it as 2026-12-01");
            }
            date
        });
        let at = match item.get("at").map(|at| (&at.value, at)) {
            Some((Value::List(items), _)) => items.iter().collect(),
            Some((_, node)) => vec![node],
            None => Vec::new(),
        };
        let at = at.into_iter().filter_map(|node| {
            Some(Placed {
                value: node.text()?.trim().to_owned(),
                span: node.span,
            })
        });
        Some(Test {
            name: item
                .get("name")
                .and_then(Node::text)
                .unwrap_or_default()
                .to_owned(),
            expects,
            manifest: json(manifest).to_string(),
            product: item.get("product").map(|product| json(product).to_string()),
            at: at.collect(),
            on,
            span: item.get("name").map_or(item.span.head(), |name| name.span),
        })
    }

    /// The page of a rule: its docs, and the rule itself.
    fn page(&self, rule: &OwnRule, root: &Node<'_>) -> String {
        let word = |key: &str| root.get(key).and_then(Node::text);
        let docs = self.docs.map(|docs| &*self.files.file(docs).text);
        let docs = docs.unwrap_or_default().trim();
        // The title of the page is that of the rule.
        let docs = match docs.strip_prefix("# ") {
            Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest).trim(),
            None => docs,
        };
        let is_text = |part: &str| !part.starts_with(['#', '`', '-', '*', '>', '|', '<', '~']);
        let (summary, body) = match docs.split_once("\n\n") {
            Some((first, rest)) if is_text(first) => (first.replace('\n', " "), rest),
            None if !docs.is_empty() && is_text(docs) => (docs.replace('\n', " "), ""),
            _ => (format!("{}.", rule.title.trim_end_matches('.')), docs),
        };
        let mut page = format!("# {}\n\n{summary}\n\n", rule.title);
        if !body.is_empty() {
            page.push_str(body);
            page.push_str("\n\n");
        }
        page.push_str("## The rule\n\n");
        let lines = ["applies_to", "for_each", "when", "assert", "message", "fix"];
        let lines = lines.iter().filter_map(|key| Some((key, word(key)?)));
        let mut fence = "```".to_owned();
        let lines: Vec<String> = lines
            .map(|(key, text)| match text.contains('\n') {
                true => format!("{key}: |\n  {}", text.trim().replace('\n', "\n  ")),
                false => format!("{key}: {}", text.trim()),
            })
            .collect();
        while lines.iter().any(|line| line.contains(&fence)) {
            fence.push('`');
        }
        page.push_str(&format!("{fence}yaml\n{}\n{fence}\n", lines.join("\n")));
        page
    }
}

/// `acme/money-without-currency`: both parts in small letters, digits and single dashes.
fn is_name(id: &str) -> bool {
    let is_part = |part: &str| {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        part.split('-').all(is_word)
    };
    let parts = id.split_once('/');
    id.len() <= 120 && parts.is_some_and(|(space, name)| is_part(space) && is_part(name))
}

fn element(word: &str, path: Option<&Path>) -> Element {
    match (word, path.map(|path| path.kind)) {
        ("schema", _) => Element::Schema,
        ("quality", _) => Element::Quality,
        ("sla", _) => Element::Sla,
        ("documentation", _) => Element::Documentation,
        ("ownership", _) => Element::Ownership,
        ("access", _) => Element::Access,
        ("lifecycle", _) => Element::Lifecycle,
        (_, Some(Kind::Quality)) => Element::Quality,
        (_, Some(Kind::SlaProperty)) => Element::Sla,
        (_, Some(Kind::Team | Kind::Member | Kind::Support)) => Element::Ownership,
        (_, Some(Kind::Role | Kind::Server)) => Element::Access,
        (_, Some(Kind::Description | Kind::Definition)) => Element::Documentation,
        (_, Some(Kind::Object | Kind::Property | Kind::Relationship | Kind::EnumValue)) => {
            Element::Schema
        }
        _ => Element::Lifecycle,
    }
}

/// A tree as JSON: numbers and flags where they are written bare.
fn json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|entry| (entry.key.to_string(), json(&entry.value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
        Value::List(items) => items.iter().map(json).collect(),
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Null => Json::Null,
            ScalarKind::Bool(flag) => flag.into(),
            ScalarKind::Integer | ScalarKind::Float => {
                let number = scalar.text.parse::<serde_json::Number>();
                number.map_or_else(|_| scalar.text.as_ref().into(), Json::Number)
            }
            ScalarKind::Text => scalar.text.as_ref().into(),
        },
    }
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}
