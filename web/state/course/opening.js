/** What the page knows of the exercises before they are opened for the first time. */

import { goHome } from "../lesson/home.js";
import { patch } from "../patch.js";

/** @type {import("./types.js").Checker} */
export const STARTING = { phase: "starting", loaded: 0, total: 0, reason: "", details: "" };

/** @type {import("./types.js").CourseState} */
export const NO_COURSE = {
  open: false,
  exercises: null,
  current: "",
  reached: 0,
  source: "",
  solved: [],
  hints: {},
  said: null,
  asked: null,
  solution: null,
  aside: null,
  printed: "",
  checker: STARTING,
  lasts: true,
  trains: false,
};

/** @type {Pick<import("../types.js").Handlers, "course/open" | "course/close">} */
export const OPENING_ACTIONS = {
  "course/open": (state) => {
    if (state.view.embed) return state;
    const view = { large: null, stage: false, questions: false };
    return patch(goHome(state), { course: { open: true }, code: { open: false }, view });
  },
  "course/close": (state) => patch(state, { course: { open: false } }),
};
