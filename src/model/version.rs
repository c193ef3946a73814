//! Versions: of the standards and of what they describe.

use std::fmt;

/// The version of a standard that a manifest declares in `apiVersion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion {
    /// Changes when manifests must be rewritten.
    pub major: u8,
    /// Changes when fields are added.
    pub minor: u8,
    /// Changes when the standard is mended.
    pub patch: u8,
}

impl ApiVersion {
    /// The version `major.minor.patch`.
    pub const fn new(major: u8, minor: u8, patch: u8) -> ApiVersion {
        ApiVersion {
            major,
            minor,
            patch,
        }
    }

    /// Reads `v3.1.0` or `3.1.0`; `None` for anything else.
    pub fn parse(text: &str) -> Option<ApiVersion> {
        let mut parts = text.strip_prefix('v').unwrap_or(text).split('.');
        let mut number = || parts.next()?.parse().ok();
        let version = ApiVersion::new(number()?, number()?, number()?);
        parts.next().is_none().then_some(version)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// A version without a leading `v`: the standards' own examples write `v1.0.0` and `1.0.0` for
/// the same.
pub fn bare_version(version: &str) -> &str {
    version.trim().trim_start_matches(['v', 'V'])
}
