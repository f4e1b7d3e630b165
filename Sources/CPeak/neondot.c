// NEON with dot products (FEAT_DotProd): 4 sums of 4 products of int8, accumulated in int32.
#include "hwcap.h"
#include "kernel.h"
#include "neon_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap(HWCAP_ASIMDDP);
}

__attribute__((target("arch=armv8.2-a+dotprod")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    NEON_LOOP("sdot", ".4s", ".16b", inputs, passes, sums);
}

const struct kernel cpeak_neondot_int8 = {
    .description = {
        .id = "neon-sdot",
        .precision = "int8",
        .isa = "NEON DotProd",
        .instruction = "sdot v.4s",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = int8,
    .multiply = {.plus = INT8, .factor = INT8, .sum = INT32, .depth = 4, .layout = LANES},
    .loop = NEON_LOOP_SHAPE,
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
