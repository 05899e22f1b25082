/** The lines of the weights between two cards: a line's colour says the sign, its thickness the size. */

/** The weight at which a line has its full thickness. */
const THICKEST = 3;

/** How many lines may change per frame while a run plays: a network of four layers of 32 has 3,232. */
const MOST_CHANGES = 300;

/** @typedef {{path: SVGPathElement, weight: number, thickness: string, name: string}} Line */

export class WeightLines {
  constructor() {
    /** @type {Line[]} */
    this.lines = [];
    /** The line with which the next frame goes on. */
    this.next = 0;
  }

  /** @param {SVGPathElement} path @param {number} weight the parameter's id; below 0 where a number passes on without one */
  add(path, weight) {
    this.lines.push({ path, weight, thickness: "", name: "" });
  }

  /**
   * Shows the weights; while a run plays the lines take turns where many change.
   * @param {ArrayLike<number | null>} data of the nodes @param {boolean} all whether every line changes at once
   */
  show(data, all) {
    const { lines } = this;
    let changes = 0;
    for (let looked = 0; looked < lines.length && (all || changes < MOST_CHANGES); looked++) {
      this.next = (this.next + 1) % lines.length;
      const line = lines[this.next];
      if (showWeight(line, line.weight < 0 ? null : (data[line.weight] ?? 0))) changes++;
    }
  }
}

/** @param {Line} line @param {number | null} weight @returns {boolean} whether it looks different */
function showWeight(line, weight) {
  const size = weight === null ? 0.5 : Math.min(Math.abs(weight), THICKEST);
  const thickness = (0.5 + 1.2 * size).toFixed(1);
  const name = `weight ${weight === null ? "plain" : weight < 0 ? "negative" : "positive"}`;
  if (line.thickness === thickness && line.name === name) return false;
  if (line.thickness !== thickness) line.path.style.setProperty("--thickness", thickness);
  if (line.name !== name) line.path.setAttribute("class", name);
  line.thickness = thickness;
  line.name = name;
  return true;
}
