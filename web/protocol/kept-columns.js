/**
 * Between a worker and the page, what two graphs have in common is sent once: a column that is the same object as in the
 * graph before is left out and named in `kept`. In a graph of 10,000 nodes that is most of it, since only the numbers change.
 */

/** @typedef {Record<string, any>} Reply */

/** Numbers change from graph to graph: remembering them would be of no use. @param {Reply} reply */
const structureOf = (reply) => {
  const columns = Object.entries(reply).filter(
    ([, x]) => typeof x === "object" && !(x instanceof Float64Array),
  );
  return Object.fromEntries(columns);
};

/** The worker's end. */
export class SentColumns {
  constructor() {
    /** @type {Reply} */
    this.last = {};
  }

  /** A graph as it is sent. @param {Reply} graph @returns {Reply} */
  pack(graph) {
    const structure = structureOf(graph);
    const kept = Object.keys(structure).filter((name) => structure[name] === this.last[name]);
    this.last = structure;
    if (kept.length === 0) return graph;
    return { ...Object.fromEntries(Object.entries(graph).filter(([name]) => !kept.includes(name))), kept };
  }
}

/** The page's end. */
export class ReceivedColumns {
  constructor() {
    /** @type {Reply} */
    this.last = {};
  }

  /** A graph as it was before it was packed. @param {Reply} sent @returns {Reply} */
  unpack({ kept = [], ...graph }) {
    for (const name of kept) graph[name] = this.last[name];
    this.last = structureOf(graph);
    return graph;
  }
}

/**
 * The reply with f applied to each graph in it: a trace's own, or one that came with a step.
 * @param {string} verb @param {any} args @param {any} reply @param {(graph: Reply) => Reply} f
 */
export function mapGraphs(verb, args, reply, f) {
  if (verb === "trace") return f(reply);
  if (verb !== "step" || !args.queries?.length) return reply;
  const answers = reply.answers.map((/** @type {Reply} */ answer, /** @type {number} */ i) =>
    args.queries[i].verb === "trace" && answer.reply ? { ...answer, reply: f(answer.reply) } : answer,
  );
  return { ...reply, answers };
}
