// Stage 4, run: a program's instructions over rows.

#ifndef BATCH_RUN_H
#define BATCH_RUN_H

#include "batch/program.h"

// The first `until` forward instructions, over all points.
void program_forward(const Program *program, int until, const double *parameters, const Rows *rows,
                     const Columns *columns);
// Local derivatives and gradients, over the train points.
void program_backward(const Program *program, const double *parameters, const Rows *rows, const Columns *columns);

#endif
