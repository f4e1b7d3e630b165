// AVX512-FP16: 32 halves, accumulated in fp16. UNTESTED: no processor with it was at hand.
#include "features.h"
#include "kernel.h"
#include "zmm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f() && bit(cpuid_leaf(7, 0).edx, 23);
}

__attribute__((target("avx512f,avx512fp16"))) static void fp16(uint64_t passes) {
    static const struct operands operands = {
        .plus.bits16 = {0x3c8d, 0x3ca6, 0x3cc3, 0x3ce1},
        .minus.bits16 = {0xbc8d, 0xbca6, 0xbcc3, 0xbce1},
        .factor.bits16 = {0x3c95, 0x3cb1, 0x3ccb, 0x3ced},
    };
    ZMM_LOOP("vfmadd231ph", operands, passes);
}

const struct kernel cpeak_avx512fp16 = {
    .description = {
        .id = "avx512fp16-zmm",
        .precision = "fp16",
        .isa = "AVX512-FP16",
        .instruction = "vfmadd231ph zmm",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = fp16,
    .instructions_per_pass = ZMM_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = ZMM_PASSES_PER_CHUNK,
};

#endif
