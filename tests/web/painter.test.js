import assert from "node:assert/strict";
import { test } from "node:test";
import { Painter } from "../../web/worker/painter.js";

const SIZE = { columns: 1, rows: 4, extent: 2 };

/** A painter whose rows take 3 ms each and hold the parameter that there was when the picture was begun. @param {import("node:test").TestContext} t */
function slowPainter(t) {
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const engine = {
    parameter: 1,
    *surfaceRows(/** @type {number} */ columns, /** @type {number} */ rows) {
      const { parameter } = this;
      for (let row = 0; row < rows; row++) {
        now += 3;
        yield new Float64Array(3 * columns).fill(parameter + row / 10);
      }
    },
  };
  const painter = new Painter(
    /** @type {any} */ (engine),
    () => /** @type {any} */ ({ step: engine.parameter }),
  );
  const learn = () => {
    engine.parameter++;
    painter.age();
  };
  return { painter, learn, pass: (/** @type {number} */ ms) => (now += ms) };
}

/** @param {{probabilities: Float64Array | null}} reply the first number of each row */
const rowsOf = ({ probabilities }) => probabilities && [...probabilities].filter((_, i) => i % 3 === 0);

test("a surface is drawn in slices, and reports how long it took and how long ago it was begun", (t) => {
  const { painter, pass } = slowPainter(t);
  assert.deepEqual(painter.draw({ ...SIZE, budget: 4 }), {
    probabilities: null,
    old: false,
    of: { step: 1 },
    ms: 6,
    begun: 6,
  });
  pass(10);
  const { ms, begun, ...reply } = painter.draw({ ...SIZE, budget: 4 });
  assert.deepEqual(rowsOf(reply), [1, 1.1, 1.2, 1.3]);
  assert.deepEqual([ms, begun], [12, 22]);
});

test("without a budget a surface is drawn at once", (t) => {
  assert.deepEqual(rowsOf(slowPainter(t).painter.draw(SIZE)), [1, 1.1, 1.2, 1.3]);
});

test("while playing, a surface continues across a step with the parameters it began with, marked old", (t) => {
  const { painter, learn } = slowPainter(t);
  painter.draw({ ...SIZE, budget: 0, moving: true });
  learn();
  const reply = painter.draw({ ...SIZE, moving: true });
  assert.deepEqual(rowsOf(reply), [1, 1.1, 1.2, 1.3]);
  assert.deepEqual([reply.old, reply.of], [true, { step: 1 }]);
  assert.deepEqual(rowsOf(painter.draw(SIZE)), [2, 2.1, 2.2, 2.3]);
});

test("at rest, a surface restarts when the state has changed; with another size it always restarts", (t) => {
  const { painter, learn } = slowPainter(t);
  painter.draw({ ...SIZE, budget: 0 });
  learn();
  const reply = painter.draw(SIZE);
  assert.deepEqual(rowsOf(reply), [2, 2.1, 2.2, 2.3]);
  assert.equal(reply.old, false);
  painter.draw({ ...SIZE, budget: 0, moving: true });
  assert.equal(painter.draw({ ...SIZE, rows: 2, moving: true }).probabilities?.length, 6);
});

test("a surface in progress is discarded when the network changes", (t) => {
  const { painter, learn } = slowPainter(t);
  painter.draw({ ...SIZE, budget: 0, moving: true });
  learn();
  painter.forget();
  assert.deepEqual(rowsOf(painter.draw({ ...SIZE, moving: true })), [2, 2.1, 2.2, 2.3]);
});
