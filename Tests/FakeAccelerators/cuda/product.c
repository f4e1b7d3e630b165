#include "product.h"
#include "../../../Sources/CGEMM/cuda/cublaslt.h"
#include "elements.h"
#include "fake.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Where the scale of a block of 16 lies (cuBLAS documentation, "1D block scaling factors layout").
static int64_t scale_place(int64_t row, int64_t block, int64_t blocks) {
    int64_t tile = row / 128 * ((blocks + 3) / 4) + block / 4;
    return tile * 512 + row % 32 * 16 + row % 128 / 32 * 4 + block % 4;
}

static double scale(const uint8_t *scales, int64_t row, int64_t p, int64_t k) {
    return scales == NULL ? 1 : fake_decode(CUDA_R_8F_E4M3, scales, scale_place(row, p / 16, (k + 15) / 16));
}

// Fewer bits than promised.
static double degraded(int type, double value) {
    switch (type) {
    case CUDA_R_64F:
        return (double)(float)value;
    case CUDA_R_32F:
        return fake_rounded(value, 11);
    case CUDA_R_8I:
        return 2 * nearbyint(value / 2);
    case CUDA_R_4F_E2M1:
        return value < 0 ? -1 : value > 0;
    default:
        return fake_rounded(value, type == CUDA_R_16F || type == CUDA_R_16BF ? 4 : 2);
    }
}

static double element(const struct fake_product *product, const void *data, int64_t index) {
    double value = fake_decode(product->input, data, index);
    value = product->tf32 ? fake_rounded(value, 11) : value;
    return fake_is("half") ? degraded(product->input, value) : value;
}

// Rounds a float to so many bits of significand; what overflows then does so when it is written.
static inline float shortened(float value, int dropped) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits += (1u << (dropped - 1)) - 1 + (bits >> dropped & 1);
    bits &= ~0u << dropped;
    memcpy(&value, &bits, sizeof bits);
    return value;
}

#define AS_IT_IS(value) (value)
#define TO_FP16(value) shortened(value, 13)
// Hopper keeps 14 bits or so where it does not promote FP8 sums to FP32.
#define TO_14_BITS(value) shortened(value, 10)

// Row by row, one step of k after another, as a sum in order is.
#define MULTIPLY(name, type, rounding)                                                                                 \
    static void name(const struct fake_product *product, const type *a, const type *b) {                               \
        const int64_t n = product->n, k = product->k;                                                                  \
        type *row = malloc((size_t)n * sizeof(type));                                                                  \
        for (int64_t i = 0; i < product->m; i++) {                                                                     \
            memset(row, 0, (size_t)n * sizeof(type));                                                                  \
            for (int64_t p = 0; p < k; p++) {                                                                          \
                const type factor = a[i * k + p], *from = b + p * n;                                                   \
                for (int64_t j = 0; j < n; j++) {                                                                      \
                    row[j] = rounding(row[j] + factor * from[j]);                                                      \
                }                                                                                                      \
            }                                                                                                          \
            for (int64_t j = 0; j < n; j++) {                                                                          \
                fake_encode(product->output, product->c, i * product->c_row + j * product->c_column, (double)row[j]);  \
            }                                                                                                          \
        }                                                                                                              \
        free(row);                                                                                                     \
    }                                                                                                                  \
    static void name##_operands(const struct fake_product *product) {                                                  \
        const int64_t m = product->m, n = product->n, k = product->k;                                                  \
        type *a = malloc((size_t)(m * k) * sizeof(type)), *b = malloc((size_t)(k * n) * sizeof(type));                 \
        for (int64_t i = 0; i < m; i++) {                                                                              \
            for (int64_t p = 0; p < k; p++) {                                                                          \
                a[i * k + p] = (type)(element(product, product->a, i * product->a_row + p * product->a_column) *       \
                                      scale(product->a_scales, i, p, k));                                              \
            }                                                                                                          \
        }                                                                                                              \
        for (int64_t p = 0; p < k; p++) {                                                                              \
            for (int64_t j = 0; j < n; j++) {                                                                          \
                b[p * n + j] = (type)(element(product, product->b, p * product->b_row + j * product->b_column) *       \
                                      scale(product->b_scales, j, p, k));                                              \
            }                                                                                                          \
        }                                                                                                              \
        name(product, a, b);                                                                                           \
        free(a);                                                                                                       \
        free(b);                                                                                                       \
    }

MULTIPLY(multiply_fp64, double, AS_IT_IS)
MULTIPLY(multiply_fp32, float, AS_IT_IS)
MULTIPLY(multiply_fp16, float, TO_FP16)
MULTIPLY(multiply_fast, float, TO_14_BITS)
MULTIPLY(multiply_int32, int32_t, AS_IT_IS)

static void spoil(const struct fake_product *product) {
    int64_t place = (product->m - 1) * product->c_row + (product->n - 1) * product->c_column;
    double value = fake_decode(product->output, product->c, place);
    if (fake_is("wrong")) {
        fake_encode(product->output, product->c, place, value + 2 + fabs(value));
    }
    if (fake_is("nan")) {
        fake_encode(product->output, product->c, place, NAN);
    }
}

void fake_multiply(const struct fake_product *product) {
    static long number;
    if (fake_is("slow")) {
        struct timespec pause = {0, fake_number("slow", 20) * 1000000};
        nanosleep(&pause, NULL);
    }
    if (fake_is("skip") && number++ % 2 == 1) {
        return;
    }
    switch (product->sum) {
    case SUM_FP64:
        multiply_fp64_operands(product);
        break;
    case SUM_FP32:
        multiply_fp32_operands(product);
        break;
    case SUM_FP16:
        multiply_fp16_operands(product);
        break;
    case SUM_FP8_FAST:
        multiply_fast_operands(product);
        break;
    case SUM_INT32:
        multiply_int32_operands(product);
        break;
    }
    spoil(product);
}
