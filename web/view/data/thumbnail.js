/** Points in a small plane. */

import { themeColours } from "../colours.js";
import { el } from "../dom.js";
import { shape, toPixelX, toPixelY } from "../plane/draw.js";

/** @typedef {Pick<import("../../protocol/messages.js").Point, "x" | "y" | "label">} Placed */

/** @param {Placed[]} points @param {number} size in CSS pixels @param {number} radius of a mark */
export function thumbnail(points, size, radius) {
  const ratio = window.devicePixelRatio;
  const canvas = el("canvas", { width: size * ratio, height: size * ratio, role: "img" });
  canvas.setAttribute("aria-label", `The ${points.length} points on the plane`);
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.scale(ratio, ratio);
  const colours = themeColours(document.documentElement);
  for (const { x, y, label } of points) {
    context.beginPath();
    shape(context, label, toPixelX(x, size), toPixelY(y, size), radius);
    context.fillStyle = colours.classes[label];
    context.strokeStyle = colours.panel;
    context.lineWidth = 0.6;
    context.fill();
    context.stroke();
  }
  return canvas;
}
