// power.c: pow(x, k) to the last bit, quicker where k is 2, -1, -2 or 0.5.

#ifndef POWER_H
#define POWER_H

double ieee_pow(double x, double k);

#endif
