/** Doubles as bit patterns. All NaNs are one value, as SPEC.md has it: WebAssembly leaves their payload open. */

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Iterable<number>} numbers @returns {string[]} 16 hexadecimal digits each */
export function bits(numbers) {
  const doubles = Float64Array.from(numbers);
  const words = new BigUint64Array(doubles.buffer);
  return Array.from(words, (word, i) =>
    Number.isNaN(doubles[i]) ? "nan" : word.toString(16).padStart(16, "0"),
  );
}

/** Where a run is, in bits: the whole training state, and both losses of every step. @param {Page} page */
export async function runBits(page) {
  const { step, columns } = await page.evaluate(() => {
    const {
      session: { snapshot },
      run: { history },
    } = window.micrograd.state;
    if (!snapshot || !history) throw new Error("there is no run");
    const { step, loss, data, grad, m, v } = snapshot;
    const { train, val } = history;
    const at = [loss.train, loss.val];
    return {
      step,
      columns: {
        data: [...data],
        grad: [...grad],
        m: [...m],
        v: [...v],
        at,
        train: [...train],
        val: [...val],
      },
    };
  });
  return { step, ...inBits(columns) };
}

/**
 * @template {Record<string, Iterable<number>>} T
 * @param {T} columns
 * @returns {{[K in keyof T]: string[]}}
 */
export function inBits(columns) {
  const entries = Object.entries(columns).map(([name, column]) => [name, bits(column)]);
  return Object.fromEntries(entries);
}
