// What Python has built in and C has not: memory and text that grow, and a double as text.
//
// Zero bytes are a valid empty Text and Pool.

#ifndef RUNTIME_H
#define RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- memory.c: memory that grows ---

// realloc, never NULL: see memory_exhausted. What it returns is freed by memory_free, or with the pool that it belongs to.
void *memory_resize(void *memory, size_t count, size_t size);
void memory_free(void *memory);

// Blocks that are freed together. A block belongs to the pool that was in use when it was new, and stays there when it
// grows. A pool must not move.
typedef struct Block Block;
typedef struct {
  Block *first;
} Pool;

Pool *memory_use(Pool *pool);  // from now on; NULL, as at first: none. Returns the pool in use before
void pool_free(Pool *pool);

// Called when `bytes` can't be had; must not return. NULL: the program ends with one line and status 1.
extern void (*memory_exhausted)(size_t bytes);
size_t memory_left(size_t most);  // the size of the largest block that could be had, up to `most`
extern long memory_countdown;     // for tests: as many more calls succeed, and the next one fails; negative: no limit

// --- text.c: text that grows ---

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
