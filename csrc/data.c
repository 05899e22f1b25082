// The data sets: labelled points of the plane [-2, 2] x [-2, 2], and which of them are for what.

#include <math.h>

#include "micrograd.h"

const char *const SPLITS[SPLIT_COUNT] = {"train", "val", "test"};

static const double PI = 3.141592653589793;

// --- generators: the i-th point of a data set, of class i % 3 ---
//
// Every draw is a statement of its own: C doesn't say in which order the operands of one `+` are computed.

static int yinyang_label(double x, double y, double r_small, double r_big);
static double distance(double x, double y, double cx, double cy);

// Yin (0), yang (1) and their two dots (2), after L. Kriener's yin-yang data set (2021).
//
// Draws from the square around the big circle until a point of the wanted class comes.
static void yinyang(Rng *rng, int label, Point *out) {
  const double r_small = 0.1, r_big = 0.5;
  double x, y;
  do {
    x = rng_uniform(rng, 0.0, 2.0 * r_big);
    y = rng_uniform(rng, 0.0, 2.0 * r_big);
  } while (!(distance(x, y, r_big, r_big) <= r_big && yinyang_label(x, y, r_small, r_big) == label));
  out->x = (x / r_big - 1.0) * 2.0;
  out->y = (y / r_big - 1.0) * 2.0;
}

// The class of a point inside the big circle.
static int yinyang_label(double x, double y, double r_small, double r_big) {
  double d_right = distance(x, y, 1.5 * r_big, r_big);
  double d_left = distance(x, y, 0.5 * r_big, r_big);
  if (d_right < r_small || d_left < r_small) return 2;
  bool is_yin =
      d_right <= r_small || (r_small < d_left && d_left <= 0.5 * r_big) || (y > r_big && d_right > 0.5 * r_big);
  return is_yin ? 0 : 1;
}

// The Euclidean distance, with the powers that the specification names.
static double distance(double x, double y, double cx, double cy) {
  return pow(pow(x - cx, 2.0) + pow(y - cy, 2.0), 0.5);
}

// Three arms that wind once around the centre; the classic of CS231n, which no linear model can part.
static void spiral(Rng *rng, int label, Point *out) {
  double t = rng_random(rng);
  double angle = label * (2.0 * PI / 3.0) + 4.0 * t + rng_uniform(rng, -0.2, 0.2);
  double radius = 0.1 + 1.8 * t;
  out->x = radius * sin(angle);
  out->y = radius * cos(angle);
}

// A disc inside a ring inside a ring.
static void rings(Rng *rng, int label, Point *out) {
  double radius = 0.7 * label + rng_uniform(rng, 0.0, 0.5);
  double angle = rng_uniform(rng, 0.0, 2.0 * PI);
  out->x = radius * sin(angle);
  out->y = radius * cos(angle);
}

// Three round clouds, the easy case; two uniform draws add up to a triangular density.
static void blobs(Rng *rng, int label, Point *out) {
  double angle = label * (2.0 * PI / 3.0);
  double dx = rng_uniform(rng, -0.4, 0.4);
  dx += rng_uniform(rng, -0.4, 0.4);
  double dy = rng_uniform(rng, -0.4, 0.4);
  dy += rng_uniform(rng, -0.4, 0.4);
  out->x = 1.1 * sin(angle) + dx;
  out->y = 1.1 * cos(angle) + dy;
}

static bool near_moon(double x, double y, int label);

// Two half circles that reach into each other (0, 1), and the rest of the plane (2).
static void moons(Rng *rng, int label, Point *out) {
  if (label == 2) {
    do {
      out->x = rng_uniform(rng, -1.9, 1.9);
      out->y = rng_uniform(rng, -1.9, 1.9);
    } while (near_moon(out->x, out->y, 0) || near_moon(out->x, out->y, 1));
    return;
  }
  double angle = PI * rng_random(rng);
  double up = label == 0 ? 1.0 : -1.0;
  out->x = cos(angle) + (label - 0.5) + rng_uniform(rng, -0.1, 0.1);
  out->y = up * (sin(angle) - 0.25) + rng_uniform(rng, -0.1, 0.1);
}

// Whether a point is less than 0.3 from a moon's circle, on the side of its half of it.
static bool near_moon(double x, double y, int label) {
  double up = label == 0 ? 1.0 : -1.0;
  double cy = -0.25 * up;
  return up * (y - cy) > -0.3 && fabs(distance(x, y, label - 0.5, cy) - 1.0) < 0.3;
}

// Sixteen squares of side 1, neighbours of different classes: many borders, for many neurons.
static void checkerboard(Rng *rng, int label, Point *out) {
  do {
    out->x = rng_uniform(rng, -2.0, 2.0);
    out->y = rng_uniform(rng, -2.0, 2.0);
  } while ((int)(out->x + 2.0) % CLASSES != (label + (int)(out->y + 2.0)) % CLASSES);
}

// Six sectors, opposite ones of the same class: XOR, which needs a hidden layer, for three classes.
static void xor(Rng *rng, int label, Point *out) {
  double side = rng_random(rng) < 0.5 ? 0.0 : 1.0;
  double angle = (label + 3.0 * side) * (PI / 3.0) + rng_uniform(rng, -0.45, 0.45);
  double radius = 0.3 + 1.6 * rng_random(rng);
  out->x = radius * sin(angle);
  out->y = radius * cos(angle);
}

// Three sectors, which straight lines part: a network without hidden layers is enough.
static void linear(Rng *rng, int label, Point *out) {
  double angle = label * (2.0 * PI / 3.0) + rng_uniform(rng, -0.9, 0.9);
  double radius = 0.3 + 1.6 * rng_random(rng);
  out->x = radius * sin(angle);
  out->y = radius * cos(angle);
}

const Dataset DATASETS[] = {
    {"yinyang", "Yin-yang", "yinyang", yinyang},
    {"spiral", "Spiral", "spiral", spiral},
    {"rings", "Rings", "rings", rings},
    {"blobs", "Blobs", "blobs", blobs},
    {"moons", "Moons", "moons", moons},
    {"checkerboard", "Checkerboard", "checkerboard", checkerboard},
    {"xor", "XOR of three", "xor", xor},
    {"linear", "Linear", "linear", linear},
    {.name = NULL},
};

// --- make and split ---

// Which split the i-th of n points is in: the train points first, then val, then test, by percentages.
static Split split_of(int i, int n, const int shares[SPLIT_COUNT]) {
  if (i < (int)(shares[TRAIN] / 100.0 * n)) return TRAIN;
  return i < (int)((shares[TRAIN] + shares[VAL]) / 100.0 * n) ? VAL : TEST;
}

// n points of the data set, classes in turn.
Point *make_dataset(const Dataset *dataset, int n, Rng *rng, const int shares[SPLIT_COUNT]) {
  Point *points = memory_resize(NULL, (size_t)n, sizeof(Point));
  for (int i = 0; i < n; i++) {
    points[i] = (Point){.label = i % CLASSES, .split = split_of(i, n, shares)};
    dataset->draw(rng, i % CLASSES, &points[i]);
  }
  return points;
}

// x + change, or the edge of [-2, 2] that it would pass.
static double moved_within(double x, double change) {
  x += change;
  return x < -2.0 ? -2.0 : x > 2.0 ? 2.0 : x;
}

// Moves each point by up to `noise` in x and in y, but not beyond the plane's edge.
void add_noise(Point *points, int n, double noise, Rng *rng) {
  for (int i = 0; i < n; i++) {
    points[i].x = moved_within(points[i].x, noise * rng_uniform(rng, -1.0, 1.0));
    points[i].y = moved_within(points[i].y, noise * rng_uniform(rng, -1.0, 1.0));
  }
}
