import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { buildOffline } from "../../build/site/offline.js";

/** @type {string} */
let site;
/** @param {string} file */
const read = (file) => readFile(path.join(site, file), "utf8");
/** @param {string} file @param {string} text */
const write = (file, text) => writeFile(path.join(site, file), text);
const listed = async () =>
  JSON.parse(/const FILES = (\{.*?\n\});/s.exec(await read("sw.js"))?.[1].replace(/,\n\}/, "\n}") ?? "");

before(async () => {
  site = await mkdtemp(path.join(tmpdir(), "site-"));
});
after(() => rm(site, { recursive: true }));
beforeEach(async () => {
  await write("index.html", '<html lang="en"></html>');
  await write("a b.js", "1;");
});

test("the list has the hash of every file as it is served, the page with the version in it too", async () => {
  const version = await buildOffline(site);
  const files = await listed();
  assert.deepEqual(Object.keys(files), ["a%20b.js", "index.html"]);
  assert.ok((await read("index.html")).includes(`data-build="${version}"`));
  assert.ok((await read("sw.js")).includes(`const VERSION = "${version}";`));
  for (const [name, hash] of Object.entries(files)) {
    const digest = createHash("sha256")
      .update(await readFile(path.join(site, decodeURI(name))))
      .digest();
    assert.equal(hash, digest.subarray(0, 15).toString("base64"));
  }
});

test("the version is the same for the same files, and another when one of them or its name changes", async () => {
  const build = async (/** @type {() => Promise<void>} */ change) => {
    await write("index.html", '<html lang="en"></html>');
    await change();
    return buildOffline(site);
  };
  const same = [await build(async () => {}), await build(async () => {})];
  assert.equal(same[0], same[1]);
  const others = [await build(() => write("a b.js", "2;")), await build(() => write("c.js", "1;"))];
  assert.equal(new Set([same[0], ...others]).size, 3);
});

test("what no page asks for is not kept", async () => {
  for (const file of ["robots.txt", "404.html", "social.png", "README.md", "main.js.map"])
    await write(file, "");
  await buildOffline(site);
  const names = Object.keys(await listed());
  assert.deepEqual(
    names.filter((name) => !name.endsWith(".js")),
    ["index.html"],
  );
});

test("a page that has a version already is refused, since that is not in the list's hash", async () => {
  await buildOffline(site);
  await assert.rejects(buildOffline(site), /index\.html has a version already/);
});
