/** What goes wrong when backward visits nodes depth-first, without sorting them. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "h3 is used by {number of consumers of h3} nodes: {consumers of h3}. Its gradient is complete only when all of them have passed theirs on.",
    run: { steps: 3 },
    ask: {
      question:
        "Suppose backward just goes depth-first, passing on whatever a node holds. The gradient of h3 will be …",
      choices: {
        "the same": "{wrong grad of h3} = {true grad of h3}",
        wrong: "{wrong grad of h3} != {true grad of h3}",
      },
    },
    do: {
      say: "Run it: turn on Naive order, under Experiments.",
      control: ["switch Naive order", "button Experiments"],
      until: ["{experiment} = naive", "{number of wrong nodes} >= 0"],
      show: [{ type: "view/experiment", how: "naive" }],
    },
    seen: "{number of wrong nodes} of {number of nodes} nodes are wrong, outlined in red. h3 got {wrong grad of h3} instead of {true grad of h3}.",
  },
  {
    say: "Now watch it happen. Each visit passes on what a node holds at that moment; then the same is done for its operands.",
    set: [{ type: "view/experiment", how: "naive" }],
    ask: {
      question: "Which node will be the first to pass on a gradient that is not complete?",
      choices: {
        "one with a single consumer": "{number of consumers of {early node}} = 1",
        "one with several consumers": "{number of consumers of {early node}} > 1",
      },
    },
    do: {
      say: "Start Visit by visit, then press Step until a node passes on its gradient too early.",
      control: ["button Visit by visit", "button Step"],
      until: ["{visit} >= {early visit}"],
      show: [{ type: "view/experiment", how: "naive", at: "{early visit}" }],
    },
    seen: "Visit {early visit}: {early node} passes on {held grad of {early node}}, its true gradient is {true grad of {early node}}. Not yet added: the contribution of {missing consumers}.",
  },
  {
    say: "Depth-first, h3 is visited {visits of h3} times, once for each path from the loss. Each visit passes on all that has arrived so far, so early contributions count again and again.",
    set: [{ type: "view/experiment", how: "naive" }],
    ask: {
      question: "Which of these still has the right gradient?",
      choices: {
        z1: "{wrong grad of z1} = {true grad of z1}",
        h3: "{wrong grad of h3} = {true grad of h3}",
        "h3.w1": "{wrong grad of h3.w1} = {true grad of h3.w1}",
        loss: "{wrong grad of loss} = {true grad of loss}",
      },
    },
    seen: "{number of right nodes} nodes are right, the loss among them. A mistake starts where a node is used twice, and spreads to all that it was made from.",
  },
  {
    say: "Now let backward start from a single hidden neuron instead of the loss.",
    set: [{ type: "view/experiment", how: "naive" }],
    ask: {
      question: "How many of the nodes that h5 was made from will be wrong?",
      choices: { none: "{number of wrong nodes} = 0", some: "{number of wrong nodes} > 0" },
    },
    do: {
      say: "Choose h5 as the node that it starts from.",
      control: ["list Where the naive order starts", "button Experiments"],
      until: ["{naive start} = h5", "{number of wrong nodes} >= 0"],
      show: [{ type: "view/experiment", how: "naive", root: "h5" }],
    },
    seen: "{number of wrong nodes} are wrong. In the part that makes h5 each node is used once: a tree, where this order works. Where a node is used twice, only a topological order does.",
  },
];
