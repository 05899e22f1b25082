/** Marks the current move of a walk, or of a replay, in the graph: its node, and the edges along which numbers flow. */

import { replayOf } from "../../../state/experiment.js";
import { walkSchedule } from "../../../state/walk.js";
import { svg } from "../../dom.js";
import { curvePath } from "../../layout/arrange.js";

/** @typedef {import("../../../state/types.js").State} State */
/** @typedef {import("../scene.js").Scene} Scene */
/** @typedef {import("../scene.js").Box} Box */
/** @typedef {import("../../../state/schedule.js").Move} Move */

/** The current move, which is the last one made. @param {State} state @returns {Move | null} */
export function currentMove(state) {
  const replay = replayOf(state);
  if (replay) return replay.visits.moves[replay.at - 1] ?? null;
  const schedule = state.run.walk && walkSchedule(state);
  return schedule && state.run.walk && state.run.walk.at > 0 ? schedule.moves[state.run.walk.at - 1] : null;
}

/** The name of the current move's node. @param {State} state */
export function currentNode(state) {
  const move = currentMove(state);
  return (move && state.answers.graph?.graph.name[move.node]) ?? null;
}

export class MoveMarks {
  constructor() {
    /** @type {Set<Box>} */
    this.marked = new Set();
    /** What is marked, and whether the scene was complete then. @type {{scene: Scene, move: Move | null, complete: boolean} | null} */
    this.shown = null;
  }

  /** @param {Scene} scene @param {Move | null} move */
  show(scene, move) {
    const { complete } = scene;
    const { shown } = this;
    if (shown?.scene === scene && shown.move === move && shown.complete === complete) return;
    this.shown = { scene, move, complete };
    for (const box of this.marked) box.element.classList.remove("current", "receives");
    this.marked.clear();
    scene.move.replaceChildren();
    if (!move || move.node < 0 || move.node >= scene.graph.name.length) return; // the new layout is not ready
    const operands = scene.graph.prev[move.node];
    this.mark(scene, move.node, "current");
    if (move.kind === "line") this.mark(scene, operands[move.slot], "receives");
    if (move.kind === "visit") for (const operand of operands) this.mark(scene, operand, "receives");
    scene.move.replaceChildren(...edgesOf(scene, move), ...frames(scene, this.marked));
  }

  /** @param {Scene} scene @param {number} id @param {string} mark */
  mark(scene, id, mark) {
    const box = scene.boxOf(scene.graph.name[id]);
    if (!box) return;
    box.element.classList.add(mark);
    this.marked.add(box);
  }
}

/** Frames for marked boxes that a large graph does not draw in full. @param {Scene} scene @param {Set<Box>} boxes */
function frames({ large }, boxes) {
  const away = large ? [...boxes].filter(({ element }) => !element.isConnected) : [];
  return away.map(({ x, y, width, height, element }) =>
    svg("rect", {
      class: element.classList.contains("current") ? "current" : "receives",
      ...{ x: x - width / 2, y: y - height / 2, width, height },
    }),
  );
}

/**
 * In forward, the operands' data flow along all edges of an operation; in backward, one operand receives its contribution,
 * against the direction of its edge; in a visit all operands do.
 * @param {Scene} scene
 * @param {Move} move
 */
function edgesOf({ graph, picture, layout }, { kind, phase, node, slot }) {
  if (!graph.op[node] || !(phase === "forward" || kind === "line" || kind === "visit")) return [];
  const backward = phase === "backward";
  const operand = kind === "line" ? `n${graph.prev[node][slot]}` : null;
  const arrow = backward
    ? { "marker-start": "url(#arrow-current)" }
    : { "marker-end": "url(#arrow-current)" };
  const [box, op] = [`n${node}`, `o${node}`];
  return picture.edges.flatMap(({ from, to }, i) => {
    const own = to === op || (to === box && from !== op);
    if (!(from === op || own) || (own && operand !== null && from !== operand)) return [];
    const head = backward ? own : to === box;
    return svg("path", { class: `current ${phase}`, d: curvePath(layout.edges[i]), ...(head ? arrow : {}) });
  });
}
