/**
 * A parameter's next update, line by line: the optimiser's rule, which the engine describes, in symbols and with numbers.
 * Every number is a setting, a constant of the rule, or comes from the engine; nothing is computed here.
 */

import { optimizerOf } from "../../protocol/config.js";
import { format, inBrackets } from "../dom.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {{rule: string, numbers: string}} Line */

const PLACEHOLDER = /\{(\w+)\}/g;
/** A number at the beginning needs no brackets, unless a power follows. */
const BARE = /(^|\()\{(\w+)\}(?![²^])/g;
/** "{m} = …" or "{data} −= …". */
const ASSIGNMENT = /^(\{?\w+\}?) (−?)= (.*)$/;

/** What a rule assigns to, where the engine holds it. */
const STATE = /** @type {const} */ (["data", "m", "v"]);

/**
 * @param {Config} config
 * @param {Snapshot} before
 * @param {Snapshot} after the next step
 * @param {number} i the parameter's place in both
 * @returns {Line[]}
 */
export function updateWords(config, before, after, i) {
  const { rule, hyper, constants } = optimizerOf(config);
  const settings = /** @type {Record<string, unknown>} */ ({ ...constants, ...config });
  /** @type {Record<string, string>} */
  const numbers = { grad: format(after.grad[i]), t: String(after.t) };
  for (const name of STATE) numbers[name] = format(before[name][i]);
  for (const name of [...hyper, ...Object.keys(constants)])
    numbers[name] = String(settings[name]).replace("e-", "e−");
  return rule.map((line) => {
    const text = ASSIGNMENT.exec(line);
    if (!text) throw new Error(`"${line}" is not an assignment`);
    const [, target, minus, right] = text;
    const name = /** @type {(typeof STATE)[number]} */ (target.slice(1, -1));
    const was = numbers[name];
    const filled = right
      .replace(BARE, (_, opening, symbol) => opening + numbers[symbol])
      .replace(PLACEHOLDER, (_, symbol) => inBrackets(numbers[symbol]));
    if (STATE.includes(name)) numbers[name] = format(after[name][i]);
    const start = minus ? `${was} − ` : "";
    const result = STATE.includes(name) ? ` = ${numbers[name]}` : "";
    return { rule: line.replace(PLACEHOLDER, "$1"), numbers: start + filled + result };
  });
}
