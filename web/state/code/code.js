/** The learner's own code: its files, what the engine Yours runs of them, and what came of it. */

import { patch } from "../patch.js";
import { PAIR, startCheck } from "./check.js";
import { FILE_NAMES, sameFiles } from "./known.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./files.js").Files} Files */

/** @type {import("../types.js").CodeState} */
export const NO_CODE = {
  open: false,
  original: null,
  files: null,
  file: FILE_NAMES[0],
  place: null,
  waits: null,
  link: null,
  given: null,
  aside: [],
  steps: 0,
  run: null,
  problem: null,
  printed: "",
  check: null,
  measure: null,
  preset: null,
};

/**
 * Runs the files as they are, in a new worker: whatever the last one did to Python is gone with it.
 * @type {import("../types.js").Handlers["code/run"]}
 */
function run(state) {
  const { files } = state.code;
  if (!files) return state;
  const { status } = state.engines;
  const loading = { phase: /** @type {const} */ ("loading"), loaded: 0, total: 0, reason: "", details: "" };
  const next = patch(state, { engines: { status: { ...status, [PAIR.left]: loading } } });
  const code = { run: { ...files }, waits: null, problem: null, printed: "", check: null, measure: null };
  return patch(next, { code });
}

/** The engine Yours is ready: it takes the run over, and is checked. A link's code goes on to the link's step. @param {State} state @returns {State} */
export function codeReady(state) {
  const { steps } = state.code;
  const { config, snapshot } = state.session;
  const next = patch(state, {
    code: { check: startCheck(state), steps: 0 },
    engines: { active: PAIR.left, chosen: true },
  });
  if (steps === 0 || snapshot?.step !== 0) return next;
  return patch(next, { run: { starting: { config, keepPoints: true, steps } } });
}

/** @type {import("../types.js").HandlersOf<"code">} */
export const CODE_ACTIONS = {
  "code/arrived": (state, { original, kept, from = "visit", given = false, aside = [] }) => {
    if (state.code.files) return state;
    const files = { ...original, ...kept };
    const waits = sameFiles(original, files) ? null : from;
    return patch(state, { code: { original, files, waits, given: given ? files : null, aside } });
  },
  "code/linked": (state, { text }) =>
    state.view.embed ? state : patch(state, { code: { open: true, link: text } }),
  "code/taken": (state, { changes }) => patch(state, { code: { ...changes, preset: null } }),
  "code/open": (state, { file, line }) => {
    if (state.view.embed) return state;
    const name = file ?? state.code.file;
    const place = line === undefined ? null : { file: name, line };
    return patch(state, { code: { open: true, file: name, place }, view: { large: null, stage: false } });
  },
  "code/close": (state) => patch(state, { code: { open: false } }),
  "code/file": (state, { file }) => patch(state, { code: { file } }),
  "code/edit": (state, { file, text, preset = null }) => {
    const { files } = state.code;
    if (!files || files[file] === text) return state;
    return patch(state, { code: { files: { ...files, [file]: text }, preset } });
  },
  "code/reset": (state) => {
    const { original } = state.code;
    return original ? patch(state, { code: { files: { ...original }, preset: null } }) : state;
  },
  "code/run": run,
  "code/check": (state, { of, check }) =>
    state.code.check === of ? patch(state, { code: { check } }) : state,
  "code/measure": (state, { of, measure }) =>
    state.code.measure === of ? patch(state, { code: { measure } }) : state,
  "code/printed": (state, { text }) => patch(state, { code: { printed: state.code.printed + text } }),
};
