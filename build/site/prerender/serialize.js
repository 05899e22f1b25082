// The tree as HTML, but for ids and the names of inputs, which would meet those of what the page itself makes. The page's policy forbids style attributes, so what a script has set in an element's style becomes a class of
// the style sheet.

/** @typedef {import("./dom.js").PageElement} PageElement */
/** @typedef {import("./node.js").PageNode} PageNode */

const VOID = new Set(["input", "img", "br", "link", "meta", "hr"]);

/** The properties that are attributes, by the attributes' names. @type {Record<string, string>} */
const REFLECTED = {
  ...Object.fromEntries(
    "title type value href src rel max min step placeholder scope for alt width height"
      .split(" ")
      .map((n) => [n, n]),
  ),
  ...{
    tabindex: "tabIndex",
    class: "className",
    for: "htmlFor",
    "aria-label": "ariaLabel",
    colspan: "colSpan",
  },
};
const FLAGS = ["hidden", "disabled", "checked", "selected", "open"];

/** @param {unknown} text */
const escaped = (text) =>
  String(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/**
 * `styled` gives the class of an element with these declarations, `special` the HTML of one that is not to be written as it stands.
 * @typedef {{styled(declarations: string): string, special(element: PageElement): string | undefined}} How
 */

/** @param {PageNode} node @param {How} how @returns {string} */
export function serialize(node, how) {
  if ("data" in node) return escaped(node.data);
  const element = /** @type {PageElement} */ (node);
  const special = how.special(element);
  if (special !== undefined) return special;
  const start = `<${element.localName}${attributesOf(element, how)}>`;
  return VOID.has(element.localName) ? start : `${start}${inside(element, how)}</${element.localName}>`;
}

/** What stands in an element. @param {PageElement} element @param {How} how */
export const inside = (element, how) => element.childNodes.map((child) => serialize(child, how)).join("");

/** @param {PageElement} element @param {How} how */
export function attributesOf(element, { styled }) {
  /** @type {Map<string, string>} */
  const all = new Map();
  const style = Object.entries(element.style).filter(([, value]) =>
    ["string", "number"].includes(typeof value),
  );
  const css = style
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`)
    .join(";");
  const more = css ? styled(css) : "";
  for (const [name, property] of Object.entries(REFLECTED)) {
    const value = property === "className" ? `${element.className} ${more}`.trim() : own(element, property);
    if (value !== undefined && value !== null && value !== "" && typeof value !== "function")
      all.set(name, String(value));
  }
  for (const name of FLAGS) if (own(element, name) === true) all.set(name, "");
  const chosen =
    element.localName === "option" && own(/** @type {PageElement} */ (element.parentNode), "value");
  if (chosen && chosen === own(element, "value")) all.set("selected", "");
  if (element.localName === "select") all.delete("value");
  for (const [name, value] of element.attributes) if (name !== "id" && name !== "list") all.set(name, value);
  for (const [name, value] of Object.entries(element.dataset))
    all.set(`data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, String(value));
  return [...all].map(([name, value]) => ` ${name}${value === "" ? "" : `="${escaped(value)}"`}`).join("");
}

/** @param {PageElement} element @param {string} property @returns {unknown} */
const own = (element, property) =>
  Object.hasOwn(element, property) ? Reflect.get(element, property) : undefined;
