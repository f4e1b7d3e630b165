// The slice of cuBLASLt's interface that a product needs. Handles and descriptors are `void *` throughout, enumerations
// int. Source: cublasLt.h, cublas_api.h and library_types.h of CUDA 11.11, 12.9 and 13.10 of cuBLAS; the numbers below
// are the same in all three, as far as they have them.
#ifndef CGEMM_CUDA_CUBLASLT_H
#define CGEMM_CUDA_CUBLASLT_H

#include "driver.h"

enum {
    CUBLAS_STATUS_SUCCESS = 0,
    CUBLAS_STATUS_NOT_INITIALIZED = 1,
    CUBLAS_STATUS_ALLOC_FAILED = 3,
    CUBLAS_STATUS_INVALID_VALUE = 7,
    CUBLAS_STATUS_ARCH_MISMATCH = 8,
    CUBLAS_STATUS_EXECUTION_FAILED = 13,
    CUBLAS_STATUS_NOT_SUPPORTED = 15,
};

// cudaDataType. CUDA_R_8F_E4M3 since CUDA 11.8, CUDA_R_4F_E2M1 since 12.8.
enum {
    CUDA_R_32F = 0,
    CUDA_R_64F = 1,
    CUDA_R_16F = 2,
    CUDA_R_8I = 3,
    CUDA_R_32I = 10,
    CUDA_R_16BF = 14,
    CUDA_R_8F_E4M3 = 28,
    CUDA_R_8F_E5M2 = 29,
    CUDA_R_4F_E2M1 = 33,
};

// cublasComputeType_t.
enum {
    CUBLAS_COMPUTE_16F = 64,
    CUBLAS_COMPUTE_32F = 68,
    CUBLAS_COMPUTE_64F = 70,
    CUBLAS_COMPUTE_32I = 72,
    CUBLAS_COMPUTE_32F_FAST_TF32 = 77,
};

enum { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1 };

// cublasLtMatmulDescAttributes_t. The modes of scales since CUDA 12.8.
enum {
    CUBLASLT_MATMUL_DESC_TRANSA = 3,
    CUBLASLT_MATMUL_DESC_TRANSB = 4,
    CUBLASLT_MATMUL_DESC_A_SCALE_POINTER = 17,
    CUBLASLT_MATMUL_DESC_B_SCALE_POINTER = 18,
    CUBLASLT_MATMUL_DESC_FAST_ACCUM = 25,
    CUBLASLT_MATMUL_DESC_A_SCALE_MODE = 31,
    CUBLASLT_MATMUL_DESC_B_SCALE_MODE = 32,
};

enum { CUBLASLT_MATMUL_MATRIX_SCALE_VEC16_UE4M3 = 1 };

enum { CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES = 1 };

// cublasLtMatmulAlgoConfigAttributes_t.
enum {
    CUBLASLT_ALGO_CONFIG_ID = 0,
    CUBLASLT_ALGO_CONFIG_TILE_ID = 1,
    CUBLASLT_ALGO_CONFIG_SPLITK_NUM = 2,
    CUBLASLT_ALGO_CONFIG_STAGES_ID = 6,
    CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID = 8,
};

enum { CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS = 15 };

// cublasLtNumericalImplFlags_t.
enum {
    CUBLASLT_NUMERICAL_IMPL_FLAGS_FMA = 0x01,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_TENSOR_OP_MASK = 0xfe,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F = 0x01 << 8,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32F = 0x02 << 8,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_64F = 0x04 << 8,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32I = 0x08 << 8,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F = 0x01 << 16,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF = 0x02 << 16,
    CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32 = 0x04 << 16,
};

typedef struct {
    uint64_t data[8];
} cublaslt_algorithm;

typedef struct {
    cublaslt_algorithm algorithm;
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
} cublaslt_result;

struct cublaslt {
    void *handle;
    char path[512];
    // 10,000 · major + 100 · minor + patch.
    size_t version;

    size_t (*get_version)(void);
    int (*create)(void **handle);
    int (*destroy)(void *handle);
    int (*desc_create)(void **desc, int compute, int scale_type);
    int (*desc_destroy)(void *desc);
    int (*desc_set)(void *desc, int attribute, const void *value, size_t bytes);
    int (*layout_create)(void **layout, int type, uint64_t rows, uint64_t columns, int64_t leading);
    int (*layout_destroy)(void *layout);
    int (*preference_create)(void **preference);
    int (*preference_destroy)(void *preference);
    int (*preference_set)(void *preference, int attribute, const void *value, size_t bytes);
    int (*heuristic)(void *handle, void *desc, void *a, void *b, void *c, void *d, void *preference, int wanted,
                     cublaslt_result results[], int *found);
    int (*algorithm_config)(const cublaslt_algorithm *algorithm, int attribute, void *value, size_t bytes,
                            size_t *written);
    int (*algorithm_capability)(const cublaslt_algorithm *algorithm, int attribute, void *value, size_t bytes,
                                size_t *written);
    int (*matmul)(void *handle, void *desc, const void *alpha, const void *a, void *a_layout, const void *b,
                  void *b_layout, const void *beta, const void *c, void *c_layout, void *d, void *d_layout,
                  const cublaslt_algorithm *algorithm, void *workspace, size_t workspace_bytes, void *stream);

    // Not in the first versions of 11.
    const char *(*status_name)(int status);
    size_t (*cudart_version)(void);
};

// Opens the newest cuBLASLt that the driver can serve. Returns an `assay_status`.
int32_t cgemm_cuda_open_cublaslt(const struct cuda_driver *driver, struct cublaslt *blas, char *message,
                                 size_t capacity);

// The name of a status, or its number, in a buffer that the caller keeps.
const char *cgemm_cuda_cublaslt_status(const struct cublaslt *blas, int status, char number[16]);

#endif
