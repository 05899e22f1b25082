/** Long lines are wrapped, and what goes below stands under its line's own beginning: in Python the indentation is read. */

import { Decoration, EditorView, RangeSetBuilder, StateField } from "../../vendor/codemirror.js";

/** @typedef {import("../../vendor/codemirror.js").EditorState} EditorState */

/** The deepest indentation that has a class of its own, in units of four spaces. */
const DEEPEST = 6;

const MARKS = Array.from({ length: DEEPEST + 1 }, (_, depth) =>
  Decoration.line({ class: `cm-depth-${depth}` }),
);

/** @param {EditorState} state */
function indents({ doc }) {
  const builder = /** @type {RangeSetBuilder<Decoration>} */ (new RangeSetBuilder());
  for (let number = 1; number <= doc.lines; number++) {
    const { from, text } = doc.line(number);
    const depth = Math.floor((text.length - text.trimStart().length) / 4);
    builder.add(from, from, MARKS[Math.min(depth, DEEPEST)]);
  }
  return builder.finish();
}

/** The text begins where it did, by a negative indent; all lines but the first stand two characters further in. */
const hanging = Object.fromEntries(
  MARKS.map((_, depth) => {
    const by = `${4 * depth + 2}ch`;
    return [`.cm-line.cm-depth-${depth}`, { paddingLeft: `calc(6px + ${by})`, textIndent: `-${by}` }];
  }),
);

export const WRAP = [
  EditorView.lineWrapping,
  EditorView.theme({ ...hanging, ".cm-content .cm-removed del": { whiteSpace: "pre-wrap" } }),
  StateField.define({
    create: indents,
    update: (value, { docChanged, state }) => (docChanged ? indents(state) : value),
    provide: (field) => EditorView.decorations.from(field),
  }),
];
