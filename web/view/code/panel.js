/** The editor of the engine's own source: its files, what came of them, and what can be done with them. */

import { changedLines, changesOf } from "../../state/code/diff.js";
import { functionOf, spanAt, withFunction } from "../../state/code/files.js";
import { keepCode, keepMine, loadCode, loadMine } from "../../state/code/kept.js";
import { FILE_NAMES } from "../../state/code/known.js";
import { changed, choice, el } from "../dom.js";
import { makeEditor, onRunKey } from "../editor/editor.js";
import { download } from "../file.js";
import { readSource } from "../node/source.js";
import { opener } from "./from-file.js";
import { linkedCode } from "./link.js";
import { nodeLines } from "./node-lines.js";
import { presetMenu } from "./presets.js";
import { verdictView } from "./verdict.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/code/files.js").Files} Files */
/** @typedef {import("../../state/code/files.js").FileName} FileName */

/** How long nothing is typed before the code runs, in ms. */
const PAUSE = 600;

/** The package's own files, as the site serves them. @returns {Promise<Files>} */
async function readOriginal() {
  const texts = FILE_NAMES.map(async (name) => [name, await readSource(`micrograd/${name}`)]);
  return Object.fromEntries(await Promise.all(texts));
}

/** @param {string} text @param {string} title @param {() => void} onclick */
const button = (text, title, onclick) =>
  el("button", { type: "button", className: "quiet", title, onclick }, text);

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch, getState) {
  /** What has been typed and not yet been run. @type {{file: FileName, text: string} | null} */
  let typed = null;
  let timer = 0;

  /** Hands on what has been typed. */
  function flush() {
    clearTimeout(timer);
    if (typed) dispatch({ type: "code/edit", ...typed });
    typed = null;
  }
  function run() {
    flush();
    dispatch({ type: "code/run" });
  }
  /** @param {FileName} file @param {string} text */
  function onEdit(file, text) {
    typed = { file, text };
    clearTimeout(timer);
    timer = Number(setTimeout(() => (getState().code.waits ? flush() : run()), PAUSE));
  }

  const title = el("h2", { tabIndex: -1 }, "Your Python");
  const tabs = choice(
    "File",
    FILE_NAMES.map((name) => [name, name]),
    (file) => {
      flush();
      dispatch({ type: "code/file", file });
    },
  );
  const presets = presetMenu(dispatch, getState, flush);
  const runButton = el(
    "button",
    { type: "button", className: "primary", title: "Ctrl or ⌘ with Enter", onclick: run },
    "Run",
  );
  const close = button("✕", "Close the editor: key E", () => {
    flush();
    dispatch({ type: "code/close" });
  });
  close.setAttribute("aria-label", "Close the editor");
  const build = button(
    "Build it yourself",
    "Ten exercises, from an empty Value to this network: key B",
    () => {
      flush();
      dispatch({ type: "course/open" });
    },
  );
  const verdict = verdictView(dispatch, getState, runButton);
  const host = el("div", { className: "code-editor" });
  const linked = linkedCode(dispatch, getState);
  const files = opener(dispatch, getState);
  files.dropOn(host);
  const save = button("Save as file", "Also for python -m micrograd --engine engine.py", () => {
    flush();
    const { files: texts, file } = getState().code;
    if (texts) download(file, texts[file]);
  });
  const open = button("Open a file", "A .py file, which can be dropped on the editor too", files.choose);
  const compare = button("Show changes", "Show the original lines above yours", () => showChanges(!shows));
  /** @param {boolean} on */
  function showChanges(on) {
    shows = on;
    compare.setAttribute("aria-pressed", String(shows));
    mark(getState());
  }
  compare.setAttribute("aria-pressed", "false");
  const resetOne = button("Reset this function", "The function at the cursor, as the package has it", () => {
    flush();
    resetFunction(getState());
  });
  const resetAll = button("Reset all", "All files, as the package has them", () => {
    flush();
    dispatch({ type: "code/reset" });
    run();
  });
  const hint = el("p", { className: "soft" }, "Tab indents. Escape, then Tab leaves the editor.");
  root.append(
    el("header", {}, title, tabs.element, presets.select, build, close),
    verdict.element,
    linked.element,
    presets.element,
    host,
    el("footer", {}, compare, resetOne, resetAll, save, open, files.input, hint, verdict.output),
  );

  const editor = makeEditor(host, FILE_NAMES, onEdit);
  let shows = false;
  onRunKey(host, run);
  addEventListener("pagehide", flush);

  /** @param {State} state */
  function resetFunction({ code: { files, original, file } }) {
    if (!files || !original) return;
    const span = spanAt(files[file], editor.line());
    const body = span && functionOf(original[file], span.name);
    const text = !span
      ? "Put the cursor in the function that you want to reset."
      : `The package's ${file} has no ${span.name}: this function is all yours.`;
    if (!span || body === null) return dispatch({ type: "notice/show", notice: { kind: "info", text } });
    dispatch({ type: "code/edit", file, text: withFunction(files[file], span.name, body) });
    if (!getState().code.waits) run();
  }

  /** @param {State} state */
  function mark(state) {
    const { files, original, file, problem } = state.code;
    if (!files || !original) return;
    editor.mark({
      changes: changesOf(original[file], files[file]),
      removed: shows,
      wrong: problem?.at?.file === file ? problem.at.line : null,
      node: nodeLines(state, file, files[file]),
    });
  }

  /** @type {State | null} */
  let before = null;
  let asked = false;
  function ask() {
    asked = true;
    readOriginal().then(
      (original) => dispatch({ type: "code/arrived", original, ...loadCode(), mine: loadMine() }),
      (error) => {
        asked = false;
        const text = `The source can't be shown: ${error instanceof Error ? error.message : error}.`;
        dispatch({ type: "notice/show", notice: { kind: "error", text } });
        dispatch({ type: "code/close" });
      },
    );
  }

  /** Shows the first line that a link has changed, and what stood there. @param {string} text @param {string} original */
  function showLinked(text, original) {
    if (!shows) compare.click();
    const [line] = changedLines(changesOf(original, text));
    if (line !== undefined) editor.lookAt(line);
  }

  /** @param {State} state @param {State["code"] | undefined} old */
  function showFiles(state, old) {
    const { code } = state;
    const { files, original, file, place } = code;
    if (!files || !original) return;
    if (old?.files !== files && !typed) editor.setFiles(files);
    editor.show(file);
    tabs.set(file);
    if (changed(kept, before, state)) keepCode(code);
    if (old?.mine !== code.mine && old?.files) keepMine(code.mine);
    const arrives = place && (old?.place !== place || !old.files);
    if (arrives) editor.goTo(place.line);
    if (code.given === files && old?.given !== files) showLinked(files[file], original[file]);
  }

  return {
    sync(state) {
      const { code } = state;
      const old = before?.code;
      if (code.open && !code.files && !asked) ask();
      if (code.open !== (old?.open ?? false)) {
        root.hidden = !code.open;
        if (!code.open && !state.course.open)
          /** @type {HTMLElement | null} */ (document.querySelector(".edit-python"))?.focus();
        else if (code.open && !code.place) title.focus();
      }
      if (!code.open) {
        before = state;
        return;
      }
      linked.sync(state);
      showFiles(state, old);
      if (code.asked && code.files && presets.show(code.asked)) showChanges(true);
      if (changed(marked, before, state)) mark(state);
      runButton.disabled = code.files === null;
      verdict.sync(state);
      presets.sync(state);
      before = state;
    },
  };
}

/** What the browser keeps of the code. @param {State} state */
const kept = ({ code: { files, waits, given, aside } }) => [files, waits, given, aside];

/** What the marks in the text depend on. @param {State} state */
const marked = ({ code, answers: { graph }, selection, run: { walk } }) => [
  code.open,
  code.files,
  code.file,
  code.problem,
  selection.node,
  graph?.graph.name.length,
  walk,
];
