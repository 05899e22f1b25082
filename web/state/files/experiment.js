/**
 * An experiment as JSON text: settings, points, training state and losses, with every bit of every number. The command lines
 * write the same bytes for the same run, and go on from them; docs/files.md describes the format.
 */

import { DESCRIPTION } from "../../generated/description.js";
import { exact } from "../../protocol/numbers.js";
import { Problem } from "../../protocol/problem.js";

/** @typedef {import("../types.js").State} State */

export const VERSION = 1;
export const COLUMNS = /** @type {const} */ (["data", "grad", "m", "v"]);

/** JSON has no nan and inf, which get quotes. @param {number} x */
const numberText = (x) => (Number.isFinite(x) ? exact(x) : `"${exact(x)}"`);

/** @param {ArrayLike<number>} numbers */
const listText = (numbers) => `[${Array.from(numbers, numberText).join(", ")}]`;

/** What a file of this run is called: "micrograd-step-50-graph.svg". @param {State} state @param {string} end */
export const fileName = ({ session }, end) => `micrograd-step-${session.snapshot?.step ?? 0}${end}`;

/** The run as it is now. @param {State} state */
export function experimentText({ session: { config, points, snapshot }, run: { history } }) {
  if (!snapshot) throw new Problem("There is no run yet to be saved.");
  const { step, loss, optimizer, t } = snapshot;
  const head = {
    step: String(step),
    train: numberText(loss.train),
    val: numberText(loss.val),
    optimizer: `"${optimizer}"`,
    t: String(t),
  };
  const state = [
    ...Object.entries(head),
    ...COLUMNS.map((name) => /** @type {const} */ ([name, listText(snapshot[name])])),
  ];
  const parts = [
    `"micrograd": ${VERSION}`,
    `"config": ${configText(config)}`,
    `"points": ${points.length > 0 ? `[\n${points.map(pointText).join(",\n")}\n  ]` : "[]"}`,
    `"snapshot": ${block(state)}`,
  ];
  const known = step === 0 || (history && !Number.isNaN(history.train[0]));
  const losses = (/** @type {"train" | "val"} */ name) => listText(history?.[name].slice(0, step) ?? []);
  if (known)
    parts.push(
      `"losses": ${block([
        ["train", losses("train")],
        ["val", losses("val")],
      ])}`,
    );
  return `{\n  ${parts.join(",\n  ")}\n}\n`;
}

/** A line per entry. @param {(readonly [string, string])[]} entries */
const block = (entries) => `{\n${entries.map(([name, text]) => `    "${name}": ${text}`).join(",\n")}\n  }`;

/** @param {State["session"]["config"]} config */
function configText(config) {
  const rows = DESCRIPTION.settings.filter(({ name }) => Object.hasOwn(config, name));
  const texts = rows.map((row) => `"${row.name}": ${valueText(row, /** @type {any} */ (config)[row.name])}`);
  return `{${[...texts, ...(config.zero_grad === false ? ['"zero_grad": false'] : [])].join(", ")}}`;
}

/** A setting's value; one that JavaScript's numbers may round, such as a seed, in quotes. @param {{kind: string, high?: string}} row @param {any} value */
function valueText({ kind, high }, value) {
  if (Array.isArray(value)) return `[${value.join(", ")}]`;
  if (typeof value === "number" && kind !== "whole") return numberText(value);
  return kind === "whole" && BigInt(high ?? 0) <= 2n ** 53n ? String(value) : `"${value}"`;
}

/** @param {import("../../protocol/messages.js").Point} point */
const pointText = ({ x, y, label, split }) =>
  `    {"x": ${numberText(x)}, "y": ${numberText(y)}, "label": ${label}, "split": "${split}"}`;

/** The losses as a table: a row per step, with all digits. @param {State} state */
export function lossesText({ session: { snapshot }, run: { history } }) {
  const { train, val } = history ?? { train: [], val: [] };
  const rows = Array.from(
    { length: Math.min(snapshot?.step ?? 0, train.length) },
    (_, i) => `${i + 1},${exact(train[i])},${exact(val[i])}`,
  );
  return `${["step,train,val", ...rows].join("\n")}\n`;
}
