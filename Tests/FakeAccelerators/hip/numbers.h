// The formats of elements, and products of them. Compiled into each fake that multiplies.
#ifndef FAKE_HIP_NUMBERS_H
#define FAKE_HIP_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

enum fake_format {
    FAKE_FP64,
    FAKE_FP32,
    // FP32 of which 10 bits of the fraction are taken.
    FAKE_TF32,
    FAKE_FP16,
    FAKE_BF16,
    FAKE_E4M3,
    FAKE_E5M2,
    FAKE_E4M3_FNUZ,
    FAKE_E5M2_FNUZ,
    FAKE_E2M1,
    FAKE_INT8,
    FAKE_INT32,
};

double fake_load(enum fake_format format, const void *from, int64_t index);
// Rounds to nearest, ties to even. Only the formats that results have.
void fake_store(enum fake_format format, void *to, int64_t index, double value);

// D (m × n) = alpha · op(A) (m × k) · op(B) (k × n), column-major. Inputs of FP64 are summed in FP64, integers exactly,
// all others in FP32.
struct fake_product {
    enum fake_format input, output;
    bool transpose_a, transpose_b;
    int64_t m, n, k, lda, ldb, ldd;
    double alpha;
    const void *a, *b;
    void *d;
};

// Computes it, as fake_submit calls it; wrong in the way that the wanted behaviour says.
void fake_multiply(const void *product);

#endif
