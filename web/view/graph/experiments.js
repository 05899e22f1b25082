/** Two experiments beside the graph: what if a line of the engine were missing. Both are run by the engine itself. */

import { isNeuron, parameterNames } from "../../protocol/names.js";
import { answerOf } from "../../state/queries.js";
import { el, exact, format, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../index.js").Dispatch} Dispatch */

/** So many names are written out. */
const NAMED = 12;

/** @param {Dispatch} dispatch */
export function makeExperiments(dispatch) {
  const naive = toggle(
    "Naive order",
    "Depth-first, without the topological sort: a node that is used twice passes on what it has too early, and again.",
    (on) => dispatch({ type: "view/naive", on }),
  );
  const root = el("select", { "aria-label": "Where the naive order starts" });
  root.onchange = () => dispatch({ type: "view/naive", on: true, root: root.value || null });
  const from = el("label", { className: "from soft" }, "from ", root);
  const heap = toggle(
    "No zero_grad",
    "Steps leave zero_grad out: every gradient is added to those of the steps before, and the heap is followed.",
    (on) => dispatch({ type: "config/set", changes: { zero_grad: !on } }),
  );
  const element = el(
    "div",
    { className: "experiments", hidden: true, role: "group", "aria-label": "Experiments" },
    el("div", {}, naive.element, from, naive.result),
    el("div", {}, heap.element, heap.result),
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
    button.setAttribute("aria-expanded", String(shown));
  }

  let names = "";
  /** @param {State} state */
  function syncRoots({ answers: { graph }, view: { naive: on } }) {
    const results = graph?.graph.name.filter(isNeuron) ?? [];
    const all = ["", ...results];
    if (names !== all.join())
      root.replaceChildren(...all.map((value) => el("option", { value }, value || "the loss")));
    names = all.join();
    root.value = on?.root ?? "";
    from.hidden = !on;
  }

  return {
    button,
    element,
    /** @param {State} state */
    sync(state) {
      const left = state.session.config.zero_grad === false;
      if ((state.view.naive || left) && element.hidden) open(true);
      naive.input.checked = state.view.naive !== null;
      heap.input.checked = left;
      button.setAttribute("aria-pressed", String(state.view.naive !== null || left));
      syncRoots(state);
      naive.say(naiveText(state));
      heap.say(heapText(state));
    },
  };
}

/**
 * A switch with its sentence, and a place for what comes of it.
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
      { className: "experiment" },
      input,
      el("b", {}, name),
      " ",
      el("span", { className: "soft" }, sentence),
    ),
    /** @param {{text: string, wrong: boolean}} what */
    say({ text, wrong }) {
      setText(result, text);
      result.hidden = text === "";
      result.classList.toggle("wrong", wrong);
    },
  };
}

const NOTHING = { text: "", wrong: false };

/** At which nodes the naive order is wrong, and the numbers of the one that is looked at. @param {State} state */
function naiveText(state) {
  const answer = state.view.naive && answerOf(state, "naive");
  if (!answer || !state.answers.graph) return NOTHING;
  if (answer.error) return { text: `It can't be run: ${answer.error}.`, wrong: true };
  if (!answer.reply) return NOTHING;
  const { naive, grad, visits } = answer.reply;
  const { name } = state.answers.graph.graph;
  const wrong = name.filter((_, id) => !Object.is(naive[id], grad[id]));
  const root = state.view.naive?.root ?? "the loss";
  if (wrong.length === 0) {
    return { text: `No node differs: below ${root} nothing is used twice; it is a tree.`, wrong: false };
  }
  const looked = name.indexOf(state.selection.hovered ?? state.selection.node ?? "");
  const detail =
    looked < 0
      ? ""
      : ` ${name[looked]}: naive ${format(naive[looked])}, true ${format(grad[looked])}, visited ${visits[looked]} times.`;
  return { text: `Wrong at ${wrong.length} of ${name.length} nodes: ${list(wrong)}.${detail}`, wrong: true };
}

/** In how many parameters the last step's heap differs from its gradient. @param {State} state */
function heapText({ session: { snapshot, config } }) {
  if (config.zero_grad !== false || !snapshot) return NOTHING;
  const { truth, grad } = snapshot;
  if (!truth) return { text: "Step to see the heap beside the true gradient.", wrong: false };
  const names = parameterNames(config);
  const wrong = names.filter((_, i) => !Object.is(grad[i], truth[i]));
  if (wrong.length === 0) {
    return { text: "The heap is one gradient high: the same as with zero_grad, so far.", wrong: false };
  }
  const first = names.indexOf(wrong[0]);
  return {
    text:
      `The heap is not the gradient at ${wrong.length} of ${names.length} parameters, red in the table: ` +
      `${wrong[0]} has ${format(grad[first])}, and its gradient is ${format(truth[first])}.`,
    wrong: true,
  };
}

/** Results before leaves, as they say more. @param {string[]} names */
function list(names) {
  const first = [...names].sort((a, b) => Number(a.includes(".")) - Number(b.includes("."))).slice(0, NAMED);
  return names.length > NAMED ? `${first.join(", ")} and ${names.length - NAMED} more` : first.join(", ");
}

/** What a cell of a table says of a gradient that is not the true one. @param {number} shown @param {number | undefined} truth */
export function truthWords(shown, truth) {
  return truth !== undefined && !Object.is(shown, truth)
    ? `${exact(shown)}; the true gradient is ${exact(truth)}`
    : null;
}
