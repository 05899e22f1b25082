/** The records of a text with separators: RFC 4180, and what programs make of it. */

/** One record: its cells, the line on which it begins, and whether a quote in it is never closed. @typedef {{cells: string[], line: number, open: boolean}} Found */

const [NEWLINE, RETURN, QUOTE, SPACE, TAB, HASH] = ["\n", "\r", '"', " ", "\t", "#"].map((c) =>
  c.charCodeAt(0),
);

const SHEET_ERROR = /#(N\/A|DIV\/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)/y;

/** Reads a text record by record. Empty lines, and comments after #, are passed over. */
export class Records {
  /**
   * @param {string} text
   * @param {string} separator one character; a space stands for any number of spaces and tabs
   * @param {{at: number, line: number}} [from] the place of the first record
   */
  constructor(text, separator, { at, line } = { at: 0, line: 1 }) {
    this.text = text;
    this.at = at;
    this.line = line;
    this.separator = separator.charCodeAt(0);
    /** From a quote that is never closed on, quotes end on their line: or the rest of the text would be one cell. */
    this.oneLine = false;
  }

  /** The next record, or null at the end. @returns {Found | null} */
  next() {
    const { text } = this;
    while (this.at < text.length) {
      if (text.charCodeAt(this.at) === HASH && !this.atError()) this.skipComment();
      else {
        const found = this.record();
        if (found.open || found.cells.some((cell) => cell !== "")) return found;
      }
    }
    return null;
  }

  /** Whether a cell begins here that a spreadsheet could not compute, such as #N/A. */
  atError() {
    SHEET_ERROR.lastIndex = this.at;
    return SHEET_ERROR.test(this.text);
  }

  skipComment() {
    this.at = this.lineEnd(this.at);
    this.endLine();
  }

  /** @returns {Found} */
  record() {
    const { text, line } = this;
    const start = this.at;
    /** @type {string[]} */
    const cells = [];
    for (;;) {
      if (this.separator === SPACE) {
        this.skipBlanks(true);
        if (cells.length > 0 && this.atLineEnd()) break;
      }
      const cell = this.cell();
      if (cell === null) return this.unclosed(start, line);
      cells.push(cell);
      if (this.atLineEnd()) break;
      this.at += this.separator === SPACE ? 0 : 1;
      if (this.at >= text.length) {
        cells.push(""); // the text ends with a separator
        break;
      }
    }
    this.endLine();
    return { cells, line, open: false };
  }

  /** A record whose quote is never closed: the rest of its line is left out, and reading goes on with the next. @param {number} start @param {number} line @returns {Found} */
  unclosed(start, line) {
    this.oneLine = true;
    this.line = line;
    this.at = this.lineEnd(start);
    this.endLine();
    return { cells: [], line, open: true };
  }

  /** One cell, up to its separator or the end of the line; null if its quote is never closed. */
  cell() {
    this.skipBlanks(false);
    const quoted = this.text.charCodeAt(this.at) === QUOTE ? this.quoted() : "";
    if (quoted === null) return null;
    const rest = this.at;
    while (!this.atLineEnd() && !this.atSeparator()) this.at++;
    return quoted + this.text.slice(rest, this.at).trim();
  }

  /** What stands between quotes, where "" is one quote. */
  quoted() {
    const { text } = this;
    const end = this.oneLine ? this.lineEnd(this.at) : text.length;
    let value = "";
    for (let from = this.at + 1; ; ) {
      const close = text.indexOf('"', from);
      if (close < 0 || close >= end) return null;
      value += text.slice(from, close);
      if (text.charCodeAt(close + 1) !== QUOTE) {
        this.line += value.match(/\r\n?|\n/g)?.length ?? 0;
        this.at = close + 1;
        return value;
      }
      value += '"';
      from = close + 2;
    }
  }

  /** @param {boolean} tabs */
  skipBlanks(tabs) {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== SPACE && !(tabs && c === TAB)) return;
      this.at++;
    }
  }

  atSeparator() {
    const c = this.text.charCodeAt(this.at);
    return c === this.separator || (this.separator === SPACE && c === TAB);
  }

  atLineEnd() {
    const c = this.text.charCodeAt(this.at);
    return c === NEWLINE || c === RETURN || Number.isNaN(c);
  }

  /** Where the line of a place ends. @param {number} at */
  lineEnd(at) {
    let end = at;
    for (;;) {
      const c = this.text.charCodeAt(end);
      if (c === NEWLINE || c === RETURN || Number.isNaN(c)) return end;
      end++;
    }
  }

  /** Passes over the end of a line: CR, LF or both. */
  endLine() {
    if (this.at >= this.text.length) return;
    const both = this.text.charCodeAt(this.at) === RETURN && this.text.charCodeAt(this.at + 1) === NEWLINE;
    this.at += both ? 2 : 1;
    this.line++;
  }
}
