// A product and the kernels that compute it.
#ifndef CGEMM_HIP_PREPARED_H
#define CGEMM_HIP_PREPARED_H

#include "formats.h"

// Where the matrices of one product lie.
struct hip_operands {
    const void *a, *b;
    void *c;
};

// A recording of launches, kept for the next run of the same. Empty without an executable.
struct hip_graph {
    void *executable;
    int32_t kernel, sets, launches;
    struct hip_operands *operands;
};

enum hip_library { HIP_BY_HIPBLASLT, HIP_BY_ROCBLAS };

struct hip_candidate {
    enum hip_library library;
    // Of hipBLASLt only.
    struct hipblaslt_algorithm algorithm;
    size_t workspace_bytes;
    // Set once it has run: the first launch loads its code.
    bool loaded;
    char name[512];
};

struct assay_prepared {
    struct assay_product product;
    struct hip_formats formats;
    union hip_scalar alpha, beta;
    struct hip_candidate *candidates;
    int32_t count;
    struct hip_graph graph;

    // hipBLASLt's words for the product, NULL where it has none: the descriptor, and the layouts of its operands in its
    // order. Its first operand is B.
    void *descriptor, *b_layout, *a_layout, *c_layout;
    // The scales of blocks, all 1.
    struct hip_buffer scales;
};

// Has hipBLASLt describe the product and name its best kernels, `wanted` at most, which are added to the candidates.
int32_t hip_search_hipblaslt(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                             struct hip_message message);
void hip_discard_hipblaslt(struct assay_session *session, struct assay_prepared *prepared);
int32_t hip_launch_hipblaslt(struct assay_session *session, const struct assay_prepared *prepared,
                             const struct hip_candidate *candidate, const struct hip_operands *operands,
                             struct hip_message message);

// Adds rocBLAS's own choice to the candidates if it has the product.
int32_t hip_search_rocblas(struct assay_session *session, struct assay_prepared *prepared, struct hip_message message);
int32_t hip_launch_rocblas(struct assay_session *session, const struct assay_prepared *prepared,
                           const struct hip_operands *operands, struct hip_message message);

int32_t hip_launch(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                   const struct hip_operands *operands, struct hip_message message);

// Makes copies of A and B in the unit's own FP8 formats anew, and points the first `used` operands at them.
int32_t hip_rewrite(struct assay_session *session, const struct assay_product *product, const uint64_t *a,
                    const uint64_t *b, int32_t used, struct hip_operands *operands, struct hip_message message);

void hip_forget_graph(struct assay_session *session, struct hip_graph *graph);

#endif
