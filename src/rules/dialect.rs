//! The acts that mend a fault, in the words of the standard in which a contract is written.
//!
//! Rules judge contracts of older standards as what they are upgraded to, and speak of the
//! fields of ODCS 3. Where those have other names in the file, the help names those.

use std::collections::BTreeMap;

use crate::diag::{FileId, Files, Finding};
use crate::mesh::Mesh;
use crate::model::Standard;

/// The help of a rule for contracts of a standard.
struct Help(Standard, &'static str, &'static str);

const HELPS: &[Help] = &[
    Help(
        Standard::Odcs2,
        "missing-schema",
        "add `dataset:` with the tables and their `columns`",
    ),
    Help(
        Standard::Odcs2,
        "missing-quality-rule",
        "add `quality:` with a `templateName` and its `toolName`",
    ),
    Help(
        Standard::Odcs2,
        "missing-owner",
        "add to `stakeholders` somebody with `role: owner`",
    ),
    Help(
        Standard::Odcs2,
        "missing-support-channel",
        "add `productDl`, `productSlackChannel` or `productFeedbackUrl`",
    ),
    Help(
        Standard::Odcs2,
        "missing-server",
        "add `server`, `project` or `database` with the address of the data",
    ),
    Help(
        Standard::Odcs2,
        "missing-identity",
        "add `quantumName:` and `datasetDomain:`, or give the source a domain in `meshbook.yaml`",
    ),
    Help(
        Standard::Dcs,
        "missing-schema",
        "add `models:` with their `fields`",
    ),
    Help(
        Standard::Dcs,
        "untyped-property",
        "add `type:`, such as string, integer, decimal, date or timestamp",
    ),
    Help(
        Standard::Dcs,
        "missing-quality-rule",
        "add `quality:` with a type and a bound, such as `type: sql`, `query` and `mustBe: 0`",
    ),
    Help(
        Standard::Dcs,
        "missing-freshness",
        "add `servicelevels.freshness` with a `threshold`, such as `25h`",
    ),
    Help(
        Standard::Dcs,
        "missing-frequency",
        "add `servicelevels.frequency` with an `interval`, such as `daily`",
    ),
    Help(
        Standard::Dcs,
        "missing-purpose",
        "add `info.description` that says who should use it for what",
    ),
    Help(
        Standard::Dcs,
        "missing-owner",
        "add `info.owner` with the team that answers for the data",
    ),
    Help(
        Standard::Dcs,
        "missing-support-channel",
        "add `info.contact` with an `email` or a `url`",
    ),
    Help(
        Standard::Dcs,
        "missing-access-path",
        "convert it to ODCS v3.1.0, where a role says its `access` and `firstLevelApprovers`",
    ),
    Help(
        Standard::Dcs,
        "missing-identity",
        "give the source a domain in `meshbook.yaml`",
    ),
];

/// Puts helps into the words of the standard in which their file is written.
pub(super) fn translate(mesh: &Mesh, files: &Files, findings: &mut [Finding]) {
    let versions = mesh
        .contracts
        .iter()
        .flat_map(|contract| &contract.versions);
    let manifests = versions.map(|version| &version.manifest);
    let older: BTreeMap<FileId, Standard> = manifests
        .filter(|manifest| manifest.standard != Standard::Odcs)
        .map(|manifest| (manifest.file, manifest.standard))
        .collect();
    if older.is_empty() {
        return;
    }
    for finding in findings {
        let Some(standard) = older.get(&files.of(finding.span)) else {
            continue;
        };
        let is_for = |help: &&Help| help.0 == *standard && help.1 == finding.rule;
        let Some(Help(.., act)) = HELPS.iter().find(is_for) else {
            continue;
        };
        finding.help = Some((*act).to_owned());
        // What the label calls absent has another name here.
        if finding.label.contains('`') {
            finding.label.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule;

    #[test]
    fn every_help_is_of_a_rule_and_an_older_standard() {
        for Help(standard, id, act) in HELPS {
            assert!(rule(id).is_some(), "{id}");
            assert_ne!(*standard, Standard::Odcs, "{id}");
            assert!(!act.ends_with('.'), "{act}");
        }
    }
}
