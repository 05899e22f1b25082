/** Build micrograd yourself: the exercises in a row, the text of one, and the editor of the learner's one file. */

import { pageScrolls } from "../../protocol/browser.js";
import { MINE } from "../../protocol/messages.js";
import { changesOf } from "../../state/code/diff.js";
import { shownExercise } from "../../state/course/course.js";
import { courseVerdict } from "../../state/course/words.js";
import { changed, el, setText } from "../dom.js";
import { makeEditor, onRunKey } from "../editor/editor.js";
import { exerciseList } from "./list.js";
import { exerciseText } from "./text.js";
import { courseVerdictView } from "./verdict.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {State["course"]} Course */

/** How long nothing is typed before the file is checked, in ms. */
const PAUSE = 600;

const SOLUTION = "the solution";

/** What marks a gap in a start. */
const GAP = "# YOUR CODE";

/** @param {string} text @param {string} title @param {() => void} onclick */
const button = (text, title, onclick) =>
  el("button", { type: "button", className: "quiet", title, onclick }, text);

/**
 * @param {HTMLElement} root
 * @param {import("../index.js").Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const narrow = pageScrolls();
  /** What has been typed and not yet been handed on. @type {string | null} */
  let typed = null;
  let timer = 0;
  /** Hands on what has been typed. */
  function flush() {
    clearTimeout(timer);
    if (typed !== null) dispatch({ type: "course/edit", text: typed });
    typed = null;
  }
  /** @param {string} _file @param {string} text */
  function onEdit(_file, text) {
    typed = text;
    clearTimeout(timer);
    timer = Number(setTimeout(flush, PAUSE));
  }
  /** Dispatches after what has been typed. @type {import("../index.js").Dispatch} */
  function act(action) {
    flush();
    dispatch(action);
  }

  const title = el("h2", { tabIndex: -1 }, "Build micrograd yourself");
  const list = exerciseList(act);
  const close = button("✕", "Close the exercises: Escape", () => act({ type: "course/close" }));
  close.setAttribute("aria-label", "Close the exercises");
  const text = exerciseText(act);
  const host = el("div", { className: "code-editor" });
  const editor = makeEditor(host, [MINE, SOLUTION], onEdit, { fixed: SOLUTION, wraps: true });
  const verdict = courseVerdictView(act, (line) => editor.goTo(line));
  const solution = solutionBar(act);
  const show = button("Show the solution", "Beside your file: nothing is replaced", () =>
    act({ type: "course/solution", shown: true }),
  );
  const again = button("Begin this exercise again", "What it asks for, as it was given; the rest stays", () =>
    act({ type: "course/again" }),
  );
  const hint = el("p", { className: "soft" }, "Escape, then Tab leaves the editor.");
  const foot = el("footer", {}, show, again, hint, verdict.output);
  const work = el("div", { className: "work" }, ...verdict.elements, solution.element, host, foot);
  root.append(
    el("header", {}, title, list.element, close),
    el("div", { className: "course" }, text.element, work),
  );

  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target === host) return;
    event.preventDefault();
    event.stopPropagation();
    act({ type: "course/close" });
  });
  onRunKey(host, flush);
  addEventListener("pagehide", flush);

  /** What had the focus when the panel was opened. @type {Element | null} */
  let opener = document.activeElement;
  /** @param {State} state @param {boolean} open */
  function opened({ code }, open) {
    root.hidden = !open;
    if (open) {
      opener = root.contains(document.activeElement) ? opener : document.activeElement;
      title.focus({ preventScroll: true });
      toSight();
    } else if (!code.open) {
      const usable = opener instanceof HTMLElement && opener !== document.body && opener.checkVisibility();
      const back = usable ? opener : document.querySelector(".edit-python");
      /** @type {HTMLElement | null} */ (back)?.focus();
    }
  }

  /** Where the page scrolls, the panel fills the screen. It does so once its place in the page is known. */
  const toSight = () =>
    requestAnimationFrame(() => narrow.matches && root.scrollIntoView({ block: "start" }));

  /** The file and the solution in the editor, and the gap that comes next. @param {Course} course @param {Course | undefined} old */
  function showFiles(course, old) {
    const { exercises, source, current } = course;
    if (!exercises) return;
    if (typed === null) editor.setFiles({ [MINE]: source, [SOLUTION]: course.solution?.text ?? "" });
    editor.show(course.solution ? SOLUTION : MINE);
    if (old?.solution !== course.solution && course.solution) return goToChange(course.solution);
    if (old?.exercises && old.current === current) return;
    const gap = gapIn(source, shownExercise(course));
    if (gap > 0) editor.goTo(gap, false);
    if (old?.exercises) text.focus();
    else toSight();
  }

  /** @param {NonNullable<Course["solution"]>} solution */
  function goToChange({ of, text: solved }) {
    const [first] = changesOf(of, solved);
    if (first) editor.goTo(first.first, false);
  }

  /** @param {Course} course */
  function mark(course) {
    const { solution: shown } = course;
    editor.mark({
      changes: shown ? changesOf(shown.of, shown.text) : [],
      removed: shown !== null,
      wrong: shown ? null : courseVerdict(course).line,
      node: [],
    });
  }

  /** @type {State | null} */
  let before = null;
  return {
    sync(state) {
      const { course } = state;
      const old = before?.course;
      if (course.open !== (old?.open ?? false)) opened(state, course.open);
      if (course.open) {
        const exercise = shownExercise(course);
        text.sync(exercise, course);
        list.sync(course);
        if (old !== course) showFiles(course, old);
        if (course.exercises && changed(marked, before, state)) mark(course);
        verdict.sync(state);
        // the button that was pressed gives way to others: the focus goes to the first of them
        const holds =
          foot.contains(document.activeElement) || solution.element.contains(document.activeElement);
        solution.sync(course);
        foot.hidden = course.solution !== null || exercise === null;
        show.disabled = again.disabled = course.checker.phase === "failed";
        if (holds && old?.solution !== course.solution) (course.solution ? solution.back : show).focus();
      }
      before = state;
    },
  };
}

/** What the marks in the text depend on. @param {State} state */
const marked = ({ course }) => [course.open, course.source, course.said, course.solution, course.current];

/** Above the solution: what the colours mean, and the ways on. @param {import("../index.js").Dispatch} dispatch */
function solutionBar(dispatch) {
  const says = el("span");
  const take = el("button", { type: "button" }, "Use this solution");
  take.onclick = () => dispatch({ type: "course/take" });
  const back = el("button", { type: "button" }, "Back to my file");
  back.onclick = () => dispatch({ type: "course/solution", shown: false });
  const element = el("p", { className: "look", hidden: true }, says, back, take);
  return {
    element,
    back,
    /** @param {Course} course */
    sync({ solution }) {
      element.hidden = solution === null;
      if (!solution) return;
      const same = solution.text === solution.of;
      take.hidden = same;
      setText(says, same ? "Your file is the solution." : solution.whole ? WHOLE : COMPARED);
    },
  };
}

const COMPARED = "Green lines are the solution. What is struck through is yours.";
const WHOLE = "Your file is not Python yet, so this is the course's whole file.";

/**
 * The line of the file where an exercise begins: its first gap, or the first line that it wants changed; 0 if that is gone. The gaps
 * of earlier exercises may still be there.
 * @param {string} source @param {import("../../state/course/types.js").Exercise | null} exercise
 */
function gapIn(source, exercise) {
  if (!exercise) return 0;
  const { start, solution } = exercise;
  const given = start.split("\n");
  const [change] = changesOf(solution, start);
  const wanted = given.find((line) => line.includes(GAP)) ?? given[(change?.first ?? 1) - 1];
  return source.split("\n").lastIndexOf(wanted) + 1;
}
