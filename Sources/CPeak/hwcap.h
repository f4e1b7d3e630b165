// Questions that the AArch64 kernels ask about the processor and the operating system, which answers with one bit only
// where it also saves the registers.
#ifndef CPEAK_HWCAP_H
#define CPEAK_HWCAP_H

#if defined(__aarch64__)

#include <asm/hwcap.h>
#include <stdbool.h>
#include <sys/auxv.h>

static inline bool has_hwcap(unsigned long bit) {
    return (getauxval(AT_HWCAP) & bit) != 0;
}

static inline bool has_hwcap2(unsigned long bit) {
    return (getauxval(AT_HWCAP2) & bit) != 0;
}

#endif

#endif
