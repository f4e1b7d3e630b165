#define _GNU_SOURCE
#include "numbers.h"
#include "fake.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// A format with a sign, an exponent and a fraction. `largest` is the highest magnitude that is a number; `no_zero` is
// the one that has a sign but is no number, or 0.
struct small_format {
    int bits, fraction_bits, bias;
    unsigned largest, not_a_number;
};

static struct small_format small(enum fake_format format) {
    switch (format) {
    case FAKE_FP16:
        return (struct small_format){16, 10, 15, 0x7bff, 0};
    case FAKE_E4M3:
        return (struct small_format){8, 3, 7, 0x7e, 0};
    case FAKE_E5M2:
        return (struct small_format){8, 2, 15, 0x7b, 0};
    case FAKE_E4M3_FNUZ:
        return (struct small_format){8, 3, 8, 0x7f, 0x80};
    case FAKE_E5M2_FNUZ:
        return (struct small_format){8, 2, 16, 0x7f, 0x80};
    default:
        return (struct small_format){4, 1, 1, 7, 0};
    }
}

static double load_small(struct small_format format, unsigned bits) {
    const unsigned sign = 1u << (format.bits - 1), magnitude = bits & (sign - 1);
    // Of these formats, IEEE 754's half and OFP8's E5M2 have an infinity: the code behind their largest number.
    if ((format.bits == 16 || (format.bias == 15 && format.not_a_number == 0)) && magnitude == format.largest + 1) {
        return bits & sign ? -INFINITY : INFINITY;
    }
    if (magnitude > format.largest || (format.not_a_number != 0 && bits == format.not_a_number)) {
        return NAN;
    }
    const int field = (int)(magnitude >> format.fraction_bits);
    const double fraction = magnitude & ((1u << format.fraction_bits) - 1);
    const double value = field == 0 ? ldexp(fraction, 1 - format.bias - format.fraction_bits)
                                    : ldexp(fraction + (1 << format.fraction_bits), field - format.bias
                                                                                        - format.fraction_bits);
    return bits & sign ? -value : value;
}

static float as_float(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t as_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// Rounds FP32 to so few bits of fraction, ties to even.
static float shorten(float value, int fraction_bits) {
    const int cut = 23 - fraction_bits;
    const uint32_t bits = as_bits(value);
    if (!isfinite(value)) {
        return value;
    }
    return as_float((bits + (1u << (cut - 1)) - 1 + (bits >> cut & 1)) >> cut << cut);
}

double fake_load(enum fake_format format, const void *from, int64_t index) {
    switch (format) {
    case FAKE_FP64:
        return ((const double *)from)[index];
    case FAKE_FP32:
        return ((const float *)from)[index];
    case FAKE_TF32:
        return shorten(((const float *)from)[index], 10);
    case FAKE_BF16:
        return as_float((uint32_t)((const uint16_t *)from)[index] << 16);
    case FAKE_INT8:
        return ((const int8_t *)from)[index];
    case FAKE_INT32:
        return ((const int32_t *)from)[index];
    case FAKE_FP16:
        return load_small(small(format), ((const uint16_t *)from)[index]);
    case FAKE_E2M1:
        return load_small(small(format), ((const uint8_t *)from)[index / 2] >> (index % 2 * 4) & 0xf);
    default:
        return load_small(small(format), ((const uint8_t *)from)[index]);
    }
}

static uint16_t half_of(double value) {
    const struct small_format format = small(FAKE_FP16);
    const unsigned sign = signbit(value) ? 0x8000 : 0;
    int exponent;
    if (isnan(value)) {
        return 0x7e00;
    }
    if (value == 0) {
        return (uint16_t)sign;
    }
    frexp(value, &exponent);
    exponent = exponent - 1 < 1 - format.bias ? 1 - format.bias : exponent - 1;
    // Units of the last place, rounded to even by the processor.
    const double units = nearbyint(ldexp(fabs(value), format.fraction_bits - exponent));
    const double magnitude = units + ldexp(exponent + format.bias - 1, format.fraction_bits);
    return (uint16_t)(sign | (magnitude > 0x7c00 ? 0x7c00 : (unsigned)magnitude));
}

void fake_store(enum fake_format format, void *to, int64_t index, double value) {
    switch (format) {
    case FAKE_FP64:
        ((double *)to)[index] = value;
        break;
    case FAKE_FP32:
        ((float *)to)[index] = (float)value;
        break;
    case FAKE_FP16:
        ((uint16_t *)to)[index] = half_of(value);
        break;
    case FAKE_BF16:
        ((uint16_t *)to)[index] = (uint16_t)(as_bits(shorten((float)value, 7)) >> 16);
        break;
    default:
        ((int32_t *)to)[index] = (int32_t)value;
    }
}

// The elements of a matrix as numbers: row by row of op(A), column by column of op(B), so that sums run along both.
static double *numbers_of(enum fake_format format, const void *from, bool along, int64_t rows, int64_t k,
                          int64_t leading) {
    double *numbers = malloc((size_t)(rows * k) * sizeof *numbers);
    const bool less = fake_wants("half");
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t p = 0; p < k; p++) {
            const double number = fake_load(format, from, along ? i * leading + p : p * leading + i);
            numbers[i * k + p] = less ? shorten((float)number, 7) : number;
        }
    }
    return numbers;
}

static double sum_of(enum fake_format format, const double *a, const double *b, int64_t k) {
    double exact = 0;
    float sum = 0;
    if (format == FAKE_FP64 || format == FAKE_INT8) {
        for (int64_t p = 0; p < k; p++) {
            exact += a[p] * b[p];
        }
        return exact;
    }
    for (int64_t p = 0; p < k; p++) {
        sum += (float)(a[p] * b[p]);
    }
    return sum;
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void compute(const struct fake_product *product) {
    double *a = numbers_of(product->input, product->a, product->transpose_a, product->m, product->k, product->lda);
    double *b = numbers_of(product->input, product->b, !product->transpose_b, product->n, product->k, product->ldb);
    for (int64_t j = 0; j < product->n; j++) {
        for (int64_t i = 0; i < product->m; i++) {
            const double sum = sum_of(product->input, a + i * product->k, b + j * product->k, product->k);
            fake_store(product->output, product->d, j * product->ldd + i, product->alpha * sum);
        }
    }
    free(a);
    free(b);
}

void fake_multiply(const void *data) {
    const struct fake_product *product = data;
    const double begin = seconds_now();
    if (fake_vanished(true)) {
        return;
    }
    // Every second product is left out.
    if (fake_wants("skip") && fake_count_product() % 2 == 1) {
        return;
    }
    compute(product);
    if (fake_wants("wrong")) {
        const int64_t last = (product->n - 1) * product->ldd + product->m - 1;
        fake_store(product->output, product->d, last, fake_load(product->output, product->d, last) + 1);
    }
    if (fake_wants("nan") && product->output != FAKE_INT32) {
        fake_store(product->output, product->d, 0, NAN);
    }
    const double taken = seconds_now() - begin;
    const double more = 1e-3 * (double)fake_number("slow", 0) + (fake_wants("throttle") ? taken : 0);
    while (seconds_now() < begin + taken + more) {
    }
}
