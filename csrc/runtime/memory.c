// Memory that grows and text that grows: what Python has built in.

#include <stdlib.h>
#include <string.h>

#include "runtime/runtime.h"

#ifndef __EMSCRIPTEN__
#include <stdio.h>
#endif

// The one place where the program gives up. A page can't read stderr: there the trap reaches the worker as an error.
static _Noreturn void memory_exhausted(void) {
#ifdef __EMSCRIPTEN__
  __builtin_trap();
#else
  fflush(stdout);
  fputs("micrograd: out of memory\n", stderr);
  exit(1);
#endif
}

void *memory_resize(void *memory, size_t count, size_t size) {
  if (count > SIZE_MAX / size) memory_exhausted();
  size_t bytes = count * size;
  void *moved = realloc(memory, bytes ? bytes : 1);  // realloc(p, 0) may free p
  if (!moved) memory_exhausted();
  return moved;
}

// --- text ---

void text_clear(Text *text) {
  text->length = 0;
  text_add_bytes(text, "", 0);
}

void text_add_bytes(Text *text, const char *bytes, size_t length) {
  if (text->length + length >= text->capacity) {
    text->capacity = 2 * (text->length + length) + 64;  // doubling: n additions copy at most 2n bytes
    text->bytes = memory_resize(text->bytes, text->capacity, 1);
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
  free(text->bytes);
  *text = (Text){0};
}
