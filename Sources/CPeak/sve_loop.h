// The loop of the kernels on scalable registers: 24 accumulators in z0–23, operands in z24–26, every lane active in p0.
// 24 hide a latency of 4 cycles on as many as 6 pipes, or of 9 (A64FX) on 2.
#ifndef CPEAK_SVE_LOOP_H
#define CPEAK_SVE_LOOP_H

#include "operands.h"

#if defined(__aarch64__)

// The length of a register in units of 128 bits: 1 to 16.
__attribute__((target("arch=armv8.2-a+sve"))) static inline unsigned sve_units(void) {
    uint64_t bytes;
    __asm__("rdvl %[bytes], #1" : [bytes] "=r"(bytes));
    return (unsigned)(bytes / 16);
}

#endif

#define SVE_EACH(text, ...)                                                                                            \
    text("0", __VA_ARGS__) text("1", __VA_ARGS__) text("2", __VA_ARGS__) text("3", __VA_ARGS__)                        \
    text("4", __VA_ARGS__) text("5", __VA_ARGS__) text("6", __VA_ARGS__) text("7", __VA_ARGS__)                        \
    text("8", __VA_ARGS__) text("9", __VA_ARGS__) text("10", __VA_ARGS__) text("11", __VA_ARGS__)                      \
    text("12", __VA_ARGS__) text("13", __VA_ARGS__) text("14", __VA_ARGS__) text("15", __VA_ARGS__)                    \
    text("16", __VA_ARGS__) text("17", __VA_ARGS__) text("18", __VA_ARGS__) text("19", __VA_ARGS__)                    \
    text("20", __VA_ARGS__) text("21", __VA_ARGS__) text("22", __VA_ARGS__) text("23", __VA_ARGS__)

#define SVE_START(n, unused) "ldr z" n ", [%[start]]\n\t"
#define SVE_STORE(n, unused) "str z" n ", [%[sums], #" n ", mul vl]\n\t"
#define SVE_PLUS(n, instruction, mask, sum, input) instruction " z" n sum ", " mask "z24" input ", z26" input "\n\t"
#define SVE_MINUS(n, instruction, mask, sum, input) instruction " z" n sum ", " mask "z25" input ", z26" input "\n\t"

#define SVE_LOOP_SHAPE {.accumulators = 24, .register_bytes = 16, .passes_per_chunk = 2000}

// Executes `instruction` 48 × `passes` times on sums and inputs of a form, for example ".s" and ".b". `mask` is
// "p0/m, " for an instruction that needs a predicate, else "". All four are strings. `passes` is consumed.
// To the compiler v0 is the lower part of z0.
#define SVE_LOOP(instruction, mask, sum, input, inputs, passes, sums)                                                  \
    __asm__ volatile("ptrue p0.b\n\t"                                                                                  \
                     "ldr z24, [%[plus]]\n\t"                                                                          \
                     "ldr z25, [%[minus]]\n\t"                                                                         \
                     "ldr z26, [%[factor]]\n\t"                                                                        \
                     SVE_EACH(SVE_START, )                                                                             \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     SVE_EACH(SVE_PLUS, instruction, mask, sum, input)                                                 \
                     SVE_EACH(SVE_MINUS, instruction, mask, sum, input)                                                \
                     "subs %[count], %[count], #1\n\t"                                                                 \
                     "b.ne 1b\n\t"                                                                                     \
                     SVE_EACH(SVE_STORE, )                                                                             \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "r"((inputs)->plus), [minus] "r"((inputs)->minus), [factor] "r"((inputs)->factor),       \
                       [start] "r"((inputs)->start), [sums] "r"(sums)                                                  \
                     : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11",       \
                       "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",      \
                       "v25", "v26", "p0")

#endif
