/** A learning rate that is too large, the first number that is not finite, and what helps. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "A gradient is a slope, and a slope only holds nearby. The learning rate sets how far a step follows it; here lr is {lr}.",
    run: { lr: 0.1 },
    set: [{ type: "run/speed", speed: 30 }],
    do: {
      say: "Press Play for 20 steps.",
      control: ["button Play"],
      until: ["{step} >= 20"],
      show: [{ type: "run/step", count: 20 }],
    },
    look: ["stage loss"],
    seen: "The loss fell from {loss of step 1} to {loss of step 20}.",
    note: "small",
  },
  {
    say: "The same start, with lr 100. The first update moves every parameter by about 100.",
    run: { lr: 100 },
    set: [{ type: "run/speed", speed: 2 }],
    ask: {
      question: "The loss began at {loss of step 1 in small}. After one update with lr 100 it will be …",
      choices: {
        "below 1": "{loss of step 2} < 1",
        "between 1 and 100": "{loss of step 2} >= 1 and {loss of step 2} <= 100",
        "above 100": "{loss of step 2} > 100",
      },
    },
    do: {
      say: "Press Play and watch the loss.",
      control: ["button Play"],
      until: ["{notice} = nonfinite", "{diagnosis} = done"],
      show: [{ type: "run/step", count: 10 }],
    },
    look: ["stage loss"],
    seen: "One update took the loss from {loss of step 1} to {loss of step 2}, the next to a loss that is not finite. The notice names the first node that was not finite.",
  },
  {
    say: "The steps overshot: the logits grew so far apart that a probability became 0, and log(0) is −inf.",
    run: { lr: 100, loss: "logsumexp" },
    set: [{ type: "run/speed", speed: 10 }],
    ask: {
      question:
        "Log-sum-exp computes the same loss without overflowing. With it, and the same lr, the loss after 20 steps is …",
      choices: {
        "as low as with lr 0.1": "{loss of step 20} <= {loss of step 20 in small}",
        "finite, but no better than the start": "{loss of step 20} >= {loss of step 1}",
        "in between":
          "{loss of step 20} < {loss of step 1} and {loss of step 20} > {loss of step 20 in small}",
      },
    },
    do: {
      say: "Press Play.",
      control: ["button Play"],
      until: ["{step} >= 20"],
      show: [{ type: "run/step", count: 20 }],
    },
    look: ["stage loss"],
    seen: "After 20 steps: {loss of step 20}, from {loss of step 1}. A safe loss keeps the numbers finite; only a smaller lr keeps the steps from overshooting.",
  },
];
