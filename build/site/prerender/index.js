// Puts into the site's index.html what the page draws of the defaults, so that it is in sight before any script has arrived: bars,
// panels, the graph and the plane, with the engine's own numbers. The page's own modules draw it, here in Node (page.js).

import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { NARROW, READABLE_SCALE } from "../../../web/view/graph/limits.js";
import { ROOT, replaceFile, run } from "../../tools.js";

/** @typedef {import("./page.js").Drawn} Drawn */

/** Where the plane is painted from, at 1440 by 900. */
const SIDE = 360;
const MARGIN = 12;
/** The widths of the graph's pane between which it draws another scene: the first for that much room and the second for any. */
const SCENES = /** @type {const} */ ([
  { name: "few", width: 380, height: 270, dark: true },
  { name: "cards", width: 900, height: 300, dark: false },
  { name: "open", width: 1300, height: 340, dark: false },
]);

/** @param {string} site */
export async function prerender(site) {
  const folder = await mkdtemp(path.join(tmpdir(), "micrograd-page-"));
  try {
    const [few, cards, open] = await Promise.all(SCENES.map((scene) => draw(site, folder, scene)));
    const page = await readFile(path.join(site, "index.html"), "utf8");
    await put(
      path.join(site, "index.html"),
      await withScript(site, pageWith(page, open, [few, cards, open])),
    );
    const sheet = await readFile(path.join(site, "style.css"), "utf8");
    await put(path.join(site, "style.css"), sheet + rulesOf([few, cards, open]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} file @param {string} text */
const put = (file, text) => replaceFile(file, (temporary) => writeFile(temporary, text));

/** @param {string} site @param {string} folder @param {typeof SCENES[number]} scene @returns {Promise<Drawn>} */
async function draw(site, folder, { name, width, height, dark }) {
  const out = path.join(folder, name);
  const [hook, script] = ["vendor-hook.js", "site/prerender/page.js"].map((file) =>
    path.join(ROOT, "build", file),
  );
  const screen = JSON.stringify({ width, height, side: SIDE, dark });
  await run(process.execPath, ["--import", pathToFileURL(hook).href, script, site, screen, out], {
    capture: true,
  });
  return JSON.parse(await readFile(out, "utf8"));
}

/**
 * The page with what was drawn in its places. A panel that it has no element for comes after the others, where view/panels.js would
 * append it, and the style sheets that panels name after its own.
 * @param {string} page @param {Pick<Drawn, "parts" | "sheets">} drawn @param {Pick<Drawn, "scene">[]} inWidths
 */
export function pageWith(page, { parts, sheets }, inWidths) {
  const scenes = SCENES.map(({ name }, i) => {
    const { html, width, height } = inWidths[i].scene;
    return `<svg class="scene folded ${name}" viewBox="0 0 ${width} ${height}">${html}</svg>`;
  });
  const all = `<div class="scenes">${scenes.join("")}</div>`;
  const links = sheets.map((href) => `    <link rel="stylesheet" href="${href}">\n`).join("");
  let filled = page.replace(/<link rel="stylesheet"[^>]*>\n/, (own) => own + links);
  for (const [id, { attributes, html }] of Object.entries(parts)) {
    const empty = new RegExp(`<(header|section) id="${id}"[^>]*></\\1>`);
    const inside = html.replace("\0scenes\0", all);
    const element = (/** @type {string} */ tag) => `<${tag} id="${id}"${attributes} inert>${inside}</${tag}>`;
    filled = empty.test(filled)
      ? filled.replace(empty, (_, tag) => element(tag))
      : filled.replace("</main>", () => `  ${element("section")}\n    </main>`);
  }
  return filled;
}

/** The style sheet of what was drawn: what scripts had set, the pictures of the plane, the sizes of the scenes. @param {Drawn[]} drawn */
function rulesOf(drawn) {
  const set = Object.entries(Object.assign({}, ...drawn.map(({ rules }) => rules)));
  const [least, lowest] = [drawn[2].scene.width, drawn[2].scene.height].map((size) =>
    Math.ceil(READABLE_SCALE * size + MARGIN),
  );
  const open = `(width>=${least}px) and (height>=${lowest}px)`;
  const wide = `(width>=${NARROW}px)`;
  const rooms = { few: `not ${wide}`, cards: `${wide} and (not (${open}))`, open };
  const scenes = drawn.map(({ scene: { width, height } }, i) => {
    const { name } = SCENES[i];
    return (
      `.scenes>.${name}{--w:${width};--h:${height};--ratio:${width / height}}` +
      `@container stage ${rooms[name]}{.scenes>.${name}{display:block}}`
    );
  });
  const [dark, light] = drawn.map(({ field }) => `url(data:image/png;base64,${field})`);
  return [
    ...set.map(([name, declarations]) => `.${name}{${declarations}}`),
    ...scenes,
    `div.field{background-image:${light}}`,
    `:root[data-theme=dark] div.field{background-image:${dark}}`,
    "",
  ].join("\n");
}

const SCRIPT = /<script src="(before\.js)"><\/script>/;

/** The script that runs before anything is drawn stands in the page, which its policy allows by hash. @param {string} site @param {string} page */
async function withScript(site, page) {
  const name = SCRIPT.exec(page)?.[1] ?? "";
  const code = (await readFile(path.join(site, name), "utf8"))
    .replace(/\/\/# sourceMappingURL.*\n/, "")
    .trim();
  const hash = createHash("sha256").update(code).digest("base64");
  return page
    .replace(SCRIPT, () => `<script>${code}</script>`)
    .replace("script-src 'self'", `$& 'sha256-${hash}'`);
}
