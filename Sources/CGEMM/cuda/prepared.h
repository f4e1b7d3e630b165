// A product for which kernels have been chosen.
#ifndef CGEMM_CUDA_PREPARED_H
#define CGEMM_CUDA_PREPARED_H

#include "recipe.h"

enum { KERNEL_NAME = 160 };

// Products recorded in a graph, so that no launch stands between them; kept for the next run of the same.
struct recording {
    void *executable;
    int32_t kernel, sets, length;
    // The addresses of A, B and C of every set, one list after another.
    uint64_t *addresses;
    // The driver refused to record: products are launched one by one from now on.
    bool refused;
};

struct assay_prepared {
    struct assay_product product;
    struct recipe recipe;
    int32_t kernels;
    char (*names)[KERNEL_NAME];
    struct recording recording;

    // Puts one product on the session's stream.
    int32_t (*launch)(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, uint64_t a,
                      uint64_t b, uint64_t c, char *message, size_t capacity);
    // Turns the A of every set into what the library multiplies, and `a` into its address; NULL where it takes A as it
    // is.
    int32_t (*convert)(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                       const uint64_t *a, int32_t sets, uint64_t *converted, char *message, size_t capacity);
    void (*discard)(struct assay_session *session, struct assay_prepared *prepared);

    // dense.c
    void *desc, *left, *right, *result;
    cublaslt_result *algorithms;
    // Block scales of 1 for FP4.
    uint64_t scales;

    // sparse.c
    struct sparse_plans *plans;
};

// Each fills in what is its own. On failure nothing is left behind.
int32_t cgemm_cuda_prepare_dense(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                                 char *message, size_t capacity);
int32_t cgemm_cuda_prepare_sparse(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                                  char *message, size_t capacity);

// What cuBLASLt says of an algorithm, in words.
void cgemm_cuda_name_algorithm(const struct cublaslt *blas, const cublaslt_algorithm *algorithm, char *name,
                               size_t capacity);

int32_t cgemm_cuda_run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                       const uint64_t *a, const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count,
                       double *seconds, char *message, size_t capacity);
void cgemm_cuda_forget_recording(struct assay_session *session, struct recording *recording);

#endif
