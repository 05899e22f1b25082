/** The questions, as a list where the inspector has nothing else to show. */

import { LESSONS } from "../../lessons/index.js";
import { changed, el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/** @param {State} state */
const parts = ({ view, selection, run }) => [
  view.lesson,
  view.lessons,
  view.questions,
  selection.node,
  run.walk,
];

/**
 * @param {HTMLElement} root the inspector's
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const list = makeList(dispatch);
  root.prepend(list.element);
  /** @type {State | null} */
  let before = null;
  /** @param {State} state */
  function show(state) {
    const { lesson, questions } = state.view;
    const empty = state.selection.node === null && !state.run.walk;
    list.element.hidden = lesson !== null || !(questions || empty);
    root.classList.toggle("with-questions", !list.element.hidden);
    list.show(state);
    if (questions && !lesson && !before?.view.questions) list.focus();
  }

  return {
    sync(state) {
      if (changed(parts, before, state)) show(state);
      before = state;
    },
  };
}

/** @param {import("../index.js").Dispatch} dispatch */
function makeList(dispatch) {
  const rows = LESSONS.map(({ id, question, stages }) => {
    const mark = el("span", { className: "progress soft num" });
    const button = el("button", { type: "button", className: "question" }, el("span", {}, question), mark);
    button.onclick = () => dispatch({ type: "lesson/open", id });
    return { id, stages, mark, button };
  });
  const [first, ...others] = rows.map(({ button }) => button);
  first.classList.add("first");
  const close = el("button", { type: "button", className: "quiet" }, "Close");
  close.setAttribute("aria-label", "Close the questions");
  close.onclick = () => dispatch({ type: "lesson/questions", shown: false });
  const name = "Build micrograd yourself: ten exercises";
  const build = el("button", { type: "button", className: "build", title: name }, "Build micrograd");
  build.setAttribute("aria-label", name);
  build.onclick = () => dispatch({ type: "course/open" });
  // what to begin with stands apart, and all other questions are in sight below it
  const head = el("header", {}, el("h2", { className: "sr-only" }, "Questions"), first, build, close);
  const items = el("ol", {}, ...others.map((button) => el("li", {}, button)));
  return {
    element: el("section", { className: "questions", "aria-label": "Questions" }, head, items),
    focus: () => first.focus(),
    /** @param {State} state */
    show({ view: { lessons, questions } }) {
      close.hidden = !questions;
      for (const { id, stages, mark } of rows) {
        const reached = lessons[id];
        const text = reached === undefined ? "" : reached >= stages ? "✓" : `${reached + 1}/${stages}`;
        setText(mark, text);
        mark.setAttribute("aria-label", text === "✓" ? "done" : "");
      }
    },
  };
}
