// How well and how fast queries are answered: `node benches/search.js FOLDER
// [SEED]`, where FOLDER was written by the example `search-index`.
//
// Three draws of 140 queries, 20 each of seven sorts, every third with a typo. A query is
// answered where the first hit is right (for the part of a column's name: the first
// column). What a first query loads is counted with nothing in any cache.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { open } = require("../tests/search/folder.js");

const LIMIT = () => 5;

function generator(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// One edit of the longest word, its last letter apart.
function misspell(query, random) {
  const words = [...query.matchAll(/[a-z]{4,}/gi)].sort((a, b) => b[0].length - a[0].length);
  if (words.length === 0) return query;
  const at = words[0].index + Math.floor(random() * (words[0][0].length - 1));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const edits = [
    query.slice(0, at) + query.slice(at + 1),
    query.slice(0, at) + letter + query.slice(at),
    query.slice(0, at) + letter + query.slice(at + 1),
    query.slice(0, at) + query[at + 1] + query[at] + query.slice(at + 2),
  ];
  const edited = edits[Math.floor(random() * edits.length)];
  return edited === query ? edits[0] : edited;
}

const SORTS = {
  title(mesh, pick) {
    const { title } = pick(mesh.products);
    return [title, (hit) => hit.kind === "product" && hit.title === title];
  },
  prefix(mesh, pick, random) {
    const { title } = pick(mesh.products);
    const words = title.split(" ");
    const last = words.pop();
    const front = [...words, last.slice(0, Math.max(3, last.length - 1 - Math.floor(random() * 3)))].join(" ");
    return [front, (hit) => hit.kind === "product" && hit.title.startsWith(front)];
  },
  column(mesh, pick) {
    const name = pick(pick(mesh.products).columns);
    return [name, (hit) => hit.kind === "column" && hit.title === name];
  },
  part(mesh, pick, random) {
    const named = pick(mesh.products).columns.filter((name) => name.split("_").length === 3);
    if (named.length === 0) return SORTS.part(mesh, pick, random);
    const parts = pick(named).split("_");
    const part = (random() < 0.5 ? parts.slice(0, 2) : parts.slice(1)).join("_");
    return [part, (hit) => hit.kind === "column" && `_${hit.title}_`.includes(`_${part}_`), "column"];
  },
  owner(mesh, pick) {
    const { title } = pick(mesh.others.filter(({ kind }) => kind !== "domain"));
    return [title.toLowerCase(), (hit) => hit.title === title];
  },
  "domain + column"(mesh, pick) {
    const { domain, columns } = pick(mesh.products);
    const name = pick(columns);
    return [`${domain} ${name}`, (hit) => hit.kind === "column" && hit.title === name && hit.domain === domain];
  },
  "product + column"(mesh, pick) {
    const { title, columns } = pick(mesh.products);
    const name = pick(columns);
    const right = (hit) => hit.kind === "column" && hit.title === name && hit.context.endsWith(` ${title}`);
    return [`${title} ${name}`.toLowerCase(), right];
  },
};

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function main() {
  const folder = process.argv[2];
  const mesh = JSON.parse(readFileSync(join(folder, "mesh.json")));
  const warm = (await open(folder)).engine;
  const tally = {};
  const first = { files: [], zipped: [], bytes: [] };
  const times = [];
  const seed = Number(process.argv[3]) || 1;
  for (const draw of [seed, seed + 1, seed + 2]) {
    const random = generator(draw);
    const pick = (list) => list[Math.floor(random() * list.length)];
    for (const sort of Object.keys(SORTS)) {
      const row = (tally[sort] ??= { right: 0, typos: 0, rightTypos: 0, all: 0 });
      for (let count = 0; count < 20; count++) {
        const [said, right, kind] = SORTS[sort](mesh, pick, random);
        const typo = count % 3 === 2;
        const query = typo ? misspell(said, random) : said;
        if (draw === seed && count < 6) {
          const { counted } = await open(folder, { files: 0, bytes: 0, zipped: 0, zip: true }).then(async (cold) => {
            await cold.engine.search(query, LIMIT);
            return cold;
          });
          for (const key of Object.keys(first)) first[key].push(counted[key]);
        }
        await warm.search(query, LIMIT);
        const start = performance.now();
        const { groups } = await warm.search(query, LIMIT);
        times.push(performance.now() - start);
        const group = kind ? groups.find((each) => each.kind === kind) : groups[0];
        const hit = group?.hits[0];
        const good = Boolean(hit && right(hit));
        row.all += 1;
        row.right += good;
        row.typos += typo;
        row.rightTypos += typo && good;
        if (!good && process.argv.includes("--wrong")) {
          console.log(sort, "|", said, "|", query, "->", hit && `${hit.kind}: ${hit.title} (${hit.context})`);
        }
      }
    }
  }
  console.table(tally);
  const zipped = first.zipped.map((bytes) => Math.round(bytes / 1024));
  console.log(`first query, gzipped KB: median ${percentile(zipped, 0.5)}, p95 ${percentile(zipped, 0.95)}`);
  console.log(`first query, raw KB: median ${Math.round(percentile(first.bytes, 0.5) / 1024)}; files: median ${percentile(first.files, 0.5)}`);
  console.log(`warm query, ms: median ${percentile(times, 0.5).toFixed(2)}, p95 ${percentile(times, 0.95).toFixed(2)}`);
}

main();
