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

__attribute__((target("avx2,fma")))
static void fp64(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    YMM_LOOP("vfmadd231pd", inputs, passes, sums);
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
    .multiply = {.plus = FP64, .factor = FP64, .sum = FP64, .depth = 1, .layout = LANES},
    .loop = YMM_LOOP_SHAPE,
    .operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    },
};

__attribute__((target("avx2,fma")))
static void fp32(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    YMM_LOOP("vfmadd231ps", inputs, passes, sums);
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
    .multiply = {.plus = FP32, .factor = FP32, .sum = FP32, .depth = 1, .layout = LANES},
    .loop = YMM_LOOP_SHAPE,
    .operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    },
};

#endif
