#include "../library.h"
#include "errors.h"
#include "session.h"

#include <stdio.h>

int32_t cgemm_cuda_need_device(const struct assay_session *session, char *message, size_t capacity) {
    if (session->selected) {
        return ASSAY_OK;
    }
    cgemm_write_message(message, capacity, "no device has been chosen");
    return ASSAY_FAILED;
}

int32_t cgemm_cuda_allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message,
                            size_t capacity) {
    char call[64];
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    snprintf(call, sizeof call, "cuMemAlloc of %llu bytes", (unsigned long long)bytes);
    // The driver aligns to 256 bytes at least.
    int error = session->driver.mem_alloc(memory, bytes);
    return cgemm_cuda_failed(&session->driver, error, call, message, capacity);
}

void cgemm_cuda_release(struct assay_session *session, uint64_t memory) {
    if (memory != 0) {
        session->driver.mem_free(memory);
    }
}

int32_t cgemm_cuda_upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes,
                          char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    // The session's stream waits for no other: what runs there has to be done before its memory is touched.
    CUDA_TRY("cuStreamSynchronize", stream_synchronize(session->stream));
    CUDA_TRY("cuMemcpyHtoD", memcpy_htod(memory, from, bytes));
    return ASSAY_OK;
}

int32_t cgemm_cuda_download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                            size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    CUDA_TRY("cuStreamSynchronize", stream_synchronize(session->stream));
    CUDA_TRY("cuMemcpyDtoH", memcpy_dtoh(to, memory, bytes));
    return ASSAY_OK;
}

int32_t cgemm_cuda_keep(struct assay_session *session, uint64_t *memory, size_t *held, size_t bytes, int value,
                        char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    if (*held >= bytes) {
        return ASSAY_OK;
    }
    cgemm_cuda_release(session, *memory);
    *memory = 0;
    *held = 0;
    int32_t status = cgemm_cuda_allocate(session, bytes, memory, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    *held = bytes;
    CUDA_TRY("cuMemsetD8Async", memset_d8_async(*memory, (unsigned char)value, bytes, session->stream));
    return ASSAY_OK;
}

int32_t cgemm_cuda_wait(struct assay_session *session, const char *what, char *message, size_t capacity) {
    int error = session->driver.stream_synchronize(session->stream);
    return cgemm_cuda_failed(&session->driver, error, what, message, capacity);
}

int32_t cgemm_cuda_elapsed(struct assay_session *session, double *seconds, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    float milliseconds = 0;
    CUDA_TRY("cuEventElapsedTime", event_elapsed_time(&milliseconds, session->start, session->stop));
    *seconds = milliseconds / 1000.0;
    return ASSAY_OK;
}
