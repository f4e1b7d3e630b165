// AVX512-VNNI: 16 sums of 2 products of int16, or of 4 products of uint8 and int8, accumulated in int32.
#include "features.h"
#include "kernel.h"
#include "zmm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f() && bit(cpuid_leaf(7, 0).ecx, 11);
}

__attribute__((target("avx512f,avx512vnni"))) static void int16(uint64_t passes) {
    static const struct operands operands = {
        .plus.int16 = {301, 503, 701, 1103},
        .minus.int16 = {-301, -503, -701, -1103},
        .factor.int16 = {2903, 3109, 3701, 4111},
    };
    ZMM_LOOP("vpdpwssd", operands, passes);
}

const struct kernel cpeak_avx512vnni_int16 = {
    .description = {
        .id = "avx512vnni-int16",
        .precision = "int16",
        .isa = "AVX512-VNNI",
        .instruction = "vpdpwssd zmm",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = int16,
    .instructions_per_pass = ZMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = ZMM_PASSES_PER_CHUNK,
};

__attribute__((target("avx512f,avx512vnni"))) static void int8(uint64_t passes) {
    static const struct operands operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    };
    ZMM_LOOP("vpdpbusd", operands, passes);
}

const struct kernel cpeak_avx512vnni_int8 = {
    .description = {
        .id = "avx512vnni-int8",
        .precision = "int8",
        .isa = "AVX512-VNNI",
        .instruction = "vpdpbusd zmm",
        .operations_per_instruction = 128,
    },
    .available = available,
    .execute = int8,
    .instructions_per_pass = ZMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = ZMM_PASSES_PER_CHUNK,
};

#endif
