// What can be said of the pages without a browser.

import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { HtmlValidate } from "html-validate";
import config from "./.htmlvalidate.mjs";
import { assertNone } from "./faults.mjs";
import { attributes, elements, parsePage, place, textOf } from "./html.mjs";
import { linkFaults } from "./links.mjs";
import { files, kindOf, pages, pagesByKind, siteFolder, text } from "./site.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const SITE = siteFolder();
const PAGES = pages(SITE);

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types portal",
];

/** Runs `faultsOf(tree)` over every page and fails with all that was found. */
function onEveryPage(name, faultsOf) {
  test(name, () => {
    const faults = [];
    for (const route of PAGES) {
      for (const fault of faultsOf(parsePage(text(SITE, route)), route)) faults.push(`${route}: ${fault}`);
    }
    assertNone(faults);
  });
}

test("the sample has a page of every kind", () => {
  const kinds = [...pagesByKind(SITE).keys()];
  const wanted = [
    "home", "products", "product", "contract", "domains", "domain", "teams", "team", "person", "scorecards", "scorecard",
    "findings", "findings-of-source", "rules", "rule", "docs", "search", "a-z", "not-found",
  ];
  assertNone(wanted.filter((kind) => !kinds.includes(kind)));
});

test("every page stands in the route table", () => {
  assertNone(PAGES.filter((route) => !kindOf(route)));
});

test("every link leads somewhere, and every page can be reached", () => {
  assertNone(linkFaults(SITE).faults);
});

test("every page is valid HTML", async () => {
  const validator = new HtmlValidate(config);
  const faults = [];
  for (const route of PAGES) {
    const { results } = await validator.validateString(text(SITE, route), route);
    for (const { messages } of results) {
      for (const { line, column, message, ruleId } of messages) faults.push(`${route}:${line}:${column}: ${message} (${ruleId})`);
    }
  }
  assertNone(faults);
});

onEveryPage("no page has an inline script, style or handler", function* (tree) {
  for (const element of elements(tree)) {
    const { src, type, ...attrs } = attributes(element);
    if (element.tagName === "style") yield `${place(element)}: <style>`;
    if (element.tagName === "script" && src === undefined && type !== "application/json") {
      yield `${place(element)}: <script> without src`;
    }
    if (element.tagName === "script" && src !== undefined && attrs.defer === undefined) {
      yield `${place(element)}: <script> without defer`;
    }
    for (const name of Object.keys(attrs)) {
      if (name === "style" || name.startsWith("on")) yield `${place(element)}: attribute ${name}`;
    }
  }
});

onEveryPage("every page carries the content security policy before anything is loaded", function* (tree) {
  const all = [...elements(tree)];
  const at = all.findIndex((e) => e.tagName === "meta" && /^content-security-policy$/i.test(attributes(e)["http-equiv"]));
  if (at < 0) return yield "no policy";
  const directives = attributes(all[at]).content.split(";").map((directive) => directive.trim());
  for (const directive of POLICY) if (!directives.includes(directive)) yield `the policy lacks ${directive}`;
  for (const directive of directives) {
    if (directive && !POLICY.includes(directive)) yield `the policy has also ${directive}`;
  }
  const load = all.findIndex((e) => ["script", "link"].includes(e.tagName));
  if (load >= 0 && load < at) yield "something is loaded before the policy";
});

onEveryPage("every page has a language, a title, one main part and headings in order", function* (tree) {
  const all = [...elements(tree)];
  const count = (tag) => all.filter((e) => e.tagName === tag).length;
  if (!all.some((e) => e.tagName === "html" && attributes(e).lang)) yield "no language";
  if (!all.some((e) => e.tagName === "title" && textOf(e).trim())) yield "no title";
  if (count("main") !== 1) yield `${count("main")} main parts`;
  if (count("h1") !== 1) yield `${count("h1")} first headings`;
  let last = 0;
  for (const element of all.filter((e) => /^h[1-6]$/.test(e.tagName))) {
    const level = Number(element.tagName[1]);
    if (level > last + 1) yield `${place(element)}: <h${level}> follows <h${last}>: ${textOf(element).trim()}`;
    last = level;
  }
});

test("every page has a title of its own", () => {
  const seen = new Map();
  for (const route of PAGES) {
    const title = [...elements(parsePage(text(SITE, route)))].find((e) => e.tagName === "title");
    const words = title ? textOf(title).trim() : "";
    seen.set(words, [...(seen.get(words) ?? []), route]);
  }
  assertNone([...seen].filter(([, routes]) => routes.length > 1).map(([title, routes]) => `${title}: ${routes.join(", ")}`));
});

test("every JSON file is valid, and what api/catalog.json lists is there", () => {
  const routes = files(SITE);
  for (const route of routes.filter((name) => name.endsWith(".json"))) JSON.parse(text(SITE, route));
  const catalog = JSON.parse(text(SITE, "api/catalog.json"));
  for (const list of ["products", "contracts", "domains", "teams", "people"]) {
    assert.ok(Array.isArray(catalog[list]), `${list} is not a list`);
    for (const { id, name, url } of catalog[list]) {
      assert.ok(id && name && url, `an entry of ${list} lacks id, name or url: ${id} ${name} ${url}`);
      assert.ok(routes.includes(url.split("#")[0]), `${list}: ${id} has the url ${url}, which is no page`);
    }
  }
});

test("no file of the site names the folder that it was built in", () => {
  const folder = path.resolve(HERE, "../..");
  assertNone(files(SITE).filter((route) => text(SITE, route).includes(`${folder}/`)));
});
