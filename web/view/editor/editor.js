/** The text editor: CodeMirror in a shadow root, where its style sheets are adopted and so allowed by the page's policy. */

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
import { WRAP } from "./wrap.js";

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

/** A change that is not typed. It is undone by itself, whatever was typed just before. */
const FROM_OUTSIDE = [Transaction.remote.of(true), isolateHistory.of("full")];

/** Calls f at Ctrl or ⌘ with Enter, before the editor would begin a line. @param {HTMLElement} host of an editor @param {() => void} f */
export function onRunKey(host, f) {
  const listener = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    f();
  };
  host.addEventListener("keydown", listener, true);
}

/**
 * An editor of several files, the first of which is shown; each has its own cursor, its own place and its own history of undo.
 * @template {string} Name
 * @param {HTMLElement} host
 * @param {readonly Name[]} names
 * @param {(file: Name, text: string) => void} onEdit what the reader has typed
 * @param {{fixed?: Name, wraps?: boolean}} [how] `fixed` is a file that is only read; long lines may be wrapped
 */
export function makeEditor(host, names, onEdit, { fixed, wraps = false } = {}) {
  const root = host.attachShadow({ mode: "open" });
  /** @type {Map<Name, EditorView>} */
  const views = new Map();

  /** @param {Name} name @param {string} text */
  function make(name, text) {
    const told = EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const ours = transactions.some((each) => each.annotation(Transaction.remote));
      if (docChanged && !ours) onEdit(name, state.doc.toString());
    });
    // an editable text takes the focus without tabindex too, but not every tool that reads the page knows it
    const label = EditorView.contentAttributes.of({ "aria-label": `Source of ${name}`, tabindex: "0" });
    const kind = [EditorState.readOnly.of(name === fixed), wraps ? WRAP : []];
    const state = EditorState.create({ doc: text, extensions: [EDITING, told, label, kind] });
    const parent = document.createElement("div");
    parent.style.setProperty("height", "100%");
    parent.hidden = name !== file;
    root.append(parent);
    views.set(name, new EditorView({ root, parent, state }));
  }

  /** The file that is shown. */
  let [file] = names;
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
    /** @param {Record<Name, string>} files */
    setFiles(files) {
      for (const name of names) {
        const view = views.get(name);
        const changes = view && changeTo(view.state.doc.toString(), files[name]);
        if (!view) make(name, files[name]);
        else if (changes) view.dispatch({ changes, annotations: FROM_OUTSIDE });
      }
    },
    /** @param {Name} name */
    show(name) {
      if (name === file) return;
      file = name;
      for (const [each, { dom }] of views) {
        if (dom.parentElement) dom.parentElement.hidden = each !== name;
      }
    },
    /** @param {Marks} wanted */
    mark: (wanted) => shown().dispatch({ effects: setMarks.of(wanted) }),
    /** Puts the cursor on a line, in the middle of what is seen. @param {number} number @param {boolean} [focus] */
    goTo(number, focus = true) {
      lookAt(number);
      if (focus) shown().focus();
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
