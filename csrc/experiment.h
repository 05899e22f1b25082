// An experiment as JSON text: experiment.c writes it, read_experiment.c reads it.

#ifndef EXPERIMENT_H
#define EXPERIMENT_H

#include "micrograd.h"

// The losses of every step so far, each before its update; not known where a file lacks them.
typedef struct {
  double *train, *val;
  size_t count, capacity;
  bool known;
} Losses;

// What a file holds. Without points (NULL) they are those of the data set, without a snapshot (NULL) it is at step 0.
typedef struct {
  Config config;
  bool zero_grad;
  Point *points;
  int n;
  double *snapshot;  // as session_restore takes it
  int parameters;
  Losses losses;
} Experiment;

enum { VERSION = 1, SNAPSHOT_COLUMNS = 9 };  // of the format; and of a snapshot in it
extern const char *const SNAPSHOT[SNAPSHOT_COLUMNS + 1];

Experiment experiment_default(void);
// Takes `bytes`, which must have a zero behind them, to pieces. The refusal says what of it can't be used.
bool read_experiment(Experiment *experiment, char *bytes, size_t length, Text *error);
// The session that goes on from there, with the same bits as one that has never been a file. Takes over the config.
void open_experiment(Session *session, Experiment *experiment);
void experiment_free(Experiment *experiment);

void losses_add(Losses *losses, double train, double val);
void experiment_text(const Session *session, const Losses *losses, Text *out);

#endif
