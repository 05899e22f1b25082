// The selectors that the page's modules use while they build themselves.

/** @typedef {import("./dom.js").PageElement} PageElement */

/** @param {PageElement} element @param {string} selector @param {PageElement | null} [scope] what :scope stands for */
export const matches = (element, selector, scope = null) =>
  selector.split(",").some((part) => matchesPath(element, part.trim().split(/\s+/), scope));

/**
 * @param {PageElement} element @param {string[]} path compound selectors and >, outermost first
 * @param {PageElement | null} scope @returns {boolean}
 */
function matchesPath(element, path, scope) {
  if (!matchesOne(element, path[path.length - 1], scope)) return false;
  const isChild = path.at(-2) === ">";
  const outer = path.slice(0, isChild ? -2 : -1);
  if (outer.length === 0) return true;
  for (let at = element.parentNode; at; at = at.parentNode) {
    if (matchesPath(at, outer, scope)) return true;
    if (isChild) return false;
  }
  return false;
}

/** @param {PageElement} element @param {string} compound such as `button.quiet[data-a=b]` @param {PageElement | null} scope */
function matchesOne(element, compound, scope) {
  const [, plain, not] = /^(.*?)(?::not\((.*)\))?$/.exec(compound) ?? [];
  if (not && matchesOne(element, not, scope)) return false;
  const parts = plain.match(/[#.]?[\w-]+|\[[^\]]+\]|:[\w-]+|\*/g) ?? [];
  return parts.every((part) => {
    if (part === "*") return true;
    if (part === ":scope") return element === scope;
    if (part[0] === "#") return element.getAttribute("id") === part.slice(1);
    if (part[0] === ".") return element.classList.contains(part.slice(1));
    if (part[0] === ":") return false; // nothing is focused, hovered or open
    if (part[0] !== "[") return element.localName === part;
    const [name, value] = part.slice(1, -1).split("=");
    const has = element.getAttribute(name);
    return value === undefined ? has !== null : has === value.replaceAll(/["']/g, "");
  });
}
