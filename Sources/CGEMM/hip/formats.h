// How a kind of product is said in the libraries' words.
#ifndef CGEMM_HIP_FORMATS_H
#define CGEMM_HIP_FORMATS_H

#include "session.h"

struct hip_formats {
    // hipDataType, hipblasComputeType_t; the scale's type is that of alpha and beta.
    int input, output, compute, scale;
    // rocblas_datatype; ROCBLAS_NO_DATATYPE where rocBLAS has no such product.
    int rocblas_input, rocblas_output, rocblas_compute;
    // OCP's 8-bit elements are rewritten into those of the unit, in which the same bits stand for half the value.
    bool fnuz;
    // Elements lie in blocks of 32 that share a scale.
    bool block_scaled;
};

// A number as alpha and beta are handed over: FP32, FP64 or INT32.
union hip_scalar {
    float fp32;
    double fp64;
    int32_t int32;
};

// Returns ASSAY_UNSUPPORTED, with the reason, where the selected device or both libraries have no such product.
int32_t hip_formats_of(struct assay_session *session, const struct assay_product *product,
                       struct hip_formats *formats, struct hip_message message);

union hip_scalar hip_scalar_of(const struct hip_formats *formats, int number);

// Bytes of so many elements.
uint64_t hip_bytes(int32_t format, uint64_t count);

#endif
