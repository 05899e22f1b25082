/** The worker's end of the protocol: turns an engine into the verbs that the page sends. */

import { sameStructure } from "../protocol/messages.js";
import { Painter } from "./painter.js";
import { insideVerbs } from "./queries.js";

/** @typedef {import("../protocol/messages.js").Engine} Engine */
/** @typedef {import("../protocol/messages.js").Config} Config */
/** @typedef {import("../protocol/messages.js").Point} Point */
/** @typedef {import("../protocol/messages.js").Snapshot} Snapshot */

/**
 * Starts the engine, says so, and answers every message from then on, in order.
 * @param {(progress: (loaded: number, total: number) => void) => Promise<Engine>} boot
 */
export async function serve(boot) {
  try {
    const engine = await boot((loaded, total) => self.postMessage({ progress: { loaded, total } }));
    const verbs = makeVerbs(engine);
    self.onmessage = async ({ data: { id, verb, args } }) => {
      try {
        const reply = await answer(verbs, verb, args);
        self.postMessage({ id, reply }, { transfer: picturesIn(reply) });
      } catch (error) {
        self.postMessage({ id, error: message(error) });
      }
    };
    self.postMessage({ ready: true, boot: engine.boot });
  } catch (error) {
    self.postMessage({ failed: message(error) });
  }
}

/** The pictures of a reply, which are large and made for it: they move to the page instead of being copied. @param {any} reply @returns {Transferable[]} */
function picturesIn(reply) {
  const parts = [reply, ...(reply?.answers ?? []).map((/** @type {any} */ each) => each.reply)];
  const pictures = parts.flatMap((part) => [part?.probabilities, part?.field]);
  return pictures.flatMap((picture) =>
    picture instanceof Float64Array ? [/** @type {ArrayBuffer} */ (picture.buffer)] : [],
  );
}

/** @param {unknown} error */
function message(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {Record<string, (args: any) => any>} verbs
 * @param {string} verb
 * @param {unknown} args
 */
function answer(verbs, verb, args) {
  if (!Object.hasOwn(verbs, verb)) {
    throw new Error(`there is no verb "${verb}": ${Object.keys(verbs).join(", ")}`);
  }
  return verbs[verb](args);
}

/**
 * The verbs of protocol.js on top of an engine. Exported for tests, which run them without a worker.
 * @param {Engine} engine
 */
export function makeVerbs(engine) {
  /** @type {Config | null} */
  let config = null;
  /** What the last step's gradient would have been with zero_grad, where it was left out. @type {Float64Array | undefined} */
  let truth;

  const painter = new Painter(engine);

  /** How long the last answer to a query took, in ms. @type {Map<string, number>} */
  const taken = new Map();

  /** @param {Config} wanted */
  function open(wanted) {
    const { zero_grad = true, ...settings } = wanted;
    const { points } = engine.reset(settings);
    engine.set_variant(zero_grad);
    config = wanted;
    truth = undefined;
    painter.forget();
    return points;
  }

  /** @returns {Snapshot} */
  const snapshot = () => (truth ? { ...engine.snapshot(), truth } : engine.snapshot());

  /** @param {Config} wanted */
  function change(wanted) {
    engine.set_hyper(wanted);
    engine.set_variant(wanted.zero_grad ?? true);
    config = wanted;
  }

  const verbs = {
    /** @param {{config: Config}} args */
    reset({ config: wanted }) {
      const points = open(wanted);
      return { points, snapshot: snapshot() };
    },

    /** @param {{config: Config, points: Point[], snapshot: Snapshot}} args */
    restore({ config: wanted, points, snapshot: held }) {
      if (config === null || !sameStructure(config, wanted)) open(wanted);
      else change(wanted);
      engine.set_points(points);
      engine.restore(held);
      truth = held.truth;
      painter.age();
      return null;
    },

    /** @param {{points: Point[]}} args */
    set_points({ points }) {
      engine.set_points(points);
      return null;
    },

    /** @param {{config: Config}} args */
    set_hyper({ config: wanted }) {
      change(wanted);
      return null;
    },

    /**
     * As many steps as fit into `budget` ms, at least one and at most `count`; stops behind the first loss that
     * is not finite, since nothing after it can be. `before` is the state before the last of several steps;
     * `answers` are what the queries find in the state after it.
     * @param {{count: number, budget: number, queries?: import("../protocol/messages.js").Query[]}} args
     */
    step({ count, budget, queries = [] }) {
      const start = performance.now();
      // the answers take a part of the budget, as much as they took before
      const reserve = queries.reduce((ms, { verb }) => ms + (taken.get(verb) ?? 0), 0);
      /** @type {number[]} */
      const train = [];
      /** @type {number[]} */
      const val = [];
      const stepOnce = () => {
        truth = config?.zero_grad === false ? engine.gradient() : undefined;
        const [trainLoss, valLoss] = engine.step();
        train.push(trainLoss);
        val.push(valLoss);
        return Number.isFinite(trainLoss);
      };
      /** How many more fit, by the time that those before have taken. */
      const room = () => {
        const spent = performance.now() - start;
        const each = spent / train.length || 1e-3; // a browser's clock may stand still for a quick step
        return Math.min(count - train.length, Math.floor((budget - reserve - spent) / each));
      };
      painter.age();
      let finite = stepOnce();
      let left = room();
      // The clock is asked less and less often, since asking takes a twentieth of a quick step: after as many steps as
      // were made before, or half of what is left, without the last one.
      for (; finite && left > 1; left = room()) {
        const more = Math.min(train.length, Math.ceil((left - 1) / 2));
        for (let i = 0; finite && i < more; i++) finite = stepOnce();
      }
      const last = finite && train.length < count && (left > 0 || train.length > 1); // Back after many wants the one before
      const before = last ? snapshot() : null;
      if (before) stepOnce();
      const ms = (performance.now() - start) / train.length;
      return { train, val, before, snapshot: snapshot(), ms, answers: queries.map((query) => ask(query)) };
    },

    /** @param {{x: number, y: number, label: number}} args */
    trace: ({ x, y, label }) => ({ graph: engine.trace(x, y, label) }),

    /**
     * The first node, in topological order, of the first train point whose graph is not finite: its data, or
     * else its gradient. null when all are finite.
     * @param {{points: Point[]}} args
     */
    diagnose({ points }) {
      for (const part of /** @type {const} */ (["data", "grad"])) {
        for (const point of points.filter((p) => p.split === "train")) {
          const graph = engine.trace(point.x, point.y, point.label);
          const order = part === "data" ? graph.data : graph.grad.toReversed();
          const found = order.findIndex((x) => !Number.isFinite(x));
          if (found >= 0) {
            return { point, graph, node: part === "data" ? found : order.length - 1 - found, part };
          }
        }
      }
      return null;
    },

    /** @param {import("../protocol/messages.js").Verbs["surface"]["args"]} args */
    surface: (args) => painter.draw(args),

    /** @param {{x: number, y: number}} args */
    predict: ({ x, y }) => ({ probabilities: engine.predict(x, y) }),

    ...insideVerbs(engine),

    packages: () => engine.packages(),
  };

  /** A query that is refused undoes no step. @param {import("../protocol/messages.js").Query} query */
  function ask({ verb, args }) {
    const start = performance.now();
    try {
      return { reply: answer(verbs, verb, args) };
    } catch (error) {
      return { error: message(error) };
    } finally {
      taken.set(verb, performance.now() - start);
    }
  }
  return verbs;
}
