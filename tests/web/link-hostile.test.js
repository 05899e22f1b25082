import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig, RULES } from "../../web/protocol/config.js";
import { linked } from "../../web/state/link/arrival.js";
import { linkIn, runOf } from "../../web/state/link/link.js";
import { PARTS } from "../../web/state/link/view.js";
import { random } from "../random.js";
import { startedState } from "./fixtures.js";

const SEED = 20261128;
const LINKS = 100_000;

const KEYS = [
  ...Object.keys(RULES),
  ...Object.keys(PARTS),
  "zero_grad",
  "step",
  "run",
  "code",
  "no such",
  "",
];
/** What stands for something somewhere, and what looks like it. */
const TEXTS = [
  ...[
    "",
    "0",
    "1",
    "-1",
    "1e999",
    "0.1",
    "NaN",
    "none",
    "8",
    "6,5",
    ",",
    "1,,2",
    "99999999999999999999",
    "0x1",
  ],
  ...["yinyang", "tanh", "sgd", "cosine", "80,10,10", "100,1,-1", "on", "off", "op", "phase", "train", "log"],
  ...["h1", "h3.w1", "h3.w1,0.25", "h3.w1,h3.w2,close", "z9.w9", "loss", "graph,loss", "graph", "selected"],
  ...["0.5,-1,2", "0.5,-1,9", "test.3.1", "why-zero-grad.1", "why-zero-grad.1.0.done", "accuracy", "pair"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "<b>",
    "%",
    "%ff",
    "é",
    "\u0000",
    "a".repeat(5000),
    "{}",
    "AAAA",
  ],
];

test(`a hundred thousand random links open, or say what can't be used (seed ${SEED})`, () => {
  const { next, whole, of } = random(SEED);
  const state = startedState();
  const before = JSON.stringify(state);
  let opened = 0;
  for (let i = 0; i < LINKS; i++) {
    const pairs = Array.from({ length: whole(1, 5) }, () => {
      const text = next() < 0.9 ? of(TEXTS) : of(TEXTS) + of(TEXTS);
      return `${next() < 0.9 ? encodeURIComponent(of(KEYS)) : of(TEXTS)}=${next() < 0.5 ? encodeURIComponent(text) : text}`;
    });
    const hash = `#${pairs.join("&")}`;
    const link = linkIn(hash);
    if (!link) continue;
    try {
      const { run, session } = runOf(link);
      const config = run?.starting?.config ?? session?.config;
      assert.deepEqual(parseConfig({ ...config }), config, hash);
      opened++;
    } catch (error) {
      assert.ok(
        error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError,
        hash,
      );
      assert.doesNotMatch(String(error), /\[object|undefined/, hash);
    }
    const { notice } = linked(state, link.view, state.view);
    assert.doesNotMatch(notice?.text ?? "", /\[object|undefined is not|is not a function|Cannot read/, hash);
  }
  assert.ok(opened > LINKS / 10 && opened < LINKS, String(opened));
  assert.equal(JSON.stringify(state), before, "the state that a link is opened in stays as it was");
});
