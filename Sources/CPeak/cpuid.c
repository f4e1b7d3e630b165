#include "CPeak.h"

#if defined(__x86_64__)

#include <cpuid.h>

// The leaves that belong to a hypervisor, which leaf 1 announces; __get_cpuid_max does not know them.
static bool is_hypervisor_leaf(uint32_t leaf) {
    unsigned eax, ebx, ecx, edx;
    return leaf >> 8 == 0x400000 && __get_cpuid(1, &eax, &ebx, &ecx, &edx) && ecx >> 31;
}

bool cpeak_cpuid(uint32_t leaf, uint32_t subleaf, struct cpeak_cpuid_registers *out) {
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    if (is_hypervisor_leaf(leaf)) {
        __cpuid_count(leaf, subleaf, eax, ebx, ecx, edx);
    } else if (!__get_cpuid_count(leaf, subleaf, &eax, &ebx, &ecx, &edx)) {
        return false;
    }
    *out = (struct cpeak_cpuid_registers){eax, ebx, ecx, edx};
    return true;
}

uint64_t cpeak_xcr0(void) {
    struct cpeak_cpuid_registers features;
    const uint32_t osxsave = UINT32_C(1) << 27;
    if (!cpeak_cpuid(1, 0, &features) || !(features.ecx & osxsave)) {
        return 0;
    }
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

#else

bool cpeak_cpuid(uint32_t leaf, uint32_t subleaf, struct cpeak_cpuid_registers *out) {
    (void)leaf, (void)subleaf, (void)out;
    return false;
}

uint64_t cpeak_xcr0(void) {
    return 0;
}

#endif
