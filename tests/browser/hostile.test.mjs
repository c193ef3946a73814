// Domains that mean harm: their texts stand in every place of a portal, and nothing of them runs, leads away or loads
// anything in a real browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertNone } from "./faults.mjs";
import { launch } from "./browser.mjs";
import { canaries, prepare } from "./hostile-frames.mjs";
import { payloads } from "./hostile-payloads.mjs";
import { writePortal } from "./hostile-portal.mjs";
import { serve } from "./server.mjs";
import { examples, files, text } from "./site.mjs";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = process.env.MESHBOOK_BIN ?? path.join(REPOSITORY, "target", "release", "meshbook");
/** A page in which others are shown. It is ours and stands in no site. */
const BENCH = "bench.html";
const TABS = 3;
const IN_A_TAB = 20;
/** How long pages are watched once they are loaded, in milliseconds. */
const SETTLE = 60;
/** Types of files that a site may hold. */
const TYPES = /\.(html|css|js|json|svg|txt|xml)$|^_headers$|^\.nojekyll$/;

let folder;
let site;
let routes;
let tried;
let told;
let browser;
const servers = [];

before(() => {
  tried = payloads();
  folder = mkdtempSync(path.join(os.tmpdir(), "meshbook-hostile-"));
  site = path.join(folder, "site");
  told = writePortal(path.join(folder, "portal"), tried);
  build(path.join(folder, "portal"), site);
  routes = files(site);
});

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

function build(portal, out) {
  const options = ["build", "--now", "2026-03-02T09:00:00Z", "--out", out];
  execFileSync(BINARY, options, { cwd: portal, stdio: ["ignore", "ignore", "pipe"] });
}

/** The headers that `_headers` of the site names for a route. */
function headersOf(route) {
  const headers = {};
  let fits = false;
  for (const line of text(site, "_headers").split("\n")) {
    if (line.startsWith("/")) fits = `/${route}`.startsWith(line.replace("*", ""));
    const [, name, value] = /^ {2}([^:]+): (.*)$/.exec(line) ?? [];
    if (name && fits) headers[name] = value;
  }
  return headers;
}

/** A tab that keeps what goes wrong in it. What is not `known` may not be asked for. */
async function openTab(server, faults, known = new Set(routes)) {
  const context = await browser.newContext({ serviceWorkers: "block" });
  await context.addInitScript(canaries);
  const visits = new Map();
  const page = await context.newPage();
  context.on("page", (other) => other !== page && faults.push(`a window was opened: ${other.url()}`));
  page.on("dialog", (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("console", (message) => {
    // A browser asks for this by itself where a file is no page.
    if (message.location().url.endsWith("/favicon.ico")) return;
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("download", (download) => faults.push(`a download: ${download.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    const route = url.startsWith(server.base) ? decodeURIComponent(new URL(url).pathname.slice(1)) : undefined;
    if (route !== BENCH && !known.has(route)) faults.push(`a request: ${request.resourceType()} ${url}`);
    if (request.isNavigationRequest()) visits.set(route, (visits.get(route) ?? 0) + 1);
  });
  return { page, visits, close: () => context.close() };
}

/** Serves the site with a page in which others are shown. */
async function start(headers, root = site) {
  const server = await serve(root, "/", headers, { [BENCH]: "<!doctype html><title>Bench</title><body>" });
  servers.push(server);
  return server;
}

/** Loads every route of `wanted` and returns the faults, and what `texts` asks for. */
async function lookAtAll(server, wanted, texts = [], known = routes) {
  const queue = [...wanted];
  const faults = [];
  const found = {};
  let elements = 0;
  const classes = new Map();
  const work = async () => {
    const own = [];
    const tab = await openTab(server, own, new Set(known));
    await tab.page.goto(server.base + BENCH);
    await tab.page.evaluate(prepare, known);
    while (queue.length > 0) {
      const batch = queue.splice(0, IN_A_TAB);
      const seen = await tab.page.evaluate((all) => window.look(...all), [batch, SETTLE, texts.filter((route) => batch.includes(route))]);
      elements += seen.elements;
      Object.assign(found, seen.texts);
      for (const fault of seen.faults) faults.push(fault);
      for (const fault of own.splice(0)) faults.push(`${batch[0]} and ${batch.length - 1} more: ${fault}`);
      for (const route of batch) {
        if (tab.visits.get(route) !== 1) faults.push(`${route}: it was asked for ${tab.visits.get(route) ?? 0} times`);
      }
    }
    for (const [kind, links] of await tab.page.evaluate(() => window.linkClasses())) {
      classes.set(kind, [...(classes.get(kind) ?? []), ...links]);
    }
    await tab.close();
  };
  await Promise.all(Array.from({ length: TABS }, work));
  return { faults, found, elements, classes };
}

let classes = new Map();

test("every manifest is read, with nothing left out", () => {
  const { products, contracts } = JSON.parse(text(site, "api/catalog.json"));
  const numbers = told.groups.map((_, number) => `contract-${number}`);
  assertNone(numbers.filter((id) => !contracts.some((contract) => contract.id === id)));
  assert.ok(products.length >= told.groups.length, `only ${products.length} products of ${told.groups.length}`);
});

test("no page of the site runs, loads or leads to what a payload says", async (t) => {
  for (const what of tried.skipped) t.diagnostic(`skipped: ${what}`);
  const pages = routes.filter((route) => route.endsWith(".html"));
  const server = await start((route) => (route.startsWith("assets/") ? { "cache-control": "max-age=3600" } : {}));
  const seen = await lookAtAll(server, pages);
  classes = seen.classes;
  t.diagnostic(`${tried.all.length} payloads (${JSON.stringify(tried.counts)}) in ${told.places.size} kinds of places: ${pages.length} pages, ${seen.elements} elements`);
  assertNone(seen.faults);
});

test("nor does a badge, a feed or any other file, with the headers that the site asks for", async (t) => {
  // A frame may show them here; everything else of the headers is as it is.
  const server = await start((route) => {
    const { "Content-Security-Policy": policy, ...rest } = headersOf(route);
    if (route === BENCH) return {};
    return { ...rest, "Content-Security-Policy": policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") };
  });
  const isDrawn = (route) => /\.(svg|css|txt|xml)$|^assets\//.test(route);
  // A browser shows what is data as text: some of it is enough.
  const data = routes.filter((route) => /\.(json|js)$/.test(route) && !isDrawn(route)).filter((_, at) => at % 20 === 0);
  const others = [...routes.filter(isDrawn), ...data];
  const seen = await lookAtAll(server, others);
  t.diagnostic(`${others.length} files, ${others.filter((route) => route.endsWith(".svg")).length} of them drawings`);
  assertNone(seen.faults);
});

test("a page of each kind stands under the headers of the site in a tab of its own", async () => {
  const server = await start((route) => headersOf(route));
  const faults = [];
  const tab = await openTab(server, faults);
  const badges = routes.filter((route) => /^badges\/.*\.svg$/.test(route)).slice(0, 20);
  for (const route of [...[...examples(site).values()].flat(), ...badges]) {
    await tab.page.goto(server.base + route, { waitUntil: "load" });
    await tab.page.waitForTimeout(SETTLE);
    if (tab.page.url() !== server.base + route) faults.push(`it went to ${tab.page.url()}`);
    for (const [at, fault] of faults.entries()) if (!fault.startsWith(route)) faults[at] = `${route}: ${fault}`;
  }
  await tab.close();
  assertNone(faults);
});

test("no file of a domain is published", () => {
  assertNone(routes.filter((route) => !TYPES.test(route) || /[^a-z0-9._/-]/.test(route)));
  const hostile = new Set(tried.files.map(({ bytes }) => bytes.toString("base64")));
  assertNone(routes.filter((route) => hostile.has(readFileSync(path.join(site, route)).toString("base64"))));
});

test("what a template engine would compute stands on the page as it is written", async () => {
  const server = await start();
  const squeezed = (words) => words.replace(/\s+/g, " ").trim();
  const groupOf = (payload) => told.groups.findIndex((group) => group.includes(payload));
  const catalog = JSON.parse(text(site, "api/catalog.json"));
  const urls = new Map(catalog.contracts.map(({ id, url }) => [id, url.split("#")[0]]));
  const wanted = [...new Set(tried.templates.map(groupOf))].map((number) => urls.get(`contract-${number}`));
  const { faults, found } = await lookAtAll(server, wanted, wanted);
  for (const payload of tried.templates) {
    const route = urls.get(`contract-${groupOf(payload)}`);
    if (!squeezed(found[route]).includes(squeezed(payload))) faults.push(`${route}: it does not say ${payload}`);
  }
  assertNone(faults);
});

test("search shows payloads as text, whether they are asked for or found", async (t) => {
  const server = await start();
  const faults = [];
  let results = 0;
  for (const [route, list] of [["search.html", ".search-hits a"], ["rules/index.html", ".search-popup a"]]) {
    const tab = await openTab(server, faults);
    await tab.page.goto(server.base + route, { waitUntil: "load" });
    await tab.page.evaluate(prepare, routes);
    const step = 100;
    // The box under the header asks the same index: a part of the payloads is enough for how it shows them.
    const asked = route === "search.html" ? tried.all : tried.all.filter((_, at) => at % 10 === 0);
    for (let at = 0; at < asked.length; at += step) {
      const seen = await tab.page.evaluate((all) => window.ask(...all), [asked.slice(at, at + step), list]);
      results += seen.results;
      for (const fault of [...seen.faults, ...faults.splice(0)]) faults.push(`${route}: ${fault}`);
    }
    await tab.close();
  }
  t.diagnostic(`${results} results`);
  assert.ok(results > tried.all.length / 2, `only ${results} results`);
  assertNone(faults);
});

test("a link leads where it says, by http, https, mailto or tel", async (t) => {
  const server = await start();
  const faults = [];
  t.diagnostic([...classes].map(([kind, links]) => `${kind} ${links.length}`).join(", "));
  assert.ok(classes.has("https:"));
  for (const [kind, links] of classes) {
    const { page: from, href } = links[0];
    const context = await browser.newContext();
    await context.addInitScript(canaries);
    const page = await context.newPage();
    page.on("dialog", (dialog) => faults.push(`${href}: a dialog: ${dialog.message()}`));
    page.on("console", (message) => message.text().startsWith("canary") && faults.push(`${href}: ${message.text()}`));
    await page.goto(server.base + from.slice(1), { waitUntil: "load" });
    const left = [];
    await context.route((url) => !url.href.startsWith(server.base), (route) => {
      left.push(route.request().url());
      return route.abort();
    });
    await page.evaluate((to) => [...document.querySelectorAll("a[href]")].find((a) => a.getAttribute("href") === to).click(), href);
    await page.waitForTimeout(300);
    const wanted = new URL(href).href;
    if (/^https?:$/.test(kind) ? left[0] !== wanted : left.length > 0) faults.push(`${href}: it led to ${left}`);
    await context.close();
  }
  assertNone(faults);
});

for (const [how, hasPolicy, wanted] of [
  ["runs what it does not escape", false, /canary: alert/],
  ["has it held back by the policy, which is seen", true, /policy violation/],
]) {
  test(`a template of the owner ${how}`, async () => {
    const portal = path.join(folder, `careless-${hasPolicy}`);
    writePortal(portal, { all: tried.all.slice(0, 4), files: [] });
    const ours = (name) => readFileSync(path.join(REPOSITORY, "templates", name), "utf8");
    const careless = {
      "pages/product.html": ours("pages/product.html").replace("<h1><bdi>{{ page.name }}", "<h1><bdi>{{ page.name | safe }}"),
      "base.html": hasPolicy ? ours("base.html") : ours("base.html").replace(/<meta http-equiv="Content-Security-Policy".*>\n/, ""),
    };
    for (const [name, words] of Object.entries(careless)) {
      const file = path.join(portal, "templates", name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, words);
    }
    const out = path.join(folder, `careless-site-${hasPolicy}`);
    build(portal, out);
    const known = files(out);
    const server = await start(() => ({}), out);
    const { faults } = await lookAtAll(server, known.filter((route) => /^products\/.*\/.*html$/.test(route)), [], known);
    const has = (what) => faults.some((fault) => what.test(fault));
    assert.ok(has(wanted) && has(/<script>.* is not ours/) && has(/ onerror=/), faults.join("\n"));
  });
}
