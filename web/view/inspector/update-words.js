/**
 * A parameter's next update, line by line: the optimiser's rule, which the engine describes, in symbols and with numbers.
 * Every number is a setting, a constant of the rule, or comes from the engine; nothing is computed here.
 */

import { DESCRIPTION } from "../../generated/description.js";
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

/** The optimiser's rule; an L1 penalty takes what its last line gives further. @param {Config} config @returns {string[]} */
function ruleOf(config) {
  const { rule } = optimizerOf(config);
  if (config.l1 === 0) return rule;
  return [...rule.map((line) => line.replace("{data} −= ", "moved = {data} − ")), DESCRIPTION.shrink];
}

/**
 * @param {Config} config
 * @param {Snapshot} before
 * @param {Snapshot} after the next step
 * @param {number} i the parameter's place in both
 * @param {number} [lr] that of the step, which a schedule may have lowered
 * @returns {Line[]}
 */
export function updateWords(config, before, after, i, lr = config.lr) {
  const { hyper } = optimizerOf(config);
  const settings = /** @type {Record<string, unknown>} */ ({
    ...config,
    lr: lr === config.lr ? lr : format(lr),
  });
  /** @type {Record<string, string>} */
  const numbers = { grad: format(after.grad[i]), t: String(after.t) };
  for (const name of STATE) numbers[name] = format(before[name][i]);
  for (const name of [...hyper, "l1"]) numbers[name] = String(settings[name]).replace("e-", "e−");
  return ruleOf(config).map((line) => {
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
