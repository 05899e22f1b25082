/** The first lesson: from one neuron of two weights to the whole network in training, in a minute. */

/** @type {import("../state/lesson/lesson.js").Stage[]} */
export const stages = [
  {
    say: "Every box in the graph holds a number. z1 is a neuron: it multiplies the point's two coordinates by two weights and adds a bias.",
    run: { layers: [] },
    do: {
      say: "Click z1 in the graph.",
      control: ["box z1", "stage graph"],
      until: ["{selected node} = z1"],
      show: [{ type: "node/select", name: "z1" }],
    },
    seen: "For the point at {probe place}, z1 holds {data of z1}. Its two weights are {data of z1.w1} and {data of z1.w2}, drawn at random.",
  },
  {
    say: "The loss says how wrong the network is. Each gradient says how the loss changes if that number grows.",
    set: [{ type: "node/select", name: "z1.w1" }],
    ask: {
      question: "z1.w1 has gradient {grad of z1.w1} at this point. If the weight grows a little, the loss …",
      choices: { rises: "{grad of z1.w1} > 0", falls: "{grad of z1.w1} < 0" },
    },
    do: {
      say: "Nudge the weight and let a forward pass measure it.",
      control: ["slider Nudge"],
      until: ["{nudge} > 0", "{measured change} != unknown"],
      show: [{ type: "view/nudge", node: "z1.w1", delta: 0.1 }],
    },
    seen: "A nudge of {nudge} changed the loss by {measured change}; the gradient predicted {predicted change}. That is all a gradient means.",
  },
  {
    say: "A step moves every parameter a little, to where the loss should be lower. The coloured areas show which class the network gives each place.",
    set: [{ type: "node/select", name: null }],
    ask: {
      question: "After a few steps, the loss over all train points will be …",
      choices: { lower: "{loss} < {loss of step 1}", higher: "{loss} > {loss of step 1}" },
    },
    do: {
      say: "Press Step a few times, and watch the colours.",
      control: ["button Step"],
      until: ["{step} >= 4"],
      show: [{ type: "run/step", count: 4 }],
    },
    look: ["stage surface"],
    seen: "The train loss went from {loss of step 1} to {loss}. Without a hidden layer, the borders between the classes are straight.",
  },
  {
    say: "So give the network a hidden layer of eight neurons, h1 to h8. This is the whole network, with {number of parameters} parameters.",
    run: { layers: [8] },
    set: [{ type: "run/speed", speed: 10 }],
    do: {
      say: "Press Play and let it train for 60 steps.",
      control: ["button Play"],
      until: ["{step} >= 60"],
      show: [{ type: "run/step", count: 60 }],
    },
    look: ["stage surface"],
    seen: "In {step} steps the loss fell from {loss of step 1} to {loss}. Nothing else happened: forward, backward, and a small move of every parameter.",
  },
];
