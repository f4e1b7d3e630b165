// AVX-512BW, for processors without VNNI: 16 sums of 2 products of int16, or of 4 of uint8 and int8, in int32.
// One step of several instructions counts as one instruction.
#include "features.h"
#include "kernel.h"
#include "widening_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f() && bit(cpuid_leaf(7, 0).ebx, 30);
}

__attribute__((target("avx512f,avx512bw")))
static void int16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    WIDENING_LOOP("z", "64", WIDENING_INT16, inputs, passes, sums);
}

const struct kernel cpeak_avx512bw_int16 = {
    .description = {
        .id = "avx512bw-int16",
        .precision = "int16",
        .isa = "AVX-512BW",
        .instruction = "vpmaddwd+vpaddd zmm",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = int16,
    .multiply = {.plus = INT16, .factor = INT16, .sum = INT32, .depth = 2, .layout = LANES},
    .loop = WIDENING_LOOP_SHAPE(64),
    .operands = {
        .plus.int16 = {301, 503, 701, 1103},
        .minus.int16 = {-301, -503, -701, -1103},
        .factor.int16 = {2903, 3109, 3701, 4111},
    },
};

__attribute__((target("avx512f,avx512bw")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    WIDENING_LOOP("z", "64", WIDENING_INT8, inputs, passes, sums);
}

const struct kernel cpeak_avx512bw_int8 = {
    .description = {
        .id = "avx512bw-int8",
        .precision = "int8",
        .isa = "AVX-512BW",
        .instruction = "vpmaddubsw+vpmaddwd+vpaddd zmm",
        .operations_per_instruction = 128,
    },
    .available = available,
    .execute = int8,
    .multiply = {.plus = INT8, .factor = UINT8, .sum = INT32, .depth = 4, .layout = LANES},
    .loop = WIDENING_LOOP_SHAPE(64),
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
