/** The legend beside the plane: the field's scale, the size of the discs, the kinds of points. */

import { el, exact, setText, svg } from "../dom.js";
import { discRadius, largestContribution } from "./gradient.js";
import { short, titleOf } from "./words.js";

/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./gradient.js").Contributions} Contributions */

const KINDS = /** @type {const} */ ([
  ["train", { r: 4.5 }],
  ["val", { r: 4, class: "hollow" }],
  ["test", { r: 3, class: "hollow" }],
]);

/** @param {string} className @param {number} r @param {number} [box] */
function dot(className, r, box = 12) {
  const mark = svg("svg", { viewBox: `0 0 ${box} ${box}`, width: box, height: box, "aria-hidden": "true" });
  mark.append(svg("circle", { cx: box / 2, cy: box / 2, r, class: className }));
  return mark;
}

export function planeScale() {
  const title = el("b", { className: "num" });
  const [high, zero, low] = ["high", "zero", "low"].map((name) => el("span", { className: `${name} num` }));
  const scale = el(
    "div",
    { className: "field-scale", role: "img", hidden: true },
    title,
    el("i", { className: "colours" }),
    high,
    zero,
    low,
  );
  const disc = svg("circle", { cx: 20, cy: 20, r: 0 });
  const largest = el("span", { className: "num" });
  const circle = svg("svg", { viewBox: "0 0 40 40", width: 40, height: 40, "aria-hidden": "true" });
  circle.append(disc);
  const discs = el(
    "div",
    {
      className: "disc-scale",
      hidden: true,
      title: "The disc's area is proportional to the point's contribution to the gradient.",
    },
    circle,
    largest,
  );
  const kinds = KINDS.map(([name, { r, ...more }]) =>
    el("span", {}, dot("class" in more ? more.class : "", r), name),
  );
  const element = el(
    "div",
    { className: "plane-scale" },
    scale,
    discs,
    el("div", { className: "kinds" }, ...kinds),
  );

  /** @param {Field | null} field */
  function showField(field) {
    scale.hidden = field === null;
    if (!field) return;
    const { low: from, high: to, min, max } = field.scale;
    setText(title, field.node);
    setText(high, `${max > to ? "≥" : ""}${short(to)}`);
    setText(low, `${min < from ? "≤" : ""}${short(from)}`);
    setText(zero, from < 0 && to > 0 ? "0" : "");
    scale.dataset.sides = from === 0 ? "above" : to === 0 ? "below" : "both";
    scale.setAttribute("aria-label", `Scale of ${titleOf(field)}: from ${exact(from)} to ${exact(to)}`);
  }

  /** @param {Contributions | null} known */
  function showDiscs(known) {
    discs.hidden = known === null;
    if (!known) return;
    const most = largestContribution(known.contributions);
    disc.setAttribute("r", String(discRadius(most, most, known.points.length)));
    disc.setAttribute("class", most > 0 ? "positive" : "negative");
    setText(largest, `${most > 0 ? "+" : ""}${short(most)}`);
    discs.dataset.largest = exact(most);
  }

  return {
    element,
    /** @param {Field | null} field @param {Contributions | null} known */
    show(field, known) {
      showField(field);
      showDiscs(known);
    },
  };
}
