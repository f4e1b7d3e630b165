#include "library.h"
#include "onednn_descriptor.h"

// Both calls are row-major, with the dimensions in dnnl_dim_t (64 bits), in version 2 as in 3.
typedef int sgemm(char transpose_a, char transpose_b, int64_t m, int64_t n, int64_t k, float alpha, const void *a,
                  int64_t lda, const void *b, int64_t ldb, float beta, void *c, int64_t ldc);
typedef int gemm_u8s8s32(char transpose_a, char transpose_b, char offset_c, int64_t m, int64_t n, int64_t k, float alpha,
                         const void *a, int64_t lda, uint8_t offset_of_a, const void *b, int64_t ldb,
                         int8_t offset_of_b, float beta, void *c, int64_t ldc, const int32_t *offset);

bool cgemm_onednn_call(const struct cgemm_onednn *library, enum cgemm_onednn_kind kind, int64_t m, int64_t n, int64_t k,
                       const void *a, const void *b, void *c, char *message, size_t capacity) {
    const struct report report = {message, capacity};
    const int32_t no_offset = 0;
    sgemm *in_float;
    gemm_u8s8s32 *in_bytes;
    if (kind == CGEMM_ONEDNN_F32 && cgemm_library_function(library->handle, "dnnl_sgemm", &in_float)) {
        return cgemm_succeeded(in_float('N', 'N', m, n, k, 1, a, k, b, n, 0, c, n), "dnnl_sgemm", report);
    }
    if (kind == CGEMM_ONEDNN_U8S8 && cgemm_library_function(library->handle, "dnnl_gemm_u8s8s32", &in_bytes)) {
        return cgemm_succeeded(in_bytes('N', 'N', 'F', m, n, k, 1, a, k, 0, b, n, 0, 0, c, n, &no_offset),
                               "dnnl_gemm_u8s8s32", report);
    }
    cgemm_write_message(message, capacity, "the library has no plain call for this product");
    return false;
}
