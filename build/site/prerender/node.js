// The nodes of a tree, in Node: what the page's modules put where, and what they take out.

/** @typedef {import("./dom.js").PageElement} PageElement */
/** @typedef {import("./dom.js").PageDocument} PageDocument */

export class PageNode {
  /** @param {PageDocument} ownerDocument */
  constructor(ownerDocument) {
    this.ownerDocument = ownerDocument;
    /** @type {PageElement | null} */
    this.parentNode = null;
    /** @type {PageNode[]} */
    this.childNodes = [];
  }

  get parentElement() {
    return this.parentNode;
  }

  /** @returns {boolean} */
  get isConnected() {
    /** @type {PageNode | null} */
    let node = this;
    while (node?.parentNode) node = node.parentNode;
    return node === this.ownerDocument.documentElement;
  }

  /** @returns {string} */
  get textContent() {
    return this.childNodes.map((child) => child.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren(...(text === "" ? [] : [text]));
  }

  get firstChild() {
    return this.childNodes[0] ?? null;
  }

  /** @returns {PageNode | null} */
  get lastChild() {
    return this.childNodes.at(-1) ?? null;
  }

  /** @param {number} at @param {(PageNode | string)[]} nodes */
  insert(at, nodes) {
    const made = nodes.map((node) =>
      typeof node === "string" ? new PageText(this.ownerDocument, node) : node,
    );
    const before = this.childNodes[at];
    for (const node of made) node.remove();
    const place = before ? this.childNodes.indexOf(before) : this.childNodes.length;
    this.childNodes.splice(place, 0, ...made);
    for (const node of made) node.parentNode = /** @type {PageElement} */ (/** @type {unknown} */ (this));
  }

  /** @param {...(PageNode | string)} nodes */
  append(...nodes) {
    this.insert(this.childNodes.length, nodes);
  }

  /** @param {PageNode} node */
  appendChild(node) {
    this.append(node);
    return node;
  }

  /** @param {PageNode} node @param {PageNode | null} before */
  insertBefore(node, before) {
    if (before) before.before(node);
    else this.append(node);
    return node;
  }

  /** @param {...(PageNode | string)} nodes */
  prepend(...nodes) {
    this.insert(0, nodes);
  }

  /** @param {...(PageNode | string)} nodes */
  replaceChildren(...nodes) {
    for (const child of [...this.childNodes]) child.remove();
    this.append(...nodes);
  }

  /** @param {...(PageNode | string)} nodes */
  after(...nodes) {
    this.parentNode?.insert(this.parentNode.childNodes.indexOf(this) + 1, nodes);
  }

  /** @param {...(PageNode | string)} nodes */
  before(...nodes) {
    this.parentNode?.insert(this.parentNode.childNodes.indexOf(this), nodes);
  }

  /** @param {...(PageNode | string)} nodes */
  replaceWith(...nodes) {
    this.after(...nodes);
    this.remove();
  }

  remove() {
    const siblings = this.parentNode?.childNodes;
    siblings?.splice(siblings.indexOf(this), 1);
    this.parentNode = null;
  }
}

export class PageText extends PageNode {
  /** @param {PageDocument} document @param {unknown} data */
  constructor(document, data) {
    super(document);
    this.data = String(data);
  }

  /** @override */
  get textContent() {
    return this.data;
  }

  /** @override */
  set textContent(text) {
    this.data = text;
  }
}
