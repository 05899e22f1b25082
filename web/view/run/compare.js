/** Side by side: two engines' halves, and their comparison. */

import { ENGINE_NAMES, ENGINES } from "../../protocol/engines.js";
import { isOffered } from "../../state/code/known.js";
import { bitsOf, partWords, RACE_SECONDS } from "../../state/compare.js";
import { stepTime } from "../../state/speed.js";
import { el, setText } from "../dom.js";
import { laneView } from "./compare-lane.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/compare.js").Compare} Compare */
/** @typedef {import("../../protocol/messages.js").EngineName} EngineName */

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  root.role = "main"; // the document's own main is hidden while two engines are compared
  const verdict = el("p", { className: "verdict", role: "status", "aria-label": "Comparison" });
  const ratio = el("p", { className: "ratio soft" });
  const race = el("button", { type: "button", className: "primary" });
  race.onclick = () => dispatch({ type: "compare/race", seconds: RACE_SECONDS });
  const lockstep = el("button", { type: "button" }, "Back to lockstep");
  lockstep.onclick = () => dispatch({ type: "compare/lockstep" });
  const pair = pairPicker(dispatch);
  const comparison = engineComparison();
  const lanes = el("div", { className: "lanes" });
  root.append(
    el(
      "div",
      { className: "panel compare-head" },
      el("div", {}, verdict, ratio),
      pair.element,
      race,
      lockstep,
      comparison.element,
    ),
    lanes,
  );
  /** @type {Map<EngineName, ReturnType<typeof laneView>>} */
  let views = new Map();
  /** @type {State | null} */
  let shown = null;

  /** @param {EngineName[]} names */
  function build(names) {
    for (const view of views.values()) view.forget();
    views = new Map(names.map((name) => [name, laneView(name)]));
    lanes.replaceChildren(...[...views.values()].map(({ element }) => element));
  }

  /** Colours and size of a plot are fixed: another theme or size needs new ones. */
  const redraw = () => {
    for (const [name, view] of views) {
      view.forget();
      if (shown?.compare) view.sync(shown, shown.compare.lanes[name]);
    }
  };
  new ResizeObserver(redraw).observe(lanes);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });

  return {
    sync(state) {
      const { compare } = state;
      document.body.classList.toggle("comparing", compare !== null);
      root.hidden = compare === null;
      const before = shown?.compare;
      shown = state;
      if (!compare) return;
      if (before?.left !== compare.left || before?.right !== compare.right)
        build([compare.left, compare.right]);
      pair.sync(compare, state);
      comparison.sync(state);
      for (const [name, view] of views) view.sync(state, compare.lanes[name]);
      const text = verdictOf(state, compare);
      setText(verdict, text);
      verdict.dataset.differs = String(compare.difference !== null);
      setText(ratio, ratioOf(compare, state.engines.measured));
      setText(race, compare.race?.running ? "Racing …" : `Race for ${RACE_SECONDS} seconds`);
      race.disabled = compare.race?.running === true || !bothReady(state, compare);
      lockstep.hidden = !compare.race || compare.race.running;
    },
  };
}

/** Every engine with its speed relative to Python, as measured on this page, and the tradeoff of its code. */
function engineComparison() {
  const rows = ENGINE_NAMES.map((name) => {
    const times = el("span", { className: "num" });
    const text = el("span", { className: "soft" }, ENGINES[name].tradeoff);
    return {
      name,
      times,
      element: el("li", {}, el("strong", {}, ENGINES[name].label), " ", times, " ", text),
    };
  });
  return {
    element: el(
      "ol",
      { className: "comparison", "aria-label": "The engines" },
      ...rows.map((row) => row.element),
    ),
    /** @param {State} state */
    sync(state) {
      const { measured } = state.engines;
      for (const row of rows) row.element.hidden = !isOffered(state, row.name);
      const python = stepTime(measured.python);
      for (const { name, times } of rows) setText(times, timesOf(python, stepTime(measured[name])));
    },
  };
}

/** @param {number | null} python ms a step @param {number | null} ms */
const timesOf = (python, ms) => (python && ms ? `${ratioWords(python / ms)}×` : "");

/** @param {number} ratio */
const ratioWords = (ratio) => (ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio)));

/**
 * Chooses the two engines; hidden while there are only two.
 * @param {import("../index.js").Dispatch} dispatch
 */
function pairPicker(dispatch) {
  const pairs = ENGINE_NAMES.flatMap((left, i) =>
    ENGINE_NAMES.slice(i + 1).map((right) => ({ left, right })),
  );
  const options = pairs.map(({ left, right }, i) =>
    el("option", { value: String(i) }, `${ENGINES[left].label} and ${ENGINES[right].label}`),
  );
  const element = el(
    "select",
    { "aria-label": "Engines side by side", hidden: pairs.length < 2 },
    ...options,
  );
  element.onchange = () => dispatch({ type: "compare/open", ...pairs[Number(element.value)] });
  return {
    element,
    /** @param {Compare} compare @param {State} state */
    sync({ left, right }, state) {
      pairs.forEach((pair, i) => {
        options[i].hidden = ![pair.left, pair.right].every((name) => isOffered(state, name));
      });
      element.value = String(pairs.findIndex((pair) => pair.left === left && pair.right === right));
    },
  };
}

/** @param {State} state @param {Compare} compare */
const bothReady = ({ engines: { status } }, { left, right }) =>
  status[left].phase === "ready" && status[right].phase === "ready";

/** @param {State} state @param {Compare} compare */
function verdictOf(state, compare) {
  const { left, right, equal, difference, race } = compare;
  const late = [left, right].find((name) => state.engines.status[name].phase !== "ready");
  if (late) return `Waiting for ${ENGINES[late].label}.`;
  if (race) return raceText(compare, race);
  if (difference) return differenceText(compare, difference);
  if (equal === 0)
    return "Step or play: both engines take every step, and the results are compared to the last bit.";
  return `Equal to the last bit for ${equal.toLocaleString("en")} ${equal === 1 ? "step" : "steps"}.`;
}

/** @param {Compare} compare @param {NonNullable<Compare["race"]>} race */
function raceText({ left, right, lanes }, { seconds, running }) {
  if (running) return "Both engines run at max speed, from the same state.";
  const made = [left, right].map((name) => lanes[name].steps);
  const [a, b] = made.map((steps) => steps.toLocaleString("en"));
  return `In ${seconds} seconds ${ENGINES[left].label} made ${a} steps and ${ENGINES[right].label} ${b}.`;
}

/** @param {Compare} compare @param {NonNullable<Compare["difference"]>} difference */
function differenceText({ left, right }, { step, column, index, left: a, right: b, node, searched }) {
  const where =
    column === "train" || column === "val" ? `${column} loss` : `${column} of parameter ${index + 1}`;
  const values = `${ENGINES[left].label} ${bitsOf(a)}, ${ENGINES[right].label} ${bitsOf(b)}`;
  const found = node
    ? ` The first node that differs is ${node.name}${node.op ? ` (${node.op})` : ""}, its ${partWords(node)}: ` +
      `${bitsOf(node.left)} and ${bitsOf(node.right)}, for the point at (${node.x.toFixed(3)}, ${node.y.toFixed(3)}).`
    : searched
      ? " No node differs for any single point, so the difference is in the sum over points or in the optimiser."
      : " Looking for the node …";
  return `The engines differ at step ${step}, first in the ${where}: ${values}.${found}`;
}

/**
 * How many steps the right engine makes in the time of one step of the left engine.
 * @param {Compare} compare @param {State["engines"]["measured"]} measured
 */
function ratioOf({ left, right, race }, measured) {
  const [a, b] = [stepTime(measured[left]), stepTime(measured[right])];
  if (!a || !b) return "";
  const begin = race ? "The steps alone, without what is drawn: in" : "In";
  return `${begin} the time of one ${ENGINES[left].label} step, ${ENGINES[right].label} makes ${ratioWords(a / b)}.`;
}
