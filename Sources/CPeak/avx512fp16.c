// AVX512-FP16: 32 halves, accumulated in fp16. UNTESTED: no processor with it was at hand.
#include "features.h"
#include "kernel.h"
#include "zmm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f() && bit(cpuid_leaf(7, 0).edx, 23);
}

__attribute__((target("avx512f,avx512fp16")))
static void fp16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    ZMM_LOOP("vfmadd231ph", inputs, passes, sums);
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
    .multiply = {.plus = FP16, .factor = FP16, .sum = FP16, .depth = 1, .layout = LANES},
    .loop = ZMM_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3c8d, 0x3ca6, 0x3cc3, 0x3ce1},
        .minus.bits16 = {0xbc8d, 0xbca6, 0xbcc3, 0xbce1},
        .factor.bits16 = {0x3c95, 0x3cb1, 0x3ccb, 0x3ced},
    },
};

#endif
