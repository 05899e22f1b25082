/** The experiments: what if a line of the engine were missing, or another? The engine itself runs them. */

import { isOutput } from "../../protocol/nodes.js";
import { replays } from "../../state/experiment.js";
import { el, setText } from "../dom.js";
import { accumulationText, backwardText } from "./experiment-words.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../index.js").Dispatch} Dispatch */

/** @param {Dispatch} dispatch */
export function makeExperiments(dispatch) {
  const naive = toggle(
    "Naive order",
    "Depth-first, without the sort: a node that is used twice passes its gradient on too early, and more than once.",
    (on) => dispatch({ type: "view/experiment", how: on ? "naive" : null }),
  );
  const order = makeOrder(dispatch);
  const overwritten = toggle(
    "= in place of +=",
    "Each consumer overwrites the ones before: a node that is used twice keeps only the last contribution.",
    (on) => dispatch({ type: "view/experiment", how: on ? "overwritten" : null }),
  );
  const accumulation = toggle(
    "No zero_grad",
    "Steps skip zero_grad: gradients are added to those of earlier steps, and the update uses the sum.",
    (on) => dispatch({ type: "config/set", changes: { zero_grad: !on } }),
  );
  const codes = [
    asCode("order", "Naive order", dispatch),
    asCode("assign", "= in place of +=", dispatch),
    asCode("zero-grad", "No zero_grad", dispatch),
  ];
  const element = el(
    "div",
    { className: "experiments", hidden: true, role: "group", "aria-label": "Experiments" },
    el("div", {}, naive.element, codes[0], shown(order.element, naive.result)),
    el("div", {}, overwritten.element, codes[1], shown(overwritten.result)),
    el("div", {}, accumulation.element, codes[2], shown(accumulation.result)),
  );
  const button = el(
    "button",
    {
      type: "button",
      className: "quiet",
      "aria-expanded": "false",
      title: "What if a line of the engine were missing?",
    },
    "Experiments",
  );
  button.onclick = () => open(Boolean(element.hidden));

  /** @param {boolean} shown */
  function open(shown) {
    element.hidden = !shown;
    element.closest("main")?.classList.toggle("with-experiments", shown);
    button.setAttribute("aria-expanded", String(shown));
  }

  return {
    button,
    element,
    /** @param {State} state */
    sync(state) {
      const { experiment } = state.view;
      const left = state.session.config.zero_grad === false;
      for (const code of codes) code.hidden = state.view.embed !== null; // where there is no editor
      if ((experiment || left) && element.hidden) open(true);
      naive.input.checked = experiment?.how === "naive";
      overwritten.input.checked = experiment?.how === "overwritten";
      accumulation.input.checked = left;
      button.setAttribute("aria-pressed", String(experiment !== null || left));
      element.classList.toggle("on", experiment !== null || left);
      order.sync(state);
      element.classList.toggle("replaying", replays(state)); // the strip above the graph has the word then
      naive.say(backwardText(state, "naive"));
      overwritten.say(backwardText(state, "overwritten"));
      accumulation.say(accumulationText(state));
    },
  };
}

/** Where the naive order starts, and whether it is replayed. @param {Dispatch} dispatch */
function makeOrder(dispatch) {
  const root = el("select", { "aria-label": "Where the naive order starts" });
  const replay = el("button", { type: "button" }, "Visit by visit");
  replay.title = "Replay the naive order, one visit at a time";
  const end = el("button", { type: "button" }, "All visits at once");
  end.title = "Show what the naive order leaves in the end";
  const element = el("span", { className: "from soft" }, el("label", {}, "from ", root), replay, end);
  let again = false;
  /** @param {number | null} at */
  const start = (at) => dispatch({ type: "view/experiment", how: "naive", root: root.value || null, at });
  root.onchange = () => start(again ? 0 : null);
  replay.onclick = () => start(0);
  end.onclick = () => start(null);

  let names = "";
  return {
    element,
    /** @param {State} state */
    sync(state) {
      const { experiment } = state.view;
      const graph = state.answers.graph?.graph;
      const all = ["", ...(graph?.name.filter((_, id) => isOutput(graph, id)) ?? [])];
      if (names !== all.join())
        root.replaceChildren(...all.map((value) => el("option", { value }, value || "the loss")));
      names = all.join();
      element.hidden = experiment?.how !== "naive";
      root.value = (experiment?.how === "naive" && experiment.root) || "";
      again = replays(state);
      replay.hidden = again;
      end.hidden = !again;
    },
  };
}

/** Opens the editor with the edit that has the same effect; it is read before it is run. @param {string} preset @param {string} name @param {Dispatch} dispatch */
function asCode(preset, name, dispatch) {
  const onclick = () => dispatch({ type: "code/open", preset });
  const title = "Open the editor with this change made; it runs when you press Run";
  const code = el("button", { type: "button", className: "quiet as-code", title, onclick }, "As code");
  code.setAttribute("aria-label", `See it as code: ${name}`);
  return code;
}

/** What is below a switch. @param {...HTMLElement} parts */
const shown = (...parts) => el("div", { className: "experiment-shown" }, ...parts);

/**
 * A switch with its description, and a place for its result.
 * @param {string} name
 * @param {string} sentence
 * @param {(on: boolean) => void} onToggle
 */
function toggle(name, sentence, onToggle) {
  const input = el("input", { type: "checkbox", role: "switch", "aria-label": name });
  input.onchange = () => onToggle(input.checked);
  const result = el("p", { className: "experiment-result", role: "status", "aria-label": `${name}: result` });
  return {
    input,
    result,
    element: el(
      "label",
      { className: "experiment", title: sentence },
      input,
      el("b", {}, name),
      " ",
      el("span", { className: "soft" }, sentence),
    ),
    /** @param {import("./experiment-words.js").Result} what */
    say({ text, wrong }) {
      setText(result, text);
      result.hidden = text === "";
      result.classList.toggle("wrong", wrong);
    },
  };
}
