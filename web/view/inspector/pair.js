/** The way from a parameter to its loss: drawn over it and another one, in the panel of the parameters. */

import { parametersOf } from "../../protocol/names.js";
import { besides } from "../../state/pair.js";
import { el } from "../dom.js";

/** @param {string} name @param {import("./parts.js").Context} context @returns {import("./parts.js").Part} */
export function pairPart(name, { dispatch }) {
  const button = el("button", { type: "button" }, "Loss over two weights");
  const element = el("section", {}, button);
  return {
    element,
    update({ state }) {
      button.onclick = () => {
        const all = parametersOf(state.session.config);
        const second = besides(
          all,
          all.findIndex((each) => each.name === name),
        );
        dispatch({ type: "view/pair", first: name, second });
        // the panel may be out of sight; its picture comes with the next frames
        document.querySelector("#params")?.scrollIntoView({ block: "nearest" });
      };
    },
  };
}
