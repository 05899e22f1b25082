import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { keepMemory } from "../../web/engine/keep-memory.js";
import { Store } from "../../web/state/store.js";
import { PythonMemory, unpack } from "../../web/worker/python/snapshot.js";

/** What of Cache Storage's Cache is used, on a Map. @param {Partial<Cache>} [faults] @returns {any} */
function fakeCache(faults) {
  /** @type {Map<string, Response>} */
  const entries = new Map();
  return {
    match: async (/** @type {string} */ url) => entries.get(url)?.clone(),
    put: async (/** @type {string} */ url, /** @type {Response} */ response) =>
      void entries.set(url, response),
    delete: async (/** @type {any} */ key) => entries.delete(key.url ?? key),
    keys: async () => [...entries.keys()].map((url) => ({ url })),
    ...faults,
  };
}

const memoryIn = (/** @type {any} */ cache, version = "1") =>
  new PythonMemory(cache, new URL(`http://site.test/python-memory/${version}/`));

test("a snapshot is found again, and one of an older version is deleted", async () => {
  const cache = fakeCache();
  await memoryIn(cache, "1").keep(new Uint8Array(1000).fill(1));
  const memory = memoryIn(cache, "2");
  assert.equal(await memory.find(), undefined);
  await memory.keep(new Uint8Array(1000).fill(2));
  assert.equal(await memoryIn(cache, "1").find(), undefined);
  const kept = await memory.find();
  assert.ok(kept);
  assert.equal(Number(kept.headers.get("content-length")), (await kept.clone().arrayBuffer()).byteLength);
  assert.deepEqual(new Uint8Array(await unpack(kept)), new Uint8Array(1000).fill(2));
});

test("one changed bit anywhere in a snapshot is detected", async () => {
  const cache = fakeCache();
  const memory = memoryIn(cache);
  await memory.keep(Uint8Array.from({ length: 100 }, (_, i) => i * i));
  const bytes = new Uint8Array(await /** @type {Response} */ (await memory.find()).arrayBuffer());
  // but for gzip's date, flags and system in the header, which say nothing of the contents
  for (let i = 10; i < bytes.length; i++) {
    const spoilt = bytes.slice();
    spoilt[i] ^= 1;
    await assert.rejects(unpack(new Response(spoilt)), `byte ${i}`);
  }
});

test("after three attempts without a warm start there is no fourth; a warm start resets them", async () => {
  const memory = memoryIn(fakeCache());
  assert.deepEqual([await memory.begin(), await memory.begin()], [true, true]);
  await memory.succeed();
  assert.deepEqual([await memory.begin(), await memory.begin(), await memory.begin()], [true, true, true]);
  assert.equal(await memory.begin(), false);
});

test("without Cache Storage there is no snapshot, and with a full disk no attempt", async () => {
  const site = new URL("http://site.test/");
  assert.equal(await PythonMemory.open({ sha256: "0", version: "1", site }), null);
  const full = fakeCache({ put: () => Promise.reject(new DOMException("full", "QuotaExceededError")) });
  assert.equal(await memoryIn(full).begin(), false);
});

/**
 * A page with Python just booted, and the number of workers it has started.
 * @param {"normal" | "warm"} boot @param {(f: () => void) => void} [whenKept]
 */
function page(boot, whenKept) {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  const store = new Store({}, () => {});
  let started = 0;
  const makeWorker = () => {
    started += 1;
    return /** @type {Worker} */ ({});
  };
  keepMemory(store, makeWorker, {}, whenKept);
  store.dispatch({
    type: "run/started",
    keepPoints: false,
    config: store.state.session.config,
    points: [],
    snapshot: SNAPSHOT,
  });
  store.dispatch({ type: "engine/ready", name: "python", boot });
  return { store, started: () => started, wait: (/** @type {number} */ ms) => mock.timers.tick(ms) };
}

const none = new Float64Array();
const SNAPSHOT = {
  step: 0,
  optimizer: "adamw",
  t: 0,
  loss: { train: 0, val: 0 },
  data: none,
  grad: none,
  m: none,
  v: none,
};

test("the snapshot is made once, three seconds after the last activity", () => {
  const { store, started, wait } = page("normal");
  wait(2900);
  store.dispatch({ type: "view/theme", theme: "dark" });
  wait(2900);
  assert.equal(started(), 0);
  wait(200);
  assert.equal(started(), 1);
  store.dispatch({ type: "view/theme", theme: "light" });
  wait(10_000);
  assert.equal(started(), 1);
});

test("the snapshot waits until the site is kept for offline use, which brings the same files", () => {
  let kept = () => {};
  const { started, wait } = page("normal", (f) => {
    kept = f;
  });
  wait(10_000);
  assert.equal(started(), 0);
  kept();
  assert.equal(started(), 1);
});

test("no snapshot is made while a run plays, after a warm start, or on a device with few resources", () => {
  const playing = page("normal");
  playing.store.dispatch({ type: "run/play" });
  playing.wait(10_000);
  assert.equal(playing.started(), 0);
  const quick = page("warm");
  quick.wait(10_000);
  assert.equal(quick.started(), 0);
  for (const browser of [{ connection: { saveData: true } }, { deviceMemory: 2 }]) {
    const store = new Store({}, () => {});
    keepMemory(store, () => assert.fail("made"), browser);
    store.dispatch({
      type: "run/started",
      keepPoints: false,
      config: store.state.session.config,
      points: [],
      snapshot: SNAPSHOT,
    });
    store.dispatch({ type: "engine/ready", name: "python", boot: "normal" });
    mock.timers.tick(10_000);
  }
  mock.timers.reset();
});
