/** What is drawn on a canvas, as SVG: the part of a canvas's context that the plane's drawing uses. */

const number = (/** @type {number} */ x) => String(Number(x.toFixed(3)));
const safe = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export class SvgContext {
  constructor() {
    this.fillStyle = this.strokeStyle = "#000000";
    this.globalAlpha = this.lineWidth = 1;
    this.font = "";
    this.path = "";
    /** @type {string[]} */
    this.elements = [];
  }

  beginPath() {
    this.path = "";
  }
  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += `M${number(x)} ${number(y)}`;
  }
  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += `L${number(x)} ${number(y)}`;
  }
  closePath() {
    this.path += "Z";
  }
  /** @param {number} x @param {number} y @param {number} w @param {number} h */
  rect(x, y, w, h) {
    this.path += `M${number(x)} ${number(y)}h${number(w)}v${number(h)}h${number(-w)}Z`;
  }
  /** A whole circle, as two halves. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) {
    const half = `a${number(r)} ${number(r)} 0 1 1 `;
    this.path += `M${number(x - r)} ${number(y)}${half}${number(2 * r)} 0${half}${number(-2 * r)} 0Z`;
  }
  fill() {
    this.add("path", { d: this.path, fill: this.fillStyle });
  }
  stroke() {
    const stroke = { stroke: this.strokeStyle, "stroke-width": number(this.lineWidth) };
    this.add("path", { d: this.path, fill: "none", ...stroke });
  }
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    const at = { x: number(x), y: number(y), width: number(width), height: number(height) };
    this.add("rect", { ...at, fill: this.fillStyle });
  }
  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const style = `font:${this.font}`;
    this.add("text", { x: number(x), y: number(y), fill: this.fillStyle, style }, safe(text));
  }
  /** As wide as the letters of most fonts. @param {string} text */
  measureText(text) {
    return { width: 0.6 * Number(/(\d+)px/.exec(this.font)?.[1] ?? 10) * text.length };
  }

  /** @param {string} tag @param {Record<string, string>} attributes @param {string} [inside] */
  add(tag, attributes, inside = "") {
    const faint = this.globalAlpha < 1 ? { opacity: number(this.globalAlpha) } : {};
    const all = Object.entries({ ...attributes, ...faint }).map(([name, text]) => ` ${name}="${safe(text)}"`);
    this.elements.push(`<${tag}${all.join("")}>${inside}</${tag}>`);
  }

  /** @param {number} size */
  text(size) {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}">`;
    return [head, ...this.elements, "</svg>", ""].join("\n");
  }
}
