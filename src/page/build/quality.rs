//! Rules on quality, in words.

use super::fact::fact;
use super::shown_value;
use super::value::{any, bounded, text, words};
use crate::model::{Any, Operator, Quality, QualityType, Text, Threshold};
use crate::page::Portal;
use crate::page::parts::{Fact, QualityRow};
use crate::page::theme::thousands;

/// The most allowed values that are named in a sentence.
const VALUES: usize = 8;

/// A rule on quality (ODCS 3.2: `quality[]`). What it is about, the caller knows.
pub fn quality(portal: &Portal, rule: &Quality) -> QualityRow {
    let said = said(rule);
    let code = match rule.kind {
        QualityType::Sql => rule.query.as_ref().map(|query| query.value.to_string()),
        _ => rule.implementation.as_ref().map(|code| any("", code)),
    };
    QualityRow {
        words: said.words,
        name: said.name,
        kind: rule.kind.name().to_owned(),
        on: None,
        dimension: text(rule.dimension.as_ref()),
        severity: text(rule.severity.as_ref()),
        impact: text(rule.business_impact.as_ref()),
        only_words: !is_executable(rule),
        code: code.map_or_else(String::new, |code| bounded(shown_value(code.trim()))),
        more: more(portal, rule, said.left),
        result: None,
        at: Some(portal.place(rule.span)),
    }
}

/// Whether a tool could check the rule: it knows what to measure, and what must come out.
fn is_executable(rule: &Quality) -> bool {
    match rule.kind {
        QualityType::Text => false,
        QualityType::Library => rule.metric.is_some() && !rule.thresholds.is_empty(),
        QualityType::Sql => rule.query.is_some() && !rule.thresholds.is_empty(),
        QualityType::Custom => rule.implementation.is_some(),
    }
}

/// What a rule says of itself.
struct Said<'q> {
    words: String,
    name: String,
    /// The description, where it is neither.
    left: Option<&'q Text>,
}

fn said(rule: &Quality) -> Said<'_> {
    let (name, description) = (rule.name.as_ref(), rule.description.as_ref());
    let must = must(rule);
    let own = name.or(description);
    let left = description.filter(|_| name.is_some());
    let (words, name) = match (rule.kind, own) {
        (QualityType::Library, _) => {
            let fallback = || text(rule.metric.as_ref());
            (must.unwrap_or_else(fallback), text(own))
        }
        (QualityType::Text, Some(own)) => (text(Some(own)), String::new()),
        (_, Some(own)) => {
            let own = text(Some(own));
            let own = own.trim_end_matches('.');
            (
                must.map_or_else(|| own.to_owned(), |must| format!("{own}: {must}")),
                String::new(),
            )
        }
        (QualityType::Sql, None) => {
            let must = must.unwrap_or_else(|| "no limit is set".to_owned());
            (format!("a query: {must}"), String::new())
        }
        (_, None) => (engine(rule), String::new()),
    };
    let words = if words.is_empty() {
        "a rule without words".to_owned()
    } else {
        words
    };
    Said { words, name, left }
}

fn engine(rule: &Quality) -> String {
    match &rule.engine {
        Some(engine) => format!("checked by {}", engine.trim()),
        None => String::new(),
    }
}

/// What must hold, such as `fewer than 50 rows`; `None` where no limit is set.
fn must(rule: &Quality) -> Option<String> {
    let noun = noun(rule);
    let limits = rule
        .thresholds
        .iter()
        .map(|threshold| limit(threshold, rule, &noun));
    let limits: Vec<_> = limits.collect();
    (!limits.is_empty()).then(|| limits.join(" and "))
}

/// What is counted: `null values`, `rows`.
fn noun(rule: &Quality) -> String {
    let metric = rule.metric.as_ref().map_or("", |metric| metric.trim());
    match metric {
        "" => match unit(rule) {
            Unit::Percent => "of the rows".to_owned(),
            Unit::Rows => "rows".to_owned(),
            Unit::None => String::new(),
        },
        "rowCount" => "rows".to_owned(),
        "duplicateCount" | "duplicates" => "duplicate values".to_owned(),
        "invalidValues" => invalid(rule.arguments.as_ref()),
        metric => words(metric),
    }
}

/// Which values are invalid, where the arguments say so.
fn invalid(arguments: Option<&Any>) -> String {
    let argument = |key| arguments.and_then(|arguments| arguments.get(key));
    if let Some(Any::List(values)) = argument("validValues") {
        let named: Vec<_> = values
            .iter()
            .take(VALUES)
            .map(|value| any("", value))
            .collect();
        let more = if values.len() > VALUES { ", …" } else { "" };
        return format!("values other than {}{more}", named.join(", "));
    }
    match argument("pattern") {
        Some(pattern) => format!("values that do not match {}", any("", pattern)),
        None => "invalid values".to_owned(),
    }
}

enum Unit {
    Percent,
    Rows,
    None,
}

fn unit(rule: &Quality) -> Unit {
    match rule
        .unit
        .as_ref()
        .map(|unit| unit.trim().to_ascii_lowercase())
        .as_deref()
    {
        Some("percent" | "%") => Unit::Percent,
        Some("rows") => Unit::Rows,
        _ => Unit::None,
    }
}

fn limit(threshold: &Threshold, rule: &Quality, noun: &str) -> String {
    let sign = match unit(rule) {
        Unit::Percent => " %",
        Unit::Rows | Unit::None => "",
    };
    let is_zero = threshold
        .bound
        .text()
        .and_then(|text| text.parse::<f64>().ok())
        == Some(0.0);
    let counts = !noun.is_empty();
    let (low, high) = match &threshold.bound {
        Any::List(ends) if ends.len() == 2 => (number(&ends[0]), number(&ends[1])),
        bound => (number(bound), String::new()),
    };
    if !counts {
        return format!(
            "the result is {}{sign}",
            compared(threshold.operator, &low, &high)
        );
    }
    let phrase = match threshold.operator {
        Operator::Be if is_zero => return format!("no {noun}"),
        Operator::NotBe if is_zero => return format!("some {noun}"),
        Operator::Be => format!("exactly {low}"),
        Operator::GreaterThan => format!("more than {low}"),
        Operator::LessThan if sign.is_empty() => format!("fewer than {low}"),
        Operator::LessThan => format!("less than {low}"),
        other => compared(other, &low, &high),
    };
    format!("{phrase}{sign} {noun}")
}

/// How a number is compared, where nothing is counted.
fn compared(operator: Operator, low: &str, high: &str) -> String {
    match operator {
        Operator::Be => low.to_owned(),
        Operator::NotBe => format!("not {low}"),
        Operator::GreaterThan => format!("above {low}"),
        Operator::GreaterOrEqualTo => format!("at least {low}"),
        Operator::LessThan => format!("below {low}"),
        Operator::LessOrEqualTo => format!("at most {low}"),
        Operator::Between => format!("between {low} and {high}"),
        Operator::NotBetween => format!("not between {low} and {high}"),
    }
}

/// A bound, with groups of thousands where it is a large whole number.
fn number(bound: &Any) -> String {
    match bound.text().and_then(|text| text.parse::<u64>().ok()) {
        Some(number) if number >= 10_000 => thousands(number),
        _ => any("", bound),
    }
}

fn more(portal: &Portal, rule: &Quality, description: Option<&Text>) -> Vec<Fact> {
    let texts = [
        ("description", description),
        ("id", rule.id.as_ref()),
        ("engine", rule.engine.as_ref()),
        ("method", rule.method.as_ref()),
        ("scheduler", rule.scheduler.as_ref()),
        ("schedule", rule.schedule.as_ref()),
    ];
    let mut more: Vec<_> = texts
        .into_iter()
        .filter_map(|(label, value)| Some(fact(portal, label, text(value), value?.span)))
        .collect();
    let has_other = |arguments: &&Any| match arguments {
        Any::Map(entries) => entries
            .iter()
            .any(|(key, _)| &**key != "validValues" && &**key != "pattern"),
        _ => true,
    };
    if let Some(arguments) = rule.arguments.as_ref().filter(has_other) {
        more.push(fact(portal, "arguments", any("", arguments), rule.span));
    }
    more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;

    const SPAN: Span = Span { start: 0, end: 0 };

    fn text(text: &str) -> Option<Text> {
        Some(Text::new(text.into(), SPAN))
    }

    fn rule(kind: QualityType, metric: &str, unit: &str, limits: &[(Operator, Any)]) -> Quality {
        let thresholds = limits.iter().map(|(operator, bound)| Threshold {
            operator: *operator,
            bound: bound.clone(),
            span: SPAN,
        });
        Quality {
            id: None,
            name: None,
            description: None,
            kind,
            metric: text(metric).filter(|metric| !metric.is_empty()),
            arguments: None,
            columns: Vec::new(),
            query: text("SELECT 1"),
            engine: None,
            implementation: None,
            thresholds: thresholds.collect(),
            dimension: None,
            severity: None,
            business_impact: None,
            method: None,
            unit: text(unit).filter(|unit| !unit.is_empty()),
            scheduler: None,
            schedule: None,
            span: SPAN,
        }
    }

    fn bound(text: &str) -> Any {
        Any::Scalar(text.into())
    }

    #[test]
    fn limits_read_as_words() {
        use Operator::*;
        let pair = |low, high| Any::List([bound(low), bound(high)].into());
        let cases = [
            ("nullValues", "", Be, bound("0"), "no null values"),
            (
                "nullValues",
                "percent",
                LessThan,
                bound("2"),
                "less than 2 % null values",
            ),
            ("duplicateValues", "", Be, bound("0"), "no duplicate values"),
            (
                "invalidValues",
                "",
                LessOrEqualTo,
                bound("3"),
                "at most 3 invalid values",
            ),
            ("rowCount", "", GreaterThan, bound("0"), "more than 0 rows"),
            (
                "rowCount",
                "",
                Between,
                pair("5", "30"),
                "between 5 and 30 rows",
            ),
            (
                "rowCount",
                "",
                NotBetween,
                pair("1", "2"),
                "not between 1 and 2 rows",
            ),
            ("rowCount", "", NotBe, bound("0"), "some rows"),
            (
                "freshnessLag",
                "",
                GreaterOrEqualTo,
                bound("1.5"),
                "at least 1.5 freshness lag",
            ),
            (
                "rowCount",
                "",
                GreaterThan,
                bound("1400000"),
                "more than 1\u{202f}400\u{202f}000 rows",
            ),
        ];
        for (metric, unit, operator, bound, words) in cases {
            let rule = rule(QualityType::Library, metric, unit, &[(operator, bound)]);
            assert_eq!(said(&rule).words, words);
            assert!(is_executable(&rule));
        }
    }

    #[test]
    fn names_and_queries_keep_their_limits() {
        let limits = [(Operator::LessThan, bound("50"))];
        let mut sql = rule(QualityType::Sql, "", "rows", &limits);
        sql.name = text("Every merchant is known.");
        assert_eq!(
            said(&sql).words,
            "Every merchant is known: fewer than 50 rows"
        );
        let mut words = rule(QualityType::Text, "", "", &[]);
        words.description = text("Looks right");
        assert_eq!(said(&words).words, "Looks right");
        assert!(!is_executable(&words));
        let mut valid = rule(
            QualityType::Library,
            "invalidValues",
            "",
            &[(Operator::Be, bound("0"))],
        );
        let values = Any::List([bound("A"), bound("B")].into());
        valid.arguments = Some(Any::Map([("validValues".into(), values)].into()));
        assert_eq!(said(&valid).words, "no values other than A, B");
        let mut open = rule(QualityType::Sql, "", "", &limits);
        open.name = text("In order");
        assert_eq!(said(&open).words, "In order: the result is below 50");
        let open = rule(QualityType::Library, "nullValues", "", &[]);
        assert_eq!(said(&open).words, "nullValues");
        assert!(!is_executable(&open));
    }
}
