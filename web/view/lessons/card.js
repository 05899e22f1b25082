/** The card of a lesson: one stage, with its sentences, its prediction and what to do. */

import { lessonOf, stageOf } from "../../state/lesson/lesson.js";
import { filled } from "../../state/lesson/words.js";
import { changed, el, publishHeight, setText } from "../dom.js";
import { makeDrawing } from "./drawing.js";
import { makeGlow } from "./glow.js";
import { setProse } from "./prose.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/lesson/lesson.js").Going} Going */
/** @typedef {import("../index.js").Dispatch} Dispatch */

/** @param {State} state */
const parts = ({ view, run, compare, answers, selection }) => [
  view.lesson,
  view.questions,
  answers.landscape,
  selection.node,
  run.walk,
  compare,
];

/**
 * @param {HTMLElement} root the inspector's
 * @param {Dispatch} dispatch
 * @returns {import("../index.js").View}
 */
export function mount(root, dispatch) {
  const card = makeCard(dispatch);
  root.prepend(card.element);
  publishHeight(card.element, "--sheet");
  /** @type {State | null} */
  let before = null;
  /** @param {State} state */
  function show(state) {
    const { lesson, questions } = state.view;
    // side by side, all panels are hidden
    const place = state.compare && lesson ? document.body : root;
    if (card.element.parentElement !== place) place.prepend(card.element);
    document.documentElement.classList.toggle("in-lesson", lesson !== null);
    // the button that has opened the lesson may be gone by now, with the list that it was in
    const { activeElement } = document;
    const chosen = activeElement === document.body || activeElement?.closest(".questions") !== null;
    card.show(state, Boolean(chosen && !before?.view.lesson));
    if (lesson && questions && !before?.view.questions) card.focus();
  }

  return {
    sync(state) {
      if (changed(parts, before, state)) show(state);
      before = state;
      card.glow(state);
    },
  };
}

/** @param {Dispatch} dispatch */
function makeCard(dispatch) {
  const glow = makeGlow();
  const title = el("h2", {});
  const count = el("span", { className: "count soft num" });
  const leave = button("Back to my run", "quiet", () => dispatch({ type: "lesson/close" }));
  const [said, asked, todo, verdict, seen] = ["said", "asked", "todo", "guessed", "seen"].map((name) =>
    el("p", { className: name }),
  );
  said.tabIndex = -1;
  const choices = el("div", { className: "choices", role: "group", "aria-label": "Your prediction" });
  const drawing = makeDrawing(dispatch, scrollToResult);
  const told = el("div", { role: "status", "aria-label": "What was seen" }, verdict, seen);
  const back = button("Previous", "quiet", () => dispatch({ type: "lesson/back" }));
  const show = button("Show me", "quiet", () => dispatch({ type: "lesson/show" }));
  const next = button("Next", "", ({ detail }) => {
    if (detail > 1) return; // the second click of a double click would skip the stage that the first has come to
    dispatch({ type: "lesson/next" });
  });
  const body = el("div", { className: "lesson-body" }, said, asked, choices, todo, told, drawing.element);
  const element = el(
    "section",
    { className: "lesson", "aria-label": "Lesson", hidden: true },
    el("header", {}, title, count, leave),
    body,
    el("footer", {}, back, show, next),
  );
  /** The stage whose choices are shown. */
  let built = "";
  /** The stage, and whether it is done, that is shown from its beginning or its result. */
  let turned = "";
  /** Whether the result stays in sight: until the learner scrolls. */
  let follows = false;

  function scrollToResult() {
    body.scrollTop = told.offsetTop - body.offsetTop;
  }
  // the card gives room to what the inspector shows
  new ResizeObserver(() => follows && scrollToResult()).observe(body);
  for (const type of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    body.addEventListener(type, () => (follows = false), { passive: true });
  }

  /**
   * A new stage begins with its text, and its result; the focus goes there if it was on a button of the card, which may be gone or
   * mean something else now.
   * @param {boolean} done @param {boolean} focused
   */
  function turn(done, focused) {
    follows = done;
    if (done) scrollToResult();
    else body.scrollTop = 0;
    if (focused) (done ? next : said).focus({ preventScroll: true });
  }

  /** @param {Going} lesson */
  function showPrediction({ asked: texts, answer, done, right, id, stage }) {
    const key = `${id} ${stage} ${texts?.join("\n")}`;
    if (key !== built) {
      choices.replaceChildren(
        ...(texts ?? []).map((text, choice) =>
          button(text, "choice", () => dispatch({ type: "lesson/answer", choice })),
        ),
      );
      built = key;
    }
    /** @type {HTMLButtonElement[]} */ ([...choices.children]).forEach((each, i) => {
      each.setAttribute("aria-pressed", String(answer === i));
      each.disabled = done;
      each.classList.toggle("right", done && right.includes(i));
    });
    verdict.hidden = !(done && right.length > 0);
    const [it] = right.map((choice) => texts?.[choice]);
    const told = `The answer: ${it}.`;
    if (answer === null) setText(verdict, told);
    else setText(verdict, right.includes(answer) ? "As you predicted." : `Not as you predicted. ${told}`);
  }

  return {
    element,
    focus: () => said.focus(),
    /** @param {State} state */
    glow(state) {
      const { lesson } = state.view;
      const wanted = lesson && awaited(lesson);
      if (!lesson || !(wanted || lesson.done)) return glow.show(null);
      const named = (/** @type {string[]} */ names) =>
        names.map((each) => filled(each, state, lesson.notes) ?? "");
      const look = named(stageOf(lesson)?.look ?? []);
      const key = `${lesson.id} ${lesson.stage} ${lesson.done}`;
      glow.show({ controls: named(wanted?.control ?? []), look, key });
    },
    /** @param {State} state @param {boolean} chosen whether the focus is on the list, which goes now */
    show(state, chosen) {
      const { lesson } = state.view;
      element.hidden = lesson === null;
      if (!lesson) return;
      const focused = chosen || element.contains(document.activeElement);
      const { question, stages } = lessonOf(lesson.id);
      const stage = stageOf(lesson);
      const { done, said: sentences, seen: result, answer } = lesson;
      setText(title, question);
      setText(count, `${lesson.stage + 1} of ${stages}`);
      setProse(said, sentences ?? "The lesson prepares its run …");
      const waits = sentences === null;
      asked.hidden = choices.hidden = waits || !stage?.ask;
      setText(asked, (stage?.ask && lesson.asked?.at(-1)) ?? "");
      todo.hidden = waits || done || !stage?.do || Boolean(stage?.ask && answer === null);
      setText(todo, (stage?.do && filled(stage.do.say, state, lesson.notes)) ?? "");
      showPrediction({
        ...lesson,
        asked: waits || !stage?.ask ? null : (lesson.asked?.slice(0, -1) ?? null),
      });
      seen.hidden = !result;
      setProse(seen, result ?? "");
      const drawn = stage?.draw && done ? stage.draw.paths : null;
      element.classList.toggle("draws", drawn !== null);
      drawing.show(drawn && [drawn, state]);
      back.hidden = lesson.stage === 0;
      show.hidden = done || !(stage?.do || stage?.ask) || waits;
      const last = lesson.stage === stages - 1;
      setText(next, done ? (last ? "Back to my run" : "Next") : last ? "Leave" : "Skip");
      leave.hidden = last && done;
      next.className = done ? "primary" : "quiet";
      const key = `${lesson.id} ${lesson.stage} ${done}`;
      if (key === turned) return;
      turned = key;
      turn(done, focused);
    },
  };
}

/** What the learner is to do now: after the prediction, until it is done. @param {Going} lesson */
function awaited(lesson) {
  const stage = stageOf(lesson);
  const predicted = !stage?.ask || lesson.answer !== null;
  return stage?.do && lesson.said !== null && predicted && !lesson.done ? stage.do : null;
}

/** @param {string} text @param {string} className @param {(event: MouseEvent) => void} onclick */
const button = (text, className, onclick) => el("button", { type: "button", className, onclick }, text);
