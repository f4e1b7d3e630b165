#include "kernels.h"
#include "plugin.h"

#include <math.h>
#include <stdlib.h>

int32_t hip_draw(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                 char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    void *arguments[] = {&format, &memory, &count, &seed};
    int32_t status = hip_need_kernels(session, report);
    if (status == ASSAY_OK) {
        status = hip_start(session, HIP_DRAW, hip_blocks_for(session, count), arguments, report);
    }
    return status == ASSAY_OK ? hip_wait(session, "drawing", report) : status;
}

int32_t hip_flip(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                 uint64_t columns, uint64_t seed, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    void *arguments[] = {&format, &to, &from, &rows, &columns, &seed};
    int32_t status = hip_need_kernels(session, report);
    if (status == ASSAY_OK) {
        status = hip_start(session, HIP_FLIP, hip_blocks_for(session, rows * columns), arguments, report);
    }
    return status == ASSAY_OK ? hip_wait(session, "flipping", report) : status;
}

// The largest of the deviations and its row; the first that is no number or infinite, as NaN, before any other.
static void find_largest(const double *deviations, uint64_t count, double *largest, uint64_t *row) {
    *largest = 0;
    *row = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (!isfinite(deviations[i])) {
            *largest = NAN;
            *row = i;
            return;
        }
        if (deviations[i] > *largest) {
            *largest = deviations[i];
            *row = i;
        }
    }
}

// Starts both kernels: B·x, and from that every row's |C·x − A·(B·x)|.
static int32_t start_check(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                           uint64_t c, uint64_t seed, double *image, double *deviations, struct hip_message message) {
    int32_t input = product->input, output = product->output, transposed = product->b_transposed;
    uint64_t m = (uint64_t)product->m, n = (uint64_t)product->n, k = (uint64_t)product->k;
    void *for_image[] = {&input, &b, &transposed, &n, &k, &seed, &image};
    void *for_deviation[] = {&input, &output, &a, &c, &image, &m, &n, &k, &seed, &deviations};
    const int32_t status = hip_start(session, HIP_IMAGE, hip_blocks_for(session, k), for_image, message);
    return status == ASSAY_OK
        ? hip_start(session, HIP_DEVIATION, hip_blocks_for(session, m), for_deviation, message)
        : status;
}

int32_t hip_check_product(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                          uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    const size_t rows = (size_t)product->m, bytes = rows * sizeof(double);
    struct hip_buffer place = {NULL, 0};
    int32_t status = hip_need_kernels(session, report);
    if (status != ASSAY_OK) {
        return status;
    }
    double *deviations = malloc(bytes);
    if (deviations == NULL) {
        return hip_say(report, ASSAY_FAILED, "out of memory");
    }
    status = hip_reserve(session, &place, bytes + (size_t)product->k * sizeof(double), report);
    if (status == ASSAY_OK) {
        double *image = place.memory;
        status = start_check(session, product, a, b, c, seed, image, image + product->k, report);
        if (status == ASSAY_OK) {
            status = hip_download(session, deviations, (uint64_t)(uintptr_t)(image + product->k), bytes, message,
                                  capacity);
        }
    }
    if (status == ASSAY_OK) {
        find_largest(deviations, rows, largest, row);
    }
    hip_give_back(session, &place);
    free(deviations);
    return status;
}
