// The slices of hipBLASLt's and rocBLAS's C interfaces that a matrix product needs, in the form in which they are in
// memory. Handles (libraries, descriptors, layouts, preferences) are `void *` throughout.
// Sources: hipblaslt.h of hipBLASLt 0.10 and 1.1, hipblas-common.h of ROCm 6.2 and 7.1, hip/library_types.h of HIP 6.3
// and 6.4, rocblas-types.h of rocBLAS 4.2 and 4.4. The numbers below are the same in all of them. Before hipBLASLt 0.6
// they were others: such a library is not used.
#ifndef CGEMM_BLAS_ABI_H
#define CGEMM_BLAS_ABI_H

#include <stddef.h>
#include <stdint.h>

// What hipblasLtGetVersion tells: major · 100,000 + minor · 100 + patch.
enum { HIPBLASLT_OLDEST_VERSION = 600 };

// hipblasStatus_t.
enum {
    HIPBLAS_STATUS_SUCCESS = 0,
    HIPBLAS_STATUS_ALLOC_FAILED = 2,
    HIPBLAS_STATUS_NOT_SUPPORTED = 7,
    HIPBLAS_STATUS_ARCH_MISMATCH = 8,
};

// hipblasOperation_t and rocblas_operation.
enum { BLAS_OPERATION_NONE = 111, BLAS_OPERATION_TRANSPOSE = 112 };

// hipDataType.
enum {
    HIP_R_32F = 0,
    HIP_R_64F = 1,
    HIP_R_16F = 2,
    HIP_R_8I = 3,
    HIP_R_32I = 10,
    HIP_R_16BF = 14,
    // OCP OFP8.
    HIP_R_8F_E4M3 = 28,
    HIP_R_8F_E5M2 = 29,
    // From ROCm 7 on.
    HIP_R_4F_E2M1 = 33,
    // The formats of gfx940 to gfx942: an exponent bias higher by one, no infinity, no negative zero.
    HIP_R_8F_E4M3_FNUZ = 1000,
    HIP_R_8F_E5M2_FNUZ = 1001,
};

// hipblasComputeType_t.
enum {
    HIPBLAS_COMPUTE_32F = 2,
    HIPBLAS_COMPUTE_32F_FAST_TF32 = 6,
    HIPBLAS_COMPUTE_64F = 7,
    HIPBLAS_COMPUTE_32I = 9,
};

// hipblasLtMatmulDescAttributes_t, hipblasLtMatmulMatrixScale_t, hipblasLtMatmulPreferenceAttributes_t. Scale modes are
// from hipBLASLt 1.0 on.
enum {
    HIPBLASLT_MATMUL_DESC_TRANSA = 0,
    HIPBLASLT_MATMUL_DESC_A_SCALE_POINTER = 5,
    HIPBLASLT_MATMUL_DESC_B_SCALE_POINTER = 6,
    HIPBLASLT_MATMUL_DESC_A_SCALE_MODE = 31,
    HIPBLASLT_MATMUL_DESC_B_SCALE_MODE = 32,
};
enum { HIPBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0 = 2 };
enum { HIPBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES = 1 };

// hipblasLtMatmulAlgo_t and hipblasLtMatmulHeuristicResult_t.
struct hipblaslt_algorithm {
    uint8_t data[16];
    size_t max_workspace_bytes;
};

struct hipblaslt_heuristic {
    struct hipblaslt_algorithm algorithm;
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
};

// A `std::string` of libstdc++ (GCC 5 and later), which the functions that name a solution return. Up to 15 characters
// lie in the object itself, and `text` then points to where the library built it.
struct cxx_string {
    char *text;
    size_t length;
    char local[16];
};

// rocblas_status.
enum {
    ROCBLAS_STATUS_SUCCESS = 0,
    ROCBLAS_STATUS_NOT_IMPLEMENTED = 2,
    ROCBLAS_STATUS_MEMORY_ERROR = 5,
    ROCBLAS_STATUS_EXCLUDED_FROM_BUILD = 14,
    ROCBLAS_STATUS_ARCH_MISMATCH = 15,
};

// rocblas_datatype.
enum {
    ROCBLAS_NO_DATATYPE = 0,
    ROCBLAS_DATATYPE_F16_R = 150,
    ROCBLAS_DATATYPE_F32_R = 151,
    ROCBLAS_DATATYPE_F64_R = 152,
    ROCBLAS_DATATYPE_I8_R = 160,
    ROCBLAS_DATATYPE_I32_R = 162,
    ROCBLAS_DATATYPE_BF16_R = 168,
};

// rocblas_gemm_algo and rocblas_gemm_flags.
enum { ROCBLAS_GEMM_ALGO_STANDARD = 0, ROCBLAS_GEMM_FLAGS_NONE = 0 };

#endif
