/** The engines' lifecycle: when each worker is started, stopped and restarted. */

import { ENGINE_NAMES, ENGINES } from "../protocol/engines.js";
import { EngineClient } from "./client.js";
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
    return new EngineClient(() => ENGINES[name].makeWorker(cold), {
      onProgress: (loaded, total) => dispatch({ type: "engine/progress", name, loaded, total }),
      onReady: (boot) => dispatch({ type: "engine/ready", name, boot }),
      onFailed({ reason, details }) {
        const { phase, boot } = store.state.engines.status[name];
        failed.add(name);
        if (boot === "warm") cold = true;
        const again = phase === "ready" && restarts-- > 0;
        dispatch({ type: "engine/failed", name, reason, details, again });
        if (again) dispatch({ type: "engine/retry", name });
      },
    });
  };
  const clients = /** @type {Record<EngineName, EngineClient>} */ (
    Object.fromEntries(ENGINE_NAMES.map((name) => [name, client(name)]))
  );
  const runner = new Runner(store, clients);
  /** Workers follow the state: a loading engine has a worker, a failed one has none. */
  const follow = (/** @type {import("../state/types.js").State} */ state) => {
    for (const name of ENGINE_NAMES) {
      const { phase } = state.engines.status[name];
      if (phase === "ready") continue;
      runner.forget(name);
      if (phase === "failed") clients[name].stop("the engine failed");
      else if (!clients[name].worker && (failed.has(name) || mayStart(name, state))) clients[name].start();
    }
  };
  store.onChange(follow);
  follow(store.state);
  return clients;
}

/**
 * Whether an engine may start for the first time: C at once; Python once the page is first drawn, or when C can't draw it; a
 * lazy engine when it is needed, or once Python has finished downloading.
 * @param {EngineName} name
 * @param {import("../state/types.js").State} state
 */
function mayStart(name, { engines: { active, status }, answers: { graph, surface }, compare }) {
  if (name === "c") return true;
  const wanted = [active, compare?.left, compare?.right].includes(name);
  if (ENGINES[name].lazy) return wanted || status.python.phase !== "loading";
  return status.c.phase === "failed" || (graph !== null && surface !== null);
}
