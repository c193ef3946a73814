// The search box of every page, and the results of the search page.
//
// What a query means is decided by `search/engine.js`, which is loaded with the index
// when the box gets the focus. Queries never leave the browser.
"use strict";

(() => {
  const form = document.querySelector("form.search");
  const input = form?.querySelector("input[type=search]");
  if (!input) return;

  const root = new URL(document.documentElement.dataset.root || "./", document.baseURI);
  const folder = new URL("search/", root).href;
  const page = document.querySelector("[data-search-page]");

  const IN_POPUP = { column: 5, product: 5 };
  const IN_POPUP_OTHERS = 3;
  const ON_PAGE = 6;
  const STEP = 50;

  // Loading.

  const FILE = /^[a-z0-9_-]+\.js(\?v=[0-9a-f]+)?$/;
  const createScriptURL = (url) => {
    if (!url.startsWith(folder) || !FILE.test(url.slice(folder.length))) {
      throw new TypeError(`not a file of the search index: ${url}`);
    }
    return url;
  };
  const policy = window.trustedTypes?.createPolicy("portal", { createScriptURL }) ?? { createScriptURL };

  const arrived = new Map();
  window.meshbookSearch = (name, rows) => arrived.set(name, rows);

  function load(name, version) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = policy.createScriptURL(`${folder}${name}.js${version ? `?v=${version}` : ""}`);
      script.onload = () => {
        script.remove();
        const rows = arrived.get(name);
        arrived.delete(name);
        resolve(rows);
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(`${name}.js could not be loaded`));
      };
      document.head.append(script);
    });
  }

  let engine;
  function start() {
    engine ??= load("engine").then(() => window.meshbookSearchEngine.Engine.create(load));
    engine.catch(() => (engine = undefined));
    return engine;
  }

  // Elements.

  function element(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  }

  const number = (count) => count.toLocaleString("en");
  const address = (hit) => new URL(`./${hit.url}`, root).href;

  function resultsAddress(query, kind) {
    const url = new URL("search.html", root);
    url.searchParams.set("q", query);
    if (kind) url.searchParams.set("kind", kind);
    return url.href;
  }

  // A text with what was found in it marked, and whether anything was.
  function marked(search, marks, shown) {
    const pieces = search.mark(shown, marks);
    const nodes = pieces.map((piece) => (piece.marked ? element("mark", {}, piece.text) : piece.text));
    return { nodes, found: pieces.some((piece) => piece.marked) };
  }

  // What a hit says of itself: its name, where it belongs, and its summary where that is
  // asked for or is what was found.
  function told(search, marks, hit, whole) {
    const title = marked(search, marks, hit.title);
    const nodes = [element("span", { class: "search-title" }, ...title.nodes)];
    let found = title.found;
    if (hit.other) {
      const other = marked(search, marks, hit.other);
      nodes.push(" ", element("span", { class: "search-other" }, "(", ...other.nodes, ")"));
      found ||= other.found;
    }
    if (hit.status === "deprecated" || hit.status === "retired") {
      nodes.push(" ", element("span", { class: "search-status" }, hit.status));
    }
    const around = [...new Set([hit.context, hit.domain, hit.owner].filter((text) => text && text !== hit.title))];
    const context = marked(search, marks, around.join(" · "));
    if (around.length > 0) nodes.push(element("span", { class: "search-context" }, ...context.nodes));
    const summary = marked(search, marks, hit.summary);
    if (hit.summary && (whole || (summary.found && !found))) {
      nodes.push(element("span", { class: "search-summary" }, ...summary.nodes));
    }
    if (!found && !context.found && !summary.found) {
      nodes.push(element("span", { class: "search-summary" }, "Found in its text"));
    }
    return nodes;
  }

  function count(kind) {
    return element("span", { class: "search-count" }, number(kind));
  }

  function readAs(result) {
    return result.readAs
      ? element("p", { class: "search-note" }, "Showing results for ", element("strong", {}, result.readAs))
      : null;
  }

  function total(result) {
    const sum = result.groups.reduce((all, group) => all + group.count, 0);
    return sum === 1 ? "1 result" : `${number(sum)} results`;
  }

  // Answers only the newest of several questions that overlap.
  let asked = 0;
  async function ask(query, limit, answer, fail) {
    const mine = ++asked;
    try {
      const search = await start();
      const result = await search.search(query, limit);
      if (mine === asked) answer(search, result);
    } catch (error) {
      console.error(error);
      if (mine === asked) fail();
    }
  }

  const FAILED = "The search index could not be loaded.";

  // The popup under the box.

  function combobox() {
    const list = element("div", { role: "listbox", id: "search-listbox", "aria-label": "Search results" });
    const popup = element("div", { class: "search-popup", hidden: "" });
    const status = element("div", { class: "visually-hidden", role: "status" });
    form.append(popup, status);
    let options = [];
    let active = -1;

    for (const [key, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      input.setAttribute(key, value);
    }
    popup.append(list);

    function activate(next) {
      options[active]?.setAttribute("aria-selected", "false");
      active = next;
      const option = options[active];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      } else {
        input.removeAttribute("aria-activedescendant");
      }
    }

    function close() {
      asked += 1;
      activate(-1);
      popup.hidden = true;
      input.setAttribute("aria-expanded", "false");
    }

    function show(...children) {
      activate(-1);
      popup.replaceChildren(...children.filter(Boolean));
      popup.hidden = false;
      input.setAttribute("aria-expanded", String(options.length > 0));
    }

    function option(properties, ...children) {
      const made = element("a", { role: "option", "aria-selected": "false", tabindex: "-1", ...properties }, ...children);
      made.id = `search-option-${options.length}`;
      options.push(made);
      return made;
    }

    function render(query, search, result) {
      options = [];
      const groups = result.groups.map((group) => {
        const heading = element("div", { class: "search-heading", id: `search-group-${group.kind}`, role: "presentation" });
        heading.append(`${group.heading} `, count(group.count));
        const hits = group.hits.map((hit) => option({ href: address(hit) }, ...told(search, result.marks, hit, false)));
        return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...hits);
      });
      if (groups.length === 0) {
        list.replaceChildren();
        show(element("p", { class: "search-note" }, `Nothing found for “${query}”`), list);
      } else {
        const all = option({ href: resultsAddress(query), class: "search-all" }, `All ${total(result)}`);
        list.replaceChildren(...groups, all);
        show(readAs(result), list);
      }
      const read = result.readAs ? `, showing results for ${result.readAs}` : "";
      status.textContent = groups.length === 0 ? "Nothing found" : total(result) + read;
    }

    function update() {
      const query = input.value.trim();
      if (!query) return close();
      ask(
        input.value,
        (kind) => IN_POPUP[kind] ?? IN_POPUP_OTHERS,
        (search, result) => render(query, search, result),
        () => {
          options = [];
          list.replaceChildren();
          show(element("p", { class: "search-note" }, FAILED), list);
          status.textContent = FAILED;
        },
      );
    }

    input.addEventListener("input", update);
    input.addEventListener("focus", () => {
      start().catch(() => {});
      if (input.value.trim()) update();
    });
    input.addEventListener("blur", close);
    // A press inside the popup must not take the focus, which would close it.
    popup.addEventListener("pointerdown", (event) => event.preventDefault());
    popup.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && popup.hidden) {
        update();
      } else if (step && options.length > 0) {
        const places = options.length + 1;
        activate(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        const { href } = options[active];
        if (event.ctrlKey || event.metaKey) window.open(href, "_blank", "noopener");
        else window.location.assign(href);
        if (!event.ctrlKey && !event.metaKey) close();
      } else if (event.key === "Escape" && !popup.hidden) {
        close();
      } else if (event.key === "Escape") {
        input.value = "";
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  // The search page.

  function results() {
    const without = [...page.childNodes];
    const status = element("p", { class: "search-total", role: "status" });
    const found = element("div");
    let kind = "";
    let shown = STEP;

    function sections(search, result) {
      return result.groups
        .filter((group) => !kind || group.kind === kind)
        .map((group) => {
          const heading = element("h2", { id: `results-${group.kind}` }, `${group.heading} `, count(group.count));
          const hits = group.hits.map((hit) =>
            element("li", {}, element("a", { href: address(hit) }, ...told(search, result.marks, hit, true))),
          );
          const section = element("section", { "aria-labelledby": heading.id }, heading, element("ol", { class: "search-hits" }, ...hits));
          if (group.count > group.hits.length && !kind) {
            section.append(kindLink(group, `All ${number(group.count)} ${group.heading.toLowerCase()}`));
          } else if (kind && group.hits.length === shown && group.count > shown) {
            const more = element("button", { type: "button" }, `Show ${STEP} more`);
            more.addEventListener("click", () => {
              shown += STEP;
              update();
            });
            section.append(more);
          }
          return section;
        });
    }

    function kindLink(group, ...children) {
      const own = group?.kind ?? "";
      const current = own === kind ? "true" : undefined;
      const link = element("a", { href: resultsAddress(input.value.trim(), own), "aria-current": current }, ...children);
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        choose(own);
      });
      return link;
    }

    function choose(next) {
      kind = next;
      shown = STEP;
      update();
    }

    function kinds(result) {
      const links = result.groups.map((group) => kindLink(group, `${group.heading} `, count(group.count)));
      const all = kindLink(null, "All");
      const items = [all, ...links].map((link) => element("li", {}, link));
      return element("nav", { "aria-label": "Kinds of results" }, element("ul", { class: "search-kinds" }, ...items));
    }

    function update() {
      const query = input.value.trim();
      try {
        history.replaceState(null, "", query ? resultsAddress(query, kind) : new URL("search.html", root).href);
      } catch {
        // Some browsers keep the address of a page on disk as it is.
      }
      if (!query) {
        asked += 1;
        return page.replaceChildren(...without);
      }
      page.replaceChildren(status, found);
      ask(
        input.value,
        (own) => (kind ? (own === kind ? shown : 0) : ON_PAGE),
        (search, result) => {
          if (!result.groups.some((group) => group.kind === kind)) {
            if (kind) return choose("");
          }
          status.textContent = result.groups.length > 0 ? `${total(result)} for “${query}”` : `Nothing found for “${query}”`;
          const children = result.groups.length > 0 ? [readAs(result), kinds(result), ...sections(search, result)] : without;
          found.replaceChildren(...children.filter(Boolean));
        },
        () => {
          status.textContent = FAILED;
          found.replaceChildren(...without);
        },
      );
    }

    const asks = new URLSearchParams(window.location.search);
    input.value = asks.get("q") ?? "";
    kind = asks.get("kind") ?? "";
    input.addEventListener("input", () => choose(kind));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      choose(kind);
    });
    update();
  }

  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
    const editing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !editing && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!command && !slash) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  if (page) results();
  else combobox();
})();
