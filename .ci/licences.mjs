// Every dependency may be used in a work under MIT OR Apache-2.0:
//   node .ci/licences.mjs
// Reads `cargo metadata` for all platforms and fails with the packages whose licence is not allowed.

import { execFileSync } from "node:child_process";

// Permissive licences, which ask for no more than that their text goes along.
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BSL-1.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unicode-3.0",
  "Unlicense",
  "Zlib",
]);

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
const refused = dependencies.filter(({ license }) => !allowed(license ?? ""));
for (const { name, version, license, license_file: file } of refused) {
  console.log(`${name} ${version}: ${license ?? file ?? "no licence"}`);
}
console.log(`licences: ${dependencies.length} packages for all platforms, ${refused.length} refused`);
process.exit(refused.length > 0 ? 1 : 0);
