// Checks every link of a built site without any network:
//   node links.mjs SITE_DIR
// Every reference inside the site is relative, leads to a file and, where it has a fragment, to an anchor; nothing is
// loaded from another place; and a reader who starts at the home page can reach every page.

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { attributes, elements, parsePage, place } from "./html.mjs";
import { files, pages, text } from "./site.mjs";

// Where a reader may be sent. Everything else would be loaded with the page and must lie in the site.
const LINKS = new Set(["a href", "area href"]);
const LOADS = new Set([
  "audio src", "embed src", "form action", "iframe src", "image href", "img src", "input src", "link href",
  "object data", "script src", "source src", "track src", "use href", "use xlink:href", "video poster", "video src",
]);
// These say what a page is and are never loaded.
const NAMED_ONLY = new Set(["canonical", "alternate"]);
const OUTSIDE = /^(https?|mailto|tel):/i;
/** The page that a host shows in the place of one that is not there. */
const NOT_FOUND = "404.html";

/** The faults of all links of the site in `folder`, one sentence each. */
export function linkFaults(folder) {
  const faults = [];
  const routes = new Set(files(folder));
  const trees = new Map(pages(folder).map((route) => [route, parsePage(text(folder, route))]));
  const anchors = new Map([...trees].map(([route, tree]) => [route, anchorsOf(tree)]));
  const reached = new Map();

  for (const [route, tree] of trees) {
    const targets = new Set();
    reached.set(route, targets);
    for (const element of elements(tree)) {
      for (const [name, written, loads] of references(element)) {
        // A host shows this page at any depth, so it goes by the path at which the site is published.
        const value = route === NOT_FOUND ? written.replace(/^\//, "") : written;
        const fault = (what) => faults.push(`${route}:${place(element)}: ${name}="${value}" ${what}`);
        if (!loads && OUTSIDE.test(value)) continue;
        if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(value)) {
          fault(loads ? "is not a relative reference into the site" : "is neither relative nor http, https, mailto or tel");
          continue;
        }
        const [target, fragment] = resolve(route, value);
        if (!routes.has(target)) {
          fault(isFolder(folder, target) ? "leads to a folder, which shows no page from a disk" : `leads to no file (${target})`);
          continue;
        }
        targets.add(target);
        if (fragment && anchors.has(target) && !anchors.get(target).has(fragment)) fault(`has no anchor in ${target}`);
        if (fragment && target.endsWith(".svg") && !text(folder, target).includes(`id="${fragment}"`)) {
          fault(`has no symbol in ${target}`);
        }
      }
    }
  }

  for (const route of [...routes].filter((name) => name.endsWith(".css"))) {
    for (const [, , value] of text(folder, route).matchAll(/(?:url\(|@import)\s*(["']?)([^"')]+)\1/g)) {
      if (value.startsWith("data:") || value.startsWith("#")) continue;
      const [target] = resolve(route, value);
      if (/^([a-z]+:|\/)/i.test(value) || !routes.has(target)) faults.push(`${route}: url(${value}) leads to no file of the site`);
    }
  }

  const seen = new Set(["index.html"]);
  for (const route of seen) for (const target of reached.get(route) ?? []) seen.add(target);
  for (const route of trees.keys()) {
    if (!seen.has(route) && route !== NOT_FOUND) faults.push(`${route}: no chain of links leads here from the home page`);
  }
  return { faults, pages: trees.size };
}

/** The references of one element: attribute name, value, and whether the browser loads it with the page. */
function* references(element) {
  const attrs = attributes(element);
  for (const [name, value] of Object.entries(attrs)) {
    const key = `${element.tagName} ${name}`;
    if (LINKS.has(key)) yield [name, value, false];
    else if (key === "link href" && (attrs.rel ?? "").split(/\s+/).some((rel) => NAMED_ONLY.has(rel))) continue;
    else if (LOADS.has(key)) yield [name, value, true];
    else if (name === "srcset") for (const part of value.split(",")) yield [name, part.trim().split(/\s+/)[0], true];
  }
}

/** The route and the fragment that `reference` means on the page `route`. */
function resolve(route, reference) {
  const [rest, fragment = ""] = reference.split("#", 2);
  const target = decode(rest.split("?", 1)[0]);
  return [target === "" ? route : path.posix.join(path.posix.dirname(route), target), decode(fragment)];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function anchorsOf(tree) {
  const anchors = new Set(["top"]);
  for (const element of elements(tree)) {
    const { id, name } = attributes(element);
    if (id) anchors.add(id);
    if (name && element.tagName === "a") anchors.add(name);
  }
  return anchors;
}

function isFolder(folder, route) {
  const file = path.join(folder, route);
  return existsSync(file) && statSync(file).isDirectory();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = process.argv[2];
  if (!folder) {
    console.error("usage: node links.mjs SITE_DIR");
    process.exit(2);
  }
  const { faults, pages: count } = linkFaults(path.resolve(folder));
  for (const fault of faults) console.log(fault);
  console.log(`links: ${count} pages, ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
}
