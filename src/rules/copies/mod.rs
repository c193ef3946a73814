//! What stands in several products as if each had its own.
//!
//! Of those that say the same, the first one wrote it and the others copied it. What the
//! configuration says is a source's own goes before all else. Which of the rest is first, the day
//! tells on which their files were made, where every source has a history and as far back
//! as all of them reach; else the order of the sources in the configuration, and of the paths in
//! them. What comes later never lowers what was there before: a product is at fault by those
//! before it, and by those of its own source.

mod near;
mod promises;
mod purposes;
mod text;

use jiff::civil::Date;

use super::Standing;
use crate::diag::{FileId, Files, SourceId};
use crate::history::{History, Known};
use crate::mesh::{Mesh, ProductId};

pub(super) use promises::Promises;
pub(super) use purposes::{Purposes, of_product};

/// A product in the order in which the products came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claimant {
    /// Its place in that order.
    rank: u32,
    product: ProductId,
    source: SourceId,
}

/// The products in the order in which they came, without those that are retired and those whose
/// id belongs to another one.
pub(super) fn claimants(mesh: &Mesh, files: &Files, history: &History) -> Vec<Claimant> {
    let products = mesh.products().filter(|(id, product)| {
        Standing::of_product(mesh, product) != Standing::Retired
            && mesh.product_with(&product.id) == Some(*id)
    });
    let came = products.map(|(id, product)| {
        let is_anybodys = !mesh.is_owned(product.source, &product.id);
        (is_anybodys, None, product.file, id, product.source)
    });
    let mut came: Vec<(bool, Option<Date>, FileId, ProductId, SourceId)> = came.collect();
    let made: Option<Vec<_>> = came
        .iter()
        .map(|(_, _, file, ..)| made(history, files, *file))
        .collect();
    let made = made.unwrap_or_default();
    // Before that day not all of them tell, and who came first is not known.
    let since = made.iter().map(|(since, _)| *since).max();
    for (product, (_, made)) in came.iter_mut().zip(&made) {
        product.1 = made.filter(|made| Some(*made) >= since);
    }
    came.sort_unstable();
    let numbered = came.into_iter().enumerate();
    let claimants = numbered.map(|(rank, (_, _, _, product, source))| Claimant {
        rank: rank as u32,
        product,
        source,
    });
    claimants.collect()
}

/// The first day of which the log of a file tells, and the day on which the file was made: none
/// where that was before, the last of all where no commit holds it yet. `None` where there is no
/// history.
fn made(history: &History, files: &Files, file: FileId) -> Option<(Date, Option<Date>)> {
    match history.of(files.file(file)) {
        Known::NotAsked | Known::Unreadable => None,
        Known::Uncommitted => Some((Date::MIN, Some(Date::MAX))),
        Known::Of(log, changes) => Some((log.since, changes.made)),
    }
}
