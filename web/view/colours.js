/** The colours of the style sheet, for what is drawn pixel by pixel. */

/** @typedef {{
 *   classes: string[], panel: string, ink: string, soft: string, accent: string, positive: string, negative: string,
 * }} Colours */

/** By theme: to read them, the browser styles the page. @type {Map<string, Colours>} */
const known = new Map();

/** The colours of the theme that an element has. @param {Element} element @returns {Colours} */
export function themeColours(element) {
  const theme = element.closest("[data-theme]")?.getAttribute("data-theme") ?? "";
  const colours = known.get(theme) ?? readColours(element);
  if (colours.panel) known.set(theme, colours); // the style sheet may not have arrived
  return colours;
}

/** @param {Element} element @returns {Colours} */
function readColours(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    classes: ["--class-1", "--class-2", "--class-3"].map(read),
    panel: read("--panel"),
    ink: read("--ink"),
    soft: read("--ink-soft"),
    accent: read("--accent"),
    positive: read("--positive"),
    negative: read("--negative"),
  };
}

/** @param {string} hex #rrggbb */
export const rgb = (hex) => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
