// What somebody does who looks after the mesh: finds what would help most, narrows lists, sends the address on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { assertNone } from "./faults.mjs";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { pagesByKind, siteFolder, text } from "./site.mjs";

const SITE = siteFolder();
const CARDS = pagesByKind(SITE).get("scorecard");
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

/** The rows of a list that can be seen. */
const shown = (page, list) => page.locator(`#${list} > :not([hidden])`);

/** The choice of a list by a facet. */
const chooser = (page, name) => page.locator(".filter").getByLabel(name, { exact: true });

/** The values of a facet, and how many rows have each, as the page itself has them without a filter. */
function values(page, list, facet) {
  return page.evaluate(
    ([list, facet]) => {
      const found = {};
      for (const row of document.getElementById(list).children) {
        const cells = [...row.querySelectorAll(`[data-facet="${facet}"]`)];
        const texts = new Set(cells.map((cell) => cell.textContent.trim()).filter(Boolean));
        for (const text of texts) found[text] = (found[text] ?? 0) + 1;
      }
      return found;
    },
    [list, facet],
  );
}

test("from home to the edits that lift the most products in at most three clicks", async () => {
  const tab = await open(browser, server.base);
  await tab.page.goto(`${server.base}index.html`, { waitUntil: "load" });
  let clicks = 0;
  const click = async (link) => {
    clicks += 1;
    await link.click();
    await tab.page.waitForLoadState("load");
  };
  await click(tab.page.getByRole("main").getByRole("link", { name: "What would help most" }));
  const edits = tab.page.locator("#next .edits > li");
  const count = await edits.count();
  assert.ok(count >= 1 && count <= 3, `${count} edits`);
  assert.ok(await edits.first().isVisible());
  for (const edit of await edits.all()) {
    const words = await edit.textContent();
    assert.match(words, /(lifts|leaves|nearer)/, words);
    assert.match(words, /\S+\.(ya?ml|json|md):\d+/, "an edit says where it is made");
  }
  // The product and the rule are one click away, and say the same.
  const rule = await edits.first().locator('a[href*="rules/"]').textContent();
  await click(edits.first().locator('a[href*="products/"]'));
  assert.match(tab.page.url(), /#scorecard$/);
  const obstacle = tab.page.locator("#scorecard .outcomes > li", { hasText: rule }).first();
  assert.ok(await obstacle.isVisible(), `${rule} does not stand on the page of the product`);
  assert.ok(clicks <= 3);
  assertNone(tab.takeFaults());
  await tab.close();
});

test("the same edits are two clicks away by Scorecards and a card", async () => {
  const tab = await open(browser, server.base);
  await tab.page.goto(`${server.base}index.html`, { waitUntil: "load" });
  await tab.page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Scorecards" }).click();
  await tab.page.locator("#cards").getByRole("link", { name: "Contract completeness" }).click();
  assert.ok(await tab.page.locator("#next").isVisible());
  for (const section of ["levels", "ladder", "heat", "waivers", "products"]) {
    assert.ok(await tab.page.locator(`#${section}`).isVisible(), section);
  }
  assertNone(tab.takeFaults());
  await tab.close();
});

for (const [route, list] of [
  ["scorecards/contract-completeness.html", "product-rows"],
  ["products/index.html", "products"],
]) {
  test(`${route}: a choice stands in the address, survives a reload, and can be cleared`, async () => {
    const tab = await open(browser, server.base);
    const { page } = tab;
    await page.goto(server.base + route, { waitUntil: "load" });
    const all = await shown(page, list).count();
    const domains = await values(page, list, "domain");
    const [domain, rows] = Object.entries(domains)[0];
    await chooser(page, "Domain").selectOption({ label: domain });
    assert.equal(await shown(page, list).count(), rows);
    const value = new URL(page.url()).searchParams.get("domain");
    assert.match(value, /^[\p{L}\p{N}-]+$/u);
    await chooser(page, "Level").selectOption("bronze");
    const both = await shown(page, list).count();
    assert.ok(both <= rows);
    assert.equal(new URL(page.url()).searchParams.get("level"), "bronze");
    await page.reload({ waitUntil: "load" });
    assert.equal(await shown(page, list).count(), both);
    assert.equal(await chooser(page, "Domain").inputValue(), value);
    // A sent address alone does the same.
    await page.goto(`${server.base}${route}?domain=${value}`, { waitUntil: "load" });
    assert.equal(await shown(page, list).count(), rows);
    await page.getByRole("button", { name: "Clear" }).click();
    assert.equal(await shown(page, list).count(), all);
    assert.equal(new URL(page.url()).search, "");
    assertNone(tab.takeFaults());
    await tab.close();
  });
}

test("products that a rule blocks are found by that rule", async () => {
  const tab = await open(browser, server.base);
  const { page } = tab;
  await page.goto(`${server.base}${CARDS.find((card) => card.includes("contract-completeness"))}`, { waitUntil: "load" });
  const rules = await values(page, "product-rows", "rule");
  const [rule, rows] = Object.entries(rules)[0] ?? assert.fail("no product of the sample is blocked");
  await chooser(page, "Blocked by").selectOption({ label: rule });
  assert.equal(await shown(page, "product-rows").count(), rows);
  assert.equal(new URL(page.url()).searchParams.get("rule"), rule);
  await tab.close();
});

test("an address that asks for what there is not shows no row and says so", async () => {
  const tab = await open(browser, server.base);
  const { page } = tab;
  await page.goto(`${server.base}products/index.html?domain=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&q=a%22b`, { waitUntil: "load" });
  assert.equal(await shown(page, "products").count(), 0);
  assert.match(await page.locator(".filter output").textContent(), /^0 of \d+/);
  assert.equal(await page.locator(".filter img").count(), 0);
  assertNone(tab.takeFaults());
  await tab.close();
});

test("findings are narrowed by level and rule, and empty files go with them", async () => {
  const tab = await open(browser, server.base);
  const { page } = tab;
  const routes = pagesByKind(SITE).get("findings-of-source");
  const route = routes.find((route) => text(SITE, route).includes('class="finding"'));
  await page.goto(server.base + route, { waitUntil: "load" });
  const finding = page.locator(".finding").first();
  const rule = await finding.locator('[data-facet="rule"]').textContent();
  await chooser(page, "Rule").selectOption({ label: rule });
  assert.equal(new URL(page.url()).searchParams.get("rule"), rule);
  for (const seen of await page.locator("#found .finding:visible").all()) {
    // What is let be is not narrowed away with its section unless it has another rule.
    assert.ok((await seen.textContent()).includes(rule));
  }
  assertNone(tab.takeFaults());
  await tab.close();
});

test("the choice is kept from a disk too, and without a script all rows are there", async () => {
  const base = `${pathToFileURL(SITE).href}/`;
  const tab = await open(browser, base);
  const { page } = tab;
  await page.goto(`${base}products/index.html?level=bronze`, { waitUntil: "load" });
  const all = await page.locator("#products > *").count();
  const bronze = await shown(page, "products").count();
  assert.ok(bronze < all, "the address is not read");
  await chooser(page, "Level").selectOption("none");
  assert.equal((await shown(page, "products").count()) > 0, true);
  assert.equal(new URL(page.url()).searchParams.get("level"), "none");
  assertNone(tab.takeFaults());
  await tab.close();
  const plain = await open(browser, server.base, { javaScriptEnabled: false });
  await plain.page.goto(`${server.base}products/index.html?level=gold`, { waitUntil: "load" });
  assert.equal(await plain.page.locator("#products > :visible").count(), all);
  assert.equal(await plain.page.locator(".filter:visible").count(), 0);
  await plain.close();
});

test("a heat map says in numbers what it says in colours, and its names stay in sight", async () => {
  const tab = await open(browser, server.base, { viewport: { width: 360, height: 740 } });
  const { page } = tab;
  await page.goto(`${server.base}scorecards/contract-completeness.html`, { waitUntil: "load" });
  const cells = await page.locator("#heat td").allTextContents();
  assert.ok(cells.length > 0);
  for (const cell of cells) assert.match(cell.trim(), /^([\d,]+\/[\d,]+|does not apply)$/);
  const box = page.locator("#heat .scroll");
  const name = page.locator("#heat tbody th").first();
  await box.evaluate((element) => element.scrollTo({ left: 10_000 }));
  const [inner, outer] = [await name.boundingBox(), await box.boundingBox()];
  assert.ok(Math.abs(inner.x - outer.x) < 4, `the name is at ${inner.x}, its box at ${outer.x}`);
  await tab.close();
});
