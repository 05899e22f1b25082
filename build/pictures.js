// `node build/pictures.js`: draws the pictures that other programs want as PNG, from web/icon.svg and web/screenshot.png. They are
// committed, since no build needs a browser: the icons of the installed page, and the picture of a link to it (Open Graph).

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";
import { systemChromium } from "./browsers/chromium.js";
import { isMain, main, ROOT } from "./tools.js";

const WEB = path.join(ROOT, "web");

/** @param {string} file @param {string} type */
const dataURL = async (file, type) =>
  `data:${type};base64,${(await readFile(path.join(WEB, file))).toString("base64")}`;

/** An icon that fills its square, as a launcher that cuts its own shape wants: what is drawn keeps to the middle 80 %. @param {string} svg */
const maskable = (svg) =>
  svg
    .replace('rx="7"', 'rx="0"')
    .replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40" style="background:#5b5bd6"');

const social = async () => `<style>
  * { margin: 0; box-sizing: border-box; font-family: system-ui, "DejaVu Sans", sans-serif; }
  body { width: 1200px; height: 630px; overflow: hidden; background: #f6f6f3; color: #1b1d22; padding: 44px 56px 0; }
  header { display: flex; align-items: center; gap: 26px; height: 116px; }
  header img { width: 96px; }
  h1 { font-size: 46px; letter-spacing: -1px; font-weight: 700; }
  h1 span { font-weight: 400; color: #5c616b; }
  p { font-size: 25px; color: #5c616b; margin-top: 6px; }
  .page { display: block; width: 1088px; margin-top: 34px; border: 1px solid #dfdfd9; border-radius: 12px 12px 0 0; }
</style>
<header><img src="${await dataURL("icon.svg", "image/svg+xml")}">
<div><h1>micrograd <span>in the browser</span></h1>
<p>Watch backpropagation live, every number of it, in Python and in C</p></div></header>
<img class="page" src="${await dataURL("screenshot.png", "image/png")}">`;

export async function drawPictures() {
  const svg = await readFile(path.join(WEB, "icon.svg"), "utf8");
  const browser = await chromium.launch({
    executablePath: await systemChromium(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage();
  /** @param {string} file @param {string} html @param {number} width @param {number} [height] */
  const draw = async (file, html, width, height = width) => {
    await page.setViewportSize({ width, height });
    await page.setContent(`<!doctype html><style>body{margin:0}svg{display:block}</style>${html}`);
    await page.waitForLoadState();
    await writeFile(path.join(WEB, file), await page.screenshot({ omitBackground: true }));
  };
  await mkdir(path.join(WEB, "icons"), { recursive: true });
  for (const size of [192, 512]) {
    await draw(`icons/${size}.png`, svg.replace("<svg", `<svg width="${size}"`), size);
  }
  await draw("icons/maskable.png", maskable(svg).replace("<svg", '<svg width="512"'), 512);
  await draw("social.png", await social(), 1200, 630);
  await browser.close();
}

if (isMain(import.meta.url)) await main(drawPictures);
