#include "kernels.h"
#include "prepared.h"

#include <stdlib.h>

// Rewrites OCP's FP8 elements of one matrix into those of the unit.
static int32_t rewrite(struct assay_session *session, int32_t format, const void *from, void *to, uint64_t count,
                       struct hip_message message) {
    enum { LARGEST_E4M3 = 0x7e, LARGEST_E5M2 = 0x7b };
    unsigned last = format == ASSAY_FP8E4M3 ? LARGEST_E4M3 : LARGEST_E5M2;
    void *arguments[] = {&from, &to, &count, &last};
    return hip_start(session, HIP_TO_FNUZ, hip_blocks_for(session, count), arguments, message);
}

static uint64_t aligned(uint64_t bytes) {
    return (bytes + 255) / 256 * 256;
}

// The copy that one of the first `before` of these places has got; NULL if none is this place.
static const void *copy_of(uint64_t place, const uint64_t *places, const void *const *copies, int32_t before) {
    for (int32_t i = 0; i < before; i++) {
        if (places[i] == place) {
            return copies[i];
        }
    }
    return NULL;
}

// Rewrites each place once: sets that share a matrix share its copy. `place` is where the next copy may lie.
static int32_t rewrite_places(struct assay_session *session, int32_t format, const uint64_t *places, int32_t used,
                              uint64_t elements, const void **copies, char **place, struct hip_message message) {
    int32_t status = ASSAY_OK;
    for (int32_t i = 0; status == ASSAY_OK && i < used; i++) {
        copies[i] = copy_of(places[i], places, copies, i);
        if (copies[i] == NULL) {
            copies[i] = *place;
            status = rewrite(session, format, (const void *)(uintptr_t)places[i], *place, elements, message);
            *place += aligned(elements);
        }
    }
    return status;
}

static uint64_t distinct(const uint64_t *places, int32_t used) {
    uint64_t count = 0;
    for (int32_t i = 0; i < used; i++) {
        int32_t first = 0;
        while (places[first] != places[i]) {
            first++;
        }
        count += first == i;
    }
    return count;
}

int32_t hip_rewrite(struct assay_session *session, const struct assay_product *product, const uint64_t *a,
                    const uint64_t *b, int32_t used, struct hip_operands *operands, struct hip_message message) {
    const uint64_t of_a = (uint64_t)product->m * (uint64_t)product->k;
    const uint64_t of_b = (uint64_t)product->k * (uint64_t)product->n;
    const void **copies = malloc(2 * (size_t)used * sizeof *copies);
    if (copies == NULL) {
        return hip_say(message, ASSAY_FAILED, "out of memory");
    }
    int32_t status = hip_need_kernels(session, message);
    if (status == ASSAY_OK) {
        const uint64_t bytes = distinct(a, used) * aligned(of_a) + distinct(b, used) * aligned(of_b);
        status = hip_reserve(session, &session->rewritten, bytes, message);
    }
    char *free_place = session->rewritten.memory;
    if (status == ASSAY_OK) {
        status = rewrite_places(session, product->input, a, used, of_a, copies, &free_place, message);
    }
    if (status == ASSAY_OK) {
        status = rewrite_places(session, product->input, b, used, of_b, copies + used, &free_place, message);
    }
    for (int32_t i = 0; status == ASSAY_OK && i < used; i++) {
        operands[i].a = copies[i];
        operands[i].b = copies[used + i];
    }
    free(copies);
    return status;
}
