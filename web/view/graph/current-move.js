/** The move that a walk has just made, in the picture: the node whose turn it is, and the edges along which numbers go. */

import { shownGraph, walkSchedule } from "../../state/walk.js";
import { svg } from "../dom.js";
import { curvePath } from "../layout/read.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./node.js").Box} Box */
/** @typedef {import("../../state/schedule.js").Move} Turn */

/** The move that was made last. @param {State} state @returns {Turn | null} */
export function currentMove(state) {
  const schedule = state.run.walk && walkSchedule(state);
  return schedule && state.run.walk && state.run.walk.at > 0 ? schedule.moves[state.run.walk.at - 1] : null;
}

/** The name of the node whose turn it is. @param {State} state */
export function currentNode(state) {
  const turn = currentMove(state);
  return (turn && shownGraph(state)?.graph.name[turn.node]) ?? null;
}

export class MoveMarks {
  constructor() {
    /** @type {Set<Box>} */
    this.marked = new Set();
    /** What is marked; a scene that is still being built has not all of its boxes. @type {{scene: Scene, turn: Turn | null, complete: boolean} | null} */
    this.shown = null;
  }

  /** @param {Scene} scene @param {Turn | null} turn */
  show(scene, turn) {
    const { complete } = scene;
    const { shown } = this;
    if (shown?.scene === scene && shown.turn === turn && shown.complete === complete) return;
    this.shown = { scene, turn, complete };
    for (const box of this.marked) box.element.classList.remove("turn", "receives");
    this.marked.clear();
    scene.turn.replaceChildren();
    if (!turn || turn.node < 0 || turn.node >= scene.graph.name.length) return; // another layout is on its way
    const operand = turn.kind === "line" ? scene.graph.prev[turn.node][turn.slot] : -1;
    this.mark(scene, turn.node, "turn");
    if (operand >= 0) this.mark(scene, operand, "receives");
    scene.turn.replaceChildren(...edgesOf(scene, turn), ...frames(scene, this.marked));
  }

  /** @param {Scene} scene @param {number} id @param {string} mark */
  mark(scene, id, mark) {
    const box = scene.boxOf(scene.graph.name[id]);
    if (!box) return;
    box.element.classList.add(mark);
    this.marked.add(box);
  }
}

/** Around boxes that are not drawn in full, because the graph is large and they are small. @param {Scene} scene @param {Set<Box>} boxes */
function frames({ large }, boxes) {
  const away = large ? [...boxes].filter(({ element }) => !element.isConnected) : [];
  return away.map(({ x, y, width, height, element }) =>
    svg("rect", {
      class: element.classList.contains("turn") ? "turn" : "receives",
      ...{ x: x - width / 2, y: y - height / 2, width, height },
    }),
  );
}

/**
 * Forward the operands' numbers come along all edges of an operation; backward one operand gets its part, along its own
 * edge and against its direction.
 * @param {Scene} scene
 * @param {Turn} turn
 */
function edgesOf({ graph, picture, layout }, { kind, phase, node, slot }) {
  if (kind !== "line" && !(phase === "forward" && graph.op[node])) return [];
  const backward = kind === "line";
  const operand = backward ? `n${graph.prev[node][slot]}` : null;
  const arrow = backward ? { "marker-start": "url(#arrow-turn)" } : { "marker-end": "url(#arrow-turn)" };
  const [box, op] = [`n${node}`, `o${node}`];
  return picture.edges.flatMap(({ from, to }, i) => {
    const own = to === op || (to === box && from !== op);
    if (!(from === op || own) || (own && operand !== null && from !== operand)) return [];
    const head = backward ? own : to === box;
    return svg("path", { class: `turn ${phase}`, d: curvePath(layout.edges[i]), ...(head ? arrow : {}) });
  });
}
