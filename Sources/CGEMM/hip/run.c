#include "graph.h"
#include "plugin.h"

#include <stdlib.h>

// Launches once and waits, the first time that a kernel is used: the library loads its code then.
static int32_t load(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                    const struct hip_operands *operands, struct hip_message message) {
    struct hip_candidate *candidate = &prepared->candidates[kernel];
    if (candidate->loaded) {
        return ASSAY_OK;
    }
    int32_t status = hip_launch(session, prepared, kernel, operands, message);
    if (status == ASSAY_OK) {
        status = hip_wait(session, "the first product", message);
    }
    candidate->loaded = status == ASSAY_OK;
    return status;
}

// Launches once, untimed: while the device is busy with it, the launches that are timed queue up. What it has written
// is wiped out, so that a product which the library left out is not covered up.
static int32_t lead(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                    const struct hip_operands *operands, struct hip_message message) {
    const struct assay_product *product = &prepared->product;
    const uint64_t bytes = hip_bytes(product->output, (uint64_t)product->m * (uint64_t)product->n);
    const int32_t status = hip_launch(session, prepared, kernel, operands, message);
    return status == ASSAY_OK
        ? hip_check(session, session->libraries.hip.fill(operands->c, 0xff, bytes, session->stream), "hipMemsetAsync",
                    message)
        : status;
}

// Launches all products: by as many repetitions of the recording as fit, and what is left one by one.
static int32_t launch_all(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                          const struct hip_operands *operands, int32_t sets, int32_t count,
                          struct hip_message message) {
    const struct hip_graph *graph = &prepared->graph;
    int32_t status = ASSAY_OK, done = 0;
    if (hip_is_recorded(graph, kernel, operands, sets)) {
        for (; status == ASSAY_OK && count - done >= graph->launches; done += graph->launches) {
            status = hip_check(session, session->libraries.hip.graph_launch(graph->executable, session->stream),
                               "hipGraphLaunch", message);
        }
    }
    for (; status == ASSAY_OK && done < count; done++) {
        status = hip_launch(session, prepared, kernel, &operands[done % sets], message);
    }
    return status;
}

static int32_t time_all(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                        const struct hip_operands *operands, int32_t sets, int32_t count, double *seconds,
                        struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    float milliseconds = 0;
    int32_t status = load(session, prepared, kernel, operands, message);
    if (status == ASSAY_OK) {
        hip_record(session, prepared, kernel, operands, sets, count);
        status = lead(session, prepared, kernel, operands, message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->started, session->stream), "hipEventRecord", message);
    }
    if (status == ASSAY_OK) {
        status = launch_all(session, prepared, kernel, operands, sets, count, message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->ended, session->stream), "hipEventRecord", message);
    }
    if (status == ASSAY_OK) {
        status = hip_wait(session, "the products", message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_milliseconds(&milliseconds, session->started, session->ended),
                           "hipEventElapsedTime", message);
    }
    *seconds = 1e-3 * (double)milliseconds;
    return status;
}

// The libraries say only that they could not launch; what has become of the device HIP tells.
static int32_t ask_device(struct assay_session *session, int32_t status, struct hip_message message) {
    char text[512] = "";
    const struct hip_message other = {text, sizeof text};
    if (status != ASSAY_FAILED) {
        return status;
    }
    const int32_t told = hip_wait(session, "the products", other);
    return told == ASSAY_OK || told == ASSAY_FAILED ? status : hip_say(message, told, "%s", text);
}

int32_t hip_run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, const uint64_t *a,
                const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count, double *seconds, char *message,
                size_t capacity) {
    const struct hip_message report = {message, capacity};
    if (kernel < 0 || kernel >= prepared->count || sets < 1 || count < 1) {
        return hip_say(report, ASSAY_FAILED, "no kernel %d, or no product to compute", kernel);
    }
    struct hip_operands *operands = malloc((size_t)sets * sizeof *operands);
    if (operands == NULL) {
        return hip_say(report, ASSAY_FAILED, "out of memory");
    }
    for (int32_t i = 0; i < sets; i++) {
        operands[i] = (struct hip_operands){(const void *)(uintptr_t)a[i], (const void *)(uintptr_t)b[i],
                                            (void *)(uintptr_t)c[i]};
    }
    int32_t status = ASSAY_OK;
    if (prepared->formats.fnuz) {
        status = hip_rewrite(session, &prepared->product, a, b, sets < count ? sets : count, operands, report);
    }
    if (status == ASSAY_OK) {
        status = time_all(session, prepared, kernel, operands, sets, count, seconds, report);
    }
    free(operands);
    return ask_device(session, status, report);
}
