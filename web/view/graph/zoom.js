/** Pan and zoom of the graph, by wheel, pinch and drag, with smooth transitions to a part of the scene. */

import { mediaQuery } from "../../protocol/browser.js";
import { select, zoom, zoomIdentity } from "../../vendor/d3.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Rect */
/** @typedef {{k: number, x: number, y: number}} Transform */

/** The margins around the fitted scene; the left one holds the names of the inputs. */
const MARGIN = { left: 26, right: 12, top: 10, bottom: 8 };
const LARGEST = 4;
/** The duration of a transition, in ms. */
const DURATION = 280;

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
    this.zoom = zoom()
      .clickDistance(5)
      .on("start", ({ sourceEvent }) => {
        if (sourceEvent) this.fitted = false; // moved by hand
      })
      .on("zoom", ({ transform }) => {
        this.transform = transform;
        onChange(transform);
      });
    /** @type {import("d3-selection").Selection<Element, unknown, null, undefined>} */
    this.selection = select(/** @type {Element} */ (svg));
    this.selection.call(this.zoom).on("dblclick.zoom", null);
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

  /** Fits a new scene. @param {number} width @param {number} height */
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

  /** Zooms so that a part of the scene fills the panel, at most to the scale `largest`. @param {Rect} rect @param {number} [largest] */
  frame(rect, largest = 2) {
    const room = Math.min((this.width - 40) / rect.width, (this.height - 40) / rect.height);
    this.goTo(this.middleAt(rect, Math.min(largest, room)), true);
    this.fitted = false;
  }

  /** Centres a part of the scene, with a scale of at least k. @param {Rect} rect @param {number} [k] @param {boolean} [smooth] */
  centre(rect, k = 0, smooth = true) {
    this.goTo(this.middleAt(rect, Math.max(this.transform.k, k)), smooth);
    this.fitted = false;
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

  /** @param {Rect} rect @param {number} k @returns {Transform} */
  middleAt({ x, y, width, height }, k) {
    return { k, x: this.width / 2 - k * (x + width / 2), y: this.height / 2 - k * (y + height / 2) };
  }

  /** @param {Transform} to @param {boolean} smooth */
  goTo({ k, x, y }, smooth) {
    this.zoom.transform(this.target(smooth), zoomIdentity.translate(x, y).scale(k));
  }

  /** @param {number} factor */
  zoomBy(factor) {
    this.fitted = false;
    this.zoom.scaleBy(this.target(true), factor);
  }

  /** What d3-zoom changes: a transition along the path of interpolateZoom, or the view at once. @param {boolean} smooth */
  target(smooth) {
    const still = !smooth || mediaQuery("(prefers-reduced-motion: reduce)").matches;
    return still ? this.selection : this.selection.transition().duration(DURATION);
  }
}
