//! Products with nobody to ask.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::{Product, is_placeholder};
use crate::model::SupportItem;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-support-channel",
        level: Level::Error,
        element: Element::Ownership,
        page: include_str!("../../content/rules/missing-support-channel.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let own = product
        .manifest
        .iter()
        .flat_map(|manifest| &manifest.support);
    let offered = facts.mesh.offered(product);
    let of_contracts = offered.iter().flat_map(|(_, contract)| &contract.support);
    let items: Vec<_> = own.chain(of_contracts).collect();
    if items.iter().any(|item| is_reachable(item)) {
        return Outcome::Pass;
    }
    let Some(item) = items.first() else {
        return report.absent(
            product.span,
            format!("data product `{}` names no support channel", product.name),
            "no `support` in this product or its contracts",
            "add `support:` with a `channel` and its `url`",
        );
    };
    let place = item.url.as_ref().or(item.channel.as_ref());
    let span = place.map_or(item.span.head(), |text| text.span);
    report
        .tell(span, format!("nobody can be reached through the support of `{}`", product.name))
        .help("give the channel a `url`, such as `https://..` or `mailto:..`, or a name such as `#sales-data`");
    Outcome::Fail
}

/// Whether a reader can follow the channel: an address of the web or of mail, or a `#room`.
fn is_reachable(item: &SupportItem) -> bool {
    let texts = [&item.url, &item.channel, &item.invitation_url];
    texts.into_iter().flatten().any(|text| {
        let text = text.trim();
        if leads_nowhere(text) {
            return false;
        }
        let behind = |scheme: &str| text.strip_prefix(scheme).is_some_and(|rest| rest.len() > 1);
        let is_room = behind("#") && !text.contains(' ');
        is_room
            || behind("https://")
            || behind("http://")
            || is_mail(text.strip_prefix("mailto:").unwrap_or(text))
    })
}

/// Whether nobody reads what is sent there: an address of documentation, a box that takes no
/// mail, or a room that stands for one.
fn leads_nowhere(text: &str) -> bool {
    let address = text.strip_prefix("mailto:").unwrap_or(text);
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let head = address.split(['/', '?']).next().unwrap_or_default();
    let (user, host) = head.split_once('@').unwrap_or(("", head));
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let is_of_docs = ["example.com", "example.org", "example.net", "localhost"]
        .iter()
        .any(|known| {
            let before = host.len().checked_sub(known.len());
            let (before, end) = match before.and_then(|at| host.split_at_checked(at)) {
                Some(parts) => parts,
                None => return false,
            };
            end.eq_ignore_ascii_case(known) && (before.is_empty() || before.ends_with('.'))
        });
    let user: String = user.chars().filter(|c| c.is_alphanumeric()).collect();
    let takes_none = ["noreply", "donotreply"]
        .iter()
        .any(|known| user.eq_ignore_ascii_case(known));
    is_of_docs || takes_none || text.strip_prefix('#').is_some_and(is_placeholder)
}

fn is_mail(text: &str) -> bool {
    let parts = text.split_once('@');
    parts.is_some_and(|(user, host)| {
        !user.is_empty() && host.len() > 1 && !text.contains(char::is_whitespace)
    })
}
