/** What is open at first sight: as many as can be read of the first hidden neuron and the loss. */

import { isHidden } from "../../protocol/nodes.js";
import { LOSS, makePicture, sameShape } from "../layout/structure.js";
import { readableScale } from "./scene.js";

/** @typedef {import("../../protocol/verbs.js").Graph} Graph */

/** What may be open. @param {Graph} graph @returns {string[]} */
function mayOpen(graph) {
  const first = graph.name.find((_, id) => isHidden(graph, id));
  return first === undefined ? [LOSS] : [first, LOSS];
}

/** @param {Graph} graph @param {string[]} groups */
const openPicture = (graph, groups) =>
  makePicture(graph, { folded: true, open: new Set(groups), compact: false });

export class Opening {
  /**
   * @param {import("../layout/layouts.js").Layouts} layouts
   * @param {import("./zoom.js").Viewport} viewport
   * @param {() => void} onReady called when a graph has been laid out for which it was not known what can be open
   */
  constructor(layouts, viewport, onReady) {
    this.layouts = layouts;
    this.viewport = viewport;
    this.onReady = onReady;
    /** The graph that is asked about; `ready` says whether it has been laid out. @type {{graph: Graph, ready: boolean} | null} */
    this.of = null;
    /** The last answer, and the size of the view for which it is. */
    this.known = { size: "", open: /** @type {string[]} */ ([]) };
  }

  /**
   * What is open on a wide screen; null while it is laid out to see whether it can be read.
   * @param {Graph} graph
   */
  groups(graph) {
    if (!this.of || !sameShape(this.of.graph, graph)) this.prepare(graph);
    if (!this.of?.ready) return null;
    const size = `${this.viewport.width} ${this.viewport.height}`;
    if (size !== this.known.size) this.known = { size, open: this.readable(graph) };
    return this.known.open;
  }

  /** @param {Graph} graph */
  prepare(graph) {
    const of = { graph, ready: false };
    this.of = of;
    this.known = { size: "", open: [] };
    const ready = () => {
      of.ready = true;
      this.onReady();
    };
    this.layouts.get(graph, openPicture(graph, mayOpen(graph))).then(ready, ready); // drawing reports what is wrong
  }

  /** As much as can be read, and nothing where a layout failed. @param {Graph} graph @returns {string[]} */
  readable(graph) {
    const all = mayOpen(graph);
    const fits = (/** @type {string[]} */ groups) => {
      const layout = this.layouts.known(graph, openPicture(graph, groups));
      return layout !== null && this.viewport.holds(layout, readableScale());
    };
    const open = [all, all.slice(0, 1)].find(fits) ?? [];
    return open === all && all.length > 1 ? this.filled(graph, all, fits) : open;
  }

  /**
   * On a large screen more of the hidden neurons, as long as they take only height that is to spare.
   * @param {Graph} graph @param {string[]} open @param {(groups: string[]) => boolean} fits @returns {string[]}
   */
  filled(graph, open, fits) {
    const scale = (/** @type {string[]} */ groups) => {
      const layout = this.layouts.known(graph, openPicture(graph, groups));
      return layout ? this.viewport.fitScale(layout) : 0;
    };
    const largest = scale(open);
    let filled = open;
    for (const name of graph.name.filter((each, id) => isHidden(graph, id) && !open.includes(each))) {
      const more = [...filled, name];
      if (!fits(more) || scale(more) < largest) break;
      filled = more;
    }
    return filled;
  }
}
