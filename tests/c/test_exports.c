// The exports of wasm/exports.c as the page calls them: sessions replace each other, refusals leave a sentence.

#include "check.h"

#pragma GCC diagnostic ignored "-Wmissing-prototypes"  // they are called from JavaScript, so no header has them
#include "wasm/exports.c"

static const double *doubles(int column) { return answer_column(column); }

static void a_session_lives_from_open_to_the_next_open(void) {
  CHECK(open_session("seed=7\nn=20\nlayers=4,3\n", NULL) == 0 && points() == 0 && answer_length(0) == 20);
  CHECK(snapshot() == 0 && answer_columns() == 9 && answer_length(5) == 39);
  CHECK(step() == 0 && isfinite(train_loss()) && isfinite(val_loss()));
  CHECK(surface(4, 3, 2.0) == 0 && answer_length(0) == 36 && doubles(0)[0] > 0.0);
  CHECK(predict(0.0, 0.0) == 0 && answer_length(0) == 3 && doubles(0)[2] > 0.0);
  CHECK(open_session("lr=no", (double[]){NAN}) == 1 && strcmp(error_text(), "lr must be a finite number >= 0, not 'no'") == 0);
  CHECK(points() == 0 && answer_length(0) == 20 && open_session("", NULL) == 0 && points() == 0 && answer_length(3) == 100);
  CHECK(open_session("\n\nlayers=9\nlayers=none", NULL) == 0 && gradient() == 0 && answer_length(0) == 9);
}

static void the_columns_of_a_graph_fit_together(void) {
  CHECK(open_session("", NULL) == 0 && step() == 0 && trace(0.25, 1.5, 2) == 0 && answer_columns() == 13);
  const unsigned char *op = answer_column(0), *role = answer_column(1);
  const double *k = doubles(2), *data = doubles(3), *grad = doubles(4), *local = doubles(6), *contribution = doubles(7);
  const int *prev = answer_column(5);
  const char *name = answer_column(8);
  CHECK(answer_length(0) == 151 && answer_length(5) == 302 && answer_length(8) == 151);
  for (int i = 0; i < 151; i++) {
    CHECK(op[i] < OP_COUNT && role[i] < ROLE_COUNT && strlen(name) > 0);
    CHECK((k[i] != 0.0) == (op[i] == OP_POW));
    CHECK(isfinite(data[i]) && isfinite(grad[i]));
    for (int j = 2 * i; j < 2 * i + 2; j++) {
      CHECK(prev[j] < i && (prev[j] >= 0 || local[j] == 0.0));
      CHECK(same(contribution[j], prev[j] < 0 ? 0.0 : local[j] * grad[i]));
    }
    if (i == 150) CHECK(strcmp(name, "loss") == 0);
    name += strlen(name) + 1;
  }
}

// All of a snapshot's columns, one after the other; the caller frees it.
static double *snapshot_copy(int *count) {
  CHECK(snapshot() == 0);
  *count = 0;
  for (int i = 0; i < answer_columns(); i++) *count += answer_length(i);
  double *copy = buffer_alloc(*count * (int)sizeof(double)), *next = copy;
  for (int i = 0; i < answer_columns(); next += answer_length(i++)) {
    memcpy(next, answer_column(i), (size_t)answer_length(i) * sizeof(double));
  }
  return copy;
}

static void points_and_snapshots_go_out_and_come_back(void) {
  CHECK(open_session("n=10", NULL) == 0 && step() == 0);
  int count, count_after;
  double *before = snapshot_copy(&count), x[10], y[10];
  int label[10], split[10];
  CHECK(count == SNAPSHOT_HEAD + 4 * 51 && points() == 0);
  memcpy(x, answer_column(0), sizeof x);
  memcpy(y, answer_column(1), sizeof y);
  memcpy(label, answer_column(2), sizeof label);
  memcpy(split, answer_column(3), sizeof split);
  CHECK(split[7] == TRAIN && split[8] == VAL && split[9] == TEST);
  CHECK(set_points(3, x, y, label, split) == 0 && step() == 0 && isnan(val_loss()));
  CHECK(points() == 0 && answer_length(0) == 3 && doubles(1)[2] == y[2]);
  CHECK(set_points(10, x, y, label, split) == 0 && step() == 0 && step() == 0);
  CHECK(restore(50, before) == 1);
  CHECK(strcmp(error_text(), "a snapshot of 50 parameters; the network has 51") == 0);
  CHECK(restore(51, before) == 0);
  double *after = snapshot_copy(&count_after);
  CHECK(count_after == count);
  for (int i = 0; i < count; i++) CHECK(same(before[i], after[i]));
  CHECK(set_hyper("optimizer=sgd\nlr=0.5", (double[]){0.5}) == 0 && set_hyper("n=5", NULL) == 1 && step() == 0);
  CHECK(set_points(0, x, y, label, split) == 0 && step() == 1 && strstr(error_text(), "at least one train point"));
  buffer_free(before);
  buffer_free(after);
}

static void queries_inside_a_step_answer_in_columns(void) {
  CHECK(open_session("n=20", NULL) == 0 && step() == 0 && gradient() == 0 && answer_length(0) == 51);
  double whole = doubles(0)[7], total = 0.0;
  CHECK(contributions(7) == 0 && answer_columns() == 1 && answer_length(0) == 16);
  for (int i = answer_length(0); i-- > 0;) total += doubles(0)[i];
  CHECK(same(total, whole));
  CHECK(predictions() == 0 && answer_length(0) == 20 && doubles(0)[0] < 3.0);
  CHECK(point_losses() == 0 && answer_length(0) == 16 && landscape(0, 7, -1.0, 1.0, -1.0, 1.0, 4, 3) == 0);
  CHECK(answer_columns() == 1 && answer_length(0) == 12 && doubles(0)[0] != doubles(0)[11]);
  CHECK(landscape(7, 7, -1.0, 1.0, -1.0, 1.0, 4, 3) == 1);
  CHECK(strcmp(error_text(), "the two parameters must be different, not both 7") == 0);
  CHECK(naive(0.5, 0.5, 1, NONE) == 0 && answer_columns() == 3 && answer_length(2) == 151 && doubles(2)[150] == 1.0);
  CHECK(overwritten(0.5, 0.5, 1) == 0 && answer_columns() == 2 && answer_length(1) == 151 && doubles(0)[150] == 1.0);
  CHECK(nudge(0.5, 0.5, 1, 150, 0.5) == 0 && answer_columns() == 5 && answer_length(4) == 151);
  CHECK(*doubles(3) == 0.5 && *doubles(1) == *doubles(0) + 0.5 && doubles(4)[150] == *doubles(1));
  CHECK(field(150, 1, 4, 3, 2.0) == 0 && answer_length(0) == 12 && doubles(0)[0] > 0.0);
  CHECK(field(151, 1, 4, 3, 2.0) == 1 && strcmp(error_text(), "a node must be from 0 to 150, not 151") == 0);
  set_variant(0);
  CHECK(step() == 0 && step() == 0 && snapshot() == 0);
  double accumulated = doubles(6)[7];
  set_variant(1);
  CHECK(gradient() == 0 && step() == 0);
  double single = doubles(0)[7];
  CHECK(snapshot() == 0 && same(doubles(6)[7], single) && single != accumulated);
}

int main(void) {
  for (int batch_it = 0; batch_it < 2; batch_it++) {
    set_batched(batch_it);
    a_session_lives_from_open_to_the_next_open();
    CHECK(set_batched(batch_it) == batch_it);
    the_columns_of_a_graph_fit_together();
    points_and_snapshots_go_out_and_come_back();
    queries_inside_a_step_answer_in_columns();
  }
  undo();
  session_close(&session);
  text_free(&error);
  return check_done();
}
