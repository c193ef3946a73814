// A page as a tree: a thin layer over a real HTML parser.

import { parse } from "parse5";

/** All elements below `node` in document order. */
export function* elements(node) {
  for (const child of [...(node.content?.childNodes ?? []), ...(node.childNodes ?? [])]) {
    if (child.tagName) yield child;
    yield* elements(child);
  }
}

/** The attributes of an element as a plain object. */
export function attributes(element) {
  return Object.fromEntries(element.attrs.map(({ name, value }) => [name, value]));
}

/** The text inside an element. */
export function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.childNodes ?? []).map(textOf).join("");
}

/** Parses a whole page; a place is `line:column`. */
export function parsePage(html) {
  return parse(html, { sourceCodeLocationInfo: true });
}

/** Where an element starts in its page. */
export function place(element) {
  const at = element.sourceCodeLocation;
  return at ? `${at.startLine}:${at.startCol}` : "?";
}
