/** PyTorch as a peer, where someone has installed it: in .venv, or for the system's Python. It is not set up by us: 900 MB. */

import { Failure, inVenv, run, which } from "../../build/tools.js";
import { pythonEngine } from "./programs.js";

const ASK = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';

/** @param {"torch-per-point" | "torch-batched"} name */
export async function torch(name) {
  const python = await torchPython();
  if (python) return pythonEngine(name, python);
  throw new Failure("torch is not installed, neither in .venv nor for the system's Python");
}

/** A Python that has PyTorch. */
export async function torchPython() {
  for (const python of [inVenv("python"), await which("python3"), await which("python")]) {
    if (python && (await has(python))) return python;
  }
  return null;
}

/** @param {string} python */
async function has(python) {
  const { status } = await run(python, ["-c", ASK], { allowFailure: true, capture: true }).catch(() => ({
    status: 1,
  }));
  return status === 0;
}
