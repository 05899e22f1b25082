// What Python has built in and C has not: memory and text that grow, and a double as text.
//
// Zero bytes are a valid empty Text. Running out of memory ends the program.

#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- memory.c: memory that grows, text that grows ---

// realloc, never NULL: without memory the program ends, with one line and status 1 natively, in WebAssembly by a trap.
void *memory_resize(void *memory, size_t count, size_t size);

typedef struct {
  char *bytes;  // zero-terminated; NULL as long as nothing was added to a fresh one
  size_t length, capacity;
} Text;

void text_clear(Text *text);
void text_add(Text *text, const char *string);
void text_add_bytes(Text *text, const char *bytes, size_t length);
void text_add_int(Text *text, int64_t number);
void text_add_uint(Text *text, uint64_t number);
bool text_refuse(Text *error, const char *const parts[]);  // the parts, up to a NULL; returns false
void text_free(Text *text);

// --- repr.c: a double as Python prints it ---

enum { REPR_BYTES = 32, FIXED_BYTES = 400 };
char *double_repr(double x, char out[REPR_BYTES]);                // Python's repr(x)
char *double_fixed(double x, int digits, char out[FIXED_BYTES]);  // Python's f"{x:.{digits}f}", for digits < 64

#endif
