// AVX512-BF16: 16 sums of 2 products of bf16, accumulated in fp32.
#include "features.h"
#include "kernel.h"
#include "zmm_loop.h"

#if defined(__x86_64__)

static bool available(void) {
    return has_avx512f() && bit(cpuid_leaf(7, 1).eax, 5);
}

__attribute__((target("avx512f,avx512bf16")))
static void bf16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    ZMM_LOOP("vdpbf16ps", inputs, passes, sums);
}

const struct kernel cpeak_avx512bf16 = {
    .description = {
        .id = "avx512bf16-zmm",
        .precision = "bf16",
        .isa = "AVX512-BF16",
        .instruction = "vdpbf16ps zmm",
        .operations_per_instruction = 64,
    },
    .available = available,
    .execute = bf16,
    .multiply = {.plus = BF16, .factor = BF16, .sum = FP32, .depth = 2, .layout = LANES},
    .loop = ZMM_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    },
};

#endif
