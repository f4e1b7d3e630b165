#include "kernel.h"

// One NULL ends the list, which leaves a valid array on an architecture without kernels.
static const struct kernel *const kernels[] = {
#if defined(__x86_64__)
    &cpeak_avx2_fp64,
    &cpeak_avx2_fp32,
    &cpeak_avx2_int16,
    &cpeak_avx2_int8,
    &cpeak_avx512_fp64,
    &cpeak_avx512_fp32,
    &cpeak_avx512bw_int16,
    &cpeak_avx512bw_int8,
    &cpeak_avx512fp16,
    &cpeak_avx512bf16,
    &cpeak_avx512vnni_int16,
    &cpeak_avx512vnni_int8,
    &cpeak_avxvnni_int16,
    &cpeak_avxvnni_int8,
    &cpeak_amx_fp16,
    &cpeak_amx_bf16,
    &cpeak_amx_int8,
#elif defined(__aarch64__)
    &cpeak_neon_fp64,
    &cpeak_neon_fp32,
    &cpeak_neonfp16,
    &cpeak_neonbf16_dot,
    &cpeak_neonbf16_matrix,
    &cpeak_neondot_int8,
    &cpeak_neoni8mm,
    &cpeak_sve_fp64,
    &cpeak_sve_fp32,
    &cpeak_sve_fp16,
    &cpeak_sve_int16,
    &cpeak_sve_int8,
    &cpeak_svebf16,
    &cpeak_svei8mm,
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

unsigned cpeak_kernel_operations(const struct cpeak_kernel *kernel) {
    return cpeak_kernel_available(kernel) ? operations_of(kernel_of(kernel)) : 0;
}
