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
    seen: "{number of consumers of h3} nodes use h3, and each adds its contribution. The sum is {grad of h3}.",
  },
  {
    say: "We stopped backward just before the last contribution arrives. So far h3.grad is {held grad of h3}; {last consumer of h3} is about to add {last contribution of h3}.",
    set: [
      { type: "walk/unit", unit: "op" },
      { type: "walk/goto", at: "{last move of h3}" },
      { type: "lesson/note", name: "before" },
    ],
    ask: {
      question: "With = instead of +=, what would h3.grad be after this move?",
      choices: {
        "the last contribution alone": "{last contribution of h3} != {grad of h3}",
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
    say: "With = each consumer overwrites what the ones before have added. Let the engine really run that line, from the loss down.",
    ask: {
      question:
        "{number of shared nodes} of {number of nodes} nodes have several consumers. How many gradients will be wrong?",
      choices: {
        "none but h3's": "{number of wrong nodes} = 1",
        "those {number of shared nodes}": "{number of wrong nodes} = {number of shared nodes}",
        "more than those": "{number of wrong nodes} > {number of shared nodes}",
      },
    },
    do: {
      say: "Turn on = in place of +=, under Experiments.",
      control: ["switch = in place of +=", "button Experiments"],
      until: ["{experiment} = overwritten", "{number of wrong nodes} >= 0"],
      show: [{ type: "view/experiment", how: "overwritten" }],
    },
    seen: "{number of wrong nodes} are wrong: {number of lost contributions} contributions are lost. Whatever those nodes were made from is wrong too, like h3.w1: {wrong grad of h3.w1}, not {true grad of h3.w1}.",
  },
  {
    say: "h3 now holds {wrong grad of h3}, not {true grad of h3}. Its consumers already pass on wrong gradients: {last consumer of h3} has {wrong grad of {last consumer of h3}}, not {true grad of {last consumer of h3}}.",
    set: [{ type: "view/experiment", how: "overwritten" }],
    ask: {
      question: "The last to write wins. Whose contribution to h3's gradient is left?",
      choices: {
        "z1.w3*h3": "{last consumer of h3} = z1.w3*h3",
        "z2.w3*h3": "{last consumer of h3} = z2.w3*h3",
        "z3.w3*h3": "{last consumer of h3} = z3.w3*h3",
      },
    },
    seen: "Only that of {last consumer of h3}; those of {lost consumers of h3} are lost, so the other two logits no longer count for h3.",
  },
];
