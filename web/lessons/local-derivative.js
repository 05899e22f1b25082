/** A local derivative with the numbers of one node, and a nudge that measures it. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "h3 is the tanh of h3.sum2. Its local derivative says how much h3 moves when h3.sum2 moves, whatever comes after.",
    run: { steps: 5 },
    ask: {
      question: "For tanh it is 1 − h3². With h3 = {data of h3}, that is …",
      choices: {
        "below 0.5": "{local of h3} < 0.5",
        "0.5 or more": "{local of h3} >= 0.5",
      },
    },
    do: {
      say: "Click h3; its local derivative stands in the inspector.",
      control: ["box h3", "stage graph"],
      until: ["{selected node} = h3"],
      show: [{ type: "node/select", name: "h3" }],
    },
    seen: "The local derivative is {local of h3}. Move h3.sum2 by a little, and h3 moves by {local of h3} times as much.",
  },
  {
    say: "The chain rule multiplies: what arrives at h3.sum2 is local × h3.grad, here {local of h3} × {grad of h3}.",
    set: [
      { type: "view/open", groups: ["h3"] },
      { type: "node/select", name: "h3" },
    ],
    ask: {
      question: "The gradient of h3.sum2 will be …",
      choices: {
        "smaller in size than that of h3": "{local of h3} < 1",
        "larger in size": "{local of h3} > 1",
      },
    },
    do: {
      say: "Follow it: click h3.sum2.",
      control: ["link h3.sum2", "box h3.sum2", "stage graph"],
      until: ["{selected node} = h3.sum2"],
      show: [{ type: "node/select", name: "h3.sum2" }],
    },
    seen: "h3.sum2 has gradient {grad of h3.sum2}. tanh never passes on more than it receives, as 1 − h3² is at most 1.",
  },
  {
    say: "A gradient is a claim that can be measured. It claims: nudge h3.sum2, and the loss changes by gradient × nudge.",
    set: [
      { type: "view/open", groups: ["h3"] },
      { type: "node/select", name: "h3.sum2" },
    ],
    ask: {
      question: "If h3.sum2 grows a little, the loss …",
      choices: { rises: "{measured change} > 0", falls: "{measured change} < 0" },
    },
    do: {
      say: "Nudge h3.sum2 to the right.",
      control: ["slider Nudge"],
      until: ["{nudge} > 0", "{measured change} != unknown"],
      show: [{ type: "view/nudge", node: "h3.sum2", delta: 0.01 }],
    },
    seen: "Predicted {predicted change}, measured {measured change}. The smaller the nudge, the closer they are.",
  },
];
