/** What the page knows of the learner's code before the editor is opened. */

import { ENGINES } from "../../protocol/engines.js";
import { MINE } from "../../protocol/messages.js";

/** The files that the editor has, in the order of its tabs. */
export const FILE_NAMES = /** @type {const} */ (["engine.py", "nn.py", "optim.py"]);

/** Whether an engine can be chosen: one of the learner's own code once there is code to run. @param {import("../types.js").State} state @param {import("../types.js").EngineName} name */
export const isOffered = ({ code }, name) => !ENGINES[name].own || code.run !== null;

/** Whether Yours runs the file of the exercises. @param {import("../types.js").CodeState["run"]} run @returns {run is import("./files.js").Mine} */
export const isMine = (run) => run !== null && MINE in run;
