/** The few lines that every view shares: making elements, and writing numbers. */

/**
 * An element with its properties, attributes and children: el("button", {type: "button", onclick}, "Step").
 * Names with a dash and `role` are set as attributes, everything else as properties.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, String(value));
    else Object.assign(element, { [name]: value });
  }
  element.append(...children);
  return element;
}

/**
 * The same for SVG, where everything is an attribute.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElementTagNameMap[K]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A number to four decimals, with a real minus sign; large and tiny ones with an exponent.
 * @param {number} x
 * @param {number} [digits]
 */
export function format(x, digits = 4) {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "−inf";
  const size = Math.abs(x);
  const text =
    size >= 1e5 || (size > 0 && size < 0.5 * 10 ** -digits) ? x.toExponential(1) : x.toFixed(digits);
  return text.replace("-", "−").replace("e-", "e−").replace("e+", "e");
}

/**
 * A number with all its digits, as Python's repr and the printed log write it.
 * @param {number} x
 */
export function exact(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  if (Object.is(x, -0)) return "-0.0";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return Number.isInteger(x) ? `${x}.0` : String(x);
}

/** The class for a number's colour: positive, negative, or none at 0. @param {number} x */
export function signClass(x) {
  return x > 0 ? "positive" : x < 0 ? "negative" : "";
}

/** Sets a text only where it changes, which spares layout. @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
