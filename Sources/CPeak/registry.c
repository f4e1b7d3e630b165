#include "kernel.h"

// One NULL ends the list, which leaves a valid array on an architecture without kernels.
static const struct kernel *const kernels[] = {
#if defined(__x86_64__)
    &cpeak_avx2_fp64,
    &cpeak_avx2_fp32,
    &cpeak_avx512_fp64,
    &cpeak_avx512_fp32,
    &cpeak_avx512fp16,
    &cpeak_avx512bf16,
    &cpeak_avx512vnni_int16,
    &cpeak_avx512vnni_int8,
    &cpeak_avxvnni_int8,
    &cpeak_amx_bf16,
    &cpeak_amx_int8,
#elif defined(__aarch64__)
    &cpeak_neon_fp64,
    &cpeak_neon_fp32,
#endif
    NULL,
};

size_t cpeak_kernel_count(void) {
    return sizeof kernels / sizeof kernels[0] - 1;
}

const struct cpeak_kernel *cpeak_kernel_at(size_t index) {
    return index < cpeak_kernel_count() ? &kernels[index]->description : NULL;
}

bool cpeak_kernel_available(const struct cpeak_kernel *kernel) {
    return kernel_of(kernel)->available();
}
