// The loop of the kernels on 256-bit registers: 12 accumulators in ymm0–11, operands in ymm12–14. 12 hide a
// latency of 4 to 6 cycles on 2 pipes.
#ifndef CPEAK_YMM_LOOP_H
#define CPEAK_YMM_LOOP_H

#include "operands.h"

#define YMM_EACH(text, argument)                                                                                       \
    text(argument, "0") text(argument, "1") text(argument, "2") text(argument, "3") text(argument, "4")                \
    text(argument, "5") text(argument, "6") text(argument, "7") text(argument, "8") text(argument, "9")                \
    text(argument, "10") text(argument, "11")

#define YMM_START(unused, n) "vmovups %[start], %%ymm" n "\n\t"
#define YMM_STORE(unused, n) "vmovups %%ymm" n ", 32*" n "(%[sums])\n\t"
#define YMM_PLUS(instruction, n) instruction " %%ymm12, %%ymm14, %%ymm" n "\n\t"
#define YMM_MINUS(instruction, n) instruction " %%ymm13, %%ymm14, %%ymm" n "\n\t"

#define YMM_LOOP_SHAPE {.accumulators = 12, .register_bytes = 32, .passes_per_chunk = 4000}

// Executes `instruction` (a string, AT&T operand order) 24 × `passes` times. `passes` is consumed.
#define YMM_LOOP(instruction, inputs, passes, sums)                                                                    \
    __asm__ volatile("vmovups %[plus], %%ymm12\n\t"                                                                    \
                     "vmovups %[minus], %%ymm13\n\t"                                                                   \
                     "vmovups %[factor], %%ymm14\n\t"                                                                  \
                     YMM_EACH(YMM_START, )                                                                             \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     YMM_EACH(YMM_PLUS, instruction)                                                                   \
                     YMM_EACH(YMM_MINUS, instruction)                                                                  \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     YMM_EACH(YMM_STORE, )                                                                             \
                     "vzeroupper\n\t"                                                                                  \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "m"((inputs)->plus), [minus] "m"((inputs)->minus), [factor] "m"((inputs)->factor),       \
                       [start] "m"((inputs)->start), [sums] "r"(sums)                                                  \
                     : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",         \
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15")

#endif
