// How a query becomes terms, as src/search/text.rs makes them of the indexed texts, and
// how far a misspelt term is from a known one.
"use strict";

(() => {
  const LONGEST = 40;
  const RUN = /[\p{Alphabetic}\p{N}]+/gu;
  const PART = /(?<=[\p{Lowercase}\p{N}])(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase}{2})/u;
  const COMBINING = /[\u0300-\u036f]/g;

  function cut(term) {
    if (term.length <= LONGEST) return term;
    const end = term.charCodeAt(LONGEST - 1) >> 10 === 0x36 ? LONGEST - 1 : LONGEST;
    return term.slice(0, end);
  }

  // `table` lists plain letters, each with all the marked letters that become it.
  function folder(table) {
    const plain = new Map();
    for (const [to, letters] of table) for (const letter of letters) plain.set(letter, to);
    return (part) => {
      let folded = "";
      for (const char of part) {
        for (const lower of char.toLowerCase()) folded += plain.get(lower) ?? lower;
      }
      return cut(folded.replace(COMBINING, ""));
    };
  }

  // The parts of a text: where each stands, and its term.
  function* parts(text, fold) {
    for (const run of text.matchAll(RUN)) {
      let at = run.index;
      for (const part of run[0].split(PART)) {
        const term = fold(part);
        if (term) yield { at, end: at + part.length, term };
        at += part.length;
      }
    }
  }

  function terms(text, fold) {
    return Array.from(parts(text.normalize("NFC").replace(COMBINING, ""), fold), (part) => part.term);
  }

  function joined(all) {
    return cut(all.join(""));
  }

  // The Damerau distance (one edit: a letter more, less, other, or two swapped) of `a`
  // and `b`, or of `a` and the nearest front of `b`; `limit` + 1 where it is beyond.
  function distance(a, b, limit, front = false) {
    let older = [];
    let old = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        let edits = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          edits = Math.min(edits, older[j - 2] + 1);
        }
        row.push(edits);
        least = Math.min(least, edits);
      }
      if (least > limit) return limit + 1;
      [older, old] = [old, row];
    }
    return Math.min(front ? Math.min(...old) : old[b.length], limit + 1);
  }

  // One bit for each of 32 classes of letters: an edit changes two of them at most.
  function letters(term) {
    let bits = 0;
    for (let at = 0; at < term.length; at++) bits |= 1 << (term.charCodeAt(at) & 31);
    return bits;
  }

  function bitCount(bits) {
    let count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
  }

  // Whether `a` may be within `limit` edits of `b`, by their letters alone.
  function near(a, b, limit) {
    return bitCount(a & ~b) <= limit && bitCount(b & ~a) <= limit;
  }

  const text = { folder, parts, terms, joined, distance, letters, near };
  if (typeof module === "object") module.exports = text;
  else self.meshbookSearchText = text;
})();
