/** The store: one state, one way to change it, one notification per animation frame. */

import { initialState, update } from "./state.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Action} Action */

/** The state with its groups frozen, so that mutating it in place throws. @param {State} state */
function frozen(state) {
  for (const group of Object.values(state)) if (group !== null) Object.freeze(group);
  return Object.freeze(state);
}

export class Store {
  /**
   * @param {import("./state.js").Saved} [saved]
   * @param {(callback: (time: number) => void) => void} [nextFrame]
   */
  constructor(saved, nextFrame = (callback) => requestAnimationFrame(callback)) {
    this.state = frozen(initialState(saved));
    this.nextFrame = nextFrame;
    this.frameWanted = false;
    /** @type {((state: State, time: number) => void)[]} */
    this.views = [];
    /** @type {((state: State) => void)[]} */
    this.effects = [];
    this.dispatch = this.dispatch.bind(this);
  }

  /** Calls f with the state once per frame, if it has changed. @param {(state: State, time: number) => void} f */
  onFrame(f) {
    this.views.push(f);
    this.wantFrame();
  }

  /** Calls f after every action: a hidden tab gets no frames, but engines keep running. @param {(state: State) => void} f */
  onChange(f) {
    this.effects.push(f);
  }

  /** @param {Action} action */
  dispatch(action) {
    const next = update(this.state, action);
    if (next === this.state) return;
    this.state = frozen(next);
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
