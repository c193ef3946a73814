//! Who looks after a product, as its manifests and the directory say.

use std::collections::HashSet;

use super::report::Facts;
use crate::diag::Span;
use crate::mesh::{Person, PersonId, Product, is_owner_role};
use crate::model::sla::date;
use crate::model::{TeamMember, Text};

/// Who looks after a product.
pub(super) struct Members<'m> {
    facts: &'m Facts<'m>,
    product: &'m Product,
    /// Those whom the product and its own contracts name.
    named: Vec<Member<'m>>,
}

/// A member of a team, as a manifest names them.
pub(super) struct Member<'m> {
    /// The user name, else the name.
    pub(super) name: &'m Text,
    member: &'m TeamMember,
    person: Option<PersonId>,
}

impl<'m> Members<'m> {
    /// Those of a product. The team of a contract that belongs to another product is not its own.
    pub(super) fn of(facts: &'m Facts<'m>, product: &'m Product) -> Members<'m> {
        let mesh = facts.mesh;
        let own = product.manifest.as_ref();
        let own = own.and_then(|manifest| manifest.team.as_ref());
        let offered = mesh.offered(product).into_iter();
        let offered = offered.filter(|(id, _)| {
            let holder = mesh.product(mesh.contract(*id).product);
            holder.file == product.file
        });
        let teams = offered.filter_map(|(_, contract)| contract.team.as_ref());
        let members = own.into_iter().chain(teams).flat_map(|team| &team.members);
        let named = members.filter_map(|member| {
            let name = member.username.as_ref().or(member.name.as_ref())?;
            (!mesh.is_placeholder(name)).then(|| Member {
                name,
                member,
                person: mesh.person_named(name),
            })
        });
        Members {
            facts,
            product,
            named: named.collect(),
        }
    }

    /// Whether a person answers for the product: an active member with an owner's role, or the
    /// owner where that is a person. Those whom the directory knows in the owning team answer
    /// beside them, unless who is named to answer has left.
    pub(super) fn has_accountable(&self) -> bool {
        // Where the directory has the people of the team, whom it does not know answers for nothing.
        let is_listed = self.in_directory().next().is_some();
        let is_known = |member: &Member<'_>| {
            let person = member.person.map(|person| self.facts.mesh.person(person));
            !is_listed || person.is_some_and(|person| person.entry.is_some())
        };
        let mut named = self.named.iter();
        named.any(|member| member.is_accountable() && self.is_active(member) && is_known(member))
            || self.owner().is_some()
            || is_listed && self.gone().is_none()
    }

    /// Who answered for the product last and left, and the day that says so.
    pub(super) fn gone(&self) -> Option<(&Member<'m>, &'m Text)> {
        let accountable = self.named.iter().filter(|member| member.is_accountable());
        let gone = accountable.filter_map(|member| Some((member, self.left(member)?)));
        gone.max_by_key(|(_, since)| date(since))
    }

    /// Each active person once, with the place that names them.
    pub(super) fn active(&self) -> Vec<(&'m str, Span)> {
        let mut known = HashSet::new();
        let mut active = Vec::new();
        for member in self.named.iter().filter(|member| self.is_active(member)) {
            let is_new = match member.person {
                Some(person) => known.insert(Key::Person(person)),
                None => known.insert(Key::Name(member.name.trim().to_lowercase())),
            };
            if is_new {
                active.push((member.name.trim(), member.name.span));
            }
        }
        for (id, person) in self.owner().into_iter().chain(self.in_directory()) {
            if known.insert(Key::Person(id)) {
                active.push((&person.username, self.place()));
            }
        }
        active
    }

    /// Where a product says who answers for it.
    pub(super) fn place(&self) -> Span {
        let owner = self.product.owner.as_ref().map(|owner| owner.name.span);
        let own = owner.filter(|span| self.facts.files.of(*span) == self.product.file);
        own.unwrap_or(self.product.span)
    }

    /// The owner, where that is a person of the directory.
    fn owner(&self) -> Option<(PersonId, &'m Person)> {
        let id = self.product.owner.as_ref()?.person?;
        let person = self.facts.mesh.person(id);
        (person.entry.is_some() && self.left_house(person).is_none()).then_some((id, person))
    }

    /// The people of the owning team, as the directory knows them.
    fn in_directory(&self) -> impl Iterator<Item = (PersonId, &'m Person)> {
        let mesh = self.facts.mesh;
        let team = self.product.owner.as_ref().and_then(|owner| owner.team);
        let team = team.map(|team| mesh.team(team));
        let team = team.filter(|team| team.entry.is_some());
        let members = team.into_iter().flat_map(|team| &team.members);
        let people = members.map(|&id| (id, mesh.person(id)));
        people.filter(move |(_, person)| self.left_house(person).is_none())
    }

    fn is_active(&self, member: &Member<'_>) -> bool {
        let begin = member.member.date_in.as_ref();
        let begin = begin.and_then(|begin| date(begin));
        begin.is_none_or(|begin| begin <= self.facts.today) && self.left(member).is_none()
    }

    /// The day on which a member left the team or the house, if it is over. A day that cannot be
    /// read proves nothing, and neither does a name that the directory does not have.
    fn left(&self, member: &Member<'m>) -> Option<&'m Text> {
        let end = member.member.date_out.as_ref();
        let end = end.filter(|end| self.is_over(end));
        end.or_else(|| self.left_house(self.facts.mesh.person(member.person?)))
    }

    fn left_house(&self, person: &'m Person) -> Option<&'m Text> {
        let left = person.entry.as_ref()?.left.as_ref();
        left.filter(|day| self.is_over(day))
    }

    fn is_over(&self, day: &str) -> bool {
        date(day).is_some_and(|day| day < self.facts.today)
    }
}

impl Member<'_> {
    fn is_accountable(&self) -> bool {
        let role = self.member.role.as_ref();
        role.is_some_and(|role| is_owner_role(role))
    }
}

/// What makes two members one person.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Person(PersonId),
    Name(String),
}
