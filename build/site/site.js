// Assembles dist/site/, a folder of plain files that any static host can serve under any path.

import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { once } from "../stamp.js";
import { DIST, exists, Failure, filesUnder, isMain, main, ROOT, replaceFile, SITE } from "../tools.js";
import { buildOffline } from "./offline.js";
import { publication, publish } from "./publication.js";

/** @typedef {Map<string, string>} Plan from a file's path in the site to where its contents are */

/**
 * @param {object} parts
 * @param {string} parts.wasm @param {string} parts.simd @param {string} parts.wheel @param {string} parts.course @param {string} parts.vendor @param {string} parts.bundle paths of the earlier build outputs
 */
export async function buildSite({ wasm, simd, wheel, course, vendor, bundle }) {
  if (!(await exists(path.join(ROOT, "web", "index.html")))) {
    throw new Failure("web/index.html is missing, so there is no page to build");
  }
  const outputs = ["index.html", "sw.js", "assets.json", "micrograd.wasm", "micrograd-simd.wasm"].map(
    (file) => path.join(SITE, file),
  );
  const inputs = ["web", "micrograd", "csrc", "build", wasm, simd, wheel, course, vendor, bundle];
  const key = [JSON.stringify(await publication())];
  await once("site", { inputs, key, outputs }, async () => {
    const plan = await planSite({ wasm, simd, wheel, course, vendor, bundle });
    for (const [file, source] of plan) await put(file, source);
    await writeFile(path.join(SITE, "assets.json"), await assets([...plan.keys()]));
    // If a branch is published directly, GitHub runs Jekyll on it, which drops source/micrograd/__init__.py.
    await writeFile(path.join(SITE, ".nojekyll"), "");
    plan.set("assets.json", "");
    for (const file of await filesUnder(SITE)) {
      const name = toURL(path.relative(SITE, path.join(ROOT, file)));
      const hidden = path.basename(name).startsWith("."); // a temporary file of a concurrent build
      if (!plan.has(name) && !hidden) await rm(path.join(ROOT, file), { force: true });
    }
    await addLayout();
    await (await import("./prerender/index.js")).prerender(SITE);
    await publish();
    await buildOffline(); // the last, since it lists what is there
  });
  return SITE;
}

/** @param {string} file */
const toURL = (file) => file.split(path.sep).join("/");

/** @param {{wasm: string, simd: string, wheel: string, course: string, vendor: string, bundle: string}} parts @returns {Promise<Plan>} */
async function planSite({ wasm, simd, wheel, course, vendor, bundle }) {
  /** @type {Plan} */
  const plan = new Map();
  /** @param {string} from a folder @param {string} to its place in the site @param {(file: string) => boolean} [isWanted] */
  const addFolder = async (from, to, isWanted = () => true) => {
    const folder = path.resolve(ROOT, from);
    for (const file of (await filesUnder(folder)).filter(isWanted)) {
      const name = toURL(path.join(to, path.relative(folder, path.join(ROOT, file))));
      if (plan.has(name)) throw new Failure(`${name} would come into the site twice, once from ${file}`);
      plan.set(name, path.join(ROOT, file));
    }
  };
  /** @param {string} file */
  const isBundled = (file) => /\.(js|css|html)$/.test(file);
  await addFolder(bundle, "");
  await addFolder("web", "", (file) => !isBundled(file));
  await addFolder("web", "source/web", (file) => file.endsWith(".js")); // what the source maps name
  /** @param {string} file */
  const isGenerated = (file) => /[\\/]generated[\\/]/.test(file);
  await addFolder(vendor, "", (file) => !isGenerated(file));
  await addFolder(vendor, "source/web", isGenerated);
  await addFolder(course, "course");
  await addFolder("micrograd", "source/micrograd");
  await addFolder("csrc", "source/csrc");
  plan.set("micrograd.wasm", path.resolve(ROOT, wasm));
  plan.set("micrograd-simd.wasm", path.resolve(ROOT, simd));
  plan.set(`wheels/${path.basename(wheel)}`, path.resolve(ROOT, wheel));
  return plan;
}

/** Writes a file if it differs; it is replaced atomically, so that no reader sees a partial file. @param {string} file @param {string} source */
async function put(file, source) {
  const to = path.join(SITE, file);
  const contents = await readFile(source);
  const there = await readFile(to).catch(() => undefined);
  if (there?.equals(contents)) return;
  await mkdir(path.dirname(to), { recursive: true });
  await replaceFile(to, (temporary) => copyFile(source, temporary));
}

/**
 * assets.json, what the page can't know by itself: versioned file names, sizes for the progress bar (uncompressed, since a
 * server may compress files in transit), and the names of the source files.
 * @param {string[]} files
 */
async function assets(files) {
  /** @param {string} prefix @returns {Promise<Record<string, number>>} */
  const sizes = async (prefix) => {
    /** @type {Record<string, number>} */
    const found = {};
    for (const file of files.filter((name) => name.startsWith(prefix))) {
      found[file.slice(prefix.length)] = (await stat(path.join(SITE, file))).size;
    }
    return found;
  };
  const base = files.find((file) => file.endsWith("/pyodide.mjs"))?.replace("pyodide.mjs", "");
  if (!base) throw new Failure("the vendored files hold no pyodide.mjs");
  const boot = await sizes(base);
  const micropip = Object.keys(boot).find((name) => name.startsWith("micropip-"));
  const wheels = await sizes("wheels/");
  const [micrograd] = Object.keys(wheels);
  return `${JSON.stringify(
    {
      pyodide: { base, version: base.split("/")[1], micropip, files: boot },
      wheels: {
        micrograd: `wheels/${micrograd}`,
        sha256: await sha256Of(path.join(SITE, "wheels", micrograd)), // a memory snapshot is valid for one wheel only
        files: wheels,
      },
      wasm: { file: "micrograd.wasm", bytes: (await sizes("micrograd.wasm"))[""] },
      source: {
        micrograd: Object.keys(await sizes("source/micrograd/")),
        csrc: Object.keys(await sizes("source/csrc/")),
      },
    },
    null,
    1,
  )}\n`;
}

/** @param {string} file */
const sha256Of = async (file) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

/** Precomputes the default graph's layouts with the site's own .wasm and Graphviz, so that the first view needs neither. */
async function addLayout() {
  const script = path.join(ROOT, "build", "site", "layout.js");
  if (!(await exists(script))) return;
  await import("../vendor-hook.js"); // the page's modules may import what lies in dist/vendor
  const { defaultLayout } = await import(pathToFileURL(script).href);
  await defaultLayout(SITE);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { build } = await import("../build.js");
    await build();
    console.log(path.relative(ROOT, path.join(DIST, "site")));
  });
}
