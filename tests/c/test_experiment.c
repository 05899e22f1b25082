// Experiments as JSON: written, read, and broken in many ways.

#include "check.h"
#include "experiment.h"
#include "strict_json.h"

// A copy with exactly one zero behind it, so that a sanitizer sees whoever reads further.
static char *copy_of(const char *bytes, size_t length) {
  char *copy = malloc(length + 1);
  memcpy(copy, bytes, length);
  copy[length] = '\0';
  return copy;
}

static bool reads(const char *bytes, size_t length, Experiment *experiment, Text *error) {
  char *copy = copy_of(bytes, length);
  bool valid = read_experiment(experiment, copy, length, error);
  free(copy);
  return valid;
}

// A run of some steps as text; freed by the caller.
static Text saved_run(const char *lines, int steps) {
  Session session;
  open_lines(&session, lines);
  Losses losses = {.known = true};
  Text error = {0}, text = {0};
  for (int i = 0; i < steps && session_step(&session, &error); i++) losses_add(&losses, session.train, session.val);
  experiment_text(&session, &losses, &text);
  session_close(&session);
  memory_free(losses.train);
  memory_free(losses.val);
  text_free(&error);
  return text;
}

static void what_was_written_reads_back_to_the_same_bytes(void) {
  const char *const lines[] = {"n=20", "n=2\nlayers=none\nlr=1e308\noptimizer=sgd\nloss=logsumexp", "n=5\nlayers=3,1\nseed=18446744073709551615"};
  for (int i = 0; i < 3; i++) {
    Text text = saved_run(lines[i], 7), again = {0}, error = {0};
    Experiment experiment;
    Session session;
    CHECK(reads(text.bytes, text.length, &experiment, &error));
    open_experiment(&session, &experiment);
    CHECK(session.steps == 7 && experiment.losses.count == 7);
    experiment_text(&session, &experiment.losses, &again);
    CHECK(strcmp(text.bytes, again.bytes) == 0);
    session_close(&session);
    experiment_free(&experiment);
    text_free(&text);
    text_free(&again);
    text_free(&error);
  }
}

static bool text_is(const char *json, const char *expected) {
  Json read = {0};
  Text error = {0};
  char *copy = copy_of(json, strlen(json));
  bool equal = read_json(&read, copy, strlen(json), &error) && strcmp(read.value[0].text, expected) == 0;
  free(copy);
  json_free(&read);
  text_free(&error);
  return equal;
}

static void escapes_stand_for_their_characters(void) {
  CHECK(text_is("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"));
  CHECK(text_is("\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"));
  CHECK(text_is(" -0.5e+10 ", "-0.5e+10") && text_is("true", "true"));
  CHECK(!text_is("\"\\u0000\"", "") && !text_is("\"\\ud83d\"", "") && !text_is("\"\\ude00\"", "") && !text_is("\"\\u00g1\"", ""));
  CHECK(!text_is("\"\xc0\x80\"", "") && !text_is("\"\xed\xa0\x80\"", "") && !text_is("\"\xf4\x90\x80\x80\"", "") && !text_is("\"\xe2\x82\"", ""));
}

static void broken_files_meet_a_refusal_and_nothing_else(void) {
  static const char *const PIECES[] = {"{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "\\ud83d\\u", "null", "-", "1e999", "\xff", "\n", "99999999999999999999"};
  enum { COUNT = sizeof PIECES / sizeof PIECES[0] };
  Text good = saved_run("n=2\nlayers=1", 2);
  Rng rng = {42};
  int refused = 0, taken = 0;
  for (int i = 0; i < 40000; i++) {
    Text bad = {0}, error = {0};
    size_t at = rng_random_u32(&rng) % good.length, cut = rng_random_u32(&rng) % 4 ? rng_random_u32(&rng) % 3 : rng_random_u32(&rng) % 60;
    char byte = (char)rng_random_u32(&rng);
    text_add_bytes(&bad, good.bytes, at);
    if (rng_random_u32(&rng) % 2) text_add(&bad, PIECES[rng_random_u32(&rng) % COUNT]);
    else text_add_bytes(&bad, &byte, 1);
    if (rng_random_u32(&rng) % 8 && at + cut < good.length) text_add(&bad, good.bytes + at + cut);
    Experiment experiment;
    bool valid = reads(bad.bytes, bad.length, &experiment, &error);
    if (valid) taken++;
    else refused += error.length > 0;
    experiment_free(&experiment);
    text_free(&bad);
    text_free(&error);
  }
  CHECK(refused + taken == 40000);
  CHECK(refused > 30000 && taken > 100);
  text_free(&good);
}

int main(void) {
  what_was_written_reads_back_to_the_same_bytes();
  escapes_stand_for_their_characters();
  broken_files_meet_a_refusal_and_nothing_else();
  return check_done();
}
