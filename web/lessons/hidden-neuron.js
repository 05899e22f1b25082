/** What a hidden neuron computes over the whole plane, and how it turns while it learns. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "A hidden neuron gets only x and y, and gives one number for every place. So it can be painted over the plane.",
    run: { steps: 20 },
    do: {
      say: "Choose h3 as the field of the plane.",
      control: ["list Field"],
      until: ["{field} = h3", "{highest value} <= 1"],
      show: [{ type: "view/field", node: "h3" }],
    },
    seen: "h3 goes from {lowest value} to {highest value}. It is 0 along a straight line: h3.w1·x + h3.w2·y + h3.b = 0.",
  },
  {
    say: "The two weights turn the line, the bias shifts it. A step changes all three.",
    set: [
      { type: "view/field", node: "h3" },
      { type: "node/select", name: "h3.w1" },
      { type: "run/speed", speed: 10 },
      { type: "lesson/note", name: "before" },
    ],
    ask: {
      question: "h3.w1 is {parameter value of h3.w1}. After 20 more steps it will be …",
      choices: {
        larger: "{parameter value of h3.w1} > {parameter value of h3.w1 in before}",
        smaller: "{parameter value of h3.w1} < {parameter value of h3.w1 in before}",
      },
    },
    do: {
      say: "Press Play and watch the line turn.",
      control: ["button Play"],
      until: ["{step} >= 40"],
      show: [{ type: "run/step", count: 20 }],
    },
    look: ["stage surface"],
    seen: "h3.w1 went from {parameter value of h3.w1 in before} to {parameter value of h3.w1}. The neuron moved its border to where it lowers the loss.",
  },
  {
    say: "Each logit is a weighted sum of eight such pictures. z1 is high where the network sees class 1.",
    set: [
      { type: "node/select", name: null },
      { type: "view/field", node: "h3" },
    ],
    do: {
      say: "Choose z1 as the field.",
      control: ["list Field"],
      until: ["{field} = z1", "{highest value} > {lowest value}"],
      show: [{ type: "view/field", node: "z1" }],
    },
    seen: "z1 goes from {lowest value} to {highest value}. Eight straight borders, added up, make a curved one.",
  },
];
