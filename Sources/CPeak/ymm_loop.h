// The loop of the kernels on 256-bit registers: 12 accumulators in ymm0–11, operands in ymm12–14.
#ifndef CPEAK_YMM_LOOP_H
#define CPEAK_YMM_LOOP_H

#include "operands.h"

#define YMM_EACH(text, argument)                                                                                       \
    text(argument, "0") text(argument, "1") text(argument, "2") text(argument, "3") text(argument, "4")                \
    text(argument, "5") text(argument, "6") text(argument, "7") text(argument, "8") text(argument, "9")                \
    text(argument, "10") text(argument, "11")

#define YMM_START(unused, n) "vmovaps %%ymm14, %%ymm" n "\n\t"
#define YMM_PLUS(instruction, n) instruction " %%ymm12, %%ymm14, %%ymm" n "\n\t"
#define YMM_MINUS(instruction, n) instruction " %%ymm13, %%ymm14, %%ymm" n "\n\t"

#define YMM_INSTRUCTIONS_PER_PASS 24
#define YMM_PASSES_PER_CHUNK 4000

// Executes `instruction` (a string, AT&T operand order) 24 × `passes` times. `passes` is consumed.
#define YMM_LOOP(instruction, operands, passes)                                                                        \
    __asm__ volatile("vbroadcastsd %[plus], %%ymm12\n\t"                                                               \
                     "vbroadcastsd %[minus], %%ymm13\n\t"                                                              \
                     "vbroadcastsd %[factor], %%ymm14\n\t"                                                             \
                     YMM_EACH(YMM_START, )                                                                             \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     YMM_EACH(YMM_PLUS, instruction)                                                                   \
                     YMM_EACH(YMM_MINUS, instruction)                                                                  \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     "vzeroupper\n\t"                                                                                  \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "m"((operands).plus), [minus] "m"((operands).minus), [factor] "m"((operands).factor)     \
                     : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",  \
                       "xmm11", "xmm12", "xmm13", "xmm14", "xmm15")

#endif
