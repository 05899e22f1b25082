import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { patch } from "../../web/state/patch.js";
import { contour } from "../../web/view/node/contour.js";
import { scaleOf } from "../../web/view/node/field-image.js";
import { makeField, networkOf } from "../../web/view/plane/field.js";
import { fieldChoices } from "../../web/view/plane/field-picker.js";
import { DECADE, descent, discRadius, FAINT, largestContribution } from "../../web/view/plane/gradient.js";
import {
  contributionOf,
  contributionWords,
  detailWords,
  fieldWords,
  placeWords,
  short,
  signCounts,
  stepWords,
} from "../../web/view/plane/words.js";
import { levelAt, levelsOf } from "../../web/view/plane/zero-lines.js";
import { makeSnapshot, startedState, withReadout } from "./fixtures.js";
import { engineOf, missing } from "./wasm.js";

/** @typedef {import("../../web/state/types.js").State} State */

const GRID = { columns: 50, rows: 50 };
const skip = await missing("micrograd.wasm");

test("a scale ends at the largest magnitude on both sides of 0, or begins at 0", () => {
  const data = Float64Array.of(-0.5, 0.25, 0);
  assert.deepEqual(scaleOf(data), { low: -0.5, high: 0.5, min: -0.5, max: 0.25, odd: 0 });
  assert.deepEqual(scaleOf(Float64Array.of(2, 3)), { low: 0, high: 3, min: 2, max: 3, odd: 0 });
  assert.deepEqual(scaleOf(Float64Array.of(-2, -3)), { low: -3, high: 0, min: -3, max: -2, odd: 0 });
});

test("non-finite values are counted and left out of the scale", () => {
  const data = Float64Array.of(1, Number.NaN, Infinity, -Infinity);
  assert.deepEqual(scaleOf(data), { low: 0, high: 1, min: 1, max: 1, odd: 0.75 });
  const nowhere = scaleOf(Float64Array.of(Number.NaN));
  assert.deepEqual([nowhere.min, nowhere.max, nowhere.odd], [0, 0, 1]);
});

test("a few outliers do not stretch the scale", () => {
  const data = new Float64Array(10_000).map((_, i) => 1 + i / 10_000);
  data.fill(1e6, 0, 100);
  const { high, max } = scaleOf(data);
  assert.ok(high < 2);
  assert.equal(max, 1e6);
  assert.equal(scaleOf(data.fill(7, 0, 100)).high, 7, "up to four times the usual size is not far");
});

test("a scale begins or ends at 0 where all data are on one side of it", () => {
  const ends = (/** @type {number[]} */ ...data) => {
    const { low, high } = scaleOf(Float64Array.from(data));
    return [low, high];
  };
  assert.deepEqual(ends(0, 0.5, 2), [0, 2]);
  assert.deepEqual(ends(-2, -0.5), [-2, 0]);
  assert.deepEqual(ends(-1, 2), [-2, 2]);
});

test("the zero contour of x + y is the diagonal", () => {
  const at = (/** @type {number} */ i) => ((i + 0.5) / 50) * 2 - 1;
  const data = Float64Array.from({ length: 2500 }, (_, i) => at(i % 50) - at(Math.floor(i / 50)) + 1e-3);
  const pieces = contour(data, 50, 50, 0);
  assert.ok(pieces.length >= 4 * 49);
  for (let i = 0; i < pieces.length; i += 2) assert.ok(Math.abs(pieces[i] - pieces[i + 1]) < 1e-3);
  assert.deepEqual(contour(data.fill(Number.NaN), 50, 50, 0), []);
  assert.deepEqual(contour(data.fill(0), 50, 50, 0), []);
});

test("the contour of x + y at 1 is the diagonal moved by 1", () => {
  const data = Float64Array.from({ length: 2500 }, (_, i) => (i % 50) + 0.5 + (Math.floor(i / 50) + 0.5));
  const pieces = contour(data, 50, 50, 75);
  for (let i = 0; i < pieces.length; i += 2) assert.ok(Math.abs(pieces[i] + pieces[i + 1] - 1.5) < 1e-9);
  assert.ok(pieces.length > 80);
});

test("a saddle has two contour segments", () => {
  assert.equal(contour(Float64Array.of(1, -1, -1, 1), 2, 2, 0).length, 8);
});

test("the zero contour of a neuron of the first layer is its zero line", { skip }, async () => {
  const engine = await engineOf("micrograd.wasm");
  const graph = engine.query("trace", [0, 0, 0]);
  const { field: data } = engine.query("field", [graph.name.indexOf("h2"), 0, GRID.columns, GRID.rows, 2]);
  const answer = /** @type {any} */ ({
    args: { node: "h2", label: 0, ...GRID },
    of: { config: {} },
    reply: { field: data },
  });
  const field = makeField(answer);
  assert.ok(field.zeroLine);
  assert.equal(field.scale.max, Math.max(...data));
  const [w1, w2, b] = engine.query("snapshot", []).data.slice(3, 6);
  const pieces = contour(data, GRID.columns, GRID.rows, 0);
  assert.ok(pieces.length > 100);
  for (let i = 0; i < pieces.length; i += 2) {
    const [x, y] = [pieces[i] * 4 - 2, 2 - pieces[i + 1] * 4];
    assert.ok(Math.abs(w1 * x + w2 * y + b) < 1e-3);
  }
});

test("a disc's area is proportional to the contribution, whatever its sign", () => {
  const largest = largestContribution([0.01, -0.04, Number.NaN]);
  assert.equal(largest, -0.04);
  const full = discRadius(-0.04, largest, 80);
  assert.ok(Math.abs(discRadius(0.01, largest, 80) - full / 2) < 1e-12);
  assert.equal(discRadius(0, largest, 80), 0);
  assert.equal(discRadius(0, 0, 80), 0);
  assert.ok(discRadius(-0.04, largest, 2000) < full);
});

/** @param {number} gx @param {number} gy @returns {any} */
const traced = (gx, gy) => ({
  graph: { name: ["x", "y"], grad: [gx, gy] },
  probe: { id: 0, x: 0, y: 0, label: 0 },
});

test("the arrow points against the gradient, with a logarithmic length, and is absent at 0, inf and nan", () => {
  const arrow = descent(traced(3e-3, -4e-3));
  assert.deepEqual([arrow?.dx, arrow?.dy], [-3e-3, 4e-3]);
  const ten = descent(traced(3e-2, -4e-2));
  assert.ok(Math.abs(Number(ten?.length) - Number(arrow?.length) - DECADE) < 1e-9);
  assert.equal(descent(traced(1e6, 0))?.length, descent(traced(1, 0))?.length);
  assert.equal(descent(traced(FAINT / 9, 0))?.length, descent(traced(FAINT, 0))?.length);
  for (const size of [0, -0, Infinity, Number.NaN]) assert.equal(descent(traced(size, 0)), null);
  assert.equal(descent(null), null);
});

test("a pointer within five pixels of a zero line is on it, and the nearest line wins", () => {
  const data = Float64Array.of(1, 0, 0, 0, 1, 0, 1, 0, -9);
  const network = /** @type {State["session"]} */ ({
    ...startedState().session,
    config: { ...startedState().session.config, layers: [3] },
    snapshot: { .../** @type {any} */ (startedState().session.snapshot), data },
  });
  assert.deepEqual(
    levelsOf(network).map(({ name }) => name),
    ["h1", "h2"],
  );
  assert.equal(levelAt(network, 204, 50, 400), "h1");
  assert.equal(levelAt(network, 50, 196, 400), "h2");
  assert.equal(levelAt(network, 203, 199, 400), "h2");
  assert.equal(levelAt(network, 206, 50, 400), null);
});

test("the choices are the network's own: by layer, logits, and what comes after them", { skip }, async () => {
  const choicesOf = async (/** @type {object} */ settings) => {
    const engine = await engineOf("micrograd.wasm", settings);
    return fieldChoices({ ...DEFAULT_CONFIG, ...settings }, engine.query("trace", [0, 0, 1]));
  };
  assert.deepEqual(await choicesOf({ layers: [2] }), [
    { title: "Hidden neurons", nodes: ["h1", "h2"] },
    { title: "Logits", nodes: ["z1", "z2", "z3"] },
    {
      title: "From logits to loss",
      nodes: [
        ...["e1", "e2", "e3", "denom.sum1", "denom", "denom**-1"],
        ...["p1", "p2", "p3", "log(p2)", "loss"],
      ],
    },
  ]);
  const choices = await choicesOf({ layers: [2, 1], loss: "logsumexp" });
  assert.deepEqual(choices.slice(0, 2), [
    { title: "Hidden neurons, layer 1", nodes: ["h1.1", "h1.2"] },
    { title: "Hidden neurons, layer 2", nodes: ["h2.1"] },
  ]);
  assert.deepEqual(
    new Set(choices[3].nodes),
    new Set([...["s1", "s2", "s3", "e1", "e2", "e3", "denom.sum1", "denom", "log(denom)", "-s2", "loss"]]),
  );
  assert.equal((await choicesOf({ layers: [] }))[0].title, "Logits");
});

test("the lines over a picture are those of the parameters that it was computed with", () => {
  const state = patch(startedState(), { session: { snapshot: makeSnapshot(9) } });
  const { config } = state.session;
  assert.equal(networkOf(null, state), state.session);
  const [of, snapshot] = [makeSnapshot(0), makeSnapshot(0)];
  const surface = /** @type {any} */ ({ snapshot: null, of, config, probabilities: new Float64Array(3) });
  assert.equal(networkOf(surface, state).snapshot, of);
  const answer = { args: { node: "h1", label: 0, columns: 1, rows: 1 }, of: { snapshot, config } };
  const field = makeField(/** @type {any} */ ({ ...answer, reply: { field: Float64Array.of(0.5) } }));
  assert.equal(networkOf(field, state).snapshot, snapshot);
  assert.equal(stepWords(state, of), "step 0");
  assert.equal(stepWords(state, makeSnapshot(9)), "");
});

test("the readout is the engine's answer for that very place: none until it is there, and an older one names its step", () => {
  const state = withReadout(startedState());
  assert.equal(placeWords(state), "probe (−1.00, 0.00)  p1 0.500  p2 0.250  p3 0.250");
  const over = { ...state, place: { x: 0.5, y: -1, id: null } };
  assert.equal(placeWords(over), "(0.50, −1.00)");
  const later = patch(state, { session: { snapshot: makeSnapshot(7) } });
  assert.equal(placeWords(later), "probe (−1.00, 0.00)");
  const playing = patch(later, { run: { playing: true } });
  assert.equal(placeWords(playing), "step 0 (−1.00, 0.00)  p1 0.500  p2 0.250  p3 0.250");
});

const KNOWN = {
  parameter: "h3.w1",
  points: /** @type {any} */ ([{ id: 0 }, { id: 1 }, { id: 5 }]),
  contributions: Float64Array.of(0.25, -0.125, 0),
  snapshot: null,
};

test("the caption gives the range of a field, and counts the points by the sign of their contribution", () => {
  const field = /** @type {any} */ ({ node: "loss", label: 1, scale: { min: 0, max: 12.34, odd: 0 } });
  assert.equal(fieldWords(field, false), "loss as class 2 over the plane: from 0 to 12.3");
  assert.equal(fieldWords(field, true), "loss as class 2 over the plane");
  field.scale.odd = 0.2;
  assert.match(fieldWords(field, false), /, striped where not finite: 20 %$/);
  assert.deepEqual(signCounts(KNOWN), { up: 1, down: 1 });
  assert.match(contributionWords(KNOWN), /^h3\.w1: 1 point raises its gradient, 1 lowers it\./);
  assert.equal(contributionOf(KNOWN, 1), -0.125);
  assert.equal(contributionOf(KNOWN, 2), null);
  const numbers = [0, 1234.5, 0.01234, -0.5, 2e-5, -7.7e261];
  assert.deepEqual(numbers.map(short), ["0", "1235", "0.012", "−0.50", "2.0e−5", "−8e261"]);
});

test("the second line has the contribution of the point under the pointer, and otherwise the descent direction", () => {
  const points = /** @type {any} */ ([{ id: 1, x: 0, y: 0, label: 2, split: "train" }]);
  const graph = traced(0.5, -0.25);
  const state = {
    ...patch(startedState(), { session: { points }, answers: { graph } }),
    probe: graph.probe,
  };
  const at = { ...state, place: { x: 0, y: 0, id: 1 } };
  const { text, exact } = detailWords(at, null, KNOWN);
  assert.equal(text, "point 1, class 3, train   contribution −0.12500");
  assert.equal(exact, "-0.125");
  const tiny = { ...KNOWN, contributions: Float64Array.of(0, 6.1234e-5, 0) };
  assert.match(detailWords(at, null, tiny).text, /contribution \+6\.12e−5$/);
  const rest = detailWords(state, null, KNOWN);
  assert.equal(rest.text, "−dL/d(x, y) = (−0.5000, 0.2500)");
  assert.equal(rest.exact, "-0.5 0.25");
});
