/** A film of the run for slides, as WebM: the page goes through its steps, and each is drawn with the losses so far. */

import { Problem } from "../../protocol/problem.js";
import { firstStep } from "../../state/history.js";
import { answerOf, shownField } from "../../state/queries.js";
import { themeColours } from "../colours.js";
import { drawMarks, paint, SIZE } from "./plane.js";

/** @typedef {import("../../state/types.js").State} State */

const [WIDTH, HEIGHT] = [1280, 720];
/** The square of the plane, and the place of the losses. */
const PLANE = { x: 40, y: 40, size: 640 };
const LOSS = { x: 760, y: 140, width: 480, height: 500 };
/** How long each picture is seen, in ms; a longer run leaves out steps. */
const PACE = 100;
const MOST_PICTURES = 150;
/** How long a step may take to be there again, in ms. */
const PATIENCE = 30_000;

/** The steps that are shown: the first and the last, and as many between as there is room for. @param {number} first @param {number} last */
function shownSteps(first, last) {
  const every = Math.max(1, Math.ceil((last - first) / (MOST_PICTURES - 1)));
  const steps = [];
  for (let step = first; step < last; step += every) steps.push(step);
  return [...steps, last];
}

/**
 * Records the run up to where it is, and comes back there. `tell` is called with each step; `goesOn` says whether it is still
 * wanted.
 * @param {() => State} getState @param {import("../index.js").Dispatch} dispatch
 * @param {(step: number, last: number) => void} tell @param {() => boolean} goesOn
 * @returns {Promise<Blob | null>}
 */
export async function film(getState, dispatch, tell, goesOn) {
  const { run, session } = getState();
  const last = session.snapshot?.step ?? 0;
  const first = run.history ? firstStep(run.history) : last;
  if (first >= last) throw new Problem("A film needs steps to go through: press Play first");
  const { canvas, context } = screen();
  const recorder = recorderOf(canvas);
  /** @type {Blob[]} */
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const ended = new Promise((resolve) => {
    recorder.onstop = resolve;
  });
  const colours = themeColours(document.querySelector("#surface") ?? document.body);
  try {
    for (const step of shownSteps(first, last)) {
      dispatch({ type: "run/goto", step });
      const state = await reached(getState, step, goesOn);
      if (!state) return null;
      tell(step, last);
      if (recorder.state === "inactive") recorder.start();
      // the last one is seen for a second; a canvas that nobody draws on gives no pictures
      for (let left = step === last ? 10 : 1; left > 0; left--) {
        drawPicture(context, state, colours, last);
        await pause(PACE);
      }
    }
  } finally {
    if (recorder.state !== "inactive") recorder.stop();
    dispatch({ type: "run/goto", step: last });
  }
  await ended;
  return new Blob(parts, { type: "video/webm" });
}

function screen() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext("2d");
  if (!context) throw new Problem("This browser has no memory left for the film");
  return { canvas, context };
}

/** @param {HTMLCanvasElement} canvas */
function recorderOf(canvas) {
  const type = "video/webm";
  if (typeof MediaRecorder === "undefined" || !canvas.captureStream || !MediaRecorder.isTypeSupported(type))
    throw new Problem("This browser can't record WebM; Chrome, Edge and Firefox can");
  return new MediaRecorder(canvas.captureStream(30), { mimeType: type, videoBitsPerSecond: 6e6 });
}

/** Waits from the browser's next frame on, in which the canvas is recorded; none would come while the page rests. @param {number} ms */
const pause = (ms) => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, ms)));

/** The state at a step, once all that is drawn is there; null if it is no longer wanted. @param {() => State} getState @param {number} step @param {() => boolean} goesOn @returns {Promise<State | null>} */
function reached(getState, step, goesOn) {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const look = () => {
      const state = getState();
      if (!goesOn()) resolve(null);
      else if (isThere(state, step)) resolve(state);
      else if (performance.now() - start > PATIENCE)
        reject(new Problem(`Step ${step} could not be shown again`));
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** @param {State} state @param {number} step */
function isThere(state, step) {
  const { session, run, answers } = state;
  if (run.target !== null || session.snapshot?.step !== step) return false;
  if (shownField(state) !== null) return Boolean(answerOf(state, "field", { exact: true })?.reply);
  return answers.surface?.snapshot === session.snapshot;
}

/** @param {CanvasRenderingContext2D} context @param {State} state @param {import("../colours.js").Colours} colours @param {number} last */
function drawPicture(context, state, colours, last) {
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.save();
  context.beginPath();
  context.rect(PLANE.x, PLANE.y, PLANE.size, PLANE.size);
  context.clip();
  context.translate(PLANE.x, PLANE.y);
  context.scale(PLANE.size / SIZE, PLANE.size / SIZE);
  paint(context, state, colours);
  drawMarks(context, state, colours);
  context.restore();
  const step = state.session.snapshot?.step ?? 0;
  drawText(context, `step ${step}`, LOSS.x, 80, colours.ink, "600 36px system-ui, sans-serif");
  const { train, val } = state.run.history ?? { train: new Float64Array(), val: new Float64Array() };
  drawLosses(context, { train, val, step, last }, colours);
}

/**
 * The losses up to a step: train as a line, val dashed.
 * @param {CanvasRenderingContext2D} context
 * @param {{train: Float64Array, val: Float64Array, step: number, last: number}} losses
 * @param {import("../colours.js").Colours} colours
 */
function drawLosses(context, { train, val, step, last }, colours) {
  const { x, y, width, height } = LOSS;
  const finite = [...train.subarray(0, last), ...val.subarray(0, last)].filter(Number.isFinite);
  const most = finite.reduce((a, b) => Math.max(a, b), 0) * 1.06 || 1;
  context.strokeStyle = colours.soft;
  context.lineWidth = 1;
  context.strokeRect(x, y, width, height);
  const font = "18px system-ui, sans-serif";
  drawText(context, most.toPrecision(2), x + 8, y + 24, colours.soft, font);
  drawText(context, `${last} steps`, x + width - 90, y + height + 28, colours.soft, font);
  for (const [label, numbers, colour, dash, at] of /** @type {const} */ ([
    ["val", val, colours.negative, [9, 6], 110],
    ["train", train, colours.accent, [], 0],
  ])) {
    context.strokeStyle = colour;
    context.lineWidth = 3;
    context.setLineDash([...dash]);
    context.beginPath();
    for (let i = 0; i < step; i++) {
      if (Number.isFinite(numbers[i]))
        context.lineTo(x + (width * (i + 1)) / last, y + height * (1 - numbers[i] / most));
    }
    context.stroke();
    context.setLineDash([]);
    const number = numbers[step - 1];
    const text = step > 0 && Number.isFinite(number) ? `${label} ${number.toFixed(4)}` : label;
    drawText(context, text, x + 1.6 * at, 118, colour, font);
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {number} x @param {number} y @param {string} colour @param {string} font */
function drawText(context, text, x, y, colour, font) {
  context.font = font;
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
