// The dependencies are what `deny.toml` allows: their licences, their names and where they come from:
//   node .ci/dependencies.mjs
// Reads `cargo metadata` for all platforms and fails with the packages that are refused. It checks
// the same as `cargo deny check licenses bans sources`, which takes longer to build than the project.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parse } from "./toml.mjs";

const { licenses, bans } = parse(readFileSync(new URL("../deny.toml", import.meta.url), "utf8"));
const ALLOWED = new Set(licenses.allow);
const BANNED = new Map(bans.deny.map(({ crate, reason }) => [crate, reason]));
if (ALLOWED.size === 0 || BANNED.size === 0) throw new Error("deny.toml allows or bans nothing");

/** Whether an SPDX expression can be met with allowed licences alone. */
function allowed(expression) {
  // Old manifests write `MIT/Apache-2.0` for a choice.
  const words = expression.replaceAll("/", " OR ").match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;

  function either() {
    let met = both();
    while (words[at] === "OR") {
      at += 1;
      const other = both();
      met ||= other;
    }
    return met;
  }

  function both() {
    let met = one();
    while (words[at] === "AND") {
      at += 1;
      const other = one();
      met &&= other;
    }
    return met;
  }

  function one() {
    if (words[at] === "(") {
      at += 1;
      const met = either();
      at += 1;
      return met;
    }
    let licence = words[at];
    at += 1;
    if (words[at] === "WITH") {
      licence += ` WITH ${words[at + 1]}`;
      at += 2;
    }
    return ALLOWED.has(licence);
  }

  return words.length > 0 && either() && at === words.length;
}

for (const [expression, expected] of [
  ["MIT OR GPL-3.0-only", true],
  ["MIT AND GPL-3.0-only", false],
  ["(MIT OR Apache-2.0) AND Unicode-3.0", true],
  ["GPL-3.0-only/MIT", true],
  ["Apache-2.0 WITH LLVM-exception OR GPL-3.0-only", true],
  ["GPL-3.0-only WITH Classpath-exception-2.0", false],
  ["", false],
]) {
  if (allowed(expression) !== expected) throw new Error(`the licence check reads \`${expression}\` wrongly`);
}

const metadata = execFileSync("cargo", ["metadata", "--locked", "--format-version", "1"], {
  encoding: "utf8",
  maxBuffer: 256 << 20,
  stdio: ["ignore", "pipe", "inherit"],
});
const { packages, workspace_members: own } = JSON.parse(metadata);
const dependencies = packages.filter(({ id }) => !own.includes(id));
const faults = [];
for (const { name, version, license, license_file: file, source } of dependencies) {
  const of = `${name} ${version}`;
  if (!allowed(license ?? "")) faults.push(`${of}: the licence ${license ?? file ?? "is not named"}`);
  if (BANNED.has(name)) faults.push(`${of}: banned, ${BANNED.get(name)}`);
  if (!source?.startsWith("registry+")) faults.push(`${of}: comes from ${source ?? "a path"}`);
}
// What no manifest names a registry for comes from the one that cargo knows by itself.
const registries = new Set(dependencies.map(({ source }) => source));
if (registries.size > 1) faults.push(`several registries: ${[...registries].join(", ")}`);
for (const { name, dependencies: named } of packages.filter(({ id }) => own.includes(id))) {
  for (const { name: of, req, path, registry } of named) {
    if (req === "*" && !path) faults.push(`${name}: any version of ${of} will do`);
    if (registry) faults.push(`${name}: ${of} comes from ${registry}`);
  }
}
const versions = new Map();
for (const { name, version } of dependencies) {
  versions.set(name, [...(versions.get(name) ?? []), version]);
}
for (const [name, found] of versions) {
  if (found.length > 1) console.log(`warning: ${name} in several versions: ${found.join(", ")}`);
}
for (const fault of faults) console.log(fault);
console.log(`dependencies: ${dependencies.length} packages for all platforms, ${faults.length} refused`);
process.exit(faults.length > 0 ? 1 : 0);
