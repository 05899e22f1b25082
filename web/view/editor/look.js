/** How the editor looks: the page's own colours, which differ by theme, so that the editor follows it. */

import { EditorView, HighlightStyle, syntaxHighlighting, tags } from "../../vendor/codemirror.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier],
    color: "var(--code-keyword)",
    fontWeight: "600",
  },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  {
    tag: [tags.definition(tags.function(tags.variableName)), tags.definition(tags.className)],
    color: "var(--code-name)",
  },
  { tag: [tags.self, tags.meta], color: "var(--code-keyword)" },
]);

const THEME = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--panel)", fontSize: "0.8125rem" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "19px", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    color: "var(--ink-soft)",
    backgroundColor: "var(--panel)",
    borderRight: "1px solid var(--line-soft)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--accent) 8%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent)",
  },
  ".cm-signs": { width: "5px" },
  ".cm-signs .cm-gutterElement": { width: "5px", overflow: "hidden" },
  ".cm-changed-sign": { backgroundColor: "var(--code-changed)" },
  ".cm-missing-sign": { borderTop: "3px solid var(--wrong)" },
  ".cm-changed": { backgroundColor: "color-mix(in srgb, var(--code-changed) 16%, transparent)" },
  ".cm-node": { boxShadow: "inset 3px 0 var(--accent)" },
  ".cm-wrong": { backgroundColor: "color-mix(in srgb, var(--wrong) 22%, transparent)" },
  ".cm-removed": { backgroundColor: "color-mix(in srgb, var(--wrong) 9%, transparent)" },
  ".cm-removed del": {
    display: "block",
    padding: "0 2px 0 6px",
    whiteSpace: "pre",
    color: "var(--ink-soft)",
  },
});

export const LOOK = [THEME, syntaxHighlighting(COLOURS)];
