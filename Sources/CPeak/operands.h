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

#endif
