// A real Chromium, and a page that remembers everything that went wrong on it.

import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const EXECUTABLE = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (candidate) => candidate && existsSync(candidate),
);

/** Starts Chromium without any network but loopback. */
export function launch() {
  if (!EXECUTABLE) throw new Error("no Chromium found: install the package `chromium` or set CHROMIUM");
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

/**
 * Opens a tab in which every fault is kept: console errors, uncaught exceptions, violations of the content
 * security policy, failed requests, and requests that leave `base`. `options` go to the browser context.
 */
export async function open(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const faults = [];
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violation: ${event.violatedDirective} by ${event.blockedURI || event.sourceFile}`);
    });
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) faults.push(`request to another place: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    // A page that is left cancels what it was still loading.
    const reason = request.failure()?.errorText;
    if (reason !== "net::ERR_ABORTED") faults.push(`request failed: ${request.url()}: ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`status ${response.status()}: ${response.url()}`);
  });
  return {
    page,
    /** The faults since the last call. */
    takeFaults: () => faults.splice(0),
    close: () => context.close(),
  };
}
