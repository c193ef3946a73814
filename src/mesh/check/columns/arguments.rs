//! Columns that quality rules name (ODCS 3.1, `quality[].arguments.properties`).

use super::{At, Found, Look};
use crate::mesh::{DANGLING_ARGUMENT, Told};
use crate::model::{Quality, QualityType, SchemaProperty};

/// Looks at the rules of tables, columns and what lies in columns.
pub(super) fn check(look: &mut Look<'_>, told: &mut Told<'_>) {
    for (table, object) in look.tables() {
        rules(look, table, &object.quality, told);
        of_properties(look, table, &object.properties, told);
    }
}

fn of_properties(
    look: &mut Look<'_>,
    table: At,
    properties: &[SchemaProperty],
    told: &mut Told<'_>,
) {
    for property in properties {
        rules(look, table, &property.quality, told);
        of_properties(look, table, &property.properties, told);
    }
}

/// The rules of the library on a table, or on something in it.
fn rules(look: &mut Look<'_>, table: At, rules: &[Quality], told: &mut Told<'_>) {
    let library = rules
        .iter()
        .filter(|rule| rule.kind == QualityType::Library);
    for column in library.flat_map(|rule| &rule.columns) {
        let reference = column.trim();
        match look.index.find_in(table, reference) {
            Found::At(_) | Found::Unknown => {}
            Found::Several(first, second) => {
                look.tell_ambiguous(reference, column.span, [first, second], told);
            }
            Found::Missing(gap) if look.contract.complete => {
                let (code, index) = (&DANGLING_ARGUMENT, &look.index);
                let finding = look.missing(code, index, (reference, column.span), gap, told);
                told.tell(finding.label("checks nothing"));
            }
            Found::Missing(_) => {}
        }
    }
}
