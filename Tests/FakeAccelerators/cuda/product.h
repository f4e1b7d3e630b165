// A product of matrices, computed in the arithmetic that it is said to be in, and the ways to get it wrong.
#ifndef PRODUCT_H
#define PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

// In what a sum is kept.
enum fake_sum { SUM_FP64, SUM_FP32, SUM_FP16, SUM_FP8_FAST, SUM_INT32 };

struct fake_product {
    // cudaDataType.
    int input, output;
    enum fake_sum sum;
    bool tf32;
    int64_t m, n, k;
    // Element (i, p) of A lies at i · a_row + p · a_column, and so on; C is written by the same rule.
    const void *a, *b;
    void *c;
    int64_t a_row, a_column, b_row, b_column, c_row, c_column;
    // Block scales of FP4, UE4M3 in tiles of 128 by 4; NULL for none.
    const uint8_t *a_scales, *b_scales;
};

void fake_multiply(const struct fake_product *product);

#endif
