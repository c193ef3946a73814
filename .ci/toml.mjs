// The part of TOML that `deny.toml` is written in: tables, and in them texts without escapes,
// numbers, booleans, lists and inline tables. Anything else is an error.

/** The tables of a text, by their names. */
export function parse(text) {
  const tokens = text.match(/"[^"\n]*"|#[^\n]*|[[\]{},=]|[^\s[\]{},="#]+/g) ?? [];
  const words = tokens.filter((token) => !token.startsWith("#"));
  let at = 0;

  function next(expected) {
    const word = words[at];
    if (word === undefined || (expected && word !== expected)) {
      throw new Error(`\`${word ?? "the end"}\` stands where ${expected ?? "a value"} is read`);
    }
    at += 1;
    return word;
  }

  function value() {
    const word = next();
    if (word === "[") return list();
    if (word === "{") return pairs((word) => word === "}" && next("}"));
    if (word.startsWith('"')) return word.slice(1, -1);
    return JSON.parse(word);
  }

  function list() {
    const items = [];
    while (words[at] !== "]") {
      items.push(value());
      if (words[at] !== "]") next(",");
    }
    next("]");
    return items;
  }

  function pairs(ends) {
    const table = {};
    while (!ends(words[at])) {
      const key = next();
      next("=");
      table[key] = value();
      if (words[at] === ",") next(",");
    }
    return table;
  }

  const tables = {};
  while (at < words.length) {
    next("[");
    const name = next();
    next("]");
    // The next table begins with a bracket, as no key does.
    tables[name] = pairs((word) => word === undefined || word === "[");
  }
  return tables;
}
