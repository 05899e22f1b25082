// What is drawn on a canvas, as SVG, and what is put on it pixel by pixel.

/** @typedef {{width: number, height: number, data: Uint8ClampedArray}} Pixels */

/** A path, and what Path2D can of it. */
export class Outline {
  path = "";

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += `M${short(x)},${short(y)}`;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += `L${short(x)},${short(y)}`;
  }

  closePath() {
    this.path += "z";
  }

  /** A whole circle: the page draws no other arcs. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    this.path += `M${short(x - r)},${short(y)}a${short(r)},${short(r)} 0 1 0 ${short(2 * r)},0a${short(r)},${short(r)} 0 1 0 ${short(-2 * r)},0z`;
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.path += `M${short(x)},${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;
  }
}

/** What of a canvas's context the page uses before anything is hovered or selected. */
export class Drawing extends Outline {
  /** What was put, or drawn from another canvas, last. @type {Pixels | null} */
  image = null;
  /** @type {string[]} */
  shapes = [];
  fillStyle = "";
  strokeStyle = "";
  lineWidth = 1;
  lineJoin = "miter";
  globalAlpha = 1;

  setTransform() {}

  clearRect() {
    this.shapes = [];
  }

  beginPath() {
    this.path = "";
  }

  /** @param {Outline} outline */
  fill(outline = this) {
    this.shapes.push(`<path fill="${this.fillStyle}"${this.opacity} d="${outline.path}"/>`);
  }

  /** @param {Outline} outline */
  stroke(outline = this) {
    const line = `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"`;
    this.shapes.push(`<path ${line}${this.opacity} d="${outline.path}"/>`);
  }

  get opacity() {
    return this.globalAlpha === 1 ? "" : ` opacity="${this.globalAlpha}"`;
  }

  /** @param {Pixels} image */
  putImageData(image) {
    this.image = image;
  }

  /** @param {{context: Drawing}} canvas */
  drawImage({ context }) {
    this.image = context.image;
  }
}

/** @param {number} x */
const short = (x) => String(Math.round(x * 100) / 100);
