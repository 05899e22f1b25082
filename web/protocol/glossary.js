/**
 * The words of the page and of the README, each explained in one sentence of at most 25 words. A word on the screen that is
 * written otherwise is an alias.
 */

import { OPERATIONS } from "./operations.js";

/** @type {Record<string, string>} */
export const GLOSSARY = {
  data: "The number that a node holds.",
  grad: "The derivative of the loss with respect to a node's number: how fast the loss grows when the number grows.",
  "grad at this point": "The derivative of the probe's own loss; every node has one.",
  "grad of step N":
    "The derivative of the train loss that made the update of step N; only parameters have one.",
  "next grad":
    "The derivative of the train loss for the update that comes next; each train point adds to it.",
  "local derivative": "The derivative of a node's result with respect to one of its operands.",
  contribution:
    "What one consumer, or one point, adds to a gradient: local derivative times the gradient of the result.",
  parameter:
    "A number that is learned: a weight w or a bias b; h3.w1 is the first weight of the third hidden neuron.",
  weight: "The number that an input of a neuron is multiplied by.",
  bias: "The number that a neuron adds to the sum of its weighted inputs.",
  neuron: "A weighted sum of inputs plus a bias, and a nonlinearity of it: tanh(w1 x + w2 y + b).",
  layer: "Neurons side by side, which all read the outputs of the layer before.",
  "hidden layers":
    "The layers between the inputs and the logits; 6,5 means one of six neurons and one of five.",
  nonlinearity:
    "The function at a neuron's end; without it, layers in a row could do no more than one layer.",
  tanh: "A nonlinearity that squeezes any number into (-1, 1); far from 0 it is flat, and its derivative almost 0.",
  relu: "A nonlinearity that keeps positive numbers and turns negative ones into 0, where its derivative is 0 too.",
  logit: "An output of the last layer, z1 to z3, before softmax; the largest one is the network's answer.",
  softmax:
    "The function that turns logits into probabilities: their exponentials, each divided by the sum of all.",
  probability: "How likely the network finds a class at a place: p1 to p3, from 0 to 1, which add up to 1.",
  nll: "Negative log-likelihood, the loss of a point: minus the logarithm of the probability of its own class.",
  logsumexp:
    "The same loss computed without overflow: the logarithm of the sum of exponentials, minus the logit of the point's class.",
  "cross-entropy": "Another name for the negative log-likelihood of softmax's probabilities.",
  loss: "A number that says how wrong the network is; training makes it smaller.",
  "train loss":
    "The mean loss of the step's train points (all of them, unless there are mini-batches): what backward starts from, and what training makes smaller.",
  "val loss":
    "The mean loss of the val points, which training never uses: it shows whether the network generalises or overfits.",
  train: "The points that the network learns from; on the plane they are filled.",
  val: "Points that are kept out of training, to see when to stop; on the plane they are hollow.",
  test: "Points that are kept for the very end, to judge the finished network once.",
  accuracy: "The percentage of the points that the network classifies correctly.",
  "confusion matrix":
    "How many points of each class, by row, the network predicts as each class, by column; correct predictions are on the diagonal.",
  probe: "The point whose graph is shown; its place on the plane has a ring.",
  graph: "All that the network computes for one point, a box for each number, from the inputs to the loss.",
  forward: "The first phase of a step: the data of every node is computed, from the inputs to the loss.",
  zero_grad: "The second phase of a step: all gradients are set to 0, since backward adds to what is there.",
  backward:
    "The third phase: the chain rule from the loss to the leaves, operand.grad += local derivative times out.grad.",
  "topological order":
    "An order in which every node comes after its operands; backward goes through it from the end, so each gradient is complete when passed on.",
  "naive order":
    "Backward without sorting: depth-first from the loss, each visit passing on what the node holds at that moment.",
  update:
    "The last phase of a step: the optimiser changes every parameter a little, by its gradient and those of earlier steps.",
  phase: "A part of a step: forward, zero_grad, backward or update.",
  op: "A single operation of a step, such as one product forward, or one gradient passed on backward.",
  step: "Forward over the train points (all of them, or a mini-batch), zero_grad, backward, update: all parameters change once.",
  "accumulated gradient":
    "The sum of the gradients of several steps, which is what remains when zero_grad is left out.",
  optimiser: "The rule that turns gradients into changes of the parameters.",
  sgd: "The plainest optimiser: every parameter changes by minus learning rate times gradient.",
  "sgd with momentum":
    "An optimiser that goes by a running sum of past gradients, as a ball keeps rolling downhill.",
  adamw:
    "An optimiser that divides the mean gradient m by the root of the mean square v, so all parameters move by similar amounts.",
  lr: "Learning rate: how large a change the optimiser makes for a gradient; too large, and the loss blows up.",
  momentum: "The share of the running sum of gradients that is kept from one step to the next.",
  beta: "The share of the old mean that Adam keeps at each step: beta1 for m, beta2 for v.",
  "weight decay": "How strongly every parameter is pulled towards 0 at each step, whatever its gradient.",
  m: "What an optimiser remembers of a parameter's gradients: with AdamW their running mean, with SGD their running sum.",
  v: "AdamW's running mean of the square of a parameter's gradient.",
  "data set": "The rule that places the points and gives them their classes.",
  seed: "The number that all random choices follow from: the same seed gives the same points and parameters.",
  "-dL/d(x, y)": "The direction in which the probe's loss would fall fastest if the point itself could move.",
  "log scale": "An axis on which equal distances are equal factors, so that small losses can be told apart.",
};

/** Other ways in which the screen has a word. @type {Record<string, string>} */
export const ALIASES = {
  gradient: "grad",
  gradients: "grad",
  logits: "logit",
  probabilities: "probability",
  parameters: "parameter",
  contributions: "contribution",
  "learning rate": "lr",
  weight_decay: "weight decay",
  beta1: "beta",
  beta2: "beta",
  optimizer: "optimiser",
  activation: "nonlinearity",
  neurons: "neuron",
  "hidden neurons": "neuron",
  weights: "weight",
  "−dl/d(x, y)": "-dL/d(x, y)",
  "topological sort": "topological order",
  "negative log-likelihood": "nll",
  "log-sum-exp": "logsumexp",
  p1: "probability",
  p2: "probability",
  p3: "probability",
  z1: "logit",
  z2: "logit",
  z3: "logit",
};

/** What a nonlinearity is, by its row in the engines' table. @param {import("./operations.js").Operation} row */
export function sentenceOf({ formula, derivatives: [derivative] }) {
  const [y, slope] = [formula, derivative].map((text) =>
    text.replaceAll("{a}", "x").replaceAll("{out}", "y"),
  );
  return `A nonlinearity, y = ${y}, with the derivative ${slope}.`;
}

/** The nonlinearities that have no sentence above. */
const OTHERS = Object.fromEntries(
  Object.values(OPERATIONS)
    .filter(({ name, nonlinearity }) => nonlinearity && !Object.hasOwn(GLOSSARY, name))
    .map((row) => [row.name, sentenceOf(row)]),
);

/** What each word means: those above, and the other nonlinearities. @type {Record<string, string>} */
export const MEANINGS = { ...GLOSSARY, ...OTHERS };

const WORDS = new Map([
  ...Object.keys(MEANINGS).map((word) => /** @type {[string, string]} */ ([word.toLowerCase(), word])),
  ...Object.entries(ALIASES),
]);

/** The word of the glossary that a text on the screen stands for. @param {string} text */
export const wordOf = (text) => WORDS.get(text.trim().toLowerCase()) ?? null;

const LETTER = /[\p{L}\p{N}_]/u;
/** Words of several words come first: "val loss" before "val". */
const LONGEST_FIRST = [...WORDS.keys()].sort((a, b) => b.length - a.length);

/**
 * Where the words of the glossary stand in a text, in its own order; of words within each other the longest.
 *
 *     placesOfWords("the val loss")  // [{at: 4, length: 8, word: "val loss"}]
 *
 * @param {string} text
 */
export function placesOfWords(text) {
  let rest = text.toLowerCase();
  /** @type {{at: number, length: number, word: string}[]} */
  const found = [];
  for (const written of LONGEST_FIRST) {
    const { length } = written;
    for (let at = rest.indexOf(written); at >= 0; at = rest.indexOf(written, at + 1)) {
      const end = at + length;
      if (LETTER.test(rest[at - 1] ?? " ") && LETTER.test(written[0])) continue;
      if (LETTER.test(rest[end] ?? " ") && LETTER.test(written[length - 1])) continue;
      found.push({ at, length, word: /** @type {string} */ (WORDS.get(written)) });
      rest = rest.slice(0, at) + "\0".repeat(length) + rest.slice(end);
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/**
 * The words of the glossary in a text, in its own order, each once.
 *
 *     wordsIn("val loss, weight_decay 0.0001")  // ["val loss", "weight decay"]
 *
 * @param {string} text
 * @returns {string[]}
 */
export const wordsIn = (text) => [...new Set(placesOfWords(text).map(({ word }) => word))];
