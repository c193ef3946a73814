//! Classifications: how much harm a column does when it leaks.

use crate::model::DataContract;
use crate::model::SchemaProperty;
use crate::page::parts::{Chip, Tone};

/// How much harm it does when data of a class leaks.
///
/// The standard leaves the words to the organisation (ODCS 3.2, `classification`); these
/// are the common ones. A word that is not among them has no rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Harm {
    /// None.
    Public,
    /// Little.
    Internal,
    /// To the business or to people.
    Confidential,
    /// Great, or the law says so.
    Restricted,
}

fn harm(classification: &str) -> Option<Harm> {
    Some(match classification.trim().to_lowercase().as_str() {
        "public" | "open" | "unrestricted" => Harm::Public,
        "internal" | "internal use" | "private" => Harm::Internal,
        "confidential" => Harm::Confidential,
        "restricted"
        | "highly restricted"
        | "highly confidential"
        | "strictly confidential"
        | "secret"
        | "top secret"
        | "sensitive"
        | "highly sensitive"
        | "pii"
        | "phi"
        | "pci"
        | "personal"
        | "personal data"
        | "special category" => Harm::Restricted,
        _ => return None,
    })
}

/// The mark of a classification.
pub(super) fn classification(word: &str) -> Chip {
    let tone = match harm(word) {
        Some(Harm::Restricted) => Tone::Warning,
        Some(Harm::Confidential) => Tone::Info,
        Some(Harm::Public | Harm::Internal) | None => Tone::Quiet,
    };
    Chip::new(tone, word.trim())
}

/// The classification of the columns that do most harm, of these contracts.
pub fn highest<'c>(contracts: impl Iterator<Item = &'c DataContract>) -> Option<Chip> {
    let mut highest: Option<(Harm, &str)> = None;
    let objects = contracts.flat_map(|contract| &contract.schema);
    for object in objects {
        visit(&object.properties, &mut |property| {
            let Some(word) = &property.classification else {
                return;
            };
            let found = harm(word).map(|harm| (harm, &*word.value));
            if found.map(|(harm, _)| harm) > highest.map(|(harm, _)| harm) {
                highest = found;
            }
        });
    }
    highest.map(|(_, word)| classification(word))
}

/// How many columns hold personal or restricted data.
pub fn sensitive_count(properties: &[SchemaProperty]) -> u32 {
    let mut count = 0;
    visit(properties, &mut |property| {
        let class = property.classification.as_ref();
        let is_sensitive = class.is_some_and(|class| harm(class) == Some(Harm::Restricted));
        count += u32::from(is_sensitive && property.name.is_some());
    });
    count
}

fn visit<'c>(properties: &'c [SchemaProperty], see: &mut impl FnMut(&'c SchemaProperty)) {
    for property in properties {
        see(property);
        visit(&property.properties, see);
    }
}
