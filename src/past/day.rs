//! One recorded day: a line of JSON.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The scores of all products on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The day, in UTC.
    #[serde(serialize_with = "write_date", deserialize_with = "read_date")]
    pub date: Date,
    /// The name of the set of rules by which it was judged.
    pub rules: Box<str>,
    /// How each product came out, by its id.
    pub products: BTreeMap<Box<str>, Was>,
}

/// How a product came out on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Was {
    /// The level that it had; `None` where it was not scored.
    pub level: Option<Level>,
    /// The score that it had; `None` where it was not scored.
    pub score: Option<u8>,
    /// The names of the rules that it did not meet.
    #[serde(default)]
    pub failing: Vec<Box<str>>,
    /// Its page, relative to the root of the site.
    pub url: Box<str>,
}

/// A level of maturity, as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// None was reached.
    None,
    /// Bronze.
    Bronze,
    /// Silver.
    Silver,
    /// Gold.
    Gold,
}

impl Level {
    /// The level as outputs spell it.
    pub fn named(name: &str) -> Level {
        match name {
            "bronze" => Level::Bronze,
            "silver" => Level::Silver,
            "gold" => Level::Gold,
            _ => Level::None,
        }
    }
}

fn write_date<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

fn read_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| D::Error::custom(format!("`{text}` is no date")))
}

impl Day {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// It is no JSON, or not of this form; why, in words.
    pub fn read(line: &str) -> Result<Day, String> {
        let day: Day = serde_json::from_str(line).map_err(|error| {
            // The line of a single line says nothing.
            let told = error.to_string();
            let (told, _) = told.rsplit_once(" at line ").unwrap_or((&told, ""));
            told.to_owned()
        })?;
        let mut scores = day.products.values().filter_map(|was| was.score);
        match scores.find(|score| *score > 100) {
            Some(score) => Err(format!("the score {score} is above 100")),
            None => Ok(day),
        }
    }

    /// The line that says it, without its end.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers are plain data")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_or_refused_with_a_reason() {
        let line = r#"{"date":"2026-01-05","rules":"r","products":{"orders":{"level":"silver","score":91,"failing":["missing-retention"],"url":"products/shop/orders.html"}}}"#;
        let day = Day::read(line).unwrap();
        assert_eq!(day.products["orders"].level, Some(Level::Silver));
        assert_eq!(day.line(), line);
        for (line, why) in [
            ("{", "EOF"),
            (
                r#"{"date":"2026-02-30","rules":"r","products":{}}"#,
                "`2026-02-30` is no date",
            ),
            (
                r#"{"date":"2026-02-20","products":{}}"#,
                "missing field `rules`",
            ),
            (&line.replace("91", "191"), "above 100"),
            (&line.replace("silver", "platinum"), "unknown variant"),
        ] {
            let told = Day::read(line).unwrap_err();
            assert!(told.contains(why), "{line}: {told}");
        }
    }
}
