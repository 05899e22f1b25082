/** The store: one state, one way to change it, one notification per animation frame. */

import { initialState, update } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Action} Action */

export class Store {
  /**
   * @param {Partial<State>} [saved]
   * @param {(callback: (time: number) => void) => void} [nextFrame]
   */
  constructor(saved, nextFrame = (callback) => requestAnimationFrame(callback)) {
    this.state = Object.freeze(initialState(saved));
    this.nextFrame = nextFrame;
    this.frameWanted = false;
    /** @type {((state: State, time: number) => void)[]} */
    this.views = [];
    /** @type {((state: State) => void)[]} */
    this.effects = [];
    this.dispatch = this.dispatch.bind(this);
  }

  /** Calls f with the state once per frame in which it has changed. @param {(state: State, time: number) => void} f */
  onFrame(f) {
    this.views.push(f);
    this.wantFrame();
  }

  /** Calls f after every action: frames stop in a hidden tab, engines don't. @param {(state: State) => void} f */
  onChange(f) {
    this.effects.push(f);
  }

  /** @param {Action} action */
  dispatch(action) {
    const next = update(this.state, action);
    if (next === this.state) return;
    this.state = Object.freeze(next);
    this.wantFrame();
    for (const effect of this.effects) effect(this.state);
  }

  wantFrame() {
    if (this.frameWanted) return;
    this.frameWanted = true;
    this.nextFrame((time) => {
      this.frameWanted = false;
      for (const view of this.views) view(this.state, time);
    });
  }
}
