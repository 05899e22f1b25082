/**
 * Pan and zoom of the graph, by wheel, pinch and drag, with smooth transitions to a part of the scene. All of that is d3-zoom's, which
 * is loaded once there is a pane; until then the view goes at once where it is sent.
 */

import { mediaQuery } from "../../protocol/browser.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {{k: number, x: number, y: number}} Transform */

/**
 * d3-zoom on a pane, and a view as it has it.
 * @typedef {{
 *   behaviour: import("d3-zoom").ZoomBehavior<Element, unknown>,
 *   selection: import("d3-selection").Selection<Element, unknown, null, undefined>,
 *   at(view: Transform): import("d3-zoom").ZoomTransform,
 * }} Hand
 */

/** The margin around the fitted scene. */
const MARGIN = 6;
const LARGEST = 4;
/** The duration of a transition, in ms. */
const DURATION = 280;

/**
 * The way from one view to another: its middle and width change evenly. d3's own way zooms out in between, and the nodes,
 * with the focus, would give way to the overview.
 * @param {[number, number, number]} from @param {[number, number, number]} to @returns {(t: number) => [number, number, number]}
 */
const straight = (from, to) => (t) => {
  const [x, y, width] = from.map((value, i) => value + (to[i] - value) * t);
  return [x, y, width];
};

export class Viewport {
  /**
   * @param {HTMLElement} pane what is dragged, pinched and scrolled
   * @param {(transform: Transform) => void} onChange
   */
  constructor(pane, onChange) {
    this.width = 0;
    this.height = 0;
    /** @type {Rect} */
    this.scene = { x: 0, y: 0, width: 1, height: 1 };
    /** @type {Transform} */
    this.transform = { k: 1, x: 0, y: 0 };
    /** The least scale at which everything can be read: nothing is shown smaller. */
    this.least = 0.01;
    /** The largest scale at which a scene is fitted. */
    this.largest = 1.6;
    this.fitted = true;
    /** Where a transition under way leads. @type {{k: number, x: number, y: number} | null} */
    this.goal = null;
    this.pane = pane;
    this.onChange = onChange;
    /** Called when the view has come to rest. */
    this.onEnd = () => {};
    /** Called with a double click or tap. @type {(event: Event) => void} */
    this.onDoubleClick = () => {};
    /** d3-zoom on the pane, once it has arrived. @type {Hand | null} */
    this.hand = null;
  }

  /** Takes the pane into d3-zoom's hands, at the view that it has. @param {typeof import("../../vendor/d3.js")} d3 */
  attach({ select, zoom, zoomIdentity }) {
    const behaviour = zoom()
      .clickDistance(5)
      .interpolate(straight)
      .on("start", ({ sourceEvent }) => {
        if (sourceEvent && this.goal) [this.fitted, this.goal] = [false, null]; // stopped on its way
      })
      .on("zoom", ({ sourceEvent, transform }) => {
        if (sourceEvent) [this.fitted, this.goal] = [false, null]; // moved by hand
        this.transform = transform;
        this.onChange(transform);
      })
      .on("end", () => {
        const { k, x, y } = this.place;
        const { goal } = this; // the end is also that of a transition which the next one cuts off
        if (goal && k === goal.k && k * Math.hypot(x - goal.x, y - goal.y) < 1) this.goal = null;
        this.onEnd();
      });
    /** @type {import("d3-selection").Selection<Element, unknown, null, undefined>} */
    const selection = select(/** @type {Element} */ (this.pane));
    const at = (/** @type {Transform} */ { k, x, y }) => zoomIdentity.translate(x, y).scale(k);
    selection.property("__zoom", at(this.transform)); // where d3-zoom keeps the view
    // d3-zoom also calls this for a double tap
    selection.call(behaviour).on("dblclick.zoom", (/** @type {Event} */ event) => this.onDoubleClick(event));
    this.hand = { behaviour, selection, at };
    this.limit();
  }

  /** All stays in view, or what is in the middle or on its way there. @param {number} width @param {number} height */
  resize(width, height) {
    if (width === 0 || height === 0) return; // the panel is hidden
    const { place, goal } = this;
    this.width = width;
    this.height = height;
    this.limit();
    if (this.fitted) this.fit();
    else if (goal) this.goTo(this.middleAt({ ...goal, width: 0, height: 0 }, goal.k), true);
    else this.showPlace(place);
  }

  /** Shows a new scene: all of it, or the part that was in view. @param {{width: number, height: number, least: number}} scene @param {boolean} keep */
  show({ width, height, least }, keep) {
    this.scene = { x: 0, y: 0, width, height };
    this.least = least;
    this.limit();
    if (!keep) this.fit();
  }

  limit() {
    const { behaviour } = this.hand ?? {};
    if (!behaviour || this.width === 0) return;
    const { width, height } = this.scene;
    const k = this.fitScale();
    behaviour.extent([
      [0, 0],
      [this.width, this.height],
    ]);
    behaviour.scaleExtent([k, Math.max(LARGEST, k)]);
    const [spareX, spareY] = [this.width / k / 2, this.height / k / 2];
    behaviour.translateExtent([
      [-spareX, -spareY],
      [width + spareX, height + spareY],
    ]);
  }

  /** The scale at which a whole scene is in view, or the least at which it can be read. @param {{width: number, height: number}} [scene] */
  fitScale({ width, height } = this.scene) {
    const room = [(this.width - 2 * MARGIN) / width, (this.height - 2 * MARGIN) / height];
    return Math.max(this.least, Math.min(...room, this.largest));
  }

  /** Whether all of a scene can be in view and be read. @param {{width: number, height: number}} scene @param {number} least */
  holds({ width, height }, least) {
    return least * width <= this.width - 2 * MARGIN && least * height <= this.height - 2 * MARGIN;
  }

  /** A scene that can't be in view as a whole is shown from its left side. @param {boolean} [smooth] */
  fit(smooth = false) {
    const k = this.fitScale();
    const to = this.middleAt(this.scene, k);
    this.fitted = true;
    this.goTo({ k, x: Math.max(to.x, MARGIN), y: to.y }, smooth);
  }

  /**
   * Zooms so that a part of the scene fills the panel, at a scale from `least` to `largest`. Of a part that is too large its
   * right end is shown, where its result is.
   * @param {Rect} rect
   * @param {{least?: number, largest?: number, smooth?: boolean}} [limits]
   */
  frame({ x, y, width, height }, { least = this.least, largest = 2, smooth = true } = {}) {
    if (this.width === 0) return;
    const room = Math.min((this.width - 24) / width, (this.height - 24) / height);
    const k = Math.max(least, Math.min(largest, room));
    const shown = Math.min(width, (this.width - 24) / k);
    this.fitted = false;
    this.goTo(this.middleAt({ x: x + width - shown, y, width: shown, height }, k), smooth);
  }

  /**
   * Centres a part of the scene, with a scale of at least k; of a part that is too large its beginning is shown.
   * @param {Rect} rect @param {number} [k] @param {boolean} [smooth]
   */
  centre(rect, k = 0, smooth = true) {
    if (this.width === 0) return;
    this.fitted = false;
    const to = this.middleAt(rect, Math.max(this.transform.k, k));
    const start = (/** @type {number} */ place, /** @type {number} */ length, /** @type {number} */ room) =>
      to.k * length > room - 2 * MARGIN ? MARGIN - to.k * place : null;
    to.x = start(rect.x, rect.width, this.width) ?? to.x;
    to.y = start(rect.y, rect.height, this.height) ?? to.y;
    this.goTo(to, smooth);
  }

  /** Whether a part of the scene is entirely in view. @param {Rect} rect */
  shows({ x, y, width, height }) {
    const view = this.visible();
    return (
      x >= view.x && y >= view.y && x + width <= view.x + view.width && y + height <= view.y + view.height
    );
  }

  /** The part of the scene that is in view. @returns {Rect} */
  visible() {
    const { k, x, y } = this.transform;
    return { x: -x / k, y: -y / k, width: this.width / k, height: this.height / k };
  }

  /** What the view shows, whatever the size of the panel: the scale and the place in its middle. */
  get place() {
    return this.placeOf(this.transform);
  }

  /** @param {Transform} transform */
  placeOf({ k, x, y }) {
    return { k, x: (this.width / 2 - x) / k, y: (this.height / 2 - y) / k };
  }

  /** @param {Viewport["place"]} place */
  showPlace({ k, x, y }) {
    this.fitted = false;
    this.goTo(this.middleAt({ x, y, width: 0, height: 0 }, Math.max(this.least, k)), false);
  }

  /** @param {Rect} rect @param {number} k @returns {Transform} */
  middleAt({ x, y, width, height }, k) {
    return { k, x: this.width / 2 - k * (x + width / 2), y: this.height / 2 - k * (y + height / 2) };
  }

  /** @param {Transform} to @param {boolean} smooth */
  goTo({ k, x, y }, smooth) {
    const { hand } = this;
    this.goal = smooth && hand ? this.placeOf({ k, x, y }) : null;
    if (hand) return hand.behaviour.transform(this.target(hand, smooth), hand.at({ k, x, y }));
    this.transform = { k, x, y };
    this.onChange(this.transform);
    this.onEnd();
  }

  /** @param {number} factor */
  zoomBy(factor) {
    [this.fitted, this.goal] = [false, null];
    const { hand } = this;
    if (hand) return hand.behaviour.scaleBy(this.target(hand, true), factor);
    const { k, x, y } = this.place;
    this.showPlace({ k: Math.min(Math.max(k * factor, this.fitScale()), LARGEST), x, y });
  }

  /** What d3-zoom changes: a transition, or the view at once. @param {Hand} hand @param {boolean} smooth */
  target({ selection }, smooth) {
    const still = !smooth || mediaQuery("(prefers-reduced-motion: reduce)").matches;
    return still ? selection : selection.transition().duration(DURATION);
  }
}
