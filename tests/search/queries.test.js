// Queries over a small mesh, through the whole chain: `node --test tests/search`.
"use strict";

const assert = require("node:assert");
const { execFileSync } = require("node:child_process");
const { mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { after, before, test } = require("node:test");
const { open } = require("./folder.js");

function product(title, domain, owner, tables, more = {}) {
  const slug = title.toLowerCase().replaceAll(" ", "-");
  const url = `products/${domain}/${slug}.html`;
  return { kind: "product", title, url, context: domain, domain, owner, names: [slug], tables, ...more };
}

const columns = (...names) => Object.fromEntries(names.map((name) => [name, []]));

const RECORDS = [
  product("Parcels", "logistics", "Parcel Operations", {
    parcel: { ...columns("parcel_id", "customer_id", "weight_kg", "created_at"), volume: ["Cubic content"] },
    scan: columns("scan_id", "parcel_id", "scannedAt", "created_at"),
  }, { tags: ["shipping"], summary: "Every parcel from pick-up to delivery." }),
  product("Parcel Tracking", "logistics", "Parcel Operations", { tracking_event: columns("event_id", "parcel_id", "event_type") }),
  product("Routes", "logistics", "Fleet", { route: columns("route_id", "distance_km", "is_active", "valid_from") }),
  product("Orders", "commerce", "Checkout", {
    order: columns("order_id", "customer_id", "order_total_amount", "created_at"),
  }, { body: "An order holds parcels once it is packed; see the weight of each." }),
  product("Orders Archive", "commerce", "Checkout", { order: columns("order_id", "customer_id") }, { status: "deprecated" }),
  product("Orders", "analytics", "Insights", { daily: columns("order_day", "orders") }, { status: "deprecated" }),
  product("Customers", "commerce", "Customer Care", { customer: columns("customer_id", "email", "country_code", "größe_cm") }),
  product("Invoices", "finance", "Alice Ordway", { invoice: columns("invoice_id", "customer_id", "amount", "currency_code") }),
  product("Warehouse Stock", "logistics", "Fleet", { stock: columns("warehouse_id", "quantity", "counted_at") }),
  product("Café Visits", "commerce", "Insights", { visit: columns("visit_id", "cafe_id") }),
  { kind: "contract", title: "Parcels", url: "contracts/logistics/parcels.html", context: "Parcels", domain: "logistics" },
  { kind: "team", title: "Parcel Operations", url: "teams/parcel-operations.html" },
  { kind: "team", title: "Checkout", url: "teams/checkout.html" },
  { kind: "team", title: "Fleet", url: "teams/fleet.html" },
  { kind: "person", title: "Alice Ordway", url: "people/alice-ordway.html" },
  { kind: "domain", title: "Logistics", url: "domains/logistics.html" },
  { kind: "doc", title: "Reading the weight of parcels", url: "docs/logistics/weight.html", body: "The balance sheet has misdelivered parcels." },
  { kind: "doc", title: "𐐨𐐩𐐪 豈料 Приёмка", url: "docs/letters.html" },
  { kind: "rule", title: "missing-owner", url: "rules/missing-owner.html", summary: "The product names no owning team." },
];

const folder = mkdtempSync(join(tmpdir(), "search-"));
let engine;

before(async () => {
  const records = join(folder, "records.json");
  writeFileSync(records, JSON.stringify(RECORDS));
  execFileSync("cargo", ["run", "--quiet", "--example", "search-index", "--", records, folder], { stdio: "inherit" });
  ({ engine } = await open(folder));
});
after(() => rmSync(folder, { recursive: true }));

const search = (query) => engine.search(query, () => 10);
const told = (hit) => `${hit.kind}: ${[hit.title, hit.context].filter(Boolean).join(" · ")}`;

for (const [query, first, readAs = null] of [
  // Names: exact, then with fewer other words, deprecated last.
  ["parcels", "product: Parcels · logistics"],
  ["Parcel Tracking", "product: Parcel Tracking · logistics"],
  ["parceltracking", "product: Parcel Tracking · logistics"],
  ["orders", "product: Orders · commerce"],
  ["orders archive", "product: Orders Archive · commerce"],
  ["warehous", "product: Warehouse Stock · logistics"],
  ["cafe visits", "product: Café Visits · commerce"],
  ["CAFÉ", "product: Café Visits · commerce"],
  ["missing owner", "rule: missing-owner"],
  ["𐐨𐐩𐐪", "doc: 𐐨𐐩𐐪 豈料 Приёмка"],
  ["豈料", "doc: 𐐨𐐩𐐪 豈料 Приёмка"],
  ["приёмка", "doc: 𐐨𐐩𐐪 豈料 Приёмка"],
  ["misdelivered", "doc: Reading the weight of parcels"],
  // Columns, as written, in parts, and with what they belong to.
  ["weight_kg", "column: weight_kg · parcel · Parcels"],
  ["weightKg", "column: weight_kg · parcel · Parcels"],
  ["distance km", "column: distance_km · route · Routes"],
  ["distancekm", "column: distance_km · route · Routes"],
  ["order_total", "column: order_total_amount · order · Orders"],
  ["total_amount", "column: order_total_amount · order · Orders"],
  ["scanned_at", "column: scannedAt · scan · Parcels"],
  ["is_active", "column: is_active · route · Routes"],
  ["valid from", "column: valid_from · route · Routes"],
  ["cubic content", "column: volume · parcel · Parcels"],
  ["parcels weight", "column: weight_kg · parcel · Parcels"],
  ["orders customer_id", "column: customer_id · order · Orders"],
  ["invoices customer_id", "column: customer_id · invoice · Invoices"],
  ["logistics customer_id", "column: customer_id · parcel · Parcels"],
  ["größe", "column: größe_cm · customer · Customers"],
  ["grosse cm", "column: größe_cm · customer · Customers"],
  // Owners.
  ["parcel operations", "team: Parcel Operations"],
  ["alice ordway", "person: Alice Ordway"],
  ["ordway", "person: Alice Ordway"],
  ["fleet", "team: Fleet"],
  ["logistics", "domain: Logistics"],
  // Typos.
  ["pacrels", "product: Parcels · logistics", "parcels"],
  ["custmers", "product: Customers · commerce", "customers"],
  ["wearhouse stock", "product: Warehouse Stock · logistics", "warehouse stock"],
  ["logisitcs", "domain: Logistics", "logistics"],
  ["alcie ordwya", "person: Alice Ordway", "alice ordway"],
  ["weigth_kg", "column: weight_kg · parcel · Parcels", "weight_kg"],
  ["ordres custmer_id", "column: customer_id · order · Orders", "orders customer_id"],
  ["grose", "column: größe_cm · customer · Customers", "grosse"],
  ["distence_kmm", "column: distance_km · route · Routes", "distance_km"],
  ["waerhuose", "product: Warehouse Stock · logistics", "warehouse"],
]) {
  test(`${query} finds ${first}`, async () => {
    const result = await search(query);
    assert.strictEqual(told(result.groups[0].hits[0]), first);
    assert.strictEqual(result.readAs, readAs);
  });
}

test("products of an owner follow the owner", async () => {
  const { groups } = await search("fleet");
  assert.deepStrictEqual(
    groups.map(({ kind, count, hits }) => [kind, count, hits.map((hit) => hit.title).sort()]),
    [
      ["team", 1, ["Fleet"]],
      ["product", 2, ["Routes", "Warehouse Stock"]],
    ],
  );
});

test("a column is counted in each table and links to its row", async () => {
  const { groups } = await search("created_at");
  assert.strictEqual(groups[0].count, 3);
  assert.deepStrictEqual(groups[0].hits.map((hit) => hit.url), [
    "products/commerce/orders.html#order.created_at",
    "products/logistics/parcels.html#parcel.created_at",
    "products/logistics/parcels.html#scan.created_at",
  ]);
});

test("without a hit for all words, those with most of them are shown", async () => {
  const { groups } = await search("invoices zeppelin");
  assert.strictEqual(told(groups[0].hits[0]), "product: Invoices · finance");
});

test("a query without a word finds nothing", async () => {
  for (const query of ["", "  ", "—", "\u0301"]) assert.deepStrictEqual((await search(query)).groups, []);
});

test("hostile queries are only words", async () => {
  for (const query of ["constructor", "__proto__", "a".repeat(10_000), "x ".repeat(1000), "(?:", "\ud83d"]) await search(query);
});

test("what was found is marked", async () => {
  const marked = async (query, shown) => {
    const { marks } = await search(query);
    return engine.mark(shown, marks).map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join("");
  };
  assert.strictEqual(await marked("custmer", "customer_id of a Customer"), "[customer]_id of a [Customer]");
  assert.strictEqual(await marked("warehou", "warehouse_id"), "[warehou]se_id");
  assert.strictEqual(await marked("grosse", "Die größe_cm"), "Die [größe]_cm");
  assert.strictEqual(await marked("scanned", "scannedAt"), "[scanned]At");
});
