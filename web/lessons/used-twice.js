/** A node that is used more than once: its gradient is the sum over all paths to the loss. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "x is one number, but all hidden neurons read it: {consumers of x}. Change x, and all of them change.",
    run: { steps: 10 },
    do: {
      say: "Click x to see what each of them sends back.",
      control: ["box x", "stage graph"],
      until: ["{selected node} = x"],
      show: [{ type: "node/select", name: "x" }],
    },
    seen: "{number of consumers of x} consumers, {number of consumers of x} contributions, one sum: {grad of x}. The loss depends on x along every path at once.",
  },
  {
    say: "Is that sum really what happens? A nudge changes x and runs forward again, through all paths.",
    ask: {
      question: "The gradient is {grad of x}. If x grows a little, the loss …",
      choices: { rises: "{measured change} > 0", falls: "{measured change} < 0" },
    },
    do: {
      say: "Nudge x to the right, by a little.",
      control: ["slider Nudge"],
      until: ["{nudge} > 0", "{measured change} != unknown"],
      show: [{ type: "view/nudge", node: "x", delta: 0.01 }],
    },
    seen: "Forward measured {measured change}, the sum predicted {predicted change}. The smaller the nudge, the closer they are.",
  },
  {
    set: [{ type: "view/nudge", node: "x", delta: 0 }],
    say: "One contribution alone is the gradient that x would have if only one neuron used it. The first that arrived was {first contribution of x}.",
    ask: {
      question: "How many nodes of this graph are used more than once?",
      choices: {
        "only x and y": "{number of shared nodes} = 2",
        "more than ten": "{number of shared nodes} > 10",
        "something between": "{number of shared nodes} > 2 and {number of shared nodes} <= 10",
      },
    },
    seen: "{number of shared nodes} nodes are: {shared nodes}. The gradient of each is complete only with its last contribution.",
  },
];
