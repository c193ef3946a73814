// `meshbook serve` as an author uses it: save, look, break it, look, repair it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { assertNone } from "./faults.mjs";
import { launch, open } from "./browser.mjs";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = process.env.MESHBOOK_BIN ?? path.join(REPOSITORY, "target", "release", "meshbook");
const SECONDS_TO_START = 60;
const SECONDS_TO_RELOAD = 5;
let browser;
let portal;
let server;

before(async () => {
  browser = await launch();
  portal = mkdtempSync(path.join(os.tmpdir(), "meshbook-serve-"));
  cpSync(path.join(REPOSITORY, "meshbook.yaml"), path.join(portal, "meshbook.yaml"));
  cpSync(path.join(REPOSITORY, "content", "sample"), path.join(portal, "content", "sample"), { recursive: true });
  server = await start(portal);
});

after(async () => {
  await browser?.close();
  server?.child.kill();
  if (portal) rmSync(portal, { recursive: true, force: true });
});

/** Starts the server on a free port and waits until it answers. */
async function start(folder) {
  const port = await freePort();
  const child = spawn(BINARY, ["serve", folder, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => lines.push(String(data)));
  const base = `http://127.0.0.1:${port}/`;
  for (const deadline = Date.now() + SECONDS_TO_START * 1000; ; ) {
    if (child.exitCode !== null) throw new Error(`serve ended with ${child.exitCode}\n${lines.join("")}`);
    try {
      if ((await fetch(base)).ok) return { child, base, output: () => lines.join("") };
    } catch {
      // Nobody listens yet.
    }
    if (Date.now() > deadline) throw new Error(`serve does not answer\n${lines.join("")}`);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

function freePort() {
  return new Promise((found) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** The products that have a manifest with a purpose, those without findings first: id, name, url and the file. */
async function products() {
  const files = readdirSync(portal, { recursive: true })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => path.join(portal, name));
  const catalog = await (await fetch(`${server.base}api/catalog.json`)).json();
  const found = ({ findings }) => findings.errors + findings.warnings + findings.infos;
  const sound = catalog.products.toSorted((a, b) => found(a) - found(b));
  return sound.flatMap(({ id, name, url }) => {
    const file = files.find((candidate) => {
      const text = readFileSync(candidate, "utf8");
      return /^kind: *DataProduct\b/m.test(text) && text.includes(`\nid: ${id}\n`) && /^ +purpose: /m.test(text);
    });
    return file ? [{ id, name, url, file }] : [];
  });
}

/** `text` with `words` at the start of its first purpose, whichever way the scalar is written. */
function withPurpose(text, words) {
  const block = /^( +purpose: *[>|][-+]? *\n)( +)/m;
  if (block.test(text)) return text.replace(block, `$1$2${words} `);
  return text.replace(/^( +purpose: *)(["']?)/m, `$1$2${words} `);
}

/** Waits until `holds` yields true, and returns the milliseconds that it took. */
async function within(seconds, what, holds) {
  const start = Date.now();
  while (!(await holds().catch(() => false))) {
    const late = Date.now() - start > seconds * 1000;
    assert.ok(!late, `${what}: not within ${seconds} s\n${server.output().slice(-2000)}`);
    await new Promise((resume) => setTimeout(resume, 25));
  }
  return Date.now() - start;
}

test("a saved change shows in the open page, a broken save shows its finding, a repair removes it", async (t) => {
  const [edited, other] = await products();
  assert.ok(edited && other, "the sample has no two products with a purpose");
  const clean = readFileSync(edited.file, "utf8");
  const tab = await open(browser, server.base);
  await tab.page.goto(server.base + edited.url, { waitUntil: "load" });
  const body = () => tab.page.locator("body").innerText();
  const overlay = tab.page.locator("[data-overlay]");

  const words = "Written while the page was open.";
  writeFileSync(edited.file, withPurpose(clean, words));
  const shown = await within(SECONDS_TO_RELOAD, "the change shows", async () => (await body()).includes(words));
  t.diagnostic(`change shown after ${shown} ms`);

  writeFileSync(edited.file, `${clean}\nbroken: [unclosed\n`);
  await within(SECONDS_TO_RELOAD, "the finding shows", async () => await overlay.first().isVisible());
  const finding = await overlay.first().innerText();
  assert.ok(finding.includes(path.basename(edited.file)), `the overlay does not name the file: ${finding}`);
  assert.equal(server.child.exitCode, null, "a broken save ended the server");
  const neighbour = await fetch(server.base + other.url);
  assert.equal(neighbour.status, 200, "another product's page is gone");
  assert.ok((await neighbour.text()).includes(other.name), "another product's page is blank");

  writeFileSync(edited.file, clean);
  await within(SECONDS_TO_RELOAD, "the finding goes", async () => {
    const text = await body();
    return !(await overlay.first().isVisible()) && !text.includes(words) && text.includes(edited.name);
  });
  assertNone(tab.takeFaults());
  await tab.close();
});

test("many saves at once end in the last state", async () => {
  const [edited] = await products();
  const clean = readFileSync(edited.file, "utf8");
  const tab = await open(browser, server.base);
  await tab.page.goto(server.base + edited.url, { waitUntil: "load" });
  for (let save = 1; save <= 20; save += 1) writeFileSync(edited.file, withPurpose(clean, `Save number ${save}.`));
  const body = () => tab.page.locator("body").innerText();
  await within(SECONDS_TO_RELOAD, "the last save shows", async () => (await body()).includes("Save number 20."));
  writeFileSync(edited.file, clean);
  await within(SECONDS_TO_RELOAD, "the clean file shows", async () => !(await body()).includes("Save number"));
  await tab.close();
});

test("the server answers only to a loopback name and only to reads", async () => {
  const { port } = new URL(server.base);
  const status = (request) =>
    new Promise((answered, failed) => {
      const socket = net.connect(Number(port), "127.0.0.1", () => socket.write(request.join("\r\n") + "\r\n\r\n"));
      let text = "";
      socket.on("data", (data) => (text += data)).on("error", failed);
      socket.on("end", () => answered(Number(text.split(" ")[1])));
    });
  const get = ["GET / HTTP/1.1", "Connection: close"];
  assert.equal(await status([...get, `Host: localhost:${port}`]), 200);
  assert.equal(await status([...get, "Host: evil.invalid"]), 403);
  assert.equal(await status(["POST / HTTP/1.1", "Connection: close", `Host: localhost:${port}`, "Content-Length: 0"]), 405);
  const outside = await status(["GET /../../../../etc/passwd HTTP/1.1", "Connection: close", `Host: localhost:${port}`]);
  assert.ok([400, 403, 404].includes(outside), `a path that leads outside is answered with ${outside}`);
});
