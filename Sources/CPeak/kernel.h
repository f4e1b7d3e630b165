// What a kernel is inside this target: its public description, and how to run it.
#ifndef CPEAK_KERNEL_H
#define CPEAK_KERNEL_H

#include "CPeak.h"

struct kernel {
    // First, so that a pointer to it is a pointer to the kernel.
    struct cpeak_kernel description;
    bool (*available)(void);
    // Asks the system for what a thread needs before it may execute the instruction; 0 or an errno. May be NULL.
    int (*prepare)(void);
    // Executes the loop `passes` times (at least 1).
    void (*execute)(uint64_t passes);
    unsigned instructions_per_pass;
    // A number of passes that takes some tens of microseconds.
    unsigned passes_per_chunk;
};

static inline const struct kernel *kernel_of(const struct cpeak_kernel *description) {
    return (const struct kernel *)description;
}

#if defined(__x86_64__)
extern const struct kernel cpeak_avx2_fp64, cpeak_avx2_fp32;
extern const struct kernel cpeak_avx512_fp64, cpeak_avx512_fp32;
extern const struct kernel cpeak_avx512fp16, cpeak_avx512bf16;
extern const struct kernel cpeak_avx512vnni_int16, cpeak_avx512vnni_int8, cpeak_avxvnni_int8;
extern const struct kernel cpeak_amx_bf16, cpeak_amx_int8;
#elif defined(__aarch64__)
extern const struct kernel cpeak_neon_fp64, cpeak_neon_fp32;
#endif

#endif
