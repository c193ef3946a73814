// Pictures of one page of every kind, for looking at them:
//   node screenshots.mjs SITE_DIR OUT_DIR
// Both themes, at 1280 and 360 px; a page longer than the cap is cut.

import { mkdirSync } from "node:fs";
import path from "node:path";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";
import { examples } from "./site.mjs";

const CAP = { 1280: 2600, 360: 3200 };
const QUERY = "?q=order";

const [site, out] = process.argv.slice(2);
if (!site || !out) {
  console.error("usage: node screenshots.mjs SITE_DIR OUT_DIR");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const folder = path.resolve(site);
const server = await serve(folder);
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    const tab = await open(browser, server.base, { colorScheme, viewport: { width, height: 800 }, reducedMotion: "reduce" });
    for (const [kind, routes] of examples(folder)) {
      const route = routes.at(-1);
      await tab.page.goto(server.base + route + (kind === "search" ? QUERY : ""), { waitUntil: "load" });
      // The search page fills itself after it was loaded.
      if (kind === "search") await tab.page.waitForTimeout(600);
      const full = await tab.page.evaluate(() => document.documentElement.scrollHeight);
      const height = Math.min(full, CAP[width]);
      const file = path.join(out, `${kind}-${width}-${colorScheme}.png`);
      await tab.page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height } });
      console.log(`${file}: ${route}${full > height ? `, cut at ${height} of ${full} px` : ""}`);
    }
    await tab.close();
  }
}
await browser.close();
await server.close();
