/** The exercises in the state: which can be chosen, how the file grows and comes back, what is kept, and what begins a training. */

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { entries } from "../../web/protocol/browser.js";
import { MINE } from "../../web/protocol/messages.js";
import { COURSE_ACTIONS, nextExercise, saidNow, shownExercise } from "../../web/state/course/course.js";
import { COURSE, courseText, KeptCourse, readCourse } from "../../web/state/course/kept.js";
import { needed, settleTraining } from "../../web/state/course/train.js";
import { asideWords, courseVerdict, trainingVerdict } from "../../web/state/course/words.js";
import { addHandlers } from "../../web/state/late.js";
import { patch } from "../../web/state/patch.js";
import { update } from "../../web/state/state.js";
import { validated } from "../../web/state/validate.js";
import { play, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */
/** @typedef {import("../../web/state/types.js").Action} Action */

/** @param {number} number @returns {import("../../web/state/course/types.js").Exercise} */
const exercise = (number) => ({
  id: `ex0${number}`,
  number,
  title: `Title ${number}`,
  minutes: 10,
  teaches: "It teaches.",
  text: "A text.",
  hints: ["one", "two"],
  start: `start ${number}`,
  first: "Nothing yet.",
  solution: `solution ${number}`,
  wrong: [],
});
const EXERCISES = [1, 2, 3].map(exercise);

before(() => addHandlers({ actions: COURSE_ACTIONS, settle: settleTraining }));

/** @param {State} state @param {...Action} actions */
const after = (state, ...actions) => actions.reduce(update, state);

const arrived = (kept = null) =>
  after(startedState(), { type: "course/open" }, { type: "course/arrived", exercises: EXERCISES, kept });

/** The checks find nothing wrong with the file as it is. @param {State} state */
const solved = (state) => {
  const { current, source } = state.course;
  return update(state, { type: "course/said", exercise: current, source, text: "" });
};

/** Python answers what it was asked. @param {State} state @param {string | null} text */
function answered(state, text) {
  const { asked } = state.course;
  if (!asked) throw new Error("nothing was asked");
  return update(state, { type: "course/merged", asked, text });
}

test("the first exercise is shown with its start, and the next opens when it is solved", () => {
  const state = arrived();
  assert.equal(shownExercise(state.course)?.id, "ex01");
  assert.equal(state.course.source, "start 1");
  const refused = update(state, { type: "course/choose", exercise: "ex02" });
  assert.equal(refused.course.asked, null);
  assert.equal(refused.notice?.text, "Solve exercise 1 first.");
  const next = update(solved(state), { type: "course/next" });
  assert.deepEqual(next.course.asked, { verb: "grow", exercise: "ex02", source: "start 1" });
  const grown = answered(next, "start 1 and 2");
  assert.equal(grown.course.source, "start 1 and 2");
  assert.deepEqual([grown.course.current, grown.course.reached], ["ex02", 2]);
});

test("an earlier exercise is shown with the file as it is", () => {
  const state = answered(update(solved(arrived()), { type: "course/next" }), "grown");
  const back = update(state, { type: "course/choose", exercise: "ex01" });
  assert.deepEqual([back.course.current, back.course.source, back.course.asked], ["ex01", "grown", null]);
  const forth = update(back, { type: "course/choose", exercise: "ex02" });
  assert.deepEqual([forth.course.current, forth.course.source], ["ex02", "grown"]);
  assert.equal(nextExercise(patch(state, { course: { current: "ex03" } }).course), null);
});

test("an exercise that does not exist is refused by name", () => {
  const state = update(arrived(), { type: "course/choose", exercise: "ex99" });
  assert.equal(state.notice?.text, "There is no exercise ex99; there are ex01, ex02, ex03.");
  assert.throws(
    () => validated({ type: "course/edit", text: 1 }),
    /text of course\/edit must be a text, not 1/,
  );
});

test("a sentence holds for the file and the exercise that it was said of, and no others", () => {
  const state = arrived();
  const { current, source } = state.course;
  const said = update(state, { type: "course/said", exercise: current, source, text: "Line 3 raises it." });
  assert.equal(saidNow(said.course), "Line 3 raises it.");
  assert.deepEqual(courseVerdict(said.course), { kind: "differs", text: "Line 3 raises it.", line: 3 });
  const edited = update(said, { type: "course/edit", text: "changed" });
  assert.equal(saidNow(edited.course), null);
  const late = update(edited, { type: "course/said", exercise: current, source, text: "" });
  assert.equal(saidNow(late.course), null, "an answer about an older text");
  assert.deepEqual(late.course.solved, ["ex01"], "which was solved all the same");
});

test("an exercise stays solved when its file is changed", () => {
  const state = update(solved(arrived()), { type: "course/edit", text: "broken" });
  assert.deepEqual(state.course.solved, ["ex01"]);
  assert.equal(update(state, { type: "course/next" }).course.asked?.verb, "grow");
});

test("a solution is shown beside the file, taken over, and the file comes back", () => {
  const asked = after(
    arrived(),
    { type: "course/edit", text: "mine" },
    { type: "course/solution", shown: true },
  );
  const shown = answered(asked, "solved mine");
  assert.deepEqual(shown.course.solution, {
    exercise: "ex01",
    text: "solved mine",
    of: "mine",
    whole: false,
  });
  assert.equal(shown.course.source, "mine");
  const taken = update(shown, { type: "course/take" });
  assert.deepEqual([taken.course.source, taken.course.solution], ["solved mine", null]);
  assert.equal(asideWords(taken.course)?.button, "Restore it");
  const back = update(taken, { type: "course/swap" });
  assert.equal(back.course.source, "mine");
  assert.equal(update(back, { type: "course/swap" }).course.source, "solved mine");
});

test("for a file that is not Python the solution is the course's own file, and so is a new beginning", () => {
  const state = update(arrived(), { type: "course/edit", text: "def (" });
  const shown = answered(update(state, { type: "course/solution", shown: true }), null);
  assert.deepEqual([shown.course.solution?.text, shown.course.solution?.whole], ["solution 1", true]);
  const again = answered(update(state, { type: "course/again" }), null);
  assert.deepEqual([again.course.source, again.course.aside?.source], ["start 1", "def ("]);
});

test("what is typed while Python makes a change is kept: the change is of another file by then", () => {
  const asked = update(arrived(), { type: "course/again" });
  const typed = update(asked, { type: "course/edit", text: "typed meanwhile" });
  const { asked: question } = asked.course;
  if (!question) throw new Error("nothing was asked");
  const late = update(typed, { type: "course/merged", asked: question, text: "start 1" });
  assert.equal(late.course.source, "typed meanwhile");
});

test("hints unfold one by one, and there are no more than two", () => {
  const hints = [1, 2, 3].map((n) => Array(n).fill({ type: "course/hint" }));
  assert.deepEqual(
    hints.map((actions) => after(arrived(), ...actions).course.hints.ex01),
    [1, 2, 2],
  );
});

test("file and progress come back from the storage, and a damaged entry is none", () => {
  const state = update(solved(arrived()), { type: "course/hint" });
  const kept = readCourse(EXERCISES, courseText(state.course));
  assert.deepEqual(kept, {
    source: "start 1",
    current: "ex01",
    reached: 1,
    solved: ["ex01"],
    hints: { ex01: 1 },
  });
  assert.equal(readCourse(EXERCISES, "{"), null);
  assert.equal(readCourse(EXERCISES, JSON.stringify({ source: 1 })), null);
  const odd = JSON.stringify({
    source: "x",
    current: "ex9",
    reached: 99,
    solved: ["no"],
    hints: { ex02: 7 },
  });
  assert.deepEqual(readCourse(EXERCISES, odd), {
    source: "x",
    current: "ex01",
    reached: 3,
    solved: [],
    hints: { ex02: 2 },
  });
});

/** A storage with a life of its own. */
function storage() {
  const all = entries(() => null);
  return { ...all, lasts: true };
}

test("a tab that writes where another has written says what that one's file was", () => {
  const shared = storage();
  const [one, two] = [new KeptCourse(shared), new KeptCourse(shared)];
  const { course } = arrived();
  assert.deepEqual(one.write({ ...course, source: "one" }), { lasts: true, other: null });
  assert.deepEqual(one.write({ ...course, source: "one more" }), { lasts: true, other: null });
  assert.deepEqual(two.write({ ...course, source: "two" }), { lasts: true, other: "one more" });
  assert.deepEqual(two.write({ ...course, source: "two more" }), { lasts: true, other: null });
  assert.equal(readCourse(EXERCISES, shared.get(COURSE))?.source, "two more");
  const told = update(arrived(), { type: "course/other", source: "one more" });
  assert.match(asideWords(told.course)?.text ?? "", /^Another tab/);
});

test("a browser that keeps nothing says so once", () => {
  const forgetful = new KeptCourse(entries(() => null));
  assert.equal(forgetful.write(arrived().course).lasts, false);
  const state = update(arrived(), { type: "course/lasts", lasts: false });
  assert.match(state.notice?.text ?? "", /keeps nothing: copy my_micrograd\.py/);
});

test("the editor of the engine and the exercises take each other's place", () => {
  const code = update(arrived(), { type: "code/open" });
  assert.deepEqual([code.code.open, code.course.open], [true, false]);
  const course = update(code, { type: "course/open" });
  assert.deepEqual([course.code.open, course.course.open], [false, true]);
});

/** Yours has loaded the file of a learner who has solved all. @param {State} from @param {import("../../web/protocol/messages.js").Config} [config] */
function training(from, config = from.session.config) {
  const all = { source: "mine", current: "ex03", reached: 3, solved: ["ex01", "ex02", "ex03"] };
  const state = patch(from, { course: { exercises: EXERCISES, ...all }, session: { config } });
  return after(state, { type: "course/train" }, { type: "engine/ready", name: "yours" });
}

test("training waits until the last exercise is solved", () => {
  const state = update(arrived(), { type: "course/train" });
  assert.equal(state.code.run, null);
  assert.match(state.notice?.text ?? "", /solve the last exercise first/);
});

test("a training is a run of its own in Yours, and the run so far keeps its entry", () => {
  const before = patch(play(startedState(), 3), { run: { entry: "kept" } });
  const state = training(before);
  assert.deepEqual(state.code.run, { [MINE]: "mine" });
  assert.equal(state.engines.active, "yours");
  assert.deepEqual(state.run.starting, { config: before.session.config, keepPoints: true });
  assert.deepEqual([state.run.playing, state.run.entry, state.course.trains], [true, null, false]);
  assert.equal(trainingVerdict(state)?.kind, "busy");
  assert.equal(trainingVerdict(before), null);
});

test("settings that the file has no code for are set back when a training begins, and that is said", () => {
  const { config } = startedState().session;
  assert.deepEqual(needed(config), {});
  assert.deepEqual(needed({ ...config, optimizer: "sgd", lr: 0.5, layers: [4, 4] }), {});
  const odd = { ...config, loss: "logsumexp", nonlin: "relu", zero_grad: false };
  assert.deepEqual(needed(odd), { loss: "nll", nonlin: "tanh", zero_grad: true });
  const state = training(startedState(), odd);
  assert.equal(state.run.starting?.config.loss, "nll");
  assert.match(state.notice?.text ?? "", /loss is nll again, nonlin is tanh again, zero_grad is back/);
});

test("a setting that the file has no code for is left to another engine", () => {
  const state = update(training(startedState()), { type: "config/set", changes: { loss: "logsumexp" } });
  assert.equal(state.engines.active, "c");
  assert.equal(state.notice?.text, "my_micrograd.py has no code for this loss: C goes on with the run.");
});

test("a file that can't be loaded begins no run", () => {
  const failed = { type: /** @type {const} */ ("engine/failed"), name: /** @type {const} */ ("yours") };
  const state = update(training(startedState()), { ...failed, reason: "it broke" });
  assert.equal(trainingVerdict(state)?.text, "It broke.");
  assert.equal(state.course.trains, false);
});
