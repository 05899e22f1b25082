/** The menu of changes to try, and what to look for once one has been made. */

import { changedLines, changesOf } from "../../state/code/diff.js";
import { FILE_NAMES } from "../../state/code/known.js";
import { applied, PRESETS } from "../../state/code/presets.js";
import { el, setText } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */

/**
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => State} getState
 */
export function presetMenu(dispatch, getState) {
  const select = el(
    "select",
    { "aria-label": "Try a change" },
    el("option", { value: "" }, "Try a change …"),
    ...PRESETS.map(({ id, title }) => el("option", { value: id }, title)),
  );
  const look = el("span");
  const train = el("button", { type: "button" }, "Train from step 0");
  train.onclick = () => {
    dispatch({ type: "run/reset" });
    dispatch({ type: "run/play" });
  };
  const element = el("p", { className: "look", hidden: true }, look, train);

  select.onchange = () => {
    const preset = PRESETS.find(({ id }) => id === select.value);
    const { original } = getState().code;
    if (!preset || !original) return;
    const files = applied(original, preset);
    if (preset.config) dispatch({ type: "config/set", changes: preset.config });
    const [{ file }] = preset.edits;
    for (const name of FILE_NAMES)
      dispatch({ type: "code/edit", file: name, text: files[name], preset: preset.id });
    const [line] = changedLines(changesOf(original[file], files[file]));
    dispatch({ type: "code/open", file, line });
    dispatch({ type: "code/run" });
  };

  return {
    select,
    element,
    /** @param {State} state */
    sync({ code: { preset: id, files } }) {
      const preset = PRESETS.find((each) => each.id === id);
      select.value = preset?.id ?? "";
      select.disabled = files === null;
      element.hidden = !preset;
      setText(look, preset?.look ?? "");
    },
  };
}
