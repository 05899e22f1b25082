/** From a node to the line of the engine that made it, and back. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "Each node was made by one line of the engine. For h3, that line is in the method of its operation.",
    run: { steps: 3 },
    ask: {
      question: "Which operation made h3?",
      choices: {
        "a product": "{operation of h3} = *",
        "a sum": "{operation of h3} = +",
        tanh: "{operation of h3} = tanh",
      },
    },
    do: {
      say: "Click h3.",
      control: ["box h3", "stage graph"],
      until: ["{selected node} = h3"],
      show: [{ type: "node/select", name: "h3" }],
    },
    seen: "{operation of h3}. Under the formula are its lines in engine.py and engine.c; click them to unfold the function around them.",
  },
  {
    say: "Each such line runs many times in a single forward pass, once for each node that it makes.",
    set: [
      { type: "view/open", groups: ["h3"] },
      { type: "node/select", name: "h3" },
    ],
    ask: {
      question: "How many of the {number of nodes} nodes were made by the line for *?",
      choices: {
        "about ten": "{number of results of *} < 20",
        "about forty": "{number of results of *} < 80",
        "more than a hundred": "{number of results of *} > 100",
      },
    },
    do: {
      say: "Go to one of them: click h3.w1*x.",
      control: ["link h3.w1*x", "box h3.w1*x", "stage graph"],
      until: ["{selected node} = h3.w1*x"],
      show: [{ type: "node/select", name: "h3.w1*x" }],
    },
    seen: "{number of results of *} nodes. The local derivative for the weight is b in that line, here {data of x}: the x of this point.",
  },
  {
    say: "backward is one loop: for each node, in reverse order, operand.grad += local * out.grad.",
    set: [{ type: "node/select", name: "h3.w1*x" }],
    ask: {
      question:
        "The local derivative of h3.w1*x with respect to h3.w1 is {local of h3.w1*x}. Whose data is that?",
      choices: { x: "{local of h3.w1*x} = {data of x}", "h3.w1": "{local of h3.w1*x} = {data of h3.w1}" },
    },
    do: {
      say: "Click h3.w1 to see the same line from the other end.",
      control: ["link h3.w1", "row h3.w1"],
      until: ["{selected node} = h3.w1"],
      show: [{ type: "node/select", name: "h3.w1" }],
    },
    seen: "out.grad is {grad of h3.w1*x}, local is {local of h3.w1*x}. Their product, {grad of h3.w1}, is what the line added to h3.w1.grad.",
  },
];
