// NEON with half precision (FEAT_FP16): 8 halves, accumulated in fp16.
#include "hwcap.h"
#include "kernel.h"
#include "neon_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap(HWCAP_ASIMDHP);
}

__attribute__((target("arch=armv8.2-a+fp16")))
static void fp16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("fmla", ".8h", ".8h", inputs, passes, sums);
}

const struct kernel cpeak_neonfp16 = {
    .description = {
        .id = "neon-fp16",
        .precision = "fp16",
        .isa = "NEON FP16",
        .instruction = "fmla v.8h",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = fp16,
    .multiply = {.plus = FP16, .factor = FP16, .sum = FP16, .depth = 1, .layout = LANES},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3c8d, 0x3ca6, 0x3cc3, 0x3ce1},
        .minus.bits16 = {0xbc8d, 0xbca6, 0xbcc3, 0xbce1},
        .factor.bits16 = {0x3c95, 0x3cb1, 0x3ccb, 0x3ced},
    },
};

#endif
