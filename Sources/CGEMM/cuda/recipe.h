// By which types and arithmetic of cuBLASLt and cuSPARSELt a product is computed, and why it is not where it is not.
#ifndef CGEMM_CUDA_RECIPE_H
#define CGEMM_CUDA_RECIPE_H

#include "session.h"

struct recipe {
    // cudaDataType of A and B, of C, and of the factors before the product and before C.
    int input, output, scale;
    // cublasComputeType_t, or cusparseComputeType of a sparse product.
    int compute;
    // FP8 summed without promotion to FP32.
    bool fast_accumulate;
    // FP4: a scale for every 16 elements.
    bool block_scales;
};

// Returns `ASSAY_UNSUPPORTED`, and why, if the device or the library has no such product. What they have in general
// they may still refuse for a shape.
int32_t cgemm_cuda_dense_recipe(const struct assay_session *session, const struct assay_product *product,
                                struct recipe *recipe, char *message, size_t capacity);
int32_t cgemm_cuda_sparse_recipe(const struct assay_session *session, const struct assay_product *product,
                                 struct recipe *recipe, char *message, size_t capacity);

// The name of a format in words, "FP8 E4M3".
const char *cgemm_cuda_format_name(int32_t format);

#endif
