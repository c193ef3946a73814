//! Tells what leads back to itself where nothing should: lineage, and domains within domains.

use std::collections::HashMap;

use crate::diag::{Span, Subject, SubjectKind};
use crate::mesh::cycles::{Step, cycles, round};
use crate::mesh::directory::dangling;
use crate::mesh::people::bare;
use crate::mesh::slugs::key;
use crate::mesh::{
    CYCLIC_LINEAGE, CYCLIC_REFERENCE, ContractId, Link, Mesh, Product, ProductId, Told,
    product_subject,
};

/// Looks at the lineage of products and at the domains that lie in each other.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    lineage(mesh, told);
    domains(mesh, told);
}

/// What products are made from, step by step: a product takes in contracts, and a contract is
/// made from what its product takes in, or from the contracts that its port names alone.
struct Lineage {
    /// The products in the order of their files. A node below their number is one of them, and
    /// any other a contract.
    products: Vec<ProductId>,
    edges: Vec<Vec<u32>>,
    /// Where a step to a contract is written.
    places: HashMap<(u32, u32), Span>,
}

impl Lineage {
    fn of(mesh: &Mesh) -> Lineage {
        let declared = mesh.products().filter(|(_, own)| own.manifest.is_some());
        let mut products: Vec<_> = declared.map(|(id, _)| id).collect();
        products.sort_by_key(|&id| (mesh.product(id).source, mesh.product(id).file));
        let mut lineage = Lineage {
            edges: vec![Vec::new(); products.len() + mesh.contracts.len()],
            places: HashMap::new(),
            products,
        };
        for at in 0..lineage.products.len() {
            lineage.add(mesh, at as u32);
        }
        lineage
    }

    fn add(&mut self, mesh: &Mesh, node: u32) {
        let id = self.products[node as usize];
        let product = mesh.product(id);
        let Some(manifest) = &product.manifest else {
            return;
        };
        for (port, input) in manifest.input_ports.iter().zip(&product.inputs) {
            let span = port.contract_id.as_ref().map_or(port.span, |id| id.span);
            self.take(node, input.contract, span);
        }
        for (port, output) in manifest.output_ports.iter().zip(&product.outputs) {
            let contract = output.contract.contract();
            let Some(contract) = contract.filter(|&own| mesh.contract(own).product == id) else {
                continue;
            };
            let contract = self.node(contract);
            if port.input_contracts.is_empty() {
                self.edges[contract as usize].push(node);
            }
            for input in &port.input_contracts {
                let link = mesh.reference(input.id.as_ref(), input.version.as_ref());
                let span = input.id.as_ref().map_or(input.span, |id| id.span);
                self.take(contract, link, span);
            }
        }
    }

    fn take(&mut self, node: u32, link: Link, span: Span) {
        if let Some(contract) = link.contract() {
            let contract = self.node(contract);
            self.edges[node as usize].push(contract);
            self.places.entry((node, contract)).or_insert(span);
        }
    }

    fn node(&self, contract: ContractId) -> u32 {
        self.products.len() as u32 + contract.0
    }

    /// The contract of a node, where it is one.
    fn contract(&self, node: u32) -> Option<ContractId> {
        let at = node.checked_sub(self.products.len() as u32)?;
        Some(ContractId(at))
    }

    fn product<'m>(&self, mesh: &'m Mesh, node: u32) -> &'m Product {
        let id = match self.contract(node) {
            Some(contract) => mesh.contract(contract).product,
            None => self.products[node as usize],
        };
        mesh.product(id)
    }
}

fn lineage(mesh: &Mesh, told: &mut Told<'_>) {
    let lineage = Lineage::of(mesh);
    for way in cycles(&lineage.edges) {
        let around = way.iter().skip(1).chain(&way[..1]);
        let takes: Vec<_> = way
            .iter()
            .zip(around)
            .filter_map(|(&node, &next)| {
                let contract = mesh.contract(lineage.contract(next)?);
                let product = lineage.product(mesh, node);
                let span = lineage.places.get(&(node, next))?;
                let step = Step {
                    name: &product.name,
                    span: *span,
                    label: format!("`{}` takes in `{}`", product.name, contract.id),
                };
                Some((product, contract, step))
            })
            .collect();
        let Some(&(product, contract, _)) = takes.first().as_ref() else {
            continue;
        };
        let is_own = takes
            .iter()
            .all(|(other, ..)| std::ptr::eq(*other, *product));
        let itself = match is_own {
            true => format!(
                "`{}` takes in its own contract `{}`",
                product.name, contract.id
            ),
            false => format!("`{}` is made from its own data", product.name),
        };
        let subject = product_subject(product);
        let steps: Vec<_> = takes.into_iter().map(|(.., step)| step).collect();
        let finding = round(&CYCLIC_LINEAGE, subject, &itself, &steps);
        told.tell(finding.help(
            "remove one of the inputs, or say what each output port is made from as `inputContracts`",
        ));
    }
}

fn domains(mesh: &Mesh, told: &mut Told<'_>) {
    let by_name: HashMap<String, u32> = mesh
        .domains()
        .map(|(id, domain)| (key(&domain.name), id.0))
        .collect();
    let above = |at: &u32| {
        let entry = mesh.domains[*at as usize].entry.as_ref()?;
        entry.subdomain_of.as_ref()
    };
    let mut edges: Vec<Vec<u32>> = vec![Vec::new(); mesh.domains.len()];
    for at in 0..mesh.domains.len() as u32 {
        let Some(name) = above(&at) else {
            continue;
        };
        match by_name.get(&key(bare(name))) {
            Some(&parent) => edges[at as usize].push(parent),
            None => {
                let domain = mesh.domains[at as usize].name.as_str();
                let subject = Subject::new(SubjectKind::Domain, domain);
                let entries = mesh.domains.iter().filter(|domain| domain.entry.is_some());
                let names = entries.map(|domain| domain.name.as_str());
                dangling("domain", name, names, subject, told);
            }
        }
    }
    for way in cycles(&edges) {
        let steps = way.iter().filter_map(|at| {
            let name = above(at)?;
            let domain = &mesh.domains[*at as usize].name;
            Some(Step {
                name: domain,
                span: name.span,
                label: format!("`{domain}` lies in `{}`", name.value),
            })
        });
        let steps: Vec<_> = steps.collect();
        let Some(first) = steps.first() else {
            continue;
        };
        let subject = Subject::new(SubjectKind::Domain, first.name);
        let itself = format!("the domain `{}` lies in itself", first.name);
        let finding = round(&CYCLIC_REFERENCE, subject, &itself, &steps);
        told.tell(finding.help("remove `subdomainOf` from the outermost of them"));
    }
}
