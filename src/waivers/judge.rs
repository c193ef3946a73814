//! Reads the waivers of a portal, and tells what is wrong with each by itself.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use super::faults::Faults;
use super::party::{Directory, Party};
use super::target::{self, Ids};
use super::written::{self, Written};
use super::{AHEAD, Given, State, Waiver, Waivers, shown};
use crate::diag::{
    Code, FileId, Finding, SourceId, Span, Subject, SubjectKind, nearest, shortened,
};
use crate::document::OVER_LIMIT;
use crate::manifest;
use crate::rules::{
    self, BookRule, INVALID_WAIVER, Severity, UNAPPROVED_WAIVER, UNKNOWN_WAIVER, is_filler,
};
use crate::source::State as Reading;

/// The most waivers of the portal, and of each source.
const MOST: usize = 5_000;
/// The shortest reason, in characters.
const SHORTEST: usize = 20;
/// The longest reason that is kept, in characters.
const LONGEST: usize = 300;
/// The longest of the other texts that are kept, in characters.
const LONGEST_NAME: usize = 100;
/// The longest target, in bytes: ids and pointers are shorter.
const LONGEST_TARGET: usize = 1_000;

/// The most days from the day on which a waiver is granted to its last one.
pub(super) fn most_days(severity: Severity) -> i32 {
    match severity {
        Severity::Critical => 30,
        Severity::High => 90,
        Severity::Medium | Severity::Low => 180,
    }
}

/// Reads the waivers, and tells what is wrong with them.
pub fn read(given: Given<'_>) -> (Waivers, Vec<Finding>) {
    let mut faults = Faults::default();
    let written = gather(given, &mut faults);
    if written.is_empty() {
        return (Waivers::default(), faults.into_findings());
    }
    let mut judge = Judge {
        given,
        directory: Directory::new(given.mesh),
        ids: Ids::new(given.mesh),
        names: HashMap::new(),
        faults,
    };
    let mut waivers: Vec<Waiver> = (written.into_iter())
        .map(|(source, written)| judge.waiver(source, written))
        .collect();
    judge.point(&mut waivers);
    (Waivers::new(waivers), judge.faults.into_findings())
}

/// The waivers of the portal's own files, then those of the sources.
fn gather(given: Given<'_>, faults: &mut Faults) -> Vec<(Option<SourceId>, Written)> {
    let Given {
        config,
        mesh,
        files,
        ..
    } = given;
    let mut all = Vec::new();
    let own = &config.governance.waivers;
    add(given, None, own, faults, &mut all);
    for (id, source) in mesh.sources() {
        let candidates: Vec<FileId> = (source.files.iter().copied())
            .filter(|file| {
                let path = &files.file(*file).path;
                manifest::is_of_waivers(path) && mesh.target(*file).is_none()
            })
            .collect();
        if candidates.is_empty() {
            continue;
        }
        match config
            .governance
            .waiver_approvers
            .contains_key(&source.name)
        {
            true => add(given, Some(id), &candidates, faults, &mut all),
            false => tell_nobody(given, id, &candidates, faults),
        }
    }
    all
}

/// Adds the waivers of some files, which belong together.
fn add(
    given: Given<'_>,
    source: Option<SourceId>,
    from: &[FileId],
    faults: &mut Faults,
    all: &mut Vec<(Option<SourceId>, Written)>,
) {
    let subject = subject(given, source);
    let first = all.len();
    for &id in from {
        let file = given.files.file(id);
        let read = written::read(id, file, &subject, faults);
        for waiver in read {
            if all.len() - first == MOST {
                let message = format!("more than {MOST} waivers; those from here on are not read");
                faults.report(id, &OVER_LIMIT, &subject, waiver.head, message, || {
                    "mend what they let be, or let one stand for a whole product".to_owned()
                });
                return;
            }
            all.push((source, waiver));
        }
    }
}

/// Tells that a source has waivers, but nobody who may approve them; once for each source.
fn tell_nobody(given: Given<'_>, source: SourceId, from: &[FileId], faults: &mut Faults) {
    let subject = subject(given, Some(source));
    let mut unheard = Faults::default();
    let with_waivers = from.iter().filter_map(|&id| {
        let read = written::read(id, given.files.file(id), &subject, &mut unheard);
        Some((id, read.first()?.head))
    });
    let with_waivers: Vec<(FileId, Span)> = with_waivers.collect();
    let Some(&(id, head)) = with_waivers.first() else {
        return;
    };
    let name = &given.mesh.source(source).name;
    let mut message =
        format!("nobody may approve waivers in the source `{name}`, so this one lets nothing be");
    if with_waivers.len() > 1 {
        message.push_str(&format!(", and {} more files", with_waivers.len() - 1));
    }
    let mut finding = Finding::new(&UNAPPROVED_WAIVER, subject, head, message);
    if given.config.file.is_none() {
        // A repository that is looked at alone cannot know what the portal says.
        finding.level = crate::diag::Level::Info;
    }
    faults.tell(
        id,
        finding.help(format!(
            "move it to the portal's own waivers, or name who may approve under \
             `governance.waiver-approvers.{name}`"
        )),
    );
}

/// The portal, or a source, as the subject of a finding.
fn subject(given: Given<'_>, source: Option<SourceId>) -> Subject {
    match source {
        Some(source) => given.mesh.source(source).subject(),
        None => Subject::new(SubjectKind::Portal, crate::config::FILE),
    }
}

struct Judge<'a> {
    given: Given<'a>,
    directory: Directory<'a>,
    ids: Ids<'a>,
    /// The waivers by source and name, with their places.
    names: HashMap<(Option<SourceId>, String), Span>,
    faults: Faults,
}

impl<'a> Judge<'a> {
    /// Tells a fault of a waiver, which lets nothing be then.
    fn fault(
        &mut self,
        written: &mut Written,
        source: Option<SourceId>,
        (code, span): (&Code, Span),
        message: String,
        help: impl FnOnce() -> String,
    ) {
        written.fault.get_or_insert_with(|| message.clone());
        let subject = subject(self.given, source);
        self.faults
            .report(written.file, code, &subject, span, message, help);
    }

    fn waiver(&mut self, source: Option<SourceId>, mut written: Written) -> Waiver {
        let text = |name: &str, longest| {
            let text = written.get(name).map(|text| text.trim());
            text.map_or_else(String::new, |text| shown(text, longest))
        };
        let mesh = self.given.mesh;
        let party = |name: &str| {
            let text = written.get(name);
            text.map_or_else(Party::default, |text| Party::named(mesh, text))
        };
        let mut waiver = Waiver {
            id: text("id", LONGEST_NAME),
            rule: text("rule", LONGEST_NAME),
            position: None,
            target: text("target", 2 * LONGEST_NAME),
            concern: None,
            pointer: String::new(),
            node: None,
            reason: text("reason", LONGEST),
            owner: party("owner"),
            approved_by: party("approvedBy"),
            created: None,
            expires: None,
            ticket: text("ticket", LONGEST_NAME),
            state: State::Active,
            fault: String::new(),
            span: written.span,
            source,
            findings: 0,
        };
        self.name(&mut written, source);
        self.rule(&mut waiver, &mut written);
        self.target(&mut waiver, &mut written);
        self.reason(&mut written, source);
        self.dates(&mut waiver, &mut written);
        self.parties(&waiver, &mut written);
        if let Some(fault) = written.fault {
            waiver.state = State::Invalid;
            waiver.fault = fault;
        }
        waiver
    }

    fn name(&mut self, written: &mut Written, source: Option<SourceId>) {
        let Some(id) = written.get("id") else {
            return;
        };
        let span = id.span;
        let name: String = id.trim().chars().take(10 * LONGEST_NAME).collect();
        match self.names.entry((source, name)) {
            Entry::Vacant(free) => drop(free.insert(span)),
            Entry::Occupied(known) => {
                let first = *known.get();
                let place = self.given.files.place(first);
                let message = format!(
                    "a second waiver is called `{}`, as in {}, line {}",
                    shortened(&known.key().1),
                    place.file,
                    place.line
                );
                self.fault(written, source, (&INVALID_WAIVER, span), message, || {
                    "give it a name of its own".to_owned()
                });
            }
        }
    }

    fn rule(&mut self, waiver: &mut Waiver, written: &mut Written) {
        let Some(text) = written.get("rule") else {
            return;
        };
        let (name, span) = (text.trim().to_owned(), text.span);
        let quoted = shortened(&name).into_owned();
        let book = self.given.book;
        waiver.position = book.position(&name);
        let is_waivable = waiver.position.map(|at| book.rules()[at].is_waivable);
        match is_waivable {
            Some(true) => {}
            Some(false) => {
                let message = format!("`{quoted}` cannot be waived");
                let at = (&INVALID_WAIVER, span);
                self.fault(written, waiver.source, at, message, || {
                    "mend what it finds".to_owned()
                });
            }
            None if rules::code(&name).is_some() => {
                let message = format!("`{quoted}` counts towards no level, and needs no waiver");
                let at = (&INVALID_WAIVER, span);
                self.fault(written, waiver.source, at, message, || {
                    "mend it, or suppress it where it stands".to_owned()
                });
            }
            None => {
                let message = format!("no rule is called `{quoted}`");
                let at = (&UNKNOWN_WAIVER, span);
                self.fault(written, waiver.source, at, message, || {
                    let names = book.rules().iter().map(BookRule::id);
                    match nearest(&name, names) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "use a name that `meshbook rules` lists".to_owned(),
                    }
                });
            }
        }
    }

    fn target(&mut self, waiver: &mut Waiver, written: &mut Written) {
        let Some(text) = written.get("target") else {
            return;
        };
        let (name, span) = (text.trim().to_owned(), text.span);
        let quoted = shortened(&name).into_owned();
        if name.len() > LONGEST_TARGET {
            let message = format!("this target has more than {LONGEST_TARGET} bytes");
            let at = (&INVALID_WAIVER, span);
            self.fault(written, waiver.source, at, message, || {
                "name the product by its id".to_owned()
            });
            return;
        }
        let mesh = self.given.mesh;
        let Some((concern, pointer)) = self.ids.find(&name) else {
            let unread = mesh.sources.iter();
            let is_whole = unread.clone().all(|source| source.state == Reading::Read)
                && !unread.clone().any(|source| source.is_partial);
            let (id, _) = target::split(&name);
            let message = format!("no data product is called `{}`", shortened(id));
            if !is_whole {
                // It may stand in what was not read, and that is told already.
                written.fault.get_or_insert(message);
                return;
            }
            let near = match id.len() <= LONGEST_NAME {
                true => nearest(id, self.ids.all()).map(str::to_owned),
                false => None,
            };
            let at = (&UNKNOWN_WAIVER, span);
            self.fault(written, waiver.source, at, message, || match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the product by the `id` of its manifest".to_owned(),
            });
            return;
        };
        let owned_by = mesh.product(concern.product).source;
        if let Some(source) = waiver.source.filter(|source| *source != owned_by) {
            let name = &mesh.source(source).name;
            let message = format!("`{quoted}` does not belong to the source `{name}`");
            let at = (&UNAPPROVED_WAIVER, span);
            self.fault(written, waiver.source, at, message, || {
                "move the waiver to the portal's own, or to the source of the product".to_owned()
            });
            return;
        }
        if !pointer.is_empty() && !pointer.starts_with('/') {
            let message = format!("`{}` is no JSON pointer", shortened(pointer));
            let at = (&INVALID_WAIVER, span);
            self.fault(written, waiver.source, at, message, || {
                "begin it with `/`, as in `#/schema/0/properties/3`".to_owned()
            });
            return;
        }
        waiver.concern = Some(concern);
        if !pointer.is_empty() {
            // Where it leads is looked up when all are read.
            waiver.pointer = pointer.to_owned();
            waiver.node = Some(span);
        }
    }

    fn reason(&mut self, written: &mut Written, source: Option<SourceId>) {
        let Some(text) = written.get("reason") else {
            return;
        };
        let reason = text.trim();
        let length = reason.chars().take(SHORTEST).count();
        let message = match (length < SHORTEST, is_filler(reason)) {
            (false, false) => return,
            (_, true) => "the reason of this waiver says nothing".to_owned(),
            (true, false) => {
                format!("the reason of this waiver has {length} characters, not {SHORTEST}")
            }
        };
        let at = (&INVALID_WAIVER, text.span);
        self.fault(written, source, at, message, || {
            "say why it cannot be mended yet, and what will be done".to_owned()
        });
    }

    fn dates(&mut self, waiver: &mut Waiver, written: &mut Written) {
        waiver.created = self.date("created", written, waiver.source);
        waiver.expires = self.date("expires", written, waiver.source);
        let (Some(created), Some(expires)) = (waiver.created, waiver.expires) else {
            return;
        };
        let source = waiver.source;
        let today = self.given.today;
        let (from, until) = (written.at("created"), written.at("expires"));
        // Where the day begins earlier it may be tomorrow already.
        if days(today, created) > 1 {
            let message = format!("this waiver is granted on {created}, which is ahead");
            let at = (&INVALID_WAIVER, from);
            self.fault(written, source, at, message, || {
                "write the day on which it was granted".to_owned()
            });
        }
        if expires < created {
            let message = format!("this waiver ends on {expires}, before it is granted");
            let at = (&INVALID_WAIVER, until);
            self.fault(written, source, at, message, || {
                "write the last day on which it holds".to_owned()
            });
            return;
        }
        let rule = waiver.position.map(|at| &self.given.book.rules()[at]);
        let Some(rule) = rule.filter(|rule| rule.is_waivable) else {
            return;
        };
        let (length, most) = (days(created, expires), most_days(rule.severity));
        if length > most {
            let message = format!(
                "this waiver holds for {length} days, and one of a rule of {} severity for at most \
                 {most}",
                rule.severity.name()
            );
            let last = created.saturating_add(jiff::Span::new().days(most));
            let at = (&INVALID_WAIVER, until);
            self.fault(written, source, at, message, || {
                format!("let it end on {last} or before")
            });
        }
        if today > expires {
            waiver.state = State::Expired;
        } else if days(today, expires) <= AHEAD {
            waiver.state = State::Expiring;
        }
    }

    fn date(
        &mut self,
        field: &str,
        written: &mut Written,
        source: Option<SourceId>,
    ) -> Option<Date> {
        let text = written.get(field)?;
        let date = as_date(text.trim());
        if date.is_none() {
            let message = format!("`{field}` is `{}`, which is no day", shortened(text));
            let at = (&INVALID_WAIVER, text.span);
            self.fault(written, source, at, message, || {
                "write it as 2027-01-31".to_owned()
            });
        }
        date
    }

    fn parties(&mut self, waiver: &Waiver, written: &mut Written) {
        let (owner, approver) = (&waiver.owner, &waiver.approved_by);
        let (has_owner, has_approver) = (!owner.name.is_empty(), !approver.name.is_empty());
        let source = waiver.source;
        if has_owner && !self.directory.knows(owner) {
            let message = format!(
                "nobody is called `{}`, who is to answer for this",
                owner.name
            );
            let help = self.directory.help(owner);
            let at = (&INVALID_WAIVER, written.at("owner"));
            self.fault(written, source, at, message, || help);
        }
        if !has_approver {
            return;
        }
        let at = (&UNAPPROVED_WAIVER, written.at("approvedBy"));
        if has_owner && approver.is(owner) {
            let message = format!("`{}` owns this waiver and approved it", approver.name);
            self.fault(written, source, at, message, || {
                "let somebody else approve it".to_owned()
            });
            return;
        }
        let Some(id) = source else {
            if !self.directory.knows(approver) {
                let message = format!("nobody is called `{}`, who approved this", approver.name);
                let help = self.directory.help(approver);
                self.fault(written, source, at, message, || help);
            }
            return;
        };
        let mesh = self.given.mesh;
        let name = &mesh.source(id).name;
        let named = self.given.config.governance.waiver_approvers.get(name);
        let named = named.map(Vec::as_slice).unwrap_or_default();
        let may = named.iter().any(|name| {
            let known = Party::named(mesh, name);
            approver.is(&known) || approver.is_member(mesh, &known)
        });
        if !may {
            let message = format!(
                "`{}` may not approve waivers in the source `{name}`",
                approver.name
            );
            let names: Vec<_> = named.iter().map(String::as_str).collect();
            let help = match names.is_empty() {
                true => "let the portal's owner name who may".to_owned(),
                false => format!("let {} approve it", crate::diag::listed(&names)),
            };
            self.fault(written, source, at, message, || help);
        }
    }

    /// Looks up the nodes to which pointers lead.
    fn point(&mut self, waivers: &mut [Waiver]) {
        let mesh = self.given.mesh;
        let files = self.given.files;
        let mut pointers = Vec::new();
        let mut at = Vec::new();
        for (number, waiver) in waivers.iter().enumerate() {
            if let (Some(concern), Some(_)) = (waiver.concern, waiver.node) {
                pointers.push((concern, waiver.pointer.as_str()));
                at.push(number);
            }
        }
        let found = target::nodes(mesh, files, &pointers);
        for (number, nodes) in at.into_iter().zip(found) {
            let waiver = &mut waivers[number];
            let place = waiver.node.take().unwrap_or(waiver.span);
            if let [node] = nodes.as_slice() {
                waiver.node = Some(*node);
                continue;
            }
            let pointer = shortened(&waiver.pointer).into_owned();
            let (code, message, help) = match nodes.is_empty() {
                true => (
                    &UNKNOWN_WAIVER,
                    format!("`{pointer}` leads nowhere"),
                    "follow the keys of the manifest, and the numbers, ids or names of items",
                ),
                false => (
                    &INVALID_WAIVER,
                    format!("`{pointer}` leads to a place in {} manifests", nodes.len()),
                    "name the contract in place of the product",
                ),
            };
            if waiver.fault.is_empty() {
                waiver.fault.clone_from(&message);
            }
            waiver.state = State::Invalid;
            let subject = subject(self.given, waiver.source);
            let file = files.of(waiver.span);
            self.faults
                .report(file, code, &subject, place, message, || help.to_owned());
        }
    }
}

/// Reads a day such as 2027-01-31, and nothing else.
fn as_date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    text.parse().ok().filter(|_| is_plain)
}

/// The days from one to another.
fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
