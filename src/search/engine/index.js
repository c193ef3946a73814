// The index, read piece by piece: see src/search/script.rs for what its files hold.
"use strict";

(() => {
  // Numbers as src/search/number.rs writes them: a digit below 60 ends a number.
  class Numbers {
    constructor(digits, text) {
      this.digits = digits;
      this.text = text;
      this.at = 0;
    }

    get left() {
      return this.at < this.text.length;
    }

    next() {
      let number = 0;
      for (let factor = 1; ; factor *= 30) {
        const digit = this.digits[this.text.charCodeAt(this.at++)];
        number += digit * factor;
        if (digit < 60) return number;
      }
    }
  }

  // Whether `a` comes before `b` by code points, which is how the index is sorted and not
  // how JavaScript compares.
  function before(a, b) {
    const end = Math.min(a.length, b.length);
    for (let at = 0; at < end; at++) {
      if (a[at] !== b[at]) return rank(a.charCodeAt(at)) < rank(b.charCodeAt(at));
    }
    return a.length < b.length;
  }

  // Halves of code points beyond U+FFFF come after all whole ones.
  function rank(unit) {
    return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
  }

  function bisect(sorted, text) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(sorted[middle], text)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function fileName(family, term) {
    const escape = (char) => "_" + char.charCodeAt(0).toString(16).padStart(4, "0");
    return term ? `${family}-${term.replace(/[^a-z0-9]/g, escape)}` : family;
  }

  // A term with the records that have it, and the columns whose names do.
  class Row {
    constructor(index, [term, postings, columns = [], total]) {
      Object.assign(this, { index, term, text: postings, total });
      this.columns = columns.map((column) => new Column(index, column));
    }

    // Calls `each` with every record and its weight, and says how many there are.
    postings(each) {
      if (!this.records) {
        const numbers = new Numbers(this.index.digits, this.text);
        this.records = [];
        this.weights = [];
        while (numbers.left) {
          const weight = numbers.next();
          let record = 0;
          for (let count = numbers.next(); count > 0; count--) {
            this.records.push((record += numbers.next()));
            this.weights.push(weight);
          }
        }
      }
      for (let at = 0; at < this.records.length; at++) each(this.records[at], this.weights[at]);
      return this.records.length;
    }
  }

  // Columns of one name: the records and tables that have it.
  class Column {
    constructor(index, [name, postings, anchor = "", other = ""]) {
      Object.assign(this, { index, name, text: postings, anchor: anchor || name, other });
      this.key = [name, anchor, other].join("\n");
    }

    get terms() {
      return (this.found ??= this.index.terms(this.other || this.name));
    }

    get size() {
      this.decode();
      return this.records.length;
    }

    decode() {
      if (this.records) return;
      const numbers = new Numbers(this.index.digits, this.text);
      this.records = [];
      this.tables = [];
      let record = -1;
      let placed = true;
      while (numbers.left) {
        const step = numbers.next();
        if (step > 0) {
          this.records.push((record += step));
          this.tables.push(0);
          placed = false;
        } else if (placed) {
          this.records.push(record);
          this.tables.push(numbers.next());
        } else {
          this.tables[this.tables.length - 1] = numbers.next();
          placed = true;
        }
      }
    }
  }

  class Index {
    // `load` gets the name of a file and promises its rows.
    constructor(load, text, [main]) {
      this.load = (name) => load(name, main.version);
      this.digits = new Uint8Array(128);
      Array.from(main.digits, (char, digit) => (this.digits[char.charCodeAt(0)] = digit));
      this.fold = text.folder(main.fold);
      this.terms = (words) => text.terms(words, this.fold);
      this.stop = new Set(main.stop);
      this.cardsInFile = main.cards;
      this.files = new Map();
      this.firsts = { words: this.split(main.words), names: this.split(main.names) };

      this.size = 0;
      this.kinds = main.kinds.map(([id, heading, count], order) => {
        this.size += count;
        return { id, heading, order, first: this.size - count, end: this.size };
      });

      this.words = [];
      this.frequency = [];
      this.letters = [];
      let word = "";
      for (const [, shared, rest, often] of main.vocabulary.matchAll(/([0-9a-z])([^A-Z]*)([A-Z])/g)) {
        word = word.slice(0, parseInt(shared, 36)) + rest;
        this.words.push(word);
        this.frequency.push(often.charCodeAt(0) - 65);
        this.letters.push(text.letters(word));
      }
    }

    split(firsts) {
      return ["", ...(firsts ? firsts.split(" ") : [])];
    }

    // The place of a word in the vocabulary, or -1.
    place(word) {
      const at = bisect(this.words, word);
      return this.words[at] === word ? at : -1;
    }

    // The places of the words that begin with `front`.
    range(front) {
      return [bisect(this.words, front), bisect(this.words, front + "\u{10ffff}")];
    }

    // The name of the file in which `term` stands, if it stands anywhere.
    file(family, term) {
      const firsts = this.firsts[family];
      let at = bisect(firsts, term);
      if (firsts[at] !== term) at -= 1;
      return fileName(family, firsts[Math.max(at, 0)]);
    }

    // The rows of a file, by term.
    rows(file) {
      return this.once(file, (rows) => new Map(rows.map((row) => [row[0], new Row(this, row)])));
    }

    // All columns of a row, those that it leaves out too.
    async columns(family, row) {
      if (row.total === undefined) return row.columns;
      return this.once(fileName(`more-${family}`, row.term), (columns) =>
        row.columns.concat(columns.map((column) => new Column(this, column))),
      );
    }

    async card(record) {
      const file = `cards-${Math.floor(record / this.cardsInFile)}`;
      const cards = await this.once(file, (rows) => rows);
      const card = cards[record % this.cardsInFile];
      const [title, url, context, summary, domain, owner, status, level, tables] = card;
      return { title, url, context, summary, domain, owner, status, level, tables };
    }

    once(file, read) {
      if (!this.files.has(file)) {
        const rows = this.load(file).then(read);
        rows.catch(() => this.files.delete(file));
        this.files.set(file, rows);
      }
      return this.files.get(file);
    }

    kindOf(record) {
      return this.kinds.find((kind) => record < kind.end);
    }
  }

  const exported = { Index };
  if (typeof module === "object") module.exports = exported;
  else self.meshbookSearchIndex = exported;
})();
