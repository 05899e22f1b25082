// Bundles web/ -> dist/bundle/, laid out as in the site. web/ stays plain modules, which the site has under source/web/: the
// source maps lead a debugger there.
//
// main.js and all that it imports is one file, the first module. Whatever is loaded later (every literal import(), every worker, every
// lesson) keeps its own URL; what it shares with the first module it imports from there, so that nothing exists twice. esbuild's
// own splitting would have cut the first module into 70 pieces: one for every set of later modules that share something.

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { once } from "../stamp.js";
import { DIST, filesUnder, isMain, main, ROOT } from "../tools.js";
import { styleSheets } from "./sheet.js";

const WEB = path.join(ROOT, "web");
const OUT = path.join(DIST, "bundle");
const FIRST = "main.js";
/** Plain scripts, which run whatever module is missing. */
const PLAIN = ["before.js", "start.js"];
/** Stands for the site's folder, until it is known how deep in it a file is. */
const HERE = "site:/";
/** What finds files by its own address, and is imported by itself: by the console, a test or the bench. */
const ALONE = ["protocol/engines.js", "worker/python/boot.js", "worker/python/snapshot.js"];
const CHUNKS = "chunks/[name]-[hash]";

/** @typedef {import("esbuild").BuildOptions} BuildOptions */
/** @typedef {import("esbuild").Plugin} Plugin */

/** @type {BuildOptions} */
const OPTIONS = {
  absWorkingDir: ROOT,
  outdir: OUT,
  outbase: "web",
  bundle: true,
  write: false,
  metafile: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  sourcemap: "external",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "error",
};

/** @param {string} file @returns {string} its path in web/, with slashes */
const nameOf = (file) => path.relative(WEB, path.resolve(ROOT, file)).split(path.sep).join("/");

/** @param {string} vendor the folder of the vendored files */
export async function buildBundle(vendor) {
  const outputs = ["index.html", "style.css", FIRST].map((file) => path.join(OUT, file));
  const inputs = ["web", path.join(vendor, "generated"), path.join(vendor, "vendor", "uplot.css")];
  const scripts = ["build/site/bundle.js", "build/site/sheet.js", "package-lock.json"];
  await once("bundle", { inputs: [...inputs, ...scripts], outputs }, async () => {
    await rm(OUT, { recursive: true, force: true });
    for (const [file, text] of await bundle(vendor)) {
      const to = path.join(OUT, file);
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, text);
    }
  });
  return OUT;
}

/** @param {string} vendor @param {Plugin[]} [more] what a test changes @returns {Promise<Map<string, string>>} every file's text */
export async function bundle(vendor, more = []) {
  const { build } = await import("esbuild"); // node_modules may not exist yet when this file is loaded
  const names = (await filesUnder("web")).map(nameOf).filter((name) => name.endsWith(".js"));
  /** @param {string[]} entries @param {Plugin[]} plugins @param {BuildOptions} [options] */
  const built = async (entries, plugins, options) => {
    const entryPoints = entries.map((name) => path.join("web", name));
    const all = [...more, ...plugins, vendored(vendor), ownAddress()];
    const { outputFiles, metafile } = await build({ ...OPTIONS, ...options, entryPoints, plugins: all });
    return {
      outputs: /** @type {import("esbuild").OutputFile[]} */ (outputFiles),
      inputs: /** @type {import("esbuild").Metafile} */ (metafile).inputs,
    };
  };
  const { inputs } = await built([FIRST], []);
  const shared = await exportsOf(build, reached(inputs, isStatic), more);
  const asked = [...reached(inputs, () => true)].flatMap((file) =>
    inputs[file].imports.filter((to) => !to.external && !isStatic(to)).map((to) => nameOf(to.path)),
  );
  const lessons = names.filter((name) => /^lessons\/(?!index\.)[^/]+$/.test(name));
  const later = new Set([...asked, ...lessons].filter((name) => !shared.has(path.join(WEB, name))));
  const parts = [
    ...(await built([...later], [fromFirst(shared, vendor)], { splitting: true, chunkNames: CHUNKS }))
      .outputs,
  ];
  for (const alone of [...ALONE, ...names.filter((name) => name.endsWith(".worker.js"))]) {
    parts.push(...(await built([alone], [])).outputs);
  }
  const needed = new Set(parts.flatMap(({ text }) => text.match(MANGLED) ?? []));
  parts.push(...(await built([FIRST], [exporting(shared, needed), laterByAddress(later)])).outputs);
  const texts = new Map(
    parts.map(({ path: file, text }) => [path.relative(OUT, file).split(path.sep).join("/"), text]),
  );
  for (const name of PLAIN) texts.set(name, await readFile(path.join(WEB, name), "utf8"));
  return new Map([...(await placed(texts)), ...(await styleSheets(WEB, vendor))]);
}

/** @typedef {import("esbuild").Metafile["inputs"]} Inputs */
/** @typedef {Inputs[string]["imports"][number]} Import */

/** @param {Import} imported */
const isStatic = ({ kind }) => kind !== "dynamic-import";

/** The files that main.js needs, by those imports that `follow` lets through. @param {Inputs} inputs @param {(imported: Import) => boolean} follow */
function reached(inputs, follow) {
  const found = new Set([Object.keys(inputs).find((file) => nameOf(file) === FIRST) ?? ""]);
  for (const file of found) {
    for (const to of inputs[file].imports) if (!to.external && follow(to)) found.add(to.path);
  }
  return found;
}

/** What each of the first module's files exports. @param {typeof import("esbuild").build} build @param {Set<string>} files @param {Plugin[]} plugins @returns {Promise<Shared>} */
async function exportsOf(build, files, plugins) {
  const entryPoints = [...files];
  const { metafile } = await build({ ...OPTIONS, entryPoints, plugins, bundle: false, outbase: ROOT });
  const outputs = Object.values(/** @type {import("esbuild").Metafile} */ (metafile).outputs);
  const pairs = outputs.flatMap(({ entryPoint, exports }) =>
    entryPoint ? [/** @type {const} */ ([path.resolve(ROOT, entryPoint), exports])] : [],
  );
  return new Map(pairs);
}

/** The exports of the files in the first module, by their full paths. @typedef {Map<string, string[]>} Shared */

/** What the first module calls an export of one of its files: two files may export the same name. @param {string} file @param {string} name */
const mangled = (file, name) => `${nameOf(file).replace(/\W+/g, "_")}$$${name}`;
const MANGLED = /\w+_js\$\$\w+/g;

/** Where an import leads. @param {import("esbuild").OnResolveArgs} args */
const target = ({ resolveDir, path: to }) => path.resolve(resolveDir, to);
/** The description of the engines, which the build makes, is bundled like the page's own modules. */
const GENERATED = /^[./]+\/generated\//;

/** What the others share with the first module they import from it. @param {Shared} shared @param {string} vendor @returns {Plugin} */
const fromFirst = (shared, vendor) => ({
  name: "from the first module",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\// }, (args) => {
      const to = GENERATED.test(args.path)
        ? path.join(vendor, args.path.replace(GENERATED, "generated/"))
        : target(args);
      if (!shared.has(to)) return undefined;
      // with the importer's name each has its own, or esbuild would make pieces of them for several to share
      return { path: to, suffix: `?${nameOf(args.importer)}`, namespace: "first", sideEffects: false };
    });
    onResolve({ filter: new RegExp(`^${HERE}`) }, ({ path: to }) => ({ path: to, external: true }));
    onLoad({ filter: /./, namespace: "first" }, ({ path: file }) => {
      const names = (shared.get(file) ?? []).map((name) => `${mangled(file, name)} as ${name}`);
      return { contents: `export { ${names.join(", ")} } from "${HERE}${FIRST}";` };
    });
  },
});

/** The first module exports what the others need. @param {Shared} shared @param {Set<string>} needed @returns {Plugin} */
const exporting = (shared, needed) => ({
  name: "exports for later",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web[\\/]main\.js$/ }, async ({ path: file }) => {
      const lines = [...shared].map(([from, names]) => {
        const wanted = names.filter((name) => needed.has(mangled(from, name)));
        const list = wanted.map((name) => `${name} as ${mangled(from, name)}`).join(", ");
        return list && `export { ${list} } from ${JSON.stringify(from)};`;
      });
      return { contents: [await readFile(file, "utf8"), ...lines].join("\n") };
    });
  },
});

/** @param {Set<string>} later @returns {Plugin} */
const laterByAddress = (later) => ({
  name: "later by address",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, (args) => {
      const name = nameOf(target(args));
      return args.kind === "dynamic-import" && later.has(name)
        ? { path: HERE + name, external: true }
        : undefined;
    });
  },
});

/** Libraries stay files of their own. @param {string} vendor @returns {Plugin} */
const vendored = (vendor) => ({
  name: "vendored",
  setup({ onResolve }) {
    onResolve({ filter: /^[./]+\/vendor\// }, (args) => ({
      path: HERE + args.path.replace(/^[./]+\//, ""),
      external: true,
    }));
    onResolve({ filter: GENERATED }, (args) => ({
      path: path.join(vendor, args.path.replace(GENERATED, "generated/")),
    }));
  },
});

/** import.meta.url stays the address that the module's own file would have. @returns {Plugin} */
const ownAddress = () => ({
  name: "own address",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]web[\\/].*\.js$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      const address = `new URL("${HERE}${nameOf(file)}", import.meta.url).href`;
      return { contents: text.replaceAll(/\bimport\.meta\.url\b/g, address) };
    });
  },
});

/**
 * The files in their places: addresses relative to each file, and minified. The maps name the sources as they lie in the site.
 * @param {Map<string, string>} texts @returns {Promise<[string, string][]>}
 */
async function placed(texts) {
  const { transform } = await import("esbuild");
  const names = [...texts.keys()].filter((name) => name.endsWith(".js"));
  const pairs = names.map(async (name) => {
    const up = "../".repeat(name.split("/").length - 1) || "./";
    const code = /** @type {string} */ (texts.get(name)).replaceAll(HERE, up);
    const before = Buffer.from(texts.get(`${name}.map`) ?? "").toString("base64");
    const mapped = before && `${MAP}data:application/json;base64,${before}`;
    const { code: small, map } = await transform(`${code}\n${mapped}`, {
      ...{ minify: true, target: "es2022", charset: "utf8", legalComments: "none", sourcefile: name },
      ...{ sourcemap: "external", sourcesContent: false },
    });
    return /** @type {[string, string][]} */ ([
      [name, `${small}${MAP}${path.basename(name)}.map\n`],
      [`${name}.map`, mapInSite(map, name, up)],
    ]);
  });
  return (await Promise.all(pairs)).flat();
}

const MAP = "//# sourceMappingURL=";

/** A map whose sources are named as they lie in the site. @param {string} map @param {string} name @param {string} up */
function mapInSite(map, name, up) {
  const found = JSON.parse(map);
  const folder = path.dirname(path.join(OUT, name));
  found.sources = found.sources.map((/** @type {string} */ source) => {
    const inWeb = nameOf(path.resolve(folder, source));
    return `${up}source/web/${inWeb.replace(/^.*(?=generated\/)/, "")}`;
  });
  return JSON.stringify(found);
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const { buildVendor } = await import("./vendor.js");
    await buildBundle(await buildVendor());
  });
}
