/** Two experiments: what if a line of the engine were missing? The engine itself runs both. */

import { parameterNames } from "../../protocol/names.js";
import { isOutput } from "../../protocol/nodes.js";
import { answerOf } from "../../state/queries.js";
import { el, exact, format, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../index.js").Dispatch} Dispatch */

/** How many names are listed. */
const NAMED = 12;

/** @param {Dispatch} dispatch */
export function makeExperiments(dispatch) {
  const naive = toggle(
    "Naive order",
    "Depth-first, without the topological sort: a node that is used twice passes its gradient on too early, and more than once.",
    (on) => dispatch({ type: "view/naive", on }),
  );
  const root = el("select", { "aria-label": "Where the naive order starts" });
  root.onchange = () => dispatch({ type: "view/naive", on: true, root: root.value || null });
  const from = el("label", { className: "from soft" }, "from ", root);
  const accumulation = toggle(
    "No zero_grad",
    "Steps skip zero_grad: each gradient is added to those of earlier steps, and the update uses the accumulated gradient.",
    (on) => dispatch({ type: "config/set", changes: { zero_grad: !on } }),
  );
  const element = el(
    "div",
    { className: "experiments", hidden: true, role: "group", "aria-label": "Experiments" },
    el("div", {}, naive.element, from, naive.result),
    el("div", {}, accumulation.element, accumulation.result),
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
    const results = graph?.graph.name.filter((_, id) => isOutput(graph.graph, id)) ?? [];
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
      accumulation.input.checked = left;
      button.setAttribute("aria-pressed", String(state.view.naive !== null || left));
      syncRoots(state);
      naive.say(naiveText(state));
      accumulation.say(accumulationText(state));
    },
  };
}

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

/** The nodes at which the naive order is wrong, and the numbers of the hovered or selected one. @param {State} state */
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
    return {
      text: `No node differs: below ${root} no node is used twice, the graph is a tree.`,
      wrong: false,
    };
  }
  const looked = name.indexOf(state.selection.hovered ?? state.selection.node ?? "");
  const detail =
    looked < 0
      ? ""
      : ` ${name[looked]}: naive ${format(naive[looked])}, true ${format(grad[looked])}, visited ${visits[looked]} times.`;
  return { text: `Wrong at ${wrong.length} of ${name.length} nodes: ${list(wrong)}.${detail}`, wrong: true };
}

/** For how many parameters the accumulated gradient of the last step differs from the true one. @param {State} state */
function accumulationText({ session: { snapshot, config } }) {
  if (config.zero_grad !== false || !snapshot) return NOTHING;
  const { truth, grad } = snapshot;
  if (!truth)
    return { text: "Make a step to compare the accumulated gradient with the true one.", wrong: false };
  const names = parameterNames(config);
  const wrong = names.filter((_, i) => !Object.is(grad[i], truth[i]));
  if (wrong.length === 0) {
    return {
      text: "Gradients have not accumulated yet: the result is the same as with zero_grad.",
      wrong: false,
    };
  }
  const first = names.indexOf(wrong[0]);
  return {
    text:
      `The accumulated gradient differs from the true one at ${wrong.length} of ${names.length} parameters, red in the ` +
      `table: ${wrong[0]} has ${format(grad[first])}, its true gradient is ${format(truth[first])}.`,
    wrong: true,
  };
}

/** Lists results before leaves, since they are more informative. @param {string[]} names */
function list(names) {
  const first = [...names].sort((a, b) => Number(a.includes(".")) - Number(b.includes("."))).slice(0, NAMED);
  return names.length > NAMED ? `${first.join(", ")} and ${names.length - NAMED} more` : first.join(", ");
}

/** The tooltip of a gradient that differs from the true one. @param {number} shown @param {number | undefined} truth */
export function truthWords(shown, truth) {
  return truth !== undefined && !Object.is(shown, truth)
    ? `${exact(shown)}; the true gradient is ${exact(truth)}`
    : null;
}
