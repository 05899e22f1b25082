// The exports of wasm/exports.c as a fuzz target: any bytes are a sequence of calls with arguments, good ones and bad ones.
//
// The sequence runs twice, by the scalar engine and batched. Whatever they answer must be the same: statuses, sentences,
// and numbers to the last bit. Now and then an allocation fails in the middle of a call: then nothing may have changed,
// and the same call is made again.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wmissing-prototypes"  // they are called from JavaScript, so no header has them
#include "wasm/exports.c"

enum { MOST_CALLS = 24, MOST_CELLS = 4000, MOST_FUZZ_POINTS = 40, LINES = 12, LINES_BYTES = 40 * LINES };

// --- bytes into arguments ---

static const uint8_t *bytes, *bytes_end;

static unsigned take(unsigned below) { return bytes < bytes_end ? *bytes++ % below : 0; }

static double take_double(void) {
  static const double SPECIAL[] = {0.0,  -0.0, 1.0,  -1.0,   0.5,   2.0,   -2.0,      1e-300,   NAN,    INFINITY, -INFINITY,
                                   1e10, 1e300, 710.0, -745.0, 5e-324, 1e308, 9007199254740994.0, 3.25, 51.0};
  enum { SPECIALS = sizeof SPECIAL / sizeof SPECIAL[0] };
  unsigned kind = take(4);
  if (kind == 0) return SPECIAL[take(SPECIALS)];
  if (kind < 3) return ((int)take(256) - 128) / 32.0;
  double x;
  uint8_t raw[sizeof x];
  for (size_t i = 0; i < sizeof raw; i++) raw[i] = (uint8_t)take(256);
  memcpy(&x, raw, sizeof x);
  return x;
}

static int take_int(int usual) {
  static const int SPECIAL[] = {-1, 0, 1, 3, 50, 51, 150, 151, 4096, 4097, INT32_MAX, INT32_MIN};
  unsigned kind = take(4);
  if (kind == 0) return SPECIAL[take(sizeof SPECIAL / sizeof SPECIAL[0])];
  return (int)take((unsigned)usual);
}

static const char *take_line(bool hyper) {
  static const char *const HYPER_LINES[] = {"lr=0.1", "lr=x", "momentum=1", "weight_decay=0", "optimizer=sgd", "optimizer=adamw",
                                            "optimizer=", "loss=nll", "loss=logsumexp", "loss=none"};
  static const char *const OTHERS[] = {
      "n=2", "n=3", "n=10", "n=50", "n=1", "n=1000001", "n=", "seed=7", "seed=18446744073709551615", "seed=0",
      "dataset=spiral", "dataset=rings", "dataset=blobs", "dataset=no such", "layers=none", "layers=1", "layers=16,16",
      "layers=4,3,2", "layers=1,1,1,1,1,1", "layers=0", "layers=1025", "layers=8,", "nonlin=relu", "nonlin=no such",
      "steps=3", "", "=", "n", "lr", "__proto__=1"};
  unsigned others = sizeof OTHERS / sizeof OTHERS[0], both = others + sizeof HYPER_LINES / sizeof HYPER_LINES[0];
  if (hyper && take(8) > 0) return HYPER_LINES[take(both - others)];
  unsigned i = take(both);
  return i < others ? OTHERS[i] : HYPER_LINES[i - others];
}

static void take_settings(bool hyper, char lines[LINES_BYTES], double numbers[LINES]) {
  unsigned count = take(LINES);
  *lines = '\0';
  for (unsigned i = 0; i < count; i++) strcat(strcat(lines, take_line(hyper)), "\n");
  if (take(16) == 1) {
    char raw[12] = {0};
    for (size_t i = 0; i < sizeof raw - 1; i++) raw[i] = (char)take(256);
    strcat(lines, raw);
  }
  for (int i = 0; i < LINES; i++) {
    double x = take_double();
    numbers[i] = i % 2 ? x : fabs(x) / 8.0;  // half of them good ones
  }
}

// --- what the engines answer ---

// Everything that the first run has answered; the second one compares.
static struct {
  uint8_t *bytes;
  size_t length, capacity, compared;
  bool comparing;
} answers;

static const char *call_name;

static void log_bytes(const void *data, size_t length) {
  if (answers.comparing) {
    bool same = answers.compared + length <= answers.length && memcmp(answers.bytes + answers.compared, data, length) == 0;
    if (!same) {
      fprintf(stderr, "scalar and batched differ in %s\n", call_name);
      abort();
    }
    answers.compared += length;
    return;
  }
  if (answers.length + length > answers.capacity) {
    answers.capacity = 2 * (answers.length + length);
    answers.bytes = realloc(answers.bytes, answers.capacity);
    if (!answers.bytes) abort();
  }
  memcpy(answers.bytes + answers.length, data, length);
  answers.length += length;
}

static void log_double(double x) {
  if (isnan(x)) x = (double)NAN;  // all of them are one value
  log_bytes(&x, sizeof x);
}

// The reply, whose columns are d(oubles), i(nts), b(ytes) or t(ext), as the comments in exports.c say.
static void log_reply(const char *kinds) {
  if ((size_t)answer_columns() != strlen(kinds)) abort();
  for (int c = 0; kinds[c]; c++) {
    const void *column = answer_column(c);
    int length = answer_length(c);
    log_bytes(&length, sizeof length);
    const char *text = column;
    for (int i = 0; i < length; i++) {
      if (kinds[c] == 'd') log_double(((const double *)column)[i]);
      if (kinds[c] == 'i') log_bytes((const int *)column + i, sizeof(int));
      if (kinds[c] == 'b') log_bytes((const char *)column + i, 1);
      if (kinds[c] == 't') {
        log_bytes(text, strlen(text) + 1);
        text += strlen(text) + 1;
      }
    }
  }
}

static void log_state(void) {
  if (points() == 0) log_reply("ddii");
  if (snapshot() == 0) log_reply("ddddddddd");
}

// --- calls ---

// One call with its arguments, so that it can be made twice.
typedef struct {
  unsigned verb;
  double number[3];
  int whole[4];
  char lines[LINES_BYTES];
  double numbers[LINES];
  int count;
  double x[MOST_FUZZ_POINTS], y[MOST_FUZZ_POINTS];
  int label[MOST_FUZZ_POINTS], split[MOST_FUZZ_POINTS];
} Call;

static double *saved;  // a snapshot, of this many parameters
static int saved_count;

static const struct {
  const char *name, *reply;
} VERBS[] = {{"open_session", ""}, {"set_hyper", ""}, {"set_points", ""}, {"step", ""}, {"save", ""}, {"restore", ""},
             {"set_variant", ""}, {"trace", "bbdddidd" "tiiti"}, {"surface", "d"}, {"predict", "d"}, {"gradient", "d"},
             {"contributions", "d"}, {"naive", "ddd"}, {"nudge", "ddddd"}, {"field", "d"}, {"point_losses", "d"}, {"landscape", "d"},
             {"overwritten", "dd"}};
enum { OPEN, HYPER_CHANGE, POINTS, STEP, SAVE, RESTORE, VARIANT, TRACE, SURFACE, PREDICT, GRADIENT, CONTRIBUTIONS, NAIVE, NUDGE,
       FIELD, POINT_LOSSES, LANDSCAPE, OVERWRITTEN, VERB_COUNT };

static unsigned answered[VERB_COUNT], refused[VERB_COUNT], out_of_memory;  // how often; test_corpus.c looks at it

static void take_call(Call *call) {
  call->verb = take(OVERWRITTEN);
  if (call->verb == OPEN || call->verb == HYPER_CHANGE) take_settings(call->verb == HYPER_CHANGE, call->lines, call->numbers);
  for (int i = 0; i < 3; i++) call->number[i] = take_double();
  static const int USUAL[] = {3, 160, 9, 9};  // a label, a node, a grid
  for (int i = 0; i < 4; i++) call->whole[i] = take_int(USUAL[i]);
  // so that the verbs keep their numbers in the corpus, every other question about the naive order is this one
  if (call->verb == NAIVE && call->whole[2] % 2) call->verb = OVERWRITTEN;
  if (call->verb != POINTS) return;
  call->count = (int)take(MOST_FUZZ_POINTS);
  for (int i = 0; i < call->count; i++) {
    call->x[i] = take_double();
    call->y[i] = take_double();
    call->label[i] = (int)take(32) == 1 ? take_int(5) : (int)take(3);
    call->split[i] = (int)take(32) == 1 ? take_int(5) : (int)take(3);
  }
}

static int save(void) {
  if (snapshot()) return 1;
  int length = SNAPSHOT_HEAD - 4;
  for (int c = 0; c < answer_columns(); c++) length = c < SNAPSHOT_HEAD ? SNAPSHOT_HEAD : length + answer_length(c);
  double *next = saved = realloc(saved, (size_t)length * sizeof(double));
  if (!saved) abort();
  for (int c = 0; c < answer_columns(); next += answer_length(c++)) {
    memcpy(next, answer_column(c), (size_t)answer_length(c) * sizeof(double));
  }
  saved_count = answer_length(SNAPSHOT_HEAD);
  return 0;
}

// One number of the snapshot is another one now and then; the count is wrong now and then.
static int put_back(const Call *call) {
  if (!saved) return 1;
  int at = call->whole[1];
  if (0 <= at && at < SNAPSHOT_HEAD + 4 * saved_count) saved[at] = call->number[0];
  bool wrong = call->whole[0] == 2;
  return restore(wrong ? call->whole[3] == session.parameters ? -1 : call->whole[3] : saved_count, saved);
}

static int make(const Call *call) {
  const double *number = call->number;
  const int *whole = call->whole;
  bool small = whole[2] < 1 || whole[3] < 1 || whole[2] > 4096 || whole[3] > 4096 || whole[2] * whole[3] <= MOST_CELLS;
  switch (call->verb) {
    case OPEN: return open_session(call->lines, call->numbers);
    case HYPER_CHANGE: return set_hyper(call->lines, call->numbers);
    case POINTS: return set_points(call->count, call->x, call->y, call->label, call->split);
    case STEP: return step();
    case SAVE: return save();
    case RESTORE: return put_back(call);
    case VARIANT: return set_variant(whole[0]), 0;
    case TRACE: return trace(number[0], number[1], whole[0]);
    case SURFACE: return small ? surface(whole[2], whole[3], number[2]) : 1;
    case PREDICT: return predict(number[0], number[1]);
    case GRADIENT: return gradient();
    case CONTRIBUTIONS: return contributions(whole[1]);
    case NAIVE: return naive(number[0], number[1], whole[0], whole[1]);
    case OVERWRITTEN: return overwritten(number[0], number[1], whole[0]);
    case NUDGE: return nudge(number[0], number[1], whole[0], whole[1], number[2]);
    case FIELD: return small ? field(whole[1], whole[0], whole[2], whole[3], number[2]) : 1;
    case POINT_LOSSES: return point_losses();
    default: return small ? landscape(whole[0], whole[1], number[0], number[1], number[2], 0.5, whole[2], whole[3]) : 1;
  }
}

// --- running out of memory ---

// The training state and the points, without a call that allocates.
static uint64_t state_hash(void) {
  uint64_t hash = 14695981039346656037u;  // FNV-1a
  size_t count = SNAPSHOT_HEAD + 4 * (size_t)session.parameters;
  double *state = malloc(count * sizeof(double));
  if (!state) abort();
  session_snapshot(&session, state);
  for (size_t i = 0; i < count * sizeof(double); i++) hash = (hash ^ ((const uint8_t *)state)[i]) * 1099511628211u;
  free(state);
  for (int i = 0; i < session.n; i++) {
    const double xy[] = {session.points[i].x, session.points[i].y};
    for (size_t j = 0; j < sizeof xy; j++) hash = (hash ^ ((const uint8_t *)xy)[j]) * 1099511628211u;
  }
  return hash ^ (uint64_t)session.config.optimizer << 8 ^ (uint64_t)session.config.loss;
}

// The call, the first time with an allocation that fails; after that it is made as if nothing had been.
static int make_short_of_memory(const Call *call, long countdown) {
  uint64_t before = state_hash();
  memory_countdown = countdown;
  int status = make(call);
  memory_countdown = -1;
  if (status == 0 || strncmp(error_text(), "out of memory", 13) != 0) return status;
  out_of_memory++;
  if (state_hash() != before) {
    fprintf(stderr, "%s has changed the state although it ran out of memory\n", call_name);
    abort();
  }
  return make(call);
}

// --- a sequence ---

static void run(const uint8_t *data, size_t size, bool batch_it) {
  static Call call;
  bytes = data;
  bytes_end = data + size;
  saved_count = 0;
  free(saved);
  saved = NULL;
  set_batched(batch_it);
  if (open_session("n=10", NULL)) abort();
  for (int i = 0; i < MOST_CALLS && bytes < bytes_end; i++) {
    take_call(&call);
    long countdown = take(8) == 1 ? (long)take(64) : -1;
    call_name = VERBS[call.verb].name;
    text_clear(&error);
    bool again = countdown >= 0 && call.verb != RESTORE && call.verb != SAVE;
    int status = again ? make_short_of_memory(&call, countdown) : make(&call);
    log_bytes(&status, sizeof status);
    (status ? refused : answered)[call.verb]++;
    if (status) log_bytes(error_text(), strlen(error_text()));
    else if (*VERBS[call.verb].reply) log_reply(VERBS[call.verb].reply);
    log_double(train_loss());
    log_double(val_loss());
    call_name = "the state";
    log_state();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  answers.length = answers.compared = 0;
  answers.comparing = false;
  run(data, size, false);
  answers.comparing = true;
  run(data, size, true);
  if (answers.compared != answers.length) abort();
  return 0;
}
