// Calls that may run out of memory. Such a call is undone, and answers with a sentence.
//
// What the sessions hold is in one of two pools: a new session is built in the one that is free while the other holds
// the old one. What a call makes for itself, or what can be made again, is in a third, and what outlives any call in a
// fourth.

#ifndef WASM_ATTEMPT_H
#define WASM_ATTEMPT_H

#include "runtime/runtime.h"

// Natively, where it stands at the beginning of a call, a call that runs out of memory returns `failed`. In WebAssembly
// it ends the call with proc_exit, an import that throws; c-engine.js catches that.
#ifdef __EMSCRIPTEN__
#define ATTEMPT(failed) (void)0
#else
#include <setjmp.h>
extern jmp_buf attempt_failed;
#define ATTEMPT(failed) \
  if (setjmp(attempt_failed)) return failed
#endif

extern Pool attempt_lasting, attempt_scratch;

// To be called before the first attempt: `undo` frees what a call may have left half done, and `error` gets the sentence.
void attempt_init(void (*undo)(void), Text *error);

// Memory that is allocated between these two belongs to a session: to the open one, or to one that is to replace it.
void attempt_change_session(void);
void attempt_new_session(void);
void attempt_end_session(void);  // from here on, the call's own memory again
void attempt_keep_session(void);  // the new one: frees all that the old one holds

#endif
