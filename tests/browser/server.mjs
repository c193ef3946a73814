// A static file server on loopback, at the root or under a path, as a plain web host would serve the site.

import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/**
 * Serves `folder` under `prefix` ("/" or "/x/y/") and returns its address and how to end it. `headersOf` names the
 * headers that are sent with a route beside its type; `further` holds pages that the site has not.
 */
export async function serve(folder, prefix = "/", headersOf = () => ({}), further = {}) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const route = pathname.startsWith(prefix) ? decodeURIComponent(pathname.slice(prefix.length)) : "..";
    const file = path.join(folder, route.endsWith("/") || route === "" ? `${route}index.html` : route);
    try {
      if (!file.startsWith(folder + path.sep)) throw new Error("outside of the site");
      const body = further[route] ?? (await readFile(file));
      response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream", ...headersOf(route) });
      response.end(body);
    } catch {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end("not found");
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    base: `http://127.0.0.1:${server.address().port}${prefix}`,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
