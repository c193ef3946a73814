//! The elements that findings are about, for people.

use crate::diag::Element;

/// An element as a heading.
pub fn element_title(element: Element) -> &'static str {
    match element {
        Element::Standard => "Standards",
        Element::Reference => "References",
        Element::Schema => "Schema",
        Element::Quality => "Quality",
        Element::Sla => "Service levels",
        Element::Documentation => "Documentation",
        Element::Ownership => "Ownership",
        Element::Access => "Access",
        Element::Lifecycle => "Life cycle",
        Element::Portal => "Portal",
    }
}
