//! What hosts find in a site beside its pages.

use std::collections::BTreeSet;
use std::fs;

use meshbook::output::Site;
use meshbook::pipeline;

/// The site of a portal with one contract.
fn site(settings: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let contract = "apiVersion: v3.1.0\nkind: DataContract\nid: orders\nname: Orders\n\
                    version: 1.0.0\nstatus: active\ndomain: shop\n";
    fs::create_dir(folder.path().join("shop")).unwrap();
    fs::write(folder.path().join("shop/orders.odcs.yaml"), contract).unwrap();
    let config = format!("title: Test\nsources:\n  - path: shop\n{settings}");
    fs::write(folder.path().join("meshbook.yaml"), config).unwrap();
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now);
    Site::new(judged.portal(now)).unwrap()
}

fn text(site: &Site, route: &str) -> String {
    let bytes = site.render(route).unwrap_or_else(|| panic!("no {route}"));
    String::from_utf8(bytes.unwrap()).unwrap()
}

#[test]
fn every_page_is_in_the_sitemap_by_its_url() {
    let site = site("base-url: https://data.example.com/mesh\n");
    let map = text(&site, "sitemap.xml");
    let listed = map.split("<loc>").skip(1);
    let listed: BTreeSet<&str> = listed.map(|rest| rest.split('<').next().unwrap()).collect();
    let pages = site
        .routes()
        .filter(|route| route.ends_with(".html") && *route != "404.html");
    let pages: BTreeSet<String> = pages
        .map(|route| format!("https://data.example.com/mesh/{route}"))
        .collect();
    assert_eq!(listed, pages.iter().map(String::as_str).collect());
    assert!(listed.len() > 50, "{}", listed.len());
    assert!(!map.contains("lastmod"));
    let robots = text(&site, "robots.txt");
    let lines: Vec<&str> = robots.lines().collect();
    let to_the_map = "Sitemap: https://data.example.com/mesh/sitemap.xml";
    assert_eq!(lines, ["User-agent: *", "Disallow:", "", to_the_map]);
}

#[test]
fn without_a_whole_url_there_is_no_sitemap() {
    for settings in [
        "",
        "base-url: /mesh/\n",
        "base-url: \"https://x/\\nDisallow: /\"\n",
    ] {
        let site = site(settings);
        assert!(!site.has("sitemap.xml"), "{settings}");
        assert_eq!(text(&site, "robots.txt"), "User-agent: *\nDisallow:\n");
    }
}

#[test]
fn headers_say_what_the_pages_say_and_who_may_frame_them() {
    let site = site("");
    let page = text(&site, "index.html");
    let start = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let (_, rest) = page.split_once(start).expect("a policy");
    let policy = rest.split('"').next().unwrap();
    let headers = text(&site, "_headers");
    let of_all = headers.split("\n\n").next().unwrap();
    let lines: Vec<&str> = of_all.lines().collect();
    let with_frames = format!("  Content-Security-Policy: {policy}; frame-ancestors 'none'");
    assert_eq!(lines[0], "/*");
    for line in [
        with_frames.as_str(),
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: same-origin",
    ] {
        assert!(lines.contains(&line), "{line}: {headers}");
    }
    // A path of its own for each line that may stand once: hosts join what fits twice.
    for block in headers.split("\n\n") {
        let mut lines = block.lines();
        assert!(lines.next().unwrap().starts_with('/'), "{block}");
        assert!(
            lines.all(|line| line.starts_with("  ") && line.contains(": ")),
            "{block}"
        );
    }
    assert_eq!(headers.matches("Cache-Control").count(), 2);
    assert_eq!(text(&site, ".nojekyll"), "");
}
