// The exports of wasm/exports.c as the page calls them: sessions replace each other, refusals leave a sentence.

#include "check.h"

#pragma GCC diagnostic ignored "-Wmissing-prototypes"  // they are called from JavaScript, so no header has them
#include "wasm/exports.c"

static void a_session_lives_from_open_to_the_next_open(void) {
  CHECK(open_session("seed=7\nn=20\nlayers=4,3\n") == 0 && points_count() == 20 && parameters_count() == 39);
  CHECK(step() == 0 && isfinite(train_loss()) && isfinite(val_loss()));
  CHECK(trace(0.5, -0.5, 1) == 0 && strcmp(graph_name(graph_size() - 1), "loss") == 0);
  const double *cells = surface(4, 3, 2.0);
  CHECK(cells[0] > 0.0 && predict(0.0, 0.0)[2] > 0.0);
  CHECK(open_session("lr=no") == 1 && strcmp(error_text(), "lr must be a finite number >= 0, not 'no'") == 0);
  CHECK(points_count() == 20 && open_session("") == 0 && points_count() == 100 && parameters_count() == 51);
  CHECK(open_session("\n\nlayers=9\nlayers=none") == 0 && parameters_count() == 9);
}

static void the_arrays_of_a_graph_fit_together(void) {
  CHECK(open_session("") == 0 && step() == 0 && trace(0.25, 1.5, 2) == 0 && graph_size() == 151);
  for (int i = 0; i < graph_size(); i++) {
    CHECK(graph_op()[i] < OP_COUNT && graph_role()[i] < ROLE_COUNT && strlen(graph_name(i)) > 0);
    CHECK((graph_k()[i] != 0.0) == (graph_op()[i] == OP_POW));
    CHECK(isfinite(graph_data()[i]) && isfinite(graph_grad()[i]));
    for (int j = 2 * i; j < 2 * i + 2; j++) {
      CHECK(graph_prev()[j] < i && (graph_prev()[j] >= 0 || graph_local()[j] == 0.0));
      CHECK(same(graph_share()[j], graph_prev()[j] < 0 ? 0.0 : graph_local()[j] * graph_grad()[i]));
    }
  }
}

static void points_and_snapshots_go_out_and_come_back(void) {
  CHECK(open_session("n=10") == 0 && step() == 0);
  size_t doubles = 3 + 4 * (size_t)parameters_count();
  double *before = buffer_alloc((int)(doubles * sizeof(double))), *after = buffer_alloc((int)(doubles * sizeof(double)));
  double x[10], y[10];
  int label[10], split[10];
  get_snapshot(before);
  get_points(x, y, label, split);
  CHECK(split[7] == TRAIN && split[8] == VAL && split[9] == TEST);
  CHECK(set_points(3, x, y, label, split) == 0 && points_count() == 3 && step() == 0 && isnan(val_loss()));
  CHECK(set_points(10, x, y, label, split) == 0 && step() == 0 && step() == 0);
  CHECK(restore(before) == 0);
  get_snapshot(after);
  for (size_t i = 0; i < doubles; i++) CHECK(same(before[i], after[i]));
  CHECK(set_hyper("optimizer=sgd\nlr=0.5") == 0 && set_hyper("n=5") == 1 && step() == 0);
  CHECK(set_points(0, x, y, label, split) == 0 && step() == 1 && strstr(error_text(), "at least one train point"));
  buffer_free(before);
  buffer_free(after);
}

static void answers_stay_until_the_next_question(void) {
  CHECK(open_session("n=20") == 0 && step() == 0 && gradient() == 0 && answer_count() == 51);
  double whole = answer_numbers()[7], total = 0.0;
  CHECK(shares(7) == 0 && answer_count() == 16);
  for (int i = answer_count(); i-- > 0;) total += answer_numbers()[i];
  CHECK(same(total, whole));
  CHECK(naive(0.5, 0.5, 1, NONE) == 0 && answer_count() == 3 * 151 && answer_numbers()[2 * 151 - 1] == 1.0);
  CHECK(nudge(0.5, 0.5, 1, 150, 0.5) == 0 && answer_count() == 4 + 151 && answer_numbers()[3] == 0.5);
  CHECK(field(150, 1, 4, 3, 2.0) == 0 && answer_count() == 12 && answer_numbers()[0] > 0.0);
  CHECK(field(151, 1, 4, 3, 2.0) == 1 && strcmp(error_text(), "a node must be from 0 to 150, not 151") == 0);
  set_variant(0);
  double heap[3 + 4 * 51];
  CHECK(step() == 0 && step() == 0);
  get_snapshot(heap);
  set_variant(1);
  CHECK(gradient() == 0 && step() == 0);
  double single = answer_numbers()[7];
  get_snapshot(heap);
  CHECK(same(heap[3 + 51 + 7], single));
}

int main(void) {
  for (int batch_it = 0; batch_it < 2; batch_it++) {
    set_batched(batch_it);
    a_session_lives_from_open_to_the_next_open();
    CHECK(set_batched(batch_it) == batch_it);
    the_arrays_of_a_graph_fit_together();
    points_and_snapshots_go_out_and_come_back();
    answers_stay_until_the_next_question();
  }
  session_close(&session);
  batch_free(&batch);
  text_free(&error);
  free(surface_cells);
  answer_free(&answer);
  return check_done();
}
