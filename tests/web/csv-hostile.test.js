/** A hundred thousand random and hostile texts: each gives points of the plane, or a Problem; nothing else is thrown. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_POINTS } from "../../web/protocol/config.js";
import { Problem } from "../../web/protocol/problem.js";
import { readTable, SEPARATORS } from "../../web/state/data/csv.js";
import { guessChoices } from "../../web/state/data/guess.js";
import { makePoints } from "../../web/state/data/points-of.js";
import { textOf } from "../../web/state/data/text.js";
import { DATA_ACTIONS } from "../../web/state/data/use.js";
import { addHandlers } from "../../web/state/late.js";
import { update } from "../../web/state/state.js";
import { random } from "../random.js";
import { startedState } from "./fixtures.js";

addHandlers({ actions: DATA_ACTIONS, settle: (state) => state });

const SEED = Number(process.env.SEED ?? 20261128);
const TEXTS = 100_000;

const CELLS = [
  ..."0 1 2 3 -1 0.5 1,5 -0 1e999 −2 .5 5. 1e-320 1.7976931348623157e308 0x1F Infinity NaN NA ? - # #N/A".split(
    " ",
  ),
  ...[
    "",
    " ",
    '"',
    '""',
    '"a""b"',
    '"1\n2"',
    "é",
    "\uFEFF",
    "\uD800",
    "__proto__",
    "constructor",
    "toString",
    "train",
    "test",
  ],
  ...[
    "x",
    "y",
    "label",
    "split",
    "a",
    "b",
    "c",
    "d",
    "e",
    "<b>",
    "{",
    "[",
    "=1+1",
    "'",
    "\\",
    "\u0000",
    "𝒳",
    "9".repeat(400),
  ],
];
const ENDS = ["\n", "\r\n", "\r", "\n\n"];

/** @typedef {ReturnType<typeof random>} Random */

/** A table with some wrong cells, a text out of odd pieces, or bytes. @param {Random} r @returns {string | Uint8Array} */
function hostile(r) {
  const kind = r.whole(0, 9);
  if (kind === 0) return Uint8Array.from({ length: r.whole(0, 60) }, () => r.whole(0, 255));
  if (kind === 1)
    return Array.from({ length: r.whole(0, 40) }, () => r.of([...CELLS, ...ENDS, ",", ";", "\t"])).join("");
  const [width, rows] = [r.whole(1, 5), r.whole(0, 12)];
  const [separator, end] = [r.of(Object.keys(SEPARATORS)), r.of(ENDS)];
  const wild = r.of([0, 0.02, 0.2, 1]);
  const header = r.of(["", ["x", "y", "label", "split", "k"].slice(0, width).join(separator) + end]);
  const cell = () => (r.next() < wild ? r.of(CELLS) : String(r.whole(-20, 20) / 10));
  const row = () => Array.from({ length: r.next() < wild / 4 ? r.whole(0, 7) : width }, cell).join(separator);
  return header + Array.from({ length: rows }, row).join(end);
}

/** @param {string | Uint8Array} given */
function read(given) {
  const { text } = typeof given === "string" ? { text: given } : textOf(given);
  const table = readTable(text);
  return { table, made: makePoints(table, guessChoices(table)) };
}

test(`${TEXTS} texts from the seed ${SEED} give points of the plane or a Problem`, () => {
  const r = random(SEED);
  const state = startedState();
  const before = JSON.stringify(state);
  let [gave, refused] = [0, 0];
  /** @type {Set<string>} */
  const sentences = new Set();
  for (let k = 0; k < TEXTS; k++) {
    const given = hostile(r);
    try {
      const { table, made } = read(given);
      gave++;
      assert.ok(made.points.length > 0 && made.points.length <= MOST_POINTS);
      assert.equal(made.rows + made.left + made.other, table.rows, "each row gives a point, or is left out");
      for (const { x, y, label, split } of made.points) {
        assert.ok(Math.abs(x) <= 2 && Math.abs(y) <= 2, `(${x}, ${y})`);
        assert.ok([0, 1, 2].includes(label) && ["train", "val", "test"].includes(split));
      }
      const next = update(state, { type: "data/use", points: made.points, name: "it" });
      assert.equal(next.session.points.length, made.points.length);
      assert.deepEqual(update(next, { type: "points/undo" }).session.points, state.session.points);
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw new Error(`text ${k}, ${JSON.stringify(given)}: ${error}`, { cause: error });
      }
      refused++;
      sentences.add(error.message.replace(/\d+/g, "n").slice(0, 20));
      assert.match(error.message, /^[A-Z][^\n]*\.$/, "a sentence");
    }
  }
  assert.equal(JSON.stringify(state), before, "reading changes no state");
  // the texts are neither all good nor all bad
  assert.ok(gave > TEXTS / 20 && refused > TEXTS / 20, `${gave} gave points, ${refused} were refused`);
  assert.ok(sentences.size >= 8, [...sentences].join());
});

/** Texts that cost time with the square of their length, if anything does. @type {[string, (n: number) => string][]} */
const LONG = [
  ["a quote on every line that is never closed", (n) => `x,y,label\n${'"1,2,3\n'.repeat(n | 1)}`],
  ["quotes without end", (n) => `x,y,label\n1,2,3\n${'""'.repeat(n)}`],
  ["one line of cells", (n) => `1,2,3\n4,5,6\n7,8,9\n${"1,".repeat(n)}`],
  ["empty lines", (n) => `x,y,label\n${"\n".repeat(n)}1,2,3\n`],
  ["spaces", (n) => `x y label\n${" ".repeat(n)}1 2 3\n`],
  ["comments", (n) => `${"#\n".repeat(n)}x,y,label\n1,2,3\n`],
  ["one cell", (n) => `x,y,label\n1,2,${"a".repeat(n)}\n3,4,b\n`],
];

for (const [name, make] of LONG) {
  test(`a million times ${name} is read, or refused in a sentence`, () => {
    try {
      read(make(1e6));
    } catch (error) {
      assert.ok(error instanceof Problem, String(error));
    }
  });
}
