import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEFAULT_CONFIG, LATER, parseConfig, parseSetting, RULES } from "../../web/protocol/config.js";
import { DESCRIPTION } from "./description.js";

const python = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../micrograd/${name}.py`, import.meta.url), "utf8");

test("every setting of micrograd/config.py is on the page, with the same default", () => {
  const fields = [...python("config").matchAll(/^ {4}(\w+): [\w[\], .]+ = (.+)$/gm)].map(
    ([, name, value]) => [name, value],
  );
  assert.deepEqual(new Set(fields.map(([name]) => name)), new Set(Object.keys(DEFAULT_CONFIG)));
  for (const [name, value] of fields) {
    const written = value.replaceAll('"', "").replace("(8,)", "8").replace("1e-4", "0.0001");
    const here = DEFAULT_CONFIG[/** @type {keyof typeof DEFAULT_CONFIG} */ (name)];
    if (typeof here === "number") assert.equal(here, Number(written), name);
    else assert.equal(String(here), written.replace(/^\((.*)\)$/, "$1").replaceAll(", ", ","), name);
  }
});

test("the page offers every data set, nonlinearity, loss and optimiser of the engine", () => {
  for (const { name, kind, choices } of DESCRIPTION.settings) {
    if (kind !== "choice") continue;
    assert.deepEqual(Object.keys(RULES[/** @type {keyof typeof RULES} */ (name)].choices ?? {}), choices);
  }
});

test("values in range are read as the command line reads them", () => {
  assert.deepEqual(parseSetting("layers", "6,5"), [6, 5]);
  assert.deepEqual(parseSetting("layers", "none"), []);
  assert.equal(parseSetting("lr", "1e-3"), 0.001);
  assert.equal(parseSetting("seed", "18446744073709551615"), "18446744073709551615");
  assert.equal(parseSetting("n", "+7"), 7);
  assert.deepEqual(parseSetting("split", "50, 20,30"), [50, 20, 30]);
  assert.equal(parseSetting("beta2", "0.999"), 0.999);
  assert.equal(parseSetting("schedule", "cosine"), "cosine");
});

test("a value out of range is refused with what it was and what would be right", () => {
  const refused = /** @type {[keyof typeof RULES, string][]} */ ([
    ["lr", "-1"],
    ["lr", "nan"],
    ["lr", "0x1"],
    ["lr", "1e999"],
    ["lr", ""],
    ["n", "-1"],
    ["n", "2001"],
    ["split", "80,10"],
    ["split", "80,10,11"],
    ["split", "80,,20"],
    ["beta1", "1"],
    ["eps", "0"],
    ["batch_size", "-1"],
    ["schedule", "linear"],
    ["n", "1_0"],
    ["seed", "0"],
    ["seed", "18446744073709551616"],
    ["seed", "-1"],
    ["layers", "33"],
    ["layers", "8,,8"],
    ["layers", "1,1,1,1,1"],
    ["layers", ""],
    ["dataset", "no such"],
    ["loss", "no such"],
  ]);
  for (const [name, text] of refused) {
    assert.throws(
      () => parseSetting(name, text),
      (/** @type {Error} */ error) =>
        error instanceof RangeError &&
        error.message.startsWith(`${name} must be`) &&
        error.message.endsWith(`not '${text}'`),
    );
  }
});

test("a configuration that lacks a setting is refused by its name", () => {
  const { lr, ...rest } = DEFAULT_CONFIG;
  assert.throws(() => parseConfig(rest), /lr is missing/);
  assert.equal(parseConfig({ ...rest, lr }).lr, lr);
});

test("what an earlier version of the page has saved has the defaults of the settings that it lacked", () => {
  const before = Object.fromEntries(
    Object.entries(DEFAULT_CONFIG).filter(([name]) => !LATER.includes(/** @type {any} */ (name))),
  );
  assert.equal(Object.keys(before).length, 10);
  assert.deepEqual(parseConfig({ ...before, lr: 0.5 }), { ...DEFAULT_CONFIG, lr: 0.5 });
});
