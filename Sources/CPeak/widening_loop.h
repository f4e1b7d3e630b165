// The loop of the kernels that multiply integers without a multiply-accumulate: the products widen in a temporary and
// one more instruction adds them. 8 accumulators in registers 0–7, operands in 8–10, 16-bit ones in 11, temporaries in
// 12–15. Only the addition, of one cycle, depends on the step before, so that few accumulators suffice; the longer
// latencies of the multiplies overlap because every step writes its temporary anew.
#ifndef CPEAK_WIDENING_LOOP_H
#define CPEAK_WIDENING_LOOP_H

#include "operands.h"

// `r` is "y" or "z".
#define WIDENING_EACH(text, r, argument)                                                                               \
    text(r, argument, "0", "12") text(r, argument, "1", "13") text(r, argument, "2", "14") text(r, argument, "3", "15")\
    text(r, argument, "4", "12") text(r, argument, "5", "13") text(r, argument, "6", "14") text(r, argument, "7", "15")

#define WIDENING_START(r, unused, n, t) "vmovups %[start], %%" r "mm" n "\n\t"
#define WIDENING_STORE(r, bytes, n, t) "vmovups %%" r "mm" n ", " bytes "*" n "(%[sums])\n\t"

// int16: sums of 2 products; 2 instructions.
#define WIDENING_INT16(r, operand, n, t)                                                                               \
    "vpmaddwd %%" r "mm" operand ", %%" r "mm10, %%" r "mm" t "\n\t"                                                   \
    "vpaddd %%" r "mm" t ", %%" r "mm" n ", %%" r "mm" n "\n\t"

// int8: sums of 2 products of uint8 and int8 in int16, which saturates, then of 2 of those in int32; 3 instructions.
#define WIDENING_INT8(r, operand, n, t)                                                                                \
    "vpmaddubsw %%" r "mm" operand ", %%" r "mm10, %%" r "mm" t "\n\t"                                                 \
    "vpmaddwd %%" r "mm11, %%" r "mm" t ", %%" r "mm" t "\n\t"                                                         \
    "vpaddd %%" r "mm" t ", %%" r "mm" n ", %%" r "mm" n "\n\t"

#define WIDENING_LOOP_SHAPE(bytes) {.accumulators = 8, .register_bytes = bytes, .passes_per_chunk = 4000}

// Executes `step` (a macro above) 16 × `passes` times. `passes` is consumed. `bytes` is a register's, as a string.
#define WIDENING_LOOP(r, bytes, step, inputs, passes, sums)                                                            \
    __asm__ volatile("vmovups %[plus], %%" r "mm8\n\t"                                                                 \
                     "vmovups %[minus], %%" r "mm9\n\t"                                                                \
                     "vmovups %[factor], %%" r "mm10\n\t"                                                              \
                     "vpbroadcastw %[one], %%" r "mm11\n\t"                                                            \
                     WIDENING_EACH(WIDENING_START, r, )                                                                \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     WIDENING_EACH(step, r, "8")                                                                       \
                     WIDENING_EACH(step, r, "9")                                                                       \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     WIDENING_EACH(WIDENING_STORE, r, bytes)                                                           \
                     "vzeroupper\n\t"                                                                                  \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "m"((inputs)->plus), [minus] "m"((inputs)->minus), [factor] "m"((inputs)->factor),       \
                       [start] "m"((inputs)->start), [one] "m"((const int16_t){1}), [sums] "r"(sums)                   \
                     : "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", \
                       "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15")

#endif
