#include "prepared.h"

#include <limits.h>
#include <stdio.h>

// Opens the library on the selected device, once. The reason is kept if it cannot be used.
static int32_t need_rocblas(struct assay_session *session, struct hip_message message) {
    const struct hip_libraries *libraries = &session->libraries;
    const struct hip_message kept = {session->rocblas_reason, sizeof session->rocblas_reason};
    if (!libraries->has_rocblas) {
        return hip_say(message, ASSAY_UNSUPPORTED, "no rocBLAS: %s", libraries->rocblas_reason);
    }
    if (session->rocblas == NULL && kept.text[0] == '\0') {
        void *handle = NULL;
        if (hip_check_rocblas(session, libraries->rocblas.create(&handle), "rocblas_create_handle", kept) == ASSAY_OK
            && hip_check_rocblas(session, libraries->rocblas.set_stream(handle, session->stream), "rocblas_set_stream",
                                 kept) == ASSAY_OK) {
            session->rocblas = handle;
            libraries->rocblas.version(session->rocblas_version, sizeof session->rocblas_version);
        }
    }
    return kept.text[0] == '\0' ? ASSAY_OK : hip_say(message, ASSAY_UNSUPPORTED, "%s", kept.text);
}

// Column-major as in hipblaslt.c: Cᵀ = Bᵀ · Aᵀ.
static int gemm(struct assay_session *session, const struct assay_prepared *prepared, int m, int n, int k,
                const struct hip_operands *operands) {
    const struct hip_formats *formats = &prepared->formats;
    const bool transposed = prepared->product.b_transposed != 0;
    return session->libraries.rocblas.gemm(
        session->rocblas, transposed ? BLAS_OPERATION_TRANSPOSE : BLAS_OPERATION_NONE, BLAS_OPERATION_NONE, n, m, k,
        &prepared->alpha, operands->b, formats->rocblas_input, transposed ? k : n, operands->a,
        formats->rocblas_input, k, &prepared->beta, operands->c, formats->rocblas_output, n, operands->c,
        formats->rocblas_output, n, formats->rocblas_compute, ROCBLAS_GEMM_ALGO_STANDARD, 0, ROCBLAS_GEMM_FLAGS_NONE);
}

// Computes a small product of whatever lies there: the library tells in no other way whether it has a kernel.
static int32_t try_out(struct assay_session *session, const struct assay_prepared *prepared,
                       struct hip_message message) {
    enum { SIDE = 64, LARGEST_MATRIX = SIDE * SIDE * 8 };
    struct hip_buffer place = {NULL, 0};
    int32_t status = hip_reserve(session, &place, 3 * LARGEST_MATRIX, message);
    if (status != ASSAY_OK) {
        return status;
    }
    char *memory = place.memory;
    const struct hip_operands operands = {memory, memory + LARGEST_MATRIX, memory + 2 * LARGEST_MATRIX};
    status = hip_check_rocblas(session, gemm(session, prepared, SIDE, SIDE, SIDE, &operands), "rocblas_gemm_ex",
                               message);
    if (status == ASSAY_OK) {
        status = hip_wait(session, "rocblas_gemm_ex", message);
    }
    hip_give_back(session, &place);
    return status;
}

int32_t hip_search_rocblas(struct assay_session *session, struct assay_prepared *prepared,
                           struct hip_message message) {
    const struct assay_product *product = &prepared->product;
    if (prepared->formats.rocblas_input == ROCBLAS_NO_DATATYPE) {
        return hip_say(message, ASSAY_UNSUPPORTED, "rocBLAS has no such product");
    }
    if (product->m > INT_MAX || product->n > INT_MAX || product->k > INT_MAX) {
        return hip_say(message, ASSAY_UNSUPPORTED, "rocBLAS counts rows and columns in 32 bits");
    }
    int32_t status = need_rocblas(session, message);
    if (status == ASSAY_OK) {
        status = try_out(session, prepared, message);
    }
    if (status == ASSAY_OK) {
        struct hip_candidate *candidate = &prepared->candidates[prepared->count++];
        *candidate = (struct hip_candidate){.library = HIP_BY_ROCBLAS};
        snprintf(candidate->name, sizeof candidate->name, "rocBLAS %s gemm_ex", session->rocblas_version);
    }
    return status;
}

int32_t hip_launch_rocblas(struct assay_session *session, const struct assay_prepared *prepared,
                           const struct hip_operands *operands, struct hip_message message) {
    const struct assay_product *product = &prepared->product;
    return hip_check_rocblas(
        session, gemm(session, prepared, (int)product->m, (int)product->n, (int)product->k, operands),
        "rocblas_gemm_ex", message);
}
