// Rows: the numbers that a program works on. A row holds one number per point, and has a column for each.

#ifndef BATCH_ROWS_H
#define BATCH_ROWS_H

#include "micrograd.h"

enum { ALL = CLASSES, RANGES };  // ranges of columns: those of one label, or all of them

// Columns of every row: label by label, train points first, then the val points, each padded by repeating a point.
typedef struct {
  int start[RANGES], train[RANGES], all[RANGES];  // where a range starts, how long it is without and with val points
} Columns;

typedef struct {
  void *memory;
  double *rows;  // in memory, at a multiple of 16 bytes
  size_t stride;
} Rows;

void rows_resize(Rows *rows, int count, int columns);  // all zero
void rows_free(Rows *rows);
static inline double *row_at(const Rows *rows, int row) { return rows->rows + (size_t)row * rows->stride; }

#endif
