/** The lines below the plane: what is painted on it, and the values under the pointer, or at the probe. */

import { el, setText } from "../dom.js";
import { momentWords } from "../node/moment.js";
import { contributionWords, detailWords, fieldWords, placeWords, signCounts } from "./words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("./field.js").Field} Field */
/** @typedef {import("./gradient.js").Contributions} Contributions */

export function planeCaption() {
  const line = el("p", { className: "caption" });
  const readout = el("output", { className: "readout num", "aria-live": "off" });
  const detail = el("output", { className: "detail num", "aria-live": "off", "aria-label": "On the plane" });
  const heard = el("div", { className: "sr-only", role: "status", "aria-label": "Field" });
  const element = el("footer", { className: "surface-foot" }, line, readout, detail, heard);
  const parts = discCaption();
  /** What was last announced: it is not repeated when its numbers change. */
  let saidOf = "";

  return {
    element,

    /**
     * @param {State} state
     * @param {Field | null} field
     * @param {Contributions | null} known
     * @param {import("./zero-lines.js").Network} network the one that is painted
     */
    write(state, field, known, { snapshot }) {
      if (known) {
        parts.write(known);
        if (line.firstChild !== parts.nodes[0]) line.replaceChildren(...parts.nodes);
      } else if (field)
        setText(line, [fieldWords(field, state.run.playing), ...momentOf(snapshot)].join(", "));
      else setText(line, `${["Class probabilities", ...momentOf(snapshot)].join(" ")}. ${LINES}`);
      setText(readout, placeWords(state));
      const { text, exact, title } = detailWords(state, field, known);
      setText(detail, text);
      detail.dataset.exact = exact;
      detail.title = title;
    },

    /**
     * Announces politely that another field or another parameter has been chosen; not every step.
     * @param {State} state
     * @param {Field | null} field
     * @param {Contributions | null} known
     */
    say({ run: { playing } }, field, known) {
      const key = `${field?.node} ${known?.parameter}`;
      if (key === saidOf) return;
      saidOf = key;
      const words = [
        ...(field ? [fieldWords(field, playing)] : []),
        ...(known ? [contributionWords(known)] : []),
      ];
      setText(heard, words.join(". "));
    },
  };
}

const LINES = "A line is where a neuron of the first layer is 0.";

/** @param {State["session"]["snapshot"]} snapshot */
const momentOf = (snapshot) => (snapshot ? [momentWords(snapshot.step)] : []);

/**
 * "h3.w1: o 31 push it down; o 49 push it up, after step 12", where o is a disc. What gets longer
 * with the steps comes last, so that it moves nothing.
 */
function discCaption() {
  const name = el("span", { className: "num" });
  const [up, down] = [el("b"), el("b")];
  const disc = (/** @type {string} */ sign) => el("i", { className: `disc ${sign}` });
  const moment = el("span");
  const nodes = [
    name,
    disc("positive"),
    up,
    " push it down; ",
    disc("negative"),
    down,
    " push it up",
    moment,
  ];
  return {
    nodes: nodes.map((node) => (typeof node === "string" ? document.createTextNode(node) : node)),
    /** @param {Contributions} known */
    write(known) {
      const counts = signCounts(known);
      setText(name, `${known.parameter}: `);
      setText(
        moment,
        momentOf(known.snapshot)
          .map((words) => `, ${words}`)
          .join(""),
      );
      const digits = String(String(known.points.length).length);
      for (const [number, count] of /** @type {const} */ ([
        [up, counts.up],
        [down, counts.down],
      ])) {
        setText(number, String(count));
        number.style.setProperty("--digits", digits);
      }
    },
  };
}
