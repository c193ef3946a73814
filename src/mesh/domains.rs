//! Domains: which one each product and contract is of, and what the directory says of it.

use std::collections::HashMap;

use super::contracts::Group;
use super::precedence::Owner;
use super::products::Draft;
use super::slugs::{Slugs, key};
use super::{DOMAIN_MISMATCH, Domain, Mesh, Told, directory, people};
use crate::diag::{Finding, SourceId, Subject, SubjectKind};
use crate::model::{DomainEntry, Text};

/// The title of the domain of everything that names none.
const NO_DOMAIN: &str = "No domain";

/// The domain that the configuration gives the source, else the one that the manifest names, but
/// for one that the configuration says is another source's own.
pub(super) fn domain_of(mesh: &Mesh, source: SourceId, own: Option<&Text>) -> String {
    let configured = mesh.source(source).domain.as_deref();
    let named = own.map(|own| own.trim());
    let named = named.filter(|name| mesh.precedence.shut_by(source, name).is_none());
    configured.or(named).unwrap_or_default().to_owned()
}

/// Tells a manifest that names another domain than the configuration gives its source, or one
/// that is another source's own.
pub(super) fn tell_domain(
    mesh: &Mesh,
    source: SourceId,
    own: Option<&Text>,
    subject: &Subject,
    told: &mut Told<'_>,
) {
    let Some(own) = own else {
        return;
    };
    let Some(configured) = &mesh.source(source).domain else {
        if let Some(owner) = mesh.precedence.shut_by(source, own) {
            told.tell(foreign(mesh, own, owner, subject));
        }
        return;
    };
    if key(configured) != key(own) {
        let message = format!(
            "the domain `{}` is not `{configured}`, the domain of its source",
            own.value
        );
        let finding = Finding::new(&DOMAIN_MISMATCH, subject.clone(), own.span, message);
        told.tell(finding.help(format!(
            "set `domain: {configured}`, or correct the source in `meshbook.yaml`"
        )));
    }
}

/// The finding on a domain that another source owns.
fn foreign(mesh: &Mesh, own: &Text, owner: Owner, subject: &Subject) -> Finding {
    let name = &mesh.source(owner.source).name;
    let message = format!("the domain `{}` belongs to the source `{name}`", own.value);
    Finding::new(&DOMAIN_MISMATCH, subject.clone(), own.span, message)
        .label("not heard, so it is of no domain")
        .help("name a domain of your own, or let `meshbook.yaml` give the source its `domain`")
        .related(owner.span, "owned here")
}

/// The domain of each contract: its own by the same order, else its product's.
pub(super) fn of_contracts(
    mesh: &Mesh,
    drafts: &[Draft],
    groups: &[Group],
    told: &mut Told<'_>,
) -> Vec<String> {
    let mut owners: Vec<Option<usize>> = vec![None; groups.len()];
    for (at, draft) in drafts.iter().enumerate() {
        let offered = draft.outputs.iter();
        let offered = offered.filter_map(|output| output.contract.contract());
        for group in offered.chain(draft.named_by.iter().copied()) {
            // A product of the contract's own source goes before others.
            let source = groups[group.0 as usize].source();
            let owner = owners[group.0 as usize].get_or_insert(at);
            if drafts[*owner].source != source && draft.source == source {
                *owner = at;
            }
        }
    }
    let domains = groups.iter().zip(owners).map(|(group, owner)| {
        let mut domain = String::new();
        for (source, contract) in group.versions.iter().rev() {
            let subject = Subject::new(SubjectKind::Contract, group.id.as_str());
            tell_domain(mesh, *source, contract.domain.as_ref(), &subject, told);
            domain = domain_of(mesh, *source, contract.domain.as_ref());
        }
        match owner {
            Some(owner) if domain.is_empty() => drafts[owner].domain.clone(),
            _ => domain,
        }
    });
    domains.collect()
}

/// Every domain that a manifest or the directory names, by slug.
pub(super) fn domains(
    mesh: &Mesh,
    drafts: &[Draft],
    (groups, group_domains): (&[Group], &[String]),
    entries: Vec<DomainEntry>,
    told: &mut Told<'_>,
) -> Vec<Domain> {
    let mut found: HashMap<String, usize> = HashMap::new();
    let mut domains: Vec<Domain> = Vec::new();
    for entry in entries {
        let name = entry.name.value.to_string();
        if let Some(&first) = found.get(&key(&name)) {
            told.findings.extend(
                domains[first]
                    .entry
                    .as_ref()
                    .map(|first| twice(first, &entry)),
            );
            continue;
        }
        let title = entry
            .title
            .as_ref()
            .map_or_else(|| name.clone(), |title| title.value.to_string());
        found.insert(key(&name), domains.len());
        domains.push(domain(&name, title, Some(Box::new(entry))));
    }
    let of_products = drafts.iter().map(|draft| {
        let own = mesh.rank(draft.source, &draft.id);
        (draft.source, own, &draft.domain)
    });
    let of_contracts = groups.iter().zip(group_domains).map(|(group, domain)| {
        let own = mesh.rank(group.source(), &group.id);
        (group.source(), own, domain)
    });
    let mut named: Vec<_> = of_products.chain(of_contracts).collect();
    named.sort_by_cached_key(|(source, own, name)| {
        (mesh.precedence.rank_of_name(*source, name), *own)
    });
    for (.., name) in named {
        let title = if name.is_empty() {
            NO_DOMAIN.to_owned()
        } else {
            name.clone()
        };
        found.entry(key(name)).or_insert_with(|| {
            domains.push(domain(name, title, None));
            domains.len() - 1
        });
    }
    let mut slugs = Slugs::without(&["index", "readiness"]);
    for domain in &mut domains {
        domain.slug = slugs.take(&domain.slug, &domain.name);
    }
    domains.sort_by(|a, b| a.slug.cmp(&b.slug));
    domains
}

/// The finding on a second entry of a domain, and on its owner if that is another one.
fn twice(first: &DomainEntry, second: &DomainEntry) -> Finding {
    let subject = Subject::new(SubjectKind::Domain, first.name.value.clone());
    let mut finding = directory::twice("domain", &second.name, first.name.span, subject);
    if let (Some(one), Some(other)) = (&first.owner, &second.owner)
        && people::key(one) != people::key(other)
    {
        finding.message.push_str(", with two owners");
        finding = finding
            .related(one.span, "the first owner")
            .related(other.span, "the second owner");
    }
    finding
}

fn domain(name: &str, title: String, entry: Option<Box<DomainEntry>>) -> Domain {
    Domain {
        slug: if name.is_empty() {
            "no-domain".to_owned()
        } else {
            name.to_owned()
        },
        name: name.to_owned(),
        title,
        entry,
        team: None,
        part_of: None,
        products: Vec::new(),
        contracts: Vec::new(),
    }
}
