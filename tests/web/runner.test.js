import assert from "node:assert/strict";
import { test } from "node:test";
import { nextRequest } from "../../web/engine/requests.js";
import { patch } from "../../web/state/patch.js";
import { update } from "../../web/state/state.js";
import { play, startedState, stepReply, withReadout } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */

const NOW = { now: 1000, stepAt: 0, budget: 10 };

/** What a session holds that has just been brought to the state. @param {State} state */
const inSync = ({ session: { snapshot, config, points } }) => ({ snapshot, points, config });

/** The state with its graph and its finest picture drawn. @param {State} state @returns {State} */
function drawn(state) {
  const { session, probe } = state;
  const { snapshot, config } = session;
  const graph = /** @type {any} */ ({
    snapshot,
    config,
    probe,
    engine: state.engines.active,
    graph: { name: [] },
    at: 0,
  });
  const surface = {
    snapshot,
    of: /** @type {any} */ (snapshot),
    config,
    columns: 220,
    rows: 220,
    ms: 5,
    at: 0,
    probabilities: new Float64Array(),
  };
  return withReadout(patch(state, { answers: { graph, surface } }));
}

/** @param {State} state @param {any} held @param {import("../../web/engine/requests.js").Clock} [clock] */
function verb(state, held, clock = NOW) {
  const request = nextRequest(state, held, clock);
  return request && ("wait" in request ? request.wait : request.verb);
}

test("an engine that holds nothing, or another step, gets the whole state", () => {
  const state = startedState();
  assert.equal(verb(state, null), "restore");
  assert.equal(verb(play(state, 1), inSync(state)), "restore");
});

test("an engine that holds the page's state gets only what has changed", () => {
  const state = startedState();
  const added = update(state, { type: "points/add", x: 0, y: 0 });
  assert.equal(verb(added, inSync(state)), "set_points");
  const slower = update(state, { type: "config/set", changes: { lr: 0.01 } });
  assert.equal(verb(slower, inSync(state)), "set_hyper");
});

test("a paused run gets the graph, then a coarse surface, then the fine one, then nothing more", () => {
  const state = startedState();
  assert.equal(verb(state, inSync(state)), "trace");
  const traced = patch(drawn(state), { answers: { surface: null } });
  const coarse = /** @type {any} */ (nextRequest(traced, inSync(state), NOW));
  assert.equal(coarse.args.columns, 110);
  const surface = /** @type {any} */ ({ ...drawn(state).answers.surface, columns: 110 });
  const fine = /** @type {any} */ (nextRequest(patch(traced, { answers: { surface } }), inSync(state), NOW));
  assert.equal(fine.args.columns, 220);
  assert.equal(verb(drawn(state), inSync(state)), null);
});

test("after a switch the other engine traces the graph again, though its bits are the same", () => {
  const state = drawn(startedState());
  assert.equal(verb(patch(state, { engines: { active: "python" } }), inSync(state)), "trace");
});

test("a paused run sends no further step", () => {
  const playing = update(drawn(startedState()), { type: "run/play" });
  assert.equal(verb(playing, inSync(playing)), "step");
  const paused = update(playing, { type: "run/pause" });
  assert.equal(verb(paused, inSync(paused)), null);
});

test("a speed of 10 steps a second waits for its tenth of a second", () => {
  const playing = update(drawn(startedState()), { type: "run/play" });
  assert.equal(verb(playing, inSync(playing), { ...NOW, now: 1000, stepAt: 940 }), 40);
  const flat = update(playing, { type: "run/speed", speed: Infinity });
  const request = /** @type {any} */ (nextRequest(flat, inSync(flat), { ...NOW, now: 1000, stepAt: 999 }));
  assert.equal(request.verb, "step");
  assert.equal(request.args.count, 100, "no further than the step limit");
});

test("while playing, the surface takes at most a quarter of the time, and is sent with the steps", () => {
  const playing = update(startedState(), { type: "run/play" });
  const { snapshot } = play(startedState(), 1).session;
  const surface = /** @type {any} */ ({ ...drawn(playing).answers.surface, snapshot, ms: 60, at: 900 });
  const stale = patch(drawn(playing), { answers: { surface } });
  const queries = (/** @type {any} */ clock) => {
    const { verb: asked, args } = /** @type {any} */ (nextRequest(stale, inSync(stale), clock));
    return [asked, ...args.queries.map((/** @type {any} */ query) => query.verb)];
  };
  assert.deepEqual(queries(NOW), ["step", "trace"]);
  assert.deepEqual(queries({ ...NOW, now: 1200 }), ["step", "trace", "picture"]);
  assert.equal(verb(stale, inSync(stale), { ...NOW, now: 1200, stepAt: 1190 }), "picture", "no step is due");
});

test("an unfinished or outdated surface is not taken for the current one", () => {
  const playing = update(drawn(startedState()), { type: "run/play" });
  const { action } = /** @type {any} */ (nextRequest(playing, inSync(playing), NOW));
  const { type: _, ...reply } = stepReply(playing, 1);
  const after = (/** @type {object} */ picture) => {
    const trace = { reply: { name: ["loss"] } };
    return update(
      playing,
      action({ ...reply, answers: [trace, { reply: { ms: 4, begun: 4, ...picture } }] }),
    );
  };
  assert.equal(after({ probabilities: null, old: false }).answers.surface, playing.answers.surface);
  const old = after({ probabilities: new Float64Array(3), old: true });
  assert.equal(old.answers.surface?.snapshot, null);
  assert.equal(old.answers.surface?.at, NOW.now - 4);
  const paused = update(old, { type: "run/pause" });
  assert.equal(verb(paused, inSync(paused)), "picture");
  const { action: next } = /** @type {any} */ (nextRequest(paused, inSync(paused), NOW));
  assert.equal(next({ probabilities: null, old: false, ms: 4, begun: 4 }), null);
});

test("a step's reply includes the probe's graph, and while playing a coarse surface too", () => {
  const paused = update(drawn(startedState()), { type: "run/step" });
  const asked = (/** @type {State} */ state) => /** @type {any} */ (nextRequest(state, inSync(state), NOW));
  assert.deepEqual(asked(paused).args.queries, [{ verb: "trace", args: { x: -1, y: 0, label: 0 } }]);
  const playing = update(drawn(startedState()), { type: "run/play" });
  const { verb: first, args, action } = asked(playing);
  assert.equal(first, "step");
  const verbs = args.queries.map((/** @type {any} */ query) => query.verb);
  assert.deepEqual(verbs, ["trace", "picture"]);
  const graph = { name: ["loss"] };
  const answers = [
    { reply: graph },
    { reply: { probabilities: new Float64Array(3), old: false, ms: 2, begun: 2 } },
  ];
  const { type: _, ...reply } = stepReply(playing, 1);
  const next = update(playing, action({ ...reply, answers }));
  assert.deepEqual(next.answers.graph?.graph, graph);
  assert.equal(next.answers.graph?.snapshot, next.session.snapshot);
  assert.equal(next.answers.surface?.snapshot, next.session.snapshot);
  assert.equal(next.answers.surface?.columns, 110);
});

test("while playing, a large graph is traced 20 times a second at most, and after it at once", () => {
  const playing = update(drawn(startedState()), { type: "run/play" });
  /** Whether a graph of so many nodes is traced anew so many ms after it was. @param {number} nodes @param {number} age */
  const asked = (nodes, age) => {
    const { graph } = playing.answers;
    const { snapshot: of, config } = playing.session;
    const loss = /** @type {any} */ ({ of, config, label: playing.probe?.label, at: NOW.now });
    const large = patch(playing, {
      answers: {
        thumbnails: { "": loss },
        graph: /** @type {any} */ ({
          ...graph,
          graph: { name: Array(nodes).fill(""), part: Array(nodes).fill("") },
          at: NOW.now - age,
        }),
      },
    });
    const { args } = /** @type {any} */ (nextRequest(large, inSync(large), NOW));
    return args.queries.some((/** @type {any} */ query) => query.verb === "trace");
  };
  assert.deepEqual([asked(10_000, 49), asked(10_000, 50)], [false, true]);
  assert.deepEqual([asked(151, 0.5), asked(151, 1)], [false, true]);
  const other = update(playing, { type: "probe/set", x: 0.5, y: 0.5, label: 1 });
  assert.equal(verb(other, inSync(other), { ...NOW, now: 1 }), "trace");
  const stepped = update(playing, stepReply(playing, 1));
  const paused = update(stepped, { type: "run/pause" });
  assert.equal(verb(paused, inSync(paused), { ...NOW, now: 1 }), "trace");
});

test("a query refused along with a step does not undo the step, and is sent again on its own", () => {
  const playing = update(drawn(startedState()), { type: "run/play" });
  const request = /** @type {any} */ (nextRequest(playing, inSync(playing), NOW));
  const { type: _, ...reply } = stepReply(playing, 1);
  const answers = [{ error: "no" }, { error: "no" }];
  const next = update(playing, request.action({ ...reply, answers }));
  assert.equal(next.session.snapshot?.step, 1);
  assert.equal(next.answers.graph, playing.answers.graph);
  assert.equal(verb(next, inSync(next)), "trace");
});

test("replaying to an earlier step comes first, and takes as many steps as are missing", () => {
  const state = patch(startedState(), { run: { target: 37 } });
  const request = /** @type {any} */ (nextRequest(state, inSync(state), NOW));
  assert.equal(request.verb, "step");
  assert.equal(request.args.count, 37);
});

test("the first non-finite node is named, with its operation and its point", () => {
  const state = patch(startedState(), { run: { diverged: 0 } });
  const request = /** @type {any} */ (nextRequest(state, inSync(state), NOW));
  assert.equal(request.verb, "diagnose");
  const graph = { name: ["e2"], op: ["exp"], data: [Infinity], grad: [0] };
  const { text } = request.action({ graph, node: 0, part: "data", point: { x: 1, y: -1 } });
  assert.match(text, /first non-finite node is e2, the result of "exp": inf,/);
});
