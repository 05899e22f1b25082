/** What the editor marks in a text: changed lines, the original of them, the line of a mistake, and those of the selected node. */

import {
  Decoration,
  EditorView,
  GutterMarker,
  gutter,
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  WidgetType,
} from "../../vendor/codemirror.js";

/** @typedef {import("../../state/code/diff.js").Change} Change */
/** @typedef {import("../../vendor/codemirror.js").EditorState} EditorState */

/**
 * `removed` is whether the original lines are shown above those that stand for them; lines count from 1.
 * @typedef {{changes: Change[], removed: boolean, wrong: number | null, node: number[]}} Marks
 */

/** @type {import("../../vendor/codemirror.js").StateEffectType<Marks>} */
export const setMarks = StateEffect.define();

/** The original lines of a change, which can't be edited. */
class Removed extends WidgetType {
  /** @param {string[]} lines */
  constructor(lines) {
    super();
    this.lines = lines;
  }

  /** @param {Removed} other @override */
  eq(other) {
    return other.lines.join("\n") === this.lines.join("\n");
  }

  /** @override */
  toDOM() {
    const block = document.createElement("div");
    block.className = "cm-removed";
    for (const text of this.lines) {
      const line = document.createElement("del");
      line.textContent = text || " ";
      block.append(line);
    }
    return block;
  }
}

/** A sign in the gutter. */
class Sign extends GutterMarker {
  /** @param {string} elementClass @param {string} title */
  constructor(elementClass, title) {
    super();
    this.elementClass = elementClass;
    this.title = title;
  }

  /** @override */
  toDOM() {
    const sign = document.createElement("span");
    sign.title = this.title;
    sign.textContent = " ";
    return sign;
  }
}

const CHANGED = new Sign("cm-changed-sign", "changed from the original");
const MISSING = new Sign("cm-missing-sign", "lines of the original are missing above");

/** @param {EditorState} state @param {Marks} marks */
function decorations({ doc }, { changes, removed, wrong, node }) {
  /** @type {{at: number, order: number, mark: Decoration}[]} */
  const all = [];
  /** @param {number} line @param {string} name @param {number} order */
  const mark = (line, name, order) => {
    if (line <= doc.lines)
      all.push({ at: doc.line(line).from, order, mark: Decoration.line({ class: name }) });
  };
  for (const { first, last, removed: lines } of changes) {
    for (let line = first; line <= last; line++) mark(line, "cm-changed", 1);
    if (!removed || lines.length === 0) continue;
    const past = first > doc.lines; // what is missing stood at the end
    const at = past ? doc.length : doc.line(first).from;
    const widget = Decoration.widget({ widget: new Removed(lines), block: true, side: past ? 1 : -1 });
    all.push({ at, order: 0, mark: widget });
  }
  for (const line of node) mark(line, "cm-node", 2);
  if (wrong !== null) mark(wrong, "cm-wrong", 3);
  return Decoration.set(
    all.sort((a, b) => a.at - b.at || a.order - b.order).map(({ at, mark }) => mark.range(at)),
    true,
  );
}

/** @param {EditorState} state @param {Marks} marks */
function signs({ doc }, { changes }) {
  const builder = new RangeSetBuilder();
  for (const { first, last } of changes) {
    if (last < first) {
      const at = doc.line(Math.min(first, doc.lines)).from;
      builder.add(at, at, MISSING);
    }
    for (let line = first; line <= Math.min(last, doc.lines); line++) {
      const { from } = doc.line(line);
      builder.add(from, from, CHANGED);
    }
  }
  return builder.finish();
}

/** Until the marks are set anew after an edit they move along with the text. */
const field = StateField.define({
  create: () => ({ lines: Decoration.none, signs: /** @type {RangeSet<any>} */ (RangeSet.empty) }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        const { value: marked } = effect;
        return { lines: decorations(transaction.state, marked), signs: signs(transaction.state, marked) };
      }
    }
    if (!transaction.docChanged) return value;
    return { lines: value.lines.map(transaction.changes), signs: value.signs.map(transaction.changes) };
  },
  provide: (f) => EditorView.decorations.from(f, ({ lines }) => lines),
});

export const marks = [
  field,
  gutter({
    class: "cm-signs",
    markers: (view) => view.state.field(field).signs,
    initialSpacer: () => new Sign("", ""),
  }),
];
