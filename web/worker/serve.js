/** The worker's end of the protocol: implements the verbs of the page on top of an engine. */

import { mapGraphs, SentColumns } from "../protocol/kept-columns.js";
import { sameStructure, snapshotOf } from "../protocol/messages.js";
import { Fault, Problem, told } from "../protocol/problem.js";
import { QUERIES } from "../protocol/verbs.js";
import { argumentsOf } from "./arguments.js";
import { Painter } from "./painter.js";

/** @typedef {import("../protocol/verbs.js").Engine} Engine */
/** @typedef {import("../protocol/verbs.js").Verbs} Verbs */
/** @typedef {import("../protocol/verbs.js").QueryVerb} QueryVerb */
/** @typedef {import("../protocol/messages.js").Config} Config */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */
/** @typedef {{[V in keyof Verbs]: (args: Verbs[V]["args"]) => Verbs[V]["reply"] | Promise<Verbs[V]["reply"]>}} Handlers */

/** The page's side of a worker. @typedef {{postMessage(message: any, options?: any): void, onmessage: ((event: MessageEvent) => void) | null}} Port */

/**
 * Starts the engine, reports that it is ready, and then answers every message in order. A Problem is a refusal: the engine
 * is as it was. After a Fault, or any other error, it has failed: nothing is known about its memory.
 * @param {(progress: (loaded: number, total: number) => void) => Promise<Engine>} boot
 * @param {Port} [port]
 */
export async function serve(boot, port = self) {
  /** @param {unknown} error @param {string} surprise */
  const fail = (error, surprise) =>
    port.postMessage({
      failed: { ...told(error, surprise), ...(error instanceof Fault && { at: error.at }) },
    });
  try {
    const engine = await boot((loaded, total) => port.postMessage({ progress: { loaded, total } }));
    const verbs = makeVerbs(engine);
    const sent = new SentColumns();
    port.onmessage = async ({ data: { id, verb, args } }) => {
      try {
        const whole = await answer(verbs, verb, args);
        const reply = mapGraphs(verb, args, whole, (graph) => sent.pack(graph));
        port.postMessage({ id, reply }, { transfer: picturesIn(reply) });
      } catch (error) {
        const refused = error instanceof Problem && !(error instanceof Fault);
        if (refused) port.postMessage({ id, error: told(error, "") });
        else fail(error, `it failed while computing "${verb}"`);
      }
    };
    port.postMessage({ ready: true, boot: engine.boot, operations: engine.operations });
  } catch (error) {
    fail(error, "a file from the server is not what it should be");
  }
}

/** The surfaces of a reply, which are large: they are transferred to the page instead of copied. @param {any} reply @returns {Transferable[]} */
function picturesIn(reply) {
  const parts = [reply, ...(reply.answers ?? []).map((/** @type {any} */ each) => each.reply)];
  const pictures = parts.flatMap((part) => [part?.probabilities, part?.field]);
  return pictures.flatMap((picture) =>
    picture instanceof Float64Array ? [/** @type {ArrayBuffer} */ (picture.buffer)] : [],
  );
}

/**
 * @template {keyof Verbs} V
 * @param {Handlers} verbs
 * @param {V} verb
 * @param {Verbs[V]["args"]} args
 */
function answer(verbs, verb, args) {
  if (!Object.hasOwn(verbs, verb)) {
    throw new Problem(`there is no verb "${verb}": ${Object.keys(verbs).join(", ")}`);
  }
  return verbs[verb](args);
}

/**
 * The verbs of the table on top of an engine. Exported for tests, which run them without a worker.
 * @param {Engine} engine
 * @returns {Handlers}
 */
export function makeVerbs(engine) {
  /** @type {Config | null} */
  let config = null;
  /** The gradient of the training loss at the last step, if it left zero_grad out. @type {Float64Array | undefined} */
  let truth;

  const painter = new Painter(engine, snapshot);

  /** How long the last answer to a query took, in ms. @type {Map<string, number>} */
  const taken = new Map();

  /** @param {Config} wanted */
  function open(wanted) {
    const { zero_grad = true, ...settings } = wanted;
    const points = engine.reset(settings);
    engine.set_variant(zero_grad);
    config = wanted;
    truth = undefined;
    painter.forget();
    return points;
  }

  /** @returns {Snapshot} */
  function snapshot() {
    const state = snapshotOf(engine.query("snapshot", []));
    return truth ? { ...state, truth } : state;
  }

  const gradient = () => engine.query("gradient", []).gradient;

  /** @param {Config} wanted */
  function change(wanted) {
    engine.set_hyper(wanted);
    engine.set_variant(wanted.zero_grad ?? true);
    config = wanted;
  }

  /** The engine's own queries. @param {QueryVerb} verb @returns {(args: any) => any} */
  const query = (verb) => (args) => timed(() => engine.query(verb, argumentsOf(engine, verb, args)));
  const verbs = /** @type {QueryVerb[]} */ (Object.keys(QUERIES));
  const queries = /** @type {{[V in QueryVerb]: Handlers[V]}} */ (
    Object.fromEntries(verbs.map((verb) => [verb, query(verb)]))
  );

  /** @type {Handlers} */
  const handlers = {
    ...queries,

    reset({ config: wanted }) {
      const points = open(wanted);
      return { points, snapshot: snapshot() };
    },

    restore({ config: wanted, points, snapshot: held }) {
      if (config === null || !sameStructure(config, wanted)) open(wanted);
      else change(wanted);
      engine.set_points(points);
      engine.restore(held);
      truth = held.truth;
      painter.age();
      return {};
    },

    set_points({ points }) {
      engine.set_points(points);
      return {};
    },

    set_hyper({ config: wanted }) {
      change(wanted);
      return {};
    },

    /** Stops after the first non-finite loss, since no later loss can be finite. */
    step({ count, budget, queries: asked = [] }) {
      const start = performance.now();
      // the queries take part of the budget: as much as they took last time
      const reserve = asked.reduce((ms, { verb }) => ms + (taken.get(verb) ?? 0), 0);
      /** @type {number[]} */
      const train = [];
      /** @type {number[]} */
      const val = [];
      const stepOnce = () => {
        truth = config?.zero_grad === false ? gradient() : undefined;
        const [trainLoss, valLoss] = engine.step();
        train.push(trainLoss);
        val.push(valLoss);
        return Number.isFinite(trainLoss);
      };
      /** How many more steps fit, judged by the time of those so far. */
      const room = () => {
        const spent = performance.now() - start;
        const each = spent / train.length || 1e-3; // a browser's clock is coarse: a fast step may take 0 ms
        return Math.min(count - train.length, Math.floor((budget - reserve - spent) / each));
      };
      painter.age();
      let finite = stepOnce();
      let left = room();
      // Reading the clock costs a twentieth of a fast step, so it is read ever less often: after as many steps as were
      // made so far, or half of those left, except the last one.
      for (; finite && left > 1; left = room()) {
        const more = Math.min(train.length, Math.ceil((left - 1) / 2));
        for (let i = 0; finite && i < more; i++) finite = stepOnce();
      }
      const last = finite && train.length < count && (left > 0 || train.length > 1); // Back after many steps needs the state before the last
      const before = last ? snapshot() : null;
      if (before) stepOnce();
      const ms = (performance.now() - start) / train.length;
      return { train, val, before, snapshot: snapshot(), ms, answers: asked.map(answerTo) };
    },

    replay({ config: wanted, points, snapshot: from, count, budget }) {
      if (from) handlers.restore({ config: wanted, points, snapshot: from });
      else {
        open(wanted);
        engine.set_points(points);
      }
      const first = from ? null : snapshot();
      const {
        train,
        val,
        snapshot: last,
      } = /** @type {Verbs["step"]["reply"]} */ (handlers.step({ count, budget }));
      return { first, train, val, snapshot: last };
    },

    /** Makes the next step and restores the state before it. */
    preview() {
      return timed(() => {
        const now = snapshot();
        const coming = gradient();
        const { rate: lr } = engine.query("learning_rate", []);
        engine.step();
        const { truth: _, ...after } = snapshot();
        engine.restore(now);
        return { after, gradient: coming, lr };
      });
    },

    landscape_at({ snapshot: wanted, ...window }) {
      const now = snapshot();
      engine.restore(wanted);
      try {
        return queries.landscape(window);
      } finally {
        engine.restore(now);
      }
    },

    predictions_at({ config: wanted, points, starts, budget }) {
      return timed(() => {
        const until = performance.now() + budget;
        /** @type {Float64Array[]} */
        const predicted = [];
        /** @type {Snapshot | null} */
        let reached = null;
        const predict = () => predicted.push(engine.query("predictions", []).predicted);
        for (const { snapshot: start, count } of starts) {
          if (predicted.length > 0 && performance.now() > until) break;
          handlers.restore({ config: wanted, points, snapshot: start });
          reached = null;
          predict();
          // at least one step, so that every slice gets further
          for (let i = 1; i < count && (i === 1 || performance.now() < until); i++) {
            const reply = /** @type {Verbs["step"]["reply"]} */ (handlers.step({ count: 1, budget: 0 }));
            reached = reply.snapshot;
            predict();
          }
        }
        return { predicted, reached };
      });
    },

    picture: (args) => painter.draw(args),

    /** Looks for non-finite data in topological order, then for non-finite gradients in reverse. */
    diagnose({ points }) {
      for (const part of /** @type {const} */ (["data", "grad"])) {
        for (const point of points.filter((p) => p.split === "train")) {
          const graph = engine.query("trace", [point.x, point.y, point.label]);
          const order = part === "data" ? graph.data : graph.grad.toReversed();
          const found = order.findIndex((x) => !Number.isFinite(x));
          if (found >= 0) {
            return { point, graph, node: part === "data" ? found : order.length - 1 - found, part };
          }
        }
      }
      return { node: -1 };
    },

    packages: async () => ({ packages: await engine.packages() }),
  };

  /** Answers a query; a refused query does not undo the step. @param {import("../protocol/verbs.js").Query} query @returns {import("../protocol/verbs.js").Answer} */
  function answerTo({ verb, args }) {
    const start = performance.now();
    try {
      return { reply: answer(handlers, verb, args) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { error: error.message };
    } finally {
      taken.set(verb, performance.now() - start);
    }
  }
  return handlers;
}

/** An answer, with the time it took in ms. @template {object} T @param {() => T} make @returns {T & {ms: number}} */
function timed(make) {
  const start = performance.now();
  const reply = make();
  return { ...reply, ms: performance.now() - start };
}
