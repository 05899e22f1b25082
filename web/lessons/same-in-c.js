/** Python and C side by side: the same bits, and how much faster. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "The engine exists twice, in Python and in C, function by function. Both can take every step from the same state.",
    run: {},
    do: {
      say: "Choose Side by side.",
      control: ["choice Side by side"],
      until: ["{comparing} = yes"],
      show: [{ type: "compare/open" }],
    },
    seen: "Both now start from step {step}. After each step all {number of parameters} parameters, gradients and moments are compared, bit by bit.",
  },
  {
    say: "Different languages usually round differently in the last digits, and small differences grow over many steps.",
    set: [{ type: "run/speed", speed: 10 }],
    ask: {
      question: "After 20 steps, the two will …",
      choices: {
        "agree to the last bit": "{differing} = no",
        "differ in the last digits": "{differing} = yes",
      },
    },
    do: {
      say: "Press Play.",
      control: ["button Play"],
      until: ["{equal steps} >= 20"],
      show: [{ type: "run/step", count: 20 }],
    },
    seen: "{equal steps} steps, and not one bit differs. Both perform the same operations on the same doubles in the same order.",
  },
  {
    say: "Python builds an object for each node and looks up every operation at run time. C writes numbers into an array.",
    ask: {
      question: "In {race length} seconds, how many times as many steps will C take?",
      choices: {
        "2 to 10": "{race ratio} <= 10",
        "10 to 100": "{race ratio} > 10 and {race ratio} <= 100",
        "more than 100": "{race ratio} > 100",
      },
    },
    do: {
      say: "Start the race.",
      control: ["primary of compare"],
      until: ["{race} = over"],
      show: [{ type: "compare/race" }],
    },
    seen: "Python made {Python steps} steps, C {C steps}: {race ratio} times as many. The line above compares the time of a step alone; in a race each message to an engine and back counts too.",
  },
];
