/** The graph's panel: one point's computational graph, laid out by Graphviz, with live numbers. */

import { isHidden, neuronOf } from "../../protocol/nodes.js";
import { follows } from "../../state/experiment.js";
import { changed, el, setText } from "../dom.js";
import { arrival, missing } from "../later.js";
import { Layouts } from "../layout/layouts.js";
import { makePicture, sameFolding, sameShape, UNFOLDED } from "../layout/structure.js";
import { shownNumbers } from "../node/values.js";
import { makeControls } from "./controls.js";
import { makeExperiments } from "./experiments.js";
import { listen } from "./input.js";
import { makeLayers } from "./layers.js";
import { makeLegend } from "./legend.js";
import { NARROW } from "./limits.js";
import { moveFrom, placesOnScreen } from "./make-room.js";
import { Opening } from "./opening.js";
import { readableScale, Scene } from "./scene.js";
import { Stage } from "./stage.js";
import { Thumbnails } from "./thumbnails.js";
import { currentMove } from "./walk/current-move.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../layout/structure.js").Folding} Folding */
/** What the panel is to draw. @typedef {{graph: import("../../protocol/verbs.js").Graph, folding: Folding}} Asked */

/** What the numbers of the boxes depend on. @param {State} state */
const numbersOf = ({ answers, run, view }) => [answers, run.walk, view.gradient, view.experiment, view.nudge];

/** In a lecture, where letters are large, cards are compact below this width. */
const WIDE = 1400;

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const layouts = new Layouts();
  const stage = new Stage();
  const { viewport } = stage;
  const opening = new Opening(layouts, viewport, () => shown && sync(shown));
  const message = el("p", { className: "graph-message", role: "status" });
  const controls = makeControls(dispatch, {
    find(name) {
      going = name;
      dispatch({ type: "node/select", name });
      const rect = stage.rectOf(name);
      if (rect) viewport.centre(rect, 1);
    },
    fit: () => viewport.fit(true),
    zoomBy: (factor) => viewport.zoomBy(factor),
    approach: () => (near = true),
  });
  stage.element.append(message);
  const legend = makeLegend();
  const layers = makeLayers(dispatch);
  const experiments = makeExperiments(dispatch);
  const thumbnails = new Thumbnails(root);
  controls.header.append(experiments.button);
  root.append(
    controls.header,
    experiments.element,
    stage.element,
    el(
      "footer",
      { className: "graph-foot" },
      ...[stage.minimap.element, legend.element, layers.element, controls.zoomButtons],
    ),
  );
  const input = listen(stage, dispatch, enter);

  /** @type {State | null} */
  let shown = null;
  /** @type {Asked | null} */
  let wanted = null;
  /** What was wanted when the scene on the stage was drawn. @type {Asked | null} */
  let drawn = null;
  /** The move that the view has followed. @type {import("./walk/current-move.js").Move | null} */
  let followed = null;
  /** The node that the view is already on its way to. @type {string | null} */
  let going = null;
  /** The neuron zoomed to, and the view before. @type {{group: string, from: import("./zoom.js").Transform | null} | null} */
  let visit = null;

  /** Whether the learner has asked for all operations: they come near enough to be read, and Fit shows the whole. */
  let near = false;
  /** The zoom that the panel has told the state, or has taken from it. @type {State["view"]["zoom"]} */
  let zoom = null;
  /** The zoom in the last state: one state may be shown twice, the second time after its view has moved. @type {State["view"]["zoom"]} */
  let heard = null;
  viewport.onEnd = () => {
    if (!isReady()) return;
    // where the view follows the moves null would mean to follow them
    const place = viewport.fitted && !(shown && follows(shown)) ? null : viewport.place;
    if (place === null && zoom === null) return;
    zoom = place;
    dispatch({ type: "view/zoom", zoom });
  };

  /** Whether the scene that the state's zoom is about is on the stage. */
  const isReady = () => drawn === wanted && Boolean(stage.scene?.complete);

  /** Goes where a link says; returns whether it says so. @param {State} state */
  function followZoom({ view: { zoom: wish } }) {
    if (wish === heard || !isReady()) return false;
    heard = wish;
    if (wish === zoom) return false;
    zoom = wish;
    if (wish) viewport.showPlace(wish);
    else viewport.fit();
    return wish !== null; // `zoom` may be another by now: at its end each move of the view is told to the state
  }

  stage.onCame = () => shown && showNumbers(shown);
  stage.onResize = () => shown && sync(shown);

  /** Opens a card, closes an open group, or goes to a neuron and back. @param {string} group */
  function enter(group) {
    const frame = stage.scene?.frames.get(group);
    if (stage.scene?.folded) {
      const open = wanted?.folding.open ?? new Set();
      const groups = open.has(group) ? [...open].filter((name) => name !== group) : [...open, group];
      dispatch({ type: "view/open", groups });
    } else if (visit?.group === group) {
      if (visit.from) viewport.goTo(visit.from, true);
      else viewport.fit(true);
      visit = null;
    } else if (frame) {
      visit = { group, from: viewport.fitted ? null : viewport.transform };
      viewport.frame(frame, { least: readableScale() });
    }
  }

  async function loadZoom() {
    const d3 = await arrival(() => import("../../vendor/d3.js"));
    if (d3) viewport.attach(d3);
    else dispatch(missing("Panning and zooming"));
  }

  /** @param {Asked} asked */
  async function draw(asked) {
    setText(message, stage.scene ? "" : "Laying out the graph…");
    const slow = setTimeout(() => setText(message, "Laying out the graph…"), 150);
    try {
      const picture = makePicture(asked.graph, asked.folding);
      const layout = await layouts.get(asked.graph, picture);
      if (asked === wanted) show(new Scene(asked.graph, picture, layout));
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
    const focused = stage.pane.contains(document.activeElement);
    const before = stage.scene;
    const opened = [...scene.frames.keys()].find(
      (name) => scene.folded && before?.folded && !before.frames.has(name),
    );
    const led = shown !== null && shown.view.zoom !== zoom;
    visit = null;
    drawn = wanted;
    thumbnails.forget();
    const places = before?.folded && scene.folded ? placesOnScreen(before, viewport.transform) : null;
    stage.setScene(scene, () => {
      if (shown) refresh(shown);
      if (shown && scene.complete) thumbnails.show(scene, shown);
      if (!scene.complete) return;
      input.rove(focused);
      if (shown && !followZoom(shown) && follows(shown)) stage.follow(currentMove(shown), false);
    });
    controls.setNames(scene.graph.name);
    if ((near || (before?.folded && begins())) && !led) approach(scene);
    near = false;
    if (places) moveFrom(places, scene, viewport.transform);
    const frame = opened && scene.frames.get(opened);
    if (frame && !led && !viewport.shows(frame)) viewport.centre(frame, readableScale());
  }

  /** Whether a walk is at its beginning; from then on its moves lead the view. */
  const begins = () => shown !== null && follows(shown) && currentMove(shown) === null;

  /** Goes to the operations of the selected node, or of the first hidden neuron. @param {Scene} scene */
  function approach({ graph, folded, frames }) {
    const selected = shown && neuronOf(graph, shown.selection.node);
    const first = graph.name.find((_, id) => isHidden(graph, id));
    const frame = frames.get(selected ?? first ?? "");
    if (frame && !folded) viewport.frame(frame, { least: readableScale(), smooth: false });
  }

  /** Updates numbers, and at rest what a screen reader reads of them. @param {State} state */
  function showNumbers(state) {
    const traced = state.answers.graph;
    if (!traced || !stage.scene || !sameShape(stage.scene.graph, traced.graph)) return;
    const numbers = shownNumbers(state);
    if (!numbers) return;
    stage.scene.show(numbers, !state.run.playing);
    if (!state.run.playing) stage.scene.tell();
    legend.set(numbers.top);
  }

  /** Updates numbers and marks. @param {State} state */
  function refresh(state) {
    showNumbers(state);
    stage.mark(state.selection, currentMove(state));
  }

  /**
   * What is open: where the view follows the moves everything; null while that is not known yet.
   * @param {State} state
   * @param {import("../../protocol/verbs.js").Graph} graph
   * @returns {Folding | null}
   */
  function foldingOf(state, graph) {
    const { folded, open, stage: lecture } = state.view;
    if (!folded || follows(state)) return UNFOLDED;
    if (viewport.width === 0) return null; // the size of the pane comes with the first frame
    const compact = viewport.width < (lecture ? WIDE : NARROW);
    const groups = open ?? (compact ? [] : opening.groups(graph));
    return groups && { folded, compact, open: new Set(groups) };
  }

  /** @param {State} state */
  function sync(state) {
    const before = shown;
    shown = state;
    controls.sync(state);
    layers.sync(state);
    experiments.sync(state);
    const graph = state.answers.graph?.graph;
    if (!graph) return setText(message, "The graph appears as soon as an engine has traced it.");
    viewport.largest = state.view.stage ? 2.4 : 1.6;
    const folding = foldingOf(state, graph);
    if (!folding) return;
    if (!wanted || !sameFolding(wanted.folding, folding) || !sameShape(wanted.graph, graph)) {
      wanted = { graph, folding };
      draw(wanted);
    }
    if (stage.scene?.complete) thumbnails.show(stage.scene, state);
    const led = followZoom(state);
    const selected = before?.selection.node !== state.selection.node;
    if (changed(numbersOf, before, state) || before?.run.playing !== state.run.playing) refresh(state);
    else if (changed(markedIn, before, state)) stage.mark(state.selection, currentMove(state));
    if (before && selected && going !== state.selection.node) stage.reveal(state.selection.node);
    if (selected) going = null;
    const move = follows(state) ? currentMove(state) : null; // null, too, until the engine has answered
    const { playing, speed } = state.run;
    if (move && move !== followed && !led) stage.follow(move, !(playing && speed > 5));
    followed = move;
  }

  return {
    sync,
    /** The scene that index.html has shown stays until one is complete. @param {Element[]} drawn */
    follow(drawn) {
      loadZoom();
      for (const element of drawn) stage.cover(element.querySelector(".scenes"));
    },
  };
}

/** What is marked. @param {State} state */
const markedIn = ({ selection: { node, hovered, lit } }) => [node, hovered, lit];
