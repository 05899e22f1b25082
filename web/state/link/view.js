/**
 * What a link holds beside the run: how the page shows it. A row per part; a new part is one row. Each reads its part off
 * the state as text (null where it is the default), checks a text from anywhere, and puts the value into the state.
 */

import { LESSONS } from "../../lessons/index.js";
import { MOST_STEPS } from "../../protocol/config.js";
import { probabilityNames } from "../../protocol/names.js";
import { quoted } from "../../protocol/problem.js";
import { ARRANGE_ACTIONS, parsePanels } from "../arrange.js";
import { POINT_ACTIONS } from "../edits.js";
import { replayOf } from "../experiment.js";
import { LESSON_ACTIONS } from "../lesson/lesson.js";
import { patch } from "../patch.js";
import { confusionText, parseConfusion } from "../results.js";
import { STEP_LIMIT } from "../run.js";
import { VIEW_ACTIONS } from "../view.js";
import { MOST_VISITS } from "../visits.js";
import { UNITS, WALK_ACTIONS, walkSchedule } from "../walk.js";
import { name, numbers, oneOf, parseProbe, whole } from "./texts.js";

/** @typedef {import("../types.js").State} State */

/**
 * What has to be there before a part can be put into the state: its run's points; its whole run, for a lesson, which sets it
 * aside; the graph that is to be shown.
 * @typedef {"nothing" | "points" | "run" | "graph"} Needs
 */

/**
 * `parse` and `into` throw a RangeError with the reason where a value fits neither the page nor this network.
 * @template T
 * @typedef {{
 *   needs: Needs, text(state: State): string | null, parse(text: string): T, into(state: State, value: T): State,
 * }} Part
 */

/** @template T @param {Part<T>} row @returns {Part<any>} */
const part = (row) => row;

/** @param {State} state @param {string} wanted */
const isKnown = ({ answers, session }, wanted) =>
  [...(answers.graph?.graph.name ?? []), ...probabilityNames(session.config.loss)].includes(wanted);

/** @param {State} state @param {string} wanted */
function known(state, wanted) {
  if (!isKnown(state, wanted)) throw new RangeError(`this network has no node ${quoted(wanted)}`);
  return wanted;
}

/** A node's text; a node that went with an earlier network is left out. @param {State} state @param {string} node */
const textOf = (state, node, text = node) => (!state.answers.graph || isKnown(state, node) ? text : null);

/** A part that is on or off. @param {(state: State) => boolean} isOn @param {(state: State) => State} turnOn */
const flag = (isOn, turnOn) =>
  part({
    needs: "nothing",
    text: (state) => (isOn(state) ? "1" : null),
    parse: oneOf(["1"]),
    into: (state) => turnOn(state),
  });

/** A choice of the view, the default first. @param {"gradient" | "chart" | "params"} key @param {string[]} values */
const oneIn = (key, values) =>
  part({
    needs: "nothing",
    text: ({ view }) => (view[key] === values[0] ? null : view[key]),
    parse: oneOf(values),
    into: (state, value) => patch(state, { view: { [key]: value } }),
  });

/** @param {State} state @param {number} id */
function pointOf({ session }, id) {
  const point = session.points.find((each) => each.id === id);
  if (!point) throw new RangeError(`there is no point ${id}`);
  return point;
}

/** In the order in which they are put into the state. @type {Record<string, Part<any>>} */
export const PARTS = {
  limit: part({
    needs: "nothing",
    text: ({ run }) => (run.limit === STEP_LIMIT ? null : String(run.limit)),
    parse: whole(0, MOST_STEPS),
    into: (state, limit) => patch(state, { run: { limit } }),
  }),
  operations: flag(
    ({ view }) => !view.folded,
    (state) => patch(state, { view: { folded: false } }),
  ),
  gradient: oneIn("gradient", ["point", "train"]),
  scale: part({
    needs: "nothing",
    text: ({ view }) => (view.logScale ? "log" : null),
    parse: oneOf(["log", "linear"]),
    into: (state, scale) => patch(state, { view: { logScale: scale === "log" } }),
  }),
  confusion: part({
    needs: "nothing",
    text: ({ view: { confusion } }) => confusion && confusionText(confusion),
    parse: parseConfusion,
    into: (state, confusion) => patch(state, { view: { confusion } }),
  }),
  chart: oneIn("chart", ["loss", "accuracy"]),
  params: oneIn("params", ["table", "layers", "pair"]),
  pair: part({
    needs: "nothing",
    text: ({ view: { params, pair } }) =>
      params === "pair" && pair
        ? [pair.first, pair.second, ...(pair.close ? ["close"] : [])].join(",")
        : null,
    parse: (text) => {
      const [first, second, close, ...more] = text.split(",");
      if (!second || more.length > 0 || (close ?? "close") !== "close")
        throw new RangeError(`it must be two parameters, not ${quoted(text)}`);
      return { first: name(first), second: name(second), close: close !== undefined };
    },
    into: (state, pair) => patch(state, { view: { pair } }),
  }),
  hidden: part({
    needs: "nothing",
    text: ({ view }) => view.hidden.join(",") || null,
    parse: parsePanels,
    into: (state, hidden) => patch(state, { view: { hidden } }),
  }),
  large: part({
    needs: "nothing",
    text: ({ view }) => view.large,
    parse: (text) => {
      const [id, ...more] = parsePanels(text);
      if (more.length > 0) throw new RangeError(`one panel can be large, not ${quoted(text)}`);
      return id;
    },
    into: (state, id) => ARRANGE_ACTIONS["view/enlarge"](state, { id }),
  }),
  stage: flag(
    ({ view }) => view.stage,
    (state) => patch(state, { view: { stage: true } }),
  ),
  // the start of a stage is why-zero-grad.2; with the link's run and the first choice it is why-zero-grad.2.1, and then why-zero-grad.2.1.done;
  // what-adam-does.2.1.done.sgd draws the paths on the ground of that note
  lesson: part({
    needs: "run",
    text: ({ view: { lesson } }) => {
      if (!lesson) return null;
      const { id, stage: at, answer, done, ground } = lesson;
      const end = done ? [".done", ...(ground === null ? [] : [`.${ground}`])].join("") : "";
      return `${id}.${at}.${(answer ?? -1) + 1}${end}`;
    },
    parse: (text) => {
      const [, id, stage, choice, done, ground = null] =
        /^([a-z0-9-]{1,40})\.(\d{1,2})(?:\.(\d)(?:\.(done)(?:\.(\w{1,20}))?)?)?$/.exec(text) ?? [];
      if (!id) throw new RangeError(`it must be a lesson's name and its stage, not ${quoted(text)}`);
      const answer = Number(choice) > 0 ? Number(choice) - 1 : null;
      const resumes = choice === undefined ? null : { answer, done: done !== undefined, ground };
      return { id, stage: Number(stage), resumes };
    },
    into: (state, { id, ...more }) => {
      if (!LESSONS.some((lesson) => lesson.id === id))
        throw new RangeError(`there is no lesson ${quoted(id)}`);
      return LESSON_ACTIONS["lesson/open"](state, { id, ...more });
    },
  }),
  open: part({
    needs: "nothing",
    text: ({ view }) => view.open?.join(",") ?? null,
    parse: (text) => (text === "" ? [] : text.split(",").slice(0, 100).map(name)),
    into: (state, open) => patch(state, { view: { open } }),
  }),
  class: part({
    needs: "nothing",
    text: ({ selection }) => (selection.label > 0 ? String(selection.label + 1) : null),
    parse: whole(1, 3),
    into: (state, which) => patch(state, { selection: { label: which - 1 } }),
  }),
  probe: part({
    needs: "points",
    text: ({ probe, session: { points } }) => {
      if (!probe || probe.id === points.find(({ split }) => split === "train")?.id) return null;
      return String(probe.id ?? [probe.x, probe.y, probe.label + 1]);
    },
    parse: parseProbe,
    into: (state, place) => {
      const at = "id" in place ? pointOf(state, place.id) : place;
      const { x, y, label } = at;
      return { ...state, probe: { id: "id" in place ? place.id : null, x, y, label } };
    },
  }),
  point: part({
    needs: "points",
    text: ({ selection }) => (selection.point === null ? null : String(selection.point)),
    parse: whole(0, 2 ** 52),
    into: (state, id) => POINT_ACTIONS["points/select"](state, { id: pointOf(state, id).id }),
  }),
  node: part({
    needs: "graph",
    text: (state) => state.selection.node && textOf(state, state.selection.node),
    parse: name,
    into: (state, node) => VIEW_ACTIONS["node/select"](state, { name: known(state, node) }),
  }),
  field: part({
    needs: "graph",
    text: (state) => {
      const { field } = state.view;
      return field && field !== "selected" ? textOf(state, field) : field;
    },
    parse: name,
    into: (state, node) => patch(state, { view: { field: node === "selected" ? node : known(state, node) } }),
  }),
  nudge: part({
    needs: "graph",
    text: (state) => {
      const { nudge } = state.view;
      return nudge && textOf(state, nudge.node, `${nudge.node},${nudge.delta}`);
    },
    parse: (text) => {
      const cut = text.lastIndexOf(",");
      const [delta] = numbers(text.slice(cut + 1), 1);
      return { node: name(text.slice(0, Math.max(0, cut))), delta };
    },
    into: (state, { node, delta }) => VIEW_ACTIONS["view/nudge"](state, { node: known(state, node), delta }),
  }),
  naive: part({
    needs: "graph",
    text: ({ view: { experiment } }) => (experiment?.how === "naive" ? (experiment.root ?? "on") : null),
    parse: name,
    into: (state, text) => {
      const root = text === "on" ? null : known(state, text);
      return VIEW_ACTIONS["view/experiment"](state, { how: "naive", root });
    },
  }),
  visit: part({
    needs: "graph",
    text: (state) => replayOf(state)?.at.toString() ?? null,
    parse: whole(0, MOST_VISITS),
    into: (state, at) => {
      const { experiment } = state.view;
      if (experiment?.how !== "naive") throw new RangeError("a visit needs naive=on");
      const next = VIEW_ACTIONS["view/experiment"](state, { ...experiment, at });
      const most = replayOf(next)?.visits.moves.length ?? at;
      if (at > most) throw new RangeError(`the naive order has ${most} visits here, not ${at}`);
      return next;
    },
  }),
  overwritten: flag(
    ({ view: { experiment } }) => experiment?.how === "overwritten",
    (state) => VIEW_ACTIONS["view/experiment"](state, { how: "overwritten" }),
  ),
  unit: part({
    needs: "graph",
    text: ({ run }) => (run.unit === "update" ? null : run.unit),
    parse: oneOf(UNITS),
    into: (state, unit) =>
      WALK_ACTIONS["walk/unit"](state, { unit: /** @type {State["run"]["unit"]} */ (unit) }),
  }),
  move: part({
    needs: "graph",
    text: ({ run: { walk } }) => (walk && walk.at > 0 ? String(walk.at) : null),
    parse: whole(0, 1e6),
    into: (state, at) => {
      const most = walkSchedule(state)?.moves.length ?? 0;
      if (!state.run.walk) throw new RangeError("a move needs unit=phase or unit=op");
      if (at > most) throw new RangeError(`a step of this network has ${most} moves, not ${at}`);
      return WALK_ACTIONS["walk/goto"](state, { at });
    },
  }),
  zoom: part({
    needs: "graph",
    text: ({ view: { zoom } }) =>
      zoom && [zoom.k, zoom.x, zoom.y].map((x) => Number(x.toPrecision(6))).join(","),
    parse: (text) => {
      const [k, x, y] = numbers(text, 3);
      if (k <= 0 || [k, x, y].some((each) => Math.abs(each) > 1e6))
        throw new RangeError(`it must be a scale above 0 and a place within reach, not ${quoted(text)}`);
      return { k, x, y };
    },
    into: (state, zoom) => patch(state, { view: { zoom } }),
  }),
};

/** How the page shows its run, as the parts of a link. @param {State} state @returns {[string, string][]} */
export const viewTexts = (state) =>
  Object.entries(PARTS).flatMap(([key, { text }]) => {
    const value = text(state);
    return value === null ? [] : /** @type {[string, string][]} */ ([[key, value]]);
  });
