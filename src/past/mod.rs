//! What the portal was on earlier days: the scores that `meshbook record` wrote down.
//!
//! One line of JSON a day, in the file that `governance.history` names. What is wrong with a
//! line is told at its place and costs that day alone; a long history is read from its end.

mod day;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::{Code, Element, FileId, Files, Finding, Level, Span, Subject, SubjectKind};
use crate::tree::Tree;

pub use day::{Day, Level as PastLevel, Was};

/// The history of scores, or a line of it, cannot be read.
pub const UNREADABLE_HISTORY: Code = Code {
    id: "unreadable-history",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unreadable-history.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[UNREADABLE_HISTORY];

/// How much of a history is read, from its end, in bytes.
const MOST: usize = 16 << 20;
/// How many faults of a history are told one by one.
const TOLD: usize = 20;
/// How much of a faulty line is pointed at, in bytes.
const POINTED_AT: usize = 80;

/// The days that were recorded.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The days, the oldest first; none stands twice.
    pub days: Vec<Day>,
    /// The addresses that each product had, by its id, the oldest first.
    addresses: HashMap<Box<str>, Vec<Address>>,
}

/// An address that a product had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The page, relative to the root of the site.
    pub url: Box<str>,
    /// The last day on which it stood there.
    pub last: Date,
}

impl Past {
    /// The past of these days.
    pub fn new(mut days: Vec<Day>) -> Past {
        days.sort_by_key(|day| day.date);
        let mut addresses: HashMap<Box<str>, Vec<Address>> = HashMap::new();
        for day in &days {
            for (id, was) in &day.products {
                let known = addresses.entry(id.clone()).or_default();
                match known.iter().position(|address| address.url == was.url) {
                    Some(at) => known[at].last = day.date,
                    // Who moves every day has no address to keep.
                    None if known.len() == ADDRESSES => {}
                    None => known.push(Address {
                        url: was.url.clone(),
                        last: day.date,
                    }),
                }
            }
        }
        Past { days, addresses }
    }

    /// Whether nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// The addresses that the product of this id had, the oldest first.
    pub fn addresses(&self, id: &str) -> &[Address] {
        self.addresses.get(id).map_or(&[], Vec::as_slice)
    }
}

/// The most addresses of one product that are remembered.
const ADDRESSES: usize = 20;

/// Reads the history that the configuration names, from the portal's folder in `tree`. One that
/// is not there yet is empty: the first record makes it.
pub fn read(tree: &Tree, config: &Config, files: &mut Files, findings: &mut Vec<Finding>) -> Past {
    let Some(path) = &config.governance.history else {
        return Past::default();
    };
    let text = match tree.text(&config.root.join(path)) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Past::default(),
        Err(error) => {
            if let Some(span) = config.governance.span {
                let message = format!("the history `{path}` cannot be read: {error}");
                let help =
                    "correct `governance.history`, which starts in the folder of `meshbook.yaml`";
                findings.push(fault(path, span.head(), message).help(help));
            }
            return Past::default();
        }
    };
    let (text, is_cut) = last_part(text);
    let Some(id) = files.add(None, path.as_str(), path.as_str(), text) else {
        return Past::default();
    };
    if is_cut {
        let message = format!("only the last {} MiB of the history are read", MOST >> 20);
        let help = "remove the lines of days that nobody compares with any more";
        findings.push(fault(path, files.file(id).whole().head(), message).help(help));
    }
    Past::new(days(files, id, path, findings))
}

/// The last lines of a text, as many as are read, and whether some are left out.
fn last_part(text: String) -> (String, bool) {
    let Some(mut start) = text.len().checked_sub(MOST + 1) else {
        return (text, false);
    };
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let start = text[start..]
        .find('\n')
        .map_or(text.len(), |at| start + at + 1);
    (text[start..].to_owned(), true)
}

/// The days of a history, one for each date: the last line of a date counts.
fn days(files: &Files, id: FileId, path: &str, findings: &mut Vec<Finding>) -> Vec<Day> {
    let file = files.file(id);
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let (mut start, mut told) = (0, 0);
    for line in file.text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        let finding = match Day::read(line) {
            Ok(day) => match days.insert(day.date, day) {
                None => continue,
                Some(first) => format!("the history holds {} twice", first.date),
            },
            Err(why) => format!("a line of the history is no record of a day: {why}"),
        };
        told += 1;
        if told <= TOLD {
            let end = line.floor_char_boundary(POINTED_AT);
            let help = "remove the line, or let `meshbook record` write the day again";
            findings.push(fault(path, file.span(at, at + end), finding).help(help));
        }
    }
    days.into_values().collect()
}

fn fault(path: &str, span: Span, message: String) -> Finding {
    let subject = Subject::new(SubjectKind::Portal, path);
    Finding::new(&UNREADABLE_HISTORY, subject, span, message)
}

/// The text of a history with one more day, in the place of a line of the same date.
pub fn with(text: &str, day: &Day) -> String {
    let others = text.lines().filter(|line| {
        let known = Day::read(line.trim_end());
        !line.trim().is_empty() && known.map_or(true, |known| known.date != day.date)
    });
    let mut lines: Vec<String> = others.map(str::to_owned).collect();
    lines.push(day.line());
    lines.join("\n") + "\n"
}

/// The file of a history on the disk, where the configuration names one.
pub fn file(config: &Config) -> Option<std::path::PathBuf> {
    let path = config.governance.history.as_ref()?;
    Some(config.root.join(Path::new(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str, url: &str) -> Day {
        let was = Was {
            level: None,
            score: Some(40),
            failing: vec!["missing-owner".into()],
            url: url.into(),
        };
        Day {
            date: date.parse().unwrap(),
            rules: "meshbook-2026.3".into(),
            products: BTreeMap::from([("orders".into(), was)]),
        }
    }

    #[test]
    fn a_day_replaces_the_line_of_its_date() {
        let (one, two) = (day("2026-01-05", "a.html"), day("2026-01-06", "a.html"));
        let text = with(&with("no record\n", &one), &two);
        assert_eq!(text.lines().count(), 3);
        let again = with(&text, &day("2026-01-05", "b.html"));
        assert_eq!(again.lines().count(), 3);
        assert!(again.starts_with("no record\n") && again.contains("b.html"));
        assert_eq!(with(&again, &day("2026-01-05", "b.html")), again);
    }

    #[test]
    fn addresses_are_remembered_with_their_last_day() {
        let days = ["a", "a", "b"]
            .iter()
            .zip(["2026-01-05", "2026-01-07", "2026-01-09"]);
        let past = Past::new(days.map(|(url, date)| day(date, url)).collect());
        let known = past.addresses("orders").iter();
        let known: Vec<_> = known.map(|one| (&*one.url, one.last.to_string())).collect();
        assert_eq!(
            known,
            [
                ("a", "2026-01-07".to_owned()),
                ("b", "2026-01-09".to_owned())
            ]
        );
        assert!(past.addresses("parcels").is_empty());
    }

    #[test]
    fn a_long_history_is_read_from_its_end() {
        let line = "x".repeat(1 << 20) + "\n";
        let text = line.repeat(17) + "last\n";
        let (text, is_cut) = last_part(text);
        assert!(is_cut && text.ends_with("x\nlast\n") && text.starts_with('x'));
        assert!(text.len() <= MOST);
        assert_eq!(last_part("a\nb\n".to_owned()), ("a\nb\n".to_owned(), false));
    }
}
