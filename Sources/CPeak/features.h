// Questions that the x86 kernels ask about the processor and the operating system.
#ifndef CPEAK_FEATURES_H
#define CPEAK_FEATURES_H

#include "CPeak.h"

// Bits of XCR0 (Intel SDM volume 1, section 13.3) that must all be set before the registers may be used.
#define XCR0_AVX UINT64_C(0x06)                // SSE and the upper halves of YMM
#define XCR0_AVX512 (XCR0_AVX | UINT64_C(0xe0)) // opmask, upper halves of ZMM0–15, ZMM16–31
#define XCR0_AMX UINT64_C(0x60000)             // TILECFG and TILEDATA

static inline bool system_enables(uint64_t state) {
    return (cpeak_xcr0() & state) == state;
}

static inline bool bit(uint32_t value, unsigned index) {
    return (value >> index & 1) != 0;
}

// A CPUID leaf; all zeros, which claims no feature, where the processor lacks it.
static inline struct cpeak_cpuid_registers cpuid_leaf(uint32_t leaf, uint32_t subleaf) {
    struct cpeak_cpuid_registers registers = {0, 0, 0, 0};
    cpeak_cpuid(leaf, subleaf, &registers);
    return registers;
}

// AVX-512F, and the registers it uses: what every AVX-512 extension builds on.
static inline bool has_avx512f(void) {
    return bit(cpuid_leaf(7, 0).ebx, 16) && system_enables(XCR0_AVX512);
}

#endif
