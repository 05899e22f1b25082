/** Why backward adds to a gradient, and whose share is lost if it overwrites. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "backward runs the line operand.grad += local * out.grad. Let us see what the + does for h3.",
    run: { steps: 3 },
    do: {
      say: "Click h3 to see who contributes to its gradient.",
      control: ["box h3", "stage graph"],
      until: ["{selected node} = h3"],
      show: [{ type: "node/select", name: "h3" }],
    },
    seen: "{number of consumers of h3} nodes use h3, and each adds its share. The sum is {grad of h3}.",
  },
  {
    say: "We stopped backward just before the last share arrives. So far h3.grad is {held grad of h3}; {last consumer of h3} is about to add {last contribution of h3}.",
    set: [
      { type: "walk/unit", unit: "op" },
      { type: "walk/goto", at: "{last move of h3}" },
      { type: "lesson/note", name: "before" },
    ],
    ask: {
      question: "With = instead of +=, what would h3.grad be after this move?",
      choices: {
        "the last share alone": "{last contribution of h3} != {grad of h3}",
        "the same sum": "{last contribution of h3} = {grad of h3}",
      },
    },
    do: {
      say: "Press Step to make this one move.",
      control: ["button Step"],
      until: ["{moves} > {moves in before}"],
      show: [{ type: "run/step" }],
    },
    seen: "h3.grad went from {held grad of h3 in before} to {held grad of h3}. With = it would now be {last contribution of h3}.",
  },
  {
    say: "With = , each consumer would overwrite the one before. The last to write would win.",
    ask: {
      question: "Whose share of h3's gradient would survive?",
      choices: {
        "z1.w3*h3": "{last consumer of h3} = z1.w3*h3",
        "z2.w3*h3": "{last consumer of h3} = z2.w3*h3",
        "z3.w3*h3": "{last consumer of h3} = z3.w3*h3",
      },
    },
    seen: "Only that of {last consumer of h3}; {lost consumers of h3} would be lost. {number of shared nodes} of {number of nodes} nodes here have more than one consumer.",
  },
];
