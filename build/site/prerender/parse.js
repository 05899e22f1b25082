// Reads web/index.html into a document: tags, attributes and text, well formed as our own file is.

const TAG = /<(\/?)([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>|([^<]+)/g;
const VOID = new Set(["meta", "link", "input", "br"]);

/** @param {import("./dom.js").PageDocument} document @param {string} html */
export function parseInto(document, html) {
  /** @type {import("./dom.js").PageElement[]} */
  const open = [document.body];
  for (const [, closes, tag, attributes, text] of html.slice(html.indexOf("<body>") + 6).matchAll(TAG)) {
    const parent = /** @type {import("./dom.js").PageElement} */ (open.at(-1));
    if (text !== undefined) {
      if (text.trim()) parent.append(text);
    } else if (closes) {
      if (tag === "body") return;
      open.pop();
    } else {
      const element = document.createElement(tag);
      for (const [, name, , value = ""] of attributes.matchAll(/([\w-]+)(="([^"]*)")?/g)) {
        if (name === "hidden") element.hidden = true;
        else element.setAttribute(name, value);
      }
      parent.append(element);
      if (!VOID.has(tag)) open.push(element);
    }
  }
}
