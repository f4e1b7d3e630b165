// SVE with bfloat16: in each 128 bits 2 × 4 by 4 × 2, 4 sums of 4 products, accumulated in fp32.
#include "hwcap.h"
#include "kernel.h"
#include "sve_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap2(HWCAP2_SVEBF16);
}

__attribute__((target("arch=armv8.2-a+sve+bf16")))
static void bf16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("bfmmla", "", ".s", ".h", inputs, passes, sums);
}

const struct kernel cpeak_svebf16 = {
    .description = {
        .id = "sve-bfmmla",
        .precision = "bf16",
        .isa = "SVE BF16",
        .instruction = "bfmmla z.s",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = bf16,
    .units = sve_units,
    .multiply = {.plus = BF16, .factor = BF16, .sum = FP32, .depth = 4, .layout = BLOCKS},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    },
};

#endif
