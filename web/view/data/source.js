/** Where a table comes from: a file, what is pasted, or an example; and the points on the plane as a file. */

import { pointsToCsv } from "../../state/data/to-csv.js";
import { el, setText } from "../dom.js";
import { download, fileInput } from "../file.js";
import { EXAMPLES, fetchExample } from "./examples.js";

/** What is to be read, and what it is called. @typedef {{name: string, says?: string} & import("./csv.worker.js").Read} Source */

/** A longer text is read, but not put into the field, which would take seconds. */
const MOST_SHOWN = 20_000;
/** How long nothing must have been typed before it is read, in ms. */
const PAUSE = 400;

/**
 * @param {(source: Source) => void} onSource
 * @param {(sentence: string) => void} onProblem
 * @param {() => import("../../state/types.js").State} getState
 */
export function sourcePart(onSource, onProblem, getState) {
  const input = fileInput("A table as CSV", ".csv,.tsv,.txt,.tab,.dat,text/csv,text/plain", take);
  const choose = el("button", { type: "button" }, "Choose a file…");
  choose.onclick = () => input.click();
  const save = el("button", { type: "button", className: "quiet" }, "Save the points as CSV");
  save.onclick = () => download("points.csv", pointsToCsv(getState().session.points));
  const examples = EXAMPLES.map((example) => {
    const button = el("button", { type: "button", title: example.says }, example.title);
    button.onclick = async () => {
      try {
        const { title, says, told } = example;
        onSource({ name: title, says, source: await fetchExample(example), told });
      } catch {
        onProblem(`${example.title} did not load: check the connection, then try again.`);
      }
    };
    return button;
  });
  const text = el("textarea", { rows: 3, spellcheck: false, id: "pasted-table", placeholder: "x,y,label" });
  const said = el("p", { className: "soft", hidden: true });
  let pause = 0;
  text.oninput = () => {
    clearTimeout(pause);
    pause = Number(
      setTimeout(() => text.value.trim() && onSource({ name: "What you typed", source: text.value }), PAUSE),
    );
  };

  /** @param {File} file */
  function take(file) {
    onSource({ name: file.name, source: file });
  }

  /** Takes what is pasted anywhere in the dialog. @param {ClipboardEvent} event */
  function paste(event) {
    const [file] = event.clipboardData?.files ?? [];
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (file && !pasted) take(file);
    else if (!pasted.trim() || (event.target === text && text.value !== ""))
      return; // a passage within what is there
    else {
      const short = pasted.length <= MOST_SHOWN;
      text.value = short ? pasted : "";
      said.hidden = short;
      setText(said, "What you pasted is too long to be shown here, but it has been read.");
      onSource({ name: "What you pasted", source: pasted });
    }
    event.preventDefault();
  }

  return {
    element: el(
      "div",
      { className: "data-source" },
      el(
        "div",
        { className: "row" },
        choose,
        input,
        el("span", { className: "soft" }, "or drop one anywhere on the page"),
      ),
      el("label", { htmlFor: text.id }, "or paste a table, with two columns of numbers and one of classes:"),
      text,
      said,
      el("div", { className: "row" }, el("span", { className: "soft" }, "or take"), ...examples, save),
    ),
    take,
    paste,
  };
}
