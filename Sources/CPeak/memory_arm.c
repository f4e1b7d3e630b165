// The loops over memory for NEON, with non-temporal stores where the processor makes something of the hint.
#include "memory_loops.h"

#if defined(__aarch64__)

static void triad(double *a, const double *b, const double *c, size_t count) {
    __asm__ volatile("fmov v16.2d, #3.0\n\t"
                     ".p2align 6\n"
                     "1:\n\t"
                     "ldp q0, q1, [%[b]]\n\t"
                     "ldp q2, q3, [%[b], #32]\n\t"
                     "ldp q4, q5, [%[c]]\n\t"
                     "ldp q6, q7, [%[c], #32]\n\t"
                     "fmla v0.2d, v4.2d, v16.2d\n\t"
                     "fmla v1.2d, v5.2d, v16.2d\n\t"
                     "fmla v2.2d, v6.2d, v16.2d\n\t"
                     "fmla v3.2d, v7.2d, v16.2d\n\t"
                     "stnp q0, q1, [%[a]]\n\t"
                     "stnp q2, q3, [%[a], #32]\n\t"
                     "add %[a], %[a], #64\n\t"
                     "add %[b], %[b], #64\n\t"
                     "add %[c], %[c], #64\n\t"
                     "subs %[count], %[count], #8\n\t"
                     "b.ne 1b\n\t"
                     : [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [count] "+r"(count)
                     :
                     : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16");
}

static void copy(double *a, const double *b, size_t count) {
    __asm__ volatile(".p2align 6\n"
                     "1:\n\t"
                     "ldp q0, q1, [%[b]]\n\t"
                     "ldp q2, q3, [%[b], #32]\n\t"
                     "stnp q0, q1, [%[a]]\n\t"
                     "stnp q2, q3, [%[a], #32]\n\t"
                     "add %[a], %[a], #64\n\t"
                     "add %[b], %[b], #64\n\t"
                     "subs %[count], %[count], #8\n\t"
                     "b.ne 1b\n\t"
                     : [a] "+r"(a), [b] "+r"(b), [count] "+r"(count)
                     :
                     : "cc", "memory", "v0", "v1", "v2", "v3");
}

// 8 accumulators, so that the latency of the additions does not limit it.
static double sum(const double *b, size_t count) {
    double partial[2];
    __asm__ volatile("movi v16.2d, #0\n\t"
                     "movi v17.2d, #0\n\t"
                     "movi v18.2d, #0\n\t"
                     "movi v19.2d, #0\n\t"
                     "movi v20.2d, #0\n\t"
                     "movi v21.2d, #0\n\t"
                     "movi v22.2d, #0\n\t"
                     "movi v23.2d, #0\n\t"
                     ".p2align 6\n"
                     "1:\n\t"
                     "ldp q0, q1, [%[b]]\n\t"
                     "ldp q2, q3, [%[b], #32]\n\t"
                     "ldp q4, q5, [%[b], #64]\n\t"
                     "ldp q6, q7, [%[b], #96]\n\t"
                     "fadd v16.2d, v16.2d, v0.2d\n\t"
                     "fadd v17.2d, v17.2d, v1.2d\n\t"
                     "fadd v18.2d, v18.2d, v2.2d\n\t"
                     "fadd v19.2d, v19.2d, v3.2d\n\t"
                     "fadd v20.2d, v20.2d, v4.2d\n\t"
                     "fadd v21.2d, v21.2d, v5.2d\n\t"
                     "fadd v22.2d, v22.2d, v6.2d\n\t"
                     "fadd v23.2d, v23.2d, v7.2d\n\t"
                     "add %[b], %[b], #128\n\t"
                     "subs %[count], %[count], #16\n\t"
                     "b.ne 1b\n\t"
                     "fadd v16.2d, v16.2d, v17.2d\n\t"
                     "fadd v18.2d, v18.2d, v19.2d\n\t"
                     "fadd v20.2d, v20.2d, v21.2d\n\t"
                     "fadd v22.2d, v22.2d, v23.2d\n\t"
                     "fadd v16.2d, v16.2d, v18.2d\n\t"
                     "fadd v20.2d, v20.2d, v22.2d\n\t"
                     "fadd v16.2d, v16.2d, v20.2d\n\t"
                     "str q16, [%[partial]]\n\t"
                     : [b] "+r"(b), [count] "+r"(count)
                     : [partial] "r"(partial)
                     : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v16", "v17", "v18", "v19",
                       "v20", "v21", "v22", "v23");
    return partial[0] + partial[1];
}

static const struct memory_loops neon = {triad, copy, sum};

const struct memory_loops *memory_loops(void) {
    return &neon;
}

#endif
