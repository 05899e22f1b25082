// Running out of memory at every single allocation of every call: the call is refused, the session stays as it was, nothing
// leaks, and the call succeeds when memory is there again.

#include "check.h"

#pragma GCC diagnostic ignored "-Wmissing-prototypes"  // they are called from JavaScript, so no header has them
#include "wasm/exports.c"

enum { POINTS = 12 };
static double x[POINTS], y[POINTS], saved[SNAPSHOT_HEAD + 4 * 51];
static int label[POINTS], split[POINTS];

static int open_another(void) { return open_session("n=30\nlayers=5,4\nloss=logsumexp\nseed=3", NULL); }
static int open_same(void) { return open_session("n=20", NULL); }
static int set_more(void) { return set_points(POINTS, x, y, label, split); }
static int set_none(void) { return set_points(0, x, y, label, split); }
static int change(void) { return set_hyper("optimizer=sgd\nlr=0.5", (double[]){0.5}); }
static int put_back(void) { return restore(51, saved); }
static int ask_trace(void) { return trace(0.5, -1.0, 2); }
static int ask_surface(void) { return surface(7, 5, 2.0); }
static int ask_predict(void) { return predict(0.5, 0.5); }
static int ask_contributions(void) { return contributions(3); }
static int ask_landscape(void) { return landscape(3, 7, -1.0, 1.0, -1.0, 1.0, 4, 3); }
static int ask_naive(void) { return naive(0.5, 0.5, 1, NONE); }
static int ask_overwritten(void) { return overwritten(0.5, 0.5, 1); }
static int ask_nudge(void) { return nudge(0.5, 0.5, 1, 20, 0.5); }
static int ask_field(void) { return field(100, 1, 9, 8, 2.0); }
static int refused(void) { return open_session("layers=1,2,3,4,5,6,x", NULL) == 1 && error_text()[0] == 'l' ? 0 : 1; }
static int get_buffer(void) {
  void *buffer = buffer_alloc(100);
  buffer_free(buffer);
  return !buffer;
}

static const struct {
  const char *name;
  int (*call)(void);
  bool changes;  // the state, when it succeeds
} CALLS[] = {
    {"open_session", open_another, true}, {"open_session of the same size", open_same, true},
    {"set_points", set_more, true}, {"set_points of none", set_none, true},
    {"set_hyper", change, false}, {"restore", put_back, true}, {"step", step, true}, {"points", points, false},
    {"snapshot", snapshot, false}, {"trace", ask_trace, false}, {"surface", ask_surface, false},
    {"predict", ask_predict, false}, {"gradient", gradient, false}, {"contributions", ask_contributions, false},
    {"predictions", predictions, false}, {"point_losses", point_losses, false}, {"landscape", ask_landscape, false}, {"naive", ask_naive, false},
    {"overwritten", ask_overwritten, false}, {"nudge", ask_nudge, false}, {"field", ask_field, false},
    {"a refusal", refused, false}, {"buffer_alloc", get_buffer, false},
};

// All that may not change: the training state, the points and the settings.
typedef struct {
  double state[SNAPSHOT_HEAD + 4 * 51], xy[2 * 20];
  int n, zero_grad, kind;
} Held;

static Held held_now(void) {
  Held held = {.n = session.n, .zero_grad = session.zero_grad, .kind = (int)(session.optimizer.kind - OPTIMIZERS)};
  session_snapshot(&session, held.state);
  for (int i = 0; i < session.n && i < 20; i++) {
    held.xy[2 * i] = session.points[i].x;
    held.xy[2 * i + 1] = session.points[i].y;
  }
  return held;
}

static bool holds(const Held *before) {
  Held now = held_now();
  bool equal = now.n == before->n && now.zero_grad == before->zero_grad && now.kind == before->kind;
  for (int i = 0; i < SNAPSHOT_HEAD + 4 * 51; i++) equal = equal && same(now.state[i], before->state[i]);
  for (int i = 0; i < 2 * 20; i++) equal = equal && now.xy[i] == before->xy[i];
  return equal;
}

// A session that is new, or has made steps and answered, or has been undone.
typedef enum { NEW, WARM, UNDONE, BEGINNINGS } Beginning;

static void begin(bool batch_it, Beginning beginning) {
  set_batched(batch_it);
  CHECK(open_session("n=20", NULL) == 0 && set_batched(batch_it) == batch_it);
  for (int i = 0; i < 2 && beginning != NEW; i++) {
    CHECK(step() == 0 && ask_trace() == 0 && ask_surface() == 0 && points() == 0);
  }
  if (beginning == UNDONE) undo();
  session_snapshot(&session, saved);
}

static int fail_everywhere(int which, bool batch_it, Beginning beginning) {
  int failures = 0;
  for (long k = 0;; k++) {
    begin(batch_it, beginning);
    Held before = held_now();
    memory_countdown = k;
    int status = CALLS[which].call();
    bool reached = memory_countdown >= 0;  // fewer allocations than that: nothing has failed
    memory_countdown = -1;
    if (reached) {
      CHECK(status == 0);
      return failures;
    }
    failures++;
    CHECK(status == 1 && strncmp(error_text(), "out of memory: another ", 23) == 0);
    CHECK(holds(&before) && attempt_scratch.first == NULL);
    CHECK(CALLS[which].call() == 0);
    if (!CALLS[which].changes) CHECK(step() == 0);
  }
}

int main(void) {
  for (int i = 0; i < POINTS; i++) {
    x[i] = sin(i);
    y[i] = cos(i);
    label[i] = i % 3;
    split[i] = i % 4 == 3 ? VAL : TRAIN;
  }
  int failures = 0;
  for (size_t which = 0; which < sizeof CALLS / sizeof CALLS[0]; which++) {
    int here = 0;
    for (int beginning = 0; beginning < BEGINNINGS; beginning++) {
      for (int batch_it = 0; batch_it < 2; batch_it++) here += fail_everywhere((int)which, batch_it, (Beginning)beginning);
    }
    if (!here) printf("%s allocates nothing\n", CALLS[which].name);
    failures += here;
  }
  printf("%d allocations failed in turn\n", failures);
  CHECK(failures > 500);
  undo();
  session_close(&session);
  return check_done();
}
