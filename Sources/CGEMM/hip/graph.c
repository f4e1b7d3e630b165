#include "graph.h"

#include <stdlib.h>
#include <string.h>

// Enough that the time between two repetitions is nothing beside them.
enum { RECORDED_LAUNCHES = 256 };

void hip_forget_graph(struct assay_session *session, struct hip_graph *graph) {
    if (graph->executable != NULL) {
        session->libraries.hip.graph_executable_destroy(graph->executable);
    }
    free(graph->operands);
    *graph = (struct hip_graph){NULL, 0, 0, 0, NULL};
}

bool hip_is_recorded(const struct hip_graph *graph, int32_t kernel, const struct hip_operands *operands, int32_t sets) {
    return graph->executable != NULL && graph->kernel == kernel && graph->sets == sets
        && memcmp(graph->operands, operands, (size_t)sets * sizeof *operands) == 0;
}

// rocBLAS may take memory while it launches, which a recorded stream does not allow.
static bool can_record(const struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel) {
    const struct hip_functions *hip = &session->libraries.hip;
    return !session->without_graphs && prepared->candidates[kernel].library == HIP_BY_HIPBLASLT
        && hip->capture_begin != NULL && hip->capture_end != NULL && hip->graph_instantiate != NULL
        && hip->graph_launch != NULL && hip->graph_executable_destroy != NULL && hip->graph_destroy != NULL;
}

// As many as one recording holds: whole rounds of the sets, so that it can be repeated, or all if they are fewer.
static int32_t launches_of(int32_t sets, int32_t count) {
    const int32_t rounds = RECORDED_LAUNCHES / sets, whole = sets * (rounds < 1 ? 1 : rounds);
    return count < whole ? count : whole;
}

// Returns NULL if HIP does not record, or does not take what it has recorded.
static void *capture(struct assay_session *session, const struct assay_prepared *prepared, int32_t kernel,
                     const struct hip_operands *operands, int32_t sets, int32_t launches) {
    const struct hip_functions *hip = &session->libraries.hip;
    char ignored[256];
    void *graph = NULL, *executable = NULL, *error_node = NULL;
    if (hip->capture_begin(session->stream, HIP_STREAM_CAPTURE_MODE_RELAXED) != HIP_SUCCESS) {
        return NULL;
    }
    int32_t status = ASSAY_OK;
    for (int32_t i = 0; status == ASSAY_OK && i < launches; i++) {
        status = hip_launch(session, prepared, kernel, &operands[i % sets],
                            (struct hip_message){ignored, sizeof ignored});
    }
    // Ended in any case, or nothing would run on the stream again.
    if (hip->capture_end(session->stream, &graph) == HIP_SUCCESS && graph != NULL) {
        if (status != ASSAY_OK
            || hip->graph_instantiate(&executable, graph, &error_node, ignored, sizeof ignored) != HIP_SUCCESS) {
            executable = NULL;
        }
        hip->graph_destroy(graph);
    }
    return executable;
}

void hip_record(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                const struct hip_operands *operands, int32_t sets, int32_t count) {
    struct hip_graph *graph = &prepared->graph;
    const int32_t launches = launches_of(sets, count);
    const size_t bytes = (size_t)sets * sizeof *operands;
    if (!can_record(session, prepared, kernel) || launches < 2
        || (hip_is_recorded(graph, kernel, operands, sets) && graph->launches == launches)) {
        return;
    }
    hip_forget_graph(session, graph);
    graph->operands = malloc(bytes);
    graph->executable = graph->operands == NULL ? NULL : capture(session, prepared, kernel, operands, sets, launches);
    if (graph->executable == NULL) {
        hip_forget_graph(session, graph);
        session->without_graphs = true;
        session->libraries.hip.last_error();
        return;
    }
    memcpy(graph->operands, operands, bytes);
    graph->kernel = kernel;
    graph->sets = sets;
    graph->launches = launches;
}
