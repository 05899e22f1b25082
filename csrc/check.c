// What may be asked of a session. Each check puts a sentence into `error`, with the value and what would be right.

#include <math.h>

#include "micrograd.h"

enum { MAX_CELLS_ACROSS = 4096 };
static const double MAX_COUNT = 0x1p53;  // up to here a double holds every whole number

static const char *not_finite(double number) { return isnan(number) ? "nan" : number > 0.0 ? "inf" : "-inf"; }

// Refuses inf and nan.
bool check_finite(const char *what, double number, Text *error) {
  return isfinite(number) || text_refuse(error, (const char *[]){what, " must be finite, not ", not_finite(number), NULL});
}

static bool refuse_range(const char *what, int low, int high, int number, Text *error) {
  text_refuse(error, (const char *[]){what, " must be from ", NULL});
  text_add_int(error, low);
  text_add(error, " to ");
  text_add_int(error, high);
  text_add(error, ", not ");
  text_add_int(error, number);
  return false;
}

// Refuses an index that none of so many has: "a node must be from 0 to 150, not 151".
bool check_index(const char *what, int index, int count, Text *error) {
  return (0 <= index && index < count) || refuse_range(what, 0, count - 1, index, error);
}

// Refuses what can't be a number of steps: "step must be a whole number from 0 to 9007199254740992, not a fraction".
bool check_count(const char *what, double count, Text *error) {
  bool is_whole = isfinite(count) && count == floor(count);
  if (is_whole && 0.0 <= count && count <= MAX_COUNT) return true;
  const char *shown = !isfinite(count) ? not_finite(count) : !is_whole ? "a fraction" : count > 0.0 ? "more" : "less";
  const char *const refusal[] = {what, " must be a whole number from 0 to 9007199254740992, not ", shown, NULL};
  return text_refuse(error, refusal);
}

// Refuses a point that is not finite, or whose label or split does not exist.
bool check_point(const Point *p, Text *error) {
  if (!check_finite("a point's x", p->x, error) || !check_finite("a point's y", p->y, error)) return false;
  if (!check_index("a label", p->label, CLASSES, error)) return false;
  if (0 <= p->split && p->split < SPLIT_COUNT) return true;
  text_refuse(error, (const char *[]){"a split must be one of train, val, test, not ", NULL});
  text_add_int(error, p->split);
  return false;
}

// Refuses a picture without cells, with too many, or of a part of the plane that is not finite.
bool check_grid(int columns, int rows, double extent, Text *error) {
  if (columns < 1 || columns > MAX_CELLS_ACROSS) return refuse_range("columns", 1, MAX_CELLS_ACROSS, columns, error);
  if (rows < 1 || rows > MAX_CELLS_ACROSS) return refuse_range("rows", 1, MAX_CELLS_ACROSS, rows, error);
  return check_finite("extent", extent, error);
}
