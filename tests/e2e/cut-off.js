/** What of the page's words can't be read for lack of room. */

/**
 * Runs in the page: the controls in sight whose words are cut off, and the bars and headers of more than one row.
 * @returns {string[]}
 */
export function cutOff() {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const seen = (/** @type {string} */ css) =>
    /** @type {HTMLElement[]} */ ([...document.querySelectorAll(css)]).filter((each) =>
      each.checkVisibility(),
    );
  const name = (/** @type {HTMLElement} */ element) =>
    `${element.tagName.toLowerCase()} "${element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 30)}"`;
  /** @type {string[]} */
  const found = [];
  /** @param {HTMLElement} control @param {string} words that stand in it */
  const measure = (control, words) => {
    const style = getComputedStyle(control);
    context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const needs = context.measureText(words).width;
    const room =
      control.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    if (needs > room + 0.5) found.push(`${name(control)}: "${words}" needs ${needs} px, and has ${room}`);
  };
  for (const select of /** @type {HTMLSelectElement[]} */ (seen("select")))
    measure(select, select.selectedOptions[0]?.text ?? "");
  for (const input of /** @type {HTMLInputElement[]} */ (seen("input[placeholder]")))
    measure(input, input.placeholder);
  for (const element of seen("button, .segmented label, h2:not(.sr-only), .questions button")) {
    const { scrollWidth, clientWidth } = element;
    if (scrollWidth > clientWidth + 1 && clientWidth > 0)
      found.push(`${name(element)}: needs ${scrollWidth} px, and has ${clientWidth}`);
    if (element.getBoundingClientRect().right > innerWidth + 0.5)
      found.push(`${name(element)} is off the screen`);
  }
  const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  for (const bar of seen("main > section > header, #topbar, #transport")) {
    const { height } = bar.getBoundingClientRect();
    if (height > 3.75 * letter) found.push(`a bar of ${height} px: ${bar.textContent?.trim().slice(0, 30)}`);
  }
  return found;
}
