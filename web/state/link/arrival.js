/**
 * The arrival of a link's view: what needs nothing at once, so that the first picture is right; the rest when the run has been
 * replayed and its graph is there.
 */

import { patch } from "../patch.js";
import { presentGraph } from "../walk.js";
import { PARTS } from "./view.js";

/** @typedef {import("../types.js").State} State */
/** @typedef {import("./view.js").Needs} Needs */

/** A part that waits until what it needs is there. @typedef {{key: string, value: unknown}} Waiting */

/** @param {string} key @param {unknown} error */
const problemOf = (key, error) =>
  `${key} in this link can't be used: ${error instanceof Error ? error.message : error}`;

/** @param {State} state @param {string[]} problems @returns {State} */
const told = (state, problems) =>
  problems.length > 0
    ? { ...state, notice: { kind: "error", text: `${problems.join(". ")}. The rest of it is shown.` } }
    : state;

/**
 * The state with a link's view: at once what needs nothing; the rest waits until its run has been replayed. What the link
 * doesn't say is as on a new page, so that two browsers show the same; the theme is the reader's own.
 * @param {State} state @param {[string, string][]} parts @param {State["view"]} fresh the view of a new page @returns {State}
 */
export function linked(state, parts, fresh) {
  /** @type {string[]} */
  const problems = [];
  /** @type {Waiting[]} */
  const waiting = [];
  for (const [key, text] of parts) {
    try {
      if (!Object.hasOwn(PARTS, key)) throw new RangeError("this page knows no such part");
      waiting.push({ key, value: PARTS[key].parse(text) });
    } catch (error) {
      problems.push(problemOf(key, error));
    }
  }
  const order = Object.keys(PARTS);
  waiting.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  const { theme, embed, added, lessons } = state.view;
  const plain = patch(state, {
    view: { ...fresh, theme, embed, added, lessons },
    selection: { node: null, point: null },
    run: { unit: "update", walk: null, waiting },
  });
  return arrive(told(plain, problems), "nothing");
}

/** Puts the waiting parts of one kind into the state. @param {State} state @param {Needs} needs @returns {State} */
function arrive(state, needs) {
  /** @type {string[]} */
  const problems = [];
  const waiting = state.run.waiting ?? [];
  let next = state;
  for (const { key, value } of waiting.filter((each) => PARTS[each.key].needs === needs)) {
    try {
      next = PARTS[key].into(next, value);
    } catch (error) {
      problems.push(problemOf(key, error));
    }
  }
  const left = waiting.filter(({ key }) => PARTS[key].needs !== needs);
  return told(patch(next, { run: { waiting: left } }), problems);
}

/** Whether a lesson has yet to come to what a link shows of it. @param {State["view"]["lesson"]} lesson */
const isUnderWay = (lesson) => lesson !== null && (lesson.said === null || lesson.resumes !== null);

/** Called after every action: the parts of a link whose time has come. @param {State} state @returns {State} */
export function settleLink(state) {
  const { waiting, starting, target, pending, diverged } = state.run;
  if (!waiting || !state.session.snapshot || starting || target !== null || pending > 0 || diverged !== null)
    return state;
  const placed = waiting.some(({ key }) => PARTS[key].needs === "points") ? arrive(state, "points") : state;
  if (!presentGraph(placed)) return placed;
  const led = waiting.some(({ key }) => PARTS[key].needs === "run") ? arrive(placed, "run") : placed;
  if (isUnderWay(led.view.lesson)) return led;
  return patch(arrive(led, "graph"), { run: { waiting: null } });
}
