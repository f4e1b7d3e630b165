#include "kernels.h"
#include "plugin.h"
#include "prepared.h"

#include <stdlib.h>
#include <string.h>

// A graph of more launches takes longer to build than it saves.
enum { MOST_LAUNCHES_IN_A_GRAPH = 1024 };

void hip_forget_graph(struct assay_session *session, struct hip_graph *graph) {
    if (graph->executable != NULL) {
        session->libraries.hip.graph_executable_destroy(graph->executable);
    }
    free(graph->places);
    *graph = (struct hip_graph){NULL, 0, 0, 0, NULL};
}

static int32_t launch_all(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                          const struct hip_operands *operands, int32_t sets, int32_t count,
                          struct hip_message message) {
    int32_t status = ASSAY_OK;
    for (int32_t i = 0; status == ASSAY_OK && i < count; i++) {
        status = hip_launch(session, prepared, kernel, &operands[i % sets], message);
    }
    return status;
}

static bool is_same_graph(const struct hip_graph *graph, int32_t kernel, const struct hip_operands *operands,
                          int32_t sets, int32_t count) {
    return graph->executable != NULL && graph->kernel == kernel && graph->sets == sets && graph->count == count
        && memcmp(graph->places, operands, (size_t)sets * sizeof *operands) == 0;
}

// Records the launches. What goes wrong is no failure of the product: it is launched without a graph then.
static void build_graph(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                        const struct hip_operands *operands, int32_t sets, int32_t count) {
    const struct hip_functions *hip = &session->libraries.hip;
    struct hip_graph *graph = &prepared->graph;
    char ignored[256];
    void *recorded = NULL, *error_node = NULL;
    hip_forget_graph(session, graph);
    bool built = hip->capture_begin(session->stream, HIP_STREAM_CAPTURE_MODE_RELAXED) == HIP_SUCCESS;
    if (built) {
        built = launch_all(session, prepared, kernel, operands, sets, count,
                           (struct hip_message){ignored, sizeof ignored}) == ASSAY_OK;
        built = hip->capture_end(session->stream, &recorded) == HIP_SUCCESS && recorded != NULL && built;
    }
    built = built
        && hip->graph_instantiate(&graph->executable, recorded, &error_node, ignored, sizeof ignored) == HIP_SUCCESS;
    if (recorded != NULL) {
        hip->graph_destroy(recorded);
    }
    if (built) {
        graph->places = malloc((size_t)sets * sizeof *operands);
    }
    if (!built || graph->places == NULL) {
        hip_forget_graph(session, graph);
        session->without_graphs = true;
        hip->last_error();
        return;
    }
    memcpy(graph->places, operands, (size_t)sets * sizeof *operands);
    graph->kernel = kernel;
    graph->sets = sets;
    graph->count = count;
}

// rocBLAS may take memory while it launches, which a recorded stream does not allow.
static bool wants_graph(const struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                        int32_t count) {
    const struct hip_functions *hip = &session->libraries.hip;
    return !session->without_graphs && count > 1 && count <= MOST_LAUNCHES_IN_A_GRAPH
        && prepared->candidates[kernel].library == HIP_BY_HIPBLASLT && hip->capture_begin != NULL
        && hip->capture_end != NULL && hip->graph_instantiate != NULL && hip->graph_launch != NULL
        && hip->graph_executable_destroy != NULL && hip->graph_destroy != NULL;
}

// Launches once, untimed: while the device is busy with it, the launches that are timed queue up. What it has written
// is wiped out, so that a product which the library left out is not covered up.
static int32_t lead(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                    const struct hip_operands *operands, struct hip_message message) {
    struct hip_candidate *candidate = &prepared->candidates[kernel];
    const struct assay_product *product = &prepared->product;
    const uint64_t bytes = hip_bytes(product->output, (uint64_t)product->m * (uint64_t)product->n);
    int32_t status = ASSAY_OK;
    if (!candidate->loaded) {
        status = hip_launch(session, prepared, kernel, operands, message);
        if (status == ASSAY_OK) {
            status = hip_wait(session, "the first product", message);
        }
        candidate->loaded = status == ASSAY_OK;
    }
    if (status == ASSAY_OK) {
        status = hip_launch(session, prepared, kernel, operands, message);
    }
    return status == ASSAY_OK
        ? hip_check(session, session->libraries.hip.fill(operands->c, 0xff, bytes, session->stream), "hipMemsetAsync",
                    message)
        : status;
}

static int32_t time_all(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                        const struct hip_operands *operands, int32_t sets, int32_t count, double *seconds,
                        struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    if (wants_graph(session, prepared, kernel, count)
        && !is_same_graph(&prepared->graph, kernel, operands, sets, count)) {
        build_graph(session, prepared, kernel, operands, sets, count);
    }
    const bool by_graph = is_same_graph(&prepared->graph, kernel, operands, sets, count);
    int32_t status = lead(session, prepared, kernel, operands, message);
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->started, session->stream), "hipEventRecord", message);
    }
    if (status == ASSAY_OK) {
        status = by_graph ? hip_check(session, hip->graph_launch(prepared->graph.executable, session->stream),
                                      "hipGraphLaunch", message)
                          : launch_all(session, prepared, kernel, operands, sets, count, message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->ended, session->stream), "hipEventRecord", message);
    }
    if (status == ASSAY_OK) {
        status = hip_wait(session, "the products", message);
    }
    float milliseconds = 0;
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_milliseconds(&milliseconds, session->started, session->ended),
                           "hipEventElapsedTime", message);
    }
    *seconds = 1e-3 * (double)milliseconds;
    return status;
}

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

// Points the operands at copies in the unit's own FP8 formats, made anew, which no time is taken of.
static int32_t rewrite_all(struct assay_session *session, const struct assay_product *product,
                           struct hip_operands *operands, int32_t used, struct hip_message message) {
    const uint64_t of_a = (uint64_t)product->m * (uint64_t)product->k;
    const uint64_t of_b = (uint64_t)product->k * (uint64_t)product->n;
    int32_t status = hip_need_kernels(session, message);
    if (status == ASSAY_OK) {
        status = hip_reserve(session, &session->rewritten, (size_t)used * (aligned(of_a) + aligned(of_b)), message);
    }
    char *place = session->rewritten.memory;
    for (int32_t i = 0; status == ASSAY_OK && i < used; i++) {
        status = rewrite(session, product->input, operands[i].a, place, of_a, message);
        operands[i].a = place;
        place += aligned(of_a);
        if (status == ASSAY_OK) {
            status = rewrite(session, product->input, operands[i].b, place, of_b, message);
        }
        operands[i].b = place;
        place += aligned(of_b);
    }
    return status;
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
        status = rewrite_all(session, &prepared->product, operands, sets < count ? sets : count, report);
    }
    if (status == ASSAY_OK) {
        status = time_all(session, prepared, kernel, operands, sets, count, seconds, report);
    }
    free(operands);
    return status;
}
