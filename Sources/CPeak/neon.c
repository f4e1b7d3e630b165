// NEON (Advanced SIMD): 2 doubles or 4 floats, 2 operations each.
#include "hwcap.h"
#include "kernel.h"
#include "neon_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap(HWCAP_ASIMD);
}

static void fp64(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("fmla", ".2d", ".2d", inputs, passes, sums);
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
    .multiply = {.plus = FP64, .factor = FP64, .sum = FP64, .depth = 1, .layout = LANES},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    },
};

static void fp32(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("fmla", ".4s", ".4s", inputs, passes, sums);
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
    .multiply = {.plus = FP32, .factor = FP32, .sum = FP32, .depth = 1, .layout = LANES},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    },
};

#endif
