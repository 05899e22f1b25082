/** The points as CSV. Every coordinate has all its digits, so that reading the file gives the same bits. */

import { exact } from "../../protocol/numbers.js";

/**
 *     pointsToCsv([{ id: 0, x: 0.5, y: -0, label: 2, split: "train" }])  // "x,y,label,split\n0.5,-0.0,3,train\n"
 *
 * @param {import("../../protocol/messages.js").Point[]} points
 */
export function pointsToCsv(points) {
  const rows = points.map(({ x, y, label, split }) => [exact(x), exact(y), label + 1, split].join());
  return `${["x,y,label,split", ...rows].join("\n")}\n`;
}
