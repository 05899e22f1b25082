/** The same start with plain SGD, with momentum and with Adam: what each makes of a gradient. */

/** @type {import("../state/lesson/lesson.js").Drawing} */
const DRAW = {
  paths: ["h3.w1", "h3.w2"],
  notes: { sgd: "SGD", momentum: "momentum", adam: "AdamW" },
};

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "Plain SGD moves each parameter by lr × gradient: far where the gradient is large, hardly at all where it is small.",
    run: { optimizer: "sgd", momentum: 0, lr: 0.1 },
    set: [{ type: "run/speed", speed: 30 }],
    do: {
      say: "Press Play for 40 steps with lr 0.1.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 40 }],
    },
    look: ["stage loss"],
    seen: "SGD brought the loss from {loss of step 1} to {loss of step 40}. Its first step leaves the contour at a right angle: straight down the slope.",
    note: "sgd",
    draw: DRAW,
  },
  {
    say: "Momentum sums up the gradients, and lets old ones fade by a factor of 0.9. Steps in a steady direction grow up to tenfold.",
    run: { optimizer: "sgd", momentum: 0.9, lr: 0.1 },
    set: [{ type: "run/speed", speed: 30 }],
    ask: {
      question: "From the same start, with the same lr, momentum's loss after 40 steps will be …",
      choices: {
        lower: "{loss of step 40} < {loss of step 40 in sgd}",
        higher: "{loss of step 40} > {loss of step 40 in sgd}",
      },
    },
    do: {
      say: "Press Play.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 40 }],
    },
    look: ["stage loss"],
    seen: "Momentum reached {loss of step 40}, plain SGD {loss of step 40 in sgd}.",
    note: "momentum",
    draw: DRAW,
  },
  {
    say: "Adam divides each parameter's mean gradient by its typical size. At first every parameter moves by about lr, however small its gradient.",
    run: { optimizer: "adamw", lr: 0.1 },
    set: [{ type: "run/speed", speed: 30 }],
    ask: {
      question: "Which of the three will have the lowest loss after 40 steps?",
      choices: {
        SGD: "{loss of step 40 in sgd} < {loss of step 40 in momentum} and {loss of step 40 in sgd} < {loss of step 40}",
        momentum:
          "{loss of step 40 in momentum} < {loss of step 40 in sgd} and {loss of step 40 in momentum} < {loss of step 40}",
        AdamW:
          "{loss of step 40} < {loss of step 40 in sgd} and {loss of step 40} < {loss of step 40 in momentum}",
      },
    },
    do: {
      say: "Press Play.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 40 }],
    },
    look: ["stage loss"],
    seen: "SGD {loss of step 40 in sgd}, momentum {loss of step 40 in momentum}, AdamW {loss of step 40}. AdamW's first step goes by lr along both axes, whatever the slope.",
    note: "adam",
    draw: DRAW,
  },
  {
    say: "Look at that first step for two parameters. After one step the mean gradient is the gradient itself, and its typical size the gradient's own size.",
    run: { optimizer: "adamw", lr: 0.1 },
    set: [
      { type: "node/select", name: "h3.w1" },
      { type: "lesson/note", name: "before" },
    ],
    do: {
      say: "Press Step.",
      control: ["button Step"],
      until: ["{step} >= 1"],
      show: [{ type: "run/step", count: 1 }],
    },
    look: ["row h3.w1"],
    seen: "h3.w1, with gradient {step grad of h3.w1}, went from {parameter value of h3.w1 in before} to {parameter value of h3.w1}. h3.w2, with {step grad of h3.w2}, went from {parameter value of h3.w2 in before} to {parameter value of h3.w2}: both by lr.",
  },
];
