// The reply of a query: a list of columns.

#include "wasm/reply.h"

enum { MOST_COLUMNS = 16 };
static struct {
  const void *column;
  size_t length;
} reply[MOST_COLUMNS];
static int reply_count;

void reply_begin(void) { reply_count = 0; }

void reply_add(const void *column, size_t length) {
  reply[reply_count].column = column;
  reply[reply_count++].length = length;
}

int reply_answer(const Answer *answer, bool done, const size_t *lengths) {
  if (!done) return 1;
  reply_begin();
  const double *next = answer->number, *end = answer->number + answer->count;
  for (; lengths && *lengths; lengths++) {
    reply_add(next, *lengths);
    next += *lengths;
  }
  reply_add(next, (size_t)(end - next));
  return 0;
}

static bool is_there(int i) { return 0 <= i && i < reply_count; }

EXPORT int answer_columns(void) { return reply_count; }

EXPORT const void *answer_column(int i) { return is_there(i) ? reply[i].column : NULL; }

EXPORT int answer_length(int i) { return is_there(i) ? (int)reply[i].length : 0; }
