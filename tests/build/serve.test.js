import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { parsePort, serve } from "../../build/serve.js";

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "serve-"));
  await mkdir(path.join(folder, "site", "sub"), { recursive: true });
  await writeFile(path.join(folder, "secret.txt"), "secret");
  await writeFile(path.join(folder, "site", "index.html"), "<p>home</p>".repeat(100));
  await writeFile(path.join(folder, "site", "sub", "index.html"), "<p>sub</p>");
  await writeFile(path.join(folder, "site", "a b.js"), "export {};");
  await writeFile(path.join(folder, "site", "x.wasm"), Buffer.from([0, 97, 115, 109]));
  await writeFile(path.join(folder, "site", "x.whl"), "PK");
  await symlink(path.join(folder, "secret.txt"), path.join(folder, "site", "link.txt"));
  server = await serve({ dir: path.join(folder, "site"), prefix: "/micrograd/" });
});

after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/**
 * The status of a request whose path and Host are sent as they are; fetch would normalise both.
 * @param {string} target @param {Record<string, string>} [headers]
 */
const raw = (target, headers = {}) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    request({ hostname, port, path: target, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

test("the prefix is served and everything outside it is 404", async () => {
  assert.equal(await (await fetch(server.url)).text(), "<p>home</p>".repeat(100));
  assert.equal(await (await fetch(`${server.url}sub/`)).text(), "<p>sub</p>");
  for (const target of [
    "/",
    "/index.html",
    "/micrograd-2/",
    "/favicon.ico",
    "/micrograd/none.js",
    "/micrograd/sub",
  ]) {
    assert.equal(await raw(target), 404, target);
  }
});

test("the prefix without its slash redirects to the one with it, keeping the query", async () => {
  const response = await fetch(`${server.url.slice(0, -1)}?seed=3`, { redirect: "manual" });
  assert.equal(response.status, 301);
  assert.equal(response.headers.get("location"), "/micrograd/?seed=3");
});

test("no path leads out of the folder, by dots, by escapes or by links", async () => {
  for (const target of [
    "/micrograd/../secret.txt",
    "/micrograd/sub/../../secret.txt",
    "/micrograd/%2e%2e/secret.txt",
    "/micrograd/..%2fsecret.txt",
    "/micrograd/link.txt",
    "/micrograd//etc/passwd",
    "/micrograd/%00",
    "/micrograd/%",
  ]) {
    assert.equal(await raw(target), 404, target);
  }
});

test("each file has the content type that browsers require", async () => {
  const typeOf = async (/** @type {string} */ name) =>
    (await fetch(server.url + name)).headers.get("content-type");
  assert.equal(await typeOf("x.wasm"), "application/wasm");
  assert.equal(await typeOf("a%20b.js"), "text/javascript; charset=utf-8");
  assert.equal(await typeOf(""), "text/html; charset=utf-8");
});

test("text is compressed, a wheel is not", async () => {
  const home = await fetch(server.url);
  assert.equal(home.headers.get("content-encoding"), "gzip");
  assert.ok(Number(home.headers.get("content-length")) < 100);
  assert.equal((await fetch(`${server.url}x.whl`)).headers.get("content-encoding"), null);
  const plain = await fetch(server.url, { headers: { "accept-encoding": "identity" } });
  assert.equal(plain.headers.get("content-length"), "1100");
});

test("an unchanged file is answered by 304, a changed one by its new contents", async () => {
  const file = path.join(folder, "site", "a b.js");
  const first = await fetch(`${server.url}a%20b.js`);
  const etag = first.headers.get("etag") ?? "";
  const again = () => fetch(`${server.url}a%20b.js`, { headers: { "if-none-match": etag } });
  assert.equal((await again()).status, 304);
  await writeFile(file, "export const changed = true;");
  const changed = await again();
  assert.equal(changed.status, 200);
  assert.match(await changed.text(), /changed/);
});

test("only GET and HEAD are answered", async () => {
  assert.equal((await fetch(server.url, { method: "POST" })).status, 405);
  const head = await fetch(server.url, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});

test("only this machine's own names are answered", async () => {
  const { port } = new URL(server.url);
  for (const host of ["127.0.0.1", `127.0.0.1:${port}`, `localhost:${port}`, "LOCALHOST", `[::1]:${port}`]) {
    assert.equal(await raw("/micrograd/", { host }), 200, host);
  }
  for (const host of [
    "attacker.example",
    `localhost.attacker.example:${port}`,
    "127.0.0.1.nip.io",
    "localhost:80x",
  ]) {
    assert.equal(await raw("/micrograd/", { host }), 421, host);
  }
});

test("a bad prefix, a bad port, a taken port and a missing folder are refused with the value", async () => {
  await assert.rejects(serve({ dir: folder, prefix: "micrograd" }), /the prefix "micrograd" is not a path/);
  await assert.rejects(serve({ dir: path.join(folder, "none") }), /none does not exist/);
  const { port } = new URL(server.url);
  await assert.rejects(serve({ dir: folder, port: Number(port) }), new RegExp(`port ${port} is taken`));
  assert.throws(() => parsePort("80a"), /"80a" is not a port/);
  assert.throws(() => parsePort("65536"), /"65536" is not a port/);
});
