/** What the page knows of the learner's code before the editor is opened. */

import { ENGINES } from "../../protocol/engines.js";
import { MINE } from "../../protocol/messages.js";

/** The files that the editor has, in the order of its tabs. */
export const FILE_NAMES = /** @type {const} */ (["engine.py", "nn.py", "optim.py"]);

/** Where a tab notes the code of the link that it has opened, so that a reload does not bring it once more. */
export const LINKED_CODE = "micrograd-code-link";

/** @typedef {import("./files.js").Files} Files */

/** @param {Files} a @param {Files} b */
export const sameFiles = (a, b) => FILE_NAMES.every((name) => a[name] === b[name]);

/** The files that the learner has changed, or that came changed. @param {import("../types.js").CodeState} code */
export const changedFiles = ({ original, files }) =>
  FILE_NAMES.filter((name) => original && files && files[name] !== original[name]);

/** Whether an engine can be chosen: one of the learner's own code once there is code to run. @param {import("../types.js").State} state @param {import("../types.js").EngineName} name */
export const isOffered = ({ code }, name) => !ENGINES[name].own || code.run !== null;

/** What is said where such an engine is chosen all the same. */
export const NOTHING_TO_RUN = "Yours has no code yet: press Edit the Python, and then Run.";

/** Whether Yours runs the file of the exercises. @param {import("../types.js").CodeState["run"]} run @returns {run is import("./files.js").Mine} */
export const isMine = (run) => run !== null && MINE in run;
