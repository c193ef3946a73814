//! What makes a finding the same one tomorrow, and a mesh no worse than it was.

mod fingerprint;

pub use fingerprint::fingerprints;
