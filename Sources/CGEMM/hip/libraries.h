// The libraries behind HIP, opened together.
#ifndef CGEMM_HIP_LIBRARIES_H
#define CGEMM_HIP_LIBRARIES_H

#include "functions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hip_libraries {
    struct hip_functions hip;
    // What hipRuntimeGetVersion tells: major · 10,000,000 + minor · 100,000 + patch.
    int hip_version;

    // At least one of the two that multiply; the other's reason says why it is not used.
    bool has_hipblaslt, has_rocblas;
    struct hipblaslt_functions hipblaslt;
    struct rocblas_functions rocblas;
    char hipblaslt_reason[512], rocblas_reason[512];
    // The digits of the file's name, "0.12.60401": the library itself tells its version only once it uses a device.
    char hipblaslt_file[64];

    // Optional, each with the reason why it is not there.
    bool has_hiprtc, has_rsmi;
    struct hiprtc_functions hiprtc;
    struct rsmi_functions rsmi;
    char hiprtc_reason[512], rsmi_reason[512];
};

// Opens them. Returns an `assay_status`; nothing has to be closed, for the code stays mapped.
int32_t hip_libraries_open(struct hip_libraries *libraries, char *message, size_t capacity);

#endif
