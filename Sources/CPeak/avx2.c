// AVX2 with FMA: 4 doubles or 8 floats, 2 operations each.
#include "features.h"
#include "kernel.h"
#include "ymm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    const bool fma = bit(cpuid_leaf(1, 0).ecx, 12);
    const bool avx2 = bit(cpuid_leaf(7, 0).ebx, 5);
    return fma && avx2 && system_enables(XCR0_AVX);
}

__attribute__((target("avx2,fma"))) static void fp64(uint64_t passes) {
    static const struct operands operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    };
    YMM_LOOP("vfmadd231pd", operands, passes);
}

const struct kernel cpeak_avx2_fp64 = {
    .description = {
        .id = "avx2-fp64",
        .precision = "fp64",
        .isa = "AVX2+FMA",
        .instruction = "vfmadd231pd ymm",
        .operations_per_instruction = 8,
    },
    .available = available,
    .execute = fp64,
    .instructions_per_pass = YMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = YMM_PASSES_PER_CHUNK,
};

__attribute__((target("avx2,fma"))) static void fp32(uint64_t passes) {
    static const struct operands operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    };
    YMM_LOOP("vfmadd231ps", operands, passes);
}

const struct kernel cpeak_avx2_fp32 = {
    .description = {
        .id = "avx2-fp32",
        .precision = "fp32",
        .isa = "AVX2+FMA",
        .instruction = "vfmadd231ps ymm",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = fp32,
    .instructions_per_pass = YMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = YMM_PASSES_PER_CHUNK,
};

#endif
