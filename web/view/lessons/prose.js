/** The prose of a lesson: words of the glossary, each where it is met first, are explained by pointer and touch. */

import { placesOfWords } from "../../protocol/glossary.js";
import { el } from "../dom.js";

/** Words that in prose are mostly everyday English, or of which a lesson says what they mean. */
const EVERYDAY = new Set(["data", "step", "train", "test", "graph", "update", "op", "m", "v"]);

/** What follows a word that is the beginning of a node's name: z1.w1, z1.w1*h1. */
const INSIDE_NAME = /^[.*]\p{L}/u;

/**
 * A text in pieces, those with a word explained.
 *
 *     piecesOf("The loss is a mean.")  // [{text: "The "}, {text: "loss", word: "loss"}, {text: " is a mean."}]
 *
 * @param {string} text
 * @returns {{text: string, word?: string}[]}
 */
export function piecesOf(text) {
  const met = new Set(EVERYDAY);
  /** @type {{text: string, word?: string}[]} */
  const pieces = [];
  let from = 0;
  for (const { at, length, word } of placesOfWords(text)) {
    if (met.has(word) || INSIDE_NAME.test(text.slice(at + length))) continue;
    met.add(word);
    pieces.push({ text: text.slice(from, at) }, { text: text.slice(at, at + length), word });
    from = at + length;
  }
  return [...pieces, { text: text.slice(from) }].filter((piece) => piece.text !== "");
}

/** Writes prose into an element, unless it has it. @param {HTMLElement} element @param {string} text */
export function setProse(element, text) {
  if (element.textContent === text) return;
  element.replaceChildren(
    ...piecesOf(text).map(({ text: piece, word }) => {
      if (!word) return piece;
      const span = el("span", {}, piece);
      span.dataset.term = word;
      return span;
    }),
  );
}
