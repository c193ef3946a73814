//! Texts that readers are tried with.

use super::{Batch, FORMATS, Format, Head, Observation, Value};

/// What a reader says of a text.
pub(super) struct Trial(Result<Batch, super::Fault>);

/// A head of a text in a file of no telling name.
pub(super) fn head_of(text: &str) -> Head<'_> {
    Head {
        path: "measurements/results.json",
        text,
    }
}

impl Trial {
    /// Reads a text that this format alone must take.
    pub(super) fn of(format: &Format, text: &str) -> Trial {
        let head = head_of(text);
        let takers: Vec<_> = FORMATS.iter().filter(|of| (of.is_it)(&head)).collect();
        let names: Vec<_> = takers.iter().map(|of| of.name).collect();
        assert_eq!(names, [format.name], "{text}");
        Trial((format.read)(&mut text.as_bytes(), &head))
    }

    pub(super) fn batch(&self) -> &Batch {
        self.0.as_ref().unwrap()
    }

    /// Why the text cannot be read.
    pub(super) fn fault(&self) -> &super::Fault {
        self.0.as_ref().unwrap_err()
    }

    /// Each result in a line.
    pub(super) fn told(&self) -> Vec<String> {
        self.batch().results.iter().map(line).collect()
    }
}

fn line(of: &Observation) -> String {
    let about = &of.about;
    let mut told = vec![format!("{:?}", of.what)];
    let place = match (&about.object, &about.property) {
        (Some(object), Some(property)) => format!("{object}/{property}"),
        (Some(object), None) => object.to_string(),
        (None, Some(property)) => format!("/{property}"),
        (None, None) => "-".to_owned(),
    };
    told.push(place);
    told.extend(about.contract.as_ref().map(|id| format!("contract={id}")));
    told.extend(about.suite.as_ref().map(|name| format!("suite={name}")));
    told.extend(about.rule.as_ref().map(|id| format!("rule={id}")));
    told.extend(about.rule_at.map(|at| format!("at={at}")));
    told.extend(about.metric.map(|name| format!("metric={name}")));
    told.extend(about.name.as_ref().map(|name| format!("name={name}")));
    told.extend(of.verdict.map(|verdict| format!("{verdict:?}")));
    told.extend(of.value.as_ref().map(|value| match value {
        Value::Loaded(at) => format!("loaded {at}"),
        Value::Seconds(seconds) => format!("{seconds} s"),
        Value::Percent(share) => format!("{share} %"),
        Value::Count(number, unit) => format!("{number} {unit}").trim_end().to_owned(),
        Value::Time(time) => format!("{time:?}"),
    }));
    told.extend(of.at.map(|at| format!("@{at}")));
    told.extend(of.message.as_ref().map(|text| format!("{text:?}")));
    told.join(" ")
}
