// NEON with bfloat16 (FEAT_BF16): 4 sums of 2 products (bfdot), or of 4 (bfmmla: 2 × 4 by 4 × 2), accumulated in fp32.
// Processors differ in which is faster.
#include "hwcap.h"
#include "kernel.h"
#include "neon_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap2(HWCAP2_BF16);
}

__attribute__((target("arch=armv8.2-a+bf16")))
static void dot(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("bfdot", ".4s", ".8h", inputs, passes, sums);
}

const struct kernel cpeak_neonbf16_dot = {
    .description = {
        .id = "neon-bfdot",
        .precision = "bf16",
        .isa = "NEON BF16",
        .instruction = "bfdot v.4s",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = dot,
    .multiply = {.plus = BF16, .factor = BF16, .sum = FP32, .depth = 2, .layout = LANES},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    },
};

__attribute__((target("arch=armv8.2-a+bf16")))
static void matrix(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("bfmmla", ".4s", ".8h", inputs, passes, sums);
}

const struct kernel cpeak_neonbf16_matrix = {
    .description = {
        .id = "neon-bfmmla",
        .precision = "bf16",
        .isa = "NEON BF16",
        .instruction = "bfmmla v.4s",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = matrix,
    .multiply = {.plus = BF16, .factor = BF16, .sum = FP32, .depth = 4, .layout = BLOCKS},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    },
};

#endif
