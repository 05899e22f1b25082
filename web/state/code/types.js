/** The part of the state that is about the learner's own code. */

/** @typedef {import("../../protocol/messages.js").Config} Config */
/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */

/** The learner's own code, and what came of it.
 * @typedef {object} CodeState
 * @property {boolean} open whether the editor is open
 * @property {Files | null} original the package's own files; null until they have been read
 * @property {Files | null} files the files as edited; null until they have been read
 * @property {FileName} file the file that the editor shows
 * @property {{file: FileName, line: number} | null} place the line that the editor was opened at
 * @property {"visit" | "own" | "preset" | "link" | "file" | null} waits where the code came from that waits for its reader to run it: kept by an
 *   earlier visit, set aside in favour of a link's and brought back, a change to try, a link, a file; null if it may run after a pause in typing
 * @property {string | null} link the code of a link that is still to be read, as the link has it
 * @property {Files | null} given the files as a link gave them; null if they are the reader's own
 * @property {number} steps how many steps a link's code had made of its run, and makes at once when it is first run
 * @property {Partial<Files>[]} aside the reader's own changed files that were set aside in favour of a link's, the latest last
 * @property {Files | import("./files.js").Mine | null} run the files that the engine Yours runs; null before the first run
 * @property {import("../../protocol/messages.js").Failure | null} problem why the code does not run
 * @property {string} printed what the code has printed
 * @property {import("./check.js").Check | null} check whether its steps are those of C
 * @property {import("./measure.js").Measure | null} measure whether its gradients are the slopes of the loss
 * @property {import("../../protocol/operations.js").Operations} operations the rows of OPERATIONS that its engine has and the others have not
 * @property {Partial<Config> | null} wants the settings that the run is to have once the code is there
 * @property {string | null} preset the change that was tried last, until another edit
 * @property {string | null} asked the change that the editor is to show, once its files are there
 * @property {Files | null} mine the learner's own files, from before a change was tried or all was reset
 */

export {};
