/** The dialog for the learner's own data: from a table to points on the plane. Loaded when it is first opened. */

import { DATA_ACTIONS } from "../../state/data/use.js";
import { addHandlers } from "../../state/late.js";
import { el, setText } from "../dom.js";
import { choicesForm } from "./choices.js";
import { dropTarget } from "./drop.js";
import { madeWords, previewTable, tableWords } from "./preview.js";
import { makeReader } from "./reader.js";
import { sourcePart } from "./source.js";
import { thumbnail } from "./thumbnail.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/data/guess.js").Choices} Choices */
/** @typedef {import("./reader.js").Summary} Summary */
/** @typedef {import("./source.js").Source} Source */

/** How long nothing is said of a table that is being read, in ms. */
const UNSAID = 300;

/**
 * @param {HTMLElement} _root the dialog lies over all panels
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @returns {import("../index.js").View}
 */
export function mount(_root, dispatch, getState) {
  addHandlers({ actions: DATA_ACTIONS, settle: (state) => state });
  /** What is being read or has been read. @type {Source | null} */
  let source = null;
  /** @type {{table: Summary, choices: Choices, notes: string[]} | null} */
  let found = null;
  /** @type {import("../../state/data/points-of.js").Made | null} */
  let made = null;

  const close = () => dispatch({ type: "view/data", data: null });
  const from = sourcePart(read, (sentence) => fail(sentence), getState);
  const problem = el("p", { className: "problem", role: "alert" });
  const bar = el("progress", { max: 1, value: 0, "aria-label": "Reading" });
  const stop = el("button", { type: "button", className: "quiet" }, "Stop reading");
  const busy = el("div", { className: "row", hidden: true }, bar, stop);
  let soon = 0;
  const result = el("div", { className: "data-result" });
  const said = el("div", { className: "data-said", role: "status", "aria-label": "What the table gives" });
  const picture = el("div", { className: "data-picture" });
  const both = el("div", { className: "data-both", hidden: true }, picture, said);
  const use = el("button", { type: "button", className: "primary", hidden: true }, "Use these points");
  const cancel = el("button", { type: "button" }, "Close");
  const title = el("h2", { tabIndex: -1 }, "Your data");
  const dialog = el(
    "dialog",
    { className: "data-dialog", "aria-label": "Your data" },
    title,
    from.element,
    busy,
    problem,
    result,
    both,
    el("div", { className: "actions" }, cancel, use),
  );
  const drop = dropTarget((file) => {
    dispatch({ type: "view/data", data: "dialog" });
    from.take(file);
  }, close);
  document.body.append(dialog, drop);

  const reader = makeReader({
    onProgress(part) {
      bar.value = part;
    },
    onTable(answer) {
      found = answer;
      showTable();
      reader.choose(answer.choices);
    },
    onMade(answer) {
      rest();
      made = answer;
      showMade();
    },
    onProblem: fail,
  });

  /** @param {Source} next */
  function read(next) {
    found = null;
    ask(next);
  }

  /** Reads it, once more perhaps; what is shown stays until the answer. @param {Source} next */
  function ask(next) {
    source = next;
    clear();
    const { name: _, says: _says, ...asked } = next;
    soon = Number(setTimeout(() => (busy.hidden = false), UNSAID));
    reader.read(asked);
  }

  /** Nothing is being read. */
  function rest() {
    clearTimeout(soon);
    bar.value = 0;
    busy.hidden = true;
  }

  function clear() {
    made = null;
    rest();
    setText(problem, "");
    both.hidden = use.hidden = true;
    if (!found) result.replaceChildren();
  }

  /** @param {string} sentence */
  function fail(sentence) {
    clear();
    setText(problem, sentence);
  }

  function showTable() {
    if (!found || !source) return;
    const focused = result.contains(document.activeElement) && document.activeElement?.getAttribute("name");
    const { table, choices } = found;
    const { name } = source;
    const given = source;
    const form = choicesForm(table, choices, {
      onChoices(next) {
        found = found && { ...found, choices: next };
        made = null;
        use.disabled = true; // until the points of this choice are there
        showTable();
        reader.choose(next);
      },
      onHeader: (header) => ask({ ...given, header }),
    });
    result.replaceChildren(
      el(
        "p",
        {},
        tableWords(name, table),
        ...(source.says ? [el("span", { className: "soft" }, ` ${source.says}`)] : []),
      ),
      previewTable(table, choices),
      form,
    );
    // the form is made anew at each choice
    if (focused) /** @type {HTMLElement | null} */ (result.querySelector(`[name="${focused}"]`))?.focus();
  }

  function showMade() {
    if (!found || !made) return;
    setText(problem, "");
    picture.replaceChildren(thumbnail(made.points, 180, made.points.length > 400 ? 1.8 : 2.8));
    said.replaceChildren(
      ...madeWords(made, found.choices, found.table, found.notes).map((text) => el("p", {}, text)),
    );
    both.hidden = use.hidden = use.disabled = false;
  }

  stop.onclick = () => {
    reader.end();
    found = null;
    clear();
  };
  use.onclick = () => {
    if (!made || !source) return;
    const { name } = source;
    dispatch({ type: "data/use", points: made.points, name });
  };
  cancel.onclick = close;
  dialog.onclose = close;
  dialog.onclick = (event) => {
    if (event.target === dialog) close();
  };
  // where nothing that can be edited has the focus, Firefox pastes into the body
  document.addEventListener("paste", (event) => dialog.open && from.paste(event));
  for (const type of /** @type {const} */ (["dragover", "drop"])) {
    dialog.addEventListener(type, (event) => {
      const [file] = event.dataTransfer?.files ?? [];
      event.preventDefault();
      event.stopPropagation();
      if (type === "drop" && file) from.take(file);
    });
  }

  return {
    sync({ view }) {
      drop.hidden = view.data !== "drop";
      const open = view.data === "dialog";
      if (open && !dialog.open) {
        dialog.showModal();
        title.focus();
      } else if (!open && dialog.open) {
        reader.end();
        dialog.close();
      }
    },
  };
}
