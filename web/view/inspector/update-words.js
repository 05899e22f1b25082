/**
 * A parameter's next update, line by line: the optimiser's rule in symbols and with numbers. Every number is a setting or
 * comes from the engine; nothing is computed here.
 */

import { format } from "../dom.js";

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("../../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {{rule: string, numbers: string}} Line */

/** The constants of micrograd/optim.py. */
const [BETA1, BETA2, EPS] = [0.9, 0.95, "1e−8"];

/** Puts a negative factor in brackets. @param {number} x */
const inBrackets = (x) => (x < 0 || Object.is(x, -0) ? `(${format(x)})` : format(x));

/**
 * @param {Config} config
 * @param {Snapshot} before
 * @param {Snapshot} after the next step
 * @param {number} i the parameter's place in both
 * @returns {Line[]}
 */
export function updateWords({ optimizer, lr, momentum, weight_decay }, before, after, i) {
  const [p, m, v] = [before.data[i], before.m[i], before.v[i]].map(inBrackets);
  const grad = inBrackets(after.grad[i]);
  const [newM, newV, newP] = [after.m[i], after.v[i], after.data[i]].map((x) => format(x));
  if (optimizer === "sgd") {
    return [
      { rule: "m = momentum·m + grad", numbers: `${momentum}·${m} + ${grad} = ${newM}` },
      {
        rule: "data −= lr·(m + weight_decay·data)",
        numbers: `${format(before.data[i])} − ${lr}·(${newM} + ${weight_decay}·${p}) = ${newP}`,
      },
    ];
  }
  const t = after.step;
  return [
    {
      rule: "m = beta1·m + (1 − beta1)·grad",
      numbers: `${BETA1}·${m} + (1 − ${BETA1})·${grad} = ${newM}`,
    },
    {
      rule: "v = beta2·v + (1 − beta2)·grad²",
      numbers: `${BETA2}·${v} + (1 − ${BETA2})·${grad}² = ${newV}`,
    },
    { rule: "m_hat = m / (1 − beta1^t)", numbers: `${newM} / (1 − ${BETA1}^${t})` },
    { rule: "v_hat = v / (1 − beta2^t)", numbers: `${newV} / (1 − ${BETA2}^${t})` },
    {
      rule: "data −= lr·(m_hat / (√v_hat + eps) + weight_decay·data)",
      numbers: `${format(before.data[i])} − ${lr}·(m_hat / (√v_hat + ${EPS}) + ${weight_decay}·${p}) = ${newP}`,
    },
  ];
}
