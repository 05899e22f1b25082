/** A hostile program: an edit of the package's own source, and the sentence that it must end in. */

/** @typedef {import("../../../web/state/code/files.js").FileName} FileName */
/** What is put in place of a passage of a file, or, where that is "", after its end. @typedef {{name: string, file: FileName, from: string, to: string, says: RegExp}} Program */

/** @param {FileName} file @param {string} [from] @returns {(name: string, code: string, says: RegExp) => Program} */
const at =
  (file, from = "") =>
  (name, code, says) => ({ name, file, from, to: code, says });

/** Runs when engine.py is imported, after all that it defines. */
export const topLevel = at("engine.py");
/** Runs in each tanh. */
export const inTanh = at("engine.py", "out = math.tanh(self.data)");
/** In place of the first line of backward. */
export const inBackward = at("engine.py", "order = topological_order(self)");
/** In place of the first line of AdamW's step. */
export const inStep = at("optim.py", "beta1, beta2 = self.betas");
/** Runs when optim.py is imported, at its end. */
export const inOptim = at("optim.py");
/** In place of a network's list of parameters. */
export const asParameters = at("nn.py", "return [p for layer in self.layers for p in layer.parameters()]");
/** Where a node gets its data. */
export const inInit = at(
  "engine.py",
  'self.data = data if type(data) is float else as_number(data, "Value({})")',
);
/** Where a node gets its operands. */
export const asOperands = at("engine.py", "self._prev = _prev");

/** The verdict of code that does no harm: compared with C, whatever the comparison says. */
export const VERDICT = /^(Equal to C to the last bit for \d+ steps?|First differs from C at step \d+)/;
export const ENDLESS =
  /^The code ran for more than \d+\.\d seconds without an end, as an endless loop does\.$/;
/** What is said when the code has broken what would say more. */
export const BROKEN =
  /^The code has (changed Python itself, which now can't say what went wrong|crashed Python)\.$/;
/** @param {...RegExp} patterns */
export const either = (...patterns) => new RegExp(patterns.map(({ source }) => source).join("|"));
/** Any one sentence: for code that different machines, or versions of Python, end in different ways. */
export const ANY = /^(?!Running|This )[^\n]+\.$/;
