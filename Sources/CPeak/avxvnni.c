// AVX-VNNI: 8 sums of 2 products of int16, or of 4 products of uint8 and int8, accumulated in int32. UNTESTED:
// assembled and disassembled only; no processor with it was at hand.
#include "features.h"
#include "kernel.h"
#include "ymm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return bit(cpuid_leaf(7, 1).eax, 4) && system_enables(XCR0_AVX);
}

__attribute__((target("avx2,avxvnni")))
static void int16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    YMM_LOOP("%{vex%} vpdpwssd", inputs, passes, sums);
}

const struct kernel cpeak_avxvnni_int16 = {
    .description = {
        .id = "avxvnni-int16",
        .precision = "int16",
        .isa = "AVX-VNNI",
        .instruction = "vpdpwssd ymm",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = int16,
    .multiply = {.plus = INT16, .factor = INT16, .sum = INT32, .depth = 2, .layout = LANES},
    .loop = YMM_LOOP_SHAPE,
    .operands = {
        .plus.int16 = {301, 503, 701, 1103},
        .minus.int16 = {-301, -503, -701, -1103},
        .factor.int16 = {2903, 3109, 3701, 4111},
    },
};

__attribute__((target("avx2,avxvnni")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    YMM_LOOP("%{vex%} vpdpbusd", inputs, passes, sums);
}

const struct kernel cpeak_avxvnni_int8 = {
    .description = {
        .id = "avxvnni-int8",
        .precision = "int8",
        .isa = "AVX-VNNI",
        .instruction = "vpdpbusd ymm",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = int8,
    .multiply = {.plus = INT8, .factor = UINT8, .sum = INT32, .depth = 4, .layout = LANES},
    .loop = YMM_LOOP_SHAPE,
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
