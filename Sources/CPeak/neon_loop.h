// The loop of the kernels on 128-bit registers: 24 accumulators in v0–23, operands in v24–26. 24 hide a latency of 4
// cycles on as many as 6 pipes, or of 6 on 4.
#ifndef CPEAK_NEON_LOOP_H
#define CPEAK_NEON_LOOP_H

#include "operands.h"

#define NEON_EACH(text, ...)                                                                                           \
    text("0", __VA_ARGS__) text("1", __VA_ARGS__) text("2", __VA_ARGS__) text("3", __VA_ARGS__)                        \
    text("4", __VA_ARGS__) text("5", __VA_ARGS__) text("6", __VA_ARGS__) text("7", __VA_ARGS__)                        \
    text("8", __VA_ARGS__) text("9", __VA_ARGS__) text("10", __VA_ARGS__) text("11", __VA_ARGS__)                      \
    text("12", __VA_ARGS__) text("13", __VA_ARGS__) text("14", __VA_ARGS__) text("15", __VA_ARGS__)                    \
    text("16", __VA_ARGS__) text("17", __VA_ARGS__) text("18", __VA_ARGS__) text("19", __VA_ARGS__)                    \
    text("20", __VA_ARGS__) text("21", __VA_ARGS__) text("22", __VA_ARGS__) text("23", __VA_ARGS__)

#define NEON_START(n, unused) "ldr q" n ", [%[start]]\n\t"
#define NEON_STORE(n, unused) "str q" n ", [%[sums], #16*" n "]\n\t"
#define NEON_PLUS(n, instruction, sum, input) instruction " v" n sum ", v24" input ", v26" input "\n\t"
#define NEON_MINUS(n, instruction, sum, input) instruction " v" n sum ", v25" input ", v26" input "\n\t"

#define NEON_LOOP_SHAPE {.accumulators = 24, .register_bytes = 16, .passes_per_chunk = 2000}

// Executes `instruction` 48 × `passes` times on sums and inputs of a form, for example ".4s" and ".16b". All three are
// strings. `passes` is consumed.
#define NEON_LOOP(instruction, sum, input, inputs, passes, sums)                                                       \
    __asm__ volatile("ldr q24, [%[plus]]\n\t"                                                                          \
                     "ldr q25, [%[minus]]\n\t"                                                                         \
                     "ldr q26, [%[factor]]\n\t"                                                                        \
                     NEON_EACH(NEON_START, )                                                                           \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     NEON_EACH(NEON_PLUS, instruction, sum, input)                                                     \
                     NEON_EACH(NEON_MINUS, instruction, sum, input)                                                    \
                     "subs %[count], %[count], #1\n\t"                                                                 \
                     "b.ne 1b\n\t"                                                                                     \
                     NEON_EACH(NEON_STORE, )                                                                           \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "r"((inputs)->plus), [minus] "r"((inputs)->minus), [factor] "r"((inputs)->factor),       \
                       [start] "r"((inputs)->start), [sums] "r"(sums)                                                  \
                     : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11",       \
                       "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",      \
                       "v25", "v26")

#endif
