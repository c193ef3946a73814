//! `servicelevels` as `slaProperties` of ODCS.

use crate::manifest::reader::Object;
use crate::manifest::upgrade::{self, said, tell_form};
use crate::model::{SlaProperty, Text};

const KINDS: &[&str] = &["batch", "micro-batching", "streaming", "manual"];

/// Every promise, in the order of the file.
pub(super) fn promises(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    let promises = o.object("servicelevels", "servicelevels", |o| {
        let placed = [
            "availability",
            "retention",
            "latency",
            "freshness",
            "frequency",
            "support",
            "backup",
        ];
        upgrade::keep_rest(o, &placed);
        let mut promises = Vec::new();
        let level = |key, read: fn(&Object<'_, '_, '_>) -> Vec<SlaProperty>| {
            o.object(key, key, read).unwrap_or_default()
        };
        promises.extend(level("availability", availability));
        promises.extend(level("retention", retention));
        promises.extend(level("latency", latency));
        promises.extend(level("freshness", freshness));
        promises.extend(level("frequency", frequency));
        promises.extend(level("support", support));
        promises.extend(level("backup", backup));
        promises
    });
    let mut promises = promises.unwrap_or_default();
    promises.sort_by_key(|promise| promise.span.start);
    promises
}

/// A promise of the level that `o` describes.
fn promise(o: &Object<'_, '_, '_>, property: &str, value: Option<Text>) -> SlaProperty {
    let at = value.as_ref().map_or(o.span, |value| value.span);
    SlaProperty {
        property: Some(Text::new(property.into(), at)),
        value,
        value_ext: None,
        unit: None,
        element: None,
        driver: None,
        description: None,
        scheduler: None,
        schedule: None,
        span: o.span,
    }
}

fn availability(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(o, &["description", "percentage"]);
    let percentage = o.text("percentage");
    if let Some(text) = percentage.as_ref().filter(|text| !is_percentage(text)) {
        tell_form(
            o.reader,
            text,
            "percentage",
            "write it as `99.9%`".to_owned(),
        );
    }
    vec![SlaProperty {
        description: o.text("description"),
        ..promise(o, "availability", percentage)
    }]
}

fn is_percentage(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let number = text.strip_suffix('%');
    number.is_some_and(|number| match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    })
}

fn retention(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(o, &["description", "period", "unlimited", "timestampField"]);
    let unlimited = o.flag("unlimited").filter(|flag| flag.value);
    let unlimited = unlimited.map(|flag| Text::new("unlimited".into(), flag.span));
    let period = o.text("period");
    vec![SlaProperty {
        description: o.text("description"),
        element: o.text("timestampField"),
        ..promise(o, "retention", unlimited.or(period))
    }]
}

fn latency(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(
        o,
        &[
            "description",
            "threshold",
            "sourceTimestampField",
            "processedTimestampField",
        ],
    );
    let source = o.text("sourceTimestampField");
    let element = match (source, o.text("processedTimestampField")) {
        (Some(source), Some(processed)) => Some(Text::new(
            format!("{},{}", source.value, processed.value).into(),
            source.span,
        )),
        (source, processed) => source.or(processed),
    };
    vec![SlaProperty {
        description: o.text("description"),
        element,
        ..promise(o, "latency", o.text("threshold"))
    }]
}

fn freshness(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(o, &["description", "threshold", "timestampField"]);
    vec![SlaProperty {
        description: o.text("description"),
        element: o.text("timestampField"),
        ..promise(o, "freshness", o.text("threshold"))
    }]
}

/// How often data comes: the interval, else what the schedule or the kind says. The kind is a
/// promise of its own.
fn frequency(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(o, &["description", "type", "interval", "cron"]);
    let kind = o.one_of("type", KINDS);
    let (interval, cron) = (o.text("interval"), o.text("cron"));
    let by_cron = cron.as_ref().map(|cron| {
        let often = often(cron).unwrap_or(&cron.value);
        Text::new(often.into(), cron.span)
    });
    let by_kind = kind.clone().filter(|kind| &*kind.value == "streaming");
    let value = interval.or(by_cron).or(by_kind);
    let description = o.text("description");
    let often = SlaProperty {
        description: description.clone(),
        scheduler: cron.as_ref().map(|_| said(o, "cron", "cron")),
        schedule: cron,
        ..promise(o, "frequency", value.clone())
    };
    let kind = kind.map(|kind| SlaProperty {
        description: description.filter(|_| value.is_none()),
        ..promise(o, "frequency type", Some(kind))
    });
    // Without an interval, a kind says all that there is to say.
    let is_said = value.is_some() || kind.is_none();
    let often = is_said.then_some(often);
    often.into_iter().chain(kind).collect()
}

/// How often a cron schedule of five fields comes round, where a word says it.
fn often(cron: &str) -> Option<&'static str> {
    let fields: Vec<_> = cron.split_whitespace().collect();
    let is_number = |field: &str| field.bytes().all(|b| b.is_ascii_digit());
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        return None;
    };
    if !is_number(minute) {
        return None;
    }
    match (*hour, *day, *month, *weekday) {
        ("*", "*", "*", "*") => Some("hourly"),
        (hour, "*", "*", "*") if is_number(hour) => Some("daily"),
        (hour, "*", "*", one) if is_number(hour) && is_number(one) => Some("weekly"),
        (hour, one, "*", "*") if is_number(hour) && is_number(one) => Some("monthly"),
        _ => None,
    }
}

/// When and how fast somebody helps.
fn support(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(o, &["description", "time", "responseTime"]);
    let time = o.text("time");
    let response = o.text("responseTime");
    let help = SlaProperty {
        description: o.text("description").filter(|_| time.is_some()),
        ..promise(o, "support", time.or_else(|| o.text("description")))
    };
    let response = response.map(|value| promise(o, "support response time", Some(value)));
    [help].into_iter().chain(response).collect()
}

/// How often a copy is made, and how much is lost at most.
fn backup(o: &Object<'_, '_, '_>) -> Vec<SlaProperty> {
    upgrade::keep_rest(
        o,
        &[
            "description",
            "interval",
            "cron",
            "recoveryTime",
            "recoveryPoint",
        ],
    );
    let (interval, cron) = (o.text("interval"), o.text("cron"));
    let value = interval.or_else(|| cron.clone());
    let backup = SlaProperty {
        description: o.text("description").filter(|_| value.is_some()),
        scheduler: cron.as_ref().map(|_| said(o, "cron", "cron")),
        schedule: cron,
        ..promise(o, "backup", value.or_else(|| o.text("description")))
    };
    let recovery = [
        ("backup recovery time", o.text("recoveryTime")),
        ("backup recovery point", o.text("recoveryPoint")),
    ];
    let recovery = recovery
        .into_iter()
        .filter_map(|(name, value)| Some(promise(o, name, Some(value?))));
    [backup].into_iter().chain(recovery).collect()
}
