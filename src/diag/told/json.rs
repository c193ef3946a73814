//! A JSON document for other tools, with a JSON Schema made of the same types.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Format, Summary, Told, comparisons, each, each_suppressed, escape};
use crate::diag::{Changes, Element, Fixed, Grade, Level, Lost, Report, Span, Subject};

pub(super) const FORMAT: Format = Format {
    name: "json",
    about: "for other tools; `meshbook schema findings` prints its JSON Schema",
    tell,
    has_fingerprints: true,
};

/// What `meshbook check --format json` tells.
///
/// Fields may be added. `version` changes when one goes away or changes its meaning.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Findings of Meshbook")]
struct Document<'r> {
    /// The version of this format: 1.
    version: u32,
    /// What was found and is neither suppressed nor waived, by file and place.
    findings: Vec<Entry<'r>>,
    /// What was found and is suppressed with a reason.
    suppressed: Vec<SuppressedEntry<'r>>,
    /// What was found and is covered by a waiver: it counts for levels and scores, but not here.
    waived: Vec<WaivedEntry<'r>>,
    /// What differs from the baseline; null without one.
    comparison: Option<ComparisonEntry<'r>>,
    /// The name of the rules by which levels are reached.
    rule_set: &'r str,
    /// How far each product is; what a later run is compared with.
    products: Vec<&'r Grade>,
    /// How many findings there are that are neither suppressed nor waived.
    summary: Summary,
}

/// A finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct Entry<'r> {
    /// The name of its rule, which `meshbook explain` takes.
    rule: &'r str,
    /// How much it weighs.
    level: Level,
    /// What it is about.
    element: Element,
    /// What is wrong; names stand in backticks.
    message: &'r str,
    /// One act that mends it.
    help: Option<&'r str>,
    #[serde(flatten)]
    place: PlaceEntry,
    /// Other places that matter.
    related: Vec<RelatedEntry<'r>>,
    /// Whom it concerns.
    subject: &'r Subject,
    /// Its name, unique in a run, which stays the same when lines or files move.
    fingerprint: &'r str,
    /// Against the baseline; null without one.
    state: Option<State>,
}

/// Whether a finding stands in the baseline.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It does not.
    New,
    /// It does.
    Unchanged,
}

/// A place in a file. Lines and columns count from 1, columns in characters (Unicode code
/// points); ends are exclusive.
#[derive(Serialize, JsonSchema)]
struct PlaceEntry {
    /// The path, relative to the folder in which the command ran.
    file: String,
    /// The first line, from 1.
    line: u32,
    /// The first column, from 1, in characters.
    column: u32,
    /// The last line.
    end_line: u32,
    /// One past the last column.
    end_column: u32,
}

/// Another place that matters for a finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Related")]
struct RelatedEntry<'r> {
    /// What stands there, in a few words.
    label: &'r str,
    #[serde(flatten)]
    place: PlaceEntry,
}

/// A finding that is suppressed with a reason.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Suppressed")]
struct SuppressedEntry<'r> {
    #[serde(flatten)]
    finding: Entry<'r>,
    /// Why, in the words of the author.
    reason: &'r str,
    /// Where it is suppressed: at its place (`source`) or in a configuration (`configuration`).
    kind: Kind,
    /// The place of the suppression.
    suppression: PlaceEntry,
}

/// A finding that a waiver covers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Waived")]
struct WaivedEntry<'r> {
    #[serde(flatten)]
    finding: Entry<'r>,
    /// The name of the waiver.
    waiver: &'r str,
    /// Why it is let be, in the words of the waiver.
    reason: &'r str,
    /// Who answers for it.
    owner: &'r str,
    /// Who approved it.
    approved_by: &'r str,
    /// The last day on which it is let be.
    expires: &'r str,
    /// The place of the waiver.
    at: PlaceEntry,
}

/// Where a finding is suppressed.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// At its own place.
    Source,
    /// In a configuration.
    Configuration,
}

/// What differs from the baseline.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Comparison")]
struct ComparisonEntry<'r> {
    /// What the run was compared with.
    baseline: &'r str,
    /// The comparison in numbers.
    summary: Changes,
    /// The findings that only the baseline has.
    fixed: Vec<FixedEntry<'r>>,
    /// The products whose level or completeness fell.
    lost: Vec<LostEntry<'r>>,
    /// The products that only the baseline has.
    removed: Vec<&'r Subject>,
}

/// A finding that only the baseline has.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fixed")]
struct FixedEntry<'r> {
    /// The name of its rule.
    rule: &'r str,
    /// How much it weighed.
    level: Level,
    /// What was wrong.
    message: &'r str,
    /// The path of its file in the baseline.
    file: &'r str,
    /// Its first line in the baseline.
    line: u32,
    /// Whom it concerned.
    subject: &'r Subject,
    /// Its name.
    fingerprint: &'r str,
}

/// A product whose level or completeness fell.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Lost")]
struct LostEntry<'r> {
    /// Which product.
    subject: &'r Subject,
    /// What it had in the baseline, in words.
    before: &'r str,
    /// What it has, in words.
    after: &'r str,
    #[serde(flatten)]
    place: PlaceEntry,
}

/// The JSON Schema of what `meshbook check --format json` tells.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document<'_>).to_value()
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let suppressed = each_suppressed(reports).filter_map(|told| {
        let suppressed = told.suppressed.filter(|one| one.waiver.is_none())?;
        Some(SuppressedEntry {
            finding: entry(&told),
            reason: &suppressed.reason,
            kind: match suppressed.in_source {
                true => Kind::Source,
                false => Kind::Configuration,
            },
            suppression: place(told.report, suppressed.span),
        })
    });
    let waived = each_suppressed(reports).filter_map(|told| {
        let suppressed = told.suppressed?;
        let waiver = suppressed.waiver.as_ref()?;
        Some(WaivedEntry {
            finding: entry(&told),
            waiver: &waiver.id,
            reason: &suppressed.reason,
            owner: &waiver.owner,
            approved_by: &waiver.approved_by,
            expires: &waiver.expires,
            at: place(told.report, suppressed.span),
        })
    });
    escape::json(&Document {
        version: 1,
        findings: each(reports).map(|told| entry(&told)).collect(),
        suppressed: suppressed.collect(),
        waived: waived.collect(),
        comparison: comparison(reports),
        rule_set: reports.first().map_or("", |report| report.rule_set),
        products: reports.iter().flat_map(|report| report.grades).collect(),
        summary: Summary::of(each(reports).map(|told| told.finding)),
    })
}

fn entry<'r>(told: &Told<'r>) -> Entry<'r> {
    let Told {
        report, finding, ..
    } = *told;
    let related = finding.related.iter().map(|related| RelatedEntry {
        label: &related.label,
        place: place(report, related.span),
    });
    Entry {
        rule: &finding.rule,
        level: finding.level,
        element: finding.element,
        message: &finding.message,
        help: finding.help.as_deref(),
        place: place(report, finding.span),
        related: related.collect(),
        subject: &finding.subject,
        fingerprint: told.fingerprint,
        state: told.is_new.map(|is_new| match is_new {
            true => State::New,
            false => State::Unchanged,
        }),
    }
}

fn place(report: &Report<'_>, span: Span) -> PlaceEntry {
    let place = report.files.place(span);
    PlaceEntry {
        file: report.path(span),
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}

fn comparison<'r>(reports: &'r [Report<'r>]) -> Option<ComparisonEntry<'r>> {
    let (_, first) = comparisons(reports).next()?;
    let fixed = comparisons(reports).flat_map(|(_, comparison)| &comparison.fixed);
    let lost = comparisons(reports).flat_map(|(report, comparison)| {
        let lost = comparison.lost.iter();
        lost.map(move |lost| lost_entry(report, lost))
    });
    let removed = comparisons(reports).flat_map(|(_, comparison)| &comparison.removed);
    Some(ComparisonEntry {
        baseline: &first.baseline,
        summary: comparisons(reports)
            .map(|(_, comparison)| comparison.changes())
            .sum(),
        fixed: fixed.map(fixed_entry).collect(),
        lost: lost.collect(),
        removed: removed.collect(),
    })
}

fn fixed_entry(fixed: &Fixed) -> FixedEntry<'_> {
    FixedEntry {
        rule: &fixed.rule,
        level: fixed.level,
        message: &fixed.message,
        file: &fixed.file,
        line: fixed.line,
        subject: &fixed.subject,
        fingerprint: &fixed.fingerprint,
    }
}

fn lost_entry<'r>(report: &Report<'_>, lost: &'r Lost) -> LostEntry<'r> {
    LostEntry {
        subject: &lost.subject,
        before: &lost.before,
        after: &lost.after,
        place: place(report, lost.span),
    }
}
