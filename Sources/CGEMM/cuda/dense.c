#include "../library.h"
#include "errors.h"
#include "prepared.h"

#include <stdlib.h>
#include <string.h>

enum { MEBIBYTE = 1 << 20 };

// UE4M3, the format of block scales: 1.0.
enum { SCALE_OF_ONE = 0x38 };

static int32_t status_of(int status) {
    switch (status) {
    case CUBLAS_STATUS_SUCCESS:
        return ASSAY_OK;
    case CUBLAS_STATUS_ALLOC_FAILED:
        return ASSAY_OUT_OF_MEMORY;
    case CUBLAS_STATUS_ARCH_MISMATCH:
    case CUBLAS_STATUS_NOT_SUPPORTED:
        return ASSAY_UNSUPPORTED;
    default:
        return ASSAY_FAILED;
    }
}

static int32_t failed(const struct cublaslt *blas, int status, const char *call, char *message, size_t capacity) {
    if (status != CUBLAS_STATUS_SUCCESS) {
        char number[16];
        cgemm_write_message(message, capacity, "%s: %s", call, cgemm_cuda_cublaslt_status(blas, status, number));
    }
    return status_of(status);
}

#define BLAS_TRY(call, ...)                                                                                            \
    do {                                                                                                               \
        int32_t status_ = failed(blas, blas->__VA_ARGS__, call, message, capacity);                                    \
        if (status_ != ASSAY_OK) {                                                                                     \
            return status_;                                                                                            \
        }                                                                                                              \
    } while (0)

// Scales lie in tiles of 128 rows and 4 blocks; as all are 1, only their number matters.
static int32_t set_scales(struct assay_session *session, struct assay_prepared *prepared, char *message,
                          size_t capacity) {
    const struct cublaslt *blas = &session->blas;
    const struct assay_product *product = &prepared->product;
    const int64_t rows = product->m > product->n ? product->m : product->n;
    const size_t bytes = (size_t)(((rows + 127) / 128 * 128) * ((product->k + 63) / 64 * 4));
    int32_t mode = CUBLASLT_MATMUL_MATRIX_SCALE_VEC16_UE4M3;
    size_t held = 0;
    int32_t status = cgemm_cuda_keep(session, &prepared->scales, &held, bytes, SCALE_OF_ONE, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    const uint64_t *scales = &prepared->scales;
    BLAS_TRY("mode of scales", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_A_SCALE_MODE, &mode, sizeof mode));
    BLAS_TRY("mode of scales", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_B_SCALE_MODE, &mode, sizeof mode));
    BLAS_TRY("scales", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, scales, sizeof *scales));
    BLAS_TRY("scales", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, scales, sizeof *scales));
    return ASSAY_OK;
}

// cuBLASLt counts by columns, and what it sees by columns of a matrix that lies by rows is its transpose: C by rows is
// the product of B and A, in this order, by columns.
static int32_t describe(struct assay_session *session, struct assay_prepared *prepared, char *message,
                        size_t capacity) {
    const struct cublaslt *blas = &session->blas;
    const struct recipe *recipe = &prepared->recipe;
    const struct assay_product *product = &prepared->product;
    const uint64_t m = (uint64_t)product->m, n = (uint64_t)product->n, k = (uint64_t)product->k;
    int32_t left = product->b_transposed ? CUBLAS_OP_T : CUBLAS_OP_N, right = CUBLAS_OP_N;
    int8_t fast = 1;
    BLAS_TRY("cublasLtMatmulDescCreate", desc_create(&prepared->desc, recipe->compute, recipe->scale));
    BLAS_TRY("operation of B", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_TRANSA, &left, sizeof left));
    BLAS_TRY("operation of A", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_TRANSB, &right, sizeof right));
    if (recipe->fast_accumulate) {
        BLAS_TRY("fast accumulation", desc_set(prepared->desc, CUBLASLT_MATMUL_DESC_FAST_ACCUM, &fast, sizeof fast));
    }
    if (product->b_transposed) {
        BLAS_TRY("cublasLtMatrixLayoutCreate", layout_create(&prepared->left, recipe->input, k, n, product->k));
    } else {
        BLAS_TRY("cublasLtMatrixLayoutCreate", layout_create(&prepared->left, recipe->input, n, k, product->n));
    }
    BLAS_TRY("cublasLtMatrixLayoutCreate", layout_create(&prepared->right, recipe->input, k, m, product->k));
    BLAS_TRY("cublasLtMatrixLayoutCreate", layout_create(&prepared->result, recipe->output, n, m, product->n));
    return recipe->block_scales ? set_scales(session, prepared, message, capacity) : ASSAY_OK;
}

// Whether an algorithm multiplies FP32 as such. The library promises it for this kind of arithmetic; where it also says
// how an algorithm is made, the promise is checked.
static bool keeps_fp32(const struct cublaslt *blas, const cublaslt_algorithm *algorithm) {
    const uint64_t lower = CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F | CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF |
                           CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32;
    uint64_t flags = 0;
    size_t written = 0;
    int status =
        blas->algorithm_capability(algorithm, CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS, &flags, sizeof flags, &written);
    return status != CUBLAS_STATUS_SUCCESS || (flags & lower) == 0;
}

static void keep_usable(const struct cublaslt *blas, struct assay_prepared *prepared, int found) {
    const bool is_fp32 = prepared->recipe.compute == CUBLAS_COMPUTE_32F && prepared->recipe.input == CUDA_R_32F;
    for (int i = 0; i < found; i++) {
        cublaslt_result *result = &prepared->algorithms[i];
        if (result->state == CUBLAS_STATUS_SUCCESS && (!is_fp32 || keeps_fp32(blas, &result->algorithm))) {
            prepared->algorithms[prepared->kernels++] = *result;
        }
    }
}

static int32_t choose(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted, char *message,
                      size_t capacity) {
    const struct cublaslt *blas = &session->blas;
    void *preference = NULL;
    uint64_t workspace = session->workspace_bytes;
    int found = 0;
    // Addresses are aligned to 256 bytes, which is what the library assumes where it is not told otherwise.
    BLAS_TRY("cublasLtMatmulPreferenceCreate", preference_create(&preference));
    int status =
        blas->preference_set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &workspace, sizeof workspace);
    if (status == CUBLAS_STATUS_SUCCESS) {
        status = blas->heuristic(session->blas_handle, prepared->desc, prepared->left, prepared->right,
                                 prepared->result, prepared->result, preference, wanted, prepared->algorithms, &found);
    }
    blas->preference_destroy(preference);
    if (status != CUBLAS_STATUS_SUCCESS && status != CUBLAS_STATUS_NOT_SUPPORTED &&
        status != CUBLAS_STATUS_INVALID_VALUE) {
        return failed(blas, status, "cublasLtMatmulAlgoGetHeuristic", message, capacity);
    }
    keep_usable(blas, prepared, status == CUBLAS_STATUS_SUCCESS ? found : 0);
    if (prepared->kernels == 0) {
        const struct assay_product *product = &prepared->product;
        cgemm_write_message(message, capacity,
                            "cuBLASLt %d.%d.%d has no kernel for %s to %s, %lld × %lld × %lld with B %s, on sm_%d",
                            (int)blas->version / 10000, (int)blas->version % 10000 / 100, (int)blas->version % 100,
                            cgemm_cuda_format_name(product->input), cgemm_cuda_format_name(product->output),
                            (long long)product->m, (long long)product->n, (long long)product->k,
                            product->b_transposed ? "transposed" : "as k rows of n", session->capability);
        return ASSAY_UNSUPPORTED;
    }
    return ASSAY_OK;
}

// One and nothing in the type of the factors.
static const void *factor(int type, bool one) {
    static const double doubles[] = {0, 1};
    static const float floats[] = {0, 1};
    static const int32_t integers[] = {0, 1};
    static const uint16_t halves[] = {0, 0x3c00};
    switch (type) {
    case CUDA_R_64F:
        return &doubles[one];
    case CUDA_R_32I:
        return &integers[one];
    case CUDA_R_16F:
        return &halves[one];
    default:
        return &floats[one];
    }
}

static void *address(uint64_t memory) { return (void *)(uintptr_t)memory; }

static int32_t launch(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, uint64_t a,
                      uint64_t b, uint64_t c, char *message, size_t capacity) {
    const struct cublaslt *blas = &session->blas;
    const cublaslt_result *chosen = &prepared->algorithms[kernel];
    const int scale = prepared->recipe.scale;
    BLAS_TRY("cublasLtMatmul",
             matmul(session->blas_handle, prepared->desc, factor(scale, true), address(b), prepared->left, address(a),
                    prepared->right, factor(scale, false), address(c), prepared->result, address(c), prepared->result,
                    &chosen->algorithm, address(session->workspace), session->workspace_bytes, session->stream));
    return ASSAY_OK;
}

static void discard(struct assay_session *session, struct assay_prepared *prepared) {
    const struct cublaslt *blas = &session->blas;
    void *const layouts[] = {prepared->left, prepared->right, prepared->result};
    for (int i = 0; i < 3; i++) {
        if (layouts[i] != NULL) {
            blas->layout_destroy(layouts[i]);
        }
    }
    if (prepared->desc != NULL) {
        blas->desc_destroy(prepared->desc);
    }
    cgemm_cuda_release(session, prepared->scales);
    free(prepared->algorithms);
}

static int32_t make_ready(struct assay_session *session, char *message, size_t capacity) {
    const struct cublaslt *blas = &session->blas;
    // What NVIDIA advises for Hopper, and for those before (cuBLAS documentation, cublasSetWorkspace).
    const size_t bytes = (size_t)(session->capability >= 90 ? 32 : 4) * MEBIBYTE;
    if (session->blas_handle == NULL) {
        BLAS_TRY("cublasLtCreate", create(&session->blas_handle));
    }
    return cgemm_cuda_keep(session, &session->workspace, &session->workspace_bytes, bytes, 0, message, capacity);
}

int32_t cgemm_cuda_prepare_dense(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                                 char *message, size_t capacity) {
    int32_t status = make_ready(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    prepared->launch = launch;
    prepared->discard = discard;
    prepared->algorithms = calloc((size_t)wanted, sizeof *prepared->algorithms);
    prepared->names = calloc((size_t)wanted, sizeof *prepared->names);
    if (prepared->algorithms == NULL || prepared->names == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for %d kernels", wanted);
        return ASSAY_FAILED;
    }
    status = describe(session, prepared, message, capacity);
    if (status == ASSAY_OK) {
        status = choose(session, prepared, wanted, message, capacity);
    }
    for (int32_t i = 0; i < prepared->kernels; i++) {
        cgemm_cuda_name_algorithm(&session->blas, &prepared->algorithms[i].algorithm, prepared->names[i], KERNEL_NAME);
    }
    return status;
}
