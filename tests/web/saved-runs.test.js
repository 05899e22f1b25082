import assert from "node:assert/strict";
import { test } from "node:test";
import { entries } from "../../web/protocol/browser.js";
import { RULES } from "../../web/protocol/config.js";
import { noteLink } from "../../web/state/code/kept.js";
import { patch } from "../../web/state/patch.js";
import { encodeRun } from "../../web/state/save.js";
import { nameOf, SavedRuns } from "../../web/state/saved-runs.js";
import { makeSnapshot, play, startedState } from "./fixtures.js";

/** A run of the default network at a step. @param {number} step */
function runAt(step) {
  const state = play(startedState(), step);
  const column = () => Float64Array.from({ length: 51 }, (_, i) => i / 7);
  const columns = { data: column(), grad: column(), m: column(), v: column() };
  return patch(state, { session: { snapshot: { ...makeSnapshot(step), ...columns } } });
}

/** A browser, whose storage holds at most so many characters. @param {number} [room] */
function browser(room = Infinity) {
  /** @type {Map<string, string>} */
  const items = new Map();
  const size = () => [...items].reduce((sum, [key, text]) => sum + key.length + text.length, 0);
  const storage = /** @type {any} */ ({
    get length() {
      return items.size;
    },
    key: (/** @type {number} */ i) => [...items.keys()][i],
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    removeItem: (/** @type {string} */ key) => items.delete(key),
    setItem(/** @type {string} */ key, /** @type {string} */ text) {
      const before = items.get(key);
      items.set(key, text);
      if (size() <= room) return;
      if (before === undefined) items.delete(key);
      else items.set(key, before);
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  let clock = Date.UTC(2026, 10, 25, 12);
  let ids = 0;
  /** A tab of its own. */
  const tab = () =>
    new SavedRuns(
      entries(() => storage),
      entries(() => {
        throw new Error("a storage of its own");
      }),
      () => `run${++ids}`,
      () => (clock += 60_000),
    );
  return { tab, items };
}

const hashOf = (/** @type {number} */ step) => `#run=${encodeURIComponent(encodeRun(runAt(step)))}`;
const stepOf = (/** @type {{saved: any}} */ { saved }) => saved?.session.snapshot.step;

test("a new browser has no run, and no problem", () => {
  const nothing = { saved: null, entry: null, problem: "", text: "", view: null, lacks: "", code: null };
  assert.deepEqual(browser().tab().open(""), nothing);
});

test("the code of a link comes with its run, with a run that can't be read, and again by a reload until the tab has it", () => {
  const { tab } = browser();
  const mine = tab();
  assert.equal(mine.open("#code=abc").code, "abc");
  assert.equal(mine.open("#run=broken&code=abc").code, "abc");
  assert.equal(mine.openLink("#step=3&code=").code, "");
  mine.write("a", runAt(7));
  mine.mark("a", "#step=3&code=abc");
  assert.equal(mine.open("#step=3&code=abc").code, "abc");
  noteLink("abc", mine.tab);
  assert.equal(mine.open("#step=3&code=abc").code, null);
  assert.equal(mine.open("#step=4&code=abc").code, "abc");
  assert.equal(mine.open("#step=4").code, null);
});

test("a new tab goes on with the latest run", () => {
  const { tab } = browser();
  tab().write("a", runAt(3));
  tab().write("b", runAt(5));
  const opened = tab().open("");
  assert.equal(opened.entry, "b");
  assert.equal(stepOf(opened), 5);
});

test("a reload comes back to the tab's own run, also when the address holds an older one", () => {
  const { tab } = browser();
  const mine = tab();
  mine.write("a", runAt(7));
  mine.mark("a", hashOf(4));
  tab().write("b", runAt(9)); // another tab, later
  assert.equal(stepOf(mine.open(hashOf(4))), 7);
  assert.equal(stepOf(mine.open("")), 7);
});

test("a link opens its own run, and the run before is kept and named", () => {
  const { tab } = browser();
  const mine = tab();
  mine.write("a", runAt(62));
  mine.mark("a", "");
  const opened = mine.open(hashOf(4));
  assert.equal(stepOf(opened), 4);
  assert.equal(opened.entry, null);
  assert.match(opened.text, /^Your run of .*step 62 is kept: see Runs\.$/);
  assert.equal(mine.list().length, 1);
});

test("a link that is broken or empty is told, and the latest run is shown", () => {
  const { tab } = browser();
  tab().write("a", runAt(3));
  for (const hash of ["#run=", "#run=%7B%7D", "#run=x"]) {
    const opened = tab().open(hash);
    assert.match(opened.problem, /^The run in this link can't be read: /);
    assert.equal(stepOf(opened), 3);
  }
});

test("of many runs the last six are kept", () => {
  const { tab } = browser();
  for (let i = 0; i < 9; i++) tab().write(`r${i}`, runAt(1));
  const kept = tab().list();
  assert.deepEqual(
    kept.map(({ id }) => id),
    ["r8", "r7", "r6", "r5", "r4", "r3"],
  );
});

test("when the storage is full the oldest run makes room, and at last the run's own past", () => {
  const size = 2 * encodeRun(runAt(1), { past: true }).length + 400;
  const { tab } = browser(size);
  for (const id of ["a", "b", "c"]) tab().write(id, runAt(1));
  const ids = tab()
    .list()
    .map(({ id }) => id);
  assert.deepEqual(ids, ["c", "b"]);
  const long = runAt(1);
  const past = /** @type {any} */ ({
    ...long.run.history,
    train: new Float64Array(1e4),
    val: new Float64Array(1e4),
  });
  const snapshot = /** @type {any} */ ({ ...long.session.snapshot, step: 1e4 });
  tab().write("d", patch(long, { session: { snapshot }, run: { history: past } }));
  assert.equal(stepOf(tab().openEntry("d")), 1e4);
});

test("the run of an earlier version of the page is still there", () => {
  const { tab, items } = browser();
  items.set("micrograd", encodeRun(runAt(2), { past: true }));
  assert.equal(stepOf(tab().open("")), 2);
  assert.equal(nameOf(tab().list()[0]), "an earlier visit");
});

test("a run is named by its time, by its day unless that is today, and by its step", () => {
  const at = new Date(2026, 10, 25, 14, 2).getTime();
  const run = { id: "a", at, step: 62, points: 100, dataset: "simple" };
  assert.equal(nameOf(run, new Date(2026, 10, 25, 20)), "14:02, step 62");
  assert.equal(nameOf(run, new Date(2026, 10, 26)), "2026-11-25 14:02, step 62");
});

test("a run with a nonlinearity that only the learner's code has is kept, and another starts with the default", () => {
  const { tab } = browser();
  const own = runAt(4);
  const config = { ...own.session.config, nonlin: "sigmoid" };
  tab().write("a", patch(own, { session: { config } }));
  const opened = tab().open("");
  assert.equal(opened.problem, "");
  assert.equal(
    opened.text,
    "Your last run uses sigmoid, which only your code has. It is kept under Runs; this one starts with tanh.",
  );
  assert.equal(opened.entry, null, "the kept run is not overwritten");
  assert.equal(opened.saved?.run?.starting?.config.nonlin, "tanh");
  assert.deepEqual(opened.saved?.session?.points, own.session.points);
  const offered = tab().openEntry("a", ["sigmoid"]);
  assert.equal(offered.lacks, "");
  assert.equal(offered.saved?.session?.config?.nonlin, "sigmoid");
  assert.equal(stepOf(offered), 4);
  assert.equal(tab().openEntry("a").lacks, "sigmoid");
});

test("a link to such a nonlinearity says so and starts with the default; what can be no name is still refused", () => {
  const { tab } = browser();
  const opened = tab().openLink("#nonlin=sigmoid&layers=4&step=7");
  assert.equal(
    opened.text,
    "No engine here has sigmoid, the nonlinearity of this link: its run starts with tanh.",
  );
  const { starting } = opened.saved?.run ?? {};
  assert.deepEqual(
    [starting?.config.nonlin, starting?.config.layers, starting?.steps, starting?.keepPoints],
    ["tanh", [4], 7, false],
  );
  assert.equal(tab().openLink("#nonlin=sigmoid", ["sigmoid"]).saved?.run?.starting?.config.nonlin, "sigmoid");
  const refusal = `nonlin must be ${RULES.nonlin.says}, not '1+1'`;
  assert.ok(tab().openLink("#nonlin=1%2B1").problem.includes(refusal));
  assert.match(tab().openLink("#nonlin=sigmoid&lr=-1").problem, /lr must be a finite number >= 0/);
});
