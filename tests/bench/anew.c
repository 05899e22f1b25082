// For the benchmarks: the exports, and a step that finds the topological order again instead of reusing that of the step before.

#include "wasm/exports.c"

EXPORT int step_anew(void) {
  session.arena.order_holds = false;
  return step();
}
