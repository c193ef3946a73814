// A portal of domains that mean harm: each payload stands in each place of a source that a page may show.
//
// Places of which a manifest has many get one entry for each payload of its group. Places of which it has one get
// all payloads of the group in a row, each of them first in some place.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** How many payloads share a product, its contract, its docs and its team. */
const GROUP = 32;
/** How much a group weighs at most, in characters as a manifest has them. */
const HEAVIEST = 4_000;
/** How many groups share a source, which holds at most 5,000 files. */
const GROUPS_IN_SOURCE = 50;
/** The most bytes of a file's name that every system takes. */
const LONGEST_NAME = 180;

const RULE = "missing-purpose";

/** Writes the portal for `payloads` into `folder` and returns what was written. */
export function writePortal(folder, { all, files }) {
  const groups = grouped(all);
  const sources = [];
  const told = { groups, places: new Set() };
  const write = (name, text) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  groups.forEach((group, number) => {
    const source = `source-${Math.floor(number / GROUPS_IN_SOURCE)}`;
    if (!sources.includes(source)) sources.push(source);
    const here = `${source}/g${number}`;
    const g = around(group, number, told.places);
    write(`${here}/product.odps.yaml`, yaml(product(g)));
    const asJson = number % 2 === 1;
    write(`${here}/contract.odcs.${asJson ? "json" : "yaml"}`, asJson ? JSON.stringify(contract(g), null, 1) : yaml(contract(g)));
    write(`${here}/README.md`, readme(g));
    write(`${here}/docs/${fileName(g.joined("name of a document"))}.md`, document(g, files));
    write(`${here}/measurements/own.jsonl`, measurements(g).map((row) => `${JSON.stringify(row)}\n`).join(""));
    write(`${here}/measurements/oors.json`, JSON.stringify(oors(g)));
    write(`${here}/measurements/TEST-junit.xml`, junit(g));
    // What cannot be read is told with its path.
    g.each("name of a file", (p, at) => write(`${here}/measurements/${at}/${fileName(p)}.json`, "{}"));
    if (number % 8 === 0) write(`${here}/broken/${fileName(g.joined("name of a manifest"))}.odps.yaml`, "kind: DataProduct\nid: [\n");
    write(`directory/g${number}.yaml`, entities(g).map(yaml).join("---\n"));
    write(`waivers/g${number}.yaml`, yaml(waivers(g)));
  });
  for (const { name, bytes } of files) write(`source-0/g0/docs/files/${name}`, bytes);
  write("rules/told.yaml", yaml(ownRule()));
  write("meshbook.yaml", yaml(config(sources, all)));
  return told;
}

/** The payloads in groups, of which no manifest grows beyond what is read of one. */
function grouped(all) {
  const groups = [];
  let left = 0;
  for (const payload of all) {
    // Longer ones weigh more: many characters are written as their numbers.
    const weight = JSON.stringify(payload).length + payload.replace(/[\x20-\x7e]/g, "").length * 5;
    if (left < weight || groups.at(-1).length === GROUP) {
      groups.push([]);
      left = HEAVIEST;
    }
    groups.at(-1).push(payload);
    left -= weight;
  }
  return groups;
}

/** A group of payloads with the ways to place them. */
function around(payloads, number, places) {
  let turn = 0;
  const place = (name) => places.add(name);
  return {
    number,
    id: `product-${number}`,
    contractId: `contract-${number}`,
    payloads,
    domain: payloads.join(" "),
    /** An entry for each payload; `make` is given the payload and its number. */
    each(name, make) {
      place(name);
      return payloads.map(make);
    },
    /** All payloads in a row, another one first each time. */
    joined(name) {
      place(name);
      turn = (turn + 1) % payloads.length;
      return [...payloads.slice(turn), ...payloads.slice(0, turn)].join(" ");
    },
  };
}

const links = (g, where) =>
  g.each(`${where}: type, url and description of a link`, (p) => ({ type: p, url: p, description: p }));
const properties = (g, where) =>
  g.each(`${where}: name, value and description of a custom property`, (p) => ({ property: p, value: p, description: p, vendor: p }));
const synonyms = (g, where) =>
  g.each(`${where}: synonyms`, (p) => ({ synonym: p, description: p, locale: p, source: p, status: p }));
const support = (g, where) =>
  g.each(`${where}: support`, (p) => ({ channel: p, url: p, description: p, tool: p, scope: p, invitationUrl: p }));
const tags = (g, where) => g.each(`${where}: tags`, (p) => p);

function context(g, where) {
  return {
    instructions: g.joined(`${where}: instructions`),
    verifiedStatements: g.each(`${where}: verified statements`, (p) => ({ question: p, answer: p, tags: [p] })),
    constraints: g.each(`${where}: constraints`, (p) => ({ constraint: p, tags: [p] })),
  };
}

function team(g, where) {
  return {
    name: g.joined(`${where}: name of the team`),
    description: g.joined(`${where}: description of the team`),
    members: [
      { username: g.joined(`${where}: username`), name: g.joined(`${where}: name of a member`), role: "owner" },
      ...g.each(`${where}: name, role and days of a member`, (p, at) => ({
        username: `user-${g.number}-${at % 4}`, name: p, role: p, description: p, dateIn: p, dateOut: p, replacedByUsername: p,
      })),
    ],
    tags: tags(g, `${where}, team`),
    customProperties: properties(g, `${where}, team`),
    authoritativeDefinitions: links(g, `${where}, team`),
  };
}

function description(g, where) {
  return {
    purpose: g.joined(`${where}: purpose`),
    usage: g.each(`${where}: usage`, (p) => `> ${p.replaceAll("\n", "\n> ")}\n\n`).join("a\n\n"),
    limitations: g.each(`${where}: limitations`, (p) => markdownLine(p)).join("\n\n"),
    authoritativeDefinitions: links(g, `${where}, description`),
    customProperties: properties(g, `${where}, description`),
  };
}

function product(g) {
  const { contractId } = g;
  return {
    apiVersion: "v1.1.0",
    kind: "DataProduct",
    // Its neighbours find it by its plain id; every third has payloads there as well.
    id: g.number % 3 === 0 ? g.joined("product: id") : g.id,
    name: g.joined("product: name"),
    version: g.joined("product: version"),
    status: g.number % 4 === 0 ? g.joined("product: status") : "active",
    domain: g.domain,
    tenant: g.joined("product: tenant"),
    type: g.joined("product: type"),
    description: description(g, "product"),
    tags: tags(g, "product"),
    synonyms: synonyms(g, "product"),
    context: context(g, "product"),
    customProperties: properties(g, "product"),
    authoritativeDefinitions: links(g, "product"),
    inputPorts: [
      { name: "in", version: "1.0.0", contractId: `contract-${Math.max(0, g.number - 1)}` },
      ...g.each("product: input ports", (p) => ({ name: p, version: p, contractId: p, tags: [p] })),
    ],
    outputPorts: [
      // A contract stands on the page of its product as well, with the same parts: that of each fourth is enough.
      { name: g.joined("product: name of an output port"), version: "1.0.0", contractId: g.number % 4 ? undefined : contractId, context: context(g, "output port") },
      ...g.each("product: output ports", (p) => ({
        name: p, description: p, type: p, version: p, contractId: p, tags: [p],
        sbom: [{ type: p, url: p }], inputContracts: [{ id: p, version: p }],
      })),
    ],
    managementPorts: g.each("product: management ports", (p) => ({ name: p, content: p, type: p, url: p, channel: p, description: p })),
    support: support(g, "product"),
    team: team(g, "product"),
    ...Object.fromEntries(g.each("product: unknown keys", (p, at) => [`${p}${at}`, p])),
  };
}

function quality(g, where) {
  return [
    ...g.each(`${where}: rules of quality`, (p) => ({
      type: "sql", name: p, description: p, query: p, mustBe: 0, dimension: p, severity: p, businessImpact: p, method: p,
      unit: p, scheduler: p, schedule: p, tags: [p],
    })),
    { type: "custom", engine: g.joined(`${where}: engine`), implementation: g.joined(`${where}: implementation`) },
    { type: "library", metric: g.joined(`${where}: metric`), arguments: { validValues: g.payloads }, mustBe: g.joined(`${where}: threshold`) },
  ];
}

function contract(g) {
  const columns = g.each("contract: columns", (p, at) => ({
    name: p, businessName: p, physicalName: p, logicalType: "string", physicalType: p, description: p, classification: p,
    encryptedName: p, examples: [p, { [p]: p }], transformLogic: p, transformDescription: p, transformSourceObjects: [p],
    logicalTypeOptions: { pattern: p, format: p }, relationships: [{ type: "foreignKey", to: p }], tags: [p],
    enum: [{ value: p, label: p, description: p }],
    ...(at === 0 ? { quality: [{ type: "sql", name: g.joined("column: rule of quality"), query: g.joined("column: query"), mustBe: 0 }], customProperties: properties(g, "column"), authoritativeDefinitions: links(g, "column"), synonyms: synonyms(g, "column") } : {}),
  }));
  return {
    apiVersion: "v3.2.0",
    kind: "DataContract",
    id: g.contractId,
    name: g.joined("contract: name"),
    version: g.number % 5 === 0 ? g.joined("contract: version") : "1.0.0",
    status: g.number % 4 === 1 ? g.joined("contract: status") : "active",
    tenant: g.joined("contract: tenant"),
    domain: g.domain,
    dataProduct: g.joined("contract: product"),
    description: description(g, "contract"),
    tags: tags(g, "contract"),
    synonyms: synonyms(g, "contract"),
    context: context(g, "contract"),
    contractCreatedTs: g.joined("contract: moment"),
    servers: g.each("contract: servers", (p) => ({
      server: p, type: "postgres", description: p, environment: p, host: p, port: p, database: p, schema: p,
      roles: [{ role: p, access: p }], customProperties: [{ property: p, value: p }],
    })),
    schema: [
      {
        name: g.joined("table: name"), physicalName: g.joined("table: physical name"), businessName: g.joined("table: title"),
        logicalType: "object", physicalType: g.joined("table: type"), description: g.joined("table: description"),
        dataGranularityDescription: g.joined("table: grain"), properties: columns, quality: quality(g, "table"),
        tags: tags(g, "table"), authoritativeDefinitions: links(g, "table"), customProperties: properties(g, "table"),
        relationships: g.each("table: relationships", (p) => ({ type: "foreignKey", from: p, to: p })),
      },
      ...g.each("contract: tables", (p) => ({ name: p, description: p, properties: [{ name: p, logicalType: p }] })),
    ],
    support: support(g, "contract"),
    price: { priceAmount: 1, priceCurrency: g.joined("contract: currency"), priceUnit: g.joined("contract: unit of the price") },
    team: team(g, "contract"),
    roles: g.each("contract: roles", (p) => ({ role: p, access: p, description: p, firstLevelApprovers: p, secondLevelApprovers: p })),
    slaProperties: [
      { property: "availability", value: 99, unit: "percent", description: g.joined("contract: description of a promise") },
      { property: "latency", value: 3, unit: "h", element: g.joined("contract: element of a promise") },
      ...g.each("contract: promises", (p) => ({
        property: p, value: p, valueExt: p, unit: p, element: p, driver: p, description: p, scheduler: p, schedule: p,
      })),
    ],
    customProperties: properties(g, "contract"),
    authoritativeDefinitions: links(g, "contract"),
  };
}

/** A payload in the places of one line that Markdown has. */
function markdownLine(payload) {
  const line = payload.replace(/[\n\r]/g, " ");
  return [
    `[a](${line}) [b](<${line}>) [c](https://a.example/ "${line}") [${line}](https://a.example/)`,
    `![${line}](${line}) <${line}>`,
    `\`${line}\` *${line}* [${line}]`,
    `| ${line} |\n|---|\n| ${line} |`,
  ].join("\n\n");
}

/** Front matter and texts as they are. A quote ends a block of HTML that a payload leaves open. */
function readme(g) {
  const raw = g.each("document: raw text", (p) => `> ${p.replaceAll("\n", "\n> ")}\n\nAnd so on.\n`);
  return `---\n${yaml({ title: g.joined("document: title"), tags: tags(g, "document") })}---\n\n# ${g.joined("document: first heading").replace(/[\n\r]/g, " ")}\n\n${raw.join("\n")}`;
}

function document(g, files) {
  const parts = g.each("document: heading, link, image, table cell, code, note, list", (p) => {
    const line = p.replace(/[\n\r]/g, " ");
    const fence = "~".repeat(30);
    return [
      `## ${line}`,
      markdownLine(p),
      `${fence}${line}\n${p}\n${fence}`,
      `${fence}yaml\n${p}\n${fence}`,
      `${fence}sql\n${p}\n${fence}`,
      `> [!NOTE]\n> ${line}`,
      `- [ ] ${line}`,
      `a[^${g.number}] [x][${line}]\n\n[${line}]: ${line} '${line}'`,
    ].join("\n\n");
  });
  const linked = g.number > 0 ? [] : files.map(({ name }) => `![x](files/${name}) [${name}](files/${name}) <files/${name}>`);
  return `---\n${yaml({ title: g.joined("document: title of another"), product: g.id })}---\n\n${[...parts, ...linked, `[^${g.number}]: ${markdownLine(g.payloads[0])}`].join("\n\n")}\n`;
}

const MEASURED = "2026-03-01T05:00:00Z";

function measurements(g) {
  const own = { contract: g.contractId, measured_at: MEASURED };
  return [
    { ...own, property: "availability", value: 99.9, unit: "percent", source: g.joined("measured promise: source"), run_url: "https://a.example/", message: g.joined("measured promise: message"), environment: g.joined("measured promise: environment") },
    ...g.each("measured rule: rule, source, run, message, environment", (p) => ({
      ...own, property: "quality", rule: p, status: "fail", value: p, unit: p, source: p, run_url: p, message: p, environment: p,
    })),
    ...g.each("measured column", (p) => ({ ...own, property: "quality", element: p, status: "error", message: p, source: p })),
    ...g.each("measurement of nothing", (p) => ({ contract: p, property: p, value: p, measured_at: MEASURED })),
    ...g.each("measurement that cannot be read", (p) => ({ ...own, property: "quality", [p]: p, window: p, version: p })),
  ];
}

function oors(g) {
  return {
    apiVersion: "v0.1.0", kind: "ObservabilityResults", id: `oors-${g.number}`, observedAt: MEASURED,
    source: { process: g.joined("OORS: process"), runID: g.joined("OORS: run"), vendor: g.joined("OORS: vendor") },
    contract: { contractID: g.contractId, standard: "ODCS", version: "1.0.0" },
    results: g.each("OORS: results", (p) => ({
      id: p, type: "check", name: p, status: "fail", severity: p, dimension: p, message: p,
      target: { resourceType: "column", resourceIdentifier: p }, measure: { metric: p, value: 1, threshold: { mustBe: 0 }, unit: p },
    })),
  };
}

function junit(g) {
  // What XML cannot hold at all is left out of it.
  const text = (p) => p.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"'\n]/g, (c) => `&#${c.codePointAt(0)};`);
  const cases = g.each("JUnit: names and messages", (p) =>
    `<testcase classname="${text(p)}" name="${text(p)}"><failure message="${text(p)}" type="${text(p)}">${text(p)}</failure></testcase>`);
  return `<?xml version="1.0"?><testsuite name="${g.contractId}" timestamp="${MEASURED}"><properties><property name="dataContractId" value="${g.contractId}"/></properties>${cases.join("\n")}</testsuite>`;
}

function entities(g) {
  const entity = (kind, name, metadata, spec) => ({ apiVersion: "backstage.io/v1alpha1", kind, metadata: { name, ...metadata }, spec });
  const metadata = (kind) => ({
    title: g.joined(`${kind}: title`),
    description: g.joined(`${kind}: description`),
    links: g.each(`${kind}: links`, (p) => ({ url: p, title: p, icon: p })),
    tags: tags(g, kind),
  });
  const annotations = {
    "meshbook/operating-model": g.joined("domain: operating model"),
    "meshbook/sponsor": g.joined("domain: sponsor"),
    "meshbook/sla-defaults": g.joined("domain: defaults"),
    "meshbook/target-date": g.joined("domain: date"),
    "meshbook/target-model": g.joined("domain: target"),
    ...Object.fromEntries(g.each("domain: annotations", (p, at) => [`${p}${at}`, p])),
  };
  return [
    entity("Domain", `domain-${g.number}`, { ...metadata("domain"), annotations }, { owner: `group-${g.number}`, subdomainOf: g.joined("domain: parent") }),
    entity("Group", `group-${g.number}`, metadata("group"), {
      type: g.joined("group: type"), parent: g.joined("group: parent"), members: g.each("group: members", (p) => p),
      profile: { displayName: g.joined("group: name"), email: g.joined("group: address") },
    }),
    entity("User", `user-${g.number}`, metadata("user"), {
      profile: { displayName: g.joined("user: name"), email: g.payloads[0] }, memberOf: [`group-${g.number}`],
    }),
    entity("Group", g.joined("entity: name"), {}, { type: "team" }),
  ];
}

function waivers(g) {
  return g.each("waivers", (p, at) => ({
    id: `${p}-${g.number}-${at}`, rule: at % 2 ? p : RULE, target: at % 3 ? g.id : p, reason: p, owner: p, approvedBy: p,
    created: "2026-01-12", expires: at % 16 === 5 ? p : "2026-06-30", ticket: p,
  }));
}

/** A rule that tells the names of what it looks at. */
function ownRule() {
  const channel = (name) => ({ support: [{ channel: name, url: "https://a.example/" }] });
  return {
    id: "hostile/told", title: "Channels are told <script>alert('rule')</script>", principle: "data-as-a-product",
    characteristic: "trustworthy", severity: "low", level: "silver", kind: "product", for_each: "support[*]",
    assert: "it.channel == 'quiet'", message: "the channel `{{ it.channel }}` at `{{ it.url }}` is told",
    fix: "name it `quiet` <img src=x onerror=alert('fix')>",
    tests: [{ name: "quiet", pass: channel("quiet") }, { name: "loud", fail: channel("loud") }],
  };
}

function config(sources, all) {
  return {
    title: "<script>alert('title')</script>\"'><img src=x onerror=alert('title')>",
    description: "</title><script>alert('description')</script>",
    "base-url": "https://data.example/",
    sources: [...sources.map((name) => ({ name, path: name })), { name: "directory", path: "directory" }],
    directory: ["directory"],
    governance: {
      rules: ["rules"], waivers: ["waivers"],
      glossary: all.slice(0, 200).map((p, at) => ({ term: `${p} ${at}`, columns: [p || "a"], url: "https://a.example/" })),
      scorecards: [{ name: "hostile", purpose: "<script>alert('purpose')</script>", rules: [RULE] }],
      bindings: [{ rules: [RULE], enforce: "warn" }],
    },
    // Tens of thousands of the same finding make pages, but no other place on them.
    levels: { "off-format": "off", "unknown-value": "off", "malformed-value": "off", "filler-text": "off" },
    "service-levels": { cadence: "24h", badges: ["promises", "completeness", "level"] },
    links: all.slice(0, 50).map((p) => ({ title: p || "a", url: p || "a" })),
  };
}

/** A payload as the path of a file: what every system takes of it. */
function fileName(payload) {
  const parts = payload.replaceAll("\0", "").split("/").filter((part) => !["", ".", ".."].includes(part)).slice(0, 20);
  const cut = (part) => {
    let name = part;
    while (Buffer.byteLength(name) > LONGEST_NAME) name = name.slice(0, -1).toWellFormed().replace(/\ufffd$/, "");
    return name;
  };
  return parts.map(cut).join("/") || "empty";
}

/** A value as YAML of flow style, with every character that YAML does not print written as its number. */
function yaml(value) {
  const escaped = (c) => {
    const number = c.codePointAt(0).toString(16);
    return number.length > 4 ? `\\U${number.padStart(8, "0")}` : `\\u${number.padStart(4, "0")}`;
  };
  return `${JSON.stringify(value, null, 1).replace(/[\u007f-\u{10ffff}]/gu, escaped)}\n`;
}
