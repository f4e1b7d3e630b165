#include "../library.h"
#include "errors.h"
#include "prepared.h"

#include <stdlib.h>
#include <string.h>

// Products in a recording: enough that the time between two recordings is nothing beside them.
enum { RECORDED_PRODUCTS = 256 };

// Where the operands of every set lie.
struct sets {
    const uint64_t *a, *b, *c;
    int32_t count;
};

static int32_t launch(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                      const struct sets *sets, int32_t index, char *message, size_t capacity) {
    int32_t set = index % sets->count;
    return prepared->launch(session, prepared, kernel, sets->a[set], sets->b[set], sets->c[set], message, capacity);
}

void cgemm_cuda_forget_recording(struct assay_session *session, struct recording *recording) {
    if (recording->executable != NULL) {
        session->driver.graph_exec_destroy(recording->executable);
    }
    free(recording->addresses);
    recording->executable = NULL;
    recording->addresses = NULL;
}

static bool is_recorded(const struct recording *recording, int32_t kernel, const struct sets *sets, int32_t length) {
    const size_t bytes = (size_t)sets->count * sizeof(uint64_t);
    const uint64_t *known = recording->addresses;
    return recording->executable != NULL && recording->kernel == kernel && recording->sets == sets->count &&
           recording->length == length && memcmp(known, sets->a, bytes) == 0 &&
           memcmp(known + sets->count, sets->b, bytes) == 0 && memcmp(known + 2 * sets->count, sets->c, bytes) == 0;
}

// Returns NULL where the driver does not record, or does not take what it has recorded.
static void *record(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                    const struct sets *sets, int32_t length) {
    const struct cuda_driver *driver = &session->driver;
    void *graph = NULL, *executable = NULL;
    if (!cgemm_cuda_has_graphs(driver) ||
        driver->stream_begin_capture(session->stream, CU_STREAM_CAPTURE_MODE_RELAXED) != CUDA_SUCCESS) {
        return NULL;
    }
    int32_t status = ASSAY_OK;
    for (int32_t i = 0; i < length && status == ASSAY_OK; i++) {
        status = launch(session, prepared, kernel, sets, i, NULL, 0);
    }
    // Ended in any case, or the stream would never run again.
    int error = driver->stream_end_capture(session->stream, &graph);
    if (error == CUDA_SUCCESS && graph != NULL) {
        if (status != ASSAY_OK || driver->graph_instantiate(&executable, graph, 0) != CUDA_SUCCESS) {
            executable = NULL;
        }
        driver->graph_destroy(graph);
    }
    if (executable != NULL && driver->graph_upload != NULL) {
        driver->graph_upload(executable, session->stream);
    }
    return executable;
}

// Makes the recording that of these products, unless it is. Leaves it empty where there can be none.
static int32_t prepare_recording(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                                 const struct sets *sets, int32_t length, char *message, size_t capacity) {
    struct recording *recording = &prepared->recording;
    const size_t count = (size_t)sets->count;
    if (recording->refused || is_recorded(recording, kernel, sets, length)) {
        return ASSAY_OK;
    }
    // The library loads the kernel when it is first used, which it may not do while the stream records.
    int32_t status = launch(session, prepared, kernel, sets, 0, message, capacity);
    if (status == ASSAY_OK) {
        status = cgemm_cuda_wait(session, "cuStreamSynchronize after the first product", message, capacity);
    }
    cgemm_cuda_forget_recording(session, recording);
    recording->addresses = malloc(3 * count * sizeof(uint64_t));
    if (status != ASSAY_OK || recording->addresses == NULL) {
        return status;
    }
    memcpy(recording->addresses, sets->a, count * sizeof(uint64_t));
    memcpy(recording->addresses + count, sets->b, count * sizeof(uint64_t));
    memcpy(recording->addresses + 2 * count, sets->c, count * sizeof(uint64_t));
    recording->kernel = kernel;
    recording->sets = sets->count;
    recording->length = length;
    recording->executable = record(session, prepared, kernel, sets, length);
    recording->refused = recording->executable == NULL;
    return ASSAY_OK;
}

// As many as fit a recording; whole rounds of the sets where there are more, so that it can be repeated.
static int32_t recorded_length(int32_t sets, int32_t count) {
    int32_t rounds = RECORDED_PRODUCTS / sets;
    int32_t whole = sets * (rounds < 1 ? 1 : rounds);
    return count < whole ? count : whole;
}

static int32_t queue(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                     const struct sets *sets, int32_t count, int32_t length, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int32_t done = 0;
    void *recorded = prepared->recording.executable;
    for (; recorded != NULL && count - done >= length; done += length) {
        CUDA_TRY("cuGraphLaunch", graph_launch(recorded, session->stream));
    }
    for (; done < count; done++) {
        int32_t status = launch(session, prepared, kernel, sets, done, message, capacity);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    return ASSAY_OK;
}

static int32_t run_sets(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                        const struct sets *sets, int32_t count, double *seconds, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    const int32_t length = recorded_length(sets->count, count);
    int32_t status = prepare_recording(session, prepared, kernel, sets, length, message, capacity);
    // One product before, which is not timed: it keeps the stream busy until the others are queued.
    if (status == ASSAY_OK) {
        status = launch(session, prepared, kernel, sets, 0, message, capacity);
    }
    if (status != ASSAY_OK) {
        return status;
    }
    CUDA_TRY("cuEventRecord", event_record(session->start, session->stream));
    status = queue(session, prepared, kernel, sets, count, length, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    CUDA_TRY("cuEventRecord", event_record(session->stop, session->stream));
    status = cgemm_cuda_wait(session, "cuStreamSynchronize after the products", message, capacity);
    return status != ASSAY_OK ? status : cgemm_cuda_elapsed(session, seconds, message, capacity);
}

// A library only says that a kernel could not be started; what the device has to say is told by the driver.
static int32_t ask_driver(struct assay_session *session, int32_t status, char *message, size_t capacity) {
    if (status != ASSAY_FAILED) {
        return status;
    }
    int32_t told = cgemm_cuda_wait(session, "cuStreamSynchronize after the products", message, capacity);
    return told == ASSAY_OK ? status : told;
}

int32_t cgemm_cuda_run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                       const uint64_t *a, const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count,
                       double *seconds, char *message, size_t capacity) {
    if (kernel < 0 || kernel >= prepared->kernels || sets < 1 || count < 1) {
        cgemm_write_message(message, capacity, "no kernel %d of %d, or no product to compute (%d on %d sets)", kernel,
                            prepared->kernels, count, sets);
        return ASSAY_FAILED;
    }
    struct sets places = {a, b, c, sets};
    uint64_t *converted = NULL;
    int32_t status = ASSAY_OK;
    if (prepared->convert != NULL) {
        converted = calloc((size_t)sets, sizeof *converted);
        if (converted == NULL) {
            cgemm_write_message(message, capacity, "no memory on the host for %d sets", sets);
            return ASSAY_FAILED;
        }
        status = prepared->convert(session, prepared, kernel, a, sets, converted, message, capacity);
        places.a = converted;
    }
    if (status == ASSAY_OK) {
        status = run_sets(session, prepared, kernel, &places, count, seconds, message, capacity);
    }
    free(converted);
    return ask_driver(session, status, message, capacity);
}
