// Everybody can use it: axe finds nothing in either theme, and the keyboard reaches what the mouse reaches.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { assertNone } from "./faults.mjs";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { examples, siteFolder } from "./site.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SITE = siteFolder();
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

async function violations(page) {
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? node.failureSummary}`),
  );
}

for (const colorScheme of ["light", "dark"]) {
  for (const [kind, routes] of examples(SITE)) {
    test(`${kind}: axe finds nothing in the ${colorScheme} theme`, async () => {
      const tab = await open(browser, server.base, { colorScheme, reducedMotion: "reduce" });
      // A script of the browser itself is not subject to the page's policy.
      await tab.page.context().addInitScript({ content: AXE });
      const faults = [];
      for (const route of routes) {
        await tab.page.goto(server.base + route, { waitUntil: "load" });
        for (const violation of await violations(tab.page)) faults.push(`${route}: ${violation}`);
      }
      await tab.close();
      assertNone(faults);
    });
  }
}

test("the first Tab reaches a link that skips to the main part", async () => {
  for (const [, [route]] of examples(SITE)) {
    const tab = await open(browser, server.base);
    await tab.page.goto(server.base + route, { waitUntil: "load" });
    // The search page may put the cursor into its field; this reader starts at the top.
    await tab.page.evaluate(() => {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
    });
    await tab.page.keyboard.press("Tab");
    const target = await tab.page.evaluate(() => document.activeElement?.getAttribute("href"));
    assert.match(target ?? "", /^#./, `${route}: the first Tab does not reach a skip link`);
    const visible = await tab.page.evaluate(() => {
      const { width, height, left, top } = document.activeElement.getBoundingClientRect();
      return width > 1 && height > 1 && left >= 0 && top >= 0;
    });
    assert.ok(visible, `${route}: the skip link stays hidden when it has the focus`);
    await tab.page.keyboard.press("Enter");
    const inMain = await tab.page.evaluate(
      (id) => document.querySelector("main").contains(document.getElementById(id)),
      target.slice(1),
    );
    assert.ok(inMain, `${route}: ${target} does not lead into the main part`);
    await tab.close();
  }
});

test("the slash key puts the cursor into the search field, and a slash can still be typed there", async () => {
  for (const [, [route]] of examples(SITE)) {
    const tab = await open(browser, server.base);
    await tab.page.goto(server.base + route, { waitUntil: "load" });
    await tab.page.evaluate(() => document.activeElement?.blur());
    await tab.page.keyboard.press("/");
    const isField = await tab.page.evaluate(() => document.activeElement?.localName === "input");
    assert.ok(isField, `${route}: the slash key does not reach a field`);
    await tab.page.keyboard.type("a/b");
    assert.equal(await tab.page.evaluate(() => document.activeElement.value), "a/b", route);
    await tab.close();
  }
});

test("whatever has the focus shows it", async () => {
  const tab = await open(browser, server.base);
  await tab.page.goto(`${server.base}index.html`, { waitUntil: "load" });
  const hidden = [];
  for (let step = 0; step < 25; step += 1) {
    await tab.page.keyboard.press("Tab");
    const { name, shown } = await tab.page.evaluate(() => {
      const focused = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const ring = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      return { name: focused.outerHTML.slice(0, 120), shown: ring || focused === document.body };
    });
    if (!shown) hidden.push(name);
  }
  await tab.close();
  assertNone(hidden);
});

test("the theme switch changes the theme, and the next page remembers it", async () => {
  const tab = await open(browser, server.base, { colorScheme: "light" });
  const background = () => tab.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await tab.page.goto(`${server.base}index.html`, { waitUntil: "load" });
  const light = await background();
  const button = tab.page.getByRole("banner").getByRole("button", { name: /theme|dark|light|appearance/i });
  // A switch may have a third position, which follows the system.
  for (let click = 0; click < 3 && (await background()) === light; click += 1) await button.click();
  const dark = await background();
  assert.notEqual(dark, light, "three clicks did not change the background");
  await tab.page.goto(`${server.base}products/index.html`, { waitUntil: "load" });
  assert.equal(await background(), dark, "the next page forgot the theme");
  assertNone(tab.takeFaults());
  await tab.close();
});

test("the system's theme is followed until somebody chooses", async () => {
  const shades = [];
  for (const colorScheme of ["light", "dark"]) {
    const tab = await open(browser, server.base, { colorScheme });
    await tab.page.goto(`${server.base}index.html`, { waitUntil: "load" });
    shades.push(await tab.page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await tab.close();
  }
  assert.notEqual(shades[0], shades[1]);
});
