//! Addresses of git repositories, names of branches, and the lock: what decides where git goes.
//! Each line is one address or name, and all of it may be a lock.

use meshbook::config::{GitUrl, is_reference};
use meshbook::fetch::Lock;

use super::{Target, in_time};

pub(super) const TARGET: Target = Target { name: "url", run };

fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(lock) = in_time("a lock", || Lock::read(&text)) {
        let again = Lock::read(&lock.text()).expect("what was written is read");
        assert_eq!(again, lock);
    }
    for line in text.lines() {
        if is_reference(line) {
            check_argument(line);
            assert!(!line.contains([':', '~', '^', '*', '@', '+']), "{line:?}");
        }
        if let Ok(parsed) = in_time("an address", || GitUrl::parse(line)) {
            check(&parsed.url);
        }
    }
}

fn check(url: &GitUrl) {
    let given = url.as_str();
    check_argument(given);
    // What git is given is read again as what it is, and has no secret left.
    let again = GitUrl::parse(given).expect("an address");
    assert_eq!(again.url, *url, "{given:?}");
    assert!(!again.had_secret, "{given:?}");
    let shown = url.to_string();
    assert!(!shown.contains(char::is_control));
    if url.path().is_some() {
        assert!(!given.contains("://"), "{given:?}");
        return;
    }
    let (scheme, rest, end) = match given.split_once("://") {
        Some((scheme, rest)) => (scheme, rest, '/'),
        None => ("ssh", given, ':'),
    };
    assert!(scheme == "https" || scheme == "ssh", "{given:?}");
    let authority = rest.split(end).next().unwrap_or_default();
    let (user, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    assert!(scheme == "ssh" || user.is_empty(), "{given:?}");
    assert!(!user.contains(':') && !user.starts_with('-'), "{given:?}");
    let host = url.host().expect("a host");
    assert!(
        place.starts_with(host) && !host.starts_with('-'),
        "{given:?}"
    );
    assert!(
        !rest.contains("/../") && !rest.ends_with("/.."),
        "{given:?}"
    );
}

/// Fails where `git` could read this as more than one word, or as an option.
fn check_argument(text: &str) {
    assert!(!text.is_empty() && !text.starts_with('-'), "{text:?}");
    assert!(text.bytes().all(|byte| byte.is_ascii_graphic()), "{text:?}");
    // An address of IPv6 has two colons; `<helper>::<address>` would name a program.
    let host = text
        .find('[')
        .zip(text.find(']'))
        .filter(|(start, end)| start < end);
    let outside = host.map_or_else(
        || text.to_owned(),
        |(start, end)| text[..start].to_owned() + &text[end..],
    );
    assert!(!outside.contains("::"), "{text:?}");
}
