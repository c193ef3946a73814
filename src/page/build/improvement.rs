//! Who improved, for pages.

use jiff::tz::TimeZone;

use crate::config::Ranking;
use crate::page::Portal;
use crate::page::parts::{GainLine, ImprovementView, Link};
use crate::score::{Gain, improvement};

/// The most domains and teams that are listed.
const LISTED: usize = 10;

/// Who improved since an earlier day; `None` where nothing was recorded, or where the
/// organisation does not rank so.
pub fn improvement_view(portal: &Portal) -> Option<ImprovementView> {
    if !portal.config.governance.ranks_by(Ranking::Improvement) {
        return None;
    }
    let today = portal.built_at.to_zoned(TimeZone::UTC).date();
    let found = improvement(&portal.mesh, &portal.scorecards, &portal.past, today)?;
    let domains = found.domains.iter().take(LISTED);
    let teams = found.teams.iter().take(LISTED);
    Some(ImprovementView {
        since: found.since.map_or_else(String::new, |day| day.to_string()),
        other_rules: (found.other_rules).map_or_else(String::new, |day| day.to_string()),
        compared: found.compared,
        domains: domains
            .map(|(id, gain)| line(portal.domain_link(*id), *gain))
            .collect(),
        teams: teams
            .map(|(id, gain)| line(portal.team_link(*id), *gain))
            .collect(),
    })
}

fn line(name: Link, gain: Gain) -> GainLine {
    GainLine {
        name,
        risen: gain.risen,
        fallen: gain.fallen,
        of: gain.of,
        change: signed(gain.tenths()),
    }
}

/// Tenths with their sign: `+3.5`.
fn signed(tenths: i64) -> String {
    let sign = match tenths {
        0 => "±",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

#[cfg(test)]
mod tests {
    use super::signed;

    #[test]
    fn changes_have_a_sign() {
        let cases = [(35, "+3.5"), (0, "±0.0"), (-4, "−0.4"), (120, "+12.0")];
        for (tenths, shown) in cases {
            assert_eq!(signed(tenths), shown);
        }
    }
}
