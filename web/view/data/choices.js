/** The form below a table: which columns are x, y and class, which classes are kept, and the scale. */

import { CLASSES } from "../../protocol/names.js";
import { classesOf, fitsPlane, keepOf, labelsOf } from "../../state/data/guess.js";
import { classMark } from "../class-mark.js";
import { el } from "../dom.js";

/** @typedef {import("../../state/data/guess.js").Choices} Choices */
/** @typedef {import("./reader.js").Summary} Summary */

/** What a class column without a value is called in the form. */
const NONE = "none: all of class 1";

/** @param {string} title @param {HTMLElement} control */
function labelled(title, control) {
  return el("label", { className: "setting" }, el("span", {}, title), control);
}

/** @param {string} name @param {[string, string][]} options @param {string} value @param {(value: string) => void} onChoose */
function select(name, options, value, onChoose) {
  const control = el(
    "select",
    { name: name.toLowerCase(), "aria-label": name },
    ...options.map(([key, text]) => el("option", { value: key }, text)),
  );
  control.value = value;
  control.onchange = () => onChoose(control.value);
  return control;
}

/**
 * The form for a table and the choices in force; every change gives new ones.
 * @param {Summary} table
 * @param {Choices} choices
 * @param {{onChoices: (choices: Choices) => void, onHeader: (header: boolean) => void}} listener
 */
export function choicesForm(table, choices, { onChoices, onHeader }) {
  const { columns } = table;
  const change = (/** @type {Partial<Choices>} */ some) => onChoices({ ...choices, ...some });
  const option = (/** @type {number} */ i) => /** @type {[string, string]} */ ([String(i), columns[i].name]);
  const numeric = columns.flatMap((column, i) => (column.isNumeric ? [option(i)] : []));
  const labels = columns.flatMap((column, i) => (column.values && column.values.size > 0 ? [option(i)] : []));
  const fits = fitsPlane(columns[choices.x], columns[choices.y]);

  /** Without its own choice of a scale, two other columns might not fit. @param {"x" | "y"} axis @param {string} value */
  function place(axis, value) {
    const next = { ...choices, [axis]: Number(value) };
    if (next.x === next.y) next[axis === "x" ? "y" : "x"] = choices[axis];
    if (next.scale === "none" && !fitsPlane(columns[next.x], columns[next.y])) next.scale = "each";
    onChoices(next);
  }

  /** @param {string} value */
  function label(value) {
    const column = value === "" ? null : Number(value);
    change({ label: column, keep: keepOf(columns, column) });
  }

  const header = el("input", { type: "checkbox", name: "header", checked: table.header });
  header.onchange = () => onHeader(header.checked);
  return el(
    "div",
    { className: "data-choices" },
    el(
      "div",
      { className: "data-columns" },
      labelled(
        "x",
        select("x", numeric, String(choices.x), (value) => place("x", value)),
      ),
      labelled(
        "y",
        select("y", numeric, String(choices.y), (value) => place("y", value)),
      ),
      labelled(
        "Class",
        select("Class", [...labels, ["", NONE]], choices.label === null ? "" : String(choices.label), label),
      ),
      labelled(
        "Scale",
        select(
          "Scale",
          [
            ...(fits ? [/** @type {[string, string]} */ (["none", "as they are"])] : []),
            ["each", "each axis"],
            ["same", "one for both"],
          ],
          choices.scale,
          (value) => change({ scale: /** @type {Choices["scale"]} */ (value) }),
        ),
      ),
    ),
    el("label", { className: "check" }, header, "The first line has the names of the columns"),
    classList(table, choices, change),
  );
}

/**
 * The classes with their marks. Of more than three, three can be kept.
 * @param {Summary} table
 * @param {Choices} choices
 * @param {(some: Partial<Choices>) => void} change
 */
function classList({ columns }, { label, keep }, change) {
  if (label === null) return "";
  const labels = labelsOf(columns[label]);
  const classes = classesOf(keep);
  const many = labels.length > CLASSES;
  const rows = labels.map(({ name, count }, i) => {
    const at = classes.get(name);
    const box = el("input", { type: "checkbox", name: `class-${i}`, checked: at !== undefined });
    box.disabled = at === undefined && keep.length >= CLASSES;
    box.onchange = () => {
      const kept = (/** @type {string} */ each) => (each === name ? box.checked : keep.includes(each));
      change({ keep: labels.map((each) => each.name).filter(kept) });
    };
    const mark = at === undefined ? "" : classMark(at);
    const words = [mark, name, el("span", { className: "soft num" }, String(count))];
    return many
      ? el("label", { className: "check" }, box, ...words)
      : el("span", { className: "check" }, ...words);
  });
  const says = `${labels.length} names are too many: the plane has three classes. Choose which are kept.`;
  return el(
    "div",
    { className: "data-classes", role: "group", "aria-label": "Classes" },
    ...(many ? [el("p", {}, says)] : []),
    ...rows,
  );
}
