/** How a check goes on with what the engines answer: loaded when code is run for the first time. */

import { compareReplies } from "../compare.js";
import { PAIR } from "./check.js";

/** @typedef {import("./check.js").Check} Check */
/** @typedef {import("../types.js").StepReply} Reply */

/** What is still to be asked for a check. @param {Check | null} check @returns {"step" | "repeat" | "search" | null} */
export function checkWants(check) {
  if (!check) return null;
  if (check.difference) return check.difference.searched ? null : "search";
  if (check.left > 0) return "step";
  return check.made ? "repeat" : null;
}

/** @param {Check} check @param {Reply} reply @returns {Pick<Check, "equal" | "until">} */
function counted({ equal, until }, { train, snapshot: { step } }) {
  const again = Math.max(0, until - (step - train.length)); // steps that were checked before
  return { equal: equal + Math.max(0, train.length - again), until: Math.max(until, step) };
}

/** Both have made one step from the check's base. @param {Check} check @param {Record<string, Reply>} replies @returns {Check} */
export function checked(check, replies) {
  const { left: mine, right: c } = PAIR;
  const difference = compareReplies(replies[mine], replies[c]);
  if (difference) return { ...check, difference };
  return { ...check, ...counted(check, replies[c]), base: replies[mine].snapshot, left: check.left - 1 };
}

/** C has repeated what Yours had made. If they differ, both make these steps once more, one by one. @param {Check} check @param {Reply} reply @returns {Check} */
export function repeated(check, reply) {
  const same = check.made !== null && compareReplies(check.made, reply) === null;
  const next = same ? { ...check, ...counted(check, reply) } : { ...check, left: reply.train.length };
  return { ...next, made: null };
}

/** A point's graphs have been compared. @param {Check} check @param {import("../compare.js").DifferingNode | null} node @param {boolean} last @returns {Check} */
export function searched(check, node, last) {
  if (!check.difference) return check;
  const { at } = check.difference;
  const difference = { ...check.difference, node, at: at + 1, searched: Boolean(node) || last };
  return { ...check, difference };
}
