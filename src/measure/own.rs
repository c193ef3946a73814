//! Meshbook's own measurements: one JSON object a line, or a list of them.
//!
//! The format is described in `content/guide/measurements.md`; `meshbook schema measurement`
//! prints its JSON Schema.

use std::io::Read;

use schemars::JsonSchema;
use serde::Deserialize;

use super::field::{List, message};
use super::lines;
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};
use crate::model::sla::{SlaKind, amount, length};

/// The name of the format.
pub(super) const NAME: &str = "measurements";

pub(super) const FORMAT: Format = Format {
    name: NAME,
    holds: "service levels and results of checks, in Meshbook's own words",
    is_it: |head| {
        let is_json = [".json", ".jsonl", ".ndjson"]
            .iter()
            .any(|end| head.is_named(end));
        // As a key, not as the name of a column in the results of a tool.
        let mut found = head
            .text
            .match_indices(KEY)
            .map(|(at, _)| &head.text[at + KEY.len()..]);
        is_json && found.any(|rest| rest.trim_start().starts_with(':'))
    },
    read,
};

/// The field that every measurement has.
const KEY: &str = "\"measured_at\"";

/// The longest line that is read, in bytes.
const LONGEST: u64 = 64 << 10;

/// A measured service level of a data contract, or the result of one of its quality rules.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMeasurement {
    /// The id of the contract.
    pub contract: String,
    /// Its version; the newest one where it is absent.
    pub version: Option<String>,
    /// What was measured: a service level as in `slaProperties[].property`, such as `latency`, or
    /// `quality`.
    pub property: String,
    /// The table or column: `orders`, `orders.order_id`.
    pub element: Option<String>,
    /// The id of the quality rule, where `property` is `quality`.
    pub rule: Option<String>,
    /// What was measured: a number, or a text as in `slaProperties[].value`, such as `PT3H`,
    /// `99.93` or `06:20+01:00`. Of a quality rule the number that it counts.
    pub value: Option<RawValue>,
    /// The unit of the value, such as `h` or `percent`.
    pub unit: Option<String>,
    /// `pass`, `warn`, `fail` or `error`; needed of quality rules, and taken from the value otherwise.
    pub status: Option<RawStatus>,
    /// When it was measured: RFC 3339.
    pub measured_at: String,
    /// The length of time over which it was measured, such as `30d` or `P30D`.
    pub window: Option<String>,
    /// From how many samples.
    pub samples: Option<u64>,
    /// What measured it, such as `airflow` or `uptime-probe`.
    pub source: Option<String>,
    /// The page of the run that measured it.
    pub run_url: Option<String>,
    /// The environment, such as `prod`.
    pub environment: Option<String>,
    /// Why it failed, in a sentence.
    pub message: Option<String>,
}

/// A measured value.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawValue {
    /// A number of the unit.
    Number(f64),
    /// A text with its unit.
    Text(String),
}

/// What was found.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawStatus {
    /// It is as it should be.
    Pass,
    /// It is not quite as it should be.
    Warn,
    /// It is not as it should be.
    Fail,
    /// It could not be told.
    Error,
}

/// The JSON Schema of one measurement.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RawMeasurement).to_value()
}

fn read(text: &mut dyn Read, head: &Head<'_>) -> Result<Batch, Fault> {
    let mut batch = Batch {
        all: Common {
            tool: "measurements".into(),
            ..Common::default()
        },
        ..Batch::default()
    };
    if head.start().starts_with('[') {
        let raws: List<RawMeasurement, { LONGEST as usize }> = serde_json::from_reader(text)?;
        for raw in raws.told_in(&mut batch) {
            take(raw, 0, &mut batch);
        }
        return Ok(batch);
    }
    lines::each(text, LONGEST, |number, line| {
        match line.map(serde_json::from_str) {
            Ok(Ok(raw)) => take(raw, number, &mut batch),
            Ok(Err(error)) => batch.faults.push(Fault {
                line: number,
                ..Fault::from(error)
            }),
            Err(fault) => batch.faults.push(fault),
        }
    })?;
    Ok(batch)
}

fn take(raw: RawMeasurement, line: usize, batch: &mut Batch) {
    match observation(raw) {
        Ok(observation) => batch.add(observation),
        Err(message) => batch.faults.push(lines::fault(line, message)),
    }
}

fn observation(raw: RawMeasurement) -> Result<Observation, String> {
    let at = moment(&raw.measured_at);
    let at =
        at.ok_or_else(|| format!("`measured_at` is `{}`, which is no time", raw.measured_at))?;
    let window = match &raw.window {
        Some(text) => Some(
            length(text)
                .ok_or_else(|| format!("`window` is `{text}`, which is no length of time"))?,
        ),
        None => None,
    };
    let is_quality = raw.property.trim().eq_ignore_ascii_case("quality");
    let what = match is_quality {
        true => What::Quality,
        false => What::Service(SlaKind::named(&raw.property)),
    };
    let value = match (&raw.value, what) {
        (None, What::Service(_)) => return Err(format!("`{}` has no `value`", raw.property)),
        (None, _) => None,
        (Some(value), What::Service(kind)) => Some(service(kind, value, raw.unit.as_deref())?),
        (Some(RawValue::Number(number)), _) => {
            Some(Value::Count(*number, raw.unit.unwrap_or_default().into()))
        }
        (Some(RawValue::Text(text)), _) => {
            return Err(format!("`value` is `{text}`, which is no number"));
        }
    };
    if is_quality && raw.status.is_none() {
        return Err("a result of `quality` has no `status`".to_owned());
    }
    let (object, property) = match raw
        .element
        .as_deref()
        .map(|element| element.trim().split_once('.'))
    {
        Some(Some((object, property))) => (Some(object.into()), Some(property.into())),
        Some(None) => (raw.element.map(|element| element.trim().into()), None),
        None => (None, None),
    };
    Ok(Observation {
        about: About {
            contract: Some(raw.contract.into()),
            version: raw.version.map(Into::into),
            object,
            property,
            name: raw.rule.clone().map(Into::into),
            rule: raw.rule.map(Into::into),
            ..About::default()
        },
        verdict: raw.status.map(|status| match status {
            RawStatus::Pass => Verdict::Passed,
            RawStatus::Warn => Verdict::Warned,
            RawStatus::Fail => Verdict::Failed,
            RawStatus::Error => Verdict::Errored,
        }),
        value,
        at: Some(at),
        window,
        samples: raw.samples,
        message: raw.message.as_deref().and_then(message),
        run_url: raw.run_url.map(Into::into),
        tool: raw.source.map(Into::into),
        environment: raw.environment.map(Into::into),
        ..Observation::new(what)
    })
}

/// The value of a service level.
fn service(kind: SlaKind, value: &RawValue, unit: Option<&str>) -> Result<Value, String> {
    let text = match value {
        RawValue::Number(number) => number.to_string(),
        RawValue::Text(text) => text.clone(),
    };
    let told = amount(kind, &text, unit)?;
    Value::of(told).ok_or_else(|| format!("`{text}` is nothing that can be measured"))
}
