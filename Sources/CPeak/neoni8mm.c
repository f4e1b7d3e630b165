// NEON with int8 matrices (FEAT_I8MM): 2 × 8 by 8 × 2, 4 sums of 8 products, accumulated in int32.
#include "hwcap.h"
#include "kernel.h"
#include "neon_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap2(HWCAP2_I8MM);
}

__attribute__((target("arch=armv8.2-a+i8mm")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("smmla", ".4s", ".16b", inputs, passes, sums);
}

const struct kernel cpeak_neoni8mm = {
    .description = {
        .id = "neon-smmla",
        .precision = "int8",
        .isa = "NEON I8MM",
        .instruction = "smmla v.4s",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = int8,
    .multiply = {.plus = INT8, .factor = INT8, .sum = INT32, .depth = 8, .layout = BLOCKS},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
