//! Ways into a manifest: `schema[*].properties[*]`.

use std::fmt;

use super::{Fact, Kind, Noun, Of};
use crate::diag::{Span, nearest};
use crate::model::SchemaObject;

/// A way to the maps that a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Where it begins.
    pub root: Kind,
    /// What it leads to.
    pub kind: Kind,
    steps: Vec<Step>,
}

/// A step of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    key: &'static str,
    each: Each,
}

/// Which maps at a key are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Each {
    /// The one that stands there.
    One,
    /// All that stand there: `[*]`.
    All,
    /// All that stand there, and those below them: `[**]`.
    Deep,
}

/// Why a way leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The most steps of a way.
const STEPS: usize = 8;

/// A map to which a way leads.
pub struct Node<'n, 'm> {
    /// The map.
    pub noun: Noun<'m>,
    /// Where it stands, or what is around it.
    pub span: Span,
    /// The schema object in which it stands.
    pub object: Option<&'m SchemaObject>,
    trail: &'n [(&'static str, Option<usize>)],
}

impl Path {
    /// Reads a way that begins at a map of `root`: `.` for the map itself.
    ///
    /// # Errors
    ///
    /// It is none, or names what such maps do not have.
    pub fn parse(text: &str, root: Kind) -> Result<Path, Fault> {
        let mut path = Path {
            root,
            kind: root,
            steps: Vec::new(),
        };
        if text == "." {
            return Ok(path);
        }
        for part in text.split('.') {
            let (name, each) = match part.split_once('[') {
                None => (part, Each::One),
                Some((name, "*]")) => (name, Each::All),
                Some((name, "**]")) => (name, Each::Deep),
                Some(_) => {
                    return Err(fault(
                        format!("`{part}` is no step of a path"),
                        "write `name[*]` for all of a list, `name[**]` for those below them as well",
                    ));
                }
            };
            path.add(name, each)?;
        }
        Ok(path)
    }

    fn add(&mut self, name: &str, each: Each) -> Result<(), Fault> {
        let keys = self.kind.keys();
        let title = self.kind.title();
        let Some(key) = keys.iter().find(|key| key.name == name) else {
            let known = keys
                .iter()
                .filter(|key| matches!(key.of, Of::One(_) | Of::Many(_)));
            let help = match nearest(name, keys.iter().map(|key| key.name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let known: Vec<_> = known.map(|key| key.name).collect();
                    format!("use one of {}", crate::diag::listed(&known))
                }
            };
            return Err(fault(format!("{title} has no `{name}`"), &help));
        };
        let kind = match (key.of, each) {
            (Of::One(kind), Each::One) | (Of::Many(kind), Each::All) => kind,
            (Of::Many(kind), Each::Deep) if kind.key(name) == Some(Of::Many(kind)) => kind,
            (Of::Many(_), Each::Deep) => {
                let message = format!("there are no `{name}` below `{name}`");
                return Err(fault(message, &format!("write `{name}[*]`")));
            }
            (Of::Many(_), Each::One) => {
                return Err(fault(
                    format!("`{name}` of {title} is a list"),
                    &format!("write `{name}[*]`"),
                ));
            }
            (Of::One(_), _) => {
                return Err(fault(
                    format!("`{name}` of {title} is no list"),
                    &format!("write `{name}`"),
                ));
            }
            _ => {
                return Err(fault(
                    format!("`{name}` of {title} holds no maps"),
                    &format!("leave it out, and ask `it.{name}` in `assert`"),
                ));
            }
        };
        if self.steps.len() == STEPS {
            let help = format!("take at most {STEPS} steps");
            return Err(fault("the path is too long".to_owned(), &help));
        }
        self.steps.push(Step {
            key: key.name,
            each,
        });
        self.kind = kind;
        Ok(())
    }

    /// Whether what it leads to stands in a schema object.
    pub fn is_in_object(&self) -> bool {
        self.steps.first().is_some_and(|step| step.key == "schema")
    }

    /// Visits every map to which it leads, in the order of the file.
    pub fn walk<'m>(&self, root: Noun<'m>, around: Span, visit: &mut impl FnMut(&Node<'_, 'm>)) {
        let mut walk = Walk {
            steps: &self.steps,
            trail: Vec::with_capacity(self.steps.len()),
            object: None,
            visit,
        };
        walk.step(0, root, root.span().unwrap_or(around));
    }
}

struct Walk<'p, 'm, V> {
    steps: &'p [Step],
    trail: Vec<(&'static str, Option<usize>)>,
    object: Option<&'m SchemaObject>,
    visit: &'p mut V,
}

impl<'m, V: FnMut(&Node<'_, 'm>)> Walk<'_, 'm, V> {
    fn step(&mut self, at: usize, noun: Noun<'m>, span: Span) {
        if let Noun::Object(object) = noun {
            self.object = Some(object);
        }
        let Some(&Step { key, each }) = self.steps.get(at) else {
            (self.visit)(&Node {
                noun,
                span,
                object: self.object,
                trail: &self.trail,
            });
            return;
        };
        match noun.get(key) {
            Some(Fact::One(inner)) => {
                self.trail.push((key, None));
                self.step(at + 1, inner, inner.span().unwrap_or(span));
                self.trail.pop();
            }
            Some(Fact::Many(items)) => {
                for (number, item) in items.into_iter().enumerate() {
                    let inner = item.span().unwrap_or(span);
                    self.trail.push((key, Some(number)));
                    self.step(at + 1, item, inner);
                    if each == Each::Deep {
                        self.step(at, item, inner);
                    }
                    self.trail.pop();
                }
            }
            _ => {}
        }
    }
}

/// The place of a map as people write it: `schema[0].properties[2]`; `.` for the whole.
impl fmt::Display for Node<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.trail.is_empty() {
            return f.write_str(".");
        }
        for (at, (key, number)) in self.trail.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            write!(f, "{dot}{key}")?;
            if let Some(number) = number {
                write!(f, "[{number}]")?;
            }
        }
        Ok(())
    }
}

/// As it is written.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.steps.is_empty() {
            return f.write_str(".");
        }
        for (at, step) in self.steps.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            let each = match step.each {
                Each::One => "",
                Each::All => "[*]",
                Each::Deep => "[**]",
            };
            write!(f, "{dot}{}{each}", step.key)?;
        }
        Ok(())
    }
}

fn fault(message: String, help: &str) -> Fault {
    Fault {
        message,
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_maps_of_the_model() {
        let cases = [
            (".", Kind::Contract),
            ("schema[*]", Kind::Object),
            ("schema[*].properties[*]", Kind::Property),
            ("schema[*].properties[**]", Kind::Property),
            ("schema[*].properties[**].quality[*]", Kind::Quality),
            ("slaProperties[*]", Kind::SlaProperty),
            ("team.members[*]", Kind::Member),
            ("description", Kind::Description),
        ];
        for (text, kind) in cases {
            let path = Path::parse(text, Kind::Contract).unwrap();
            assert_eq!((path.kind, path.to_string().as_str()), (kind, text));
        }
    }

    #[test]
    fn what_leads_nowhere_is_told() {
        let cases = [
            ("schema", "`schema` of a data contract is a list"),
            ("schemas[*]", "a data contract has no `schemas`"),
            ("schema[0]", "`schema[0]` is no step of a path"),
            ("schema[**]", "there are no `schema` below `schema`"),
            ("tags[*]", "`tags` of a data contract holds no maps"),
            ("team[*]", "`team` of a data contract is no list"),
            ("outputPorts[*]", "a data contract has no `outputPorts`"),
            ("", "a data contract has no ``"),
        ];
        for (text, message) in cases {
            assert_eq!(
                Path::parse(text, Kind::Contract).unwrap_err().message,
                message
            );
        }
    }
}
