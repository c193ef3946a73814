//! How long data may be kept, by its classification (`governance.retention`).

use crate::config::{self, Config, INVALID_CONFIGURATION};
use crate::diag::{Finding, Subject, SubjectKind};
use crate::model::sla::{Duration, length};

/// How long data may be kept, by its classification.
#[derive(Clone, Debug, Default)]
pub(super) struct RetentionPolicy {
    limits: Vec<Limit>,
}

/// How long data of a classification may be kept.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    /// The classification.
    pub(super) class: String,
    /// The longest time.
    pub(super) longest: Duration,
}

/// Words for no limit.
const UNLIMITED: &[&str] = &["forever", "indefinitely", "unlimited"];

fn is_unlimited(text: &str) -> bool {
    UNLIMITED.contains(&text.trim().to_lowercase().as_str())
}

impl RetentionPolicy {
    /// The policy of a portal, as far as it can be understood.
    pub(super) fn of(config: &Config) -> RetentionPolicy {
        let written = config.governance.retention.iter().flatten();
        let limits = written.filter_map(|(class, setting)| {
            Some(Limit {
                class: class.trim().to_owned(),
                longest: length(&setting.text)?,
            })
        });
        RetentionPolicy {
            limits: limits.collect(),
        }
    }

    /// Whether nothing is limited.
    pub(super) fn is_empty(&self) -> bool {
        self.limits.is_empty()
    }

    /// The limit of a classification.
    pub(super) fn limit(&self, class: &str) -> Option<&Limit> {
        let class = class.trim();
        let mut limits = self.limits.iter();
        limits.find(|limit| limit.class.eq_ignore_ascii_case(class))
    }
}

/// Tells the times of the retention policy that cannot be understood.
pub fn unreadable_retention(config: &Config) -> Vec<Finding> {
    let written = config.governance.retention.iter().flatten();
    let unread = written
        .filter(|(_, setting)| length(&setting.text).is_none() && !is_unlimited(&setting.text));
    let findings = unread.map(|(class, setting)| {
        let subject = Subject::new(SubjectKind::Portal, config::FILE);
        let text = setting.text.trim();
        let message = format!("`{text}`, the retention of `{class}`, is no length of time");
        Finding::new(&INVALID_CONFIGURATION, subject, setting.span, message)
            .help("write it as `3y`, `18 months` or `P3Y`")
    });
    findings.collect()
}
