// The loop of the kernels on 512-bit registers: 24 accumulators in zmm0–23, operands in zmm24–26. 24 hide a
// latency of 6 cycles on as many as 4 pipes; today's are 4 to 6 on 2.
#ifndef CPEAK_ZMM_LOOP_H
#define CPEAK_ZMM_LOOP_H

#include "operands.h"

#define ZMM_EACH(text, argument)                                                                                       \
    text(argument, "0") text(argument, "1") text(argument, "2") text(argument, "3") text(argument, "4")                \
    text(argument, "5") text(argument, "6") text(argument, "7") text(argument, "8") text(argument, "9")                \
    text(argument, "10") text(argument, "11") text(argument, "12") text(argument, "13") text(argument, "14")           \
    text(argument, "15") text(argument, "16") text(argument, "17") text(argument, "18") text(argument, "19")           \
    text(argument, "20") text(argument, "21") text(argument, "22") text(argument, "23")

#define ZMM_START(unused, n) "vmovups %[start], %%zmm" n "\n\t"
#define ZMM_STORE(unused, n) "vmovups %%zmm" n ", 64*" n "(%[sums])\n\t"
#define ZMM_PLUS(instruction, n) instruction " %%zmm24, %%zmm26, %%zmm" n "\n\t"
#define ZMM_MINUS(instruction, n) instruction " %%zmm25, %%zmm26, %%zmm" n "\n\t"

#define ZMM_LOOP_SHAPE {.accumulators = 24, .register_bytes = 64, .passes_per_chunk = 2000}

// Executes `instruction` (a string, AT&T operand order) 48 × `passes` times. `passes` is consumed.
// The enclosing function needs `target("avx512f")`, without which the compiler does not know registers 16–31.
#define ZMM_LOOP(instruction, inputs, passes, sums)                                                                    \
    __asm__ volatile("vmovups %[plus], %%zmm24\n\t"                                                                    \
                     "vmovups %[minus], %%zmm25\n\t"                                                                   \
                     "vmovups %[factor], %%zmm26\n\t"                                                                  \
                     ZMM_EACH(ZMM_START, )                                                                             \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     ZMM_EACH(ZMM_PLUS, instruction)                                                                   \
                     ZMM_EACH(ZMM_MINUS, instruction)                                                                  \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     ZMM_EACH(ZMM_STORE, )                                                                             \
                     "vzeroupper\n\t"                                                                                  \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "m"((inputs)->plus), [minus] "m"((inputs)->minus), [factor] "m"((inputs)->factor),       \
                       [start] "m"((inputs)->start), [sums] "r"(sums)                                                  \
                     : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",         \
                       "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "xmm16", "xmm17",                 \
                       "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24", "xmm25", "xmm26")

#endif
