#include "../library.h"
#include "errors.h"
#include "prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 256 };

// One kernel of the library: the number of its configuration, and what was worked out for it.
struct sparse_kernel {
    cusparselt_opaque algorithm, plan;
    bool has_algorithm, has_plan;
    size_t workspace_bytes;
};

struct sparse_plans {
    cusparselt_opaque a, b, c, matmul;
    bool has_a, has_b, has_c;
    int32_t count;
    struct sparse_kernel *kernels;

    uint64_t workspace;
    size_t workspace_bytes;
    // The A of every set, compressed, one after another; and room to do it in.
    uint64_t compressed, buffer;
    size_t compressed_bytes, buffer_bytes;
};

static int32_t failed(const struct cusparselt *sparse, int status, const char *call, char *message, size_t capacity) {
    if (status == CUSPARSE_STATUS_SUCCESS) {
        return ASSAY_OK;
    }
    if (sparse->error_name != NULL) {
        cgemm_write_message(message, capacity, "%s: %s", call, sparse->error_name(status));
    } else {
        cgemm_write_message(message, capacity, "%s: status %d of cuSPARSE", call, status);
    }
    switch (status) {
    case CUSPARSE_STATUS_ALLOC_FAILED:
        return ASSAY_OUT_OF_MEMORY;
    case CUSPARSE_STATUS_ARCH_MISMATCH:
    case CUSPARSE_STATUS_NOT_SUPPORTED:
        return ASSAY_UNSUPPORTED;
    default:
        return ASSAY_FAILED;
    }
}

#define SPARSE_TRY(call, ...)                                                                                          \
    do {                                                                                                               \
        int32_t status_ = failed(sparse, sparse->__VA_ARGS__, call, message, capacity);                                \
        if (status_ != ASSAY_OK) {                                                                                     \
            return status_;                                                                                            \
        }                                                                                                              \
    } while (0)

static void *address(uint64_t memory) { return (void *)(uintptr_t)memory; }

static cusparselt_opaque *make_opaque(size_t count) {
    // calloc does not promise the alignment.
    size_t bytes = count * sizeof(cusparselt_opaque);
    cusparselt_opaque *memory = aligned_alloc(_Alignof(cusparselt_opaque), bytes);
    return memory == NULL ? NULL : memset(memory, 0, bytes);
}

static int32_t make_ready(struct assay_session *session, char *message, size_t capacity) {
    struct cusparselt *sparse = &session->sparse;
    if (sparse->state != NULL) {
        return ASSAY_OK;
    }
    sparse->state = make_opaque(1);
    if (sparse->state == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for cuSPARSELt");
        return ASSAY_FAILED;
    }
    int32_t status = failed(sparse, sparse->init(sparse->state), "cusparseLtInit", message, capacity);
    if (status != ASSAY_OK) {
        free(sparse->state);
        sparse->state = NULL;
    }
    return status;
}

static int32_t describe(const struct cusparselt *sparse, const struct assay_product *product,
                        const struct recipe *recipe, struct sparse_plans *plans, char *message, size_t capacity) {
    const int64_t m = product->m, n = product->n, k = product->k;
    const bool transposed = product->b_transposed != 0;
    SPARSE_TRY("cusparseLtStructuredDescriptorInit of A",
               structured_init(sparse->state, &plans->a, m, k, k, ALIGNMENT, recipe->input, CUSPARSE_ORDER_ROW,
                               CUSPARSELT_SPARSITY_50_PERCENT));
    plans->has_a = true;
    SPARSE_TRY("cusparseLtDenseDescriptorInit of B",
               dense_init(sparse->state, &plans->b, transposed ? n : k, transposed ? k : n, transposed ? k : n,
                          ALIGNMENT, recipe->input, CUSPARSE_ORDER_ROW));
    plans->has_b = true;
    SPARSE_TRY("cusparseLtDenseDescriptorInit of C",
               dense_init(sparse->state, &plans->c, m, n, n, ALIGNMENT, recipe->output, CUSPARSE_ORDER_ROW));
    plans->has_c = true;
    SPARSE_TRY("cusparseLtMatmulDescriptorInit",
               matmul_init(sparse->state, &plans->matmul, CUSPARSE_OPERATION_NON_TRANSPOSE,
                           transposed ? CUSPARSE_OPERATION_TRANSPOSE : CUSPARSE_OPERATION_NON_TRANSPOSE, &plans->a,
                           &plans->b, &plans->c, &plans->c, recipe->compute));
    return ASSAY_OK;
}

// A plan for one configuration; number 0 leaves the library's own choice as it is.
static int32_t plan(const struct cusparselt *sparse, struct sparse_plans *plans, struct sparse_kernel *kernel,
                    int32_t number, char *message, size_t capacity) {
    SPARSE_TRY("cusparseLtMatmulAlgSelectionInit",
               algorithm_init(sparse->state, &kernel->algorithm, &plans->matmul, CUSPARSELT_MATMUL_ALG_DEFAULT));
    kernel->has_algorithm = true;
    if (number > 0) {
        SPARSE_TRY(
            "cusparseLtMatmulAlgSetAttribute",
            algorithm_set(sparse->state, &kernel->algorithm, CUSPARSELT_MATMUL_ALG_CONFIG_ID, &number, sizeof number));
    }
    SPARSE_TRY("cusparseLtMatmulPlanInit", plan_init(sparse->state, &kernel->plan, &plans->matmul, &kernel->algorithm));
    kernel->has_plan = true;
    SPARSE_TRY("cusparseLtMatmulGetWorkspace", workspace(sparse->state, &kernel->plan, &kernel->workspace_bytes));
    return ASSAY_OK;
}

static void discard_kernel(const struct cusparselt *sparse, struct sparse_kernel *kernel) {
    if (kernel->has_plan) {
        sparse->plan_destroy(&kernel->plan);
    }
    if (kernel->has_algorithm && sparse->algorithm_destroy != NULL) {
        sparse->algorithm_destroy(&kernel->algorithm);
    }
    memset(kernel, 0, sizeof *kernel);
}

static void discard(struct assay_session *session, struct assay_prepared *prepared) {
    const struct cusparselt *sparse = &session->sparse;
    struct sparse_plans *plans = prepared->plans;
    if (plans == NULL) {
        return;
    }
    for (int32_t i = 0; i < plans->count; i++) {
        discard_kernel(sparse, &plans->kernels[i]);
    }
    const bool has[] = {plans->has_a, plans->has_b, plans->has_c};
    const cusparselt_opaque *const matrices[] = {&plans->a, &plans->b, &plans->c};
    for (int i = 0; i < 3; i++) {
        if (has[i]) {
            sparse->matrix_destroy(matrices[i]);
        }
    }
    cgemm_cuda_release(session, plans->workspace);
    cgemm_cuda_release(session, plans->compressed);
    cgemm_cuda_release(session, plans->buffer);
    free(plans->kernels);
    free(plans);
}

static size_t rounded_up(size_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

// Done before every run, because the caller may have given A new signs; a model's weights are compressed once, so the
// time of it is no part of a product's.
static int32_t convert(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                       const uint64_t *a, int32_t sets, uint64_t *converted, char *message, size_t capacity) {
    const struct cusparselt *sparse = &session->sparse;
    struct sparse_plans *plans = prepared->plans;
    const cusparselt_opaque *plan = &plans->kernels[kernel].plan;
    size_t bytes = 0, buffer_bytes = 0;
    SPARSE_TRY("cusparseLtSpMMACompressedSize", compressed_size(sparse->state, plan, &bytes, &buffer_bytes));
    bytes = rounded_up(bytes);
    int32_t status = cgemm_cuda_keep(session, &plans->compressed, &plans->compressed_bytes, bytes * (size_t)sets, 0,
                                     message, capacity);
    if (status == ASSAY_OK && buffer_bytes > 0) {
        status = cgemm_cuda_keep(session, &plans->buffer, &plans->buffer_bytes, buffer_bytes, 0, message, capacity);
    }
    for (int32_t i = 0; i < sets && status == ASSAY_OK; i++) {
        converted[i] = plans->compressed + bytes * (size_t)i;
        status = failed(sparse,
                        sparse->compress(sparse->state, plan, address(a[i]), address(converted[i]),
                                         address(plans->buffer), session->stream),
                        "cusparseLtSpMMACompress", message, capacity);
    }
    return status;
}

static int32_t launch(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, uint64_t a,
                      uint64_t b, uint64_t c, char *message, size_t capacity) {
    static const float one = 1, nothing = 0;
    const struct cusparselt *sparse = &session->sparse;
    struct sparse_plans *plans = prepared->plans;
    SPARSE_TRY("cusparseLtMatmul",
               matmul(sparse->state, &plans->kernels[kernel].plan, &one, address(a), address(b), &nothing, address(c),
                      address(c), address(plans->workspace), &session->stream, 1));
    return ASSAY_OK;
}

// The library's choice first, then its configurations in turn, up to `wanted`. Those that it refuses are left out.
static int32_t choose(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted, char *message,
                      size_t capacity) {
    const struct cusparselt *sparse = &session->sparse;
    struct sparse_plans *plans = prepared->plans;
    int highest = 0, own = 0;
    int32_t status = plan(sparse, plans, &plans->kernels[0], 0, message, capacity);
    plans->count = 1;
    if (status != ASSAY_OK) {
        return status;
    }
    const cusparselt_opaque *algorithm = &plans->kernels[0].algorithm;
    sparse->algorithm_get(sparse->state, algorithm, CUSPARSELT_MATMUL_ALG_CONFIG_MAX_ID, &highest, sizeof highest);
    sparse->algorithm_get(sparse->state, algorithm, CUSPARSELT_MATMUL_ALG_CONFIG_ID, &own, sizeof own);
    snprintf(prepared->names[0], KERNEL_NAME, "cuSPARSELt configuration %d (its choice)", own);
    for (int number = 0; number < highest && plans->count < wanted; number++) {
        struct sparse_kernel *kernel = &plans->kernels[plans->count];
        if (number == own) {
            continue;
        }
        if (plan(sparse, plans, kernel, number, NULL, 0) != ASSAY_OK) {
            discard_kernel(sparse, kernel);
            continue;
        }
        snprintf(prepared->names[plans->count++], KERNEL_NAME, "cuSPARSELt configuration %d", number);
    }
    prepared->kernels = plans->count;
    return ASSAY_OK;
}

static int32_t make_plans(struct assay_prepared *prepared, int32_t wanted, char *message, size_t capacity) {
    const size_t count = (size_t)wanted;
    prepared->plans = aligned_alloc(_Alignof(struct sparse_plans), sizeof *prepared->plans);
    if (prepared->plans != NULL) {
        memset(prepared->plans, 0, sizeof *prepared->plans);
        prepared->plans->kernels = aligned_alloc(_Alignof(struct sparse_kernel), count * sizeof(struct sparse_kernel));
    }
    prepared->names = calloc(count, sizeof *prepared->names);
    if (prepared->plans == NULL || prepared->plans->kernels == NULL || prepared->names == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for %d kernels", wanted);
        return ASSAY_FAILED;
    }
    memset(prepared->plans->kernels, 0, count * sizeof(struct sparse_kernel));
    return ASSAY_OK;
}

int32_t cgemm_cuda_prepare_sparse(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                                  char *message, size_t capacity) {
    const struct cusparselt *sparse = &session->sparse;
    prepared->launch = launch;
    prepared->convert = convert;
    prepared->discard = discard;
    int32_t status = make_ready(session, message, capacity);
    if (status == ASSAY_OK) {
        status = make_plans(prepared, wanted, message, capacity);
    }
    if (status == ASSAY_OK) {
        status = describe(sparse, &prepared->product, &prepared->recipe, prepared->plans, message, capacity);
    }
    if (status == ASSAY_OK) {
        status = choose(session, prepared, wanted, message, capacity);
    }
    size_t workspace = 0;
    for (int32_t i = 0; i < prepared->kernels; i++) {
        size_t bytes = prepared->plans->kernels[i].workspace_bytes;
        workspace = bytes > workspace ? bytes : workspace;
    }
    if (status == ASSAY_OK && workspace > 0) {
        status = cgemm_cuda_keep(session, &prepared->plans->workspace, &prepared->plans->workspace_bytes, workspace, 0,
                                 message, capacity);
    }
    return status;
}
