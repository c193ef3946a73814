//! The other side of one source: how it is spoken to, and for how long.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Clock;
use super::reason::{DENIED, REDIRECTED, meaning};
use super::source::Asked;
use crate::config::{GitUrl, Limits};
use crate::tree::{Fault, Wanted};

/// The other side of a source.
pub(super) struct Host<'a> {
    pub(super) url: &'a GitUrl,
    /// The variable that holds its token, where the configuration names one.
    variable: Option<&'a str>,
    /// The header with the token.
    settings: Vec<(String, String)>,
    limits: Limits,
    clock: &'a Clock<'a>,
    /// When the clock shows this, the source has taken its time.
    until: Duration,
}

impl<'a> Host<'a> {
    /// The host at the address of a source, whose time runs from now on.
    pub(super) fn new(asked: &Asked<'a>, url: &'a GitUrl) -> Host<'a> {
        let (surroundings, limits) = (asked.surroundings, asked.remote.limits);
        // Another port is another host.
        let place = url.is_https().then(|| url.authority());
        let place = place.map(|place| place.strip_suffix(":443").unwrap_or(place));
        let variable = place.and_then(|place| asked.config.fetch.tokens.get(place));
        let token = variable.and_then(|name| (surroundings.variable)(name));
        let token = token.filter(|token| !token.trim().is_empty());
        Host {
            variable: variable.map(String::as_str),
            settings: token.iter().map(|token| header(url, token)).collect(),
            limits,
            clock: surroundings.clock,
            until: (surroundings.clock)() + limits.time,
            url,
        }
    }

    /// The time that is left for the source.
    pub(super) fn left(&self) -> Duration {
        self.until.saturating_sub((self.clock)())
    }

    /// Asks the host for a reference. Some know a repository with `.git` at its end alone.
    ///
    /// # Errors
    ///
    /// Why there is no answer, in words for pages.
    pub(super) fn ask<T>(
        &self,
        reference: &str,
        speak: impl Fn(&Wanted<'_>) -> Result<T, Fault>,
    ) -> Result<T, String> {
        let with_git = format!("{}.git", self.url.as_str());
        let ask = |url: &str| {
            let wanted = Wanted {
                url,
                protocol: self.protocol(),
                settings: &self.settings,
                reference,
                left: &|| self.left(),
                bytes: self.limits.bytes,
            };
            match self.left().is_zero() {
                true => Err(self.late()),
                false => speak(&wanted).map_err(|fault| self.reason(&fault)),
            }
        };
        match ask(self.url.as_str()) {
            Err(reason)
                if reason == REDIRECTED
                    && self.url.is_https()
                    && !self.url.as_str().ends_with(".git") =>
            {
                ask(&with_git)
            }
            told => told,
        }
    }

    /// Why there was no answer, for pages.
    fn reason(&self, fault: &Fault) -> String {
        let told = match fault {
            Fault::Late(_) => return self.late(),
            Fault::Own(told) => return told.clone(),
            // The words of the address mean nothing.
            Fault::Git(told) => told.replace(self.url.as_str().trim_end_matches(".git"), ""),
        };
        match (meaning(&told), self.variable) {
            // Who forgot to set a variable is denied as well.
            (DENIED, Some(name)) if self.settings.is_empty() => {
                format!("{DENIED}, and the variable `{name}` is not set")
            }
            (reason, _) => reason.to_owned(),
        }
    }

    fn late(&self) -> String {
        format!("it took longer than {} seconds", self.limits.time.as_secs())
    }

    fn protocol(&self) -> &'static str {
        match self.url {
            url if url.is_https() => "https",
            url if url.path().is_some() => "file",
            _ => "ssh",
        }
    }
}

/// The header with a token, for its host alone.
fn header(url: &GitUrl, token: &str) -> (String, String) {
    // The name is of no matter to GitHub, GitLab, Gitea and Azure; Bitbucket wants this one.
    let pair = STANDARD.encode(format!("x-token-auth:{}", token.trim()));
    (
        format!("http.https://{}/.extraHeader", url.authority()),
        format!("Authorization: Basic {pair}"),
    )
}
