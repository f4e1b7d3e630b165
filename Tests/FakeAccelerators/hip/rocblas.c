// librocblas.
#include "fake.h"
#include "numbers.h"

#include <stdio.h>
#include <stdlib.h>

enum { SUCCESS = 0, NOT_IMPLEMENTED = 2, INTERNAL_ERROR = 6, INVALID_SIZE = 4 };
enum { F16 = 150, F32 = 151, F64 = 152, I8 = 160, I32 = 162, BF16 = 168 };
enum { OPERATION_NONE = 111, OPERATION_TRANSPOSE = 112 };

struct handle {
    void *stream;
};

int rocblas_get_version_string(char *text, size_t capacity) {
    snprintf(text, capacity, "4.4.1.fake");
    return SUCCESS;
}

int rocblas_create_handle(void **handle) {
    *handle = calloc(1, sizeof(struct handle));
    return SUCCESS;
}

int rocblas_destroy_handle(void *handle) {
    free(handle);
    return SUCCESS;
}

int rocblas_set_stream(void *handle, void *stream) {
    ((struct handle *)handle)->stream = stream;
    return SUCCESS;
}

const char *rocblas_status_to_string(int status) {
    return status == NOT_IMPLEMENTED ? "rocblas_status_not_implemented" : "rocblas_status_internal_error";
}

static bool is_implemented(int input, int output, int compute) {
    switch (input) {
    case F64:
    case F32:
        return output == input && compute == input;
    case F16:
    case BF16:
        return compute == F32 && (output == input || output == F32);
    default:
        return input == I8 && output == I32 && compute == I32;
    }
}

static enum fake_format format_of(int type) {
    return type == F64 ? FAKE_FP64 : type == F32 ? FAKE_FP32 : type == F16 ? FAKE_FP16 : type == BF16 ? FAKE_BF16
           : type == I8 ? FAKE_INT8 : FAKE_INT32;
}

int rocblas_gemm_ex(void *handle, int transpose_a, int transpose_b, int m, int n, int k, const void *alpha,
                    const void *a, int a_type, int lda, const void *b, int b_type, int ldb, const void *beta,
                    const void *c, int c_type, int ldc, void *d, int d_type, int ldd, int compute, int algorithm,
                    int32_t solution, uint32_t flags) {
    (void)beta, (void)c, (void)algorithm, (void)solution, (void)flags;
    if (a_type != b_type || c_type != d_type || !is_implemented(a_type, d_type, compute)) {
        return NOT_IMPLEMENTED;
    }
    if (lda < (transpose_a == OPERATION_NONE ? m : k) || ldb < (transpose_b == OPERATION_NONE ? k : n) || ldd < m
        || ldc < m) {
        return INVALID_SIZE;
    }
    const struct fake_product product = {
        .input = format_of(a_type),
        .output = format_of(d_type),
        .transpose_a = transpose_a == OPERATION_TRANSPOSE,
        .transpose_b = transpose_b == OPERATION_TRANSPOSE,
        .m = m,
        .n = n,
        .k = k,
        .lda = lda,
        .ldb = ldb,
        .ldd = ldd,
        .alpha = compute == F64   ? *(const double *)alpha
                 : compute == I32 ? *(const int32_t *)alpha
                                  : *(const float *)alpha,
        .a = a,
        .b = b,
        .d = d,
    };
    return fake_submit(((struct handle *)handle)->stream, fake_multiply, &product, sizeof product) == 0
        ? SUCCESS
        : INTERNAL_ERROR;
}
