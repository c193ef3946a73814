//! The directory: Backstage catalog entities `Domain`, `Group` and `User`, several to a file.
//!
//! Entities of other kinds and fields of other purposes are left to Backstage.

use super::reader::{Object, Reader};
use crate::diag::{Finding, Subject};
use crate::document::Node;
use crate::model::{ApiVersion, DirectoryEntry, DomainEntry, Link, TeamEntry, Text, UserEntry};

/// Whether a document is a catalog entity that a directory reads.
pub(super) fn is_entity(root: &Node<'_>) -> bool {
    is_backstage(root) && matches!(kind(root), "Domain" | "Group" | "User")
}

/// Whether a document is a catalog entity of any kind.
pub(super) fn is_backstage(root: &Node<'_>) -> bool {
    let api_version = root.get("apiVersion").and_then(Node::text);
    api_version.is_some_and(|version| version.starts_with("backstage.io/"))
}

fn kind<'n>(root: &'n Node<'_>) -> &'n str {
    root.get("kind").and_then(Node::text).unwrap_or_default()
}

/// Reads one entity; `None` where it has no name.
pub(super) fn entity(root: &Node<'_>, subject: Subject) -> (Option<DirectoryEntry>, Vec<Finding>) {
    let reader = Reader::new(subject, ApiVersion::new(1, 0, 0));
    let entry = reader.object(root, "the entity", |o| {
        o.allow(&["apiVersion", "kind", "relations", "status"]);
        match kind(root) {
            "Domain" => domain(o).map(DirectoryEntry::Domain),
            "Group" => team(o).map(DirectoryEntry::Team),
            _ => user(o).map(DirectoryEntry::User),
        }
    });
    (entry.flatten(), reader.finish().0)
}

/// `metadata`, as far as a directory shows it.
struct Metadata {
    name: Text,
    title: Option<Text>,
    description: Option<Text>,
    annotations: Vec<(Text, Text)>,
    links: Vec<Link>,
}

fn metadata(o: &Object<'_, '_, '_>) -> Option<Metadata> {
    o.require("metadata");
    let metadata = o.object("metadata", "metadata", |o| {
        o.allow(&["namespace", "labels", "tags", "uid", "etag"]);
        Some(Metadata {
            name: o.required_text("name")?,
            title: o.text("title"),
            description: o.text("description"),
            annotations: annotations(o),
            links: o.objects("links", "metadata.links[]", |o| {
                o.allow(&["icon", "type"]);
                Link {
                    url: o.required_text("url"),
                    title: o.text("title"),
                }
            }),
        })
    });
    metadata.flatten()
}

fn annotations(o: &Object<'_, '_, '_>) -> Vec<(Text, Text)> {
    let pairs = o.object("annotations", "metadata.annotations", |o| {
        let reader = o.reader;
        let pairs = o.open_entries().iter().filter_map(|entry| {
            let value = reader.text(&entry.value, &entry.key)?;
            Some((Text::new((*entry.key).into(), entry.key_span), value))
        });
        pairs.collect()
    });
    pairs.unwrap_or_default()
}

impl Metadata {
    /// Takes the value of an annotation.
    fn annotation(&mut self, name: &str) -> Option<Text> {
        let mut pairs = self.annotations.iter();
        let at = pairs.position(|(key, _)| &*key.value == name)?;
        Some(self.annotations.swap_remove(at).1)
    }
}

fn domain(o: &Object<'_, '_, '_>) -> Option<DomainEntry> {
    let metadata = metadata(o);
    let spec = o.object("spec", "spec", |o| {
        o.allow(&["type"]);
        (o.text("owner"), o.text("subdomainOf"))
    });
    let (owner, subdomain_of) = spec.unwrap_or_default();
    metadata.map(|metadata| DomainEntry {
        name: metadata.name,
        title: metadata.title,
        description: metadata.description,
        owner,
        subdomain_of,
        annotations: metadata.annotations,
        links: metadata.links,
        span: o.span,
    })
}

fn profile(o: &Object<'_, '_, '_>) -> (Option<Text>, Option<Text>) {
    let profile = o.object("profile", "spec.profile", |o| {
        o.allow(&["picture"]);
        (o.text("displayName"), o.text("email"))
    });
    profile.unwrap_or_default()
}

fn team(o: &Object<'_, '_, '_>) -> Option<TeamEntry> {
    let metadata = metadata(o);
    let spec = o.object("spec", "spec", |o| {
        o.allow(&["children"]);
        (
            profile(o),
            o.text("type"),
            o.text("parent"),
            o.texts("members"),
        )
    });
    let ((display_name, email), kind, parent, members) = spec.unwrap_or_default();
    metadata.map(|mut metadata| TeamEntry {
        domain: metadata.annotation("meshbook/domain"),
        name: metadata.name,
        title: display_name.or(metadata.title),
        description: metadata.description,
        email,
        kind,
        parent,
        members,
        links: metadata.links,
        span: o.span,
    })
}

fn user(o: &Object<'_, '_, '_>) -> Option<UserEntry> {
    let metadata = metadata(o);
    let spec = o.object("spec", "spec", |o| (profile(o), o.texts("memberOf")));
    let ((display_name, email), member_of) = spec.unwrap_or_default();
    metadata.map(|mut metadata| UserEntry {
        left: metadata.annotation("meshbook/left"),
        name: metadata.name,
        title: display_name.or(metadata.title),
        description: metadata.description,
        email,
        member_of,
        span: o.span,
    })
}
