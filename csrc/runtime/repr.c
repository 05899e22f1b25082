// A double as Python prints it: the shortest decimal that reads back as the same double.

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/runtime.h"

// The digits and the decimal exponent of d.ddd…e±x, as printf's %e writes it.
typedef struct {
  char digits[24];
  int count, exponent;
} Digits;

// The decimal of p digits that is nearest to x.
static Digits digits_nearest(double x, int p) {
  char text[40];
  snprintf(text, sizeof text, "%.*e", p - 1, x);
  Digits d = {.count = p};
  const char *c = text;
  for (int i = 0; i < p; c++) {
    if (*c != '.') d.digits[i++] = *c;
  }
  d.exponent = atoi(c + 1);
  return d;
}

// The next larger decimal of as many digits: 1.99 -> 2.00, 9.99 -> 1.00e1.
static Digits digits_up(Digits d) {
  int i = d.count - 1;
  while (i >= 0 && d.digits[i] == '9') d.digits[i--] = '0';
  if (i >= 0) {
    d.digits[i]++;
  } else {
    d.digits[0] = '1';
    d.exponent++;
  }
  return d;
}

static double digits_value(const Digits *d) {
  char text[48];
  snprintf(text, sizeof text, "%c.%se%d", d->digits[0], d->digits + 1, d->exponent);
  return strtod(text, NULL);
}

// The first number of digits at which the nearest decimal, or else its upper neighbour, reads back as x > 0.
//
// Why the neighbour: below a power of two doubles lie twice as close as above it, so the nearest decimal may lie below,
// nearer to another double, while the one above reads back. Python prints that one.
static Digits digits_shortest(double x) {
  for (int p = 1; p < 17; p++) {
    Digits d = digits_nearest(x, p);
    if (digits_value(&d) == x) return d;
    d = digits_up(d);
    if (digits_value(&d) == x) return d;
  }
  return digits_nearest(x, 17);  // 17 digits always do
}

// 0.001, 12.5, 100.0 below 1e16 and not below 1e-4; else 1e+16, 1.5e-05.
static void digits_print(const Digits *d, char *out) {
  int e = d->exponent, n = d->count;
  while (n > 1 && d->digits[n - 1] == '0') n--;
  if (e < -4 || e >= 16) {
    sprintf(out, "%c%s%.*se%c%02d", d->digits[0], n > 1 ? "." : "", n - 1, d->digits + 1, e < 0 ? '-' : '+', abs(e));
  } else if (e < 0) {
    sprintf(out, "0.%.*s%.*s", -e - 1, "000", n, d->digits);
  } else if (n <= e + 1) {
    sprintf(out, "%.*s%.*s.0", n, d->digits, e + 1 - n, "0000000000000000");
  } else {
    sprintf(out, "%.*s.%.*s", e + 1, d->digits, n - e - 1, d->digits + e + 1);
  }
}

// nan, inf or -inf, never -nan; NULL for a finite number.
static const char *not_finite(double x) {
  if (isnan(x)) return "nan";
  if (isinf(x)) return x > 0.0 ? "inf" : "-inf";
  return NULL;
}

char *double_repr(double x, char out[REPR_BYTES]) {
  if (not_finite(x)) return strcpy(out, not_finite(x));
  char *digits = out;
  if (signbit(x)) *digits++ = '-';
  if (x == 0.0) {
    strcpy(digits, "0.0");
  } else {
    Digits d = digits_shortest(fabs(x));
    digits_print(&d, digits);
  }
  return out;
}

char *double_fixed(double x, int digits, char out[FIXED_BYTES]) {
  if (not_finite(x)) return strcpy(out, not_finite(x));
  snprintf(out, FIXED_BYTES, "%.*f", digits, x);
  return out;
}
