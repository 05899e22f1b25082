/** The actions on the learner's own data, and on many points at once. Their handlers come with the panels that need them. */

/** @typedef {import("../../protocol/messages.js").Point} Point */

/** @typedef {{
 *   "data/use": {points: Omit<Point, "id">[], name: string},
 *   "group/select": {ids: number[]},
 *   "group/move": {dx: number, dy: number, gesture?: number | null},
 *   "group/relabel": {label: number},
 *   "group/remove": {},
 *   "brush/add": {places: {x: number, y: number}[], gesture: number},
 * }} DataActions
 */

export {};
