//! Where the relative links of a text lead: from file to file in the source, from page to
//! page in the portal.

use super::paths::Paths;
use super::route;
use crate::diag::{FileId, Files, SourceId};
use crate::markup::{Link, Links};
use crate::mesh::{Mesh, Target, folder, joined, relative};

/// Names that a link to a folder means, in this order.
const FOLDER_PAGES: &[&str] = &["README.md", "readme.md", "index.md"];

/// The links of a text in one file, as a page shows it.
pub struct PageLinks<'p> {
    mesh: &'p Mesh,
    files: &'p Files,
    paths: &'p Paths,
    file: FileId,
    route: &'p str,
}

impl<'p> PageLinks<'p> {
    /// The links of a text that stands in `file`, for the page at `route`.
    pub fn new(
        mesh: &'p Mesh,
        files: &'p Files,
        paths: &'p Paths,
        file: FileId,
        route: &'p str,
    ) -> PageLinks<'p> {
        PageLinks {
            mesh,
            files,
            paths,
            file,
            route,
        }
    }

    /// The page of a file, and of the place in it that the fragment names.
    fn page(&self, id: FileId, fragment: Option<&str>) -> Link {
        let route = match self.mesh.target(id) {
            Some(Target::Doc(at)) => match self.place(at, fragment) {
                Ok(route) => route,
                Err(broken) => return broken,
            },
            Some(Target::Product(product)) => route::product(self.mesh, product),
            Some(Target::Contract(contract, version)) => {
                route::contract(self.mesh, contract, version)
            }
            None if self.is_directory(id) => route::TEAMS.to_owned(),
            None => return broken("link to a page of docs, a product or a contract"),
        };
        Link::Internal(relative(self.route, &route))
    }

    /// A page of docs, or the heading in it that the fragment names.
    fn place(&self, doc: usize, fragment: Option<&str>) -> Result<String, Link> {
        let route = route::doc(self.mesh, doc);
        let Some(fragment) = fragment else {
            return Ok(route);
        };
        let outline = self.paths.outline(self.mesh, self.files, doc);
        match outline.anchor(fragment) {
            Some(anchor) => Ok(format!("{route}#{anchor}")),
            None => Err(broken(&format!(
                "name another heading, for `{}` has no `#{fragment}`",
                self.mesh.docs[doc].title
            ))),
        }
    }

    /// Whether a file tells of domains, teams or people.
    fn is_directory(&self, id: FileId) -> bool {
        let source = self.files.file(id).source;
        source.is_some_and(|source| self.mesh.source(source).in_directory)
    }

    /// The file at a path of the source; a folder means its page.
    fn file(&self, source: SourceId, path: &str) -> Option<FileId> {
        let at = |path: &str| self.paths.at(source, path);
        at(path).or_else(|| {
            let mut pages = FOLDER_PAGES.iter();
            pages.find_map(|name| at(joined(path, name)?.as_str()))
        })
    }
}

impl Links for PageLinks<'_> {
    fn link(&self, target: &str) -> Link {
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment).filter(|text| !text.is_empty())),
            None => (target, None),
        };
        let path = decoded(path.split('?').next().unwrap_or_default());
        let file = self.files.file(self.file);
        let Some(source) = file.source else {
            return broken("write the whole address");
        };
        let Some(path) = joined(folder(&file.path), &path) else {
            return Link::Refused {
                reason: "leaves its source".to_owned(),
            };
        };
        match self.file(source, &path) {
            Some(id) => self.page(id, fragment),
            None => Link::Broken {
                help: Some(match self.paths.named(source, &path) {
                    Some(near) => format!("did you mean `{}`?", self.files.file(near).path),
                    None => format!("correct the path, for the source has no `{path}`"),
                }),
            },
        }
    }

    fn image(&self, _: &str) -> Link {
        broken("draw it as text or as a table, for pictures are not part of the portal")
    }
}

fn broken(help: &str) -> Link {
    Link::Broken {
        help: Some(help.to_owned()),
    }
}

/// A path with its percent-encoded bytes written out (RFC 3986, 2.1); as it is where they
/// are no text.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let hex = hex.filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_paths_are_written_out() {
        let cases = [
            ("a%20b.md", "a b.md"),
            ("%C3%BC.md", "ü.md"),
            ("100%", "100%"),
            ("%zz", "%zz"),
            ("%ff", "%ff"),
            ("%2", "%2"),
            ("%+f", "%+f"),
        ];
        for (path, expected) in cases {
            assert_eq!(decoded(path), expected);
        }
    }
}
