/**
 * The runner: sends the engines the requests that the state needs next, and dispatches their replies. One plan is in
 * flight at a time; pausing means not sending the next one. Only a race lets two engines run independently.
 */

import { ENGINES } from "../protocol/engines.js";
import { told } from "../protocol/problem.js";
import { Frames } from "./frames.js";
import { nextPlan } from "./plan.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/types.js").Action} Action */
/** @typedef {import("../protocol/messages.js").EngineName} EngineName */
/** @typedef {import("./client.js").EngineClient} EngineClient */
/** @typedef {import("./requests.js").Held} Held */
/** @typedef {import("./requests.js").Request} Request */

/** In a race, how long an engine steps between two reports, and between two surfaces, in ms. */
const RACE_REPORT = 100;
const RACE_PICTURE = 1000;

/** The longest that one parameter may take for one point, in seconds: 30 times what Python takes. */
const PER_PARAMETER = 50e-6;

/**
 * How long a request may compute, in seconds: a step goes through every parameter for every point, a field for every cell,
 * a landscape for every point in every cell.
 * @param {State} state
 * @param {Request["verb"]} verb
 * @param {any} args
 */
function workOf({ session: { snapshot, points, config } }, verb, { columns = 0, rows = 0, budget = 0 }) {
  const parameters = snapshot?.data.length ?? 0;
  const [places, cells] = [Math.max(points.length, config.n), columns * rows];
  const passes = verb === "landscape_at" ? places * cells : places + cells;
  return passes * parameters * PER_PARAMETER + budget / 1000;
}

export class Runner {
  /**
   * @param {import("../state/store.js").Store} store
   * @param {Record<EngineName, EngineClient>} clients
   * @param {() => number} [now]
   */
  constructor(store, clients, now = () => performance.now()) {
    this.store = store;
    this.clients = clients;
    this.now = now;
    this.busy = false;
    this.stepAt = 0;
    this.timer = 0;
    /** @type {Record<string, Held | null>} */
    this.held = {};
    this.frames = new Frames();
    /** @type {((state: State, held: Record<string, Held | null>) => import("./plan.js").Plan | null) | null} */
    this.checkPlan = null;
    store.onFrame((_, time) => this.frames.seen(time));
    store.onChange(() => this.run());
  }

  /** Forgets the engine's session, after its worker has stopped or failed. @param {EngineName} name */
  forget(name) {
    this.held[name] = null;
  }

  /** Sends the next plan, if nothing is in flight. */
  run() {
    if (this.busy) return;
    clearTimeout(this.timer);
    const { state } = this.store;
    if (state.compare?.race?.running) {
      this.race(state, state.compare, state.compare.race.seconds);
      return;
    }
    const now = this.now();
    if (state.code.run && !this.checkPlan) this.loadCheck();
    const plan =
      this.checkPlan?.(state, this.held) ??
      nextPlan(state, this.held, { now, stepAt: this.stepAt, budget: this.frames.budget() });
    if (!plan) return;
    if ("wait" in plan) this.timer = Number(setTimeout(() => this.wake(plan.action), plan.wait));
    else this.carryOut(plan);
  }

  /** The check of the learner's code is loaded when there is something to check. */
  loadCheck() {
    this.checkPlan = () => null; // until it is there, and if it does not arrive
    import("./check-plan.js").then(
      ({ checkPlan }) => {
        this.checkPlan = checkPlan;
        this.run();
      },
      () => {},
    );
  }

  /** Called when a wait is over: dispatches the walk's next move, or plans again. @param {Action} [action] */
  wake(action) {
    if (!action) return this.run();
    this.stepAt = this.now();
    this.store.dispatch(action);
  }

  /** @param {import("./plan.js").Plan} plan */
  async carryOut({ asks, settle }) {
    this.busy = true;
    if (asks.some(({ request }) => request.verb === "step")) this.stepAt = this.now();
    const answers = await Promise.all(asks.map(({ name, request }) => this.ask(name, request)));
    /** @type {Action[]} */
    let actions = [];
    if (answers.every((answer) => "reply" in answer)) {
      const replies = Object.fromEntries(answers.map((answer, i) => [asks[i].name, answer.reply]));
      const settled = settle(replies);
      Object.assign(this.held, settled.held);
      actions = settled.actions;
    } else {
      // after a failure the page no longer knows what the other sessions hold
      for (const { name } of asks) if (asks.length > 1) this.forget(name);
      actions = answers.flatMap((answer) => answer.failure ?? []);
    }
    this.busy = false;
    for (const action of actions) this.store.dispatch(action);
    this.run();
  }

  /**
   * @param {EngineName} name
   * @param {Request} request
   * @returns {Promise<{reply?: any, failure?: Action | null}>}
   */
  async ask(name, { verb, args, refused }) {
    try {
      const work = workOf(this.store.state, verb, args);
      return { reply: await this.clients[name].request(verb, /** @type {any} */ (args), work) };
    } catch (error) {
      const { reason } = told(error, "it gave no reason");
      const runs = this.store.state.engines.status[name].phase === "ready";
      return { failure: runs && refused ? refused(reason) : this.failure(name, verb, reason) };
    }
  }

  /**
   * The meaning of a refusal: a refused run or step is reported and nothing else changes; an engine that refuses the
   * page's state, or a query about it, has failed.
   * @param {EngineName} name
   * @param {Request["verb"]} verb
   * @param {string} reason
   * @returns {Action | null}
   */
  failure(name, verb, reason) {
    if (this.store.state.engines.status[name].phase !== "ready") return null;
    if (verb === "reset" || verb === "step") return { type: "run/refused", reason };
    this.forget(name);
    return { type: "engine/failed", name, reason };
  }

  /**
   * Runs both engines from the same state at max speed, for the same time.
   * @param {State} state
   * @param {import("../state/compare.js").Compare} compare
   * @param {number} seconds
   */
  async race(state, { left, right }, seconds) {
    this.busy = true;
    const both = /** @type {EngineName[]} */ ([left, right]);
    const { config, points, snapshot } = state.session;
    if (!snapshot) return;
    const ready = await Promise.all(
      both.map((name) => this.ask(name, { verb: "restore", args: { config, points, snapshot } })),
    );
    const until = this.now() + 1000 * seconds;
    const failures = ready.flatMap(({ failure }) => failure ?? []);
    if (failures.length === 0) await Promise.all(both.map((name) => this.raceAlone(name, until)));
    for (const name of both) this.forget(name);
    this.busy = false;
    for (const failure of failures) this.store.dispatch(failure);
    this.store.dispatch({ type: "compare/raced" });
  }

  /** @param {EngineName} name @param {number} until */
  async raceAlone(name, until) {
    const columns = ENGINES[name].surface.moving;
    let pictureAt = Number.NEGATIVE_INFINITY;
    while (this.now() < until && this.store.state.compare?.race?.running) {
      const args = { count: Number.MAX_SAFE_INTEGER, budget: Math.min(RACE_REPORT, until - this.now()) };
      const { reply, failure } = await this.ask(name, { verb: "step", args });
      if (!reply || failure) return;
      this.store.dispatch({ type: "compare/progress", name, reply });
      if (!Number.isFinite(reply.train[reply.train.length - 1])) return;
      if (this.now() - pictureAt < RACE_PICTURE && this.now() < until) continue;
      pictureAt = this.now();
      const drawn = await this.ask(name, { verb: "picture", args: { columns, rows: columns, extent: 2 } });
      const { snapshot } = reply;
      if (!drawn.reply) return;
      const { probabilities, of, ms } = drawn.reply;
      const { config } = this.store.state.session;
      const surface = { probabilities, columns, rows: columns, snapshot, of, config, ms, at: pictureAt };
      this.store.dispatch({ type: "compare/drawn", name, surface });
    }
  }
}
