// What the fields of a JSON object must be: each refusal names the field and what would be right.

#include "json_fields.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void add_place(Text *out, Place what) {
  text_add(out, what.whole);
  if (what.index >= 0) {
    text_add(out, "[");
    text_add_int(out, what.index);
    text_add(out, "]");
  }
  if (!what.field) return;
  text_add(out, ".");
  text_add(out, what.field);
}

static bool refuse_name(const char *name, Place what, const char *const *names, Text *error) {
  text_clear(error);
  add_place(error, what);
  text_add(error, " can't have '");
  printable(name, 40, error);
  for (int i = 0; names[i]; i++) {
    text_add(error, i ? ", " : "', only ");
    text_add(error, names[i]);
  }
  return false;
}

// The fields of an object that are not null. Refuses anything else, and a name that it has not.
bool fields_of(const Json *json, size_t at, Place what, const char *const *names, Fields found, Text *error) {
  memset(found, 0, sizeof(Fields));
  const JsonValue *object = &json->value[at];
  if (object->kind != JSON_OBJECT) return refuse_field(what, "an object in braces", object, error);
  bool seen[MOST_FIELDS] = {false};
  for (size_t i = 0, item = at + 1; i < object->count; i++, item = json->value[item].next) {
    const JsonValue *value = &json->value[item];
    int row = 0;
    while (names[row] && strcmp(names[row], value->name) != 0) row++;
    if (!names[row]) return refuse_name(value->name, what, names, error);
    if (seen[row]) {
      text_refuse(error, (const char *[]){"'", names[row], "' appears twice in ", NULL});
      add_place(error, what);
      return false;
    }
    seen[row] = true;
    if (value->kind != JSON_WORD || strcmp(value->text, "null") != 0) found[row] = item;
  }
  return true;
}

// A field that can't be left out.
bool needed(size_t at, Place what, const char *name, Text *error) {
  if (at) return true;
  text_clear(error);
  add_place(error, what);
  text_add(error, " has no '");
  text_add(error, name);
  text_add(error, "'");
  return false;
}

bool items_of(const Json *json, size_t at, Place what, Text *error) {
  const JsonValue *value = &json->value[at];
  return value->kind == JSON_LIST || refuse_field(what, "a list in square brackets", value, error);
}

// A list of so many numbers, one per parameter or step.
bool numbers_of(const Json *json, size_t at, const char *what, size_t count, const char *each, double *out, Text *error) {
  if (!items_of(json, at, PLACE(what), error)) return false;
  if (json->value[at].count != count) {
    text_refuse(error, (const char *[]){what, " must have ", NULL});
    text_add_uint(error, count);
    text_add(error, " numbers, one per ");
    text_add(error, each);
    text_add(error, ", not ");
    text_add_uint(error, json->value[at].count);
    return false;
  }
  for (size_t i = 0, item = at + 1; i < count; i++, item = json->value[item].next) {
    if (!number_of(&json->value[item], (Place){what, (int64_t)i, NULL}, &out[i], error)) return false;
  }
  return true;
}

bool number_of(const JsonValue *value, Place what, double *out, Text *error) {
  static const char *const NOT_FINITE[] = {"nan", "inf", "-inf"};
  static const double NUMBERS[] = {NAN, INFINITY, -INFINITY};
  if (value->kind == JSON_NUMBER) {
    *out = strtod(value->text, NULL);
    return true;
  }
  for (int i = 0; value->kind == JSON_TEXT && i < 3; i++) {
    *out = NUMBERS[i];
    if (strcmp(value->text, NOT_FINITE[i]) == 0) return true;
  }
  return refuse_field(what, "a number, \"nan\", \"inf\" or \"-inf\"", value, error);
}

// What a field must be, and what it is.
bool refuse_field(Place what, const char *right, const JsonValue *value, Text *error) {
  text_clear(error);
  add_place(error, what);
  text_add(error, " must be ");
  text_add(error, right);
  text_add(error, ", not '");
  shown(value, 40, error);
  text_add(error, "'");
  return false;
}

// A value as a sentence shows it.
void shown(const JsonValue *value, size_t most, Text *out) {
  if (value->kind == JSON_LIST) text_add(out, "a list");
  else if (value->kind == JSON_OBJECT) text_add(out, "an object");
  else printable(value->text, most, out);
}

// The beginning of a text, with nothing in it that a terminal would obey.
void printable(const char *text, size_t most, Text *out) {
  size_t characters = 0;
  text_add(out, "");
  for (const char *c = text; *c; c++) {
    bool begins = ((unsigned char)*c & 0xc0) != 0x80;
    if (begins && characters++ == most) {
      text_add(out, "…");
      return;
    }
    text_add_bytes(out, (unsigned char)*c < ' ' || *c == 0x7f ? "?" : c, 1);
  }
}
