// Memory that grows, and what happens when there is none left.

#include <stdlib.h>

#include "runtime/runtime.h"

#ifndef __EMSCRIPTEN__
#include <stdio.h>
#endif

// What stands before each block: its neighbours in the list of its pool. 16 bytes, so that the block is aligned as
// realloc aligns.
struct Block {
  _Alignas(16) Block *next;
  Block **link;  // what points to this block: the pool, or the block before; NULL without a pool
};

static Pool *pool_in_use;
void (*memory_exhausted)(size_t bytes);
long memory_countdown = -1;

// The one place where the program gives up.
static _Noreturn void give_up(size_t bytes) {
  if (memory_exhausted) memory_exhausted(bytes);
#ifdef __EMSCRIPTEN__
  _Exit(1);
#else
  fflush(stdout);
  fputs("micrograd: out of memory\n", stderr);
  exit(1);
#endif
}

static Block *resize(Block *block, size_t bytes) {
  if (memory_countdown >= 0 && memory_countdown-- == 0) return NULL;
  return realloc(block, sizeof(Block) + bytes);
}

void *memory_resize(void *memory, size_t count, size_t size) {
  if (count > (SIZE_MAX - sizeof(Block)) / size) give_up(SIZE_MAX);
  Block *block = resize(memory ? (Block *)memory - 1 : NULL, count * size);
  if (!block) give_up(count * size);
  if (!memory) *block = (Block){pool_in_use ? pool_in_use->first : NULL, pool_in_use ? &pool_in_use->first : NULL};
  if (block->link) *block->link = block;
  if (block->next) block->next->link = &block->next;
  return block + 1;
}

void memory_free(void *memory) {
  if (!memory) return;
  Block *block = (Block *)memory - 1;
  if (block->link) *block->link = block->next;
  if (block->next) block->next->link = block->link;
  free(block);
}

Pool *memory_use(Pool *pool) {
  Pool *before = pool_in_use;
  pool_in_use = pool;
  return before;
}

void pool_free(Pool *pool) {
  while (pool->first) memory_free(pool->first + 1);
}

// By bisection, since no C library tells.
size_t memory_left(size_t most) {
  size_t left = 0;
  for (size_t more = most / 2 + 1; more; more /= 2) {
    void *block = left + more <= most ? malloc(left + more) : NULL;
    if (block) left += more;
    free(block);
  }
  return left;
}
