#include "../library.h"
#include "errors.h"
#include "session.h"

#include <stdio.h>

enum { COPY = 0, READ = 1, PEER = 2 };

// What is moved, `count` times in turn.
struct traffic {
    int32_t kind;
    uint64_t bytes;
    uint64_t from, to;
    // Of the other device.
    void *peer;
    // Sums of the kernel that reads.
    uint64_t sums;
    unsigned blocks;
};

static int32_t move_once(struct assay_session *session, struct traffic *traffic, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    uint64_t words = traffic->bytes / 16;
    void *arguments[] = {&traffic->from, &words, &traffic->sums};
    switch (traffic->kind) {
    case COPY:
        CUDA_TRY("cuMemcpyDtoDAsync", memcpy_dtod_async(traffic->to, traffic->from, traffic->bytes, session->stream));
        return ASSAY_OK;
    case READ:
        return cgemm_cuda_launch(session, KERNEL_READ, traffic->blocks, arguments, message, capacity);
    default:
        CUDA_TRY("cuMemcpyPeerAsync", memcpy_peer_async(traffic->to, traffic->peer, traffic->from, session->context,
                                                        traffic->bytes, session->stream));
        return ASSAY_OK;
    }
}

// Once more at first, which is not timed: it brings the clocks up, and keeps the stream busy until all is queued.
static int32_t time_moves(struct assay_session *session, struct traffic *traffic, int32_t count, double *seconds,
                          char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int32_t status = move_once(session, traffic, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    CUDA_TRY("cuEventRecord", event_record(session->start, session->stream));
    for (int32_t i = 0; i < count; i++) {
        status = move_once(session, traffic, message, capacity);
        if (status != ASSAY_OK) {
            return status;
        }
    }
    CUDA_TRY("cuEventRecord", event_record(session->stop, session->stream));
    status = cgemm_cuda_wait(session, "moving memory", message, capacity);
    return status != ASSAY_OK ? status : cgemm_cuda_elapsed(session, seconds, message, capacity);
}

static int32_t prepare_read(struct assay_session *session, struct traffic *traffic, char *message, size_t capacity) {
    int32_t status = cgemm_cuda_compile_kernels(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    traffic->blocks = (unsigned)session->processors * 8;
    return cgemm_cuda_allocate(session, (uint64_t)traffic->blocks * 256 * sizeof(unsigned), &traffic->sums, message,
                               capacity);
}

// Where the link allows it, one device reads and writes the other's memory; else the driver copies through the host.
static int32_t open_peer(struct assay_session *session, int32_t peer, struct traffic *traffic, char *message,
                         size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int handle, can = 0;
    if (peer == session->device) {
        cgemm_write_message(message, capacity, "device %d is no peer of itself", peer);
        return ASSAY_FAILED;
    }
    CUDA_TRY("cuDeviceGet of the peer", device_get(&handle, peer));
    CUDA_TRY("cuDevicePrimaryCtxRetain of the peer", primary_ctx_retain(&traffic->peer, handle));
    driver->device_can_access_peer(&can, session->device, handle);
    if (can != 0) {
        int error = driver->ctx_enable_peer_access(traffic->peer, 0);
        if (error != CUDA_SUCCESS && error != CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED) {
            return cgemm_cuda_failed(driver, error, "cuCtxEnablePeerAccess", message, capacity);
        }
    }
    CUDA_TRY("cuCtxSetCurrent of the peer", ctx_set_current(traffic->peer));
    int32_t status = cgemm_cuda_allocate(session, traffic->bytes, &traffic->to, message, capacity);
    CUDA_TRY("cuCtxSetCurrent", ctx_set_current(session->context));
    return status;
}

static int32_t prepare(struct assay_session *session, int32_t peer, struct traffic *traffic, char *message,
                       size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int32_t status = cgemm_cuda_allocate(session, traffic->bytes, &traffic->from, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    CUDA_TRY("cuMemsetD8Async", memset_d8_async(traffic->from, 0x5a, traffic->bytes, session->stream));
    switch (traffic->kind) {
    case COPY:
        return cgemm_cuda_allocate(session, traffic->bytes, &traffic->to, message, capacity);
    case READ:
        return prepare_read(session, traffic, message, capacity);
    default:
        return open_peer(session, peer, traffic, message, capacity);
    }
}

static void clean_up(struct assay_session *session, struct traffic *traffic, int32_t peer) {
    const struct cuda_driver *driver = &session->driver;
    int handle;
    driver->stream_synchronize(session->stream);
    cgemm_cuda_release(session, traffic->from);
    cgemm_cuda_release(session, traffic->sums);
    if (traffic->peer == NULL) {
        cgemm_cuda_release(session, traffic->to);
        return;
    }
    driver->ctx_set_current(traffic->peer);
    cgemm_cuda_release(session, traffic->to);
    driver->ctx_set_current(session->context);
    if (driver->device_get(&handle, peer) == CUDA_SUCCESS) {
        driver->primary_ctx_release(handle);
    }
}

int32_t cgemm_cuda_bandwidth(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                             double *seconds, uint64_t *moved, char *message, size_t capacity) {
    // The kernel that reads takes 16 bytes at a time.
    struct traffic traffic = {.kind = kind, .bytes = bytes / 16 * 16};
    if (kind < COPY || kind > PEER) {
        cgemm_write_message(message, capacity, "no bandwidth of kind %d", kind);
        return ASSAY_UNSUPPORTED;
    }
    if (traffic.bytes == 0 || count < 1) {
        cgemm_write_message(message, capacity, "at least 16 bytes have to be moved, and once");
        return ASSAY_FAILED;
    }
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    status = prepare(session, peer, &traffic, message, capacity);
    if (status == ASSAY_OK) {
        status = time_moves(session, &traffic, count, seconds, message, capacity);
    }
    clean_up(session, &traffic, peer);
    // A copy reads every byte once and writes it once, be it to a peer.
    *moved = traffic.bytes * (uint64_t)count * (kind == READ ? 1 : 2);
    return status;
}
