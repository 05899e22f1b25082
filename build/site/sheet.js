// One style sheet of those that web/index.html links, in their order, and the page that links it alone. The sheets of what is loaded
// later stay files of their own.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { filesUnder, ROOT } from "../tools.js";

const SHEET = "style.css";
const LINK = /^ *<link rel="stylesheet" href="([^"]+)">\n/gm;

/** @param {string} web the page's folder @param {string} vendor the folder of the vendored files @returns {Promise<[string, string][]>} */
export async function styleSheets(web, vendor) {
  const { transform } = await import("esbuild");
  /** @param {string[]} files */
  const minified = async (files) => {
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    const { code } = await transform(texts.join("\n"), {
      loader: "css",
      minify: true,
      legalComments: "none",
    });
    return code;
  };
  const page = await readFile(path.join(web, "index.html"), "utf8");
  const hrefs = [...page.matchAll(LINK)].map(([, href]) => href);
  const first = hrefs.map((href) => path.join(href.startsWith("vendor/") ? vendor : web, href));
  const all = (await filesUnder("web")).map((file) => path.join(ROOT, file));
  const later = all.filter((file) => file.endsWith(".css") && !first.includes(file));
  let links = 0;
  const html = page.replaceAll(LINK, (link, href) => (links++ === 0 ? link.replace(href, SHEET) : ""));
  const name = (/** @type {string} */ file) => path.relative(web, file).split(path.sep).join("/");
  const others = later.map(
    async (file) => /** @type {[string, string]} */ ([name(file), await minified([file])]),
  );
  return [[SHEET, await minified(first)], ["index.html", html], ...(await Promise.all(others))];
}
