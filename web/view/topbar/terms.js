/**
 * Words where they are met. A word of the glossary is explained in one popover of the page: when the pointer rests on it,
 * when it has the focus, when a finger taps it; Escape closes it. The button "Words" of a panel lists all of its words, so that
 * the keyboard has one stop for each panel, not one for each head of a table.
 */

import { PANEL_IDS, PANEL_NAMES } from "../../state/arrange.js";
import { el } from "../dom.js";
import { arrival } from "../later.js";

/** Elements whose whole text may be a word: short ones, where pointing at them means the word. */
const POINTED = "[data-term], th, dt, label, h2, h3, legend, button, option, i + span, .unit";
/** How long the pointer rests, in ms. */
const REST = 350;
/** Between a word and its explanation, and from the edge of the screen, in px. */
const GAP = 6;

/** Loaded when a word is first pointed at, or all words of a panel are wanted. @type {typeof import("../../protocol/glossary.js") | null} */
let glossary = null;
const load = async () => {
  glossary ??= await arrival(() => import("../../protocol/glossary.js"));
};

/**
 * @param {HTMLElement} _root
 * @returns {import("../index.js").View}
 */
export function mount(_root) {
  const bubble = el("div", { id: "term", className: "term-popover", role: "tooltip", popover: "manual" });
  const close = el("button", { type: "button", className: "quiet" }, "Close");
  const list = el("dl");
  const title = el("strong");
  const head = el("div", { className: "words-head" }, title, close);
  const words = el("div", { className: "term-popover words", popover: "auto" }, head, list);
  words.setAttribute("role", "dialog");
  close.onclick = () => words.hidePopover();
  document.body.append(bubble, words);
  for (const id of PANEL_IDS) addWords(id, words, { title, list });
  listen(bubble);
  return { sync() {} };
}

/** The glossary's word that an element is about, with the element itself. @param {EventTarget | null} target */
function termAt(target) {
  const element = target instanceof Element ? target.closest(POINTED) : null;
  if (!(element instanceof HTMLElement)) return null;
  const text = element.dataset.term ?? element.textContent ?? "";
  const word = text.length < 40 ? glossary?.wordOf(text) : null;
  return word ? { element, word } : null;
}

/** @param {HTMLElement} bubble */
function listen(bubble) {
  let timer = 0;
  /** @type {HTMLElement | null} */
  let described = null;

  const hide = () => {
    clearTimeout(timer);
    if (described?.getAttribute("aria-describedby") === bubble.id)
      described.removeAttribute("aria-describedby");
    described = null;
    bubble.hidePopover();
  };
  /** @param {NonNullable<ReturnType<typeof termAt>>} term */
  const show = ({ element, word }) => {
    hide();
    bubble.replaceChildren(el("strong", {}, word), ` ${glossary?.MEANINGS[word]}`);
    bubble.showPopover();
    place(bubble, element);
    described = element;
    if (!element.hasAttribute("aria-describedby")) element.setAttribute("aria-describedby", bubble.id);
  };

  let events = 0;
  /** Waits for the glossary; false where another event has come since, which alone counts. */
  const isLast = async () => {
    const event = ++events;
    if (!glossary) await load();
    return event === events;
  };

  document.addEventListener("pointerover", async ({ target, pointerType }) => {
    if (pointerType !== "mouse" || !(await isLast())) return;
    const term = termAt(target);
    if (term?.element === described) return;
    hide();
    if (term) timer = Number(setTimeout(() => show(term), REST));
  });
  document.addEventListener("click", async ({ target }) => {
    if (!(await isLast())) return;
    const term = termAt(target);
    const touched = term && (term.element.matches("th, dt, h2, .term, [data-term]") || described === null);
    if (term && touched && !term.element.matches("button:not(.term), label")) show(term);
    else hide();
  });
  let byKey = false; // a field that is clicked shows its focus too, but whoever clicks it wants to type
  document.addEventListener("pointerdown", () => (byKey = false), true);
  document.addEventListener("input", hide);
  document.addEventListener("focusin", async ({ target }) => {
    if (!(await isLast())) return;
    const visible = byKey && target instanceof Element && target.matches(":focus-visible");
    const label = target instanceof HTMLInputElement ? target.labels?.[0] : null;
    const term = visible ? termAt(label ?? target) : null;
    if (term) show(term);
    else hide();
  });
  document.addEventListener(
    "keydown",
    (event) => {
      byKey = true;
      if (event.key !== "Escape" || !bubble.matches(":popover-open")) return;
      hide();
      event.stopPropagation(); // the first Escape closes this, and nothing else
    },
    true,
  );
  // it follows its word: the page also scrolls, or grows, by itself while it loads
  const follow = () => {
    if (!described) return;
    const { top, bottom } = described.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) hide();
    else place(bubble, described);
  };
  addEventListener("scroll", follow, { capture: true, passive: true });
}

/** Below the element, or above it where there is no room; below a label's field, not on it. @param {HTMLElement} bubble @param {Element} element */
function place(bubble, element) {
  const field = element instanceof HTMLLabelElement ? element.control : null;
  const { left, top } = element.getBoundingClientRect();
  const { bottom } = (field ?? element).getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const x = Math.max(GAP, Math.min(left, innerWidth - width - GAP));
  const below = bottom + GAP + height <= innerHeight;
  const y = below ? bottom + GAP : Math.max(GAP, top - GAP - height);
  bubble.style.setProperty("--x", `${x}px`);
  bubble.style.setProperty("--y", `${y}px`);
}

/**
 * The button in a panel's header that lists the words on it.
 * @param {import("../../state/arrange.js").PanelId} id
 * @param {HTMLElement} words
 * @param {{title: HTMLElement, list: HTMLElement}} parts
 */
function addWords(id, words, { title, list }) {
  const root = /** @type {HTMLElement | null} */ (document.querySelector(`#${id}`));
  const name = `Words of ${PANEL_NAMES[id]}`;
  const button = el("button", { type: "button", className: "quiet words-button", title: name }, "?");
  button.setAttribute("aria-label", name);
  button.onclick = async () => {
    if (!glossary) await load();
    if (!root || !glossary) return;
    const { MEANINGS, wordsIn } = glossary;
    const rows = wordsIn(textOf(root)).flatMap((word) => [el("dt", {}, word), el("dd", {}, MEANINGS[word])]);
    list.replaceChildren(...rows);
    words.setAttribute("aria-label", name);
    title.textContent = name;
    words.showPopover();
    place(words, button);
    words.scrollTop = 0;
    words.querySelector("button")?.focus();
  };
  const buttons = root?.querySelector(":scope > header:not([data-drawn]) > .panel-buttons");
  if (buttons) buttons.prepend(button);
  else root?.querySelector(":scope > header:not([data-drawn])")?.append(button);
}

/** What can be read on a panel: the texts of its elements, apart, and the choices that show. @param {HTMLElement} root */
export function textOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent?.checkVisibility() || parent?.matches("option")) texts.push(walker.currentNode.nodeValue);
  }
  return texts.join("\n");
}
