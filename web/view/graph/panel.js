/** The graph's panel: one point's computational graph, laid out by Graphviz, with live numbers. */

import { shownGraph } from "../../state/walk.js";
import { changed, el, setText } from "../dom.js";
import { Layouts } from "../layout/layouts.js";
import { INPUTS, LOSS, makePicture, sameShape } from "../layout/structure.js";
import { shownNumbers } from "../node/values.js";
import { makeControls } from "./controls.js";
import { currentMove, currentNode } from "./current-move.js";
import { makeExperiments } from "./experiments.js";
import { listen } from "./input.js";
import { makeLegend } from "./legend.js";
import { Scene } from "./scene.js";
import { Stage } from "./stage.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../layout/structure.js").Folding} Folding */

/** What the numbers of the boxes depend on. @param {State} state */
const numbersOf = ({ answers, run, view }) => [answers, run.walk, view.gradient, view.naive, view.nudge];

/** The minimum scale when going to a node, at which it is legible. */
const READABLE = 1.2;

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const layouts = new Layouts();
  const stage = new Stage();
  const { viewport } = stage;
  const message = el("p", { className: "graph-message", role: "status" });
  const controls = makeControls(dispatch, {
    find(name) {
      dispatch({ type: "node/select", name });
      const rect = stage.rectOf(name);
      if (rect) viewport.centre(rect, READABLE);
    },
    fit: () => viewport.fit(true),
    zoomBy: (factor) => viewport.zoomBy(factor),
  });
  stage.element.append(message, el("div", { className: "graph-corner" }, makeLegend(), controls.zoomButtons));
  const experiments = makeExperiments(dispatch);
  controls.header.append(experiments.button);
  root.append(controls.header, experiments.element, stage.element);
  const input = listen(stage, dispatch, enter);

  /** @type {State | null} */
  let shown = null;
  /** The graph and folding to be drawn. @type {{graph: import("../../protocol/verbs.js").Graph, folding: Folding} | null} */
  let wanted = null;
  /** The unfolded neurons of a folded graph. @type {Set<string>} */
  let open = new Set();
  /** The neuron zoomed to, and the view before. @type {{group: string, from: import("./zoom.js").Transform | null} | null} */
  let visit = null;

  stage.onCame = () => shown && showNumbers(shown);

  /** @param {string} group */
  function enter(group) {
    const frame = stage.scene?.frames.get(group);
    if (shown?.view.folded && group !== INPUTS && group !== LOSS) {
      open = new Set(open.has(group) ? [...open].filter((name) => name !== group) : [...open, group]);
      sync(shown);
    } else if (visit?.group === group) {
      if (visit.from) viewport.goTo(visit.from, true);
      else viewport.fit(true);
      visit = null;
    } else if (frame) {
      visit = { group, from: viewport.fitted ? null : viewport.transform };
      viewport.frame(frame);
    }
  }

  /** @param {NonNullable<typeof wanted>} asked */
  async function draw(asked) {
    setText(message, stage.scene ? "" : "Laying out the graph…");
    const slow = setTimeout(() => setText(message, "Laying out the graph…"), 150);
    try {
      const layout = await layouts.get(asked.graph, asked.folding);
      if (asked === wanted) show(new Scene(asked.graph, makePicture(asked.graph, asked.folding), layout));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (asked === wanted) setText(message, `The graph can't be laid out: ${why}`);
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Scene} scene */
  function show(scene) {
    setText(message, "");
    const focused = stage.svg.contains(document.activeElement);
    const unfolded = [...scene.frames.keys()].find((name) => scene.folded && !stage.scene?.frames.has(name));
    visit = null;
    stage.setScene(scene, () => {
      if (shown) refresh(shown);
      if (scene.complete) input.rove(focused);
    });
    controls.setNames(scene.graph.name);
    const frame = unfolded && stage.scene?.frames.get(unfolded);
    if (frame) viewport.frame(frame, READABLE);
  }

  /** @param {State} state */
  function showNumbers(state) {
    const traced = shownGraph(state);
    if (!traced || !stage.scene || !sameShape(stage.scene.graph, traced.graph)) return;
    const numbers = shownNumbers(state);
    if (numbers) stage.scene.show(numbers);
  }

  /** Updates numbers and marks. @param {State} state */
  function refresh(state) {
    showNumbers(state);
    if (!state.run.playing) stage.scene?.tell();
    stage.mark(state.selection.node, state.selection.hovered, currentMove(state));
  }

  /** @param {State} state */
  function sync(state) {
    const before = shown;
    shown = state;
    controls.sync(state);
    experiments.sync(state);
    const graph = shownGraph(state)?.graph;
    if (!graph) return setText(message, "The graph appears as soon as an engine has traced it.");
    const { folded } = state.view;
    const again = wanted && wanted.folding.folded === folded && (!folded || wanted.folding.open === open);
    if (!wanted || !again || !sameShape(wanted.graph, graph)) {
      wanted = { graph, folding: { folded, open: folded ? open : new Set() } };
      draw(wanted);
    }
    const selected = before?.selection.node !== state.selection.node;
    if (changed(numbersOf, before, state) || before?.run.playing !== state.run.playing) refresh(state);
    else if (selected || before?.selection.hovered !== state.selection.hovered) {
      stage.mark(state.selection.node, state.selection.hovered, currentMove(state));
    }
    if (before && selected) stage.reveal(state.selection.node);
    if (before && before.run.walk !== state.run.walk && !viewport.fitted) stage.reveal(currentNode(state));
  }

  return { sync };
}
