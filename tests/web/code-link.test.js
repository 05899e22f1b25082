/** The learner's code in a link: packed, read, set aside, brought back; and what is no code of a link. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { broughtBack, opened, received } from "../../web/state/code/elsewhere.js";
import { FILE_NAMES } from "../../web/state/code/known.js";
import { codeIn, codeText } from "../../web/state/code/link.js";
import { applied, PRESETS } from "../../web/state/code/presets.js";
import { linkIn } from "../../web/state/link/link.js";
import { isReplayable, linkText } from "../../web/state/link/share.js";
import { initialState, update } from "../../web/state/state.js";
import { play, startedState } from "./fixtures.js";

/** @typedef {import("../../web/state/types.js").State} State */
/** @typedef {import("../../web/state/code/files.js").Files} Files */

/** @type {Files} */
const ORIGINAL = Object.fromEntries(
  await Promise.all(
    FILE_NAMES.map(async (name) => [
      name,
      await readFile(new URL(`../../micrograd/${name}`, import.meta.url), "utf8"),
    ]),
  ),
);

/** A text as a link would hold it. @param {string | Buffer} text */
const asLink = (text) => deflateRawSync(text).toString("base64url");
/** @param {unknown[]} rows */
const rowsAsLink = (rows) => asLink(JSON.stringify([0, ...rows]));

for (const preset of PRESETS) {
  test(`a link with "${preset.title}" has fewer than 2,000 characters, and brings it`, async () => {
    const files = applied(ORIGINAL, preset);
    const code = await codeText(ORIGINAL, files);
    const text = linkText(play(startedState(), 3), code);
    assert.ok(text.length < 700, `${text.length} characters`);
    assert.equal(linkIn(`#${text}`)?.code, code);
    assert.deepEqual(await codeIn(code, ORIGINAL), { files, problems: [], steps: 0 });
  });
}

test("any edit comes back: lines at both ends, lines that stand there twice, neighbours, an empty file", async () => {
  const engine = ORIGINAL["engine.py"];
  const lines = engine.split("\n");
  for (const changed of [
    `# first\n${engine}`,
    `${engine}# last`,
    engine.slice(0, -1),
    "",
    lines.filter((line) => line !== "").join("\n"),
    lines.map((line, i) => (i % 2 ? line : `${line} # ${i}`)).join("\n"),
    lines.toReversed().join("\n"),
    engine.replaceAll("self", "this"),
    engine.replace("import math", "import math\u2028x = '𝔘'"),
  ]) {
    const files = { ...ORIGINAL, "engine.py": changed };
    assert.deepEqual(await codeIn(await codeText(ORIGINAL, files), ORIGINAL), {
      files,
      problems: [],
      steps: 0,
    });
  }
});

test("in a later version each change whose passage is still there is made; a sentence names the file and passage of the others", async () => {
  const [assign, , zeroGrad] = PRESETS;
  const files = applied(applied(ORIGINAL, assign), zeroGrad);
  const code = await codeText(ORIGINAL, files);
  const later = {
    ...ORIGINAL,
    "engine.py": `"""A later version."""\n${ORIGINAL["engine.py"].replace("operand.grad +=", "o.grad +=")}`,
    "optim.py": `# later\n${ORIGINAL["optim.py"]}`,
  };
  const found = await codeIn(code, later);
  assert.deepEqual(found.problems, [
    "engine.py has no longer, exactly once, the passage “operand.grad += local[i] * grad”",
  ]);
  assert.equal(found.files["engine.py"], later["engine.py"]);
  assert.match(found.files["optim.py"], /^# later\n[\s\S]*what earlier steps have left stays/);
});

test("a passage that a link names twice, or that overlaps with another, is changed once", async () => {
  const row = [0, "import math\nimport operator", "import math"];
  const found = await codeIn(rowsAsLink([row, row, [0, "import operator", ""]]), ORIGINAL);
  assert.equal(found.problems.length, 2);
  assert.equal(found.files["engine.py"], ORIGINAL["engine.py"].replace("import operator\n", ""));
});

test("a broken, cut, foreign or over-long code is refused with the reason", async () => {
  const good = await codeText(ORIGINAL, applied(ORIGINAL, PRESETS[0]));
  const bomb = asLink(Buffer.alloc(50_000_000, 32));
  /** @type {[string, RegExp][]} */
  const wrong = [
    ["", /^it has other letters than a link's$/],
    ["<script>", /^it has other letters/],
    [good.slice(0, -5), /^a part of it is missing or broken$/],
    [good.slice(5), /^(a part of it is missing or broken|it holds no list of changes)$/],
    [asLink(Buffer.from([0xff, 0xfe, 0x80])), /^a part of it is missing or broken$/],
    [asLink("alert(1)"), /^it holds no list of changes$/],
    [asLink('{"length": 3}'), /^it holds no list of changes$/],
    [rowsAsLink(Array(501).fill([0, "import math", ""])), /^it holds no list of changes$/],
    [asLink("[-1]"), /^it asks for -1 steps, not 0 to 10000$/],
    [asLink("[1e9]"), /^it asks for 1000000000 steps, not 0 to 10000$/],
    [rowsAsLink([null]), /^one of its changes is no passage of a file$/],
    [rowsAsLink([["__proto__", "a", "b"]]), /^one of its changes/],
    [rowsAsLink([[3, "a", "b"]]), /^one of its changes/],
    [rowsAsLink([[0, "import math", 5]]), /^one of its changes/],
    [rowsAsLink([[0, "import math", "x".repeat(200_001)]]), /^its engine\.py is longer than 200 kB$/],
    [bomb, /^it is longer than 1200 kB$/],
    ["A".repeat(200_001), /^it is longer than 200 kB$/],
  ];
  assert.ok(bomb.length < 70_000, "the bomb would fit into a link");
  for (const [code, why] of wrong) {
    await assert.rejects(codeIn(code, ORIGINAL), { name: "Problem", message: why }, code.slice(0, 40));
  }
});

test("a browser that can't compress says so, and code that is too long for a link too", async () => {
  const { CompressionStream: power } = globalThis;
  try {
    Object.defineProperty(globalThis, "CompressionStream", { value: undefined, configurable: true });
    await assert.rejects(codeText(ORIGINAL, ORIGINAL), /^Problem: this browser can't compress it$/);
    await assert.rejects(codeIn("AA", ORIGINAL), /^Problem: this browser can't unpack it$/);
  } finally {
    Object.defineProperty(globalThis, "CompressionStream", {
      value: power,
      configurable: true,
      writable: true,
    });
  }
  let [seed, noise] = [1, ""];
  for (let i = 0; i < 60_000; i++) {
    seed = (seed * 48271) % 2147483647;
    noise += String.fromCharCode(33 + (seed % 90));
  }
  const long = { ...ORIGINAL, "nn.py": noise };
  await assert.rejects(codeText(ORIGINAL, long), /^Problem: it is too long for a link; use Save as file$/);
});

// --- what the page does with it ---

const MINE = { ...ORIGINAL, "engine.py": "mine\n" };
const THEIRS = { ...ORIGINAL, "optim.py": "theirs\n" };

/** The editor with the reader's own kept code. @param {Partial<Files>} [kept] */
const withKept = (kept = {}) => update(initialState(), { type: "code/arrived", original: ORIGINAL, kept });

/** @param {State} state @param {Partial<State["code"]>} changes */
const take = (state, changes) => update(state, { type: "code/taken", changes });

/** @param {State} state @param {Files} [files] */
function receive(state, files = THEIRS) {
  const linked = update(state, { type: "code/linked", text: "abc" });
  return take(linked, received(linked.code, files));
}

/** @param {State} state */
const bringBack = (state) => take(state, broughtBack(state.code));

test("a link's code is shown and waits, and no edit makes it run", () => {
  const state = receive(withKept());
  const { open, files, file, waits, run, aside } = state.code;
  assert.deepEqual([open, files, file, waits, run, aside], [true, THEIRS, "optim.py", "link", null, []]);
  const typed = update(state, { type: "code/edit", file: "optim.py", text: "theirs, and mine\n" });
  assert.deepEqual([typed.code.waits, typed.code.run], ["link", null]);
  const chosen = update(typed, { type: "engine/choose", name: "yours" });
  assert.equal(chosen.engines.active, "c");
  const run2 = update(typed, { type: "code/run" });
  assert.deepEqual([run2.code.waits, run2.code.run], [null, typed.code.files]);
});

test("the reader's own code is set aside for a link's, and one action brings it back without running it", () => {
  const got = receive(withKept({ "engine.py": "mine\n" }));
  assert.deepEqual(got.code.aside, [{ "engine.py": "mine\n" }]);
  const back = bringBack(got);
  assert.deepEqual([back.code.files, back.code.aside, back.code.waits], [MINE, [], "own"]);
  assert.deepEqual(broughtBack(back.code), {});
});

test("a link's code that the reader has changed is their own too, and neither is lost", () => {
  const got = receive(withKept({ "engine.py": "mine\n" }));
  const edited = update(got, { type: "code/edit", file: "optim.py", text: "both\n" });
  const back = bringBack(edited);
  assert.deepEqual([back.code.files, back.code.aside], [MINE, [{ "optim.py": "both\n" }]]);
  const again = bringBack(back);
  assert.deepEqual(again.code.files, { ...ORIGINAL, "optim.py": "both\n" });
  assert.deepEqual(again.code.aside, [{ "engine.py": "mine\n" }]);
});

test("a second link sets nothing aside but what is the reader's own", () => {
  const first = receive(withKept({ "engine.py": "mine\n" }));
  const second = receive(first, { ...ORIGINAL, "nn.py": "others\n" });
  assert.deepEqual(second.code.aside, [{ "engine.py": "mine\n" }]);
  assert.deepEqual(receive(withKept(), ORIGINAL).code.waits, null);
  assert.deepEqual(receive(withKept({ "optim.py": "theirs\n" })).code.aside, []);
});

test("code that can't be read leaves the reader's own as it was", () => {
  const state = update(withKept({ "engine.py": "mine\n" }), { type: "code/linked", text: "abc" });
  const told = take(state, received(state.code, null));
  assert.deepEqual([told.code.files, told.code.link, told.code.waits], [MINE, null, "visit"]);
});

test("an embedded page, which has no editor, leaves a link's code alone", () => {
  const state = initialState({ view: { embed: ["graph"] } });
  assert.equal(update(state, { type: "code/linked", text: "abc" }), state);
});

test("a file takes the place of its namesake and waits; a link's code that waits goes on waiting as such", () => {
  const own = withKept();
  const { code } = take(own, opened(own.code, "nn.py", "x\n"));
  assert.deepEqual([code.file, code.waits, code.files?.["nn.py"]], ["nn.py", "file", "x\n"]);
  const got = receive(withKept());
  const both = take(got, opened(got.code, "nn.py", "x\n"));
  assert.equal(both.code.waits, "link");
});

// --- a run that the changed code has made ---

const READY = /** @type {const} */ ({ type: "engine/ready", name: "yours" });

/** The learner's code has made steps of a run of the data set. @param {number} count */
function madeByOwn(count) {
  const read = update(startedState(), {
    type: "code/arrived",
    original: ORIGINAL,
    kept: { "optim.py": "theirs\n" },
  });
  return play(update(update(read, { type: "code/run" }), READY), count);
}

test("a link to a run that changed code has made tells step 0 and leaves its steps to that code", () => {
  const state = madeByOwn(3);
  assert.ok(!isReplayable(state), "the settings alone lead elsewhere");
  const texts = new URLSearchParams(linkText(state, "abc"));
  assert.deepEqual([texts.get("step"), texts.get("run"), texts.get("code")], ["0", null, "abc"]);
  assert.notEqual(new URLSearchParams(linkText(state)).get("run"), null);
  const edited = update(state, { type: "code/edit", file: "optim.py", text: "newer\n" });
  assert.notEqual(new URLSearchParams(linkText(edited, "abc")).get("run"), null);
  const mixed = play(update(state, { type: "engine/choose", name: "c" }), 1);
  assert.notEqual(new URLSearchParams(linkText(mixed, "abc")).get("run"), null);
});

test("once it is run, a link's code makes the link's steps, unless its reader has gone on meanwhile", async () => {
  const code = await codeText(ORIGINAL, THEIRS, 30);
  const { files, steps } = await codeIn(code, ORIGINAL);
  const read = update(startedState(), { type: "code/arrived", original: ORIGINAL, kept: {} });
  const got = take(read, received(read.code, files, steps));
  const ran = update(update(got, { type: "code/run" }), READY);
  assert.deepEqual(ran.run.starting, { config: ran.session.config, keepPoints: true, steps: 30 });
  const went = update(update(play(got, 2), { type: "code/run" }), READY);
  assert.equal(went.run.starting, null);
});
