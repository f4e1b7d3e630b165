// The values that the kernels multiply.
#ifndef CPEAK_OPERANDS_H
#define CPEAK_OPERANDS_H

#include <stdint.h>

// Eight bytes, repeated over a whole register.
union pattern {
    double fp64;
    float fp32[2];
    uint16_t bits16[4]; // fp16 or bf16
    int16_t int16[4];
    int8_t int8[8];
};

// A kernel adds `plus × factor` and `minus × factor` in turn, where `minus` is the negative of `plus`, so that the
// accumulators move at every instruction and stay bounded however long the kernel runs. `factor` is also the
// accumulators' first value.
struct operands {
    union pattern plus, minus, factor;
};

// The widest register, an AMX tile of 16 rows of 64 bytes, holds so many patterns and bytes.
#define WIDEST_PATTERNS 128
#define WIDEST_BYTES 1024

// What a loop loads before its first pass: each register from the start of its array, as many bytes as it has.
// `start` goes to every accumulator.
struct inputs {
    _Alignas(64) union pattern plus[WIDEST_PATTERNS];
    union pattern minus[WIDEST_PATTERNS], factor[WIDEST_PATTERNS], start[WIDEST_PATTERNS];
};

// What a loop stores after its last pass: its accumulators, one after the other. The largest: 24 SVE registers of
// 2048 bits.
struct sums {
    _Alignas(64) unsigned char bytes[24 * 256];
};

#endif
