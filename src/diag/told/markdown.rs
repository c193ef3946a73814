//! Markdown for a comment on a pull request.
//!
//! It begins with a mark by which a job finds its own comment again, and stays below the
//! size that GitHub takes. What a repository says stands in code spans, or is plain words:
//! so it cannot become HTML, a link, an image or a mention.

use super::{Format, Summary, Told, comparisons, each, each_suppressed, escape, printable};
use crate::diag::{Changes, Checked, Fixed, Report, SubjectKind};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    about: "a comment for a pull request",
    tell,
    has_fingerprints: false,
};

/// The first line, by which a job finds the comment that it is to replace.
const MARK: &str = "<!-- meshbook check -->";
/// The most bytes of the lists; GitHub takes 65,536 characters, and headings come on top.
const LISTS: usize = 61_000;
/// The most bytes of one text of a repository.
const LONGEST: usize = 400;

/// A part of the comment.
struct Section {
    title: &'static str,
    /// Whether it is to be opened first.
    is_folded: bool,
    items: Vec<String>,
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let open: Vec<_> = each(reports).filter(|told| !told.is_unchanged()).collect();
    let mut text = format!("{MARK}\n### Meshbook: {}\n\n", headline(reports));
    text.push_str(&scope(reports));
    let mut left = LISTS;
    for section in sections(reports, &open) {
        section.write(&mut text, &mut left);
    }
    text
}

fn headline(reports: &[Report<'_>]) -> String {
    if comparisons(reports).next().is_none() {
        return Summary::of(each(reports).map(|told| told.finding)).to_string();
    }
    let changes: Changes = comparisons(reports).map(|(_, one)| one.changes()).sum();
    changes.to_string()
}

/// What was checked, and against what.
fn scope(reports: &[Report<'_>]) -> String {
    let checked = || reports.iter().flat_map(|report| report.checked);
    let count = |kind, noun| {
        let is_of_kind = |checked: &&Checked| checked.subject.kind == kind;
        let count = checked().filter(is_of_kind).count();
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {noun}{plural}")
    };
    let products = count(SubjectKind::Product, "data product");
    let contracts = count(SubjectKind::Contract, "data contract");
    let baseline = comparisons(reports).next().map(|(_, comparison)| {
        let name = escape::cut(&comparison.baseline, LONGEST);
        format!(", compared with {}", code(&name))
    });
    let baseline = baseline.unwrap_or_default();
    format!("{products} and {contracts} checked{baseline}.\n")
}

fn sections(reports: &[Report<'_>], open: &[Told<'_>]) -> Vec<Section> {
    let has_baseline = comparisons(reports).next().is_some();
    let lost = comparisons(reports).flat_map(|(_, one)| &one.lost);
    let fixed = comparisons(reports).flat_map(|(_, one)| &one.fixed);
    let removed = comparisons(reports).flat_map(|(_, one)| &one.removed);
    let mut open = open.to_vec();
    open.sort_by_key(|told| told.finding.level);
    let unchanged = each(reports).filter(Told::is_unchanged);
    vec![
        Section {
            title: "Fell below the baseline",
            is_folded: false,
            items: lost
                .map(|lost| format!("- {}", prose(&lost.to_string())))
                .collect(),
        },
        Section {
            title: if has_baseline { "New" } else { "Findings" },
            is_folded: false,
            items: open.iter().map(finding).collect(),
        },
        Section {
            title: "Removed products",
            is_folded: false,
            items: removed
                .map(|subject| format!("- {}", code(&escape::cut(&subject.id, LONGEST))))
                .collect(),
        },
        Section {
            title: "Fixed",
            is_folded: true,
            items: fixed.map(fixed_item).collect(),
        },
        Section {
            title: "Unchanged",
            is_folded: true,
            items: unchanged.map(|told| finding(&told)).collect(),
        },
        Section {
            title: "Waived",
            is_folded: true,
            items: let_be(reports, true),
        },
        Section {
            title: "Suppressed",
            is_folded: true,
            items: let_be(reports, false),
        },
    ]
}

/// The findings that waivers cover, or those that are suppressed.
fn let_be(reports: &[Report<'_>], is_waived: bool) -> Vec<String> {
    let is_of_kind = |told: &Told<'_>| {
        let suppressed = told.suppressed;
        suppressed.is_some_and(|suppressed| suppressed.waiver.is_some() == is_waived)
    };
    let told = each_suppressed(reports).filter(is_of_kind);
    told.map(|told| finding(&told)).collect()
}

impl Section {
    /// Adds the section as far as it fits into what is left; an empty one is left out.
    fn write(&self, text: &mut String, left: &mut usize) {
        if self.items.is_empty() {
            return;
        }
        let (title, count) = (self.title, self.items.len());
        text.push_str(&match self.is_folded {
            true => format!("\n<details><summary>{title}: {count}</summary>\n\n"),
            false => format!("\n#### {title}: {count}\n\n"),
        });
        let mut shown = 0;
        for item in &self.items {
            let Some(rest) = left.checked_sub(item.len() + 1) else {
                break;
            };
            *left = rest;
            text.push_str(item);
            text.push('\n');
            shown += 1;
        }
        if shown < count {
            text.push_str(&format!("- and {} more\n", count - shown));
        }
        if self.is_folded {
            text.push_str("\n</details>\n");
        }
    }
}

fn finding(told: &Told<'_>) -> String {
    let (finding, line) = (told.finding, told.place().line);
    let place = at(&told.path(), line);
    let (level, message) = (finding.level.name(), prose(&finding.message));
    let mut item = format!("- **{level}** {place} {message} ({})", code(&finding.rule));
    match (told.suppressed, &finding.help) {
        (Some(suppressed), _) => {
            item.push_str(&format!("<br>{}: ", suppressed.word()));
            item.push_str(&prose(&suppressed.why()));
        }
        (None, Some(help)) => {
            item.push_str("<br>help: ");
            item.push_str(&prose(help));
        }
        (None, None) => {}
    }
    item
}

fn fixed_item(fixed: &Fixed) -> String {
    let (place, message) = (at(&fixed.file, fixed.line), prose(&fixed.message));
    format!("- {place} {message} ({})", code(&fixed.rule))
}

fn at(path: &str, line: u32) -> String {
    code(&format!("{}:{line}", escape::cut(path, LONGEST)))
}

/// A message: what stands between backticks as code, words as they are, and anything else
/// as code too.
fn prose(text: &str) -> String {
    let text = escape::cut(text, LONGEST);
    let pieces: Vec<_> = text.split('`').collect();
    let is_paired = pieces.len() % 2 == 1;
    let pieces = pieces.iter().enumerate();
    let pieces = pieces.map(|(at, piece)| match is_paired && at % 2 == 1 {
        true => code(piece),
        false => piece.split(' ').map(word).collect::<Vec<_>>().join(" "),
    });
    pieces.collect()
}

/// A word with the punctuation around it, in code where it could mean something.
fn word(word: &str) -> String {
    let core = word
        .trim_start_matches('(')
        .trim_end_matches([',', '.', ';', ':', ')']);
    let start = word.find(core).unwrap_or(0);
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    match core.is_empty() || is_plain(core) {
        true => word.to_owned(),
        false => format!("{before}{}{after}", code(core)),
    }
}

/// Whether a word means nothing to Markdown or to a code host: no mark-up, address, mention,
/// number of an issue or name of a commit.
fn is_plain(word: &str) -> bool {
    let is_harmless = |c: char| c.is_alphanumeric() || "-'…–".contains(c);
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '.') && word.len() < 7;
    is_number || (word.chars().all(is_harmless) && !has_digit)
}

/// A text as a code span that no text can leave.
fn code(text: &str) -> String {
    let text = printable(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let touches = |c: Option<char>| matches!(c, Some('`' | ' '));
    let pad = match touches(text.chars().next()) || touches(text.chars().next_back()) {
        true => " ",
        false => "",
    };
    match text.is_empty() {
        true => String::new(),
        false => format!("{fence}{pad}{text}{pad}{fence}"),
    }
}
