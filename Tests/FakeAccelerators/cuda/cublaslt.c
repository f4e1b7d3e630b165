// FakeCUDA's libcublasLt.so.12: it multiplies on the host, by the descriptions that the real one takes.
#include "elements.h"
#include "fake.h"
#include "fake_cublaslt.h"
#include "product.h"

#include <stdlib.h>
#include <string.h>

EXPORT size_t cublasLtGetVersion(void) { return fake_is("old-library") ? 111003 : 120903; }

EXPORT size_t cublasLtGetCudartVersion(void) { return fake_is("old-library") ? 11070 : 12080; }

EXPORT const char *cublasLtGetStatusName(int status) {
    return status == CUBLAS_STATUS_INVALID_VALUE      ? "CUBLAS_STATUS_INVALID_VALUE"
           : status == CUBLAS_STATUS_NOT_SUPPORTED    ? "CUBLAS_STATUS_NOT_SUPPORTED"
           : status == CUBLAS_STATUS_EXECUTION_FAILED ? "CUBLAS_STATUS_EXECUTION_FAILED"
                                                      : "unknown status";
}

EXPORT int cublasLtCreate(void **handle) {
    *handle = malloc(1);
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtDestroy(void *handle) {
    free(handle);
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulDescCreate(void **desc, int compute, int scale) {
    struct fake_desc *made = calloc(1, sizeof *made);
    made->compute = compute;
    made->scale = scale;
    *desc = made;
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulDescDestroy(void *desc) {
    free(desc);
    return CUBLAS_STATUS_SUCCESS;
}

static int set(void *member, size_t size, const void *value, size_t bytes) {
    if (bytes != size) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    memcpy(member, value, bytes);
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulDescSetAttribute(void *handle, int attribute, const void *value, size_t bytes) {
    struct fake_desc *desc = handle;
    const bool has_modes = cublasLtGetVersion() >= 120800;
    switch (attribute) {
    case CUBLASLT_MATMUL_DESC_TRANSA:
        return set(&desc->left, sizeof desc->left, value, bytes);
    case CUBLASLT_MATMUL_DESC_TRANSB:
        return set(&desc->right, sizeof desc->right, value, bytes);
    case CUBLASLT_MATMUL_DESC_FAST_ACCUM:
        return set(&desc->fast, sizeof desc->fast, value, bytes);
    case CUBLASLT_MATMUL_DESC_A_SCALE_POINTER:
        return set(&desc->left_scales, sizeof desc->left_scales, value, bytes);
    case CUBLASLT_MATMUL_DESC_B_SCALE_POINTER:
        return set(&desc->right_scales, sizeof desc->right_scales, value, bytes);
    case CUBLASLT_MATMUL_DESC_A_SCALE_MODE:
        return has_modes ? set(&desc->left_mode, sizeof desc->left_mode, value, bytes) : CUBLAS_STATUS_INVALID_VALUE;
    case CUBLASLT_MATMUL_DESC_B_SCALE_MODE:
        return has_modes ? set(&desc->right_mode, sizeof desc->right_mode, value, bytes) : CUBLAS_STATUS_INVALID_VALUE;
    default:
        return CUBLAS_STATUS_INVALID_VALUE;
    }
}

EXPORT int cublasLtMatrixLayoutCreate(void **layout, int type, uint64_t rows, uint64_t columns, int64_t leading) {
    struct fake_layout *made = malloc(sizeof *made);
    *made = (struct fake_layout){type, (int64_t)rows, (int64_t)columns, leading};
    *layout = made;
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatrixLayoutDestroy(void *layout) {
    free(layout);
    return CUBLAS_STATUS_SUCCESS;
}

// The arguments of a product, as they are when it is put on a stream.
struct call {
    struct fake_product product;
    struct fake_stream *stream;
    int64_t a_bytes, b_bytes, c_bytes;
};

static void multiply(void *argument) {
    const struct call *call = argument;
    const struct fake_product *product = &call->product;
    if (!call->stream->owns(product->a, (size_t)call->a_bytes) ||
        !call->stream->owns(product->b, (size_t)call->b_bytes) ||
        !call->stream->owns(product->c, (size_t)call->c_bytes)) {
        call->stream->fail(CUDA_ERROR_ILLEGAL_ADDRESS);
        return;
    }
    fake_multiply(product);
}

static enum fake_sum sum_of(const struct fake_desc *desc) {
    switch (desc->compute) {
    case CUBLAS_COMPUTE_64F:
        return SUM_FP64;
    case CUBLAS_COMPUTE_16F:
        return SUM_FP16;
    case CUBLAS_COMPUTE_32I:
        return SUM_INT32;
    default:
        return desc->fast ? SUM_FP8_FAST : SUM_FP32;
    }
}

// One and nothing, in the type of the factors: all that is known here.
static bool are_plain(const struct fake_desc *desc, const void *alpha, const void *beta) {
    return fake_decode(desc->scale, alpha, 0) == 1 && fake_decode(desc->scale, beta, 0) == 0;
}

static int64_t bytes_of(const struct fake_layout *layout) {
    return fake_bytes(layout->type, layout->leading * layout->columns);
}

#ifdef FAKE_MISSING_SYMBOL
#define MATMUL_EXPORT
#else
#define MATMUL_EXPORT EXPORT
#endif

MATMUL_EXPORT int cublasLtMatmul(void *handle, void *desc_handle, const void *alpha, const void *a, void *a_handle,
                                 const void *b, void *b_handle, const void *beta, const void *c, void *c_handle,
                                 void *d, void *d_handle, const cublaslt_algorithm *algorithm, void *workspace,
                                 size_t workspace_bytes, void *stream) {
    const struct fake_desc *desc = desc_handle;
    const struct fake_layout *left = a_handle, *right = b_handle, *result = d_handle;
    struct fake_stream *on = stream;
    struct fake_algorithm chosen;
    memcpy(&chosen, algorithm, sizeof chosen);
    if (handle == NULL || c != d || c_handle != d_handle || !are_plain(desc, alpha, beta) ||
        !on->owns(workspace, workspace_bytes)) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    int status = fake_supports(on->capability, desc, left, right, result);
    if (status != CUBLAS_STATUS_SUCCESS) {
        return status;
    }
    const bool left_turned = desc->left == CUBLAS_OP_T, right_turned = desc->right == CUBLAS_OP_T;
    struct call call = {
        .product = {.input = left->type,
                    .output = result->type,
                    .sum = sum_of(desc),
                    .tf32 = (chosen.flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32) != 0,
                    .m = result->rows,
                    .n = result->columns,
                    .k = left_turned ? left->rows : left->columns,
                    .a = a,
                    .b = b,
                    .c = d,
                    .a_row = left_turned ? left->leading : 1,
                    .a_column = left_turned ? 1 : left->leading,
                    .b_row = right_turned ? right->leading : 1,
                    .b_column = right_turned ? 1 : right->leading,
                    .c_row = 1,
                    .c_column = result->leading,
                    .a_scales = desc->left_scales,
                    .b_scales = desc->right_scales},
        .stream = on,
        .a_bytes = bytes_of(left),
        .b_bytes = bytes_of(right),
        .c_bytes = bytes_of(result),
    };
    return on->submit(on, multiply, &call, sizeof call) == 0 ? CUBLAS_STATUS_SUCCESS : CUBLAS_STATUS_EXECUTION_FAILED;
}
