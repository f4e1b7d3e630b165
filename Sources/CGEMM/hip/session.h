// What the plug-in keeps of its libraries and of the device that it measures.
#ifndef CGEMM_HIP_SESSION_H
#define CGEMM_HIP_SESSION_H

#include "assay_plugin.h"
#include "libraries.h"

// Where a function that can fail writes its sentence.
struct hip_message {
    char *text;
    size_t capacity;
};

// A stretch of the device's memory that the plug-in keeps for itself.
struct hip_buffer {
    void *memory;
    size_t bytes;
};

enum hip_kernel { HIP_DRAW, HIP_FLIP, HIP_IMAGE, HIP_DEVIATION, HIP_READ, HIP_TO_FNUZ, HIP_KERNELS };

// How long each limit had lowered the clock, by the counters of one device, at the last reading.
struct hip_residencies {
    uint64_t power, socket, regulator, memory;
};

enum { HIP_DEVICES_REMEMBERED = 64 };

struct assay_session {
    struct hip_libraries libraries;
    struct hip_residencies residencies[HIP_DEVICES_REMEMBERED];

    // -1 before `select`, as is everything below.
    int device;
    char architecture[32];
    int processors;
    void *stream, *started, *ended;

    // NULL until they are needed; the reason says why one cannot be had.
    void *hipblaslt, *rocblas;
    int hipblaslt_version;
    char rocblas_version[64];
    char hipblaslt_reason[512], rocblas_reason[512];
    struct hip_buffer workspace;

    void *module;
    void *kernels[HIP_KERNELS];
    char kernels_reason[1024];

    // Set once a graph has failed: products are launched one by one from then on.
    bool without_graphs;
    // What FP8 operands are rewritten into where the unit has other 8-bit formats than OCP's.
    struct hip_buffer rewritten;
};

// Writes the sentence and returns the status.
__attribute__((format(printf, 3, 4))) int32_t hip_say(struct hip_message message, int32_t status, const char *format,
                                                      ...);

// The `assay_status` of a HIP error; a sentence with what failed and the error's name if it is one.
int32_t hip_check(const struct assay_session *session, int error, const char *what, struct hip_message message);
int32_t hip_check_hipblaslt(int status, const char *what, struct hip_message message);
int32_t hip_check_rocblas(const struct assay_session *session, int status, const char *what,
                          struct hip_message message);

// Waits for all work on the stream, but not for ever.
int32_t hip_wait(struct assay_session *session, const char *what, struct hip_message message);

// Makes sure that a buffer has so many bytes; what it held is lost if it grows.
int32_t hip_reserve(struct assay_session *session, struct hip_buffer *buffer, size_t bytes, struct hip_message message);
void hip_give_back(struct assay_session *session, struct hip_buffer *buffer);

// Returns ASSAY_OK if a device is selected.
int32_t hip_need_device(const struct assay_session *session, struct hip_message message);

#endif
