// From a query to the rows of the index that it needs: which words it means.
"use strict";

(() => {
  const node = typeof module === "object";
  const text = node ? require("./text.js") : self.meshbookSearchText;

  const TOKENS = 8; // of a query; the others are ignored
  const EXPANSIONS = 24; // words that a prefix stands for
  const FILES = 3; // that are loaded for them
  const CORRECTIONS = 4; // words that a misspelt one may mean

  // How well a word meets what was typed.
  const PLURAL = 0.95;
  const ONE_EDIT = 0.75;
  const TWO_EDITS = 0.55;
  const prefix = (typed, word) => 0.5 + (0.4 * typed.length) / word.length;
  const OBSCURE = 0.45; // the front of a word that is in no name

  // What was typed: tokens, and the spans of them that may be one name.
  function read(index, query) {
    const tokens = [];
    const spans = [];
    for (const word of query.split(/\s+/)) {
      const start = tokens.length;
      for (const term of index.terms(word).slice(0, TOKENS - start)) tokens.push({ term, word: start });
      if (tokens.length > start + 1) spans.push({ start, end: tokens.length, unit: true });
    }
    const said = tokens.map((token) => token.term);
    const stops = (token, at) => index.stop.has(token.term) && tokens.every((other, i) => i === at || other.word !== token.word);
    const kept = tokens.some((token, at) => !stops(token, at))
      ? tokens.map((token, at) => !stops(token, at))
      : tokens.map(() => true);
    const places = [];
    let place = 0;
    for (const keep of kept) places.push(keep ? place++ : place);
    places.push(place);
    const result = {
      tokens: tokens.filter((_, at) => kept[at]).map((token) => token.term),
      spans: spans.map(({ start, end, unit }) => ({ start: places[start], end: places[end], unit, said: said.slice(start, end) })),
      open: !/\s$/.test(query),
    };
    const all = result.spans.some(({ start, end }) => start === 0 && end === place);
    if (place > 0 && !all) result.spans.push({ start: 0, end: place, said });
    return result;
  }

  function plurals(term) {
    const forms = [term + "s", term + "es"];
    if (term.endsWith("ies")) forms.push(term.slice(0, -3) + "y");
    if (term.endsWith("es")) forms.push(term.slice(0, -2));
    if (term.endsWith("s")) forms.push(term.slice(0, -1));
    if (term.endsWith("y")) forms.push(term.slice(0, -1) + "ies");
    return term.length > 2 ? forms : [];
  }

  // The words that one token means, each with how well it meets it.
  async function meanings(index, term, open) {
    const own = index.file("words", term);
    const rows = await index.rows(own);
    const words = new Map();
    if (rows.has(term)) words.set(term, 1);
    const exact = words.size > 0;
    for (const form of plurals(term)) if (index.place(form) >= 0) words.set(form, PLURAL);

    if (!exact || open) {
      const [start, end] = index.range(term);
      const places = [];
      for (let at = start; at < end; at++) if (!words.has(index.words[at])) places.push(at);
      places.sort((a, b) => index.frequency[b] - index.frequency[a] || a - b);
      const files = new Set([own]);
      let left = EXPANSIONS;
      for (const at of places) {
        const word = index.words[at];
        const file = index.file("words", word);
        if (left === 0 || (!files.has(file) && (exact || files.size >= FILES))) continue;
        files.add(file);
        words.set(word, prefix(term, word));
        left -= 1;
      }
      for (const word of rows.keys()) {
        if (left === 0) break;
        if (words.has(word) || !word.startsWith(term)) continue;
        words.set(word, OBSCURE);
        left -= 1;
      }
    }
    return words;
  }

  // The known words that a misspelt one may mean, the likeliest first.
  function corrections(index, term, open, inName) {
    if (term.length < (inName ? 3 : 4)) return [];
    const own = text.letters(term);
    const within = (limit, front) => {
      const found = [];
      for (let at = 0; at < index.words.length; at++) {
        const word = index.words[at];
        const longer = word.length - term.length;
        if (longer < -limit || (!front && longer > limit)) continue;
        if (front ? !word.slice(0, 2).includes(term[0]) : !text.near(own, index.letters[at], limit)) continue;
        if (text.distance(term, word, limit, front) <= limit) {
          found.push({ word, often: index.frequency[at], first: word[0] === term[0] ? 0 : 1 });
        }
      }
      found.sort((a, b) => a.first - b.first || b.often - a.often || (a.word < b.word ? -1 : 1));
      return found.slice(0, CORRECTIONS).map(({ word }) => word);
    };
    const weigh = (words, quality) => words.map((word) => [word, quality]);
    const one = weigh(within(1, false), ONE_EDIT);
    if (one.length > 0) return one;
    const two = term.length >= 8 ? weigh(within(2, false), TWO_EDITS) : [];
    if (two.length > 0) return two;
    return open && term.length >= 5 ? weigh(within(1, true), TWO_EDITS) : [];
  }

  // Two known words written as one.
  function halves(index, term) {
    for (let at = 3; at <= term.length - 3; at++) {
      const [left, right] = [term.slice(0, at), term.slice(at)];
      if (index.place(left) >= 0 && index.place(right) >= 0) return `${left} ${right}`;
    }
    return null;
  }

  // All rows that a query needs: for each token its words, for each span its names.
  async function plan(index, query) {
    const { tokens, spans, open } = read(index, query);
    const last = tokens.length - 1;
    const found = await Promise.all(tokens.map((term, at) => meanings(index, term, open && at === last)));
    const names = (await Promise.all(spans.map((span) => spanRows(index, span, [text.joined(span.said)], open && span.end > last)))).flat();

    const corrected = tokens.map(() => null);
    for (const [at, term] of tokens.entries()) {
      const named = names.some((name) => name.start <= at && at < name.end && name.quality === 1);
      if (named || [...found[at].values()].some((quality) => quality > OBSCURE)) continue;
      const inName = spans.some(({ start, end, unit }) => unit && start <= at && at < end);
      const words = corrections(index, term, open && at === last, inName);
      const split = found[at].size === 0 && words[0]?.[1] !== ONE_EDIT ? halves(index, term) : null;
      const apart = split ? query.replace(new RegExp(term, "i"), split) : query;
      if (apart !== query) return plan(index, apart);
      if (words.length > 0) corrected[at] = new Map(words);
      for (const [word, quality] of words) found[at].set(word, quality);
    }
    for (const span of spans.filter(({ start, end }) => end > start + 1)) {
      for (const at of corrected.keys()) {
        if (!corrected[at] || at < span.start || at >= span.end) continue;
        const guesses = [...corrected[at].keys()].map((word) => {
          const terms = tokens.map((term, i) => (i === at ? word : corrected[i] ? corrected[i].keys().next().value : term));
          return text.joined(terms.slice(span.start, span.end));
        });
        names.push(...(await spanRows(index, span, guesses, open && span.end > last)));
      }
    }

    const rows = await Promise.all(
      found.map((words) =>
        Promise.all(
          [...words].map(async ([word, quality]) => {
            const row = (await index.rows(index.file("words", word))).get(word);
            return row && { row, quality };
          }),
        ).then((all) => all.filter(Boolean)),
      ),
    );
    const units = spans.filter(({ start, end, unit }) => unit && end > start + 1);
    return { query, tokens, units, found, rows, names, corrected };
  }

  async function spanRows(index, { start, end }, guesses, open) {
    const found = [];
    for (const name of new Set(guesses)) {
      const rows = await index.rows(index.file("names", name));
      if (rows.has(name)) found.push({ start, end, row: rows.get(name), quality: 1 });
      if (!open || name.length < 3) continue;
      const longer = [...rows.keys()].filter((other) => other !== name && other.startsWith(name));
      for (const other of longer.slice(0, EXPANSIONS)) {
        found.push({ start, end, row: rows.get(other), quality: prefix(name, other) });
      }
    }
    return found;
  }

  const exported = { plan, PLURAL, ONE_EDIT };
  if (node) module.exports = exported;
  else self.meshbookSearchPlan = exported;
})();
