/**
 * The source of layouts. The layout of a shape comes from a cache, from the site's file for the default network, or from
 * Graphviz in its worker, which is 468 kB and therefore loaded only when needed.
 */

import { arrange, isOpen } from "./arrange.js";
import { shapeKey, shapeOf } from "./shape.js";

/** @typedef {import("./arrange.js").Layout} Layout */
/** @typedef {import("./read.js").ShapeLayout} ShapeLayout */
/** @typedef {import("./structure.js").Graph} Graph */
/** @typedef {import("./structure.js").Group} Group */
/** @typedef {import("./structure.js").Picture} Picture */
/** @typedef {import("./shape.js").Shape} Shape */

const FILE = new URL("../../layout/shapes.json", import.meta.url);

export class Layouts {
  constructor() {
    /** @type {Map<string, Promise<ShapeLayout>>} */
    this.asked = new Map();
    /** @type {Map<string, ShapeLayout>} */
    this.made = new Map();
    /** @type {Promise<Record<string, ShapeLayout>>} */
    this.prebuilt = fetchJSON(FILE).catch(() => ({})); // without the file Graphviz makes every layout
    this.graphviz = new Graphviz();
  }

  /**
   * @param {Graph} graph
   * @param {Picture} picture
   * @returns {Promise<Layout>}
   */
  async get(graph, picture) {
    const open = picture.groups.filter(isOpen);
    const layouts = await Promise.all(open.map((group) => this.shape(shapeOf(graph, group).shape)));
    const byGroup = new Map(open.map((group, i) => [group, layouts[i]]));
    return arrange(graph, picture, (group) => /** @type {ShapeLayout} */ (byGroup.get(group)));
  }

  /** The layout of a picture, if the shapes in it are known. @param {Graph} graph @param {Picture} picture @returns {Layout | null} */
  known(graph, picture) {
    const layoutOf = (/** @type {Group} */ group) => this.made.get(shapeKey(shapeOf(graph, group).shape));
    const open = picture.groups.filter(isOpen);
    if (open.some((group) => !layoutOf(group))) return null;
    return arrange(graph, picture, (group) => /** @type {ShapeLayout} */ (layoutOf(group)));
  }

  /** @param {Shape} shape @returns {Promise<ShapeLayout>} */
  shape(shape) {
    const key = shapeKey(shape);
    const found = this.asked.get(key) ?? this.make(key, shape);
    this.asked.set(key, found);
    found.then(
      (layout) => this.made.set(key, layout),
      () => this.asked.delete(key),
    );
    return found;
  }

  /** @param {string} key @param {Shape} shape */
  async make(key, shape) {
    return (await this.prebuilt)[key] ?? this.graphviz.layOut(shape);
  }
}

/** @param {URL} file */
async function fetchJSON(file) {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file} could not be loaded: ${response.status}`);
  return response.json();
}

/** The page's end of the layout worker. */
class Graphviz {
  constructor() {
    /** @type {Worker | null} */
    this.worker = null;
    this.id = 0;
    /** @type {Map<number, {resolve: (layout: ShapeLayout) => void, reject: (why: Error) => void}>} */
    this.waiting = new Map();
  }

  /** @param {Shape} shape @returns {Promise<ShapeLayout>} */
  layOut(shape) {
    const worker = this.worker ?? this.start();
    worker.postMessage({ id: ++this.id, shape });
    return new Promise((resolve, reject) => {
      this.waiting.set(this.id, { resolve, reject });
    });
  }

  start() {
    const worker = new Worker(new URL("./layout.worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { id, layout, error } }) => {
      const asked = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) asked?.reject(new Error(error));
      else asked?.resolve(layout);
    };
    worker.onerror = (event) => {
      for (const { reject } of this.waiting.values())
        reject(new Error(event.message || "Graphviz could not be loaded"));
      this.waiting.clear();
      worker.terminate();
      this.worker = null;
    };
    this.worker = worker;
    return worker;
  }
}
