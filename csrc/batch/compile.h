// Stage 3: recorded graphs -> a program.

#ifndef BATCH_COMPILE_H
#define BATCH_COMPILE_H

#include "batch/program.h"
#include "batch/record.h"

bool program_compile(Program *program, const Recording *recording);  // false: the scalar engine has to do it

#endif
