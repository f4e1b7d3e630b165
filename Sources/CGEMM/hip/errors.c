#define _GNU_SOURCE
#include "session.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

int32_t hip_say(struct hip_message message, int32_t status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message.text, message.capacity, format, arguments);
    va_end(arguments);
    return status;
}

static int32_t status_of(int error) {
    switch (error) {
    case HIP_SUCCESS:
        return ASSAY_OK;
    case HIP_ERROR_OUT_OF_MEMORY:
        return ASSAY_OUT_OF_MEMORY;
    case HIP_ERROR_CONTEXT_ALREADY_IN_USE:
    case HIP_ERROR_SET_ON_ACTIVE_PROCESS:
        return ASSAY_BUSY;
    // After the first of these the process can do nothing more with the device, whatever becomes of it.
    case HIP_ERROR_NO_DEVICE:
    case HIP_ERROR_ECC_NOT_CORRECTABLE:
    case HIP_ERROR_ILLEGAL_ADDRESS:
    case HIP_ERROR_LAUNCH_TIME_OUT:
    case HIP_ERROR_CONTEXT_IS_DESTROYED:
    case HIP_ERROR_LAUNCH_FAILURE:
        return ASSAY_GONE;
    case HIP_ERROR_NOT_SUPPORTED:
        return ASSAY_UNSUPPORTED;
    default:
        return ASSAY_FAILED;
    }
}

int32_t hip_check(const struct assay_session *session, int error, const char *what, struct hip_message message) {
    if (error == HIP_SUCCESS) {
        return ASSAY_OK;
    }
    // The error is kept for the thread's next call, which would report it again.
    session->libraries.hip.last_error();
    return hip_say(message, status_of(error), "%s: %s", what, session->libraries.hip.error_name(error));
}

static const char *hipblas_status_name(int status) {
    static const char *const names[] = {
        "SUCCESS",          "NOT_INITIALIZED", "ALLOC_FAILED",  "INVALID_VALUE",     "MAPPING_ERROR",
        "EXECUTION_FAILED", "INTERNAL_ERROR",  "NOT_SUPPORTED", "ARCH_MISMATCH",     "HANDLE_IS_NULLPTR",
        "INVALID_ENUM",     "UNKNOWN",
    };
    return status >= 0 && status < (int)(sizeof names / sizeof *names) ? names[status] : "a status without a name";
}

int32_t hip_check_hipblaslt(int status, const char *what, struct hip_message message) {
    switch (status) {
    case HIPBLAS_STATUS_SUCCESS:
        return ASSAY_OK;
    case HIPBLAS_STATUS_ALLOC_FAILED:
        return hip_say(message, ASSAY_OUT_OF_MEMORY, "%s: HIPBLAS_STATUS_ALLOC_FAILED", what);
    case HIPBLAS_STATUS_NOT_SUPPORTED:
    case HIPBLAS_STATUS_ARCH_MISMATCH:
        return hip_say(message, ASSAY_UNSUPPORTED, "%s: HIPBLAS_STATUS_%s", what, hipblas_status_name(status));
    default:
        return hip_say(message, ASSAY_FAILED, "%s: HIPBLAS_STATUS_%s", what, hipblas_status_name(status));
    }
}

int32_t hip_check_rocblas(const struct assay_session *session, int status, const char *what,
                          struct hip_message message) {
    switch (status) {
    case ROCBLAS_STATUS_SUCCESS:
        return ASSAY_OK;
    case ROCBLAS_STATUS_MEMORY_ERROR:
        return hip_say(message, ASSAY_OUT_OF_MEMORY, "%s: rocblas_status_memory_error", what);
    case ROCBLAS_STATUS_NOT_IMPLEMENTED:
    case ROCBLAS_STATUS_EXCLUDED_FROM_BUILD:
    case ROCBLAS_STATUS_ARCH_MISMATCH:
        return hip_say(message, ASSAY_UNSUPPORTED, "%s: %s", what, session->libraries.rocblas.status_name(status));
    default:
        return hip_say(message, ASSAY_FAILED, "%s: %s", what, session->libraries.rocblas.status_name(status));
    }
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Longer than any product that fits a device's memory takes; a device that has not answered by then hangs.
static const double longest_wait_seconds = 600;

int32_t hip_wait(struct assay_session *session, const char *what, struct hip_message message) {
    const double begin = seconds_now();
    long nanoseconds = 10000;
    int error;
    while ((error = session->libraries.hip.stream_query(session->stream)) == HIP_ERROR_NOT_READY) {
        if (seconds_now() - begin > longest_wait_seconds) {
            return hip_say(message, ASSAY_GONE, "%s: the device has not answered for %.0f s", what,
                           longest_wait_seconds);
        }
        nanosleep(&(struct timespec){0, nanoseconds}, NULL);
        nanoseconds = nanoseconds < 1000000 ? nanoseconds * 2 : nanoseconds;
    }
    return hip_check(session, error, what, message);
}
