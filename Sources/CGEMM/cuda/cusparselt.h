// The slice of cuSPARSELt's interface that a sparse product needs. Its structures are opaque and given by the caller.
// Source: cusparseLt.h of 0.6.2, 0.7.1 and 0.8.1 and cusparse.h of CUDA 12.9; the numbers below are the same in all
// three. Before 0.6 the kinds of arithmetic had other numbers.
#ifndef CGEMM_CUDA_CUSPARSELT_H
#define CGEMM_CUDA_CUSPARSELT_H

#include "driver.h"

enum {
    CUSPARSE_STATUS_SUCCESS = 0,
    CUSPARSE_STATUS_ALLOC_FAILED = 2,
    CUSPARSE_STATUS_INVALID_VALUE = 3,
    CUSPARSE_STATUS_ARCH_MISMATCH = 4,
    CUSPARSE_STATUS_EXECUTION_FAILED = 6,
    CUSPARSE_STATUS_NOT_SUPPORTED = 10,
};

enum { CUSPARSE_OPERATION_NON_TRANSPOSE = 0, CUSPARSE_OPERATION_TRANSPOSE = 1, CUSPARSE_ORDER_ROW = 2 };

// cusparseComputeType.
enum { CUSPARSE_COMPUTE_32I = 0, CUSPARSE_COMPUTE_16F = 1, CUSPARSE_COMPUTE_32F = 2 };

enum { CUSPARSELT_SPARSITY_50_PERCENT = 0, CUSPARSELT_MATMUL_ALG_DEFAULT = 0 };

enum { CUSPARSELT_MATMUL_ALG_CONFIG_ID = 0, CUSPARSELT_MATMUL_ALG_CONFIG_MAX_ID = 1 };

// 13,072 bytes in 0.6, 1024 in 0.7, 512 from 0.8, which aligns them to 16.
typedef struct {
    _Alignas(16) unsigned char data[16384];
} cusparselt_opaque;

struct cusparselt {
    void *handle;
    // 1000 · major + 100 · minor + patch.
    int version;
    // The library's own state, made when it is first asked for a product.
    cusparselt_opaque *state;

    int (*get_property)(int which, int *value);
    int (*init)(void *state);
    int (*destroy)(const void *state);
    int (*dense_init)(const void *state, void *matrix, int64_t rows, int64_t columns, int64_t leading,
                      unsigned alignment, int type, int order);
    int (*structured_init)(const void *state, void *matrix, int64_t rows, int64_t columns, int64_t leading,
                           unsigned alignment, int type, int order, int sparsity);
    int (*matrix_destroy)(const void *matrix);
    int (*matmul_init)(const void *state, void *matmul, int a_operation, int b_operation, const void *a, const void *b,
                       const void *c, const void *d, int compute);
    int (*algorithm_init)(const void *state, void *algorithm, const void *matmul, int which);
    int (*algorithm_set)(const void *state, void *algorithm, int attribute, const void *value, size_t bytes);
    int (*algorithm_get)(const void *state, const void *algorithm, int attribute, void *value, size_t bytes);
    int (*plan_init)(const void *state, void *plan, const void *matmul, const void *algorithm);
    int (*plan_destroy)(const void *plan);
    int (*workspace)(const void *state, const void *plan, size_t *bytes);
    int (*compressed_size)(const void *state, const void *plan, size_t *bytes, size_t *buffer_bytes);
    int (*compress)(const void *state, const void *plan, const void *dense, void *compressed, void *buffer,
                    void *stream);
    int (*matmul)(const void *state, const void *plan, const void *alpha, const void *a, const void *b,
                  const void *beta, const void *c, void *d, void *workspace, void **streams, int32_t count);

    // Since 0.7, since 0.8.
    const char *(*error_name)(int status);
    int (*algorithm_destroy)(const void *algorithm);
};

// Opens cuSPARSELt. Returns false, and why in `message`; its handle is NULL then.
bool cgemm_cuda_open_cusparselt(struct cusparselt *sparse, char *message, size_t capacity);

#endif
