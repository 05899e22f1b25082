// Calls that may run out of memory.

#include "wasm/attempt.h"

#include <stdlib.h>

Pool attempt_lasting, attempt_scratch;
static Pool sessions[2];
static int open_one;  // of the two

static void (*undo_call)(void);
static Text *sentence;

#ifndef __EMSCRIPTEN__
jmp_buf attempt_failed;
#endif

static void add_megabytes(Text *out, size_t bytes, bool up) {
  const size_t megabyte = (size_t)1 << 20;
  size_t whole = bytes / megabyte + (up && bytes % megabyte != 0);
  text_add_uint(out, whole);
  text_add(out, " MB");
}

// "out of memory: another 192 MB are needed, and 14 MB are left; the run is as it was before"
static _Noreturn void fail(size_t bytes) {
  size_t left = memory_left(bytes);
  undo_call();
  pool_free(&attempt_scratch);
  pool_free(&sessions[!open_one]);
  text_clear(sentence);
  text_add(sentence, "out of memory: another ");
  add_megabytes(sentence, bytes, true);
  text_add(sentence, " are needed, and ");
  add_megabytes(sentence, left, false);
  text_add(sentence, " are left; the run is as it was before");
  memory_use(&attempt_scratch);
#ifdef __EMSCRIPTEN__
  _Exit(1);
#else
  longjmp(attempt_failed, 1);
#endif
}

void attempt_init(void (*undo)(void), Text *error) {
  if (memory_exhausted) return;
  undo_call = undo;
  sentence = error;
  memory_use(&attempt_lasting);
  static const char LONGEST[200] = {0};
  text_add_bytes(error, LONGEST, sizeof LONGEST);  // so that there is room for the sentence when there is none for it
  text_clear(error);
  memory_use(&attempt_scratch);
  memory_exhausted = fail;
}

void attempt_change_session(void) { memory_use(&sessions[open_one]); }

void attempt_new_session(void) { memory_use(&sessions[!open_one]); }

void attempt_end_session(void) { memory_use(&attempt_scratch); }

void attempt_keep_session(void) {
  pool_free(&sessions[open_one]);
  open_one = !open_one;
}
