/** The learner's code: its functions, its changes, the changes to try, and what is kept of it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { entries } from "../../web/protocol/browser.js";
import { NO_CODE } from "../../web/state/code/code.js";
import { changedLines, changesOf } from "../../web/state/code/diff.js";
import { functionOf, spanAt, spansOf, withFunction } from "../../web/state/code/files.js";
import { keepCode, loadCode } from "../../web/state/code/kept.js";
import { FILE_NAMES } from "../../web/state/code/known.js";
import { applied, PRESETS } from "../../web/state/code/presets.js";

/** @type {import("../../web/state/code/files.js").Files} */
const ORIGINAL = Object.fromEntries(
  await Promise.all(
    FILE_NAMES.map(async (name) => [
      name,
      await readFile(new URL(`../../micrograd/${name}`, import.meta.url), "utf8"),
    ]),
  ),
);

test("functions and methods are found with all their lines, docstrings and long signatures included", () => {
  const names = spansOf(ORIGINAL["engine.py"]).map(({ name }) => name);
  assert.ok(names.includes("Value.backward") && names.includes("topological_order"));
  const init = functionOf(ORIGINAL["engine.py"], "Value.__init__") ?? "";
  assert.match(init, /^ {4}def __init__\(\n/);
  assert.match(init, /self\._seen: object = None$/);
  const { first, last } = spansOf(ORIGINAL["optim.py"]).find(({ name }) => name === "SGD.step") ?? {};
  assert.equal(spanAt(ORIGINAL["optim.py"], Number(last))?.first, first);
  assert.equal(spanAt(ORIGINAL["optim.py"], 1), null);
});

test("a function in a file that Python would refuse is found too", () => {
  const text = "class A:\n    def f(self:\n        return (1\n\n    def g(self): pass\n";
  assert.deepEqual(
    spansOf(text).map(({ name, first, last }) => [name, first, last]),
    [
      ["A.f", 2, 3],
      ["A.g", 5, 5],
    ],
  );
});

test("a function is replaced whole, and only that one", () => {
  const text = "def f():\n    return 1\n\n\ndef g():\n    return 2\n";
  assert.equal(
    withFunction(text, "f", "def f():\n    return 3"),
    "def f():\n    return 3\n\n\ndef g():\n    return 2\n",
  );
  assert.throws(() => withFunction(text, "h", ""), /there is no function h/);
});

test("changes name the new lines, and what they stand for", () => {
  assert.deepEqual(changesOf("a\nb\nc", "a\nb\nc"), []);
  assert.deepEqual(changesOf("a\nb\nc", "a\nB\nc"), [{ first: 2, last: 2, removed: ["b"] }]);
  assert.deepEqual(changesOf("a\nb\nc", "a\nc"), [{ first: 2, last: 1, removed: ["b"] }]);
  assert.deepEqual(changesOf("a\nc", "a\nb\nb\nc"), [{ first: 2, last: 3, removed: [] }]);
  const two = changesOf("a\nb\nc\nd\ne", "A\nb\nc\nd\nE");
  assert.deepEqual(
    two.map(({ first }) => first),
    [1, 5],
  );
  assert.deepEqual(changedLines(changesOf("a\nb\nc", "x\ny\nb")), [1, 2, 4]);
});

test("from the changes the original can be put together again", () => {
  const now = applied(ORIGINAL, PRESETS[1])["engine.py"].replace("import operator\n", "").concat("# end\n");
  const lines = now.split("\n");
  for (const { first, last, removed } of changesOf(ORIGINAL["engine.py"], now).reverse())
    lines.splice(first - 1, last - first + 1, ...removed);
  assert.equal(lines.join("\n"), ORIGINAL["engine.py"]);
});

for (const preset of PRESETS) {
  test(`"${preset.title}" is an edit of the source as it stands`, () => {
    const files = applied(ORIGINAL, preset);
    const touched = new Set(preset.edits.map(({ file }) => file));
    for (const name of FILE_NAMES) assert.equal(files[name] !== ORIGINAL[name], touched.has(name));
    assert.ok(preset.look.split(" ").length <= 25, "one sentence that can be read at a glance");
  });
}

test("a change to try whose text is no longer there is refused", () => {
  const moved = { ...ORIGINAL, "engine.py": ORIGINAL["engine.py"].replace("operand.grad +=", "o.grad +=") };
  assert.throws(() => applied(moved, PRESETS[0]), /Value\.backward of engine\.py has .* 0 times, not once/);
});

/** @param {Partial<import("../../web/state/types.js").CodeState>} code @returns {import("../../web/state/types.js").CodeState} */
const codeWith = (code) => ({ ...NO_CODE, original: ORIGINAL, files: ORIGINAL, ...code });
const NOTHING = { kept: {}, from: "visit", given: false, aside: [] };

test("only the changed files are kept, and none once all are as they were", () => {
  const storage = entries(() => null);
  assert.equal(keepCode(codeWith({ files: { ...ORIGINAL, "nn.py": "x = 1\n" } }), storage), true);
  assert.deepEqual(loadCode(storage), { ...NOTHING, kept: { "nn.py": "x = 1\n" } });
  keepCode(codeWith({}), storage);
  assert.deepEqual(storage.keys(), []);
  storage.set("micrograd-code", '{"engine.py": 5, "os.py": "x", "aside": [5, {"nn.py": 1}, null]}');
  assert.deepEqual(loadCode(storage), NOTHING);
  storage.set("micrograd-code", "{");
  assert.deepEqual(loadCode(storage), NOTHING);
});

test("a link's code is kept as such, with the reader's own that was set aside for it", () => {
  const storage = entries(() => null);
  const files = { ...ORIGINAL, "nn.py": "x = 1\n" };
  const aside = [{ "engine.py": "mine\n" }];
  keepCode(codeWith({ files, given: files, waits: "link", aside }), storage);
  assert.deepEqual(loadCode(storage), { kept: { "nn.py": "x = 1\n" }, from: "link", given: true, aside });
  keepCode(codeWith({ aside }), storage);
  assert.deepEqual(loadCode(storage), { ...NOTHING, aside });
});
