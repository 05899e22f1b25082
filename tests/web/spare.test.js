/** The worker that is started ahead of the next edit, and the client that takes it over. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { EngineClient } from "../../web/engine/client.js";
import { Spare } from "../../web/engine/spare.js";

/** The page's end of a worker: what a browser's Worker has of it, without a thread behind. */
class End {
  /** @type {((event: any) => void) | null} */
  onmessage = null;
  /** @type {((event: any) => void) | null} */
  onerror = null;
  ended = false;
  /** @type {any[]} */
  sent = [];
  terminate() {
    this.ended = true;
  }
  /** @param {any} data */
  postMessage(data) {
    this.sent.push(data);
  }
  /** The worker says something. @param {any} data */
  says(data) {
    this.onmessage?.({ data });
  }
  /** The worker throws. Returns whether the page has taken notice. @param {string} message */
  throws(message) {
    let taken = false;
    this.onerror?.({ message, preventDefault: () => (taken = true) });
    return taken;
  }
}

/** A spare, and all the workers that it has made. */
function spareOf() {
  /** @type {End[]} */
  const made = [];
  const make = () => /** @type {any} */ (made[made.push(new End()) - 1]);
  return { spare: new Spare(make), made, make };
}

test("one worker is started ahead, however often it is asked for, and is taken once", () => {
  const { spare, made } = spareOf();
  spare.prepare();
  spare.prepare();
  assert.equal(made.length, 1);
  made[0].says({ progress: { loaded: 1, total: 2 } });
  made[0].says({ awaits: "files", took: 0.25 });
  assert.deepEqual(spare.take(), { worker: made[0], awaits: 0.25 });
  assert.deepEqual(spare.take(), { worker: made[1], awaits: null });
  assert.equal(made[0].ended, false);
});

test("one that is still starting can be taken, and is not dropped: a start that breaks off would count as failed", () => {
  const { spare, made } = spareOf();
  spare.prepare();
  spare.drop();
  assert.equal(made[0].ended, false);
  assert.deepEqual(spare.take(), { worker: made[0], awaits: null });
});

test("one that is ready is dropped, and the next is another", () => {
  const { spare, made } = spareOf();
  spare.prepare();
  made[0].says({ awaits: "files", took: 0.25 });
  spare.drop();
  assert.equal(made[0].ended, true);
  spare.drop();
  spare.prepare();
  assert.equal(spare.take().worker, made[1]);
});

test("one that fails or breaks down makes room, without a word: the one that is needed says why", () => {
  const { spare, made } = spareOf();
  spare.prepare();
  made[0].says({ failed: { reason: "no memory" } });
  spare.prepare();
  assert.ok(made[1].throws("out of memory"));
  assert.deepEqual(
    made.map(({ ended }) => ended),
    [true, true],
  );
  assert.equal(spare.take().worker, made[2]);
});

/** A client of the learner's code over a spare; its failures are collected. */
function clientOf() {
  const { spare, made, make } = spareOf();
  /** @type {import("../../web/protocol/messages.js").Failure[]} */
  const failures = [];
  const listener = {
    onProgress() {},
    onReady() {},
    onFailed: (/** @type {any} */ why) => failures.push(why),
  };
  const files = () => ({ "engine.py": "x\n" });
  const client = new EngineClient(make, listener, { patience: 1, files, makeWorker: make, spare });
  return { client, spare, made, failures };
}

test("a worker ahead that waits for files gets them at once, and one that still starts when it asks", () => {
  const { client, spare, made } = clientOf();
  spare.prepare();
  made[0].says({ awaits: "files", took: 0.1 });
  client.start();
  assert.deepEqual(made[0].sent, [{ files: { "engine.py": "x\n" } }]);
  spare.prepare();
  client.start();
  assert.deepEqual([made[0].ended, made[1].sent], [true, []]);
  assert.equal(client.mayWait, true);
  made[1].says({ awaits: "files", took: 0.1 });
  assert.deepEqual(made[1].sent, [{ files: { "engine.py": "x\n" } }]);
  client.stop("the test is over");
});

test("what a stopped worker still says or throws is not taken for the next one's", () => {
  const { client, made, failures } = clientOf();
  client.start();
  client.start();
  assert.ok(made[0].throws("NoGilError"));
  made[0].says({ failed: { reason: "late" } });
  assert.deepEqual([failures, made[1].ended], [[], false]);
  client.stop("the test is over");
});

test("a worker that breaks down with the code in it was ended by the code; before that it could not be loaded", () => {
  const { client, made, failures } = clientOf();
  client.start();
  made[0].throws("404");
  client.start();
  made[1].says({ awaits: "files", took: 0.1 });
  made[1].throws("unreachable");
  assert.deepEqual(failures, [
    { reason: "its worker could not be loaded", details: "404" },
    { reason: "the code has crashed Python", details: "unreachable" },
  ]);
});
