/** The panel's header: folding, whose gradient is shown, search by name, and the zoom buttons. */

import { quoted } from "../../protocol/problem.js";
import { choice, el, setText } from "../dom.js";
import { momentWords, stepGradWords } from "../node/moment.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {{find: (name: string) => void, fit: () => void, zoomBy: (factor: number) => void, approach: () => void}} on
 */
export function makeControls(dispatch, { find, fit, zoomBy, approach }) {
  const about = el("span", { className: "about soft num" });
  const names = el("datalist", { id: "node-names" });
  const search = el("input", {
    type: "search",
    placeholder: "Find",
    "aria-label": "Find a node by name",
    autocomplete: "off",
    spellcheck: false,
  });
  search.setAttribute("list", names.id);
  /** @type {string[]} */
  let known = [];
  let offered = known;
  /** Fills the list to choose from, an element for each name, which few readers ever open. */
  const offer = () => {
    if (offered === known) return;
    offered = known;
    names.replaceChildren(...known.map((value) => el("option", { value })));
  };
  search.onfocus = offer;
  /** @param {string} problem */
  const complain = (problem) => {
    search.setCustomValidity(problem);
    search.setAttribute("aria-invalid", String(problem !== ""));
    search.reportValidity();
  };
  search.oninput = () => {
    complain("");
    if (known.includes(search.value)) find(search.value);
  };
  search.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    const wanted = search.value.trim().toLowerCase();
    const name = wanted && bestMatch(known, wanted);
    if (name) find(name);
    complain(
      wanted && !name
        ? `No node is called "${quoted(search.value.trim())}": names are like h3, h3.w1, z1, p1, loss.`
        : "",
    );
  };
  const fold = choice(
    "Drawing",
    [
      ["Cards", true],
      ["All operations", false],
    ],
    (folded) => {
      if (!folded) approach();
      dispatch({ type: "view/folded", folded });
    },
  );
  const whose = choice(
    "Gradient",
    /** @type {[string, State["view"]["gradient"]][]} */ ([
      ["at this point", "point"],
      ["of last step", "train"],
    ]),
    (gradient) => {
      dispatch({ type: "view/gradient", gradient });
    },
  );
  const ofStep = /** @type {Text} */ (whose.element.lastElementChild?.lastChild);
  const why = el(
    "p",
    { className: "why soft", hidden: true },
    "Only parameters have a grad of a step: it sums over the train points of the step, for each of which every other node has data of its own.",
  );
  const button = (
    /** @type {string} */ action,
    /** @type {string} */ text,
    /** @type {string} */ title,
    /** @type {() => void} */ onclick,
  ) =>
    el(
      "button",
      { type: "button", className: "quiet", "data-action": action, title, "aria-label": title, onclick },
      text,
    );
  const header = el(
    "header",
    {},
    el("h2", {}, "Graph"),
    about,
    fold.element,
    el(
      "span",
      { className: "whose" },
      el("span", { className: "soft", "aria-hidden": "true" }, "grad"),
      whose.element,
    ),
    search,
    names,
    why,
  );

  const zoomButtons = el(
    "div",
    { className: "zoom-buttons", role: "group", "aria-label": "Zoom" },
    button("fit", "Fit", "Fit the whole graph (F)", fit),
    button("zoom-out", "−", "Zoom out", () => zoomBy(1 / 1.6)),
    button("zoom-in", "+", "Zoom in", () => zoomBy(1.6)),
  );

  return {
    header,
    zoomButtons,
    /** @param {State} state */
    sync({ view: { folded, gradient }, session, answers: { graph } }) {
      fold.set(folded);
      whose.set(gradient);
      why.hidden = gradient !== "train";
      if (session.snapshot) setText(ofStep, stepGradWords(session.snapshot.step).replace("grad ", ""));
      if (!graph) return;
      const { x, y, label } = graph.probe;
      const sign = (/** @type {number} */ value) => value.toFixed(3).replace("-", "−");
      const moment = momentWords(graph.snapshot.step);
      setText(
        about,
        `${moment}, at (${sign(x)}, ${sign(y)}), class ${label + 1} · ${graph.graph.op.length} nodes`,
      );
    },
    /** @param {string[]} all */
    setNames(all) {
      known = all;
      if (document.activeElement === search) offer();
    },
  };
}

/**
 * The shortest name that begins with what is wanted, or else that has it: "h5" is the neuron's output before its h5.b.
 * @param {string[]} known @param {string} wanted in small letters
 */
export function bestMatch(known, wanted) {
  const all = (/** @type {"startsWith" | "includes"} */ how) =>
    known.filter((name) => name.toLowerCase()[how](wanted));
  return [all("startsWith"), all("includes")].flatMap((names) =>
    names.toSorted((a, b) => a.length - b.length),
  )[0];
}
