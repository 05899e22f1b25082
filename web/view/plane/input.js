/** Turns touch, mouse and keyboard input on the plane into actions. */

import { clampToPlane } from "../../state/points.js";
import { toPixelX, toPixelY, toPlaneX, toPlaneY } from "./draw.js";
import { levelAt } from "./zero-lines.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../protocol/messages.js").Point} Point */

/** Within this distance of a point a pointer is on it, in pixels. */
const REACH = { mouse: 11, pen: 14, touch: 22 };
/** A pointer that moves less than this, in pixels, has not moved. */
export const STILL = 4;
const LONG_PRESS_MS = 500;
/** The step of an arrow key; with Shift a fifth of it. */
const ARROW_STEP = 0.05;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** How far an arrow key goes, or null for another key. @param {KeyboardEvent} event */
export function arrowOf({ key, shiftKey }) {
  if (!Object.hasOwn(ARROWS, key)) return null;
  const [dx, dy] = ARROWS[key].map((by) => by * (shiftKey ? ARROW_STEP / 5 : ARROW_STEP));
  return { dx, dy };
}

/** @param {string} pointerType */
export const reachOf = (pointerType) => REACH[/** @type {keyof typeof REACH} */ (pointerType)] ?? REACH.mouse;

/**
 * The point nearest to a pixel, if one is within reach.
 * @param {Point[]} points
 * @param {number} px @param {number} py
 * @param {number} size
 * @param {number} reach
 */
export function pointAt(points, px, py, size, reach) {
  let nearest = null;
  let best = reach;
  for (const point of points) {
    const d = Math.hypot(toPixelX(point.x, size) - px, toPixelY(point.y, size) - py);
    if (d <= best) [best, nearest] = [d, point];
  }
  return nearest;
}

/**
 * Adds the listeners to the canvas. `getState` returns the latest state; `onCursor` gets the place of the keyboard's
 * cursor. That and the pointer's place are dispatched, too: the engine is asked for the numbers there.
 * @param {HTMLCanvasElement} canvas
 * @param {() => State} getState
 * @param {import("../index.js").Dispatch} dispatch
 * @param {{network(): import("./zero-lines.js").Network | null, onCursor(place: {x: number, y: number}): void}} panel the
 *   network whose lines are drawn, and what to do with the cursor
 */
export function listen(canvas, getState, dispatch, { network, onCursor }) {
  pointers(canvas, getState, dispatch, network);
  keys(canvas, getState, dispatch, onCursor);
  canvas.addEventListener("blur", () => dispatch({ type: "plane/place", place: null }));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => State} getState
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => import("./zero-lines.js").Network | null} network
 */
function pointers(canvas, getState, dispatch, network) {
  /** @type {{id: number, x: number, y: number, point: Point | null, moved: boolean, timer: number, gesture: number} | null} */
  let press = null;
  let gestures = 0;
  /** The neuron whose line is under the pointer. @type {string | null} */
  let lit = null;

  /** @param {string | null} name */
  function light(name) {
    if (name === lit) return;
    lit = name;
    dispatch({ type: "node/hover", name, field: false });
  }

  /** @param {{clientX: number, clientY: number, pointerType?: string}} event */
  function locate({ clientX, clientY, pointerType = "touch" }) {
    const box = canvas.getBoundingClientRect();
    const [px, py] = [clientX - box.left, clientY - box.top];
    const point = pointAt(getState().session.points, px, py, box.width, reachOf(pointerType));
    return { px, py, point, x: toPlaneX(px, box.width), y: toPlaneY(py, box.height) };
  }

  function release() {
    clearTimeout(press?.timer);
    press = null;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || press) return;
    const { px, py, point } = locate(event);
    press = { id: event.pointerId, x: px, y: py, point, moved: false, timer: 0, gesture: ++gestures };
    if (!point) return;
    canvas.setPointerCapture(event.pointerId);
    dispatch({ type: "points/select", id: point.id });
    if (event.pointerType !== "touch") return;
    press.timer = Number(
      setTimeout(() => {
        release();
        dispatch({ type: "points/remove", id: point.id });
      }, LONG_PRESS_MS),
    );
  });

  canvas.addEventListener("pointermove", (event) => {
    const { px, py, x, y, point } = locate(event);
    dispatch({ type: "plane/place", place: { x, y, id: point?.id ?? null } });
    const busy = press || point || event.pointerType === "touch";
    const drawn = network();
    light(busy || !drawn ? null : levelAt(drawn, px, py, canvas.clientWidth));
    canvas.classList.toggle("on-point", Boolean(press?.point ?? point));
    if (!press || press.id !== event.pointerId) return;
    if (!press.moved && Math.hypot(px - press.x, py - press.y) < STILL) return;
    press.moved = true;
    clearTimeout(press.timer);
    if (press.point) dispatch({ type: "points/move", id: press.point.id, x, y, gesture: press.gesture });
  });

  canvas.addEventListener("pointerup", (event) => {
    if (!press || press.id !== event.pointerId) return;
    const { point, moved } = press;
    release();
    if (moved) return;
    const { x, y } = locate(event);
    if (event.shiftKey)
      dispatch({
        type: "probe/set",
        x: clampToPlane(x),
        y: clampToPlane(y),
        label: getState().selection.label,
      });
    else if (point) dispatch({ ...point, type: "probe/set" });
    else dispatch({ type: "points/add", x, y });
  });

  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => {
    dispatch({ type: "plane/place", place: null });
    light(null);
  });
  canvas.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const { point } = locate({ clientX: event.clientX, clientY: event.clientY, pointerType: "mouse" });
    if (point && !press) dispatch({ type: "points/remove", id: point.id });
  });
  // a touch on a point drags it, a touch elsewhere scrolls the page
  canvas.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length === 1 && locate(event.touches[0]).point) event.preventDefault();
    },
    { passive: false },
  );
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {() => State} getState
 * @param {import("../index.js").Dispatch} dispatch
 * @param {(place: {x: number, y: number}) => void} onCursor
 */
function keys(canvas, getState, dispatch, onCursor) {
  const cursor = { x: 0, y: 0 };
  let gesture = -1;

  const show = () => {
    dispatch({ type: "plane/place", place: { ...cursor, id: getState().selection.point } });
    onCursor({ ...cursor });
  };

  const selected = () => getState().session.points.find((p) => p.id === getState().selection.point);

  /** @param {number} dx @param {number} dy */
  function move(dx, dy) {
    const point = selected();
    if (point) dispatch({ type: "points/move", id: point.id, x: point.x + dx, y: point.y + dy, gesture });
    Object.assign(cursor, {
      x: clampToPlane((point ?? cursor).x + dx),
      y: clampToPlane((point ?? cursor).y + dy),
    });
    show();
  }

  /** Selects the next point, in their order; after the last comes the first. @param {1 | -1} by */
  function walk(by) {
    const { session, selection } = getState();
    const { points } = session;
    if (points.length === 0) return;
    const at = points.findIndex((p) => p.id === selection.point);
    const next = points.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % points.length) ?? points[0];
    gesture--;
    dispatch({ type: "points/select", id: next.id });
    Object.assign(cursor, { x: next.x, y: next.y });
    show();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key meant something here */
  function press(event) {
    const point = selected();
    const arrow = arrowOf(event);
    if (arrow) move(arrow.dx, arrow.dy);
    else if (event.key === "n" || event.key === "N") walk(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter") dispatch({ type: "points/add", ...cursor });
    else if (event.key === "Delete" || event.key === "Backspace") {
      if (point) dispatch({ type: "points/remove", id: point.id });
    } else if (event.key === "p" || event.key === "P") {
      dispatch({
        ...(point ?? { ...cursor, id: null, label: getState().selection.label }),
        type: "probe/set",
      });
    } else if (event.key === "Escape" && point) dispatch({ type: "points/select", id: null });
    else return false;
    return true;
  }

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(event)) event.preventDefault();
  });
  canvas.addEventListener("keyup", (event) => {
    if (arrowOf(event)) gesture--;
  });
}
