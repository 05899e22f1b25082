// Third-party code for the page -> dist/vendor/, laid out as in the site. Each library is one ES module without imports, so
// the page needs neither a bundler nor an import map (which workers ignore and the page's CSP forbids).

import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, Failure, inVenv, isMain, main, outputOf, ROOT, run } from "../tools.js";

const OUT = path.join(DIST, "vendor");
const MODULES = path.join(ROOT, "node_modules");
const LICENCES = path.join(ROOT, "build", "site", "licences");

/** What Pyodide fetches at boot; the rest of the npm package is for Node, for classic scripts and for consoles. */
const PYODIDE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"];

/** What the code editor is made of: the rest of CodeMirror stays out of the file. */
const EDITOR = {
  "@codemirror/state": "EditorState RangeSet RangeSetBuilder StateEffect StateField Transaction",
  "@codemirror/view":
    "Decoration drawSelection EditorView gutter GutterMarker highlightActiveLine highlightSpecialChars keymap lineNumbers WidgetType",
  "@codemirror/language": "bracketMatching HighlightStyle indentOnInput indentUnit syntaxHighlighting",
  "@codemirror/commands": "defaultKeymap history historyKeymap indentWithTab isolateHistory",
  "@codemirror/lang-python": "pythonLanguage",
  "@lezer/highlight": "tags",
};

/** @param {string} name */
const packageOf = async (name) =>
  JSON.parse(await readFile(path.join(MODULES, name, "package.json"), "utf8"));

export async function buildVendor() {
  const outputs = [
    "vendor/viz.js",
    "vendor/uplot.js",
    "vendor/d3.js",
    "vendor/codemirror.js",
    "licences/d3.txt",
  ].map((f) => path.join(OUT, f));
  const inputs = [
    "package-lock.json",
    "build/python/micropip.txt",
    "build/site/licences",
    "build/site/vendor.js",
    "LICENSE",
  ];
  await once("vendor", { inputs, outputs }, async () => {
    await rm(OUT, { recursive: true, force: true });
    for (const folder of ["vendor", "licences"]) await mkdir(path.join(OUT, folder), { recursive: true });
    await copyModules();
    await copyPyodide();
    await copyLicences();
  });
  return OUT;
}

async function copyModules() {
  // Imported here because node_modules may not exist yet when this file is loaded.
  const { build } = await import("esbuild");
  const vendor = path.join(OUT, "vendor");
  await copyFile(path.join(MODULES, "@viz-js/viz/dist/viz.js"), path.join(vendor, "viz.js")); // minified already
  await copyFile(path.join(MODULES, "uplot/dist/uPlot.min.css"), path.join(vendor, "uplot.css"));
  /** @type {import("esbuild").BuildOptions} */
  const options = { bundle: true, format: "esm", minify: true, target: "es2022", legalComments: "none" };
  await build({
    ...options,
    stdin: { contents: 'export { default } from "uplot";', resolveDir: ROOT },
    outfile: path.join(vendor, "uplot.js"),
  });
  await build({
    ...options,
    stdin: {
      contents: 'export * from "d3-selection"; export * from "d3-zoom"; import "d3-transition";',
      resolveDir: ROOT,
    },
    outfile: path.join(vendor, "d3.js"),
  });
  await build({
    ...options,
    stdin: {
      contents: Object.entries(EDITOR)
        .map(([name, parts]) => `export { ${parts.replaceAll(" ", ", ")} } from "${name}";`)
        .join("\n"),
      resolveDir: ROOT,
    },
    outfile: path.join(vendor, "codemirror.js"),
  });
}

async function copyPyodide() {
  const { version } = await packageOf("pyodide");
  // The folder's name contains the version: these files are big, and caches may keep them forever.
  const folder = path.join(OUT, "pyodide", version);
  await mkdir(folder, { recursive: true });
  for (const file of PYODIDE) await copyFile(path.join(MODULES, "pyodide", file), path.join(folder, file));
  const wheel = await downloadMicropip(folder);
  await writeFile(path.join(folder, "pyodide-lock.json"), await lockFile(folder, wheel));
}

/** @param {string} folder */
async function downloadMicropip(folder) {
  // The wheel must match Pyodide's Python, not the one that downloads it.
  const args = [
    "--no-deps",
    "--only-binary=:all:",
    "--python-version",
    "3.14",
    "--require-hashes",
    "--dest",
    folder,
  ];
  const pip = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check"];
  const source = path.join("build", "python", "micropip.txt");
  await run(inVenv("python"), [...pip, ...args, "-r", source], { capture: true });
  const wheel = (await readdir(folder)).find((file) => file.startsWith("micropip-"));
  if (!wheel) throw new Failure("pip downloaded no micropip wheel");
  return wheel;
}

/**
 * The pyodide-lock.json of npm lists 350 packages that the site does not have, and for micropip a hash that differs from the
 * wheel on the Python package index, in which case Pyodide prints a warning and does not load it. So the site has its own
 * lock file: micropip alone, with the hash of its wheel and a file name relative to the lock file.
 * @param {string} folder @param {string} wheel
 */
async function lockFile(folder, wheel) {
  const { info } = JSON.parse(await readFile(path.join(MODULES, "pyodide", "pyodide-lock.json"), "utf8"));
  const sha256 = createHash("sha256")
    .update(await readFile(path.join(folder, wheel)))
    .digest("hex");
  const needs = await outputOf(inVenv("python"), ["-c", REQUIRES, path.join(folder, wheel)]);
  if (needs) throw new Failure(`micropip now needs ${needs}, which have to be vendored beside it`);
  const micropip = {
    name: "micropip",
    version: wheel.split("-")[1],
    file_name: wheel,
    install_dir: "site",
    sha256,
    package_type: "package",
    imports: ["micropip"],
    depends: [],
    unvendored_tests: false,
  };
  return `${JSON.stringify({ info, packages: { micropip } }, null, 1)}\n`;
}

const REQUIRES = `
import sys, zipfile
wheel = zipfile.ZipFile(sys.argv[1])
name, = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
lines = wheel.read(name).decode().split("\\n\\n")[0].splitlines()
print(", ".join(l for l in lines if l.startswith("Requires-Dist:") and "extra ==" not in l))
`;

/** The licences of the editor's packages, and of what they need. */
const EDITORS = /^(@(codemirror|lezer|marijn)\/[\w-]+|crelt|style-mod|w3c-keyname)\/LICENSE$/;

async function copyLicences() {
  const folder = path.join(OUT, "licences");
  for (const file of await readdir(LICENCES))
    await copyFile(path.join(LICENCES, file), path.join(folder, file));
  await copyFile(path.join(ROOT, "LICENSE"), path.join(folder, "micrograd.txt"));
  await copyFile(path.join(MODULES, "uplot", "LICENSE"), path.join(folder, "uplot.txt"));
  const d3 = [];
  for (const name of (await readdir(MODULES)).filter((n) => n.startsWith("d3-")).sort()) {
    d3.push(`${name}\n\n${await readFile(path.join(MODULES, name, "LICENSE"), "utf8")}`);
  }
  await writeFile(path.join(folder, "d3.txt"), d3.join("\n----\n\n"));
  const parts = (await readdir(MODULES, { recursive: true })).filter((file) => EDITORS.test(file)).sort();
  const editor = parts.map(
    async (file) => `${path.dirname(file)}\n\n${await readFile(path.join(MODULES, file), "utf8")}`,
  );
  await writeFile(path.join(folder, "codemirror.txt"), (await Promise.all(editor)).join("\n----\n\n"));
}

if (isMain(import.meta.url)) await main(buildVendor);
