/** Python's graphs in Pyodide, whose stack is the smallest that the engine runs on. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { loadPyodide } from "pyodide";

const PACKAGE = new URL("../../micrograd/", import.meta.url);

test("Pyodide frees graphs of any depth once backward has been through them", async () => {
  const python = await loadPyodide();
  python.FS.mkdirTree("/package/micrograd");
  for (const file of readdirSync(PACKAGE).filter((name) => name.endsWith(".py"))) {
    python.FS.writeFile(`/package/micrograd/${file}`, readFileSync(new URL(file, PACKAGE)));
  }
  const left = python.runPython(`
import sys
sys.path.insert(0, "/package")
from micrograd import Config, Session, Value

session = Session(Config(n=2500))  # a sum of 2,000 losses
session.step()

def depth_of(build):
    root = Value(0.5)
    for _ in range(200_000):
        root = build(root)
    root.backward()
    return len(root._reached)

[depth_of(lambda x: x + 1.0), depth_of(lambda x: x.tanh())]
`);
  assert.deepEqual(left.toJs(), [400_000, 200_000]);
});
