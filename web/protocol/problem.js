/** What went wrong, in two parts: a sentence for the screen, and the details for whoever unfolds them. */

/**
 * An error whose message is a sentence of ours about something foreseen. Any other error is a surprise, whose message may
 * be anything: a traceback, a parser's complaint, an object.
 */
export class Problem extends Error {
  /** @param {string} sentence @param {unknown} [cause] */
  constructor(sentence, cause) {
    super(sentence, { cause });
    this.name = "Problem";
  }
}

/** A line of one of the learner's files. @typedef {{file: string, line: number}} CodePlace */

/** A Problem in the learner's own code, which ends the engine that runs it; `at` is where, if that is known. */
export class Fault extends Problem {
  /** @param {string} sentence @param {CodePlace | null} at @param {unknown} [cause] */
  constructor(sentence, at, cause) {
    super(sentence, cause);
    this.at = at;
  }
}

/**
 * The sentence and the details of whatever was thrown.
 *
 *     told(new Problem("lr must be a number of at least 0, not -1"), "…")
 *         // { reason: "lr must be a number of at least 0, not -1", details: "" }
 *     told(new SyntaxError("Unexpected token <"), "It could not be read")
 *         // { reason: "It could not be read", details: "SyntaxError: Unexpected token <" }
 *
 * @param {unknown} error
 * @param {string} surprise the sentence for an error that was not foreseen
 * @returns {{reason: string, details: string}}
 */
export function told(error, surprise) {
  if (!(error instanceof Problem)) return { reason: surprise, details: plain(error) };
  return { reason: error.message, details: error.cause === undefined ? "" : plain(error.cause) };
}

/** @param {unknown} error */
function plain(error) {
  if (!(error instanceof Error)) return typeof error === "string" ? error : (JSON.stringify(error) ?? "");
  return String(error).trim();
}

/** A foreign value as a message quotes it: briefly, and never as "[object Object]". @param {unknown} value */
export function quoted(value) {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
