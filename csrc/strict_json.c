// JSON, read strictly (RFC 8259), with a sentence that says what is missing, and where.
//
// Nothing is written before the whole text has been read; then texts lose their escapes and numbers get an end in place.

#include "strict_json.h"

#include <string.h>

enum { MOST_OPEN = 8 };  // brackets within brackets; an experiment has four

typedef struct {
  Json *json;
  char *start, *at, *end;
  Text *error;
} Reader;

static bool read_value(Reader *reader, int opened);
static bool refuse_at(const Reader *reader, const char *what);

static void skip_space(Reader *reader) {
  while (reader->at < reader->end && strchr(" \t\n\r", *reader->at) && *reader->at) reader->at++;
}

// --- UTF-8 ---

// The length of the character at c, or 0: neither too long a form, nor half of a surrogate pair, nor beyond U+10FFFF.
static size_t character_length(const unsigned char *c, size_t left) {
  if (c[0] < 0x80) return 1;
  size_t length = c[0] >= 0xf0 ? 4 : c[0] >= 0xe0 ? 3 : 2;
  if (c[0] < 0xc2 || c[0] > 0xf4 || length > left) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((c[i] & 0xc0) != 0x80) return 0;
  }
  bool too_long = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
  bool no_character = (c[0] == 0xed && c[1] > 0x9f) || (c[0] == 0xf4 && c[1] > 0x8f);
  return too_long || no_character ? 0 : length;
}

static bool is_utf8(const char *bytes, size_t length) {
  while (length) {
    size_t next = character_length((const unsigned char *)bytes, length);
    if (!next) return false;
    bytes += next;
    length -= next;
  }
  return true;
}

static char *put_character(char *out, unsigned code) {
  if (code < 0x80) {
    *out++ = (char)code;
    return out;
  }
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  *out++ = (char)((0xff00 >> (more + 1) & 0xff) | code >> 6 * more);
  while (more--) *out++ = (char)(0x80 | (code >> 6 * more & 0x3f));
  return out;
}

// --- texts ---

// The four hexadecimal digits of \uXXXX at c, or 0, which is refused too: it would end a text.
static unsigned hex_code(const char *c) {
  static const char DIGITS[] = "0123456789abcdef0123456789ABCDEF";
  unsigned code = 0;
  if (c[0] != '\\' || c[1] != 'u') return 0;
  for (int i = 2; i < 6; i++) {
    const char *digit = c[i] ? strchr(DIGITS, c[i]) : NULL;
    if (!digit) return 0;
    code = 16 * code + (unsigned)(digit - DIGITS) % 16;
  }
  return code;
}

// The character of the escape at c, and how many bytes it takes; 0 for what is none.
static unsigned escaped(const char *c, int *length) {
  static const char SHORT[] = "\"\\/bfnrt", MEANS[] = "\"\\/\b\f\n\r\t";
  const char *found = c[1] ? strchr(SHORT, c[1]) : NULL;
  *length = 2;
  if (found) return (unsigned char)MEANS[found - SHORT];
  unsigned code = hex_code(c);
  *length = 6;
  if (code < 0xd800 || code > 0xdfff) return code;
  unsigned low = code < 0xdc00 ? hex_code(c + 6) : 0;
  *length = 12;
  return 0xdc00 <= low && low <= 0xdfff ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : 0;
}

// Past what stands in double quotes, whose first byte is *out; still with its escapes.
static bool read_text(Reader *reader, char **out, size_t *size) {
  *out = ++reader->at;
  for (; reader->at < reader->end && *reader->at != '"'; reader->at++) {
    int length = 1;
    if ((unsigned char)*reader->at < ' ') return refuse_at(reader, "the double quote at its end is missing");
    if (*reader->at != '\\') continue;
    if (!escaped(reader->at, &length)) return refuse_at(reader, "there is no such escape");
    reader->at += length - 1;
  }
  if (reader->at == reader->end) return refuse_at(reader, "the double quote at its end is missing");
  *size = (size_t)(reader->at++ - *out);
  return true;
}

// Puts characters in place of their escapes, and a zero behind them.
static void unescape(char *text, size_t length) {
  char *out = text;
  for (const char *c = text, *end = text + length; c < end;) {
    int taken = 1;
    if (*c == '\\') out = put_character(out, escaped(c, &taken));
    else *out++ = *c;
    c += taken;
  }
  *out = '\0';
}

// --- values ---

static bool is_digit(char c) { return '0' <= c && c <= '9'; }

static char *skip_digits(char *c) {
  while (is_digit(*c)) c++;
  return c;
}

// Past -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?, or NULL. The zero behind the text ends every loop.
static char *number_end(char *c) {
  if (*c == '-') c++;
  if (!is_digit(*c)) return NULL;
  c = *c == '0' ? c + 1 : skip_digits(c);
  if (c[0] == '.' && is_digit(c[1])) c = skip_digits(c + 1);
  if (*c != 'e' && *c != 'E') return c;
  char *power = c + 1 + (c[1] == '+' || c[1] == '-');
  return is_digit(*power) ? skip_digits(power) : c;
}

static char *word_end(char *c) {
  static const char *const WORDS[] = {"true", "false", "null"};
  for (int i = 0; i < 3; i++) {
    if (strncmp(c, WORDS[i], strlen(WORDS[i])) == 0) return c + strlen(WORDS[i]);
  }
  return NULL;
}

static size_t add_value(Json *json, JsonKind kind, char *text, size_t length) {
  if (json->count == json->capacity) {
    json->capacity = 2 * json->capacity + 16;
    json->value = memory_resize(json->value, json->capacity, sizeof(JsonValue));
  }
  json->value[json->count] = (JsonValue){.kind = kind, .text = text, .text_length = length};
  return json->count++;
}

// A name with its colon.
static bool read_name(Reader *reader, char **name, size_t *length) {
  skip_space(reader);
  if (*reader->at != '"') return refuse_at(reader, "a name in double quotes is missing");
  if (!read_text(reader, name, length)) return false;
  skip_space(reader);
  if (*reader->at != ':') return refuse_at(reader, "a colon is missing");
  reader->at++;
  return true;
}

// A list or an object.
static bool read_items(Reader *reader, int opened) {
  if (opened == MOST_OPEN) return refuse_at(reader, "there are too many brackets within brackets");
  bool is_object = *reader->at++ == '{';
  char end = is_object ? '}' : ']';
  Json *json = reader->json;
  size_t whole = add_value(json, is_object ? JSON_OBJECT : JSON_LIST, NULL, 0), before = 0;
  skip_space(reader);
  while (before || *reader->at != end) {
    char *name = NULL;
    size_t length = 0;
    if (is_object && !read_name(reader, &name, &length)) return false;
    size_t item = json->count;
    if (!read_value(reader, opened + 1)) return false;
    json->value[item].name = name;
    json->value[item].name_length = length;
    if (before) json->value[before].next = item;
    json->value[whole].count++;
    before = item;
    skip_space(reader);
    if (*reader->at == end) break;
    if (*reader->at != ',') return refuse_at(reader, is_object ? "a comma or } is missing" : "a comma or ] is missing");
    reader->at++;
  }
  reader->at++;
  return true;
}

// A value; `opened` brackets are open.
static bool read_value(Reader *reader, int opened) {
  skip_space(reader);
  char *start = reader->at, *end;
  size_t length;
  if (*start == '{' || *start == '[') return read_items(reader, opened);
  if (*start == '"') {
    if (!read_text(reader, &start, &length)) return false;
    add_value(reader->json, JSON_TEXT, start, length);
    return true;
  }
  if ((end = number_end(start))) add_value(reader->json, JSON_NUMBER, start, (size_t)(end - start));
  else if ((end = word_end(start))) add_value(reader->json, JSON_WORD, start, (size_t)(end - start));
  if (!end) return refuse_at(reader, "a value is missing");
  reader->at = end;
  return true;
}

bool read_json(Json *json, char *bytes, size_t length, Text *error) {
  if (!is_utf8(bytes, length)) return text_refuse(error, (const char *[]){"it is not UTF-8 text", NULL});
  Reader reader = {.json = json, .start = bytes, .at = bytes, .end = bytes + length, .error = error};
  json->count = 0;
  if (!read_value(&reader, 0)) return false;
  skip_space(&reader);
  if (reader.at < reader.end) return refuse_at(&reader, "there is more after its end");
  for (size_t i = 0; i < json->count; i++) {
    JsonValue *value = &json->value[i];
    if (value->name) unescape(value->name, value->name_length);
    if (value->kind == JSON_TEXT) unescape(value->text, value->text_length);
    else if (value->text) value->text[value->text_length] = '\0';
  }
  return true;
}

// Says what is wrong at a place; columns count bytes.
static bool refuse_at(const Reader *reader, const char *what) {
  int64_t line = 1, column = 1;
  for (const char *c = reader->start; c < reader->at; c++) {
    column = *c == '\n' ? 1 : column + 1;
    line += *c == '\n';
  }
  text_refuse(reader->error, (const char *[]){"it is not JSON: ", what, " at line ", NULL});
  text_add_int(reader->error, line);
  text_add(reader->error, ", column ");
  text_add_int(reader->error, column);
  return false;
}

void json_free(Json *json) {
  memory_free(json->value);
  *json = (Json){0};
}
