// A static server for dist/site/, for this machine only. It can serve under a sub-path, with 404 everywhere else, as GitHub
// Pages serves project sites, so that an absolute URL fails here and not only after publishing.
//
// sirv was tried and rejected: it follows symbolic links out of the folder, answers /sub with /sub/index.html (whose relative
// URLs then break), and does not compress. It would have saved only 20 lines.

import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import { gzip } from "node:zlib";
import { exists, Failure, isMain, main, SITE } from "./tools.js";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
  ".wasm": "application/wasm", // required by instantiateStreaming
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".py": "text/plain; charset=utf-8",
  ".c": "text/plain; charset=utf-8",
  ".h": "text/plain; charset=utf-8",
  ".zip": "application/zip",
  ".whl": "application/zip",
};
const PACKED = new Set([".png", ".ico", ".zip", ".whl"]); // compressed already

/** This machine's own host names. Any other is refused: another site can make its name resolve to 127.0.0.1 (DNS rebinding). */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

const compress = promisify(gzip);

/** @typedef {{type: string, etag: string, raw: Buffer, gzipped?: Buffer}} Body */

/**
 * Serves a folder until closed. Port 0 means any free port. `maxAge` is for how many seconds the browser may take a file from its
 * cache unasked, for a site that doesn't change meanwhile.
 * @param {{dir?: string, port?: number, prefix?: string, maxAge?: number}} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serve({ dir = SITE, port = 0, prefix = "/", maxAge = 0 } = {}) {
  if (!/^\/([\w.-]+\/)*$/.test(prefix)) {
    throw new Failure(`the prefix "${prefix}" is not a path that begins and ends with /, like /micrograd/`);
  }
  if (!(await exists(dir))) throw new Failure(`${dir} does not exist: run  npm run build`);
  const root = await realpath(dir);
  /** @type {Map<string, {stamp: string, body: Body}>} */
  const cache = new Map();

  const server = createServer(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async function answer(request, response) {
    /** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
    const refuse = (status, text, headers = {}) =>
      response
        .writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers })
        .end(`${text}\n`);

    /** As GitHub Pages does, which has one page for whatever is not there. */
    const notFound = async () => {
      const page = await locate("404.html");
      if (!page) return refuse(404, "not found");
      const { type, raw } = await load(page);
      return response.writeHead(404, { "content-type": type }).end(raw);
    };

    if (!OWN_HOST.test(request.headers.host ?? ""))
      return refuse(421, "this server answers to localhost and 127.0.0.1 only");
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse(405, "only GET", { allow: "GET, HEAD" });
    const [url, query] = (request.url ?? "/").split("?");
    if (`${url}/` === prefix) return refuse(301, "moved", { location: prefix + (query ? `?${query}` : "") });
    if (!url.startsWith(prefix)) return refuse(404, `nothing outside ${prefix}`);
    const file = await locate(url.slice(prefix.length));
    if (!file) return notFound();

    const body = await load(file);
    const wantsGzip = body.gzipped && /\bgzip\b/.test(request.headers["accept-encoding"]?.toString() ?? "");
    const bytes = wantsGzip && body.gzipped ? body.gzipped : body.raw;
    const headers = {
      "content-type": body.type,
      // The browser revalidates every file and gets a 304 unless it changed, so a rebuilt page never mixes old and new files.
      "cache-control": maxAge ? `max-age=${maxAge}` : "no-cache",
      etag: body.etag,
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
    };
    if (request.headers["if-none-match"] === body.etag) return response.writeHead(304, headers).end();
    response.writeHead(200, {
      ...headers,
      "content-length": bytes.length,
      ...(wantsGzip ? { "content-encoding": "gzip" } : {}),
    });
    return response.end(request.method === "HEAD" ? undefined : bytes);
  }

  /** The file that a URL names; undefined if there is none, or if a link leads out of the folder. @param {string} name */
  async function locate(name) {
    let decoded;
    try {
      decoded = decodeURIComponent(name);
    } catch {
      return undefined;
    }
    if (decoded.includes("\0")) return undefined;
    const file = path.join(root, decoded === "" || decoded.endsWith("/") ? `${decoded}index.html` : decoded);
    const real = await realpath(file).catch(() => undefined);
    if (!real?.startsWith(root + path.sep)) return undefined;
    return (await stat(real)).isFile() ? real : undefined;
  }

  /** @param {string} file @returns {Promise<Body>} */
  async function load(file) {
    const { mtimeMs, size } = await stat(file);
    const stamp = `${mtimeMs}-${size}`;
    const cached = cache.get(file);
    if (cached?.stamp === stamp) return cached.body;
    const raw = await readFile(file);
    const extension = path.extname(file);
    const body = {
      type: TYPES[extension] ?? "application/octet-stream",
      etag: `"${createHash("sha256").update(raw).digest("base64url").slice(0, 22)}"`,
      raw,
      gzipped: PACKED.has(extension) ? undefined : await compress(raw),
    };
    cache.set(file, { stamp, body });
    return body;
  }

  await new Promise((resolve, reject) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      reject(
        error.code === "EADDRINUSE" ? new Failure(`port ${port} is taken: name another with --port`) : error,
      ),
    );
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Parses a port from the command line. @param {string} text */
export function parsePort(text) {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new Failure(`"${text}" is not a port: 0 … 65535`);
  return Number(text);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({
      options: {
        dir: { type: "string" },
        port: { type: "string" },
        prefix: { type: "string" },
        "max-age": { type: "string" },
      },
    });
    const { dir, prefix, port = "8000", "max-age": maxAge = "0" } = values;
    if (!/^\d+$/.test(maxAge)) throw new Failure(`"${maxAge}" is not a number of seconds`);
    const { url } = await serve({ dir, prefix, port: parsePort(port), maxAge: Number(maxAge) });
    console.log(url);
  });
}
