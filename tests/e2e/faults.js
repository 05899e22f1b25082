/** A site between the browser and the real one, on which one file at a time does not arrive as it should. */

import { createServer, get } from "node:http";

/**
 * missing: 404. cut: the connection breaks in the middle. portal: the log-in page of a hotel's network, as 200. damaged: the
 * right type and length with other bytes. stalled: half of it, and then nothing.
 * @typedef {"missing" | "cut" | "portal" | "damaged" | "stalled"} Kind
 */

export const KINDS = /** @type {Kind[]} */ (["missing", "cut", "portal", "damaged", "stalled"]);

const PORTAL = "<!doctype html><title>Welcome</title><p>Log in to use the network.</p>";

/**
 * @param {string} target the real site
 * @returns {Promise<{url: string, set(file: string, kind: Kind): void, mend(): void, close(): void}>}
 */
export async function faultySite(target) {
  /** @type {{file: string, kind: Kind} | null} */
  let fault = null;
  const server = createServer((request, response) => {
    const url = request.url ?? "/";
    const hit = fault && url.split("?")[0].endsWith(fault.file) ? fault.kind : null;
    if (hit === "missing") return response.writeHead(404).end("not found");
    if (hit === "portal") return response.writeHead(200, { "content-type": "text/html" }).end(PORTAL);
    const { "accept-encoding": _, "if-none-match": __, ...headers } = request.headers;
    get(new URL(url, target), { headers: { ...headers, host: new URL(target).host } }, (real) => {
      response.writeHead(real.statusCode ?? 500, { ...real.headers, "cache-control": "no-store" });
      if (!hit) return real.pipe(response);
      /** @type {Buffer[]} */
      const chunks = [];
      real.on("data", (chunk) => chunks.push(chunk));
      real.on("end", () => {
        const bytes = Buffer.concat(chunks);
        if (hit === "damaged") response.end(Buffer.alloc(bytes.length, "?"));
        else response.write(bytes.subarray(0, bytes.length >> 1));
        if (hit === "cut") setImmediate(() => response.destroy());
      });
      return undefined;
    });
    return undefined;
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}${new URL(target).pathname}`,
    set(file, kind) {
      fault = { file, kind };
    },
    mend() {
      fault = null;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
