/** A new version of the page: it is offered, and taken when somebody says so. The handlers come with engine/offline.js. */

/** @typedef {{"update/offer": {}, "update/take": {}}} UpdateActions */

/** @type {import("./types.js").HandlersOf<"update">} */
export const UPDATE_ACTIONS = {
  "update/offer": (state) => ({
    ...state,
    notice: { kind: "update", text: "There is a new version of this page. Your run is kept." },
  }),
  "update/take": (state) => ({
    ...state,
    notice: { kind: "updating", text: "The new version is loading …" },
  }),
};
