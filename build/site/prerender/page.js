// Runs the page's own modules in Node until they have drawn the defaults, and writes what stands then in each of the page's parts.
// A process of its own, since it makes Node look like a browser:
// node --import ./build/vendor-hook.js build/site/prerender/page.js SITE '{"width": 1082, "height": 306, "side": 350, "dark": false}'

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { ENGINES } from "../../../web/protocol/engines.js";
import { PageDocument } from "./dom.js";
import { supply } from "./globals.js";
import { parseInto } from "./parse.js";
import { png } from "./png.js";
import { attributesOf, inside } from "./serialize.js";

/** @typedef {import("./dom.js").PageElement} PageElement */
/** @typedef {{width: number, height: number, side: number, dark: boolean}} Screen the sizes of the graph's pane and of the plane */
/**
 * What stands in each part, the style sheets that panels have brought, the rules of the parts' classes, the scene of the graph, and the
 * picture of the plane as a PNG in base64.
 * @typedef {{
 *   parts: Record<string, {attributes: string, html: string}>, sheets: string[], rules: Record<string, string>,
 *   scene: {html: string, width: number, height: number}, field: string,
 * }} Drawn
 */

/** The plane is painted from so many cells of the engine's, each way, as one. */
const COARSE = 4;
/** Stands where the scene does: there is one for each width of the pane. */
const SCENES = "\0scenes\0";
const PATIENCE = 60_000;
/** What the addresses of the page's own files begin with here. */
const WEB = new URL("../../../web/", import.meta.url).href;

const [site, screen, out] = process.argv.slice(2);
const { width, height, side, dark } = /** @type {Screen} */ (JSON.parse(screen));
const document = new PageDocument();
parseInto(document, await readFile(path.join(site, "index.html"), "utf8"));
const colours = await themeOf(dark ? ':root[data-theme="dark"] {' : ":root {");
supply(document, {
  wasm: path.join(site, "micrograd.wasm"),
  shapes: path.join(site, "layout", "shapes.json"),
  colours,
  dark,
  sizeOf: (element) => (element.classList.contains("graph-stage") ? { width, height } : null),
});
document.sideOf = (element) => (element.classList.contains("stage") ? side : 0);
await import("../../../web/main.js");
await drawn();
await writeFile(out, JSON.stringify(read()));
process.exit(0); // the page itself would run on

/** The colours of a theme. @param {string} start of its rule @returns {Promise<Record<string, string>>} */
async function themeOf(start) {
  const css = await readFile(new URL("../../../web/style.css", import.meta.url), "utf8");
  const rule = css.slice(css.indexOf(start), css.indexOf("}", css.indexOf(start)));
  return Object.fromEntries([...rule.matchAll(/(--[\w-]+): (#\w{6});/g)].map(([, name, hex]) => [name, hex]));
}

/** Waits until the page stands still: everything is drawn, and two looks find the same. */
async function drawn() {
  const until = performance.now() + PATIENCE;
  let before = "";
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { answers, session } = /** @type {any} */ (globalThis).micrograd?.state ?? { answers: {} };
    const now = document.body.textContent;
    const finest = field()?.width === ENGINES.c.surface.resting;
    if (answers.graph && finest && session.snapshot && now === before) return;
    if (performance.now() > until) throw new Error("the page has not drawn itself");
    before = now;
  }
}

/** What is painted on the plane. */
function field() {
  const canvas = /** @type {import("./dom.js").PageCanvas | null} */ (document.querySelector(".field"));
  return canvas?.context.image ?? null;
}

/** The bars and the panels that are in sight, those too that index.html has no element for. */
function places() {
  const main = /** @type {PageElement} */ (document.querySelector("main"));
  const bars = document.body.children.filter((element) => element.classList.contains("bar"));
  return [...bars, ...main.children].filter((element) => !element.hidden);
}

/** @returns {Drawn} */
function read() {
  const problem = document.querySelector(".panel-problem");
  if (problem) throw new Error(problem.textContent);
  /** @type {Record<string, string>} */
  const rules = {};
  const names = new Map(Object.entries(colours).map(([name, hex]) => [hex, `var(${name})`]));
  /** @type {import("./serialize.js").How} */
  const how = {
    styled(declarations) {
      const name = `drawn${declarations.replaceAll(/[^\w]+/g, "-")}`;
      rules[name] = declarations;
      return name;
    },
    special(element) {
      if (element.localName === "image") return ""; // the pictures on the cards come later on the page, too
      if (element.classList.contains("scene")) return SCENES;
      if (!("context" in element)) return undefined;
      const { shapes } = /** @type {import("./dom.js").PageCanvas} */ (element).context;
      if (element.classList.contains("field")) return `<div class="field"></div>`;
      const drawing = shapes
        .map(({ outline, look }) => outline.toSVG(look, side))
        .join("")
        .replaceAll(/#\w{6}/g, (hex) => names.get(hex) ?? hex);
      return `<svg class="marks" aria-hidden="true">${drawing}</svg>`;
    },
  };
  const scene = /** @type {PageElement} */ (document.querySelector(".scene"));
  const size = { width: Number(scene.getAttribute("width")), height: Number(scene.getAttribute("height")) };
  const plane = field();
  if (!plane) throw new Error("the plane has not been painted");
  const drawing = { html: inside(scene, how), ...size };
  const parts = places().map((element) => {
    element.classList.add("drawn");
    for (const child of element.children) child.setAttribute("data-drawn", "");
    return [
      element.getAttribute("id"),
      { attributes: attributesOf(element, how), html: inside(element, how) },
    ];
  });
  const sheets = document.head.querySelectorAll("link").map((link) => String(Reflect.get(link, "href")));
  return {
    parts: Object.fromEntries(parts),
    sheets: sheets.map((href) => href.replace(WEB, "")),
    rules,
    scene: drawing,
    field: png(coarse(plane)).toString("base64"),
  };
}

/** The mean of every square of cells. @param {import("./drawing.js").Pixels} image */
function coarse({ width: w, height: h, data }) {
  const [columns, rows] = [w / COARSE, h / COARSE];
  const small = new Uint8ClampedArray(4 * columns * rows);
  const sums = new Float64Array(small.length);
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [(i >> 2) % w, Math.floor((i >> 2) / w)];
    sums[4 * (Math.floor(y / COARSE) * columns + Math.floor(x / COARSE)) + (i & 3)] += data[i];
  }
  for (let i = 0; i < sums.length; i++) small[i] = sums[i] / COARSE ** 2;
  return { width: columns, height: rows, data: small };
}
