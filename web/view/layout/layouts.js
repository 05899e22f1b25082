/**
 * The source of layouts: a cache, the site's files for the default network, or Graphviz in its worker, which is 468 kB and
 * therefore loaded only when needed.
 */

import { structureKey } from "./structure.js";

/** @typedef {import("./read.js").Layout} Layout */
/** @typedef {import("./structure.js").Folding} Folding */
/** @typedef {import("./structure.js").Graph} Graph */

const FOLDER = new URL("../../layout/", import.meta.url);
const KEPT = 12;

export class Layouts {
  constructor() {
    /** @type {Map<string, Promise<Layout>>} */
    this.known = new Map();
    /** @type {Promise<Set<string>>} */
    this.prebuilt = fetchJSON("index.json").then(
      (keys) => new Set(keys),
      () => new Set(), // without the files Graphviz makes every layout
    );
    this.graphviz = new Graphviz();
  }

  /**
   * @param {Graph} graph
   * @param {Folding} folding
   * @returns {Promise<Layout>}
   */
  get(graph, folding) {
    const key = structureKey(graph, folding);
    const found = this.known.get(key) ?? this.make(key, graph, folding);
    this.known.delete(key);
    this.known.set(key, found);
    for (const oldest of [...this.known.keys()].slice(0, -KEPT)) this.known.delete(oldest);
    found.catch(() => this.known.delete(key));
    return found;
  }

  /** @param {string} key @param {Graph} graph @param {Folding} folding */
  async make(key, graph, folding) {
    if ((await this.prebuilt).has(key)) {
      const layout = await fetchJSON(`${key}.json`).catch(() => null);
      if (layout) return layout;
    }
    return this.graphviz.layOut(graph, folding);
  }
}

/** @param {string} file */
async function fetchJSON(file) {
  const response = await fetch(new URL(file, FOLDER));
  if (!response.ok) throw new Error(`${file} could not be loaded: ${response.status}`);
  return response.json();
}

/** The page's end of the layout worker. Only the latest request counts: an older one in progress is abandoned. */
class Graphviz {
  constructor() {
    /** @type {Worker | null} */
    this.worker = null;
    this.id = 0;
    /** @type {{resolve: (layout: Layout) => void, reject: (why: Error) => void} | null} */
    this.waiting = null;
  }

  /** @param {Graph} graph @param {Folding} folding @returns {Promise<Layout>} */
  layOut(graph, folding) {
    this.giveUp("another layout was requested");
    const worker = this.worker ?? this.start();
    const { op, k, name, role, prev, layer, neuron, part } = graph;
    /** @type {Graph} */
    const columns = { op, k, name, role, prev, layer, neuron, part };
    worker.postMessage({ id: ++this.id, graph: columns, folding });
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  start() {
    const worker = new Worker(new URL("./layout.worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data: { id, layout, error } }) => {
      if (id !== this.id) return;
      if (error) this.waiting?.reject(new Error(error));
      else this.waiting?.resolve(layout);
      this.waiting = null;
    };
    worker.onerror = (event) => this.giveUp(event.message || "Graphviz could not be loaded");
    this.worker = worker;
    return worker;
  }

  /** Terminates the worker if it is busy: a layout of thousands of nodes takes seconds. @param {string} reason */
  giveUp(reason) {
    if (!this.waiting) return;
    this.waiting.reject(new Error(reason));
    this.waiting = null;
    this.worker?.terminate();
    this.worker = null;
  }
}
