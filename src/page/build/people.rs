//! Owners, members and support channels.

use super::safe_url;
use super::value::text;
use crate::config::Hide;
use crate::mesh::{self, OwnerField};
use crate::model::{self, SupportItem, TeamMember};
use crate::page::Portal;
use crate::page::parts::{Channel, Link, Member, Owner};
use crate::waivers::Party;

/// The name of an owner with its page, for lists; `None` where nobody answers, or where a
/// placeholder stands in the owner's place.
pub fn owner_link(portal: &Portal, owner: Option<&mesh::Owner>) -> Option<Link> {
    let owner = owner.filter(|owner| !portal.mesh.is_placeholder(&owner.name))?;
    Some(named(portal, owner))
}

fn named(portal: &Portal, owner: &mesh::Owner) -> Link {
    if let Some(team) = owner.team {
        return portal.team_link(team);
    }
    let is_person = owner.person.is_some() || owner.from == OwnerField::Member;
    match owner.person {
        _ if is_person && portal.hides(Hide::People) => Link::plain("a person"),
        Some(person) => portal.person_link(person),
        None => Link::plain(owner.name.trim()),
    }
}

/// A team or person that a waiver names; nobody's name where the portal hides people and it is
/// not known to be a team's.
pub fn owner_name(portal: &Portal, party: &Party) -> Link {
    match (party.team, party.person) {
        (Some(team), _) => portal.team_link(team),
        _ if party.name.is_empty() => Link::default(),
        _ if portal.hides(Hide::People) => Link::plain("a person"),
        (None, Some(person)) => portal.person_link(person),
        (None, None) => Link::plain(&party.name),
    }
}

/// Whoever a directory names, such as `group:default/sales`: a team, a person, or a name
/// without a page.
pub fn person_or_team(portal: &Portal, name: &str) -> Link {
    if let Some(team) = portal.mesh.team_named(name) {
        return portal.team_link(team);
    }
    match portal.mesh.person_named(name) {
        _ if portal.hides(Hide::People) => Link::plain("a person"),
        Some(person) => portal.person_link(person),
        None => Link::plain(name.trim()),
    }
}

/// Who answers for a product or contract, with the members that its manifest names.
pub fn owner(portal: &Portal, owner: &mesh::Owner, team: Option<&model::Team>) -> Owner {
    let description = team.and_then(|team| team.description.as_ref());
    let of_directory = owner.team.and_then(|id| {
        let entry = portal.mesh.team(id).entry.as_ref()?;
        entry.description.as_ref()
    });
    Owner {
        name: named(portal, owner),
        from: owner.from.name().to_owned(),
        doubt: doubt(portal, owner),
        description: text(description.or(of_directory)),
        members: members(portal, team),
        at: Some(portal.place(owner.name.span)),
    }
}

/// A team whose members are named, but nobody who answers for the whole.
pub fn ownerless(portal: &Portal, team: &model::Team) -> Owner {
    Owner {
        name: Link::plain("Nobody in particular"),
        from: "team.members".to_owned(),
        doubt: Some("`team.name` is missing, and no member has the role `owner`".to_owned()),
        description: text(team.description.as_ref()),
        members: members(portal, Some(team)),
        at: Some(portal.place(team.span)),
    }
}

/// Why the name of an owner cannot be trusted.
fn doubt(portal: &Portal, owner: &mesh::Owner) -> Option<String> {
    if portal.mesh.is_placeholder(&owner.name) {
        return Some(format!(
            "`{}` stands where a name should stand",
            owner.name.trim()
        ));
    }
    if owner.team.is_none() && portal.mesh.team_named(&owner.name).is_some() {
        return Some("the team belongs to another source".to_owned());
    }
    let is_unknown = owner.team.is_none() && owner.person.is_none();
    (is_unknown && portal.mesh.knows_teams).then(|| "not in the directory".to_owned())
}

/// The members of a team as a manifest names them; none where the portal hides people.
fn members(portal: &Portal, team: Option<&model::Team>) -> Vec<Member> {
    if portal.hides(Hide::People) {
        return Vec::new();
    }
    let members = team.map(|team| team.members.as_slice()).unwrap_or_default();
    members
        .iter()
        .map(|declared| member(portal, declared))
        .collect()
}

fn member(portal: &Portal, member: &TeamMember) -> Member {
    let shown = member.name.as_ref().or(member.username.as_ref());
    let known = member.username.as_ref().or(member.name.as_ref());
    let person = known.and_then(|name| portal.mesh.person_named(name));
    let name = match person {
        Some(id) => portal.person_link(id),
        None => Link::plain(shown.map_or("somebody without a name", |name| name.trim())),
    };
    let period = match (&member.date_in, &member.date_out) {
        (_, Some(out)) => format!("left {}", out.value),
        (Some(since), None) => format!("since {}", since.value),
        (None, None) => String::new(),
    };
    Member {
        name,
        role: text(member.role.as_ref()),
        period,
        active: member.date_out.is_none(),
        at: Some(portal.place(member.span)),
    }
}

/// The names of a team's members in an owner's role, such as `Alice Ordway`.
pub fn owner_names(portal: &Portal, team: Option<&model::Team>) -> Vec<Member> {
    let mut members = members(portal, team);
    members.retain(|member| member.active && mesh::is_owner_role(&member.role));
    members
}

/// The ways to get help, in the order of the file.
pub fn channels(portal: &Portal, support: &[SupportItem]) -> Vec<Channel> {
    support.iter().map(|item| channel(portal, item)).collect()
}

fn channel(portal: &Portal, item: &SupportItem) -> Channel {
    let address = item.url.as_ref().or(item.invitation_url.as_ref());
    let name = item.channel.as_ref().or(address);
    Channel {
        name: name.map_or_else(
            || "a channel without a name".to_owned(),
            |name| name.trim().to_owned(),
        ),
        tool: text(item.tool.as_ref()),
        scope: text(item.scope.as_ref()),
        url: address.and_then(|url| address_of(url)),
        description: text(item.description.as_ref()),
        at: Some(portal.place(item.span)),
    }
}

/// The address of a channel; a bare e-mail address is one too.
fn address_of(url: &str) -> Option<String> {
    let is_mailbox = url.contains('@') && !url.contains([':', '/']);
    match is_mailbox {
        true => safe_url(&format!("mailto:{}", url.trim())),
        false => safe_url(url),
    }
}
