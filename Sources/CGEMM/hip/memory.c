#include "plugin.h"

static void *address(uint64_t memory) {
    return (void *)(uintptr_t)memory;
}

int32_t hip_allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    void *allocated = NULL;
    int32_t status = hip_need_device(session, report);
    if (status != ASSAY_OK) {
        return status;
    }
    status = hip_check(session, session->libraries.hip.malloc(&allocated, bytes), "hipMalloc", report);
    *memory = (uint64_t)(uintptr_t)allocated;
    return status;
}

void hip_release(struct assay_session *session, uint64_t memory) {
    if (memory != 0) {
        session->libraries.hip.free(address(memory));
    }
}

int32_t hip_upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes, char *message,
                   size_t capacity) {
    const struct hip_message report = {message, capacity};
    int32_t status = hip_need_device(session, report);
    if (status == ASSAY_OK) {
        status = hip_check(session,
                           session->libraries.hip.copy(address(memory), from, bytes, HIP_MEMCPY_HOST_TO_DEVICE,
                                                       session->stream),
                           "hipMemcpyAsync to the device", report);
    }
    return status == ASSAY_OK ? hip_wait(session, "copying to the device", report) : status;
}

int32_t hip_download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                     size_t capacity) {
    const struct hip_message report = {message, capacity};
    int32_t status = hip_need_device(session, report);
    if (status == ASSAY_OK) {
        status = hip_check(session,
                           session->libraries.hip.copy(to, address(memory), bytes, HIP_MEMCPY_DEVICE_TO_HOST,
                                                       session->stream),
                           "hipMemcpyAsync from the device", report);
    }
    return status == ASSAY_OK ? hip_wait(session, "copying from the device", report) : status;
}

int32_t hip_reserve(struct assay_session *session, struct hip_buffer *buffer, size_t bytes,
                    struct hip_message message) {
    if (buffer->bytes >= bytes) {
        return ASSAY_OK;
    }
    hip_give_back(session, buffer);
    const int32_t status = hip_check(session, session->libraries.hip.malloc(&buffer->memory, bytes), "hipMalloc",
                                     message);
    buffer->bytes = status == ASSAY_OK ? bytes : 0;
    return status;
}

void hip_give_back(struct assay_session *session, struct hip_buffer *buffer) {
    if (buffer->bytes != 0) {
        session->libraries.hip.free(buffer->memory);
    }
    *buffer = (struct hip_buffer){NULL, 0};
}
