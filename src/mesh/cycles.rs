//! The ways round in a graph that should have none, and how they are told.

use std::collections::{HashMap, VecDeque};

use crate::diag::{Code, Finding, Related, Span, Subject, listed};

/// The ways round in a graph in which node `n` leads to `edges[n]`: for each set of nodes that
/// all lead to each other, the shortest way round through the first of them, as the nodes in
/// their order. Sorted by where they start. The work is linear in nodes and edges.
pub(super) fn cycles(edges: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let components = components(edges);
    let mut first: HashMap<u32, u32> = HashMap::new();
    let mut starts = Vec::new();
    for (node, &component) in components.iter().enumerate() {
        let node = node as u32;
        match first.get(&component) {
            None => drop(first.insert(component, node)),
            Some(&start) => starts.push(start),
        }
        if edges[node as usize].contains(&node) {
            starts.push(first[&component]);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    let ways = starts.into_iter();
    ways.filter_map(|start| way_round(edges, &components, start))
        .collect()
}

/// The shortest way from a node back to it, within its component.
fn way_round(edges: &[Vec<u32>], components: &[u32], start: u32) -> Option<Vec<u32>> {
    let component = components[start as usize];
    let mut before: HashMap<u32, u32> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &next in &edges[node as usize] {
            if next == start {
                let mut way = vec![node];
                while let Some(&node) = before.get(&way[way.len() - 1]) {
                    way.push(node);
                }
                way.reverse();
                return Some(way);
            }
            if components[next as usize] == component && !before.contains_key(&next) {
                before.insert(next, node);
                queue.push_back(next);
            }
        }
    }
    None
}

/// The strongly connected component of each node, by Tarjan's algorithm, without recursion.
fn components(edges: &[Vec<u32>]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut component = vec![UNSEEN; edges.len()];
    let mut index = vec![UNSEEN; edges.len()];
    let mut lowest = vec![0; edges.len()];
    let (mut stack, mut count) = (Vec::new(), 0);
    for root in 0..edges.len() as u32 {
        if index[root as usize] != UNSEEN {
            continue;
        }
        // Each node on the way, with the number of its edges that were followed.
        let mut way = vec![(root, 0)];
        while let Some((node, followed)) = way.pop() {
            let at = node as usize;
            if followed == 0 {
                (index[at], lowest[at]) = (count, count);
                count += 1;
                stack.push(node);
            } else {
                let last = edges[at][followed - 1] as usize;
                if component[last] == UNSEEN {
                    lowest[at] = lowest[at].min(lowest[last]);
                }
            }
            let next = edges[at].get(followed).copied();
            if let Some(next) = next {
                way.push((node, followed + 1));
                if index[next as usize] == UNSEEN {
                    way.push((next, 0));
                }
            } else if lowest[at] == index[at] {
                while let Some(member) = stack.pop() {
                    component[member as usize] = node;
                    if member == node {
                        break;
                    }
                }
            }
        }
    }
    component
}

/// The most places of a way round that a finding shows besides its own.
const MOST_RELATED: usize = 8;

/// A step of a way round: who takes it, and where it is written.
pub(super) struct Step<'m> {
    pub(super) name: &'m str,
    pub(super) span: Span,
    /// What is written there, in a few words.
    pub(super) label: String,
}

/// The finding on a way round, at its first step. `itself` says what is wrong, as far as the
/// words on the way.
pub(super) fn round(code: &Code, subject: Subject, itself: &str, steps: &[Step<'_>]) -> Finding {
    let (first, rest) = steps.split_first().expect("a way round has a step");
    let mut names: Vec<&str> = rest.iter().map(|step| step.name).collect();
    names.dedup();
    names.retain(|name| *name != first.name);
    let message = match names.is_empty() {
        true => itself.to_owned(),
        false => format!("{itself}, by way of {}", listed(&names)),
    };
    let mut finding = Finding::new(code, subject, first.span, message).label(&*first.label);
    finding.related = rest
        .iter()
        .take(MOST_RELATED)
        .map(|step| Related {
            span: step.span,
            label: step.label.clone(),
        })
        .collect();
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_knot_gives_one_way_round() {
        type Lists = &'static [&'static [u32]];
        let cases: [(Lists, Lists); 6] = [
            (&[&[1], &[2], &[]], &[]),
            (&[&[1], &[0]], &[&[0, 1]]),
            (&[&[0]], &[&[0]]),
            (&[&[1], &[2], &[1, 3], &[3]], &[&[1, 2], &[3]]),
            (&[&[1], &[2], &[3, 0], &[0, 2]], &[&[0, 1, 2]]),
            (&[&[2], &[2, 0], &[1]], &[&[0, 2, 1]]),
        ];
        for (edges, ways) in cases {
            let edges: Vec<_> = edges.iter().map(|edges| edges.to_vec()).collect();
            assert_eq!(cycles(&edges), ways, "{edges:?}");
        }
    }

    #[test]
    fn a_long_way_round_is_found_without_recursion() {
        let last = 200_000;
        let edges: Vec<_> = (0..=last)
            .map(|node| vec![(node + 1) % (last + 1)])
            .collect();
        let ways = cycles(&edges);
        assert_eq!(ways.len(), 1);
        assert_eq!(ways[0].len(), edges.len());
    }
}
