#pragma once

// The session of exports.c, and the engine that its calls go to: the scalar one, or the batched one where it is compiled in.

#include "micrograd.h"

static Session session;

#ifdef MICROGRAD_SCALAR  // the small .wasm, which every browser runs
#define WITH(verb, ...) session_##verb(&session, __VA_ARGS__)
static void prepare(Session *opened) { session_prepare(opened); }
static void forget_points(void) {}
static void forget_batch(void) {}
#else
#include "batch/batch.h"
static Batch batch;
static bool batched;
#define WITH(verb, ...) (batched ? batch_##verb(&batch, &session, __VA_ARGS__) : session_##verb(&session, __VA_ARGS__))
static void prepare(Session *opened) {
  if (batched) batch_prepare(&batch, opened);
  else session_prepare(opened);
}
static void forget_points(void) { batch_forget_points(&batch); }
static void forget_batch(void) { batch_free(&batch); }
#endif
