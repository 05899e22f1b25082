/** DOM helpers shared by all panels: creating elements and updating their text. */

export { exact, format, inBrackets } from "../protocol/numbers.js";

/**
 * Creates an element with properties, attributes and children: el("button", {type: "button", onclick}, "Step").
 * Names with a hyphen and `role` are set as attributes, everything else as properties.
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
 * The same for SVG, where every name is set as an attribute.
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

/** The CSS class of a number's sign: positive, negative, or none at 0. @param {number} x */
export function signClass(x) {
  return x > 0 ? "positive" : x < 0 ? "negative" : "";
}

/**
 * Whether anything that `read` takes from the state has changed since `before`.
 * @template S
 * @param {(state: S) => unknown[]} read
 * @param {S | null} before
 * @param {S} now
 */
export function changed(read, before, now) {
  const values = before && read(before);
  return !values || read(now).some((value, i) => !Object.is(value, values[i]));
}

/** Sets a node's text only if it differs, which avoids layout. @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Keeps the height of an element as a custom property of the page; 0 until it has one. Each change styles the whole page anew.
 * @param {Element} element @param {string} property
 */
export function publishHeight(element, property) {
  const { style } = document.documentElement;
  let known = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    if (height !== known) style.setProperty(property, `${height}px`);
    known = height;
  }).observe(element);
}

/**
 * A group of radio buttons.
 * @template T
 * @param {string} legend
 * @param {[string, T][]} options
 * @param {(value: T) => void} onChoose
 */
export function choice(legend, options, onChoose) {
  const name = legend.toLowerCase().replaceAll(" ", "-");
  const inputs = options.map(([, value], i) =>
    el("input", { type: "radio", name, value: String(i), onchange: () => onChoose(value) }),
  );
  const labels = options.map(([text], i) => el("label", {}, inputs[i], text));
  return {
    element: el("span", { className: "segmented", role: "radiogroup", "aria-label": legend }, ...labels),
    /** @param {T | null} value null for none of them */
    set(value) {
      inputs.forEach((input, i) => {
        input.checked = options[i][1] === value;
      });
    },
  };
}

/**
 * A button that shows what does not stand in a bar's or header's one line, and hides it again: it toggles the class "unfolded". The
 * style sheets say what that is, and where the button is needed: `unfolder(header, "More of Graph")`.
 * @param {HTMLElement} root
 * @param {string} name
 * @param {string} [text]
 */
export function unfolder(root, name, text = "⋯") {
  const button = el(
    "button",
    { type: "button", className: "quiet unfold", title: name, "aria-label": name, "aria-expanded": "false" },
    text,
  );
  button.onclick = () => button.setAttribute("aria-expanded", String(root.classList.toggle("unfolded")));
  return button;
}
