#include "../library.h"
#include "errors.h"
#include "prepared.h"

#include <stdlib.h>

enum { MOST_KERNELS = 64 };

static int32_t open_libraries(struct assay_session *session, char *message, size_t capacity) {
    int32_t status = cgemm_cuda_open_driver(&session->driver, message, capacity);
    if (status == ASSAY_OK) {
        status = cgemm_cuda_open_cublaslt(&session->driver, &session->blas, message, capacity);
    }
    if (status == ASSAY_OK) {
        cgemm_cuda_open_nvml(&session->nvml, session->no_nvml, sizeof session->no_nvml);
        cgemm_cuda_open_nvrtc(&session->driver, &session->nvrtc, session->no_nvrtc, sizeof session->no_nvrtc);
        cgemm_cuda_open_cusparselt(&session->sparse, session->no_sparse, sizeof session->no_sparse);
    }
    return status;
}

static int32_t open_session(struct assay_session **session, char *message, size_t capacity) {
    *session = calloc(1, sizeof **session);
    if (*session == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for a session");
        return ASSAY_FAILED;
    }
    int32_t status = open_libraries(*session, message, capacity);
    if (status != ASSAY_OK) {
        free(*session);
        *session = NULL;
    }
    return status;
}

static void leave_device(struct assay_session *session) {
    const struct cuda_driver *driver = &session->driver;
    if (session->blas_handle != NULL) {
        session->blas.destroy(session->blas_handle);
    }
    if (session->sparse.state != NULL) {
        session->sparse.destroy(session->sparse.state);
        free(session->sparse.state);
    }
    if (session->module != NULL) {
        driver->module_unload(session->module);
    }
    cgemm_cuda_release(session, session->workspace);
    if (session->start != NULL) {
        driver->event_destroy(session->start);
    }
    if (session->stop != NULL) {
        driver->event_destroy(session->stop);
    }
    if (session->stream != NULL) {
        driver->stream_destroy(session->stream);
    }
    if (session->context != NULL) {
        driver->primary_ctx_release(session->device);
    }
}

static void close_session(struct assay_session *session) {
    if (session == NULL) {
        return;
    }
    leave_device(session);
    cgemm_cuda_close_nvml(&session->nvml);
    free(session);
}

static int32_t count_devices(struct assay_session *session, int32_t *devices, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    CUDA_TRY("cuDeviceGetCount", device_get_count(devices));
    if (*devices < 1) {
        cgemm_write_message(message, capacity,
                            "the NVIDIA driver sees no device: look at nvidia-smi and CUDA_VISIBLE_DEVICES");
        return ASSAY_UNSUPPORTED;
    }
    return ASSAY_OK;
}

static int32_t select_device(struct assay_session *session, int32_t device, char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int major = 0, minor = 0;
    if (session->selected || session->context != NULL) {
        cgemm_write_message(message, capacity, "a device has been chosen before: open another session");
        return ASSAY_FAILED;
    }
    CUDA_TRY("cuDeviceGet", device_get(&session->device, device));
    CUDA_TRY("cuDeviceGetAttribute",
             device_get_attribute(&major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, session->device));
    CUDA_TRY("cuDeviceGetAttribute",
             device_get_attribute(&minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, session->device));
    CUDA_TRY("cuDeviceGetAttribute",
             device_get_attribute(&session->processors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, session->device));
    session->capability = 10 * major + minor;
    CUDA_TRY("cuDevicePrimaryCtxRetain", primary_ctx_retain(&session->context, session->device));
    CUDA_TRY("cuCtxSetCurrent", ctx_set_current(session->context));
    CUDA_TRY("cuStreamCreate", stream_create(&session->stream, CU_STREAM_NON_BLOCKING));
    CUDA_TRY("cuEventCreate", event_create(&session->start, CU_EVENT_DEFAULT));
    CUDA_TRY("cuEventCreate", event_create(&session->stop, CU_EVENT_DEFAULT));
    session->selected = true;
    return ASSAY_OK;
}

static void discard_product(struct assay_session *session, struct assay_prepared *prepared) {
    if (prepared == NULL) {
        return;
    }
    cgemm_cuda_forget_recording(session, &prepared->recording);
    if (prepared->discard != NULL) {
        prepared->discard(session, prepared);
    }
    free(prepared->names);
    free(prepared);
}

static int32_t prepare_product(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                               struct assay_prepared **result, int32_t *kernels, char *message, size_t capacity) {
    int32_t status = cgemm_cuda_need_device(session, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if (product->m < 1 || product->n < 1 || product->k < 1) {
        cgemm_write_message(message, capacity, "a product needs at least one row, one column and one k");
        return ASSAY_FAILED;
    }
    struct assay_prepared *prepared = calloc(1, sizeof *prepared);
    if (prepared == NULL) {
        cgemm_write_message(message, capacity, "no memory on the host for a product");
        return ASSAY_FAILED;
    }
    prepared->product = *product;
    wanted = wanted < 1 ? 1 : wanted > MOST_KERNELS ? MOST_KERNELS : wanted;
    status = product->sparse ? cgemm_cuda_sparse_recipe(session, product, &prepared->recipe, message, capacity)
                             : cgemm_cuda_dense_recipe(session, product, &prepared->recipe, message, capacity);
    if (status == ASSAY_OK) {
        status = product->sparse ? cgemm_cuda_prepare_sparse(session, prepared, wanted, message, capacity)
                                 : cgemm_cuda_prepare_dense(session, prepared, wanted, message, capacity);
    }
    if (status != ASSAY_OK) {
        discard_product(session, prepared);
        return status;
    }
    *result = prepared;
    *kernels = prepared->kernels;
    return ASSAY_OK;
}

// What the tables say is asked of the library too, with a shape that suits every kernel.
static int32_t supports(struct assay_session *session, const struct assay_product *product, char *message,
                        size_t capacity) {
    struct assay_product sample = *product;
    struct assay_prepared *prepared;
    int32_t kernels;
    sample.m = sample.n = sample.k = 1024;
    int32_t status = prepare_product(session, &sample, 1, &prepared, &kernels, message, capacity);
    if (status == ASSAY_OK) {
        discard_product(session, prepared);
    }
    return status;
}

static const char *name_of(const struct assay_prepared *prepared, int32_t kernel) {
    return kernel >= 0 && kernel < prepared->kernels ? prepared->names[kernel] : "";
}

const struct assay_plugin *assay_cuda(void) {
    static const struct assay_plugin plugin = {
        .abi = ASSAY_PLUGIN_ABI,
        .size = sizeof(struct assay_plugin),
        .name = "CUDA",
        .version = "1",
        .open = open_session,
        .close = close_session,
        .count = count_devices,
        .describe = cgemm_cuda_describe,
        .telemetry = cgemm_cuda_telemetry,
        .select = select_device,
        .supports = supports,
        .allocate = cgemm_cuda_allocate,
        .release = cgemm_cuda_release,
        .upload = cgemm_cuda_upload,
        .download = cgemm_cuda_download,
        .draw = cgemm_cuda_draw,
        .flip = cgemm_cuda_flip,
        .check = cgemm_cuda_check,
        .prepare = prepare_product,
        .discard = discard_product,
        .kernel = name_of,
        .run = cgemm_cuda_run,
        .bandwidth = cgemm_cuda_bandwidth,
    };
    return &plugin;
}
