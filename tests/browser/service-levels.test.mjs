// What pages say of promises is true whenever they are read: at once, days and years later, and without a script.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { assertNone } from "./faults.mjs";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { examples, files, pages, siteFolder, text } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SITE = siteFolder();
const BUILT = Date.parse(/dataset\.built = "([^"]+)"/.exec(text(SITE, "assets/built.js"))[1]);
const MAX_AGE = Number(/dataset\.maxAge = "(\d+)"/.exec(text(SITE, "assets/built.js"))[1]) * 1000;
const HOUR = 3_600_000;
const WITH_STATES = pages(SITE).filter((route) => text(SITE, route).includes("data-stale-after"));
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(SITE);
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** What a page says of each state that ages: its words, its classes, and until when it holds. */
function states(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("[data-stale-after], [data-part-stale-after]")].map((place) => ({
      words: place.textContent.trim(),
      classes: [...place.classList],
      end: Date.parse(place.dataset.staleAfter ?? place.dataset.partStaleAfter),
      isRollUp: "partStaleAfter" in place.dataset,
    })),
  );
}

test("the sample shows promises in every state, each with its day and year", () => {
  const states = JSON.parse(text(SITE, "api/status.json")).promises.map((promise) => promise.state);
  for (const state of ["kept", "at-risk", "broken", "stale", "unmeasured"]) {
    assert.ok(states.includes(state), `no promise is ${state}`);
  }
  assert.ok(WITH_STATES.length > 20, `${WITH_STATES.length} pages`);
});

for (const [name, passed] of [["an hour", HOUR], ["three days", 72 * HOUR], ["400 days", 400 * 24 * HOUR]]) {
  test(`${name} after the build no page calls kept what nobody knows any longer`, async () => {
    const now = BUILT + passed;
    const tab = await open(browser, server.base);
    await tab.page.clock.setFixedTime(now);
    const faults = [];
    for (const route of WITH_STATES) {
      await tab.page.goto(server.base + route, { waitUntil: "load" });
      for (const { words, classes, end, isRollUp } of await states(tab.page)) {
        const isOld = now > end;
        const isGreen = ["good", "warning"].some((name) => classes.includes(name));
        const saysSo = isRollUp ? words.endsWith("; some of it is stale by now") : words.startsWith("stale: was ");
        const isBad = classes.includes("bad");
        if (isOld && (isGreen || !saysSo || (isBad && !isRollUp))) faults.push(`${route}: still says "${words}"`);
        if (!isOld && saysSo) faults.push(`${route}: says "${words}" too early`);
      }
      const ages = await tab.page.locator("time.ago").allTextContents();
      for (const age of ages) if (!/\((just now|\d+ (minute|hour|day|month|year)s? ago)\)/.test(age)) faults.push(`${route}: ${age}`);
      const banner = await tab.page.locator("#old-build").count();
      if (banner !== (passed > MAX_AGE ? 1 : 0)) faults.push(`${route}: ${banner} warnings of an old build`);
    }
    faults.push(...tab.takeFaults());
    await tab.close();
    assertNone(faults);
  });
}

test("without a script every state bears its day, and no word is relative to now", async () => {
  const tab = await open(browser, server.base, { javaScriptEnabled: false });
  const faults = [];
  let count = 0;
  for (const route of WITH_STATES) {
    await tab.page.goto(server.base + route, { waitUntil: "load" });
    const states = await tab.page.locator(".level-state").evaluateAll((places) =>
      places.map((place) => {
        const beside = place.nextElementSibling?.matches("small") ? place.nextElementSibling.textContent : "";
        return `${place.textContent} ${beside}`;
      }),
    );
    for (const words of states) {
      const isDated = /\d{1,2} [A-Z][a-z]{2} \d{4}/.test(words);
      const says = /kept|at risk|broken|stale|passed|failed|warned/.test(words);
      if (says && !isDated) faults.push(`${route}: no day in "${words}"`);
      if (says) count += 1;
    }
    const text = await tab.page.locator("main").innerText();
    if (/\b(minutes?|hours?|days?|months?) ago\b/.test(text)) faults.push(`${route}: a relative word`);
  }
  await tab.close();
  assertNone(faults);
  assert.ok(count > 100, `${count} states`);
});

const BADGES = files(SITE).filter((route) => route.startsWith("badges/"));

test("badges are valid drawings without scripts and references, and say what their twins say", async () => {
  const tab = await open(browser, server.base);
  // A blank page has no policy that forbids it to parse.
  await tab.page.setContent("<!doctype html><title>badges</title>");
  const faults = [];
  const drawings = BADGES.filter((route) => route.endsWith(".svg"));
  assert.ok(drawings.length > 100, `${drawings.length} badges`);
  for (const route of drawings) {
    const svg = text(SITE, route);
    const seen = await tab.page.evaluate((svg) => {
      const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
      const names = [...parsed.querySelectorAll("*")].map((node) => node.localName);
      const attributes = [...parsed.querySelectorAll("*")].flatMap((node) => [...node.attributes].map((of) => of.name));
      return { error: parsed.querySelector("parsererror")?.textContent, names, attributes, title: parsed.querySelector("title")?.textContent };
    }, svg);
    if (seen.error) faults.push(`${route}: ${seen.error}`);
    for (const name of seen.names) if (!["svg", "title", "g", "path", "text"].includes(name)) faults.push(`${route}: <${name}>`);
    for (const name of seen.attributes) if (/^on|href|style|src/.test(name)) faults.push(`${route}: ${name}`);
    const twin = JSON.parse(text(SITE, route.replace(/\.svg$/, ".json")));
    if (twin.schemaVersion !== 1 || !twin.label || !twin.message || !/^[0-9a-f]{6}$/.test(twin.color)) faults.push(`${route}: ${JSON.stringify(twin)}`);
    if (/kept|broken|stale|at risk/.test(twin.message) && !/\d{1,2} [A-Z][a-z]{2} \d{4}/.test(twin.message)) faults.push(`${route}: no day in "${twin.message}"`);
  }
  faults.push(...tab.takeFaults());
  await tab.close();
  assertNone(faults);
});

for (const background of ["#ffffff", "#0d1117"]) {
  test(`axe finds nothing in a README with badges on ${background}`, async () => {
    const tab = await open(browser, server.base);
    const drawings = BADGES.filter((route) => route.endsWith(".svg")).slice(0, 60).map((route) => text(SITE, route));
    await tab.page.setContent(
      `<!doctype html><html lang="en"><head><title>README</title></head><body style="background:${background}"><main><h1 style="color:#888">README</h1>${drawings.map((svg) => `<p>${svg}</p>`).join("")}</main></body></html>`,
    );
    await tab.page.evaluate(AXE);
    const found = await tab.page.evaluate(() => window.axe.run(document.querySelector("main"), { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } }));
    const heights = await tab.page.evaluate(() => [...document.querySelectorAll("svg")].map((svg) => svg.getBoundingClientRect().height));
    await tab.close();
    assertNone(found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`)));
    assert.ok(heights.every((height) => height === 20), `${heights}`);
  });
}

test("the page of service levels lists what is broken first, and narrows by domain and promise", async () => {
  const [route] = examples(SITE).get("service-levels");
  const tab = await open(browser, server.base);
  await tab.page.clock.setFixedTime(BUILT + 60_000);
  await tab.page.goto(server.base + route, { waitUntil: "load" });
  const order = ["broken", "stale", "at risk", "kept"];
  const words = await tab.page.locator("#level-rows [data-facet=state]").evaluateAll((cells) => cells.map((cell) => cell.dataset.value));
  const ranks = words.map((word) => order.indexOf(word));
  assert.deepEqual(ranks, ranks.toSorted((a, b) => a - b), words.join(", "));
  const rows = tab.page.locator("#level-rows > :not([hidden])");
  const all = await rows.count();
  await tab.page.locator(".filter").getByLabel("Promise", { exact: true }).selectOption({ label: "Latency" });
  const some = await rows.count();
  assert.ok(some > 0 && some < all, `${some} of ${all}`);
  assertNone(tab.takeFaults());
  await tab.close();
});
