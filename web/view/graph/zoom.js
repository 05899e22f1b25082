/** Pan and zoom: the wheel and two fingers at the pointer, a drag moves, and smooth ways to go somewhere. */

import { select, zoom, zoomIdentity } from "../../vendor/d3.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {{k: number, x: number, y: number}} Transform */

/** Room around the whole, at its left for the names of the inputs. */
const MARGIN = { left: 26, right: 12, top: 10, bottom: 8 };
const LARGEST = 4;
const TRAVEL = 280;

export class Viewport {
  /**
   * @param {SVGSVGElement} svg
   * @param {(transform: Transform) => void} onChange
   */
  constructor(svg, onChange) {
    this.svg = svg;
    this.width = 0;
    this.height = 0;
    /** @type {Rect} */
    this.scene = { x: 0, y: 0, width: 1, height: 1 };
    /** @type {Transform} */
    this.transform = zoomIdentity;
    this.fitted = true;
    this.travel = 0;
    this.zoom = zoom()
      .clickDistance(5)
      .on("start", ({ sourceEvent }) => sourceEvent && this.taken())
      .on("zoom", ({ transform }) => {
        this.transform = transform;
        onChange(transform);
      });
    this.selection = select(/** @type {Element} */ (svg));
    this.selection.call(this.zoom).on("dblclick.zoom", null);
  }

  /** A hand on the picture ends every automatic movement. */
  taken() {
    cancelAnimationFrame(this.travel);
    this.fitted = false;
  }

  /** @param {number} width @param {number} height */
  resize(width, height) {
    this.width = width;
    this.height = height;
    this.zoom.extent([
      [0, 0],
      [width, height],
    ]);
    this.limit();
    if (this.fitted) this.fit();
  }

  /** @param {number} width @param {number} height of another scene */
  show(width, height) {
    this.scene = { x: 0, y: 0, width, height };
    this.limit();
    this.fit();
  }

  limit() {
    const { width, height } = this.scene;
    const k = this.fitScale();
    this.zoom.scaleExtent([0.8 * k, Math.max(LARGEST, k)]);
    const [spareX, spareY] = [this.width / k / 2, this.height / k / 2];
    this.zoom.translateExtent([
      [-spareX, -spareY],
      [width + spareX, height + spareY],
    ]);
  }

  fitScale() {
    const { width, height } = this.scene;
    const { left, right, top, bottom } = MARGIN;
    const room = [(this.width - left - right) / width, (this.height - top - bottom) / height];
    return Math.max(0.01, Math.min(...room, 1.6));
  }

  /** @param {boolean} [smooth] */
  fit(smooth = false) {
    const to = this.middleAt(this.scene, this.fitScale());
    this.goTo({ ...to, x: Math.max(to.x, MARGIN.left) }, smooth);
    this.fitted = true;
  }

  /** Goes to a part of the scene and fills the panel with it. @param {Rect} rect @param {number} [largest] */
  frame(rect, largest = 2) {
    const room = Math.min((this.width - 40) / rect.width, (this.height - 40) / rect.height);
    this.goTo(this.middleAt(rect, Math.min(largest, room)), true);
    this.fitted = false;
  }

  /** Brings a place to the middle, at least at the scale k. @param {Rect} rect @param {number} [k] @param {boolean} [smooth] */
  centre(rect, k = 0, smooth = true) {
    this.goTo(this.middleAt(rect, Math.max(this.transform.k, k)), smooth);
    this.fitted = false;
  }

  /** @param {Rect} rect */
  shows({ x, y, width, height }) {
    const view = this.visible();
    return (
      x >= view.x && y >= view.y && x + width <= view.x + view.width && y + height <= view.y + view.height
    );
  }

  /** The part of the scene that is in sight. @returns {Rect} */
  visible() {
    const { k, x, y } = this.transform;
    return { x: -x / k, y: -y / k, width: this.width / k, height: this.height / k };
  }

  /** @param {Rect} rect @param {number} k @returns {Transform} */
  middleAt({ x, y, width, height }, k) {
    return { k, x: this.width / 2 - k * (x + width / 2), y: this.height / 2 - k * (y + height / 2) };
  }

  /** @param {Transform} to @param {boolean} smooth */
  goTo(to, smooth) {
    cancelAnimationFrame(this.travel);
    const still = !smooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) return this.set(to);
    const from = this.transform;
    const start = performance.now();
    const move = () => {
      const t = Math.min(1, (performance.now() - start) / TRAVEL);
      this.set(between(from, to, t * t * (3 - 2 * t), this));
      if (t < 1) this.travel = requestAnimationFrame(move);
    };
    this.travel = requestAnimationFrame(move);
  }

  /** @param {Transform} transform */
  set({ k, x, y }) {
    this.zoom.transform(/** @type {any} */ (this.selection), zoomIdentity.translate(x, y).scale(k));
  }

  /** @param {number} factor */
  zoomBy(factor) {
    this.taken();
    const { k, x, y } = this.transform;
    const [low, high] = this.zoom.scaleExtent();
    const to = Math.min(high, Math.max(low, k * factor));
    const [middleX, middleY] = [this.width / 2, this.height / 2];
    this.goTo({ k: to, x: middleX - (to / k) * (middleX - x), y: middleY - (to / k) * (middleY - y) }, true);
  }
}

/**
 * Between two transforms: the scale goes by equal factors and the middle of the view by equal steps.
 * @param {Transform} a
 * @param {Transform} b
 * @param {number} t
 * @param {{width: number, height: number}} view
 */
function between(a, b, t, { width, height }) {
  const k = a.k * (b.k / a.k) ** t;
  /** @param {Transform} transform */
  const middle = ({ k, x, y }) => [(width / 2 - x) / k, (height / 2 - y) / k];
  const [ax, ay] = middle(a);
  const [bx, by] = middle(b);
  // what is in the middle moves in step with the scale's share of its own way
  const s = a.k === b.k ? t : (1 / k - 1 / a.k) / (1 / b.k - 1 / a.k);
  return { k, x: width / 2 - k * (ax + s * (bx - ax)), y: height / 2 - k * (ay + s * (by - ay)) };
}
