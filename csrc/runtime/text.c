// Text that grows.

#include <string.h>

#include "runtime/runtime.h"

void text_clear(Text *text) {
  text->length = 0;
  text_add_bytes(text, "", 0);
}

void text_add_bytes(Text *text, const char *bytes, size_t length) {
  if (text->length + length >= text->capacity) {
    size_t capacity = 2 * (text->length + length) + 64;  // doubling: n additions copy at most 2n bytes
    text->bytes = memory_resize(text->bytes, capacity, 1);
    text->capacity = capacity;
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
}

void text_add(Text *text, const char *string) { text_add_bytes(text, string, strlen(string)); }

void text_add_int(Text *text, int64_t number) {
  if (number < 0) text_add(text, "-");
  text_add_uint(text, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

// In decimal, without printf, which would be half of the .wasm.
void text_add_uint(Text *text, uint64_t number) {
  char digits[20];  // of 2^64 - 1
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number);
  text_add_bytes(text, digits + at, sizeof digits - at);
}

bool text_refuse(Text *error, const char *const parts[]) {
  text_clear(error);
  for (int i = 0; parts[i]; i++) text_add(error, parts[i]);
  return false;
}

void text_free(Text *text) {
  memory_free(text->bytes);
  *text = (Text){0};
}
