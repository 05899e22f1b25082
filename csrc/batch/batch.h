// C, batched: the third engine. The same graphs, the same bits, all points at a time. README.md tells how it works.
//
// Every point of a label has the same graph; only the numbers in it differ. So the graph is recorded once per label, by
// the scalar engine's own functions, and compiled to a Program: a list of instructions, each over a whole array of
// points (lanes.h). What it gives up in readability is what engine.c is for: that a node is a number.
//
//     Batch batch = {0};
//     batch_step(&batch, &session, &error);  // as session_step, bit by bit
//     batch_free(&batch);

#ifndef BATCH_H
#define BATCH_H

#include "batch/program.h"
#include "batch/reduce.h"

// Some train and some val points, as many as fit into the cache.
typedef struct {
  Columns columns;
  int first[2], count[2];  // of the train and of the val points
} Tile;

typedef struct {
  Program program;
  Reduction reduction;
  bool compiled, holds;  // tried; with success
  int loss;              // the row of LOSSES that it is compiled for
  bool points_hold;      // the tiles are those of the session's points
  uint64_t batch_size;   // that they were made for
  Tile *tiles;
  int tiles_count, points[2];
  int *column[2];       // of each train and each val point in its tile
  double *coordinates;  // x of every tile's columns, then y
  double *losses[2];
  const Tile *loaded;          // whose coordinates are in the rows
  Rows rows, single, picture;  // of a tile; of the one point of trace; of some points of the surface
  Rows parameters;             // a column each
} Batch;

bool batch_holds(Batch *batch, Session *session);  // whether the session runs batched, and not by the scalar engine
const double *batch_parameters(Batch *batch, const Session *session);  // their data, read anew
void batch_prepare(Batch *batch, Session *session);  // gets the memory that a step needs
bool batch_step(Batch *batch, Session *session, Text *error);
bool batch_trace(Batch *batch, Session *session, double x, double y, int label, Text *error);
void batch_surface(Batch *batch, Session *session, int columns, int rows, double extent, double *out);
void batch_predict(Batch *batch, Session *session, double x, double y, double out[CLASSES]);
void batch_forget_points(Batch *batch);  // after session_set_points
void batch_free(Batch *batch);           // before another session

#endif
