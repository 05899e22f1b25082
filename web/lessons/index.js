/**
 * The lessons, in the order of the list on the page: the first one, then the questions. A new lesson is a file of that name
 * in this folder, and a row here with the number of its stages; it is loaded when it is opened.
 */

/** @type {{id: string, question: string, stages: number}[]} */
export const LESSONS = [
  { id: "what-am-i-looking-at", question: "What am I looking at?", stages: 4 },
  { id: "why-topological-order", question: "Why a topological order?", stages: 4 },
  { id: "why-plus-equals", question: "Why += and not = ?", stages: 4 },
  { id: "why-zero-grad", question: "Why zero_grad?", stages: 4 },
  { id: "used-twice", question: "What if a node is used twice?", stages: 3 },
  { id: "local-derivative", question: "What is a local derivative?", stages: 3 },
  { id: "which-points", question: "Which points move this weight?", stages: 3 },
  { id: "what-adam-does", question: "What does Adam do with a gradient?", stages: 4 },
  { id: "saturation", question: "Why does tanh saturate, a ReLU die?", stages: 5 },
  { id: "hidden-neuron", question: "What does a hidden neuron see?", stages: 3 },
  { id: "blow-up", question: "Why does a loss blow up?", stages: 3 },
  { id: "same-in-c", question: "Why is C faster, and is it really the same?", stages: 3 },
  { id: "in-the-code", question: "What do the numbers in the code mean?", stages: 3 },
];

/** The stages of a lesson. @param {string} id @returns {Promise<import("../state/lesson/lesson.js").Stage[]>} */
export const loadStages = async (id) => (await import(new URL(`./${id}.js`, import.meta.url).href)).stages;
