// AVX-512F: 8 doubles or 16 floats, 2 operations each.
#include "features.h"
#include "kernel.h"
#include "zmm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f();
}

__attribute__((target("avx512f")))
static void fp64(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    ZMM_LOOP("vfmadd231pd", inputs, passes, sums);
}

const struct kernel cpeak_avx512_fp64 = {
    .description = {
        .id = "avx512-fp64",
        .precision = "fp64",
        .isa = "AVX-512F",
        .instruction = "vfmadd231pd zmm",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = fp64,
    .multiply = {.plus = FP64, .factor = FP64, .sum = FP64, .depth = 1, .layout = LANES},
    .loop = ZMM_LOOP_SHAPE,
    .operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    },
};

__attribute__((target("avx512f")))
static void fp32(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    ZMM_LOOP("vfmadd231ps", inputs, passes, sums);
}

const struct kernel cpeak_avx512_fp32 = {
    .description = {
        .id = "avx512-fp32",
        .precision = "fp32",
        .isa = "AVX-512F",
        .instruction = "vfmadd231ps zmm",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = fp32,
    .multiply = {.plus = FP32, .factor = FP32, .sum = FP32, .depth = 1, .layout = LANES},
    .loop = ZMM_LOOP_SHAPE,
    .operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    },
};

#endif
