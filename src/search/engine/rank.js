// From the rows of a query to hits in their order.
"use strict";

(() => {
  const node = typeof module === "object";
  const { PLURAL, ONE_EDIT } = node ? require("./plan.js") : self.meshbookSearchPlan;

  const KEPT = 1000; // column hits that are put in order

  // What a column's name counts by the number of its words, where a record's title
  // counts 15; a name met as a whole; and what the column's record adds.
  const WHOLE_COLUMN = 13;
  const COLUMN = [0, 12, 10, 9, 8];
  const WHOLE = 1.15;
  const AROUND = 0.7;

  // A name that has the parts of what was typed as one word (`order_total`) side by side
  // counts more, and one that has some of them hardly counts.
  const ADJACENT = 1.25;
  const TORN = 0.25;

  // What each record counts for each token.
  function weigh(index, { tokens, rows, names }) {
    const weights = tokens.map(() => new Float32Array(index.size));
    const raise = (token, record, weight) => {
      if (weight > weights[token][record]) weights[token][record] = weight;
    };
    const rarity = rows.map((all, token) => {
      let often = 0;
      for (const { row, quality } of all) {
        often += row.postings((record, weight) => raise(token, record, weight * quality));
      }
      return 1 + 0.1 * Math.log2((index.size + 1) / (Math.min(often, index.size) + 1));
    });
    for (const { start, end, row, quality } of names) {
      for (let token = start; token < end; token++) {
        row.postings((record, weight) => raise(token, record, weight * quality * WHOLE));
      }
    }
    weights.forEach((all, token) => {
      for (let record = 0; record < all.length; record++) all[record] *= rarity[token];
    });
    return { weights, rarity };
  }

  // The columns that a query may mean, each with what its name counts for each token.
  async function columnsOf(index, { tokens, units, found, rows, names }, rarity) {
    const columns = new Map();
    let left = 0;
    const add = (all) => all.forEach((column) => columns.set(column.key, column));
    const spanned = tokens.map((_, at) =>
      names.some(({ start, end, quality, row }) => start <= at && at < end && end > start + 1 && quality === 1 && row.columns.length > 0),
    );
    const whole = (at, quality) => tokens.length > 1 && !spanned[at] && (quality >= PLURAL || quality === ONE_EDIT);
    const named = rows.flatMap((all, at) =>
      all.map(({ row, quality }) => (whole(at, quality) ? index.columns("words", row) : row.columns)),
    );
    (await Promise.all(named)).forEach(add);
    if (tokens.length === 1) {
      for (const { row } of rows[0].filter(({ row }) => row.total !== undefined)) {
        left += row.columns.reduce((sum, column) => sum - column.size, row.total);
      }
    }
    const wholes = new Map();
    const all = await Promise.all(names.map(({ row }) => index.columns("names", row)));
    all.forEach(add);
    for (const [place, { start, end, quality }] of names.entries()) {
      for (const { key } of all[place]) {
        const counts = wholes.get(key) ?? wholes.set(key, new Float32Array(tokens.length)).get(key);
        for (let at = start; at < end; at++) counts[at] = Math.max(counts[at], WHOLE_COLUMN * WHOLE * quality);
      }
    }
    const listed = [...columns.values()].map((column) => {
      const base = COLUMN[Math.min(column.terms.length, COLUMN.length - 1)];
      const whole = wholes.get(column.key);
      const counts = tokens.map((_, at) => {
        const best = column.terms.reduce((most, term) => Math.max(most, found[at].get(term) ?? 0), 0);
        return Math.max(base * best, whole ? whole[at] : 0) * rarity[at];
      });
      for (const { start, end } of units) {
        const factor = hasInOrder(column.terms, found.slice(start, end)) ? ADJACENT : TORN;
        if (!whole?.[start]) for (let at = start; at < end; at++) counts[at] *= factor;
      }
      return { column, counts, sum: counts.reduce((sum, each) => sum + each, 0) };
    });
    // The best names first, so that few hits are kept and thrown away again.
    listed.sort((a, b) => b.sum - a.sum || (a.column.key < b.column.key ? -1 : 1));
    return { listed: listed.filter(({ sum }) => sum > 0), left };
  }

  // Whether words for `wanted` stand in `terms` side by side.
  function hasInOrder(terms, wanted) {
    return terms.some((_, at) => wanted.every((words, next) => words.has(terms[at + next])));
  }

  // Records and columns that meet the most tokens, each list in order.
  function evaluate(index, { tokens }, weights, listed) {
    const level = new Uint8Array(index.size);
    const score = new Float32Array(index.size);
    for (const all of weights) {
      for (let record = 0; record < index.size; record++) {
        if (all[record] > 0) level[record] += 1;
        score[record] += all[record];
      }
    }
    let top = level.reduce((most, met) => Math.max(most, met), 0);

    let columns = [];
    let count = 0;
    const seen = new Set();
    const twice = listed.some(({ column }) => column.other);
    const byRank = (a, b) => b.score - a.score || a.record - b.record || a.table - b.table || (a.column.key < b.column.key ? -1 : 1);
    let floor = -Infinity;
    for (const { column, counts, sum } of listed) {
      column.decode();
      const rest = weights.filter((_, token) => counts[token] === 0);
      const met = tokens.length - rest.length;
      for (let at = 0; at < column.records.length; at++) {
        const record = column.records[at];
        let around = 0;
        let all = met;
        for (const weight of rest) {
          if (weight[record] > 0) all += 1;
          around += weight[record];
        }
        if (all < top) continue;
        if (all > top) {
          [top, count, columns, floor] = [all, 0, [], -Infinity];
          seen.clear();
        }
        const table = column.tables[at];
        if (twice) {
          const key = `${record}/${table}/${column.name}`;
          if (seen.has(key)) continue;
          seen.add(key);
        }
        count += 1;
        const hit = { column, record, table, score: sum + AROUND * around };
        if (hit.score >= floor) columns.push(hit);
        if (columns.length >= 4 * KEPT) {
          columns = columns.sort(byRank).slice(0, KEPT);
          floor = columns[KEPT - 1].score;
        }
      }
    }
    columns = columns.sort(byRank).slice(0, KEPT);

    const groups = index.kinds.map((kind) => {
      const hits = [];
      for (let record = kind.first; record < kind.end && top > 0; record++) {
        if (level[record] === top) hits.push({ record, score: score[record] });
      }
      hits.sort((a, b) => b.score - a.score || a.record - b.record);
      return { kind, count: hits.length, hits };
    });
    Object.assign(groups.find(({ kind }) => kind.id === "column"), { count, hits: columns });
    return groups;
  }

  // The groups of hits that a plan leads to, the group of the best hit first.
  async function rank(index, planned) {
    const { weights, rarity } = weigh(index, planned);
    const { listed, left } = await columnsOf(index, planned, rarity);
    const groups = evaluate(index, planned, weights, listed).filter(({ count }) => count > 0);
    groups.sort((a, b) => b.hits[0].score - a.hits[0].score || a.kind.order - b.kind.order);
    for (const group of groups) if (group.kind.id === "column") group.count += left;
    return groups;
  }

  const exported = { rank };
  if (node) module.exports = exported;
  else self.meshbookSearchRank = exported;
})();
