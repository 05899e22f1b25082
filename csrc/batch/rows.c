// The memory of rows.

#include "batch/rows.h"

#include <stdlib.h>

void rows_resize(Rows *rows, int count, int columns) {
  size_t doubles = (size_t)count * (size_t)columns;
  rows->memory = memory_resize(rows->memory, doubles + 2, sizeof(double));
  rows->rows = (double *)(((uintptr_t)rows->memory + 15) & ~(uintptr_t)15);
  rows->stride = (size_t)columns;
  for (size_t i = 0; i < doubles; i++) rows->rows[i] = 0.0;
}

void rows_free(Rows *rows) {
  memory_free(rows->memory);
  *rows = (Rows){0};
}
