#include "kernels.h"
#include "plugin.h"

enum { COPY = 0, READ = 1, PEER = 2 };

// Where bytes come from and go to. The second buffer of a copy to another device is that device's.
struct places {
    struct hip_buffer from, to;
};

static int32_t reserve_on(struct assay_session *session, int device, struct hip_buffer *buffer, size_t bytes,
                          struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    int32_t status = hip_check(session, hip->set_device(device), "hipSetDevice", message);
    if (status == ASSAY_OK) {
        status = hip_reserve(session, buffer, bytes, message);
    }
    const int32_t back = hip_check(session, hip->set_device(session->device), "hipSetDevice", message);
    return status == ASSAY_OK ? back : status;
}

static int32_t reach_peer(struct assay_session *session, int32_t peer, struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    int can = 0;
    int32_t status = hip_check(session, hip->can_access_peer(&can, session->device, peer), "hipDeviceCanAccessPeer",
                               message);
    if (status == ASSAY_OK && can == 0) {
        return hip_say(message, ASSAY_UNSUPPORTED, "device %d cannot reach device %d but through the host",
                       session->device, peer);
    }
    if (status == ASSAY_OK) {
        const int error = hip->enable_peer(peer, 0);
        status = error == HIP_ERROR_PEER_ACCESS_ALREADY_ENABLED ? ASSAY_OK
                                                                : hip_check(session, error,
                                                                            "hipDeviceEnablePeerAccess", message);
        hip->last_error();
    }
    return status;
}

static int32_t reserve(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes,
                       struct places *places, struct hip_message message) {
    // Of a kernel that reads, what goes out is a word a thread.
    const uint64_t sums = (uint64_t)hip_blocks_for(session, bytes) * HIP_THREADS_A_BLOCK * sizeof(uint32_t);
    int32_t status = hip_reserve(session, &places->from, bytes, message);
    if (status == ASSAY_OK) {
        status = kind == PEER ? reserve_on(session, peer, &places->to, bytes, message)
                              : hip_reserve(session, &places->to, kind == READ ? sums : bytes, message);
    }
    return status == ASSAY_OK
        ? hip_check(session, session->libraries.hip.fill(places->from.memory, 1, bytes, session->stream),
                    "hipMemsetAsync", message)
        : status;
}

static int32_t move(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes,
                    const struct places *places, struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    uint64_t words = bytes / 16;
    void *arguments[] = {(void *)&places->from.memory, &words, (void *)&places->to.memory};
    switch (kind) {
    case COPY:
        return hip_check(session,
                         hip->copy(places->to.memory, places->from.memory, bytes, HIP_MEMCPY_DEVICE_TO_DEVICE,
                                   session->stream),
                         "hipMemcpyAsync", message);
    case READ:
        return hip_start(session, HIP_READ, hip_blocks_for(session, words), arguments, message);
    default:
        return hip_check(session,
                         hip->copy_peer(places->to.memory, peer, places->from.memory, session->device, bytes,
                                        session->stream),
                         "hipMemcpyPeerAsync", message);
    }
}

// Moves once untimed, then `count` times between the events.
static int32_t time_moves(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                          const struct places *places, double *seconds, struct hip_message message) {
    const struct hip_functions *hip = &session->libraries.hip;
    float milliseconds = 0;
    int32_t status = move(session, kind, peer, bytes, places, message);
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->started, session->stream), "hipEventRecord", message);
    }
    for (int32_t i = 0; status == ASSAY_OK && i < count; i++) {
        status = move(session, kind, peer, bytes, places, message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_record(session->ended, session->stream), "hipEventRecord", message);
    }
    if (status == ASSAY_OK) {
        status = hip_wait(session, "moving bytes", message);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_milliseconds(&milliseconds, session->started, session->ended),
                           "hipEventElapsedTime", message);
    }
    *seconds = 1e-3 * (double)milliseconds;
    return status;
}

int32_t hip_bandwidth(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                      double *seconds, uint64_t *moved, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    struct places places = {{NULL, 0}, {NULL, 0}};
    int32_t status = hip_need_device(session, report);
    if (status != ASSAY_OK) {
        return status;
    }
    if (kind < COPY || kind > PEER || bytes < 16 || count < 1) {
        return hip_say(report, ASSAY_FAILED, "no such kind of movement, or nothing to move");
    }
    if (kind == READ) {
        status = hip_need_kernels(session, report);
    } else if (kind == PEER) {
        status = reach_peer(session, peer, report);
    }
    bytes = bytes / 16 * 16;
    if (status == ASSAY_OK) {
        status = reserve(session, kind, peer, bytes, &places, report);
    }
    if (status == ASSAY_OK) {
        status = time_moves(session, kind, peer, bytes, count, &places, seconds, report);
    }
    // Every byte of a copy, also of one to another device, is read once and written once.
    *moved = bytes * (uint64_t)count * (kind == READ ? 1 : 2);
    hip_give_back(session, &places.from);
    hip_give_back(session, &places.to);
    return status;
}
