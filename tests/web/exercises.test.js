/** The exercises in Pyodide: the same files as on a laptop, without pytest and without threads. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { before, test } from "node:test";
import { loadPyodide } from "pyodide";
import { filesUnder, ROOT } from "../../build/tools.js";

/**
 * What the tests read of a row of the index; exercises/course.py lists all fields.
 * @typedef {{id: string, start: string, first: string, solution: string, wrong: {answer: string, says: string}[]}} Exercise
 */

/** @type {Exercise[]} */
let course = [];
/** @type {(exercise: string, source: string) => string} */
let check;
/** @type {(source: string, exercise: string) => string} */
let grow;

before(async () => {
  const python = await loadPyodide();
  for (const file of [...(await filesUnder("micrograd")), ...(await filesUnder("exercises"))]) {
    const there = `/site/${file.split(path.sep).join("/")}`;
    python.FS.mkdirTree(path.posix.dirname(there));
    python.FS.writeFile(there, readFileSync(path.join(ROOT, file)));
  }
  python.runPython("import sys; sys.path.insert(0, '/site')");
  course = JSON.parse(python.runPython("from exercises.course import grow, index; index()"));
  check = python.runPython("from exercises.runner import check; check");
  grow = python.globals.get("grow");
});

test("in Pyodide each solution passes, and each start and wrong answer gets its sentence", () => {
  const said = course.map(({ id, start, solution, wrong }) => [
    check(id, start),
    check(id, solution),
    ...wrong.map(({ answer }) => check(id, answer)),
  ]);
  assert.equal(course.length, 10);
  assert.deepEqual(
    said,
    course.map(({ first, wrong }) => [first, "", ...wrong.map(({ says }) => says)]),
  );
});

test("in Pyodide calls without an end are a sentence, and the next check runs", () => {
  const [{ id, solution }] = course;
  const endless = solution.replace("return Value(self.data + other.data", "return self + other, (self.data");
  const line = endless.split("\n").findIndex((text) => text.includes("return self + other")) + 1;
  assert.equal(
    check(id, endless),
    `Line ${line} calls itself forever: it needs a case that returns without calling itself.`,
  );
  assert.equal(check(id, solution), "");
});

test("in Pyodide a solved file grows into the start of the next exercise", () => {
  for (const [i, { id, start }] of course.entries()) {
    assert.equal(grow(i ? course[i - 1].solution : "", id), start);
  }
});
