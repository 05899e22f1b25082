/** The Python engine: the project's own wheel, in Pyodide, through bridge.py. */

import { fetchText } from "../assets.js";
import { serve } from "../serve.js";
import { bootPython } from "./boot.js";
import { pythonEngine } from "./engine.js";

/** @param {(loaded: number, total: number) => void} progress */
async function boot(progress) {
  const cold = new URLSearchParams(self.location.search).has("cold");
  const { pyodide, boot, needMicropip } = await bootPython(progress, cold);
  const source = await fetchText(new URL("./bridge.py", import.meta.url));
  const bridge = pyodide.toPy({});
  pyodide.runPython(source, { globals: bridge, filename: "bridge.py" });
  return { ...pythonEngine((name) => bridge.get(name), needMicropip), boot };
}

serve(boot);
