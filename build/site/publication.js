// What lets others find the page and cite it: the head of index.html (canonical address, Open Graph, JSON-LD), robots.txt and
// sitemap.xml, and the way home from 404.html.
//
// All of them need the address of the published page, as absolute URLs. It is "homepage" in package.json, or SITE_URL, which the
// Pages workflow sets to where GitHub publishes; without either the page has a title, a description and a version, and no address.

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { Failure, ROOT, replaceFile, SITE } from "../tools.js";

const PICTURE = { file: "social.png", width: 1200, height: 630 };

/** What package.json says, the one place that does. @returns {Promise<{version: string, url: string | null}>} */
export async function publication() {
  const { version, homepage } = JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8"));
  const url = process.env.SITE_URL || homepage || null;
  if (url === null) return { version, url };
  if (!/^https?:\/\/[^\s"'<>&?#]+$/.test(url)) {
    throw new Failure(`"${url}" is not the address of the site, such as https://example.org/micrograd/`);
  }
  return { version, url: url.replace(/\/*$/, "/") };
}

/** @param {string} [site] a folder with index.html @param {{version: string, url: string | null}} [given] */
export async function publish(site = SITE, given) {
  const { version, url } = given ?? (await publication());
  /** @param {string} file @param {string} text */
  const write = (file, text) => replaceFile(path.join(site, file), (to) => writeFile(to, text));
  const page = await readFile(path.join(site, "index.html"), "utf8");
  const stamped = page.replace("<html", () => `<html data-version="${version}"`);
  await write(
    "index.html",
    stamped.replace("</head>", () => head(page, version, url)),
  );
  await write(
    "robots.txt",
    ["User-agent: *", "Allow: /", ...(url ? [`Sitemap: ${url}sitemap.xml`] : []), ""].join("\n"),
  );
  const lost = await readFile(path.join(ROOT, "web", "404.html"), "utf8");
  const home = url ? new URL(url).pathname : "/";
  await write("404.html", lost.replace('href="/"', `href="${home}"`));
  if (url) await write("sitemap.xml", sitemap(url));
}

/** The end of the head. Title and description are those of the page. @param {string} page @param {string} version @param {string | null} url */
function head(page, version, url) {
  const [, name] = /<title>(.+)<\/title>/.exec(page) ?? [];
  const [, description] = /<meta name="description" content="(.+)">/.exec(page) ?? [];
  if (!name || !description) throw new Failure("index.html has no title, or no description");
  const picture = url && url + PICTURE.file;
  const data = {
    "@context": "https://schema.org",
    "@type": ["WebApplication", "LearningResource"],
    name,
    description,
    ...(url && { url, image: picture }),
    softwareVersion: version,
    applicationCategory: "EducationalApplication",
    operatingSystem: "Any",
    isAccessibleForFree: true,
    inLanguage: "en",
    license: "https://spdx.org/licenses/MIT.html",
  };
  const properties = {
    type: "website",
    title: name,
    description,
    ...(url && { url, image: picture, "image:width": PICTURE.width, "image:height": PICTURE.height }),
  };
  const lines = [
    ...Object.entries(properties).map(([key, value]) => `<meta property="og:${key}" content="${value}">`),
    ...(url
      ? [`<link rel="canonical" href="${url}">`, '<meta name="twitter:card" content="summary_large_image">']
      : []),
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`,
  ];
  return `${lines.map((line) => `  ${line}\n  `).join("")}</head>`;
}

/** @param {string} url */
const sitemap = (url) => `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>${url}</loc></url>
</urlset>
`;
