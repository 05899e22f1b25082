import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { ALIASES, GLOSSARY, MEANINGS, sentenceOf, wordOf, wordsIn } from "../../web/protocol/glossary.js";
import { piecesOf } from "../../web/view/lessons/prose.js";
import { DESCRIPTION } from "./description.js";

test("the README's table of words is the glossary", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const [, table] = /\| word \| meaning \|\n\|---\|---\|\n((?:\|.*\|\n)+)/.exec(readme) ?? [];
  const rows = table.trimEnd().split("\n");
  assert.deepEqual(
    rows,
    Object.entries(GLOSSARY).map(([word, meaning]) => `| ${word} | ${meaning} |`),
  );
});

test("every explanation is one sentence of at most 25 words", () => {
  for (const [word, meaning] of Object.entries(GLOSSARY)) {
    assert.ok(meaning.split(/\s+/).length <= 25, word);
    assert.match(meaning, /^[A-Z].*\.$/, word);
  }
});

test("an alias stands for a word of the glossary", () => {
  for (const [alias, word] of Object.entries(ALIASES)) assert.ok(Object.hasOwn(GLOSSARY, word), alias);
});

test("every optimiser, loss and nonlinearity on offer is explained, by its name or its title", () => {
  const { optimizers, losses, settings } = DESCRIPTION;
  const nonlin = settings.find(({ name }) => name === "nonlin")?.choices ?? [];
  for (const { name, title } of [...optimizers, ...losses]) {
    assert.ok(wordOf(name) ?? wordsIn(title)[0], `${name}: ${title}`);
  }
  for (const name of nonlin) assert.ok(wordOf(name), name);
});

test("a nonlinearity that the glossary leaves out is explained by its row", () => {
  const sin = { name: "sin", title: "sin", word: "sine", arity: 1, nonlinearity: true, function: "sin" };
  assert.equal(
    sentenceOf({ ...sin, formula: "sin({a})", derivatives: ["cos({a})"] }),
    "A nonlinearity, y = sin(x), with the derivative cos(x).",
  );
  assert.equal(
    sentenceOf({ ...sin, formula: "tanh({a})", derivatives: ["1 − {out}²"] }),
    "A nonlinearity, y = tanh(x), with the derivative 1 − y².",
  );
  for (const name of DESCRIPTION.nonlinearities) assert.match(MEANINGS[name], /^A nonlinearity/);
});

test("words are found in a text whole, the longest first, in its order", () => {
  assert.deepEqual(wordsIn("val loss, weight_decay 0.0001"), ["val loss", "weight decay"]);
  assert.deepEqual(wordsIn("m, v and grading"), ["m", "v"]);
  assert.deepEqual(wordsIn("direction −dL/d(x, y) at the probe"), ["-dL/d(x, y)", "probe"]);
});

test("prose explains a word where it is met first, and leaves everyday words alone", () => {
  assert.deepEqual(piecesOf("A gradient of the loss, and the gradient again, with its data."), [
    { text: "A " },
    { text: "gradient", word: "grad" },
    { text: " of the " },
    { text: "loss", word: "loss" },
    { text: ", and the gradient again, with its data." },
  ]);
  assert.deepEqual(piecesOf("z3.w3*h3 and z1"), [{ text: "z3.w3*h3 and " }, { text: "z1", word: "logit" }]);
  assert.deepEqual(piecesOf("tanh"), [{ text: "tanh", word: "tanh" }]);
  assert.deepEqual(piecesOf(""), []);
});
