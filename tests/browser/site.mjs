// The built site as files: its pages, and which kind of page each route is.

import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

// The route table. The first pattern that fits names the kind; a page that fits none is a fault.
const KINDS = [
  ["home", /^index\.html$/],
  ["products", /^products\/[^/]+\.html$/],
  ["product", /^products\/[^/]+\/[^/]+\.html$/],
  ["contract-version", /^contracts\/[^/]+\/[^/]+--[^/]+\.html$/],
  ["contract", /^contracts\/[^/]+\/[^/]+\.html$/],
  ["contracts", /^contracts\/[^/]+\.html$/],
  ["domains", /^domains\/index(-\d+)?\.html$/],
  ["domain", /^domains\/[^/]+\.html$/],
  ["teams", /^teams\/index(-\d+)?\.html$/],
  ["team", /^teams\/[^/]+\.html$/],
  ["person", /^people\/[^/]+\.html$/],
  ["service-levels", /^service-levels\/index(--\d+)?\.html$/],
  ["sources", /^sources\/index(--\d+)?\.html$/],
  ["scorecards", /^scorecards\/index(-\d+)?\.html$/],
  ["scorecard", /^scorecards\/[^/]+\.html$/],
  ["findings", /^findings\/index(-\d+)?\.html$/],
  ["findings-of-source", /^findings\/[^/]+\.html$/],
  ["rules", /^rules\/index\.html$/],
  ["rule", /^rules\/[^/]+\.html$/],
  ["docs", /^docs\/.+\.html$/],
  ["search", /^search\.html$/],
  ["a-z", /^a-z\/[^/]+\.html$/],
  ["not-found", /^404\.html$/],
];

/** The folder of the built site, as MESHBOOK_SITE names it. */
export function siteFolder() {
  const folder = process.env.MESHBOOK_SITE;
  if (!folder) throw new Error("MESHBOOK_SITE must name the folder of a built site");
  // npm runs the tests in their own folder and keeps the caller's in INIT_CWD.
  return path.resolve(process.env.INIT_CWD ?? ".", folder);
}

/** The kind of the page at `route`, or undefined where the route table has no such page. */
export function kindOf(route) {
  return KINDS.find(([, pattern]) => pattern.test(route))?.[0];
}

/** All files of the site as sorted routes with `/`. */
export function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.split(path.sep).join("/"))
    .filter((route) => statSync(path.join(folder, route)).isFile())
    .sort();
}

/** All pages of the site as sorted routes. */
export function pages(folder) {
  return files(folder).filter((route) => route.endsWith(".html"));
}

/** The pages of each kind: kind -> routes, in the order of the route table. */
export function pagesByKind(folder) {
  const byKind = new Map(KINDS.map(([kind]) => [kind, []]));
  for (const route of pages(folder)) byKind.get(kindOf(route))?.push(route);
  return new Map([...byKind].filter(([, routes]) => routes.length > 0));
}

/** One page of each kind and, where it is another one, the largest: kind -> routes. */
export function examples(folder) {
  const size = (route) => statSync(path.join(folder, route)).size;
  const chosen = new Map();
  for (const [kind, routes] of pagesByKind(folder)) {
    const largest = routes.reduce((a, b) => (size(b) > size(a) ? b : a));
    chosen.set(kind, [...new Set([routes[0], largest])]);
  }
  return chosen;
}

/** The text of a file of the site. */
export function text(folder, route) {
  return readFileSync(path.join(folder, route), "utf8");
}
