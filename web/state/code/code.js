/** The learner's own code: its files, what the engine Yours runs of them, and what came of it. */

import { ownRows } from "../../protocol/operations.js";
import { loading, outdated, withStatus } from "../engine-status.js";
import { patch } from "../patch.js";
import { configure } from "../run.js";
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
  operations: {},
  wants: null,
  preset: null,
  asked: null,
  mine: null,
};

/** The learner's own files, if there are some that a change to try or a reset would overwrite. @param {State} state @returns {Files | null} */
const ownFiles = ({ code: { files, original, preset, mine } }) =>
  files && original && preset === null && !sameFiles(files, original) ? files : mine;

/**
 * Runs the files as they are, in a new worker: whatever the last one did to Python is gone with it.
 * @type {import("../types.js").Handlers["code/run"]}
 */
function run(state, { wants = state.code.wants }) {
  const { files } = state.code;
  if (!files) return state;
  const next = withStatus(state, PAIR.left, loading());
  const code = {
    run: { ...files },
    waits: null,
    problem: null,
    printed: "",
    check: null,
    measure: null,
    wants,
  };
  return patch(next, { code });
}

/**
 * The engine Yours is ready: it takes the run over, with the settings that the code is to be seen with, and is checked. A link's code
 * goes on to the link's step.
 * @param {State} state
 * @param {import("../../protocol/operations.js").Operation[]} rows
 * @returns {State}
 */
export function codeReady(state, rows) {
  const { wants, operations: before, steps } = state.code;
  const own = ownRows(rows);
  const operations = JSON.stringify(own) === JSON.stringify(before) ? before : own; // the same rows need no new drawing
  const next = patch(outdated(state), {
    code: { operations, wants: null, steps: 0 },
    engines: { active: PAIR.left, chosen: true },
  });
  const configured = wants ? configure(next, { changes: wants }) : next;
  const checked = patch(configured, { code: { check: startCheck(configured) } });
  const { config, snapshot } = checked.session;
  if (steps === 0 || snapshot?.step !== 0) return checked;
  return patch(checked, { run: { starting: { config, keepPoints: true, steps } } });
}

/** @type {import("../types.js").HandlersOf<"code">} */
export const CODE_ACTIONS = {
  "code/arrived": (state, { original, kept, from = "visit", given = false, aside = [], mine = null }) => {
    if (state.code.files) return state;
    const files = { ...original, ...kept };
    const waits = sameFiles(original, files) ? null : from;
    return patch(state, { code: { original, files, waits, given: given ? files : null, aside, mine } });
  },
  "code/linked": (state, { text }) =>
    state.view.embed ? state : patch(state, { code: { open: true, link: text } }),
  "code/taken": (state, { changes }) => patch(state, { code: { ...changes, preset: null, wants: null } }),
  "code/open": (state, { file, line, preset: asked = null }) => {
    if (state.view.embed) return state;
    const name = file ?? state.code.file;
    const place = line === undefined ? null : { file: name, line };
    return patch(state, {
      code: { open: true, file: name, place, asked },
      course: { open: false },
      view: { large: null, stage: false },
    });
  },
  "code/close": (state) => patch(state, { code: { open: false, asked: null } }),
  "code/file": (state, { file }) => patch(state, { code: { file } }),
  "code/edit": (state, { file, text }) => {
    const { files } = state.code;
    if (!files || files[file] === text) return state;
    return patch(state, { code: { files: { ...files, [file]: text }, preset: null } });
  },
  // it is read before it is run
  "code/try": (state, { preset, files, wants = null }) =>
    patch(state, { code: { files, preset, wants, waits: "preset", asked: null, mine: ownFiles(state) } }),
  "code/mine": (state) =>
    state.code.mine
      ? patch(state, { code: { files: state.code.mine, mine: null, preset: null, wants: null } })
      : state,
  "code/reset": (state) => {
    const { original } = state.code;
    if (!original) return state;
    return patch(state, {
      code: { files: { ...original }, preset: null, wants: null, mine: ownFiles(state) },
    });
  },
  "code/run": run,
  "code/check": (state, { of, check }) =>
    state.code.check === of ? patch(state, { code: { check } }) : state,
  "code/measure": (state, { of, measure }) =>
    state.code.measure === of ? patch(state, { code: { measure } }) : state,
  "code/printed": (state, { text }) => patch(state, { code: { printed: state.code.printed + text } }),
};
