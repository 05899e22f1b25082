/** The trained network as a program: with this package, with PyTorch, and in JavaScript alone. */

import { listOf, NONLINS } from "./network.js";

/** @typedef {import("./network.js").Network} Network */

const COMMAND = `
if __name__ == "__main__":
    print(*predict(*map(float, sys.argv[1:3])))
`;

/** Lines with so much before each. @param {string} before @param {string[]} lines */
const indented = (before, lines) => lines.map((line) => `${before}${line},`).join("\n");

/** @param {Network} network */
export function pythonScript({ step, nonlin, sizes, layers }) {
  const rows = layers.flatMap(({ weights, biases }) => weights.map((row, i) => [...row, biases[i]]));
  const lines = rows.map((row) => listOf(row).slice(1, -1));
  return `"""The network that micrograd in the browser had trained after step ${step}.

    pip install .                # in a copy of micrograd; nothing else is needed
    python THIS_FILE 0.5 -1.0    # the probabilities of the three classes at (0.5, -1.0)
"""

import sys

from micrograd import MLP
from micrograd.predict import Predictor

# a line per neuron: its weights, then its bias
PARAMETERS = [
${indented("    ", lines)}
]

model = MLP(2, [${sizes.slice(1).join(", ")}], "${nonlin}")
for parameter, number in zip(model.parameters(), PARAMETERS, strict=True):
    parameter.data = number


def predict(x, y):
    """The probabilities of the three classes at a place."""
    return Predictor(model).probabilities([x, y])

${COMMAND}`;
}

/** @param {Network} network */
export function torchScript({ step, sizes, layers }) {
  const modules = layers.flatMap(({ nonlin }, i) => [
    `nn.Linear(${sizes[i]}, ${sizes[i + 1]})`,
    ...(nonlin ? [NONLINS[nonlin].torch] : []),
  ]);
  const tensors = layers.map(
    ({ weights, biases }, i) => `    "${2 * i}.weight": [
${indented("        ", weights.map(listOf))}
    ],
    "${2 * i}.bias": ${listOf(biases)},
`,
  );
  return `"""The network that micrograd in the browser had trained after step ${step}, in PyTorch.

    pip install torch
    python THIS_FILE 0.5 -1.0    # the probabilities of the three classes at (0.5, -1.0)
"""

import sys

import torch
from torch import nn

STATE = {
${tensors.join("")}}

model = nn.Sequential(
${indented("    ", modules)}
).double()
model.load_state_dict({name: torch.tensor(numbers, dtype=torch.float64) for name, numbers in STATE.items()})
model.eval()


def predict(x, y):
    """The probabilities of the three classes at a place."""
    with torch.no_grad():
        logits = model(torch.tensor([[x, y]], dtype=torch.float64))
    return torch.softmax(logits, dim=1)[0].tolist()

${COMMAND}`;
}

/** @param {Network} network */
export function jsModule({ step, nonlin, layers }) {
  const rows = layers.map(
    ({ weights, biases }) => `  [
${indented(
  "    ",
  weights.map((row, i) => listOf([...row, biases[i]])),
)}
  ]`,
  );
  const f = layers.length > 1 ? `\nconst nonlin = ${NONLINS[nonlin].js};\n` : "";
  const apply = layers.length > 1 ? "i < LAYERS.length - 1 ? nonlin(z) : z" : "z";
  return `/**
 * The network that micrograd in the browser had trained after step ${step}.
 *
 *     import { predict } from "./THIS_FILE";
 *     predict(0.5, -1.0); // the probabilities of the three classes at (0.5, -1.0)
 */

/** A list per layer, with a row per neuron: its weights, then its bias. */
const LAYERS = [
${rows.join(",\n")},
];
${f}
export function predict(x, y) {
  let values = [x, y];
  for (const [i, neurons] of LAYERS.entries()) {
    values = neurons.map((row) => {
      let z = row[row.length - 1];
      for (let k = 0; k < values.length; k++) z += row[k] * values[k];
      return ${apply};
    });
  }
  const most = Math.max(...values);
  const powers = values.map((z) => Math.exp(z - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
`;
}
