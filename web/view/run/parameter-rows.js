/**
 * The rows of the table of parameters. A small network's are all in the document; of a large one's only those near the
 * visible part are, between two empty rows as high as the others: 3,363 rows would take 20 ms of layout per frame.
 */

import { el } from "../dom.js";

/** @typedef {import("../../state/types.js").State} State */
/** @typedef {{name: string, neuron: string}} Parameter */
/** A row that has been made: `i` is the parameter's place in a snapshot. @typedef {{i: number, row: HTMLElement, cells: HTMLElement[]}} Row */

/** Up to this many rows are all in the document. */
const ALL_ROWS = 200;

/** How many rows outside the visible part are in the document, and up to date while a run plays. */
const SPARE_ROWS = 3;

/** How many rows are there until the height of one is known. */
const FIRST_ROWS = 40;

export class ParameterRows {
  /**
   * @param {HTMLElement} scroller @param {HTMLElement} table @param {HTMLElement} body
   * @param {{name: string}[]} columns @param {import("../index.js").Dispatch} dispatch
   */
  constructor(scroller, table, body, columns, dispatch) {
    this.scroller = scroller;
    this.table = table;
    this.body = body;
    this.columns = columns;
    this.dispatch = dispatch;
    this.above = el("tr", { "aria-hidden": "true", hidden: true }, el("td", {}));
    this.below = el("tr", { "aria-hidden": "true", hidden: true }, el("td", {}));
    /** @type {Parameter[]} */
    this.parameters = [];
    /** By the parameter's place. @type {Map<number, Row>} */
    this.made = new Map();
    /** Which rows are in the document. */
    this.placed = { from: 0, to: 0 };
    /** In pixels, 0 until known; read when the browser has laid out, since reading them after a change forces a layout. */
    this.rowHeight = 0;
    this.top = 0;
    this.height = 0;
    /** @type {State["selection"] | null} */
    this.selection = null;
    /** Called when other rows have come into view. */
    this.onMoved = () => {};
    const moved = () => {
      this.top = scroller.scrollTop;
      this.move();
    };
    scroller.onscroll = moved;
    body.addEventListener("focusin", moved); // the next Tab may come before the event of the scroll that this one makes
    const sizes = new ResizeObserver(() => requestAnimationFrame(() => this.measure())); // the rows that come change the size
    sizes.observe(scroller);
    sizes.observe(table);
  }

  get count() {
    return this.parameters.length;
  }

  /** @param {Parameter[]} parameters of another network */
  build(parameters) {
    this.parameters = parameters;
    this.made.clear();
    this.placed = { from: 0, to: 0 };
    this.body.replaceChildren(this.above, this.below);
    this.table.setAttribute("aria-rowcount", String(parameters.length + 1)); // and the row of heads
    this.scroller.scrollTop = this.top = 0;
    this.place();
  }

  measure() {
    this.height = this.scroller.clientHeight;
    const { from, to } = this.placed;
    const [first, last] = [from, to - 1].map((i) => this.made.get(i)?.row.getBoundingClientRect());
    const found = first && last ? (last.bottom - first.top) / (to - from) : 0;
    // rows differ by a fraction of a pixel, and the table must not change its height with those that are in view
    if (found === 0 || Math.abs(found - this.rowHeight) > 1) this.rowHeight = found;
    this.move();
  }

  move() {
    this.place();
    this.onMoved();
  }

  /** The rows in view, and some more. */
  near() {
    if (this.rowHeight === 0) return { from: 0, to: Math.min(this.count, FIRST_ROWS) };
    const from = Math.max(0, Math.floor(this.top / this.rowHeight) - SPARE_ROWS);
    const to = Math.min(this.count, from + Math.ceil(this.height / this.rowHeight) + 2 * SPARE_ROWS);
    return { from: Math.min(from, to), to };
  }

  /** Brings the rows into the document that belong there, and moves none that stays: it may have the focus. */
  place() {
    const { from, to } = this.count <= ALL_ROWS ? { from: 0, to: this.count } : this.near();
    for (let i = this.placed.from; i < this.placed.to; i++) {
      if (i >= from && i < to) continue;
      const { row } = this.rowAt(i);
      if (row.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
      row.remove();
    }
    /** @type {Element} */
    let next = this.below;
    for (let i = to - 1; i >= from; i--) {
      const { row } = this.rowAt(i);
      if (row.nextSibling !== next) this.body.insertBefore(row, next);
      next = row;
    }
    this.placed = { from, to };
    this.leaveRoom(this.above, from);
    this.leaveRoom(this.below, this.count - to);
    if (this.selection) this.mark(this.selection);
  }

  /** @param {HTMLElement} empty @param {number} rows that are not in the document there */
  leaveRoom(empty, rows) {
    empty.hidden = rows === 0;
    empty.style.height = `${rows * this.rowHeight}px`;
  }

  /** @param {number} i @returns {Row} */
  rowAt(i) {
    const row = this.made.get(i) ?? this.make(i);
    this.made.set(i, row);
    return row;
  }

  /** @param {number} i @returns {Row} */
  make(i) {
    const { name } = this.parameters[i];
    const button = el("button", { type: "button", className: "quiet num" }, name);
    const cells = this.columns.map((column) => {
      const cell = el("td", { className: "num" });
      cell.dataset.field = column.name;
      return cell;
    });
    const row = el("tr", { "aria-rowindex": String(i + 2) }, el("th", { scope: "row" }, button), ...cells);
    row.dataset.parameter = name;
    row.onclick = () => this.dispatch({ type: "node/select", name }); // the button in it is for the keyboard
    row.onpointerenter = () => this.dispatch({ type: "node/hover", name });
    row.onpointerleave = () => this.dispatch({ type: "node/hover", name: null });
    return { i, row, cells };
  }

  /** The rows to write numbers into. @param {boolean} playing whether those out of view can wait @returns {Row[]} */
  present(playing) {
    const { from, to } = playing ? this.near() : this.placed;
    return Array.from({ length: to - from }, (_, at) => this.rowAt(from + at));
  }

  /** @param {State["selection"]} selection */
  mark(selection) {
    this.selection = selection;
    const { hovered, node } = selection;
    for (let i = this.placed.from; i < this.placed.to; i++) {
      const { name, neuron } = this.parameters[i];
      const { row } = this.rowAt(i);
      row.classList.toggle("hovered", [name, neuron].includes(hovered ?? ""));
      row.classList.toggle("selected", node === name);
    }
  }
}
