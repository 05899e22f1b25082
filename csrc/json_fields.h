// What the fields of a JSON object must be: json_fields.c.

#ifndef JSON_FIELDS_H
#define JSON_FIELDS_H

#include "strict_json.h"

enum { MOST_FIELDS = 64 };
// The places of an object's fields among json->value, in the order of their names; 0 where there is none, or null.
typedef size_t Fields[MOST_FIELDS];

// What a refusal calls a value: "config.lr", or "points[7].x" and "snapshot.data[3]" with an index.
typedef struct {
  const char *whole;
  int64_t index;      // negative: none
  const char *field;  // NULL: none
} Place;
#define PLACE(whole) (Place){whole, -1, NULL}

bool fields_of(const Json *json, size_t at, Place what, const char *const *names, Fields found, Text *error);
bool needed(size_t at, Place what, const char *name, Text *error);
bool items_of(const Json *json, size_t at, Place what, Text *error);
bool numbers_of(const Json *json, size_t at, const char *what, size_t count, const char *each, double *out, Text *error);
bool number_of(const JsonValue *value, Place what, double *out, Text *error);
bool refuse_field(Place what, const char *right, const JsonValue *value, Text *error);
void add_place(Text *out, Place what);
void shown(const JsonValue *value, size_t most, Text *out);
void printable(const char *text, size_t most, Text *out);

#endif
