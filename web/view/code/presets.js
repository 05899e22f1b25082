/** The menu of changes to try, what to look for, and the way to the experiment that does the same, and back to the learner's code. */

import { changedLines, changesOf } from "../../state/code/diff.js";
import { applied, PRESETS } from "../../state/code/presets.js";
import { heirOf } from "../../state/engine-status.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {import("../../state/code/presets.js").Preset} Preset */

/** @param {string} text @param {() => void} onclick */
const button = (text, onclick) => el("button", { type: "button", onclick }, text);

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 * @param {() => void} flush hands on what has been typed
 */
export function presetMenu(dispatch, getState, flush) {
  const select = el(
    "select",
    { "aria-label": "Try a change" },
    el("option", { value: "" }, "Try a change …"),
    ...PRESETS.map(({ id, title }) => el("option", { value: id }, title)),
  );
  const look = el("span");
  const train = button("Train from step 0", () => {
    dispatch({ type: "run/reset" });
    dispatch({ type: "run/play" });
  });
  const experiment = button("See it as an experiment", () => see(getState()));
  experiment.title = "The same change as a switch under Experiments, in an engine that is right otherwise";
  const back = button("Back to your code", () => {
    dispatch({ type: "code/mine" });
    dispatch({ type: "code/run" });
  });
  back.title = "What you had written before a change was tried, or all was reset";
  const element = el("p", { className: "look", hidden: true }, look, train, experiment, back);

  select.onchange = () => {
    flush();
    if (show(select.value)) dispatch({ type: "code/run" });
  };

  /** Puts a change into the editor, and does not run it. @param {string} id */
  function show(id) {
    const preset = PRESETS.find((each) => each.id === id);
    const { original } = getState().code;
    if (!preset || !original) return false;
    const files = applied(original, preset);
    const [{ file }] = preset.edits;
    dispatch({ type: "code/try", preset: id, files, wants: preset.config ?? null });
    const [line] = changedLines(changesOf(original[file], files[file]));
    dispatch({ type: "code/open", file, line });
    return true;
  }

  /** The experiment of the same meaning, on gradients that are right otherwise. @param {State} state */
  function see(state) {
    const how = PRESETS.find(({ id }) => id === state.code.preset)?.experiment;
    if (state.engines.active === "yours") dispatch({ type: "engine/choose", name: heirOf(state) ?? "c" });
    if (how === "zero_grad") dispatch({ type: "config/set", changes: { zero_grad: false } });
    else if (how) dispatch({ type: "view/experiment", how });
  }

  return {
    select,
    element,
    show,
    /** @param {State} state */
    sync({ code: { preset: id, files, mine, waits, run } }) {
      const preset = PRESETS.find((each) => each.id === id);
      select.value = preset?.id ?? "";
      select.disabled = files === null;
      element.hidden = !preset && !mine;
      setText(look, preset?.look ?? "What you wrote before is kept.");
      train.hidden = !preset || waits !== null || run === null;
      experiment.hidden = !preset?.experiment;
      back.hidden = !mine;
    },
  };
}
