import assert from "node:assert/strict";
import { test } from "node:test";
import {
  copyText,
  entries,
  ifUnlocked,
  mediaQuery,
  openCache,
  takeLock,
  whenIdle,
} from "../../web/protocol/browser.js";
import { Problem, told } from "../../web/protocol/problem.js";
import { supplyNeeds } from "../../web/view/run/uplot-needs.js";

/** A storage that is there, and refuses everything. */
const refusing = /** @type {any} */ (
  new Proxy(
    {},
    {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    },
  )
);

test("a storage that may not be named works, and forgets", () => {
  const storage = entries(() => {
    throw new DOMException("denied", "SecurityError");
  });
  assert.equal(storage.get("a"), null);
  assert.equal(storage.set("a", "1"), true);
  assert.equal(storage.get("a"), "1");
  assert.deepEqual(storage.keys(), ["a"]);
  storage.remove("a");
  assert.equal(storage.get("a"), null);
});

test("a storage that refuses every call holds nothing, and says that it kept nothing", () => {
  const storage = entries(() => refusing);
  assert.equal(storage.get("a"), null);
  assert.equal(storage.set("a", "1"), false);
  assert.deepEqual(storage.keys(), []);
  storage.remove("a");
});

test("without caches, locks, clipboard, matchMedia and idle time the page does without", async () => {
  assert.equal(await openCache("x"), null);
  assert.equal(await copyText("x"), false);
  assert.equal(mediaQuery("(prefers-reduced-motion: reduce)").matches, false);
  await new Promise((resolve) => whenIdle(() => resolve(null)));
});

test("where there are no locks everybody is alone, and nobody holds one", async () => {
  assert.equal(await ifUnlocked("x", (held) => held), true);
  assert.equal(await takeLock("x"), false);
});

test("an error inside a lock is the caller's, and is not taken for a refusal", async () => {
  const failing = () => {
    throw new Problem("its own");
  };
  await assert.rejects(ifUnlocked("x", failing), /its own/);
});

test("uPlot finds a language that Intl accepts, whatever the browser says", () => {
  for (const [language, mended] of [
    ["C", "en"],
    ["en_US.UTF-8", "en"],
    ["de-AT", "de-AT"],
  ]) {
    const browser = { navigator: { language } };
    supplyNeeds(browser);
    assert.equal(browser.navigator.language, mended);
    assert.equal(/** @type {any} */ (browser).matchMedia("").matches, false);
  }
});

test("a foreseen error is its own sentence; any other is ours, with its words as details", () => {
  assert.deepEqual(told(new Problem("lr is wrong"), ""), { reason: "lr is wrong", details: "" });
  assert.deepEqual(told(new Problem("it is damaged", new SyntaxError("<")), ""), {
    reason: "it is damaged",
    details: "SyntaxError: <",
  });
  assert.deepEqual(told(new TypeError("x is undefined"), "it broke"), {
    reason: "it broke",
    details: "TypeError: x is undefined",
  });
  assert.equal(told({ odd: 1 }, "it broke").details, '{"odd":1}');
});
