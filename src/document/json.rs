//! JSON, read by `jsonc-parser` in its strict form; the only file that knows that crate.

use jsonc_parser::ast;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::node::{Entry, Node, Scalar, Value};
use super::{DUPLICATE_KEY, INVALID_SYNTAX, MAX_BYTES, MAX_DEPTH, MAX_NODES, OVER_LIMIT, Parsed};
use crate::diag::{Finding, Span, Subject, shortened};

/// Reads a JSON text that stands at `at`. Findings concern `subject`.
///
/// Where the text is not JSON nothing of it is yielded: the parser stops at the fault.
pub fn json<'t>(text: &'t str, at: Span, subject: &Subject) -> Parsed<'t> {
    let mut reader = Reader {
        at,
        subject,
        nodes: 0,
        findings: Vec::new(),
    };
    let root = reader.root(text);
    Parsed {
        complete: root.is_some(),
        torn: Vec::new(),
        roots: root.into_iter().collect(),
        findings: reader.findings,
    }
}

struct Reader<'a> {
    at: Span,
    subject: &'a Subject,
    nodes: usize,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn root<'t>(&mut self, text: &'t str) -> Option<Node<'t>> {
        if text.len() > MAX_BYTES {
            let (size, limit) = (text.len() >> 10, MAX_BYTES >> 10);
            return self.refuse(
                self.at.head(),
                format!("{size} KiB of JSON, at most {limit} are read"),
            );
        }
        let strict = ParseOptions {
            allow_comments: false,
            allow_trailing_commas: false,
            allow_loose_object_property_names: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        match parse_to_ast(text, &CollectOptions::default(), &strict) {
            Ok(parsed) => self.node(parsed.value?, 0),
            Err(error) => {
                let span = self.span(error.range());
                let message = format!("this is not valid JSON: {}", error.kind());
                self.findings.push(Finding::new(
                    &INVALID_SYNTAX,
                    self.subject.clone(),
                    span,
                    message,
                ));
                None
            }
        }
    }

    fn node<'t>(&mut self, value: ast::Value<'t>, depth: usize) -> Option<Node<'t>> {
        let span = self.span(value.range());
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return self.refuse(span, format!("more than {MAX_NODES} values in one file"));
        }
        if depth > MAX_DEPTH {
            return self.refuse(span, format!("nested more than {MAX_DEPTH} levels deep"));
        }
        let plain = |text: std::borrow::Cow<'t, str>| Value::Scalar(Scalar { text, plain: true });
        let value = match value {
            ast::Value::StringLit(string) => Value::Scalar(Scalar {
                text: string.value,
                plain: false,
            }),
            ast::Value::NumberLit(number) => plain(number.value.into()),
            ast::Value::BooleanLit(boolean) => plain(boolean.value.to_string().into()),
            ast::Value::NullKeyword(_) => plain("null".into()),
            ast::Value::Array(array) => {
                let items = array.elements.into_iter();
                Value::List(
                    items
                        .map(|item| self.node(item, depth + 1))
                        .collect::<Option<_>>()?,
                )
            }
            ast::Value::Object(object) => self.map(object, depth)?,
        };
        Some(Node { span, value })
    }

    fn map<'t>(&mut self, object: ast::Object<'t>, depth: usize) -> Option<Value<'t>> {
        let mut entries: Vec<Entry<'t>> = Vec::with_capacity(object.properties.len());
        let mut places = std::collections::HashMap::new();
        for property in object.properties {
            let key_span = self.span(property.name.range());
            let key = match property.name {
                ast::ObjectPropName::String(string) => string.value,
                ast::ObjectPropName::Word(word) => word.value.into(),
            };
            if let Some(&first) = places.get(&key) {
                let key = shortened(&key);
                let message = format!("the key `{key}` stands twice in this map");
                let finding = Finding::new(&DUPLICATE_KEY, self.subject.clone(), key_span, message);
                let finding = finding
                    .label("this one is not read")
                    .help(format!("keep one `{key}`, or rename the other"))
                    .related(first, "the first one counts");
                self.findings.push(finding);
                continue;
            }
            let value = self.node(property.value, depth + 1)?;
            places.insert(key.clone(), key_span);
            entries.push(Entry {
                key,
                key_span,
                value,
            });
        }
        Some(Value::Map(entries))
    }

    fn span(&self, range: Range) -> Span {
        Span {
            start: self.at.start + range.start as u32,
            end: self.at.start + range.end as u32,
        }
    }

    fn refuse<'t>(&mut self, span: Span, message: String) -> Option<Node<'t>> {
        self.findings.push(Finding::new(
            &OVER_LIMIT,
            self.subject.clone(),
            span,
            message,
        ));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SubjectKind;

    #[test]
    fn json_is_strict_and_spanned() {
        let cases = [
            (r#"{"a": [1, "x", null, true]}"#, 1, ""),
            (r#"{"a": 1,}"#, 0, "invalid-syntax"),
            ("{'a': 1}", 0, "invalid-syntax"),
            ("{\"a\": 1 // c\n}", 0, "invalid-syntax"),
            (r#"{"a": 1, "a": 2}"#, 1, "duplicate-key"),
        ];
        for (text, roots, rule) in cases {
            let at = Span {
                start: 10,
                end: 10 + text.len() as u32,
            };
            let parsed = json(text, at, &Subject::new(SubjectKind::Source, "s"));
            assert_eq!(parsed.roots.len(), roots, "{text}");
            let told = parsed.findings.first().map_or("", |finding| &*finding.rule);
            assert_eq!(told, rule, "{text}");
        }
        let text = r#"{"a": 1.10}"#;
        let parsed = json(
            text,
            Span { start: 10, end: 21 },
            &Subject::new(SubjectKind::Source, "s"),
        );
        let value = parsed.roots[0].get("a").unwrap();
        assert_eq!(
            (value.text(), value.span),
            (Some("1.10"), Span { start: 16, end: 20 })
        );
    }

    #[test]
    fn deep_json_is_refused_without_a_crash() {
        let text = "[".repeat(100_000);
        let parsed = json(
            &text,
            Span { start: 0, end: 0 },
            &Subject::new(SubjectKind::Source, "s"),
        );
        assert_eq!((parsed.roots.len(), parsed.findings.len()), (0, 1));
    }
}
