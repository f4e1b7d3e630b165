// Elements of cudaDataType, exactly as `double`, and back by rounding to the nearest, ties to even.
#ifndef ELEMENTS_H
#define ELEMENTS_H

#include <stdint.h>

double fake_decode(int type, const void *data, int64_t index);
// Of the types that a product is written as: FP64, FP32, FP16, BF16, INT32.
void fake_encode(int type, void *data, int64_t index, double value);
int64_t fake_bytes(int type, int64_t elements);

// The value with so many bits of significand, rounded to nearest even; exponents are as in FP64.
double fake_rounded(double value, int bits);

#endif
