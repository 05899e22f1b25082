// As much of a document as the page's modules need to build themselves in Node: a tree, attributes, classes, and the few selectors
// that they use. Nothing has a size, and no event ever comes.

import { Drawing } from "./drawing.js";
import { PageNode, PageText } from "./node.js";
import { matches } from "./selectors.js";

const NONE = () => {};

export class PageElement extends PageNode {
  /** @param {PageDocument} document @param {string} localName @param {string} [namespace] */
  constructor(document, localName, namespace = "") {
    super(document);
    this.localName = localName;
    this.namespaceURI = namespace;
    /** @type {Map<string, string>} */
    this.attributes = new Map();
    /** @type {Record<string, string>} */
    this.dataset = {};
    this.style = makeStyle();
    this.classList = makeClassList(this);
    this.hidden = false;
    this.className = "";
    this.offsetHeight = 0;
    this.scrollTop = 0;
  }

  get clientWidth() {
    return this.ownerDocument.sideOf(this);
  }

  get clientHeight() {
    return this.ownerDocument.sideOf(this);
  }

  get children() {
    return this.childNodes.filter((child) => child instanceof PageElement);
  }

  get firstElementChild() {
    return this.children[0] ?? null;
  }

  /** @returns {PageElement | null} */
  get lastElementChild() {
    return this.children.at(-1) ?? null;
  }

  /** @param {string} name @param {unknown} value */
  setAttribute(name, value) {
    if (name === "class") this.className = String(value);
    else this.attributes.set(name, String(value));
  }

  /** @param {string} name */
  getAttribute(name) {
    if (name === "class") return this.className;
    if (name.startsWith("data-"))
      return this.attributes.get(name) ?? this.dataset[camel(name.slice(5))] ?? null;
    return this.attributes.get(name) ?? (name === "id" ? Reflect.get(this, "id") : null) ?? null;
  }

  /** @param {string} name */
  removeAttribute(name) {
    this.attributes.delete(name);
  }

  /** @param {string} name */
  hasAttribute(name) {
    return this.getAttribute(name) !== null;
  }

  /** @param {string} name @param {boolean} [on] */
  toggleAttribute(name, on = !this.attributes.has(name)) {
    if (on) this.attributes.set(name, "");
    else this.attributes.delete(name);
  }

  /** @param {string} selector */
  matches(selector) {
    return matches(this, selector);
  }

  /** @param {string} selector @returns {PageElement | null} */
  closest(selector) {
    return this.matches(selector) ? this : (this.parentNode?.closest?.(selector) ?? null);
  }

  /** @param {string} selector */
  querySelectorAll(selector) {
    /** @type {PageElement[]} */
    const found = [];
    const look = (/** @type {PageElement} */ element) => {
      for (const child of element.children) {
        if (matches(child, selector, this)) found.push(child);
        look(child);
      }
    };
    look(this);
    return found;
  }

  /** @param {string} selector */
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  /** @param {PageNode} node @returns {boolean} */
  contains(node) {
    return (
      node === this || this.childNodes.some((child) => child instanceof PageElement && child.contains(node))
    );
  }

  /** @param {boolean} [deep] */
  cloneNode(deep) {
    const copy = new PageElement(this.ownerDocument, this.localName, this.namespaceURI);
    for (const [name, value] of this.attributes) copy.setAttribute(name, value);
    copy.className = this.className;
    const children = deep ? this.children.map((child) => child.cloneNode(true)) : [];
    copy.append(...children);
    return copy;
  }

  get options() {
    return this.querySelectorAll("option");
  }

  getBoundingClientRect() {
    return { x: 0, y: 0, left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 };
  }
}

export class PageCanvas extends PageElement {
  /** @param {PageDocument} document @param {string} tag */
  constructor(document, tag) {
    super(document, tag);
    this.width = 300;
    this.height = 150;
    this.context = new Drawing();
  }

  getContext() {
    return this.context;
  }

  /** The pictures on the cards come later on the page, too. */
  toDataURL() {
    return "";
  }
}
for (const name of ["addEventListener", "removeEventListener", "focus", "blur", "click", "scrollIntoView"]) {
  Reflect.set(PageElement.prototype, name, NONE);
}

export class PageDocument {
  constructor() {
    this.documentElement = new PageElement(this, "html");
    this.head = this.createElement("head");
    this.body = this.createElement("body");
    this.documentElement.append(this.head, this.body);
    this.activeElement = this.body;
    this.addEventListener = this.removeEventListener = NONE;
    this.readyState = "complete";
    this.visibilityState = "visible";
    this.hidden = false;
    /** How wide and high an element is, in pixels. @type {(element: PageElement) => number} */
    this.sideOf = () => 0;
  }

  /** @param {string} tag */
  createElement(tag) {
    return tag === "canvas" ? new PageCanvas(this, tag) : new PageElement(this, tag);
  }

  /** @param {string} namespace @param {string} tag */
  createElementNS(namespace, tag) {
    return new PageElement(this, tag, namespace);
  }

  /** @param {string} text */
  createTextNode(text) {
    return new PageText(this, text);
  }

  /** @param {string} id */
  getElementById(id) {
    return this.documentElement.querySelector(`#${id}`);
  }

  /** @param {string} selector */
  querySelector(selector) {
    return this.documentElement.querySelector(selector);
  }

  /** @param {string} selector */
  querySelectorAll(selector) {
    return this.documentElement.querySelectorAll(selector);
  }
}

/** @param {string} name */
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

function makeStyle() {
  return {
    /** @param {string} name @param {string} value */
    setProperty(name, value) {
      Reflect.set(this, name, value);
    },
    /** @param {string} name */
    removeProperty(name) {
      Reflect.deleteProperty(this, name);
    },
    /** @param {string} name */
    getPropertyValue(name) {
      return Reflect.get(this, name) ?? "";
    },
  };
}

/** @param {PageElement} element */
function makeClassList(element) {
  const list = () => new Set(element.className.split(/\s+/).filter(Boolean));
  const write = (/** @type {Set<string>} */ names) => {
    element.className = [...names].join(" ");
  };
  return {
    /** @param {...string} names */
    add: (...names) => write(new Set([...list(), ...names])),
    /** @param {...string} names */
    remove: (...names) => write(new Set([...list()].filter((name) => !names.includes(name)))),
    /** @param {string} name */
    contains: (name) => list().has(name),
    /** @param {string} name @param {boolean} [on] */
    toggle(name, on = !list().has(name)) {
      if (on) this.add(name);
      else this.remove(name);
      return on;
    },
  };
}
