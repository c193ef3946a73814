//! How a manifest fares by one version of its standard, and beside other versions.

use std::collections::HashSet;

use super::check::Checked;
use super::fault::Fault;
use crate::model::ApiVersion;

/// How a manifest fares by one version.
pub(super) struct Trial {
    /// The version.
    pub(super) version: ApiVersion,
    /// What it says of the manifest.
    pub(super) checked: Checked,
}

/// What tells one fault of a manifest from another: its place and its words.
type Same<'f> = (u32, u32, &'f str);

fn same(fault: &Fault) -> Same<'_> {
    (fault.span.start, fault.span.end, &fault.message)
}

impl Trial {
    /// The number of faults for which the version refuses the manifest.
    pub(super) fn weight(&self) -> usize {
        self.refusals().count()
    }

    fn refusals(&self) -> impl Iterator<Item = &Fault> {
        let faults = self.checked.faults.iter();
        faults.filter(|fault| fault.is_refusal())
    }
}

/// Another version than the declared one.
pub(super) struct Other<'t> {
    /// The version.
    pub(super) version: ApiVersion,
    /// The number of faults for which it refuses the manifest.
    pub(super) weight: usize,
    /// Those that the declared version does not have.
    pub(super) refuses: Vec<&'t Fault>,
}

impl<'t> Other<'t> {
    /// The other versions, each beside the declared one.
    pub(super) fn beside(own: &Trial, others: &'t [Trial]) -> Vec<Other<'t>> {
        let known: HashSet<Same<'_>> = own.checked.faults.iter().map(same).collect();
        let others = others.iter().map(|trial| Other {
            version: trial.version,
            weight: trial.weight(),
            refuses: trial
                .refusals()
                .filter(|fault| !known.contains(&same(fault)))
                .collect(),
        });
        others.collect()
    }
}
