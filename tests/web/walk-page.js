/** A page in miniature: the state, and a real engine that answers its requests at once. */

import { startLandscapes } from "../../web/engine/landscape-request.js";
import { nextRequest } from "../../web/engine/requests.js";
import { loadStages } from "../../web/lessons/index.js";
import { DEFAULT_CONFIG } from "../../web/protocol/config.js";
import { scheduleOf } from "../../web/state/schedule.js";
import { initialState, update } from "../../web/state/state.js";
import { engineOf, missing } from "./wasm.js";

/** Opens a lesson on such a page, as its file arrives. @param {Awaited<ReturnType<typeof openPage>>} page @param {string} id @param {Record<string, unknown>} [more] the stage */
export async function openLesson(page, id, more = { stage: 0 }) {
  const stages = await loadStages(id);
  startLandscapes();
  page.act("walk/unit", { unit: "update" });
  page.act("lesson/open", { id, ...more });
  page.act("lesson/arrived", { id, stages });
  return stages;
}

export const skip = await missing("micrograd.wasm");
export const CONFIG = { ...DEFAULT_CONFIG, n: 20, layers: [3] };

/** A page whose requests a real engine answers at once. @param {Partial<typeof CONFIG & {zero_grad: boolean}>} [changes] */
export async function openPage(changes = {}) {
  const { makeVerbs } = await import("../../web/worker/serve.js");
  const verbs = /** @type {any} */ (makeVerbs(await engineOf("micrograd.wasm", CONFIG)));
  const config = { ...CONFIG, ...changes };
  const page = {
    state: update(initialState(), { type: "engine/ready", name: "c" }),
    held: /** @type {any} */ (null),
    now: 0,
    /** @param {string} type @param {object} [more] */
    act(type, more = {}) {
      page.state = update(page.state, /** @type {any} */ ({ type, ...more }));
      page.settle();
    },
    /** Answers until nothing is asked any more. */
    settle() {
      for (let i = 0; i < 1500; i++, page.now += 1000) {
        const request = nextRequest(page.state, page.held, { now: page.now, stepAt: 0, budget: 1e6 });
        if (!request || "wait" in request) return;
        const reply = verbs[request.verb](request.args);
        if (request.held) page.held = request.held(reply);
        const action = request.action?.(reply);
        if (action) page.state = update(page.state, action);
      }
      throw new Error("the page does not come to rest");
    },
    /** Where it is: the step, and the moves of the walk. */
    get place() {
      const {
        session: { snapshot },
        run: { walk },
      } = page.state;
      return [snapshot?.step ?? 0, walk?.at];
    },
    get schedule() {
      const traced = page.state.answers.graph;
      if (!traced) throw new Error("no graph");
      return scheduleOf(traced);
    },
  };
  page.settle();
  page.act("config/set", { changes: config });
  page.act("walk/unit", { unit: "op" });
  return page;
}
