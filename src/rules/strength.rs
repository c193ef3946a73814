//! What a quality rule lets pass.

use super::filler::is_filler;
use super::missing_quality_rule::is_executable;
use crate::model::{Any, Operator, Quality, QualityType, Threshold};

/// How much a quality rule can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// It is for people, or has no bound: other rules speak of those.
    Silent,
    /// Whatever the data is, it passes.
    Vacuous,
    /// It fails where there is nothing at all.
    NotEmpty,
    /// It fails where the data is not as it should be.
    Real,
}

/// No count of rows is as large.
const ENDLESS: f64 = 1e15;
/// Nobody who counts bad rows lets so many pass.
const BAD_ROWS: f64 = 1e9;
/// The same in percent.
const BAD_PERCENT: f64 = 99.0;

/// The values that a measurement can have.
struct Range {
    /// None is less.
    from: f64,
    /// What is from here on fails nothing.
    far: f64,
    /// None is more.
    to: f64,
    /// Whether it counts all rows, of which there should be some.
    is_row_count: bool,
    /// Whether it counts what is bad.
    is_bad: bool,
}

impl Strength {
    /// How much a quality rule can tell.
    pub(super) fn of(quality: &Quality) -> Strength {
        if !is_executable(quality) {
            return Strength::Silent;
        }
        if quality.kind == QualityType::Custom {
            // The bound stands in the implementation, in the words of another tool.
            let is_empty = quality.implementation.as_ref().is_some_and(asks_nothing);
            return match is_empty {
                true => Strength::Vacuous,
                false => Strength::Real,
            };
        }
        let query = quality.query.as_ref().map_or("", |query| &query.value);
        let bounds = quality.thresholds.iter();
        match quality.kind {
            _ if quality.thresholds.is_empty() => Strength::Silent,
            QualityType::Sql if reads_nothing(query) => Strength::Vacuous,
            QualityType::Sql => strongest(bounds, &Range::of_query(query)),
            _ => strongest(bounds, &Range::of_metric(quality)),
        }
    }
}

/// Whether what another tool is to run is empty, or true of any data.
fn asks_nothing(implementation: &Any) -> bool {
    match implementation {
        Any::Scalar(text) => {
            let bare = squeezed(text);
            let always = ["true", "false", "1=1", "1", "0"];
            let of_any = ["row_count>=0", "row_count>-1", "rowcount>=0", "rowcount>-1"];
            bare.is_empty()
                || is_filler(text)
                || always.contains(&bare.as_str())
                || of_any.contains(&bare.as_str())
        }
        Any::List(items) => items.iter().all(asks_nothing),
        Any::Map(entries) => entries.is_empty(),
    }
}

fn strongest<'t>(bounds: impl Iterator<Item = &'t Threshold>, range: &Range) -> Strength {
    let strengths = bounds.map(|threshold| range.strength(threshold));
    strengths.max().unwrap_or(Strength::Silent)
}

impl Range {
    fn of_metric(quality: &Quality) -> Range {
        let metric = quality.metric.as_ref().map_or("", |metric| &*metric.value);
        let is_row_count = metric.trim().eq_ignore_ascii_case("rowCount");
        let unit = quality.unit.as_ref().map_or("", |unit| unit.trim());
        let is_percent = !is_row_count
            && (unit == "%"
                || unit.eq_ignore_ascii_case("percent")
                || metric.to_ascii_lowercase().ends_with("percent"));
        Range {
            from: 0.0,
            far: match (is_row_count, is_percent) {
                (true, _) => ENDLESS,
                (_, true) => BAD_PERCENT,
                _ => BAD_ROWS,
            },
            to: if is_percent { 100.0 } else { f64::INFINITY },
            is_row_count,
            is_bad: !is_row_count,
        }
    }

    fn of_query(query: &str) -> Range {
        let bare = squeezed(query);
        let is_count = bare.starts_with("selectcount(");
        let narrows = ["where", "having", "join", "groupby", "distinct"];
        Range {
            from: if is_count { 0.0 } else { -ENDLESS },
            far: ENDLESS,
            to: f64::INFINITY,
            is_row_count: is_count && !narrows.iter().any(|word| bare.contains(word)),
            is_bad: false,
        }
    }

    /// How much the rule tells with this bound alone.
    fn strength(&self, threshold: &Threshold) -> Strength {
        let bound = &threshold.bound;
        let real_unless = |is_vacuous| match is_vacuous {
            true => Strength::Vacuous,
            false => Strength::Real,
        };
        let Some((low, high)) = numbers(bound) else {
            // A text that is compared with, or a fault that the standard tells.
            return Strength::Real;
        };
        match threshold.operator {
            Operator::Be => Strength::Real,
            Operator::NotBe if self.is_row_count && low == 0.0 => Strength::NotEmpty,
            // Of all values only one fails, which need not even be a value.
            Operator::NotBe => real_unless(
                low < self.from
                    || low > self.to
                    || self.is_row_count
                    || (self.is_bad && low != 0.0),
            ),
            Operator::GreaterThan if low < self.from || low <= -ENDLESS => Strength::Vacuous,
            Operator::GreaterOrEqualTo if low <= self.from => Strength::Vacuous,
            Operator::GreaterThan if self.is_row_count && low < 1.0 => Strength::NotEmpty,
            Operator::GreaterOrEqualTo if self.is_row_count && low <= 1.0 => Strength::NotEmpty,
            Operator::GreaterThan | Operator::GreaterOrEqualTo => Strength::Real,
            Operator::LessThan | Operator::LessOrEqualTo => real_unless(low >= self.far),
            Operator::Between if high < self.far => Strength::Real,
            Operator::Between if low <= self.from => Strength::Vacuous,
            Operator::Between if self.is_row_count && low <= 1.0 => Strength::NotEmpty,
            Operator::Between => Strength::Real,
            Operator::NotBetween
                if self.is_row_count && low <= 0.0 && (0.0..1.0).contains(&high) =>
            {
                Strength::NotEmpty
            }
            Operator::NotBetween => {
                real_unless(high < self.from || low > self.to || low >= self.far || low > high)
            }
        }
    }
}

/// The numbers of a bound: both of a range, or the one twice.
fn numbers(bound: &Any) -> Option<(f64, f64)> {
    let number = |any: &Any| {
        let text = any.text()?.trim().replace('_', "");
        let text = text
            .replace(".inf", "inf")
            .replace(".Inf", "inf")
            .replace(".INF", "inf");
        text.parse().ok().filter(|number: &f64| !number.is_nan())
    };
    match bound {
        Any::Scalar(_) => number(bound).map(|number| (number, number)),
        Any::List(ends) => match &**ends {
            [low, high] => Some((number(low)?, number(high)?)),
            _ => None,
        },
        Any::Map(_) => None,
    }
}

/// A query in lower case without what may stand between its words.
fn squeezed(query: &str) -> String {
    let seen = query.chars().filter(|c| !c.is_whitespace());
    seen.map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether the answer to a query is the same whatever the data is: it reads no table, or no row
/// of one.
fn reads_nothing(query: &str) -> bool {
    let words = || query.split(|c: char| !c.is_alphanumeric() && c != '_');
    let has = |word: &str| words().any(|own| own.eq_ignore_ascii_case(word));
    let bare = squeezed(query);
    let is_select = bare.starts_with("select");
    // A function of one's own may read what it likes.
    let is_plain = !query.contains('(') || bare.starts_with("selectcount(");
    let never = [
        "where1=0",
        "where0=1",
        "where1=2",
        "where2=1",
        "wherefalse",
        "and1=0",
        "andfalse",
    ];
    let is_word_end = |end: usize| {
        !bare[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'))
    };
    let reads_no_row = || {
        never.iter().any(|never| {
            let mut hits = bare.match_indices(never);
            hits.any(|(at, _)| is_word_end(at + never.len()))
        }) || bare.trim_end_matches(';').ends_with("limit0")
    };
    is_select && ((is_plain && !has("from")) || reads_no_row())
}

#[cfg(test)]
mod tests {
    use super::Operator::*;
    use super::Strength::*;
    use super::*;
    use crate::diag::Span;
    use crate::model::{Spanned, Text};

    const NOWHERE: Span = Span { start: 0, end: 0 };

    fn text(text: &str) -> Option<Text> {
        Some(Spanned::new(text.into(), NOWHERE))
    }

    fn rule(kind: QualityType, bounds: &[(Operator, &str)]) -> Quality {
        let bound = |text: &str| match text.split_once("..") {
            Some((low, high)) => Any::List([low, high].map(|end| Any::Scalar(end.into())).into()),
            None => Any::Scalar(text.into()),
        };
        let thresholds = bounds.iter().map(|(operator, text)| Threshold {
            operator: *operator,
            bound: bound(text),
            span: NOWHERE,
        });
        Quality {
            id: None,
            name: None,
            description: None,
            kind,
            metric: None,
            arguments: None,
            columns: Vec::new(),
            query: None,
            engine: None,
            implementation: None,
            thresholds: thresholds.collect(),
            dimension: None,
            severity: None,
            business_impact: None,
            method: None,
            unit: None,
            scheduler: None,
            schedule: None,
            span: NOWHERE,
        }
    }

    #[test]
    fn bounds_of_metrics_are_told_apart() {
        for (metric, unit, operator, bound, strength) in [
            ("rowCount", "", GreaterThan, "0", NotEmpty),
            ("rowCount", "", GreaterOrEqualTo, "1", NotEmpty),
            ("rowCount", "", NotBe, "0", NotEmpty),
            ("rowCount", "", NotBetween, "0..0", NotEmpty),
            ("rowCount", "", Between, "1..1e18", NotEmpty),
            ("rowCount", "", GreaterThan, "-1", Vacuous),
            ("rowCount", "", GreaterOrEqualTo, "0", Vacuous),
            ("rowCount", "", NotBe, "-1", Vacuous),
            ("rowCount", "", NotBe, "12345", Vacuous),
            ("rowCount", "", LessThan, "1e18", Vacuous),
            ("rowCount", "", Between, "-.inf...inf", Vacuous),
            ("rowCount", "", NotBetween, "-10..-1", Vacuous),
            ("rowCount", "", GreaterThan, "100", Real),
            ("rowCount", "", Be, "27", Real),
            ("rowCount", "", LessThan, "5_000_000", Real),
            ("rowCount", "", Between, "0..5000", Real),
            ("rowCount", "", Between, "100..1e18", Real),
            ("nullValues", "percent", LessThan, "100", Vacuous),
            ("nullValues", "percent", LessOrEqualTo, "100", Vacuous),
            ("nullValues", "%", Between, "0..100", Vacuous),
            ("nullValues", "percent", LessThan, "99.9", Vacuous),
            ("nullValues", "percent", LessThan, "95", Real),
            ("nullValues", "percent", NotBe, "100", Vacuous),
            ("nullValues", "percent", NotBe, "101", Vacuous),
            ("nullValues", "percent", GreaterOrEqualTo, "0", Vacuous),
            ("nullValues", "percent", NotBetween, "1..100", Real),
            ("nullValues", "rows", LessThan, "100", Real),
            ("nullValues", "", NotBe, "0", Real),
            ("duplicateValues", "rows", LessOrEqualTo, "1e9", Vacuous),
            ("duplicateValues", "", LessThan, "inf", Vacuous),
            ("duplicateValues", "", NotBe, "7", Vacuous),
            ("duplicateValues", "", Be, "0", Real),
            ("duplicateValues", "", LessThan, "10", Real),
            ("invalidValues", "", LessThan, "abc", Real),
        ] {
            let quality = Quality {
                metric: text(metric),
                unit: text(unit),
                ..rule(QualityType::Library, &[(operator, bound)])
            };
            let told = Strength::of(&quality);
            assert_eq!(told, strength, "{metric} {unit} {operator:?} {bound}");
        }
    }

    #[test]
    fn queries_that_read_nothing_are_vacuous() {
        for (query, operator, bound, strength) in [
            ("SELECT 0", Be, "0", Vacuous),
            ("select count(*)", Be, "1", Vacuous),
            ("SELECT COUNT(*) FROM orders WHERE 1 = 0", Be, "0", Vacuous),
            ("SELECT a FROM orders WHERE FALSE", Be, "0", Vacuous),
            ("SELECT a FROM orders LIMIT 0;", Be, "0", Vacuous),
            ("SELECT COUNT(*) FROM orders", GreaterThan, "0", NotEmpty),
            (
                "SELECT COUNT(*) FROM orders WHERE a < 0",
                GreaterOrEqualTo,
                "0",
                Vacuous,
            ),
            ("SELECT AVG(a) FROM orders", GreaterOrEqualTo, "0", Real),
            ("SELECT AVG(a) FROM orders", LessThan, "1e18", Vacuous),
            ("SELECT AVG(a) FROM orders", Between, "-1e18..1e18", Vacuous),
            (
                "SELECT COUNT(*) FROM orders WHERE falsely = 1",
                Be,
                "0",
                Real,
            ),
            (
                "SELECT COUNT(*) FROM orders WHERE 1 = 0.5 * a",
                Be,
                "0",
                Real,
            ),
            ("SELECT COUNT(*) FROM orders WHERE a IS NULL", Be, "0", Real),
            ("SELECT check_orders()", Be, "0", Real),
            ("${check_query}", Be, "0", Real),
        ] {
            let quality = Quality {
                query: text(query),
                ..rule(QualityType::Sql, &[(operator, bound)])
            };
            assert_eq!(
                Strength::of(&quality),
                strength,
                "{query} {operator:?} {bound}"
            );
        }
    }

    #[test]
    fn the_strongest_bound_counts_and_custom_rules_have_their_own() {
        let quality = Quality {
            metric: text("rowCount"),
            ..rule(
                QualityType::Library,
                &[(GreaterThan, "-1"), (LessThan, "500")],
            )
        };
        assert_eq!(Strength::of(&quality), Real);
        let silent = Quality {
            metric: text("rowCount"),
            ..rule(QualityType::Library, &[])
        };
        assert_eq!(Strength::of(&silent), Silent);
        for (implementation, strength) in [
            ("TODO", Vacuous),
            ("true", Vacuous),
            ("row_count >= 0", Vacuous),
            ("row_count >= 1000", Real),
            ("duplicate_count(id) = 0", Real),
        ] {
            let custom = Quality {
                implementation: Some(Any::Scalar(implementation.into())),
                ..rule(QualityType::Custom, &[])
            };
            assert_eq!(Strength::of(&custom), strength);
        }
        assert_eq!(Strength::of(&rule(QualityType::Text, &[])), Silent);
    }
}
