// The reply of a query: a list of columns.

#ifndef WASM_REPLY_H
#define WASM_REPLY_H

#include "inside.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#define EXPORT EMSCRIPTEN_KEEPALIVE
#else
#define EXPORT __attribute__((visibility("default")))
#endif

void reply_begin(void);
void reply_add(const void *column, size_t length);
// The columns of an answer, side by side: `lengths` up to a 0; the last column is what is left. Returns the status.
int reply_answer(const Answer *answer, bool done, const size_t *lengths);

EXPORT int answer_columns(void);
EXPORT const void *answer_column(int i);  // NULL where there is none
EXPORT int answer_length(int i);          // of its elements

#endif
