//! What a waiver lets be: a product, a contract, or one node of a manifest.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diag::{FileId, Files, Span, Subject, SubjectKind};
use crate::document::{self, Node, Value};
use crate::mesh::{ContractId, Mesh};
use crate::rules::{Concern, current};

/// The keys by which an item of a list is known beside its number.
const NAMES: [&str; 9] = [
    "id",
    "name",
    "property",
    "server",
    "channel",
    "username",
    "role",
    "contractId",
    "url",
];
/// The most manifests of one product in which a pointer is looked up.
const MOST_FILES: usize = 100;

/// The products and contracts by their ids; of several that claim one that to which it belongs.
pub(super) struct Ids<'m> {
    mesh: &'m Mesh,
}

impl<'m> Ids<'m> {
    pub(super) fn new(mesh: &'m Mesh) -> Ids<'m> {
        Ids { mesh }
    }

    /// What a target names, and its pointer; ids may hold a `#` themselves.
    pub(super) fn find<'t>(&self, target: &'t str) -> Option<(Concern, &'t str)> {
        let whole = self.named(target).map(|found| (found, ""));
        whole.or_else(|| {
            let (id, pointer) = split(target);
            Some((self.named(id)?, pointer))
        })
    }

    fn named(&self, id: &str) -> Option<Concern> {
        let product = self.mesh.product_with(id).map(Concern::of_product);
        product.or_else(|| {
            let contract = self.mesh.contract_with(id)?;
            Some(Concern::of_contract(self.mesh, contract))
        })
    }

    /// The ids that there are.
    pub(super) fn all(&self) -> impl Iterator<Item = &'m str> + '_ {
        let products = self.mesh.products.iter().map(|product| product.id.as_str());
        let contracts = self.mesh.contracts.iter();
        products.chain(contracts.map(|contract| contract.id.as_str()))
    }
}

/// A target as an id and a pointer.
pub(super) fn split(target: &str) -> (&str, &str) {
    target.rsplit_once('#').unwrap_or((target, ""))
}

/// The manifests in which the pointers of waivers on this are looked up: its own, and those of
/// its contracts in the version that is judged.
fn manifests(mesh: &Mesh, concern: Concern) -> Vec<FileId> {
    let judged = |id: ContractId| {
        let contract = mesh.contract(id);
        contract.versions[current(mesh, contract)].manifest.file
    };
    if let Some(contract) = concern.contract {
        return vec![judged(contract)];
    }
    let product = mesh.product(concern.product);
    let offered = product.outputs.iter();
    let offered = offered.filter_map(|output| output.contract.contract());
    let own = offered.filter(|id| mesh.contract(*id).product == concern.product);
    let files = product.manifest.iter().map(|manifest| manifest.file);
    let mut known = HashSet::new();
    let files = files.chain(own.map(judged));
    let files = files.filter(|file| known.insert(*file));
    files.take(MOST_FILES).collect()
}

/// The nodes to which pointers lead: for each pointer one in each manifest that has it. Every
/// manifest is parsed once.
pub(super) fn nodes(mesh: &Mesh, files: &Files, pointers: &[(Concern, &str)]) -> Vec<Vec<Span>> {
    let mut by_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    let mut of_concern: HashMap<Concern, Vec<FileId>> = HashMap::new();
    for (at, (concern, _)) in pointers.iter().enumerate() {
        let manifests = of_concern
            .entry(*concern)
            .or_insert_with(|| manifests(mesh, *concern));
        for file in manifests {
            by_file.entry(*file).or_default().push(at);
        }
    }
    let mut found = vec![Vec::new(); pointers.len()];
    for (id, wanted) in by_file {
        let file = files.file(id);
        let nobody = Subject::new(SubjectKind::Portal, "");
        let parsed = match file.path.ends_with(".json") {
            true => document::json(&file.text, file.whole(), &nobody),
            false => document::yaml(&file.text, file.whole(), &nobody),
        };
        let Some(root) = parsed.roots.first() else {
            continue;
        };
        let mut children = Children::default();
        for at in wanted {
            found[at].extend(children.resolve(root, pointers[at].1));
        }
    }
    found
}

/// The children of the lists and maps of one manifest by their names, as far as they were asked
/// for. A list and its first item may have one span, so that nodes go by where they lie.
#[derive(Default)]
struct Children<'n> {
    by_node: HashMap<*const Node<'n>, HashMap<&'n str, usize>>,
}

impl<'n> Children<'n> {
    /// The child of this name: of a map the key, of a list an item with that `id` or name.
    fn named(&mut self, node: &'n Node<'n>, name: &str) -> Option<usize> {
        let names = self.by_node.entry(node);
        let names = names.or_insert_with(|| {
            let mut names = HashMap::new();
            match &node.value {
                Value::Map(entries) => {
                    for (at, entry) in entries.iter().enumerate() {
                        names.entry(&*entry.key).or_insert(at);
                    }
                }
                Value::List(items) => {
                    for (at, item) in items.iter().enumerate() {
                        for name in NAMES.iter().filter_map(|key| item.get(key)?.text()) {
                            names.entry(name).or_insert(at);
                        }
                    }
                }
                Value::Scalar(_) => {}
            }
            names
        });
        names.get(name).copied()
    }

    /// The node to which a JSON pointer leads (RFC 6901); items of lists go by their names too.
    fn resolve(&mut self, root: &'n Node<'n>, pointer: &str) -> Option<Span> {
        let mut node = root;
        let mut span = root.span;
        for step in pointer.strip_prefix('/')?.split('/') {
            let step = step.replace("~1", "/").replace("~0", "~");
            let named = self.named(node, &step);
            node = match &node.value {
                Value::Map(entries) => {
                    let entry = &entries[named?];
                    // A fault of a value may stand at its key.
                    span = entry.key_span.to(entry.value.span);
                    &entry.value
                }
                Value::List(items) => {
                    let is_number = !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
                    let by_number = || step.parse::<usize>().ok().filter(|_| is_number);
                    let item = items.get(named.or_else(by_number)?)?;
                    span = item.span;
                    item
                }
                Value::Scalar(_) => return None,
            };
        }
        Some(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_lead_to_nodes() {
        let text = "id: a\nschema:\n- name: orders\n  properties:\n  - name: a/b\n    x: 1\n  - name: '0'\n    x: 2\n  - {name: c~d, x: 3}\n";
        let mut files = Files::default();
        let id = files.add(None, "a.yaml", "a.yaml", text).unwrap();
        let file = files.file(id);
        let nobody = Subject::new(SubjectKind::Portal, "");
        let parsed = document::yaml(&file.text, file.whole(), &nobody);
        let mut children = Children::default();
        let mut at = |pointer| {
            let span = children.resolve(&parsed.roots[0], pointer)?;
            Some(&text[file.range(span)])
        };
        let table = [
            ("/id", Some("id: a")),
            ("/schema/orders/properties/a~1b/x", Some("x: 1")),
            ("/schema/0/properties/2/x", Some("x: 3")),
            // A name comes before a number.
            ("/schema/0/properties/0/x", Some("x: 2")),
            ("/schema/0/properties/c~0d", Some("{name: c~d, x: 3}")),
            ("/schema/1", None),
            ("/schema/+0", None),
            ("/schema/99999999999999999999999", None),
            ("/id/x", None),
            ("/", None),
            ("schema", None),
        ];
        for (pointer, node) in table {
            assert_eq!(at(pointer), node, "{pointer}");
        }
    }
}
