// The files of the command line: files.c.

#ifndef FILES_H
#define FILES_H

#include "experiment.h"

int load_experiment(const char *file, Experiment *experiment, Text *error);
bool write_experiment(const Session *session, const Losses *losses, const char *file, Text *error);
bool graph_file(const char *text, Text *error);
int write_graph(Session *session, const char *file, Text *error);

#endif
