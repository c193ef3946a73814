// Texts that mean harm: a few of our own, and the corpora where MESHBOOK_HOSTILE names them.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** What is tried without any corpus: one of each way into a page. */
const OWN = [
  "<script>alert(1)</script>",
  "</script><script>alert(2)</script>",
  "<img src=x onerror=alert(3)>",
  "\"><svg/onload=alert(4)>",
  "' onmouseover='alert(5)' x='",
  "\" autofocus onfocus=alert(6) y=\"",
  "</title></style></textarea><script>alert(7)</script>",
  "<iframe srcdoc='<script>parent.alert(8)</script>'></iframe>",
  "<iframe src=//evil.invalid></iframe><object data=//evil.invalid></object><embed src=//evil.invalid>",
  "<meta http-equiv=refresh content='0;url=//evil.invalid/'>",
  "<base href=//evil.invalid/><link rel=stylesheet href=//evil.invalid/x.css>",
  "<form action=//evil.invalid><input name=q><button formaction=javascript:alert(9)>",
  "<style>@import '//evil.invalid/x.css';*{background:url(//evil.invalid/y)}</style>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(10)&gt;\">",
  "<svg><a xlink:href=javascript:alert(11)><text y=20>x</text></a><animate onbegin=alert(12) attributeName=x>",
  "<a id=location name=body href=//evil.invalid ping=//evil.invalid>x</a><img name=querySelector>",
  "]]><script>alert(13)</script><!--",
  "--><script>alert(14)</script><?php ?>",
  "javascript:alert(15)",
  "java\tscript:alert(16)",
  "\u0001javascript:alert(17)",
  "&#106;avascript&colon;alert(18)",
  "javascript://%0aalert(19)",
  "data:text/html,<script>alert(20)</script>",
  "vbscript:alert(21)",
  "blob:https://evil.invalid/1",
  "//evil.invalid/x",
  "\\\\evil.invalid\\x",
  "https://good.example@evil.invalid/\u202egpj.exe",
  "mailto:a@b.example?subject=\"><script>alert(22)</script>",
  "tel:+1\" onclick=\"alert(23)",
  "https://example.com/?q=\"'><script>alert(24)</script>",
  "../../../../index.html#\"><img src=x onerror=alert(25)>",
  "${alert(26)} #{alert(26)} <%= alert(26) %>",
  "\u2028alert(27)\u2029\u0085\u0000\ufeff\u202e\u2066",
  "`};alert(28);//",
  "password: correct-horse-battery-42",
];

/** Texts that a template engine would compute: they must stand on the page as they are. */
const OWN_TEMPLATES = ["{{ 7 * 7 }}", "{{ page.name }}{% raw %}", "{% include \"base.html\" %}", "{# gone #}${7*7}<%= 7*7 %>"];

const LISTS = ["l_link_urls", "l_bidi", "l_secrets"];

/** A lone half of a pair is no text of any file. */
const wellFormed = (text) => text.toWellFormed();

/**
 * The payloads: `all`, those that are `templates`, and `files` with names and bytes that are put among the docs.
 * `skipped` says what is not tried and why.
 */
export function payloads() {
  const own = { all: [...OWN, ...OWN_TEMPLATES], templates: OWN_TEMPLATES, files: ownFiles(), counts: { own: OWN.length + OWN_TEMPLATES.length }, skipped: [] };
  const folder = process.env.MESHBOOK_HOSTILE;
  if (!folder) {
    return { ...own, skipped: ["MESHBOOK_HOSTILE is not set: the corpora are skipped, only our own payloads are tried"] };
  }
  const root = path.resolve(process.env.INIT_CWD ?? ".", folder);
  const rows = (name) => {
    const lines = readFileSync(path.join(root, name), "utf8").split("\n");
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  };
  // All of them take long in a browser: who wants a part says so, as the gate does.
  const every = Number(process.env.MESHBOOK_EVERY ?? 1);
  const texts = (name) => rows(name).filter((_, at) => at % every === 0).map(({ input }) => wellFormed(input));
  const assets = rows("assets/active-files.jsonl");
  const { lists, skipped } = listed(root);
  const sets = {
    xss: texts("xss/html-payloads.jsonl"),
    assets: assets.flatMap(({ input }) => (input ? [wellFormed(input)] : [])),
    templates: texts("templates/ssti.jsonl"),
    strings: texts("strings/blns.jsonl"),
    ...lists,
  };
  const files = assets.map((row, at) => ({
    name: `${at}-${path.basename(row.path)}`,
    bytes: Buffer.from(row.input_b64, "base64"),
  }));
  return {
    all: [...new Set([...own.all, ...Object.values(sets).flat()])],
    templates: [...own.templates, ...sets.templates],
    files: [...own.files, ...files],
    counts: { own: own.all.length, ...Object.fromEntries(Object.entries(sets).map(([name, set]) => [name, set.length])), files: files.length },
    skipped,
  };
}

/** The lists of the generator, which is a program in Python. */
function listed(root) {
  const out = mkdtempSync(path.join(os.tmpdir(), "meshbook-lists-"));
  try {
    execFileSync("python3", [path.join(root, "generators/gen.py"), "make", out, "list"], { stdio: "ignore" });
    const read = (name) => JSON.parse(readFileSync(path.join(out, "list", `${name}.json`), "utf8")).map(wellFormed);
    return { lists: Object.fromEntries(LISTS.map((name) => [name, read(name)])), skipped: [] };
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return { lists: {}, skipped: [`python3 is missing: the lists ${LISTS.join(", ")} are skipped`] };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Files that a browser would run if they were published and opened. */
function ownFiles() {
  const script = "<script xmlns='http://www.w3.org/1999/xhtml'>alert('file')</script>";
  return [
    ["own.svg", `<svg xmlns='http://www.w3.org/2000/svg' onload="alert('file')">${script}</svg>`],
    ["own.html", `<!doctype html>${script}`],
    ["own.xhtml", `<html xmlns='http://www.w3.org/1999/xhtml'>${script}</html>`],
    ["own.png", `<!doctype html>${script}`],
    ["own.js", "alert('file')"],
  ].map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
}
