/** The ten exercises in a row: which one is shown, which are solved, and which can be chosen. */

import { isOpen } from "../../state/course/course.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/course/types.js").Exercise} Exercise */

/** @param {import("../index.js").Dispatch} dispatch */
export function exerciseList(dispatch) {
  const list = el("ol");
  const element = el("nav", { className: "steps", "aria-label": "Exercises" }, list);
  /** @type {{exercise: Exercise, button: HTMLButtonElement, mark: HTMLElement}[]} */
  let rows = [];

  /** @param {Exercise[]} exercises */
  function fill(exercises) {
    rows = exercises.map((exercise) => {
      const mark = el("span", { className: "mark", "aria-hidden": "true" });
      const button = el("button", { type: "button" }, String(exercise.number), mark);
      button.onclick = () => dispatch({ type: "course/choose", exercise: exercise.id });
      return { exercise, button, mark };
    });
    list.replaceChildren(...rows.map(({ button }) => el("li", {}, button)));
  }

  return {
    element,
    /** @param {State["course"]} course */
    sync(course) {
      const { exercises, solved, current } = course;
      if (exercises && rows.length === 0) fill(exercises);
      for (const { exercise, button, mark } of rows) {
        const { id, number, title } = exercise;
        const done = solved.includes(id);
        const can = isOpen(course, exercise);
        const name = `${number}. ${title}${done ? ", solved" : ""}`;
        button.title = can ? name : `${name}: solve exercise ${number - 1} first`;
        button.setAttribute("aria-label", name);
        button.setAttribute("aria-current", id === current ? "step" : "false");
        button.disabled = !can;
        button.classList.toggle("done", done);
        setText(mark, done ? "✓" : "");
      }
    },
  };
}
