// The program as a list that grows.

#include "batch/program.h"

#include <stdlib.h>
#include <string.h>

// Whether instruction i does to the next rows what `last` does to those before them.
static bool continues(const Instruction *last, const Instruction *i) {
  if (i->what == DO_DOT || i->what == DO_SPREAD || i->what == DO_LARGEST || i->a == NONE) return false;
  if (last->what != i->what || last->range != i->range || memcmp(&last->k, &i->k, sizeof i->k) != 0) return false;
  bool same_b = i->b == NONE ? last->b == NONE : i->b == last->b + last->rows;
  return i->out == last->out + last->rows && i->a == last->a + last->rows && same_b;
}

// Appends an instruction, or extends the last one by a row.
void program_push(Instructions *to, Instruction i) {
  if (to->count && continues(&to->list[to->count - 1], &i)) {
    to->list[to->count - 1].rows++;
    return;
  }
  if (to->count == to->capacity) {
    to->capacity = 2 * to->capacity + 64;
    to->list = memory_resize(to->list, (size_t)to->capacity, sizeof(Instruction));
  }
  i.rows = 1;
  to->list[to->count++] = i;
}

void program_push_term(Program *program, Term term) {
  if (program->terms_count == program->terms_capacity) {
    program->terms_capacity = 2 * program->terms_capacity + 256;
    program->terms = memory_resize(program->terms, (size_t)program->terms_capacity, sizeof(Term));
  }
  program->terms[program->terms_count++] = term;
}

void program_free(Program *program) {
  memory_free(program->forward.list);
  memory_free(program->local.list);
  memory_free(program->backward.list);
  memory_free(program->terms);
  memory_free(program->parameter_first);
  memory_free(program->data_row);
  memory_free(program->local_row);
  memory_free(program->grad_row);
  *program = (Program){0};
}
