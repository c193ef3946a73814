//! Texts with values in them: `` `{{ it.name }}` has no currency ``.

use super::expression::{Expression, Fault, Names};
use super::functions::Pattern;
use crate::rules::secret_ranges;

/// The longest value in a text, in characters.
const LONGEST_VALUE: usize = 80;
/// The longest text, in characters.
const LONGEST: usize = 400;
/// The most values of one text.
const VALUES: usize = 16;

/// A text with values in it.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Value(Expression),
}

impl Template {
    /// Reads a text; places of faults are bytes of it.
    pub(super) fn read(
        text: &str,
        names: Names,
        patterns: &mut Vec<Pattern>,
    ) -> Result<Template, Fault> {
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find("{{") {
            let open = at + open;
            let Some(close) = text[open..].find("}}") else {
                return Err(Fault::new("`{{` is not closed").at(open, open + 2));
            };
            let close = open + close;
            if parts.len() > 2 * VALUES {
                return Err(Fault::new(format!(
                    "the text has more than {VALUES} values"
                )));
            }
            parts.push(Part::Text(text[at..open].to_owned()));
            let inner = &text[open + 2..close];
            let start = open + 2 + (inner.len() - inner.trim_start().len());
            let value =
                Expression::compile(inner.trim(), names, patterns).map_err(|mut fault| {
                    let end = start + inner.trim().len();
                    fault.at = Some(
                        fault
                            .at
                            .map_or((start, end), |(from, to)| (start + from, start + to)),
                    );
                    fault
                })?;
            parts.push(Part::Value(value));
            at = close + 2;
        }
        parts.push(Part::Text(text[at..].to_owned()));
        Ok(Template { parts })
    }

    /// The text with the values that `value` yields; where there is none, `…` stands for it.
    pub(super) fn render(&self, mut value: impl FnMut(&Expression) -> Option<String>) -> String {
        let mut rendered = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => rendered.push_str(text),
                Part::Value(expression) => match value(expression) {
                    Some(value) => rendered.push_str(&shown(&value)),
                    None => rendered.push('…'),
                },
            }
        }
        cut(rendered.trim(), LONGEST)
    }
}

/// A value as a text tells it: on one line, in one piece, and without what must not be read.
fn shown(value: &str) -> String {
    let one_line: String = value.chars().take(4 * LONGEST_VALUE).collect();
    let secrets = secret_ranges(&one_line);
    let is_secret = |at: usize| secrets.iter().any(|range| range.contains(&at));
    let plain = one_line.char_indices().map(|(at, c)| match c {
        _ if is_secret(at) => '*',
        '`' => '\'',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    });
    cut(&plain.collect::<String>(), LONGEST_VALUE)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
