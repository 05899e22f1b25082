/** The textbook engine in Pyodide, in a worker of a page of its own, under the boot that the page's own Python has. */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../build/tools.js";
import { emptyWorker } from "./browser.js";
import { megabytes } from "./memory.js";

const MODULE = "tests/yardstick/textbook.py";

/** Answers like engine.py: a new default run, one thing `count` times, the mean ms. */
const TIMER = `
import time, sys
sys.path.insert(0, "/bench")
from textbook import Training

def mean_ms(what, count):
    run = Training()
    act = run.step if what == "step" else lambda: run.surface(50, 50)
    start = time.perf_counter()
    for _ in range(count):
        act()
    return (time.perf_counter() - start) * 1e3 / count
`;

/** @param {import("./browser.js").Browser} browser @returns {Promise<import("./programs.js").Engine>} */
export async function textbookInPyodide(browser) {
  const { url } = browser;
  const { page, worker } = await emptyWorker(browser);
  await worker.evaluate(
    async ([boot, textbook, timer]) => {
      const { bootPython } = await import(boot);
      const { pyodide } = await bootPython(() => {});
      pyodide.FS.mkdir("/bench");
      pyodide.FS.writeFile("/bench/textbook.py", textbook);
      pyodide.runPython(timer);
      Object.assign(self, { pyodide, meanMs: pyodide.globals.get("mean_ms") });
    },
    [new URL("worker/python/boot.js", url).href, await readFile(path.join(ROOT, MODULE), "utf8"), TIMER],
  );
  return {
    // @ts-expect-error made above
    time: (what, count) => worker.evaluate(([w, n]) => self.meanMs(w, n), [what, count]),
    memory: async () => {
      // @ts-expect-error made above
      const bytes = await worker.evaluate(() => self.pyodide._module.HEAPU8.byteLength);
      return { MB: megabytes(bytes), of: "wasm" };
    },
    close: () => page.close(),
  };
}
