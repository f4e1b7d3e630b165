// AVX-VNNI: 8 sums of 4 products of uint8 and int8, accumulated in int32. UNTESTED: no processor with it was at hand.
#include "features.h"
#include "kernel.h"
#include "ymm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return bit(cpuid_leaf(7, 1).eax, 4) && system_enables(XCR0_AVX);
}

__attribute__((target("avx2,avxvnni"))) static void int8(uint64_t passes) {
    static const struct operands operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    };
    YMM_LOOP("%{vex%} vpdpbusd", operands, passes);
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
    .instructions_per_pass = YMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = YMM_PASSES_PER_CHUNK,
};

#endif
