/** The line of a weight between two cards: its colour says the sign, its thickness the size. */

/** The weight at which a line has its full thickness. */
const THICKEST = 3;

/**
 * @param {SVGPathElement} path
 * @param {number | null} weight null where a number passes on without one
 */
export function showWeight(path, weight) {
  const size = weight === null ? 0.5 : Math.min(Math.abs(weight), THICKEST);
  const width = (0.5 + 1.2 * size).toFixed(1);
  if (path.style.getPropertyValue("--thickness") !== width) path.style.setProperty("--thickness", width);
  const name = `weight ${weight === null ? "plain" : weight < 0 ? "negative" : "positive"}`;
  if (path.getAttribute("class") !== name) path.setAttribute("class", name);
}
