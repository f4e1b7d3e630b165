// Which generation a device is of, and which units that generation has.
#ifndef CGEMM_HIP_ARCHITECTURE_H
#define CGEMM_HIP_ARCHITECTURE_H

#include "session.h"

// Writes the compiler's word for a device, "gfx942"; without features ("gfx90a:sramecc+:xnack-" becomes "gfx90a").
// Empty where neither HIP nor the driver tells.
void hip_architecture_of(const struct assay_session *session, int device, char *architecture, size_t capacity);

// What a generation's units make of 8-bit floating point.
enum hip_fp8 {
    HIP_FP8_NONE,
    HIP_FP8_OCP,
    // The formats of gfx940 to gfx942, with an exponent bias higher by one, no infinity and no negative zero.
    HIP_FP8_FNUZ,
    // A generation that is not known here: the library decides.
    HIP_FP8_ASK,
};

enum hip_fp8 hip_fp8_of(const char *architecture);

// Whether there is a unit that takes FP32 operands as TF32 (gfx940 to gfx942: XF32), or one for FP4 (gfx950). True too
// for generations that are not known here.
bool hip_may_have_tf32(const char *architecture);
bool hip_may_have_fp4(const char *architecture);

#endif
