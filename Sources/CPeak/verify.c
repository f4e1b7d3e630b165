// Computes a kernel's accumulators in plain C and compares.
#include "kernel.h"

#include <string.h>

// Whole numbers so small that every product and sum is exact in every format: formats differ in how they round, not
// in how they multiply.
static double input_plus(size_t i) {
    return (double)(1 + i * 7 % 5);
}

static double input_minus(size_t i) {
    return -(double)(1 + i * 5 % 3);
}

static double input_factor(size_t i) {
    return (i % 3 == 2 ? -1.0 : 1.0) * (double)(3 + i * 11 % 7);
}

static double input_start(size_t i) {
    return (double)(64 + i % 32);
}

static size_t bytes_of(enum element element) {
    static const size_t bytes[] = {[FP64] = 8,  [FP32] = 4,  [FP16] = 2, [BF16] = 2, [INT64] = 8,
                                   [INT32] = 4, [INT16] = 2, [INT8] = 1, [UINT8] = 1};
    return bytes[element];
}

// The bits of a whole number, in magnitude below 2048, as fp16.
static uint16_t half(double value) {
    const unsigned sign = value < 0;
    unsigned exponent = 25, significand = (unsigned)(sign ? -value : value);
    if (significand == 0) {
        return 0;
    }
    while (significand < 1024) {
        significand <<= 1;
        exponent--;
    }
    return (uint16_t)(sign << 15 | exponent << 10 | (significand & 1023));
}

// The bits of a whole number, in magnitude up to 256, as bf16: the upper half of fp32.
static uint16_t brain(double value) {
    const float wide = (float)value;
    uint32_t bits;
    memcpy(&bits, &wide, sizeof bits);
    return (uint16_t)(bits >> 16);
}

// Writes a whole number as the i-th element of a register; a negative one wraps as UINT8.
static void set(void *reg, enum element element, size_t i, double value) {
    const float fp32 = (float)value;
    const uint16_t bits16 = element == FP16 ? half(value) : brain(value);
    const int64_t int64 = (int64_t)value;
    const int32_t int32 = (int32_t)value;
    const int16_t int16 = (int16_t)int32;
    const uint8_t int8 = (uint8_t)int32;
    const void *const source[] = {[FP64] = &value,  [FP32] = &fp32,   [FP16] = &bits16,
                                  [BF16] = &bits16, [INT64] = &int64, [INT32] = &int32,
                                  [INT16] = &int16, [INT8] = &int8,   [UINT8] = &int8};
    memcpy((unsigned char *)reg + i * bytes_of(element), source[element], bytes_of(element));
}

// The value that the instruction sees in what `set` wrote.
static double seen(enum element element, double value) {
    return element == UINT8 ? (double)(uint8_t)(int32_t)value : value;
}

// Which elements of `plus` and of `factor` the k-th product of a sum multiplies.
struct pair {
    size_t plus, factor;
};

static struct pair pair_of(const struct multiply *multiply, size_t sum, size_t k) {
    const size_t depth = multiply->depth;
    const size_t packed = 4 / bytes_of(multiply->factor); // elements in 32 bits
    switch (multiply->layout) {
    case LANES:
        return (struct pair){sum * depth + k, sum * depth + k};
    case BLOCKS:
        return (struct pair){(sum / 4 * 2 + sum / 2 % 2) * depth + k, (sum / 4 * 2 + sum % 2) * depth + k};
    case TILES:
        return (struct pair){sum / 16 * depth + k, k / packed * 16 * packed + sum % 16 * packed + k % packed};
    }
    return (struct pair){0, 0};
}

// What one sum is after so many passes.
static double expected(const struct multiply *multiply, size_t sum, unsigned passes) {
    double per_pass = 0;
    for (size_t k = 0; k < multiply->depth; k++) {
        const struct pair pair = pair_of(multiply, sum, k);
        const double factor = seen(multiply->factor, input_factor(pair.factor));
        per_pass += (input_plus(pair.plus) + input_minus(pair.plus)) * factor;
    }
    return input_start(sum) + passes * per_pass;
}

static void fill(struct inputs *inputs, const struct multiply *multiply) {
    for (size_t i = 0; i < WIDEST_BYTES / bytes_of(multiply->plus); i++) {
        set(inputs->plus, multiply->plus, i, input_plus(i));
        set(inputs->minus, multiply->plus, i, input_minus(i));
        set(inputs->factor, multiply->factor, i, input_factor(i));
    }
    for (size_t i = 0; i < WIDEST_BYTES / bytes_of(multiply->sum); i++) {
        set(inputs->start, multiply->sum, i, input_start(i));
    }
}

bool cpeak_kernel_verify(const struct cpeak_kernel *description) {
    if (description == NULL || !cpeak_kernel_available(description)) {
        return false;
    }
    const struct kernel *kernel = kernel_of(description);
    const struct multiply *multiply = &kernel->multiply;
    const unsigned units = kernel->units == NULL ? 1 : kernel->units();
    const size_t register_bytes = (size_t)kernel->loop.register_bytes * units;
    const size_t count = register_bytes / bytes_of(multiply->sum);
    if (operations_of(kernel) != 2 * count * multiply->depth || (kernel->prepare != NULL && kernel->prepare() != 0)) {
        return false;
    }
    const unsigned passes = 3;
    struct inputs inputs;
    struct sums sums;
    fill(&inputs, multiply);
    memset(&sums, 0xff, sizeof sums);
    kernel->execute(&inputs, passes, &sums);
    _Alignas(8) unsigned char model[WIDEST_BYTES];
    for (size_t i = 0; i < count; i++) {
        set(model, multiply->sum, i, expected(multiply, i, passes));
    }
    for (size_t i = 0; i < kernel->loop.accumulators; i++) {
        if (memcmp(sums.bytes + i * register_bytes, model, register_bytes) != 0) {
            return false;
        }
    }
    return true;
}
