// A decimal number as the nearest double, ties to even: what strtod does, to the last bit, in 1 kB of WebAssembly
// rather than 14. Numbers are read once per setting, so this is written to be short and exact, not fast.

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "micrograd.h"

// A boundary between two doubles has at most 767 significant digits, so of what lies behind 800 only matters whether
// it is zero. 1e308 is halved 971 times below, and each time may become one digit longer.
enum { KEPT = 800, ROOM = KEPT + 1000, FAR = 100000000 };

// 0.d0 d1 d2 … * 10^point, with d0 > 0 unless the number is 0, which has no digits.
typedef struct {
  unsigned char digit[ROOM];
  int count, point;
} Decimal;

static void decimal_add_digit(Decimal *d, char c) {
  if (d->count < KEPT) d->digit[d->count++] = (unsigned char)(c - '0');
  else if (c != '0') d->digit[KEPT - 1] |= 1;  // the last digit kept is beyond the 767: it only says "and more"
}

// What stands before the exponent, then the exponent.
static Decimal decimal_read(const char *c) {
  Decimal d = {.count = 0};
  bool behind_point = false;
  for (; *c && *c != 'e' && *c != 'E'; c++) {
    if (*c == '.') {
      behind_point = true;
    } else if (d.count || *c != '0') {
      decimal_add_digit(&d, *c);
      d.point += !behind_point;
    } else {
      d.point -= behind_point;  // a zero in front of the first digit
    }
  }
  if (!*c++) return d;
  int exponent = 0, sign = *c == '-' ? -1 : 1;
  for (c += *c == '+' || *c == '-'; *c; c++) {
    if (exponent < FAR) exponent = 10 * exponent + (*c - '0');
  }
  d.point += sign * exponent;
  return d;
}

static void decimal_double(Decimal *d) {
  int carry = 0;
  for (int i = d->count - 1; i >= 0; i--) {
    int twice = 2 * d->digit[i] + carry;
    d->digit[i] = (unsigned char)(twice % 10);
    carry = twice / 10;
  }
  if (carry) {
    memmove(d->digit + 1, d->digit, (size_t)d->count++);
    d->digit[0] = 1;
    d->point++;
  }
  while (d->count && d->digit[d->count - 1] == 0) d->count--;
}

static void decimal_halve(Decimal *d) {
  int rest = 0;
  for (int i = 0; i < d->count; i++) {
    int all = 10 * rest + d->digit[i];
    d->digit[i] = (unsigned char)(all / 2);
    rest = all % 2;
  }
  if (rest) d->digit[d->count++] = 5;
  if (d->digit[0] == 0) {
    memmove(d->digit, d->digit + 1, (size_t)--d->count);
    d->point--;
  }
}

// What stands before the point, when that is at most 16 digits.
static uint64_t decimal_whole(const Decimal *d) {
  uint64_t whole = 0;
  for (int i = 0; i < d->point; i++) whole = 10 * whole + (i < d->count ? d->digit[i] : 0);
  return whole;
}

// Whether what stands behind the point rounds up: more than a half, or a half beside an odd number.
static bool decimal_rounds_up(const Decimal *d, bool is_odd) {
  if (d->point < 0 || d->point >= d->count || d->digit[d->point] < 5) return false;
  return d->digit[d->point] > 5 || d->point + 1 < d->count || is_odd;
}

// Doubles or halves until the whole part has 53 bits, those of a double; below the normal numbers it has fewer.
double double_parse(const char *text) {
  const uint64_t bit_52 = UINT64_C(1) << 52;
  bool is_negative = *text == '-';
  Decimal d = decimal_read(text + (*text == '+' || *text == '-'));
  int exponent = 0;
  double x = 0.0;
  if (d.count && d.point > 310) {
    x = (double)INFINITY;
  } else if (d.count && d.point > -330) {
    for (; d.point > 16 || decimal_whole(&d) >= 2 * bit_52; exponent++) decimal_halve(&d);
    for (; decimal_whole(&d) < bit_52 && exponent > -1074; exponent--) decimal_double(&d);
    uint64_t whole = decimal_whole(&d);
    whole += decimal_rounds_up(&d, whole % 2);
    x = ldexp((double)whole, exponent);
  }
  return is_negative ? -x : x;
}
