/** Where tanh is flat, and a ReLU that no point can move any more. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "tanh squeezes every number into −1 to 1. Far from 0 the curve is flat, and its local derivative, 1 − h², is nearly 0.",
    run: { steps: 60 },
    set: [{ type: "lesson/probe", point: "{hardest point}" }],
    ask: {
      question:
        "After {step} steps, take the train point with the largest loss, {data of loss}. How many of the eight hidden neurons pass back less than a tenth of their gradient?",
      choices: {
        none: "{number of flat neurons} = 0",
        "one to four": "{number of flat neurons} > 0 and {number of flat neurons} <= 4",
        "five or more": "{number of flat neurons} > 4",
      },
    },
    do: {
      say: "Click {flattest neuron}, the flattest of them.",
      control: ["box {flattest neuron}", "stage graph"],
      until: ["{selected node} = {flattest neuron}"],
      show: [{ type: "node/select", name: "{flattest neuron}" }],
    },
    seen: "{number of flat neurons} of 8: {flat neurons}. {flattest neuron} holds {data of {flattest neuron}}, rounded; its local derivative is {local of {flattest neuron}}.",
  },
  {
    say: "{flattest neuron} is saturated. The gradient of its output is {grad of {flattest neuron}}; hardly any of it gets through to its sum. Measure it.",
    set: [{ type: "node/select", name: "{flattest neuron}.sum2" }],
    ask: {
      question: "Nudge its sum by 0.1. The point's loss, {data of loss}, will change by …",
      choices: {
        "less than 0.001": "{size of measured change} < 0.001",
        "more than 0.001": "{size of measured change} >= 0.001",
      },
    },
    do: {
      say: "Nudge {selected node} to the right.",
      control: ["slider Nudge"],
      until: ["{nudge} > 0", "{measured change} != unknown"],
      show: [{ type: "view/nudge", node: "{selected node}", delta: 0.1 }],
    },
    seen: "A nudge of {nudge} changed the loss by {measured change}. The neuron's weights hardly learn from this point, although its loss is the largest.",
    note: "flat",
  },
  {
    say: "{steepest neuron} is not saturated: its local derivative at this point is {local of {steepest neuron}}.",
    set: [{ type: "node/select", name: "{steepest neuron}.sum2" }],
    ask: {
      question: "Nudge its sum as well. The point's loss will change by …",
      choices: {
        "less than 0.001": "{size of measured change} < 0.001",
        "more than 0.001": "{size of measured change} >= 0.001",
      },
    },
    do: {
      say: "Nudge {selected node} to the right.",
      control: ["slider Nudge"],
      until: ["{nudge} > 0", "{measured change} != unknown"],
      show: [{ type: "view/nudge", node: "{selected node}", delta: 0.1 }],
    },
    seen: "A nudge of {nudge} changed the loss by {measured change}. In {flattest neuron} a nudge of {nudge in flat} had changed it by {measured change in flat}.",
  },
  {
    say: "A ReLU is 0 below 0, and so is its local derivative. With lr 1, a large step can push a neuron below 0 for every point.",
    run: { nonlin: "relu", lr: 1, steps: 40 },
    ask: {
      question: "How many of the {number of points} train points contribute to the gradient of h4.b?",
      choices: {
        none: "{pushing points} = 0",
        "about half": "{pushing points} > 0",
      },
    },
    do: {
      say: "Choose h4.b in the table of parameters.",
      control: ["row h4.b"],
      until: ["{selected node} = h4.b", "{pushing points} >= 0"],
      show: [{ type: "node/select", name: "h4.b" }],
    },
    seen: "{pushing points} points. h4 gives 0 for every one of them, so no gradient gets through it: it has died.",
  },
  {
    say: "Paint h4 over the plane to see where it is still above 0.",
    set: [{ type: "node/select", name: "h4.b" }],
    do: {
      say: "Choose h4 as the field of the plane.",
      control: ["list Field"],
      until: ["{field} = h4", "{highest value} >= 0"],
      show: [{ type: "view/field", node: "h4" }],
    },
    seen: "Over the whole plane h4 goes from {lowest value} to {highest value}. No train point lies where it is above 0. Only Adam's running mean and weight decay still move its weights.",
  },
];
