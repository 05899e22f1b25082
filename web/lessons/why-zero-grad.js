/** What a step without zero_grad does to the gradients, and to the loss. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "backward only ever adds to a gradient. So each step sets all gradients to 0 before backward, with zero_grad. First, a run that does.",
    run: {},
    set: [{ type: "run/speed", speed: 30 }],
    do: {
      say: "Press Play; it stops after 40 steps.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 40 }],
    },
    look: ["stage loss"],
    seen: "After 40 steps the train loss is {loss of step 40}. Remember this number.",
    note: "with",
  },
  {
    say: "Now the same network from the same start, with the line zero_grad taken out of the engine.",
    run: {},
    do: {
      say: "Turn on No zero_grad, under Experiments.",
      control: ["switch No zero_grad", "button Experiments"],
      until: ["{zero_grad} = off"],
      show: [{ type: "config/set", changes: { zero_grad: false } }],
    },
    seen: "Nothing has changed yet: no parameter has a gradient of an earlier step.",
  },
  {
    say: "The first step adds to gradients of 0. The second adds to those of the first.",
    ask: {
      question: "From the second step on, the gradient that moves a parameter is …",
      choices: {
        "that of this step": "{step grad of h3.w1} = {step true grad of h3.w1}",
        "the sum of this and all earlier ones": "{step grad of h3.w1} != {step true grad of h3.w1}",
      },
    },
    do: {
      say: "Press Step twice.",
      control: ["button Step"],
      until: ["{step} >= 2"],
      show: [{ type: "run/step", count: 2 }],
    },
    seen: "The update of h3.w1 used {step grad of h3.w1}; its true gradient was {step true grad of h3.w1}. {number of accumulated parameters} of {number of parameters} parameters differ, red in the table.",
    look: ["row h3.w1"],
  },
  {
    say: "Old gradients are the slopes where the parameters were many steps ago. Each step adds another, and none is ever forgotten.",
    ask: {
      question:
        "With zero_grad the loss reached {loss of step 40 in with}. Without it, after 40 steps, it will be …",
      choices: {
        lower: "{loss of step 40} < {loss of step 40 in with}",
        higher: "{loss of step 40} > {loss of step 40 in with}",
      },
    },
    do: {
      say: "Press Play.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 38 }],
    },
    look: ["stage loss"],
    seen: "Without zero_grad: {loss of step 40}. With it: {loss of step 40 in with}. Same start, same data, one line less.",
  },
];
