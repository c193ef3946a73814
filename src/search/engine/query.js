// The engine: answers queries with hits to show.
"use strict";

(() => {
  const node = typeof module === "object";
  const text = node ? require("./text.js") : self.meshbookSearchText;
  const { Index } = node ? require("./index.js") : self.meshbookSearchIndex;
  const { plan, PLURAL } = node ? require("./plan.js") : self.meshbookSearchPlan;
  const { rank } = node ? require("./rank.js") : self.meshbookSearchRank;

  // The query as its misspelt words were read: each as what the best hit has of it.
  function readAs(query, { tokens, rows, corrected }, best) {
    if (!best) return null;
    const read = tokens.reduce((read, term, at) => {
      if (!corrected[at]) return read;
      const own = best.column?.terms.find((other) => corrected[at].has(other));
      const word = own ?? wordOf(rows[at], best.record);
      return corrected[at].has(word) ? read.replace(new RegExp(term, "i"), word) : read;
    }, query.trim());
    return read === query.trim() ? null : read;
  }

  function wordOf(rows, best) {
    let [most, word] = [0, ""];
    for (const { row, quality } of rows) {
      row.postings((record, weight) => {
        if (record === best && weight * quality > most) [most, word] = [weight * quality, row.term];
      });
    }
    return word;
  }

  // What to mark in shown texts: whole words, and fronts of words.
  function marksOf({ tokens, found }) {
    const words = new Set();
    const fronts = new Set();
    for (const [at, term] of tokens.entries()) {
      for (const [word, quality] of found[at]) {
        if (quality < PLURAL && word.startsWith(term)) fronts.add(term);
        else words.add(word);
      }
      if (found[at].size === 0) fronts.add(term);
    }
    return { words, fronts: [...fronts] };
  }

  class Engine {
    // `load(name, version)` promises the rows of a file of the index.
    static async create(load) {
      const engine = new Engine();
      engine.index = new Index(load, text, await load("main"));
      return engine;
    }

    // The hits of `query` in groups by kind, the group of the best hit first. `limit(kind)`
    // says how many hits of a kind are wanted; the count is of all.
    async search(query, limit) {
      const index = this.index;
      const planned = await plan(index, query);
      if (planned.tokens.length === 0) return { groups: [], readAs: null, marks: { words: new Set(), fronts: [] } };
      const groups = await rank(index, planned);
      const best = groups[0]?.hits[0];
      return {
        groups: await Promise.all(
          groups.map(async ({ kind, count, hits }) => ({
            kind: kind.id,
            heading: kind.heading,
            count,
            hits: await Promise.all(hits.slice(0, limit(kind.id)).map((hit) => this.show(kind, hit))),
          })),
        ),
        readAs: readAs(planned.query, planned, best),
        marks: marksOf(planned),
      };
    }

    async show(kind, { record, column, table }) {
      const card = await this.index.card(record);
      if (!column) return { ...card, kind: kind.id };
      const [name, address] = card.tables[table];
      return {
        ...card,
        kind: kind.id,
        title: column.name,
        other: column.other,
        context: `${name} · ${card.title}`,
        summary: "",
        url: address + encodeURIComponent(column.anchor),
      };
    }

    // `shown` in pieces, those marked that meet the query.
    mark(shown, { words, fronts }) {
      const pieces = [];
      let after = 0;
      const add = (end, marked) => {
        if (end > after) pieces.push({ text: shown.slice(after, end), marked });
        after = Math.max(after, end);
      };
      for (const { at, end, term } of text.parts(shown, this.index.fold)) {
        const front = fronts.filter((each) => term.startsWith(each)).sort((a, b) => b.length - a.length)[0];
        if (!words.has(term) && front === undefined) continue;
        add(at, false);
        const whole = words.has(term) || term.length !== end - at;
        add(whole ? end : at + front.length, true);
      }
      add(shown.length, false);
      return pieces;
    }
  }

  if (node) module.exports = { Engine };
  else self.meshbookSearchEngine = { Engine };
})();
