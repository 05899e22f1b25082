/** The lines of the weights between two cards: a line's colour says the sign, its thickness the size. */

/** The weight at which a line has its full thickness. */
const THICKEST = 3;

/** Up to so many lines change with every frame; a network of four layers of 32 has 3,232, which the browser takes longer than a frame to paint. */
const FEW = 500;

/** How often more lines than that change while a run plays, in ms. */
const PATIENCE = 500;

/** @typedef {{path: SVGPathElement, weight: number, thickness: string, name: string}} Line */

export class WeightLines {
  constructor() {
    /** @type {Line[]} */
    this.lines = [];
    this.shownAt = Number.NEGATIVE_INFINITY;
  }

  /** @param {SVGPathElement} path @param {number} weight the parameter's id; below 0 where a number passes on without one */
  add(path, weight) {
    this.lines.push({ path, weight, thickness: "", name: "" });
  }

  /** Whether they are too many to be painted with every frame. */
  get many() {
    return this.lines.length > FEW;
  }

  /**
   * @param {ArrayLike<number | null>} data of the nodes
   * @param {boolean} atOnce whether many lines, too, show these numbers, and not soon
   * @param {number} [now] in ms
   */
  show(data, atOnce, now = performance.now()) {
    if (!atOnce && this.many && now - this.shownAt < PATIENCE) return;
    this.shownAt = now;
    for (const line of this.lines) showWeight(line, line.weight < 0 ? null : (data[line.weight] ?? 0));
  }
}

/** @param {Line} line @param {number | null} weight */
function showWeight(line, weight) {
  const size = weight === null ? 0.5 : Math.min(Math.abs(weight), THICKEST);
  const thickness = (0.5 + 1.2 * size).toFixed(1);
  const name = `weight ${weight === null ? "plain" : weight < 0 ? "negative" : "positive"}`;
  if (line.thickness !== thickness) line.path.style.setProperty("--thickness", thickness);
  if (line.name !== name) line.path.setAttribute("class", name);
  line.thickness = thickness;
  line.name = name;
}
