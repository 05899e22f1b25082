/** The text editor: CodeMirror in a shadow root, where its style sheets are adopted and so allowed by the page's policy. */

import { FILE_NAMES } from "../../state/code/known.js";
import {
  bracketMatching,
  defaultKeymap,
  drawSelection,
  EditorState,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentOnInput,
  indentUnit,
  indentWithTab,
  isolateHistory,
  keymap,
  lineNumbers,
  pythonLanguage,
  Transaction,
} from "../../vendor/codemirror.js";
import { LOOK } from "./look.js";
import { marks, setMarks } from "./marks.js";

/** @typedef {import("../../state/code/files.js").Files} Files */
/** @typedef {import("../../state/code/files.js").FileName} FileName */
/** @typedef {import("./marks.js").Marks} Marks */

/** How the text is edited, whatever file it is. */
const EDITING = [
  lineNumbers(),
  marks,
  history(),
  drawSelection(),
  highlightSpecialChars(), // a character that can't be seen, or turns the text around, may make code read otherwise than it runs
  highlightActiveLine(),
  bracketMatching(),
  indentOnInput(),
  indentUnit.of("    "),
  pythonLanguage,
  LOOK,
  EditorState.tabSize.of(4),
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
];

/** A change that the reader has not typed: one step of undo. */
const FROM_OUTSIDE = [Transaction.remote.of(true), isolateHistory.of("full")];

/**
 * An editor of several files, one of which is shown; each has its own cursor, its own place and its own history of undo.
 * @param {HTMLElement} host
 * @param {(file: FileName, text: string) => void} onEdit what the reader has typed
 */
export function makeEditor(host, onEdit) {
  const root = host.attachShadow({ mode: "open" });
  /** @type {Map<FileName, EditorView>} */
  const views = new Map();

  /** @param {FileName} name @param {string} text */
  function make(name, text) {
    const told = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const ours = transactions.some((each) => each.annotation(Transaction.remote));
      if (docChanged && !ours) onEdit(name, state.doc.toString());
    });
    // an editable text takes the focus without tabindex too, but not every tool that reads the page knows it
    const label = EditorView.contentAttributes.of({ "aria-label": `Source of ${name}`, tabindex: "0" });
    const state = EditorState.create({ doc: text, extensions: [EDITING, told, label] });
    const parent = document.createElement("div");
    parent.style.setProperty("height", "100%");
    parent.hidden = name !== file;
    root.append(parent);
    views.set(name, new EditorView({ root, parent, state }));
  }

  /** The file that is shown. */
  let file = /** @type {FileName} */ (FILE_NAMES[0]);
  const shown = () => /** @type {EditorView} */ (views.get(file));

  /** The cursor on a line, in the middle of what is seen, without the focus. @param {number} number */
  function lookAt(number) {
    const view = shown();
    const { doc } = view.state;
    const line = doc.line(Math.min(Math.max(1, number), doc.lines));
    const at = line.from + (line.text.length - line.text.trimStart().length);
    view.dispatch({ selection: { anchor: at } });
    // its own scrollIntoView would scroll the page too, and the editor with it
    view.requestMeasure({
      read: ({ scrollDOM }) => view.lineBlockAt(at).top - scrollDOM.clientHeight / 2,
      write: (top, { scrollDOM }) => {
        scrollDOM.scrollTop = top;
      },
    });
  }

  return {
    /** @param {Files} files */
    setFiles(files) {
      for (const name of FILE_NAMES) {
        const view = views.get(name);
        const changes = view && changeTo(view.state.doc.toString(), files[name]);
        if (!view) make(name, files[name]);
        else if (changes) view.dispatch({ changes, annotations: FROM_OUTSIDE });
      }
    },
    /** @param {FileName} name */
    show(name) {
      if (name === file) return;
      file = name;
      for (const [each, { dom }] of views) {
        if (dom.parentElement) dom.parentElement.hidden = each !== name;
      }
    },
    /** @param {Marks} wanted */
    mark: (wanted) => shown().dispatch({ effects: setMarks.of(wanted) }),
    /** Puts the cursor on a line, in the middle of what is seen. @param {number} number */
    goTo(number) {
      lookAt(number);
      shown().focus();
    },
    lookAt,
    /** The line of the cursor. */
    line() {
      const { doc, selection } = shown().state;
      return doc.lineAt(selection.main.head).number;
    },
  };
}

/** The one replacement that makes a text of another, so that the cursor and the undo history stay. @param {string} from @param {string} to */
export function changeTo(from, to) {
  if (from === to) return null;
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let end = 0;
  while (end < most - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}
