#include "session.h"
#include "architecture.h"
#include "plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Without a driver rocm-smi prints about it.
static void start_rsmi(struct hip_libraries *libraries) {
    int devices = 0;
    const bool driven = libraries->hip.device_count(&devices) == HIP_SUCCESS && devices > 0;
    libraries->hip.last_error();
    if (libraries->has_rsmi
        && (!driven || libraries->rsmi.init(RSMI_INIT_FLAGS_NONE) != RSMI_STATUS_SUCCESS)) {
        libraries->has_rsmi = false;
        snprintf(libraries->rsmi_reason, sizeof libraries->rsmi_reason, "rsmi_init failed");
    }
}

int32_t hip_open(struct assay_session **session, char *message, size_t capacity) {
    struct assay_session *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return hip_say((struct hip_message){message, capacity}, ASSAY_FAILED, "out of memory");
    }
    opened->device = -1;
    const int32_t status = hip_libraries_open(&opened->libraries, message, capacity);
    if (status != ASSAY_OK) {
        free(opened);
        return status;
    }
    start_rsmi(&opened->libraries);
    *session = opened;
    return ASSAY_OK;
}

static void close_device(struct assay_session *session) {
    const struct hip_libraries *libraries = &session->libraries;
    hip_give_back(session, &session->workspace);
    hip_give_back(session, &session->rewritten);
    if (session->module != NULL) {
        libraries->hip.module_unload(session->module);
    }
    if (session->hipblaslt != NULL) {
        libraries->hipblaslt.destroy(session->hipblaslt);
    }
    if (session->rocblas != NULL) {
        libraries->rocblas.destroy(session->rocblas);
    }
    if (session->started != NULL) {
        libraries->hip.event_destroy(session->started);
    }
    if (session->ended != NULL) {
        libraries->hip.event_destroy(session->ended);
    }
    if (session->stream != NULL) {
        libraries->hip.stream_destroy(session->stream);
    }
}

void hip_close(struct assay_session *session) {
    if (session == NULL) {
        return;
    }
    if (session->device >= 0) {
        close_device(session);
    }
    if (session->libraries.has_rsmi) {
        session->libraries.rsmi.shut_down();
    }
    free(session);
}

// Why the runtime sees no device, as far as the system tells. /dev/kfd is AMD's driver, /dev/mkfd Hygon's.
static int32_t explain_no_device(const struct assay_session *session, int error, struct hip_message message) {
    const char *name = error == HIP_SUCCESS ? "no device" : session->libraries.hip.error_name(error);
    const bool driver = access("/dev/kfd", F_OK) == 0 || access("/dev/mkfd", F_OK) == 0;
    const bool allowed = access("/dev/kfd", R_OK | W_OK) == 0 || access("/dev/mkfd", R_OK | W_OK) == 0;
    if (!driver) {
        return hip_say(message, ASSAY_UNSUPPORTED, "the GPU's driver is not there (no /dev/kfd; hipGetDeviceCount: "
                       "%s): install amdgpu-dkms, or give the container /dev/kfd and /dev/dri", name);
    }
    if (!allowed) {
        return hip_say(message, ASSAY_UNSUPPORTED, "this user may not open /dev/kfd (hipGetDeviceCount: %s): add it to "
                                                   "the groups render and video", name);
    }
    return hip_say(message, ASSAY_UNSUPPORTED, "HIP sees no device (hipGetDeviceCount: %s): does the driver suit this "
                                               "ROCm, and does HIP_VISIBLE_DEVICES or ROCR_VISIBLE_DEVICES hide it?",
                   name);
}

int32_t hip_count(struct assay_session *session, int32_t *devices, char *message, size_t capacity) {
    const struct hip_message report = {message, capacity};
    int count = 0;
    const int error = session->libraries.hip.device_count(&count);
    *devices = 0;
    if (error == HIP_ERROR_NO_DEVICE || error == HIP_ERROR_INSUFFICIENT_DRIVER || error == HIP_ERROR_INVALID_DEVICE
        || (error == HIP_SUCCESS && count == 0)) {
        session->libraries.hip.last_error();
        return explain_no_device(session, error, report);
    }
    const int32_t status = hip_check(session, error, "hipGetDeviceCount", report);
    *devices = status == ASSAY_OK ? count : 0;
    return status;
}

int32_t hip_select(struct assay_session *session, int32_t device, char *message, size_t capacity) {
    const struct hip_functions *hip = &session->libraries.hip;
    const struct hip_message report = {message, capacity};
    int32_t status = hip_check(session, hip->set_device(device), "hipSetDevice", report);
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->stream_create(&session->stream, HIP_STREAM_NON_BLOCKING),
                           "hipStreamCreateWithFlags", report);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_create(&session->started), "hipEventCreate", report);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session, hip->event_create(&session->ended), "hipEventCreate", report);
    }
    if (status == ASSAY_OK) {
        status = hip_check(session,
                           hip->device_attribute(&session->processors, HIP_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
                           "hipDeviceGetAttribute", report);
    }
    if (status != ASSAY_OK) {
        close_device(session);
        session->stream = session->started = session->ended = NULL;
        return status;
    }
    session->device = device;
    hip_architecture_of(session, device, session->architecture, sizeof session->architecture);
    return ASSAY_OK;
}

int32_t hip_need_device(const struct assay_session *session, struct hip_message message) {
    return session->device >= 0 ? ASSAY_OK : hip_say(message, ASSAY_FAILED, "no device has been selected");
}
