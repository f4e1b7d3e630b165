// NEON (Advanced SIMD, present on every AArch64 processor): 2 doubles or 4 floats, 2 operations each.

#include "kernel.h"
#include "operands.h"

#if defined(__aarch64__)

// 24 accumulators in v0–23 hide a latency of 4 cycles on as many as 6 pipes; the operands are in v24–26.
#define NEON_EACH(text, form)                                                                                          \
    text(form, "0") text(form, "1") text(form, "2") text(form, "3") text(form, "4") text(form, "5") text(form, "6")    \
    text(form, "7") text(form, "8") text(form, "9") text(form, "10") text(form, "11") text(form, "12")                 \
    text(form, "13") text(form, "14") text(form, "15") text(form, "16") text(form, "17") text(form, "18")              \
    text(form, "19") text(form, "20") text(form, "21") text(form, "22") text(form, "23")

#define NEON_START(unused, n) "mov v" n ".16b, v26.16b\n\t"
#define NEON_PLUS(form, n) "fmla v" n form ", v24" form ", v26" form "\n\t"
#define NEON_MINUS(form, n) "fmla v" n form ", v25" form ", v26" form "\n\t"

#define NEON_INSTRUCTIONS_PER_PASS 48
#define NEON_PASSES_PER_CHUNK 2000

// Executes `fmla` of a form (".2d" or ".4s") 48 × `passes` times. `passes` is consumed.
#define NEON_LOOP(form, operands, passes)                                                                              \
    __asm__ volatile("ld1r {v24.2d}, [%[plus]]\n\t"                                                                    \
                     "ld1r {v25.2d}, [%[minus]]\n\t"                                                                   \
                     "ld1r {v26.2d}, [%[factor]]\n\t"                                                                  \
                     NEON_EACH(NEON_START, )                                                                           \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     NEON_EACH(NEON_PLUS, form)                                                                        \
                     NEON_EACH(NEON_MINUS, form)                                                                       \
                     "subs %[count], %[count], #1\n\t"                                                                 \
                     "b.ne 1b\n\t"                                                                                     \
                     : [count] "+r"(passes)                                                                            \
                     : [plus] "r"(&(operands).plus), [minus] "r"(&(operands).minus), [factor] "r"(&(operands).factor)  \
                     : "cc", "memory", "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11",       \
                       "v12", "v13", "v14", "v15", "v16", "v17", "v18", "v19", "v20", "v21", "v22", "v23", "v24",      \
                       "v25", "v26")

static bool available(void) {
    return true;
}

static void fp64(uint64_t passes) {
    static const struct operands operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    };
    NEON_LOOP(".2d", operands, passes);
}

const struct kernel cpeak_neon_fp64 = {
    .description = {
        .id = "neon-fp64",
        .precision = "fp64",
        .isa = "NEON",
        .instruction = "fmla v.2d",
        .operations_per_instruction = 4,
    },
    .available = available,
    .execute = fp64,
    .instructions_per_pass = NEON_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = NEON_PASSES_PER_CHUNK,
};

static void fp32(uint64_t passes) {
    static const struct operands operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    };
    NEON_LOOP(".4s", operands, passes);
}

const struct kernel cpeak_neon_fp32 = {
    .description = {
        .id = "neon-fp32",
        .precision = "fp32",
        .isa = "NEON",
        .instruction = "fmla v.4s",
        .operations_per_instruction = 8,
    },
    .available = available,
    .execute = fp32,
    .instructions_per_pass = NEON_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = NEON_PASSES_PER_CHUNK,
};

#endif
