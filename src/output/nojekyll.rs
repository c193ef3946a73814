//! `.nojekyll`: GitHub Pages is to serve the files as they are.

use super::{Item, Output};

pub(super) const OUTPUT: Output = Output {
    name: "nojekyll",
    routes: |_| vec![(".nojekyll".to_owned(), Item::default())],
    render: |_, _, _| Ok(Vec::new()),
};
