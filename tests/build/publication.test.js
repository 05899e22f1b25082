import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { publication, publish } from "../../build/site/publication.js";
import { ROOT } from "../../build/tools.js";

/** @type {string} */
let site;
beforeEach(async () => {
  site = await mkdtemp(path.join(tmpdir(), "site-"));
  await copyFile(path.join(ROOT, "web", "index.html"), path.join(site, "index.html"));
});
afterEach(async () => {
  delete process.env.SITE_URL;
  await rm(site, { recursive: true });
});

/** @param {string} file */
const text = (file) => readFile(path.join(site, file), "utf8");
/** @param {string} html */
const dataOf = (html) =>
  JSON.parse(/<script type="application\/ld\+json">(.*)<\/script>/.exec(html)?.[1] ?? "");

test("with an address the page, robots.txt and sitemap.xml name it, and 404.html leads to it", async () => {
  await publish(site, { version: "1.2.3", url: "https://example.org/micrograd/" });
  const html = await text("index.html");
  assert.ok(html.includes('<link rel="canonical" href="https://example.org/micrograd/">'));
  assert.ok(html.includes('<meta property="og:image" content="https://example.org/micrograd/social.png">'));
  assert.ok(html.includes('<html data-version="1.2.3"'));
  const { url, softwareVersion, name } = dataOf(html);
  assert.deepEqual(
    [url, softwareVersion, name],
    ["https://example.org/micrograd/", "1.2.3", "micrograd in the browser"],
  );
  assert.match(await text("robots.txt"), /^Sitemap: https:\/\/example\.org\/micrograd\/sitemap\.xml$/m);
  assert.ok((await text("sitemap.xml")).includes("<loc>https://example.org/micrograd/</loc>"));
  assert.ok((await text("404.html")).includes('<a href="/micrograd/">'));
});

test("the picture of a link has the size that the page says", async () => {
  await publish(site, { version: "1.2.3", url: "https://example.org/" });
  const html = await text("index.html");
  const said = ["width", "height"].map((side) =>
    Number(new RegExp(`og:image:${side}" content="(\\d+)"`).exec(html)?.[1]),
  );
  const png = await readFile(path.join(ROOT, "web", "social.png"));
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], said);
});

test("without an address none is made up", async () => {
  await publish(site, { version: "1.2.3", url: null });
  const html = await text("index.html");
  assert.ok(!/canonical|og:url|og:image/.test(html));
  assert.equal(dataOf(html).url, undefined);
  assert.ok(!(await text("robots.txt")).includes("Sitemap"));
  await assert.rejects(text("sitemap.xml"), /ENOENT/);
});

test("SITE_URL gets its last slash, and what is no address is refused with the value", async () => {
  process.env.SITE_URL = "https://example.org/micrograd";
  assert.equal((await publication()).url, "https://example.org/micrograd/");
  for (const wrong of ["ftp://example.org/", "example.org", 'https://example.org/"><script>']) {
    process.env.SITE_URL = wrong;
    await assert.rejects(publication(), (error) => String(error).includes(`"${wrong}" is not the address`));
  }
});

test("package.json, the package, the citation and the changes agree on the version", async () => {
  const { version } = await publication();
  const found = await Promise.all(
    /** @type {[string, RegExp][]} */ ([
      ["pyproject.toml", /^version = "(.+)"$/m],
      ["CITATION.cff", /^version: (.+)$/m],
      ["CHANGELOG.md", /^## (.+)$/m],
    ]).map(async ([file, line]) => line.exec(await readFile(path.join(ROOT, file), "utf8"))?.[1]),
  );
  assert.deepEqual(found, [version, version, version]);
});
