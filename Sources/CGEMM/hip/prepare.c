#include "plugin.h"
#include "prepared.h"

#include <stdlib.h>

void hip_discard(struct assay_session *session, struct assay_prepared *prepared) {
    if (prepared == NULL) {
        return;
    }
    hip_forget_graph(session, &prepared->graph);
    hip_discard_hipblaslt(session, prepared);
    free(prepared->candidates);
    free(prepared);
}

static struct assay_prepared *create(const struct assay_product *product, const struct hip_formats *formats,
                                     int32_t wanted) {
    struct assay_prepared *prepared = calloc(1, sizeof *prepared);
    if (prepared == NULL) {
        return NULL;
    }
    prepared->product = *product;
    prepared->formats = *formats;
    // Each operand that was rewritten counts half.
    prepared->alpha = hip_scalar_of(formats, formats->fnuz ? 4 : 1);
    prepared->beta = hip_scalar_of(formats, 0);
    // rocBLAS's one comes on top where hipBLASLt has none.
    prepared->candidates = calloc((size_t)wanted + 1, sizeof *prepared->candidates);
    if (prepared->candidates == NULL) {
        free(prepared);
        return NULL;
    }
    return prepared;
}

// hipBLASLt's kernels, best first, and rocBLAS's choice last: it is the only one where hipBLASLt has none (FP64, old
// versions), and now and then the faster one.
static int32_t search(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                      struct hip_message message) {
    char first[256] = "", second[256] = "";
    const struct hip_message one = {first, sizeof first}, other = {second, sizeof second};
    const int32_t fast = hip_search_hipblaslt(session, prepared, wanted > 1 ? wanted - 1 : wanted, one);
    if (fast == ASSAY_OK && wanted == 1) {
        return ASSAY_OK;
    }
    if (fast == ASSAY_GONE || fast == ASSAY_BUSY) {
        return hip_say(message, fast, "%s", first);
    }
    const int32_t plain = hip_search_rocblas(session, prepared, other);
    if (prepared->count > 0) {
        return ASSAY_OK;
    }
    const int32_t status = plain != ASSAY_UNSUPPORTED ? plain : fast;
    return hip_say(message, status, "%s; %s", first, second);
}

int32_t hip_prepare(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                    struct assay_prepared **prepared, int32_t *kernels, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    struct hip_formats formats;
    int32_t status = hip_need_device(session, report);
    if (status == ASSAY_OK) {
        status = hip_formats_of(session, product, &formats, report);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    if (product->m < 1 || product->n < 1 || product->k < 1 || wanted < 1) {
        return hip_say(report, ASSAY_FAILED, "m, n, k and the number of kernels have to be positive");
    }
    struct assay_prepared *made = create(product, &formats, wanted);
    if (made == NULL) {
        return hip_say(report, ASSAY_FAILED, "out of memory");
    }
    status = search(session, made, wanted, report);
    if (status != ASSAY_OK) {
        hip_discard(session, made);
        return status;
    }
    *prepared = made;
    *kernels = made->count;
    return ASSAY_OK;
}

int32_t hip_supports(struct assay_session *session, const struct assay_product *product, char *message,
                     size_t capacity) {
    // A size that every library's kernels take.
    enum { SIDE = 1024 };
    struct assay_product sized = *product;
    struct assay_prepared *prepared = NULL;
    int32_t kernels = 0;
    sized.m = sized.n = sized.k = SIDE;
    const int32_t status = hip_prepare(session, &sized, 1, &prepared, &kernels, message, capacity);
    hip_discard(session, prepared);
    return status;
}

const char *hip_kernel_name(const struct assay_prepared *prepared, int32_t kernel) {
    return kernel >= 0 && kernel < prepared->count ? prepared->candidates[kernel].name : "";
}

int32_t hip_launch(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                   const struct hip_operands *operands, struct hip_message message) {
    const struct hip_candidate *candidate = &prepared->candidates[kernel];
    return candidate->library == HIP_BY_ROCBLAS ? hip_launch_rocblas(session, prepared, operands, message)
                                                : hip_launch_hipblaslt(session, prepared, candidate, operands, message);
}
