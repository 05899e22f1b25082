/** The learner's code from a file: opened, and dropped on the editor. */

import { Problem, quoted, told } from "../../protocol/problem.js";
import { opened } from "../../state/code/elsewhere.js";
import { MOST_BYTES } from "../../state/code/hunks.js";
import { FILE_NAMES } from "../../state/code/known.js";
import { fileInput } from "../file.js";

/** @typedef {import("../../state/code/files.js").FileName} FileName */
/** What is read of a file. @typedef {{name: string, size: number, arrayBuffer(): Promise<ArrayBuffer>}} Blobbed */

/** Which file one of this name replaces: the one of the same name, also as browsers number copies, or the one that is shown. @param {string} name @param {FileName} shown @returns {FileName} */
export const replacedBy = (name, shown) =>
  FILE_NAMES.find((each) => each === name.replace(/ ?\(\d+\)(?=\.py$)/, "")) ?? shown;

/**
 * The text of a Python file. Throws a Problem with the file's name for one that is too large, or is not UTF-8 text.
 * @param {Blobbed} file
 */
export async function textOf(file) {
  const name = quoted(file.name);
  if (!/\.py$/i.test(file.name)) throw new Problem(`${name} is not a Python file: its name must end in .py`);
  if (file.size > MOST_BYTES)
    throw new Problem(
      `${name} is ${Math.ceil(file.size / 1000)} kB; at most ${MOST_BYTES / 1000} kB can be opened`,
    );
  const bytes = await file.arrayBuffer().catch((error) => {
    throw new Problem(`${name} could not be read`, error);
  });
  return textIn(name, bytes);
}

/** @param {string} name @param {ArrayBuffer} bytes */
function textIn(name, bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what no Python source has is what tells another kind of file
    if (!/[\0-\x08\x0e-\x1f]/.test(text)) return text;
  } catch {}
  throw new Problem(`${name} is not Python text in UTF-8`);
}

/**
 * Opens a file that the reader chooses or drops. It is not run.
 * @param {import("../index.js").Dispatch} dispatch
 * @param {() => import("../../state/types.js").State} getState
 */
export function opener(dispatch, getState) {
  /** @param {File | undefined} file */
  async function open(file) {
    if (!file) return;
    try {
      const text = await textOf(file);
      const { code } = getState();
      dispatch({ type: "code/taken", changes: opened(code, replacedBy(file.name, code.file), text) });
    } catch (error) {
      const text = `${told(error, "The file could not be read").reason}.`;
      dispatch({ type: "notice/show", notice: { kind: "error", text } });
    }
  }
  const input = fileInput("A Python file", ".py", open);

  return {
    input,
    choose: () => input.click(),
    /** Takes what is dropped on an element, before the editor would insert it. @param {HTMLElement} element */
    dropOn(element) {
      const carries = (/** @type {DragEvent} */ { dataTransfer }) => dataTransfer?.types.includes("Files");
      /** @param {string} type @param {(event: DragEvent) => void} f */
      const on = (type, f) =>
        element.addEventListener(
          type,
          (event) => {
            if (!(event instanceof DragEvent) || !carries(event)) return;
            event.preventDefault();
            event.stopPropagation();
            f(event);
          },
          true,
        );
      const drops = (/** @type {boolean} */ yes) => element.classList.toggle("drops", yes);
      on("dragover", () => drops(true));
      on("dragleave", () => drops(false));
      on("drop", ({ dataTransfer }) => {
        drops(false);
        open(dataTransfer?.files[0]);
      });
    },
  };
}
