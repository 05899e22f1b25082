/** The text in a file of unknown make: which encoding it has, or why it is no table at all. */

import { Problem } from "../../protocol/problem.js";

/** What a browser can hold as one text, with room for reading it. */
const MOST_BYTES = 200_000_000;

/** @typedef {{text: string, notes: string[]}} Decoded `notes` says what had to be guessed */

/** The encodings that tell themselves by their first bytes. @type {[number[], string][]} */
const MARKS = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** What people take for a table: its first bytes, and what to do. @type {[string, string][]} */
const OTHERS = [
  ["PK\x03", "This is a spreadsheet or an archive. In the spreadsheet program, save it as CSV first."],
  ["\xd0\xcf\x11\xe0", "This is an old spreadsheet. In the spreadsheet program, save it as CSV first."],
  ["%PDF", "This is a PDF, not a table in CSV."],
  ["\x1f\x8b", "This file is compressed. Unpack it first."],
  ["PAR1", "This is a Parquet file. Save it as CSV first."],
];

/** What a text begins with that is no table. @type {[RegExp, string][]} */
const FORMATS = [
  [/^\s*<(!doctype|html|\?xml)/i, "This is a web page or XML, not a table in CSV."],
  [/^\s*[[{]\s*["[{\]}]/, "This is JSON, not a table in CSV."],
];

/**
 * The text of a file's bytes. UTF-8 is expected and UTF-16 recognised; what is neither is read as Windows-1252, which gives
 * every byte a character, and is said. Throws a Problem for what is not text.
 *
 *     textOf(Uint8Array.of(0xff, 0xfe, 0x31, 0x00)).text  // "1", from UTF-16
 *
 * @param {Uint8Array} bytes
 * @returns {Decoded}
 */
export function textOf(bytes) {
  if (bytes.length > MOST_BYTES) {
    throw new Problem(
      `The file has ${Math.ceil(bytes.length / 1e6)} MB; at most ${MOST_BYTES / 1e6} can be read.`,
    );
  }
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const other = OTHERS.find(([first]) => start.startsWith(first));
  if (other) throw new Problem(other[1]);
  const { encoding, from, note } = encodingOf(bytes);
  return { text: checkText(decode(bytes.subarray(from), encoding)), notes: note ? [note] : [] };
}

/** A text that may be a table: of a file, or pasted. @param {string} text */
export function checkText(text) {
  if (text.trim() === "") throw new Problem("There is nothing in it.");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has is what tells a picture or a program
  if (/[\0-\x08\x0e-\x1f]/.test(text))
    throw new Problem("This is not text: it has characters that no table has.");
  const format = FORMATS.find(([pattern]) => pattern.test(text.slice(0, 200)));
  if (format) throw new Problem(format[1]);
  return text;
}

/** @param {Uint8Array} bytes @returns {{encoding: string, from: number, note?: string}} */
function encodingOf(bytes) {
  const mark = MARKS.find(([first]) => first.every((byte, i) => bytes[i] === byte));
  if (mark) return { encoding: mark[1], from: mark[0].length };
  // in UTF-16 without a mark, every other byte of digits and separators is 0
  const head = bytes.subarray(0, 1000);
  const zeros = [0, 1].map((odd) => head.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  if (zeros[1] > head.length / 4 && zeros[0] === 0) return { encoding: "utf-16le", from: 0 };
  if (zeros[0] > head.length / 4 && zeros[1] === 0) return { encoding: "utf-16be", from: 0 };
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { encoding: "utf-8", from: 0 };
  } catch {
    const note =
      "The text is not in UTF-8; it was read as Windows-1252, so letters with accents may be wrong.";
    return { encoding: "windows-1252", from: 0, note };
  }
}

/** @param {Uint8Array} bytes @param {string} encoding */
function decode(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new Problem(`The text is damaged: it is not in ${encoding.toUpperCase()}, as it says.`, error);
  }
}
