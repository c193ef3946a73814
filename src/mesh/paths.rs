//! Paths with `/` between their parts: files in a source, pages in a portal.

/// The folder of a file; empty at the top.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `target` as seen from `folder`, without `.` and `..`; `None` where it leaves the source.
pub fn joined(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The way from one file or page to another.
pub fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().min(to.len()) - 1;
    let same = (0..folders).take_while(|&at| from[at] == to[at]).count();
    format!(
        "{}{}",
        "../".repeat(from.len() - 1 - same),
        to[same..].join("/")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_seen_from_each_other() {
        let cases = [
            ("index.html", "a/b.html#c", "a/b.html#c"),
            ("docs/x/a.html", "docs/x/b.html", "b.html"),
            ("docs/x/y/a.html", "docs/x/b.html", "../b.html"),
            (
                "docs/x/a.html",
                "products/x/a.html",
                "../../products/x/a.html",
            ),
            ("teams/a.html", "index.html", "../index.html"),
            ("docs/x/a.html", "docs/x/a.html", "a.html"),
        ];
        for (from, to, way) in cases {
            assert_eq!(relative(from, to), way);
        }
    }
}
