/** Which train points push a weight, and which of them pushes most. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "The train loss is a mean over all train points. So is its gradient: each point contributes to the gradient of every weight.",
    run: { steps: 10 },
    do: {
      say: "Choose the weight h3.w1 in the table of parameters.",
      control: ["row h3.w1"],
      until: ["{selected node} = h3.w1", "{raising points} >= 0"],
      show: [{ type: "node/select", name: "h3.w1" }],
    },
    look: ["stage surface"],
    seen: "{raising points} of {number of points} points raise its gradient, {lowering points} lower it. On the plane, the size of a point's disc is the size of its contribution.",
  },
  {
    say: "Together the contributions make the next gradient of h3.w1: {next grad}. A step moves the weight against it.",
    set: [
      { type: "node/select", name: "h3.w1" },
      { type: "lesson/note", name: "before" },
    ],
    ask: {
      question: "The next step will make h3.w1 …",
      choices: {
        larger: "{parameter value of h3.w1} > {parameter value of h3.w1 in before}",
        smaller: "{parameter value of h3.w1} < {parameter value of h3.w1 in before}",
      },
    },
    do: {
      say: "Press Step.",
      control: ["button Step"],
      until: ["{step} > {step in before}"],
      show: [{ type: "run/step" }],
    },
    look: ["row h3.w1"],
    seen: "h3.w1 went from {parameter value of h3.w1 in before} to {parameter value of h3.w1}. Adam also remembers earlier gradients, so a step need not go against this one.",
  },
  {
    say: "One point pulls hardest now: that of class {strongest class} at {strongest place}, with a contribution of {strongest contribution}.",
    set: [{ type: "node/select", name: "h3.w1" }],
    do: {
      say: "Make it the probe: it is the first in the inspector's list of points.",
      control: ["first point", "stage inspector"],
      until: ["{probe point} = {strongest point}"],
      show: [{ type: "lesson/probe", point: "{strongest point}" }],
    },
    seen: "The graph now shows this point: loss {data of loss}, and gradient {grad of h3.w1} at h3.w1. Points that are already right hardly push.",
  },
];
