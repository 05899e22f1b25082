// Stage 6, update: an optimiser's step for all parameters at a time.

#ifndef BATCH_OPTIM_H
#define BATCH_OPTIM_H

#include "batch/rows.h"

// A column per parameter. The last two rows are for intermediate results of an update.
enum { DATA, GRAD, POWER, V_HAT, PARAMETER_ROWS };

// One update of every parameter, in the arena, from its row of gradients.
void batch_update(Optimizer *optimizer, Arena *arena, const Rows *parameters);

#endif
