/**
 * The data sets as pictures: each is drawn by the C engine with the settings as they are, so noise, seed, split and number of
 * points are seen before a data set is chosen. The session is one of its own.
 */

import { RULES } from "../../protocol/config.js";
import { CEngine, instantiate } from "../../worker/c/c-engine.js";
import { thumbnail } from "../data/thumbnail.js";
import { el } from "../dom.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */

const SIZE = 58;
/** The settings that the pictures depend on. */
const DRAWN = /** @type {const} */ (["n", "noise", "seed", "split"]);

/** @param {import("../index.js").Dispatch} dispatch */
export function dataSets(dispatch) {
  const rows = Object.entries(RULES.dataset.choices ?? {}).map(([name, title]) => {
    const place = el("span", { className: "picture" });
    const button = el("button", { type: "button" }, place, title);
    button.onclick = () => dispatch({ type: "config/set", changes: { dataset: name } });
    return { name, place, button };
  });
  const element = el(
    "div",
    { className: "data-sets", role: "group", "aria-label": "Data sets" },
    ...rows.map(({ button }) => button),
  );
  /** @type {CEngine | null} */
  let engine = null;
  /** @type {Config | null} */
  let config = null;
  let drawn = "";

  // without an engine the list of names is enough
  instantiate(new URL("../../micrograd.wasm", import.meta.url)).then(
    (exports) => {
      engine = new CEngine(exports);
      draw();
    },
    () => element.remove(),
  );

  function draw() {
    if (!engine || !config) return;
    const { theme } = document.documentElement.dataset;
    const wanted = JSON.stringify([theme, ...DRAWN.map((name) => config?.[name])]);
    if (wanted === drawn) return;
    drawn = wanted;
    for (const { name, place } of rows) {
      const { zero_grad: _, ...settings } = config;
      const points = engine.reset({ ...settings, dataset: name, layers: [], nonlin: "tanh" });
      const picture = thumbnail(points, SIZE, points.length > 200 ? 1 : 1.6);
      picture.setAttribute("aria-hidden", "true"); // the name says which it is
      place.replaceChildren(picture);
    }
  }

  return {
    element,
    /** @param {Config} now @param {boolean} own whether the points are the learner's own */
    show(now, own) {
      config = now;
      for (const { name, button } of rows) {
        button.setAttribute("aria-pressed", String(name === now.dataset && !own));
      }
      draw();
    },
  };
}
