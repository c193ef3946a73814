//! The pages of products and contracts, as readers get them.

mod contract;
mod hostile;
mod product;
mod site;
