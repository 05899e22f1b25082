/** The batched C engine. In a browser without SIMD it is the scalar engine, with the same bits. */

import { serve } from "../serve.js";
import { CEngine, instantiate } from "./c-engine.js";

/** A module of one function, () => i8x16.popcnt(i8x16.splat(0)): valid only where SIMD is supported. */
const SIMD_MODULE = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
]);

serve(async () => {
  const simd = WebAssembly.validate(SIMD_MODULE);
  const file = simd ? "micrograd-simd.wasm" : "micrograd.wasm";
  const engine = new CEngine(await instantiate(new URL(`../../${file}`, import.meta.url)));
  engine.c.set_batched(1);
  engine.boot = simd ? "normal" : "scalar";
  return engine;
});
