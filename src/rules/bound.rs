//! The bindings of a portal: where a rule is enforced, and how.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::{Book, Concern};
use crate::config::{Binding, Config, Enforce, UNKNOWN_SETTING};
use crate::diag::{Files, Finding, Subject, SubjectKind, nearest};
use crate::mesh::{DomainId, Mesh};

/// The word that stands for every rule.
const EVERY: &str = "*";

/// The bindings of a portal that hold on a day, by rule.
pub struct Bindings<'a> {
    mesh: &'a Mesh,
    bindings: &'a [Binding],
    /// The domains of each binding; `None` for all of them.
    domains: Vec<Option<HashSet<DomainId>>>,
    /// For each rule of the book the bindings that name it, the last one first.
    of_rule: Vec<Vec<usize>>,
}

impl<'a> Bindings<'a> {
    /// The bindings that hold today.
    pub fn new(config: &'a Config, book: &Book, mesh: &'a Mesh, today: Date) -> Bindings<'a> {
        let bindings = config.governance.bindings.as_slice();
        let mut by_name: HashMap<String, Vec<DomainId>> = HashMap::new();
        if bindings.iter().any(|binding| !binding.domains.is_empty()) {
            for (id, domain) in mesh.domains() {
                let name = slug::slugify(&domain.name);
                by_name.entry(name).or_default().push(id);
            }
        }
        let domains = bindings.iter().map(|binding| {
            let named = binding.domains.iter();
            let ids = named.flat_map(|name| by_name.get(&slug::slugify(name)));
            (!binding.domains.is_empty()).then(|| ids.flatten().copied().collect())
        });
        let mut of_rule = vec![Vec::new(); book.rules().len()];
        for (at, binding) in bindings.iter().enumerate().rev() {
            if binding.from.is_some_and(|from| today < from) {
                continue;
            }
            if binding.rules.iter().any(|rule| rule.text == EVERY) {
                of_rule.iter_mut().for_each(|of_rule| of_rule.push(at));
                continue;
            }
            let named = binding.rules.iter();
            let named = named.filter_map(|rule| book.position(rule.text.trim()));
            for rule in named.collect::<BTreeSet<_>>() {
                of_rule[rule].push(at);
            }
        }
        Bindings {
            mesh,
            bindings,
            domains: domains.collect(),
            of_rule,
        }
    }

    /// Whether none holds today.
    pub fn is_empty(&self) -> bool {
        self.of_rule.iter().all(Vec::is_empty)
    }

    /// Whether some binding may block for the rule at this place of the book.
    pub fn may_block(&self, rule: usize) -> bool {
        let mut bindings = self.of_rule[rule].iter();
        bindings.any(|&at| self.bindings[at].enforce == Enforce::Block)
    }

    /// The last binding of the rule at this place of the book that fits a product or contract.
    pub fn of(&self, rule: usize, concern: Concern) -> Option<&'a Binding> {
        let mut named = self.of_rule[rule].iter();
        let at = named.find(|&&at| self.fits(at, concern))?;
        Some(&self.bindings[*at])
    }

    fn fits(&self, at: usize, concern: Concern) -> bool {
        let binding = &self.bindings[at];
        let domain = self.mesh.product(concern.product).domain;
        let is_here = (self.domains[at].as_ref()).is_none_or(|domains| domains.contains(&domain));
        let is_one = |wanted: &[String], text: &str| {
            let same = |wanted: &String| wanted.trim().eq_ignore_ascii_case(text.trim());
            wanted.iter().any(same)
        };
        is_here
            && (binding.tags.is_empty()
                || (concern.tags(self.mesh)).any(|tag| is_one(&binding.tags, tag)))
            && (binding.status.is_empty()
                || (concern.status(self.mesh))
                    .is_some_and(|status| is_one(&binding.status, status)))
    }
}

/// The bindings that name a rule or a domain that is not there.
pub fn unknown_bindings(config: &Config, book: &Book, mesh: &Mesh, files: &Files) -> Vec<Finding> {
    let bindings = &config.governance.bindings;
    let Some(file) = config.file.filter(|_| !bindings.is_empty()) else {
        return Vec::new();
    };
    let subject = Subject::new(SubjectKind::Portal, &*files.file(file).shown);
    let domains: HashSet<String> = (mesh.domains.iter())
        .map(|domain| slug::slugify(&domain.name))
        .collect();
    let mut told = Vec::new();
    for binding in bindings {
        for rule in &binding.rules {
            let name = rule.text.trim();
            if name == EVERY || book.position(name).is_some() {
                continue;
            }
            let is_known = super::code(name).is_some();
            let names = book.rules().iter().map(|rule| rule.id());
            let (message, help) = match (is_known, nearest(name, names)) {
                (true, _) => (
                    format!("`{name}` counts towards no level, and is bound by nothing"),
                    "set its level under `levels:`".to_owned(),
                ),
                (false, Some(near)) => (
                    format!("no rule is called `{name}`"),
                    format!("did you mean `{near}`?"),
                ),
                (false, None) => (
                    format!("no rule is called `{name}`"),
                    "use a name that `meshbook rules` lists, or `*` for all rules".to_owned(),
                ),
            };
            let finding = Finding::new(&UNKNOWN_SETTING, subject.clone(), rule.span, message);
            told.push(finding.help(help));
        }
        for name in &binding.domains {
            if domains.contains(&slug::slugify(name)) {
                continue;
            }
            let message = format!("no domain is called `{name}`");
            let near = nearest(name, mesh.domains.iter().map(|domain| domain.name.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use the name of a domain as manifests write it".to_owned(),
            };
            let span = binding.span.head();
            told.push(Finding::new(&UNKNOWN_SETTING, subject.clone(), span, message).help(help));
        }
    }
    told
}
