/** Changes to try: small edits of the package's own source, each with what to look for. */

import { functionOf } from "./files.js";

/** @typedef {import("./files.js").Files} Files */
/** @typedef {import("./files.js").FileName} FileName */
/** An edit of one function, or of a table by its first line: a piece of its text, which it has once, and what stands there instead.
 * @typedef {{file: FileName, name: string, from: string, to: string}} Edit */

/**
 * A change, what to look for, the settings of the run with which it can be seen, and the switch under Experiments that does the same.
 * @typedef {{
 *   id: string, title: string, look: string, edits: Edit[], config?: Partial<import("../types.js").Config>,
 *   experiment?: import("../experiment.js").Experiment["how"] | "zero_grad",
 * }} Preset
 */

/** @type {Preset[]} */
export const PRESETS = [
  {
    id: "assign",
    title: "= instead of += in backward",
    look: "A node that is used more than once keeps only the last contribution: its gradient is wrong, and so is all below it.",
    edits: [
      {
        file: "engine.py",
        name: "Value.backward",
        from: "operand.grad += local[i] * grad",
        to: "operand.grad = local[i] * grad",
      },
    ],
    experiment: "overwritten",
  },
  {
    id: "order",
    title: "No topological order in backward",
    look: "A node that is used twice passes its gradient on too early, and more than once: what lies below gets a wrong one.",
    edits: [
      {
        file: "engine.py",
        name: "Value.backward",
        from: "for out in reversed(order):",
        to: `path = [self]
        while path:  # from result to operands, as they come: no topological order
            out = path.pop()
            path += reversed(out._prev)`,
      },
    ],
    experiment: "naive",
  },
  {
    id: "zero-grad",
    title: "Forget zero_grad",
    look: "The first step is right. From the second on, every gradient still holds those of the steps before.",
    edits: [
      {
        file: "optim.py",
        name: "Optimizer.zero_grad",
        from: "p.grad = 0.0",
        to: "pass  # what earlier steps have left stays",
      },
    ],
    experiment: "zero_grad",
  },
  {
    id: "tanh",
    title: "A wrong derivative of tanh",
    look: "The forward pass is right, so the loss is too; the local derivatives of the hidden neurons are not.",
    edits: [
      {
        file: "engine.py",
        name: "Value.tanh",
        from: "1.0 - out**2.0",
        to: "1.0 - out",
      },
    ],
  },
  {
    id: "sign",
    title: "A wrong sign of the learning rate",
    look: "Every gradient is right, but the update goes uphill: the loss grows from step to step.",
    edits: ["AdamW.step", "SGD.step"].map((name) => ({
      file: "optim.py",
      name,
      from: "p.data -= self.lr",
      to: "p.data += self.lr",
    })),
  },
  {
    id: "momentum",
    title: "Momentum instead of Adam",
    look: "Each update is as large as the gradients make it; Adam divides their size away: compare the first steps.",
    edits: [
      {
        file: "optim.py",
        name: "AdamW.step",
        from: "p.data -= self.lr * (m_hat / (ieee_pow(v_hat, 0.5) + self.eps) + self.weight_decay * p.data)",
        to: "p.data -= self.lr * (10.0 * self.m[i] + self.weight_decay * p.data)",
      },
    ],
    config: { optimizer: "adamw" },
  },
  {
    id: "bias-correction",
    title: "Adam without its bias correction",
    look: "m and v start at 0 and are too small at first: the first steps have the wrong length.",
    edits: [
      { file: "optim.py", name: "AdamW.step", from: "m_hat = self.m[i] / seen1", to: "m_hat = self.m[i]" },
      { file: "optim.py", name: "AdamW.step", from: "v_hat = self.v[i] / seen2", to: "v_hat = self.v[i]" },
    ],
    config: { optimizer: "adamw" },
  },
  {
    id: "leaky",
    title: "Leaky ReLU",
    look: "Below 0 the slope is 0.1 instead of 0, so no hidden neuron is dead: its gradient always gets through.",
    edits: [
      {
        file: "engine.py",
        name: "Value.relu",
        from: "out = 0.0 if self.data <= 0.0 else self.data",
        to: "out = 0.1 * self.data if self.data <= 0.0 else self.data",
      },
      {
        file: "engine.py",
        name: "Value.relu",
        from: "1.0 if out > 0.0 else 0.0",
        to: "1.0 if out > 0.0 else 0.1",
      },
      {
        file: "engine.py",
        name: "plain_relu",
        from: "return 0.0 if x <= 0.0 else x",
        to: "return 0.1 * x if x <= 0.0 else x",
      },
    ],
    config: { nonlin: "relu" },
  },
  {
    id: "sigmoid",
    title: "A new operation: sigmoid",
    look: "Its slope is never above 1/4, so less of the gradient passes through each neuron: compare the first steps with tanh.",
    edits: [
      {
        file: "engine.py",
        name: "Value.relu",
        from: 'return Value(out, (self,), (1.0 if out > 0.0 else 0.0,), "relu")',
        to: `return Value(out, (self,), (1.0 if out > 0.0 else 0.0,), "relu")

    def sigmoid(self) -> "Value":
        """1 / (1 + e**-x); d/dx = out * (1 - out)."""
        out = plain_sigmoid(self.data)
        return Value(out, (self,), (out * (1.0 - out),), "sigmoid")`,
      },
      {
        file: "engine.py",
        name: "plain_relu",
        from: "return 0.0 if x <= 0.0 else x",
        to: `return 0.0 if x <= 0.0 else x


def plain_sigmoid(x: float) -> float:
    """1 / (1 + e**-x), between 0 and 1."""
    return 1.0 / (1.0 + ieee_exp(-x))`,
      },
      {
        file: "engine.py",
        name: "OPERATIONS",
        from: '    "exp": Operation(',
        to: `    "sigmoid": Operation(
        "sigmoid", "logistic", "sigmoid", plain_sigmoid, "sigmoid({a})", ("{out}·(1 − {out})",), nonlinearity=True
    ),
    "exp": Operation(`,
      },
    ],
    config: { nonlin: "sigmoid" },
  },
];

/**
 * The original files with the change made. Throws if a function does not have the text that is replaced, exactly once.
 * @param {Files} original @param {Preset} preset
 * @returns {Files}
 */
export function applied(original, { edits }) {
  const files = { ...original };
  for (const { file, name, from, to } of edits) {
    const body = functionOf(files[file], name) ?? tableOf(files[file], name);
    const count = body ? body.split(from).length - 1 : 0;
    if (!body || count !== 1)
      throw new RangeError(`${name} of ${file} has "${from}" ${count} times, not once`);
    files[file] = files[file].replace(body, () => body.replace(from, () => to));
  }
  return files;
}

/** What is set to a dict at the outermost level, up to its closing bracket; null where there is none of that name. @param {string} text @param {string} name */
const tableOf = (text, name) => text.match(new RegExp(`^${name} = \\{$[^]*?^\\}$`, "m"))?.[0] ?? null;
