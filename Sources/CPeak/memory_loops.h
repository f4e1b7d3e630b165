// The loops over memory: written in assembly, so that they are the same however the compiler is told to optimise.
#ifndef CPEAK_MEMORY_LOOPS_H
#define CPEAK_MEMORY_LOOPS_H

#include <stddef.h>

// `a = b + 3 × c`, `a = b` and the sum of `b`, over `count` doubles: a multiple of 64, above 0. Aligned to 64 bytes.
// The stores are complete and visible when the function returns.
struct memory_loops {
    void (*triad)(double *a, const double *b, const double *c, size_t count);
    void (*copy)(double *a, const double *b, size_t count);
    double (*sum)(const double *b, size_t count);
};

// The loops with the widest registers that this processor has; NULL on an architecture without any.
const struct memory_loops *memory_loops(void);

#endif
