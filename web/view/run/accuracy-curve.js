/** The accuracy of the train and val points after each step, in place of the loss curves. */

import { accuracyCurve, MOST_FILLED } from "../../state/accuracy.js";
import { changed, el, exact, setText } from "../dom.js";
import { momentWords } from "../node/moment.js";
import {
  CURVES_EVERY,
  curveLegend,
  curveOptions,
  followStage,
  lastShown,
  marker,
  pointing,
  SPLITS,
} from "./curve.js";
import { uPlot } from "./uplot.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {ReturnType<typeof accuracyCurve>} Curve */

/** A little more than 100 %, so that a line there is not cut in half. */
const TOP = 102;

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const stage = el("div", {
    className: "chart accuracy-chart",
    role: "img",
    "aria-label": "Curves of the train and val accuracy",
  });
  const { element: legend, moment, numbers } = curveLegend("Accuracy under the pointer, or now");
  const gaps = el("p", { className: "gaps soft", role: "status", "aria-label": "Steps without accuracy" });
  const now = marker();
  stage.append(now.element);
  root.append(stage, legend, gaps);
  /** @type {State | null} */
  let shown = null;
  /** @type {uPlot | null} */
  let plot = null;
  /** @type {Curve} */
  let curve = { steps: [], train: [], val: [], missing: 0 };
  let drawnAt = 0;

  const columns = () => /** @type {any} */ ([curve.steps, curve.val, curve.train]);
  const pointer = pointing(dispatch, () => shown);

  function rebuild() {
    plot?.destroy();
    plot = null; // where there is no room now, the next size builds it
    if (!shown || stage.clientWidth === 0) return;
    const { ghost: _, val, train, axes, ...base } = curveOptions(stage, false);
    const points = { show: true, size: 3, filter: alone };
    const range = () => /** @type {[number, number]} */ ([0, shown ? lastShown(shown) : 1]);
    plot = new uPlot(
      {
        ...base,
        ...pointer,
        axes: [
          axes[0],
          {
            ...axes[1],
            values: (/** @type {any} */ _u, /** @type {number[]} */ at) => at.map((y) => `${y} %`),
          },
        ],
        scales: { x: { time: false, range }, y: { range: () => [0, TOP] } },
        series: [{}, { ...val, points }, { ...train, points }],
      },
      columns(),
      stage,
    );
    now.show(plot, shown);
  }

  /** @param {State} state */
  function redraw(state) {
    const time = performance.now();
    if (state.run.playing && time - drawnAt < CURVES_EVERY) return false;
    drawnAt = time;
    curve = accuracyCurve(state);
    plot?.setData(columns());
    setText(gaps, gapWords(curve, state));
    gaps.hidden = gaps.textContent === "";
    return true;
  }

  /** The accuracy after the step under the pointer, or where the run is. @param {State} state */
  function tell({ session: { snapshot }, selection: { chart } }) {
    const step = chart.step ?? snapshot?.step ?? 0;
    const place = curve.steps.indexOf(step);
    setText(moment, chart.step === null ? momentWords(step) : `after step ${step}`);
    for (const [i, split] of SPLITS.entries()) {
      const share = curve[split][place] ?? null;
      setText(numbers[i], share === null ? "–" : `${Math.floor(share)} %`);
      numbers[i].title = share === null ? "" : `${exact(share)} %`;
    }
  }

  const place = () => shown && now.show(plot, shown);
  followStage(stage, () => plot, rebuild, place);

  /** What has been drawn. @type {State | null} */
  let drawn = null;
  return {
    sync(state) {
      shown = state;
      const there = state.view.chart === "accuracy" && state.view.confusion === null;
      stage.hidden = legend.hidden = !there;
      if (!there) {
        gaps.hidden = true;
        drawn = null;
        return;
      }
      if (!plot) rebuild();
      if (changed(parts, drawn, state) && redraw(state)) drawn = state;
      tell(state);
      now.show(plot, state);
    },
  };
}

/** What the curves depend on. @param {State} state */
const parts = ({ answers, run }) => [answers.accuracy?.known, run.history, run.limit, run.playing];

/** A step between two whose accuracy is not known is a dot: a line would claim what lies between. @param {any} plot @param {number} series */
function alone(plot, series) {
  const numbers = plot.data[series];
  return numbers.flatMap((/** @type {number | null} */ x, /** @type {number} */ i) =>
    x !== null && (numbers[i - 1] ?? null) === null && (numbers[i + 1] ?? null) === null ? [i] : [],
  );
}

/** What is missing, and why. @param {Curve} curve @param {State} state */
function gapWords({ steps, missing }, { run: { playing, history } }) {
  if (missing === 0 || !history) return "";
  const count = (/** @type {number} */ n) => n.toLocaleString("en");
  const all = history.train.length + 1;
  if (!playing && all <= MOST_FILLED)
    return `Computing the accuracy: ${count(all - missing)} of ${count(all)} …`;
  const known = `Known after ${count(steps.length > 0 ? all - missing : 0)} of ${count(all)} steps`;
  return playing
    ? `${known}: the others follow when the run pauses.`
    : `${known}: a run of more than ${count(MOST_FILLED)} steps keeps no more, and the rest is a gap.`;
}
