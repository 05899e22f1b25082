// JSON, read strictly: strict_json.c.

#ifndef STRICT_JSON_H
#define STRICT_JSON_H

#include "runtime/runtime.h"

typedef enum { JSON_WORD, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT } JsonKind;

// A value. `text` is what a text says, and what a word (true, false, null) or a number is written as. The items of a list or
// an object stand behind it: the first at the next place, and each at `next` of the one before, 0 behind the last.
typedef struct {
  JsonKind kind;
  char *text, *name;  // name: of an item of an object; one may stand there twice
  size_t text_length, name_length;
  size_t count, next;  // count: of its own items
} JsonValue;

// A whole text; `value[0]` is what it stands for. Zero bytes are a valid empty one.
typedef struct {
  JsonValue *value;
  size_t count, capacity;
} Json;

// Takes `bytes`, which must have a zero behind them, to pieces: what is read points into them. The refusal says what is wrong,
// and where.
bool read_json(Json *json, char *bytes, size_t length, Text *error);
void json_free(Json *json);

#endif
