/** The engines' lifecycle: when each worker is started, stopped and restarted. */

import { ENGINE_NAMES, ENGINES } from "../protocol/engines.js";
import { EngineClient } from "./client.js";
import { affordable } from "./keep-memory.js";
import { Runner } from "./runner.js";

/** @typedef {import("../protocol/messages.js").EngineName} EngineName */
/** @typedef {import("../state/store.js").Store} Store */

/** How often an engine that hung or crashed is restarted automatically. */
const RESTARTS = 2;

/**
 * One client per engine, C first: it is small and draws while Python loads.
 * @param {Store} store
 */
export function startEngines(store) {
  const { dispatch } = store;
  /** Those that failed once: what starts them again is the reader's wish, or a restart. @type {Set<EngineName>} */
  const failed = new Set();
  /** @param {EngineName} name */
  const client = (name) => {
    let restarts = RESTARTS;
    let cold = false;
    const { own } = ENGINES[name];
    /** @type {import("./client.js").Listener} */
    const listener = {
      onProgress: (loaded, total) => dispatch({ type: "engine/progress", name, loaded, total }),
      onReady: (boot, operations) => dispatch({ type: "engine/ready", name, boot, operations }),
      onFailed({ reason, details, at }) {
        const { phase, boot } = store.state.engines.status[name];
        failed.add(name);
        if (boot === "warm") cold = true;
        const again = phase === "ready" && !own && restarts-- > 0;
        dispatch({ type: "engine/failed", name, reason, details, again, at });
        if (again) dispatch({ type: "engine/retry", name });
      },
      onPrinted: (text) => dispatch({ type: "code/printed", text }),
    };
    const files = () => /** @type {import("../state/code/files.js").Files} */ (store.state.code.run);
    const makeWorker = () => ENGINES[name].makeWorker(cold);
    return new EngineClient(makeWorker, listener, own && { ...own, files, makeWorker, spare: null });
  };
  const clients = /** @type {Record<EngineName, EngineClient>} */ (
    Object.fromEntries(ENGINE_NAMES.map((name) => [name, client(name)]))
  );
  const runner = new Runner(store, clients);
  /** The learner's files that a worker was started for. @type {import("../state/types.js").CodeState["run"]} */
  let begun = null;
  /** Workers follow the state: a loading engine has a worker, a failed one has none. */
  const follow = (/** @type {import("../state/types.js").State} */ state) => {
    for (const name of ENGINE_NAMES) {
      const { phase } = state.engines.status[name];
      const { own } = clients[name];
      if (own) prepare(own, state);
      if (phase === "ready") continue;
      runner.forget(name);
      if (own && begun !== state.code.run) {
        if (!clients[name].mayWait) clients[name].stop("its code has changed");
        begun = state.code.run;
      }
      if (phase === "failed") clients[name].stop("the engine failed");
      else if (!clients[name].worker && (failed.has(name) || mayStart(name, state))) clients[name].start();
    }
  };
  store.onChange(follow);
  follow(store.state);
  return clients;
}

/** While the editor is open the worker of the next edit is started ahead. @param {import("./client.js").Own} own @param {import("../state/types.js").State} state */
async function prepare(own, { code, engines: { status } }) {
  if (!code.open) return own.spare?.drop();
  const checking = code.check !== null && !code.check.difference && code.check.left > 0;
  const runs = code.run !== null && (status.yours.phase === "loading" || checking);
  const busy = runs || status.python.phase === "loading";
  if (!code.files || busy || !affordable(navigator)) return;
  if (own.spare) return own.spare.prepare();
  const loaded = await import("./spare.js").catch(() => null); // a worker is made when it is needed
  if (loaded) own.spare ??= new loaded.Spare(own.makeWorker);
}

/**
 * Whether an engine may start for the first time: C at once; Python once the page is first drawn, or when C can't draw it; a
 * lazy engine when it is needed, or once Python has finished downloading; one of the learner's own code when that is run.
 * @param {EngineName} name
 * @param {import("../state/types.js").State} state
 */
function mayStart(name, { engines: { active, status }, answers: { graph, surface }, compare, code }) {
  if (name === "c") return true;
  if (ENGINES[name].own) return code.run !== null;
  const wanted = [active, compare?.left, compare?.right].includes(name);
  if (ENGINES[name].lazy) return wanted || status.python.phase !== "loading";
  return status.c.phase === "failed" || (graph !== null && surface !== null);
}
