/** The peers of `npm run bench` learn the same as the engines: what is compared is the speed of one and the same run. */

import assert from "node:assert/strict";
import test from "node:test";
import { PEERS, peerOf, pointsOf } from "../bench/peers.js";
import { engineOf, missing } from "./wasm.js";

const skip = await missing("micrograd.wasm");

/** The largest difference of two lists, in proportion to the numbers where they are above 1. @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function distance(a, b) {
  assert.equal(a.length, b.length);
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]) / Math.max(1, Math.abs(b[i]))));
}

for (const kind of /** @type {import("../bench/peers.js").Kind[]} */ (Object.keys(PEERS))) {
  for (const layers of [[8], [5, 4]]) {
    test(`${PEERS[kind].title}: 50 steps with the engine's losses, layers ${layers}`, { skip }, async () => {
      const engine = await engineOf("micrograd.wasm", { layers });
      const peer = peerOf(engine, kind, layers);
      const { train, val } = pointsOf(engine);
      for (let i = 1; i <= 50; i++) {
        const found = distance(peer.step(train, val), engine.step());
        assert.ok(found < 1e-9, `step ${i}: its losses differ by ${found}`);
      }
      const found = distance(peer.surface(9, 7, 2), engine.query("surface", [9, 7, 2]).probabilities);
      assert.ok(found < 1e-9, `its probabilities differ by ${found}`);
    });
  }
}
