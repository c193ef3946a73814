// Repositories to check, and the binary run on them.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");
const BINARY = process.env.MESHBOOK_BIN ?? path.join(ROOT, "target/release/meshbook");

/** What the command prints to standard output. */
export function meshbook(folder, ...words) {
  const options = { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28 };
  return execFileSync(BINARY, words, options);
}

/** The findings of a folder in one format. */
export const check = (folder, format, ...words) => meshbook(folder, "check", "--fail-on", "never", "--format", format, ...words);

function repository(files) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "meshbook-formats-"));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** What means something to a terminal, a log, XML, Markdown, GitHub or GitLab. */
export const HOSTILE = [
  "\\e[2J\\x9b31m\\u202Eabc\\u2066",
  "\\r\\n::set-output name=a::b",
  "\\n##vso[task.setvariable variable=a]b ##[set-env name=a]b",
  "]]> <img src=x onerror=alert(1)> <!-- </details><script>alert(1)</script>",
  "@admin #12 GH-34 !56 deadbeefcafe https://evil.example www.evil.example",
  "[a](https://evil.example) ![b](https://evil.example/c.png) <https://evil.example>",
  "| a | b | ` `` ``` ~~~ **bold** _it_ &amp; &#64;admin \\\\| $x$ {0}",
  "50% %0A %250A a,b:c;d=e",
];

const quoted = (text) => `"${text.replaceAll('"', '\\"')}"`;

function contract(id, text) {
  return [
    "apiVersion: v3.1.0",
    "kind: DataContract",
    `id: ${quoted(id)}`,
    `name: ${quoted(text)}`,
    "version: 1.0.0",
    `status: ${quoted(text)}`,
    `${quoted(text)}: 1`,
    "schema:",
    `  - name: ${quoted(text)}`,
    "    properties:",
    `      - name: ${quoted(text)}`,
    `        logicalType: ${quoted(text)}`,
    `      - name: ${quoted(text)}`,
    `        logicalType: "größe 📦"`,
    "",
  ].join("\n");
}

const files = HOSTILE.flatMap((text, at) => [
  [`contracts/${at}.odcs.yaml`, contract(text, text)],
  // The same id a second time points at a place in another file.
  [`contracts/again ${at}.odcs.yaml`, contract(text, `again ${text}`)],
]);

/** Everything that could break a format: in names of files, ids, keys, values and docs. */
export const hostile = repository({
  ...Object.fromEntries(files),
  "contracts/größe #1 [a](b) 100%, a:b `c` @admin.odcs.yaml": contract("path", "path"),
  "::add-mask::x/##[set-env name=a]b.odcs.yaml": contract("mask", "mask"),
  "products/crlf.odps.yaml": "\uFEFFapiVersion: v1.0.0\r\nkind: DataProduct\r\nid: crlf\r\nstatus:\tactive\r\ncolour: red",
  "products/empty.odps.yaml": "",
  "docs/guide.md": "See [this](gone.md) and <img src=x onerror=alert(1)> ![b](https://evil.example/c.png)\n",
});

/** A repository with which nothing is wrong. */
export const clean = repository({ "docs/guide.md": "# Guide\n\nAll is well.\n" });

/** More findings than a comment or the annotations of a step can hold. */
export const many = repository(
  Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`contracts/${at}.odcs.yaml`, contract(`c${at}`, `text ${at}`)])),
);

/** A copy of the sample with pieces of its files replaced. */
function sample(edits = []) {
  const folder = repository({ "meshbook.yaml": readFileSync(path.join(ROOT, "meshbook.yaml")) });
  cpSync(path.join(ROOT, "content/sample"), path.join(folder, "content/sample"), { recursive: true });
  for (const [name, find, put] of edits) {
    const file = path.join(folder, "content/sample", name);
    const text = readFileSync(file, "utf8");
    if (!text.includes(find)) throw new Error(`${name}: ${find}`);
    writeFileSync(file, text.replace(find, put));
  }
  return folder;
}

const before = sample();

/** The sample after a change for better and worse: something fixed, new, suppressed and removed, and a level lost. */
const after = sample([
  ["customers/products/delivery-feedback.odps.yaml", "  name: TBD", "  name: consignee-experience"],
  ["parcels/products/parcel-events.odps.yaml", "team:\n  name: parcel-tracking", "team:\n  name: TBD"],
  ["parcels/products/parcels.odps.yaml", "team:", 'colour: red # meshbook: allow unknown-field: ]]> <b>@admin</b> `wants` "it"\nteam:'],
  ["parcels/products/parcels.odps.yaml", "team:", "shape: round\nteam:"],
]);
rmSync(path.join(after, "content/sample/transport/products/fleet-telemetry"), { recursive: true });

/** What is checked: a folder, and further words of the command. */
export const repositories = {
  sample: [ROOT],
  hostile: [hostile],
  clean: [clean],
  many: [many],
  compared: [after, "--baseline", before],
};
