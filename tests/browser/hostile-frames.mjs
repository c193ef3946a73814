// Many pages at once in frames of one tab, and what must not be in any of them.

/** What a payload may call first. It stands in every frame before anything of the page runs. */
export function canaries() {
  const told = (what) => console.error(`canary: ${what}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    window[name] = (...given) => told(`${name}(${given.join(", ").slice(0, 80)})`);
  }
  addEventListener("securitypolicyviolation", (event) => {
    const by = event.blockedURI || event.sourceFile;
    told(`policy violation in ${location.pathname}: ${event.violatedDirective} by ${by} ${event.sample}`);
  });
}

/** Gives the tab what it needs to look into frames: runs in the tab, once. */
export function prepare(known) {
  const routes = new Set(known);
  const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
  // Names in drawings keep their case, and what is in an HTML page may be written in any.
  const FORBIDDEN = [
    "applet", "audio", "base", "embed", "frame", "frameset", "iframe", "marquee", "math", "object", "portal", "source", "style",
    "template", "track", "video", "animate", "set", "foreignObject", "use", "image", "feImage", "animateMotion", "animateTransform",
    "form:not(.search)", "link:not([rel=icon], [rel=stylesheet], [rel=canonical], [rel=prev], [rel=next])",
    "meta[http-equiv]:not([http-equiv=Content-Security-Policy])",
  ].join(",");
  const ADDRESSES = ["href", "src", "action", "xlink:href", "data", "poster", "cite", "background", "longdesc", "manifest"];
  const HANDLERS = "//@*[starts-with(name(), 'on')]";
  const REFUSED = [HANDLERS, ...["srcdoc", "formaction", "ping", "srcset", "style", "is", "nonce"].map((name) => `//@${name}`)].join("|");
  const OWN_SCRIPT = /^\/(assets|search)\/[a-z0-9_-]+\.js$/;
  const classes = new Map();

  function ofAddress(value, isLink, document) {
    let url;
    try {
      url = new URL(value, document.baseURI);
    } catch {
      return "is no address";
    }
    if (!SCHEMES.has(url.protocol)) return `has the scheme ${url.protocol}`;
    if (url.origin !== location.origin) {
      if (!isLink) return "leads to another place";
      if (!classes.has(url.protocol)) classes.set(url.protocol, []);
      if (classes.get(url.protocol).length < 20) classes.get(url.protocol).push({ page: document.location.pathname, href: value });
      return undefined;
    }
    const route = decodeURIComponent(url.pathname.slice(1)) || "index.html";
    return routes.has(route) ? undefined : "is no file of the site";
  }

  function ofScript(script) {
    if (!script.hasAttribute("src")) return script.type === "application/json";
    const { origin, pathname } = new URL(script.src, script.ownerDocument.baseURI);
    return origin === location.origin && OWN_SCRIPT.test(pathname) && routes.has(pathname.slice(1));
  }

  /** What of a page is not as we write it: found by the browser's own selectors, as pages have thousands of elements. */
  function* ofPage(document) {
    for (const element of document.querySelectorAll(FORBIDDEN)) yield `${element.outerHTML} is not for pages`;
    const refused = document.evaluate(REFUSED, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    for (let at = 0; at < refused.snapshotLength; at += 1) {
      const { name, value, ownerElement } = refused.snapshotItem(at);
      yield `<${ownerElement.localName}> ${name}="${value}"`;
    }
    for (const script of document.scripts) if (!ofScript(script)) yield `${script.outerHTML} is not ours`;
    const seen = new Map();
    for (const name of ADDRESSES) {
      for (const element of document.querySelectorAll(`[${CSS.escape(name)}]`)) {
        const isLink = name === "href" && element.localName === "a";
        const value = element.getAttribute(name);
        const key = `${isLink} ${value}`;
        if (!seen.has(key)) seen.set(key, ofAddress(value, isLink, document));
        if (seen.get(key)) yield `<${element.localName}> ${name}="${value}" ${seen.get(key)}`;
      }
    }
    if (!document.querySelector("main")) yield "no main part";
  }

  /** Loads `batch` in frames and returns the faults of each, once they have stood still for `settle` ms. */
  window.look = async (batch, settle, wanted) => {
    const frames = batch.map((route) => {
      const frame = document.createElement("iframe");
      frame.src = `/${route}`;
      document.body.append(frame);
      return { route, frame, loaded: new Promise((resolve) => (frame.onload = resolve)) };
    });
    const faults = [];
    const texts = {};
    let elements = 0;
    for (const { loaded } of frames) await loaded;
    await new Promise((resume) => setTimeout(resume, settle));
    for (const { route, frame } of frames) {
      const inside = frame.contentDocument;
      if (!inside) {
        faults.push(`${route}: it cannot be looked into`);
        continue;
      }
      if (decodeURIComponent(inside.location.pathname) !== `/${route}`) faults.push(`${route}: it went to ${inside.location.href}`);
      if (route.endsWith(".html")) {
        elements += inside.getElementsByTagName("*").length;
        for (const what of ofPage(inside)) faults.push(`${route}: ${what}`.slice(0, 400));
      }
      if (wanted?.includes(route)) texts[route] = inside.documentElement.textContent;
    }
    for (const { frame } of frames) frame.remove();
    return { faults, texts, elements };
  };
  window.linkClasses = () => [...classes];

  /** Types each query into the box and looks at what is shown in `list`. */
  window.ask = async (queries, list) => {
    const input = document.querySelector("form.search input");
    const faults = [];
    let results = 0;
    input.focus();
    for (const query of queries) {
      const shown = new Promise((resolve) => {
        const seen = new MutationObserver(() => (seen.disconnect(), resolve()));
        seen.observe(document.body, { childList: true, subtree: true, characterData: true });
        setTimeout(resolve, 400);
      });
      input.value = query;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await shown;
      results += document.querySelectorAll(list).length;
      for (const what of ofPage(document)) faults.push(`${query}: ${what}`.slice(0, 400));
    }
    return { faults, results };
  };
}
