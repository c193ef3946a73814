// Loads an index from a folder, as a page would from its site.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { gzipSync } = require("node:zlib");
const { Engine } = require("../../src/search/engine/query.js");

// Opens the index below `folder`; `counted` sums what was loaded.
async function open(folder, counted = { files: 0, bytes: 0, zipped: 0 }) {
  const engine = await Engine.create(async (name) => {
    const script = readFileSync(join(folder, "search", `${name}.js`));
    counted.files += 1;
    counted.bytes += script.length;
    if (counted.zip) counted.zipped += gzipSync(script).length;
    let loaded;
    new Function("meshbookSearch", script.toString())((own, rows) => {
      if (own === name) loaded = rows;
    });
    return loaded;
  });
  return { engine, counted };
}

module.exports = { open };
