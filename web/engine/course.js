/**
 * The exercises' effects: their texts are fetched, the file is checked in a worker of its own after each change, and the browser
 * keeps it. Loaded when the panel is opened for the first time.
 */

import { confinedWorker } from "../protocol/engines.js";
import { COURSE_ACTIONS, saidNow } from "../state/course/course.js";
import { courseText, KeptCourse } from "../state/course/kept.js";
import { settleTraining } from "../state/course/train.js";
import { addHandlers } from "../state/late.js";
import { afterTicks, retire } from "./client.js";

/** @typedef {import("../state/types.js").State} State */
/** @typedef {import("../state/store.js").Store} Store */
/** @typedef {import("../state/course/types.js").Asked} Asked */
/** What the worker is at. @typedef {{verb: Asked["verb"] | "check", exercise: string, source: string, asked: Asked | null}} Work */

/** How long a worker may be silent while it works, in seconds: Python says that it is alive, and interrupts its own loops. */
const PATIENCE = 2;

/** How many times longer than loading the checks took a silence may last more. */
const SLACK = 1;

/** How long a starting worker may be silent, in seconds. */
const START = 60;

const ENDLESS = "Your code was stopped because it ran too long: it may contain an endless loop.";
/** @param {string} reason */
const BROKEN = (reason) => `Your code ended Python: ${reason}.`;

const makeWorker = () =>
  confinedWorker("course", new URL("../worker/course/course.worker.js", import.meta.url));

/** What the state wants done next. @param {State["course"]} course @returns {Work | null} */
export function workOf(course) {
  const { asked, current: exercise, source } = course;
  if (asked) return { ...asked, asked };
  if (exercise === "" || saidNow(course) !== null) return null;
  return { verb: "check", exercise, source, asked: null };
}

export class Checker {
  /** @param {Store} store @param {() => Worker} [make] */
  constructor(store, make = makeWorker) {
    this.store = store;
    this.make = make;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Work | null} */
    this.at = null;
    this.ready = false;
    this.took = 0;
    this.nextId = 1;
    this.heard = () => {};
  }

  /** The worker lives while the panel is open, and works through what the state wants. */
  follow() {
    const { open, current, checker } = this.store.state.course;
    if (!open) return this.stop();
    if (checker.phase === "failed" || current === "") return;
    if (!this.worker) return this.start();
    const work = workOf(this.store.state.course);
    if (this.ready && !this.at && work) this.send(work);
  }

  start() {
    const { dispatch } = this.store;
    this.worker = this.make();
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail({ reason: "the worker could not be loaded", details: event.message ?? "" });
    };
    this.awaitStart();
    dispatch({ type: "course/checker", checker: { phase: "starting", loaded: 0, total: 0, reason: "" } });
  }

  stop() {
    this.heard();
    if (this.worker) retire(this.worker);
    this.worker = this.at = null;
    this.ready = false;
  }

  /** @param {number} seconds @param {() => void} f */
  wait(seconds, f) {
    this.heard();
    this.heard = afterTicks(seconds, f);
  }

  /** The worker starts, and will be heard of. */
  awaitStart() {
    this.wait(START, () => this.fail({ reason: `nothing arrived for ${START} seconds`, details: "" }));
  }

  /** @param {Work} work */
  send(work) {
    const { verb, exercise, source } = work;
    this.at = work;
    this.listen();
    if (verb === "check") this.store.dispatch({ type: "course/printed", text: "" });
    const { exercises, solved } = this.store.state.course;
    const last = exercises?.findLast(({ id }) => solved.includes(id))?.id ?? "";
    const names = verb === "solve" ? [exercise, last] : [exercise];
    const args = verb === "check" ? [exercise, source] : [source, ...names];
    this.worker?.postMessage({ id: this.nextId++, verb, args });
  }

  /** The worker works from here on, and will be heard of. */
  listen() {
    this.wait(PATIENCE + SLACK * this.took, () => this.end(ENDLESS));
  }

  /** @param {any} data */
  receive(data) {
    const { dispatch } = this.store;
    if (data.progress) {
      this.awaitStart();
      dispatch({ type: "course/checker", checker: data.progress });
    } else if (data.alive) {
      if (this.at) this.listen();
    } else if (data.printed) dispatch({ type: "course/printed", text: data.printed });
    else if (data.failed) this.fail(data.failed);
    else if (data.ready) {
      this.heard();
      this.ready = true;
      this.took = data.took;
      dispatch({ type: "course/checker", checker: { phase: "ready" } });
    } else this.answered(data.reply);
    this.follow();
  }

  /** @param {string | null} reply */
  answered(reply) {
    const { at } = this;
    this.heard();
    this.at = null;
    if (!at) return;
    const { verb, exercise, source, asked } = at;
    if (asked) this.store.dispatch({ type: "course/merged", asked, text: reply });
    else if (verb === "check")
      this.store.dispatch({ type: "course/said", exercise, source, text: String(reply) });
  }

  /** Another worker takes the place of one that does not answer, or has died; that is what is said of the file. @param {string} text */
  end(text) {
    const { at } = this;
    this.stop();
    if (at?.asked) this.store.dispatch({ type: "course/merged", asked: at.asked, text: null });
    else if (at) this.store.dispatch({ type: "course/said", exercise: at.exercise, source: at.source, text });
    this.follow();
  }

  /** @param {{reason: string, details: string}} failure */
  fail({ reason, details }) {
    if (this.at) return this.end(BROKEN(reason));
    this.stop();
    this.store.dispatch({ type: "course/checker", checker: { phase: "failed", reason, details } });
  }
}

/** @param {Store} store */
export function startCourse(store) {
  addHandlers({ actions: COURSE_ACTIONS, settle: settleTraining });
  const checker = new Checker(store);
  const kept = new KeptCourse();
  let asked = false;
  /** The entry as the state has it. */
  let text = "";

  /** The texts, then what this browser has kept. */
  async function read() {
    asked = true;
    try {
      const response = await fetch(new URL("../course/index.json", import.meta.url));
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const exercises = await response.json();
      const entry = kept.read(exercises);
      store.dispatch({ type: "course/arrived", exercises, kept: entry });
      text = courseText(store.state.course);
    } catch {
      asked = false;
      const missing = "The exercises have not arrived: check the connection, then open them again.";
      store.dispatch({ type: "course/close" });
      store.dispatch({ type: "notice/show", notice: { kind: "error", text: missing } });
    }
  }

  /** Keeps what has changed. */
  function keep() {
    const { course } = store.state;
    const now = courseText(course);
    if (now === text) return;
    text = now;
    const { lasts, other } = kept.write(course);
    if (lasts !== course.lasts) store.dispatch({ type: "course/lasts", lasts });
    if (other !== null) store.dispatch({ type: "course/other", source: other });
  }

  /** @param {State} state */
  function follow({ course }) {
    if (course.open && !course.exercises && !asked) read();
    if (course.exercises && text !== "") keep();
    checker.follow();
  }
  store.onChange(follow);
  follow(store.state);
}
