// Every page in a real browser: it loads without a fault, at a sub-path and from a disk, and fits a telephone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertNone } from "./faults.mjs";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { examples, pagesByKind, siteFolder, text } from "./site.mjs";

const SITE = siteFolder();
let browser;
let server;

before(async () => {
  browser = await launch();
  server = await serve(SITE, "/x/y/");
});

after(async () => {
  await browser?.close();
  await server?.close();
});

/** What sticks out on the right, or nothing where the page fits. Runs in the page. */
function overflow() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return undefined;
  const all = [...document.querySelectorAll("body *")];
  const culprit =
    all.find((e) => e.getBoundingClientRect().right > width + 1) ??
    all.findLast((e) => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === "visible");
  const name = culprit ? `<${culprit.localName} class="${culprit.getAttribute("class") ?? ""}">` : "something";
  return `${name} makes the page ${document.documentElement.scrollWidth} px wide`;
}

// The page for what is not there goes by the path at which the site is published, which is the root.
const MOVABLE = ([kind]) => kind !== "not-found";

for (const [kind, routes] of [...pagesByKind(SITE)].filter(MOVABLE)) {
  test(`${kind}: ${routes.length} pages load at a sub-path without a fault and fit 360 px`, async () => {
    const tab = await open(browser, server.base);
    const faults = [];
    for (const route of routes) {
      await tab.page.setViewportSize({ width: 360, height: 740 });
      await tab.page.goto(server.base + route, { waitUntil: "load" });
      const wide = await tab.page.evaluate(overflow);
      for (const fault of [...tab.takeFaults(), ...(wide ? [wide] : [])]) faults.push(`${route}: ${fault}`);
    }
    await tab.close();
    assertNone(faults);
  });
}

for (const [kind, routes] of [...examples(SITE)].filter(MOVABLE)) {
  test(`${kind}: opens from a disk without a fault`, async () => {
    const base = `${pathToFileURL(SITE).href}/`;
    const tab = await open(browser, base);
    const faults = [];
    for (const route of routes) {
      await tab.page.goto(base + route, { waitUntil: "load" });
      const styled = await tab.page.evaluate(() => document.styleSheets.length > 0);
      if (!styled) faults.push(`${route}: no style sheet`);
      for (const fault of tab.takeFaults()) faults.push(`${route}: ${fault}`);
    }
    await tab.close();
    assertNone(faults);
  });
}

test("the pages are complete without a script", async () => {
  const bare = await open(browser, server.base, { javaScriptEnabled: false });
  const full = await open(browser, server.base);
  // What a script says of a portal that is old is nothing that a page lacks without it.
  await full.page.clock.setFixedTime(/"([^"]+)"/.exec(text(SITE, "assets/built.js"))[1]);
  for (const [kind, [route]] of examples(SITE)) {
    if (kind === "search" || !MOVABLE([kind])) continue;
    const words = [];
    for (const { page } of [bare, full]) {
      await page.goto(server.base + route, { waitUntil: "load" });
      words.push((await page.locator("main").innerText()).split(/\s+/).length);
    }
    assert.ok(words[0] > 0 && words[0] >= 0.9 * words[1], `${route}: ${words[0]} words without a script, ${words[1]} with`);
  }
  await bare.close();
  await full.close();
});
