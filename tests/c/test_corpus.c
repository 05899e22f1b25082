// The fuzz target over the cases in tests/c/corpus/. `npm run fuzz` makes new ones; what it finds is kept there.

#include <dirent.h>

#include "check.h"

#include "fuzz_exports.c"

static int run_case(const char *name) {
  static uint8_t data[4096];
  char path[300];
  snprintf(path, sizeof path, "tests/c/corpus/%s", name);
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  size_t size = fread(data, 1, sizeof data, file);
  fclose(file);
  LLVMFuzzerTestOneInput(data, size);
  return 1;
}

int main(void) {
  DIR *folder = opendir("tests/c/corpus");
  CHECK(folder);
  int cases = 0;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    if (entry->d_name[0] != '.') cases += run_case(entry->d_name);
  }
  if (folder) closedir(folder);
  for (int verb = 0; verb < VERB_COUNT; verb++) {
    CHECK(answered[verb] > 10);
    bool always_answers = verb == SAVE || verb == VARIANT || verb == POINT_LOSSES;
    CHECK(always_answers || refused[verb] > 0);
  }
  CHECK(cases >= 20 && out_of_memory > 10);
  printf("%d cases, scalar and batched; %u calls were short of memory\n", cases, out_of_memory);
  undo();
  session_close(&session);
  free(saved);
  free(answers.bytes);
  return check_done();
}
