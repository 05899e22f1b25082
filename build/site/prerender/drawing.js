// What is drawn on a canvas, as SVG, and what is put on it pixel by pixel.

/** @typedef {{width: number, height: number, data: Uint8ClampedArray}} Pixels */

/** A path, and what Path2D can of it: commands, each with its numbers, of which those in pairs are a place. */
export class Outline {
  /** The middle of what is round. @type {{x: number, y: number} | undefined} */
  circle;
  /** @type {(string | [number, number])[]} */
  parts = [];

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.parts.push("M", [x, y]);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.parts.push("L", [x, y]);
  }

  closePath() {
    this.parts.push("z");
  }

  /** A whole circle: the page draws no other arcs. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    const half = `a${short(r)},${short(r)} 0 1 0 `;
    this.parts.push("M", [x - r, y], `${half}${short(2 * r)},0${half}${short(-2 * r)},0z`);
    this.circle = { x, y };
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.parts.push(
      "M",
      [x, y],
      "L",
      [x + width, y],
      "L",
      [x + width, y + height],
      "L",
      [x, y + height],
      "z",
    );
  }

  /** What is as large as the plane grows with it; a mark keeps its size, at its place. @param {string} look @param {number} side of the plane */
  toSVG(look, side) {
    const places = this.parts.filter((part) => typeof part !== "string");
    const [left, top] = [0, 1].map((k) => Math.min(...places.map((place) => place[k])));
    const [right, bottom] = [0, 1].map((k) => Math.max(...places.map((place) => place[k])));
    const share = (/** @type {number} */ x) => `${short((100 * x) / side)}%`;
    if (Math.max(right - left, bottom - top) > side / 4) {
      const [[x1, y1], [x2, y2]] = places;
      return `<line x1="${share(x1)}" y1="${share(y1)}" x2="${share(x2)}" y2="${share(y2)}" ${look}/>`;
    }
    const middle = this.circle ?? { x: (left + right) / 2, y: (top + bottom) / 2 };
    const d = this.parts.map((part) =>
      typeof part === "string" ? part : `${short(part[0] - middle.x)},${short(part[1] - middle.y)}`,
    );
    return `<svg x="${share(middle.x)}" y="${share(middle.y)}"><path ${look} d="${d.join("")}"/></svg>`;
  }
}

/** What of a canvas's context the page uses before anything is hovered or selected. */
export class Drawing extends Outline {
  /** What was put, or drawn from another canvas, last. @type {Pixels | null} */
  image = null;
  /** @type {{outline: Outline, look: string}[]} */
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
    this.parts = [];
    this.circle = undefined;
  }

  /** @param {Outline} outline */
  fill(outline = this) {
    this.add(outline, `fill="${this.fillStyle}"`);
  }

  /** @param {Outline} outline */
  stroke(outline = this) {
    const line = `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}"`;
    this.add(outline, this.lineJoin === "miter" ? line : `${line} stroke-linejoin="${this.lineJoin}"`);
  }

  /** @param {Outline} outline @param {string} look */
  add({ parts, circle }, look) {
    const opacity = this.globalAlpha === 1 ? "" : ` opacity="${this.globalAlpha}"`;
    this.shapes.push({ outline: Object.assign(new Outline(), { parts, circle }), look: look + opacity });
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
