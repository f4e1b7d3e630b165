#include "driver.h"
#include "../device/search.h"
#include "../library.h"
#include "assay_plugin.h"
#include "errors.h"

#define IMPORT(symbol, member) {#symbol, offsetof(struct cuda_driver, member), false}
#define OPTIONAL(symbol, member) {#symbol, offsetof(struct cuda_driver, member), true}

static const struct cgemm_import imports[] = {
    IMPORT(cuInit, init),
    IMPORT(cuDriverGetVersion, driver_get_version),
    IMPORT(cuGetErrorName, get_error_name),
    IMPORT(cuGetErrorString, get_error_string),
    IMPORT(cuDeviceGetCount, device_get_count),
    IMPORT(cuDeviceGet, device_get),
    IMPORT(cuDeviceGetName, device_get_name),
    IMPORT(cuDeviceGetUuid, device_get_uuid),
    IMPORT(cuDeviceGetAttribute, device_get_attribute),
    IMPORT(cuDeviceTotalMem_v2, device_total_mem),
    IMPORT(cuDeviceCanAccessPeer, device_can_access_peer),
    IMPORT(cuDevicePrimaryCtxRetain, primary_ctx_retain),
    IMPORT(cuDevicePrimaryCtxRelease_v2, primary_ctx_release),
    IMPORT(cuCtxSetCurrent, ctx_set_current),
    IMPORT(cuCtxEnablePeerAccess, ctx_enable_peer_access),
    IMPORT(cuMemAlloc_v2, mem_alloc),
    IMPORT(cuMemFree_v2, mem_free),
    IMPORT(cuMemcpyHtoD_v2, memcpy_htod),
    IMPORT(cuMemcpyDtoH_v2, memcpy_dtoh),
    IMPORT(cuMemcpyDtoDAsync_v2, memcpy_dtod_async),
    IMPORT(cuMemcpyPeerAsync, memcpy_peer_async),
    IMPORT(cuMemsetD8Async, memset_d8_async),
    IMPORT(cuStreamCreate, stream_create),
    IMPORT(cuStreamDestroy_v2, stream_destroy),
    IMPORT(cuStreamSynchronize, stream_synchronize),
    IMPORT(cuEventCreate, event_create),
    IMPORT(cuEventDestroy_v2, event_destroy),
    IMPORT(cuEventRecord, event_record),
    IMPORT(cuEventElapsedTime, event_elapsed_time),
    IMPORT(cuModuleLoadData, module_load_data),
    IMPORT(cuModuleUnload, module_unload),
    IMPORT(cuModuleGetFunction, module_get_function),
    IMPORT(cuLaunchKernel, launch_kernel),
    OPTIONAL(cuStreamBeginCapture_v2, stream_begin_capture),
    OPTIONAL(cuStreamEndCapture, stream_end_capture),
    OPTIONAL(cuGraphInstantiateWithFlags, graph_instantiate),
    OPTIONAL(cuGraphLaunch, graph_launch),
    OPTIONAL(cuGraphUpload, graph_upload),
    OPTIONAL(cuGraphExecDestroy, graph_exec_destroy),
    OPTIONAL(cuGraphDestroy, graph_destroy),
    // Tells MIG instances apart, which the older one does not: it takes the other's place where it is there.
    OPTIONAL(cuDeviceGetUuid_v2, device_get_uuid),
};

// CUDA 11.0: libraries of one major version work with all drivers of that version, and before there is no cuBLASLt
// whose numbers are those used here.
enum { OLDEST_DRIVER = 11000 };

static int32_t find_functions(struct cuda_driver *driver, char *message, size_t capacity) {
    const char *missing;
    const size_t count = sizeof imports / sizeof imports[0];
    // The last import writes NULL where there is no newer function.
    if (!cgemm_import(driver->handle, imports, count - 1, driver, &missing)) {
        cgemm_write_message(
            message, capacity,
            "the NVIDIA driver's libcuda.so.1 has no %s: it is too old, install one for CUDA 11 or newer", missing);
        return ASSAY_UNSUPPORTED;
    }
    int (*older)(cuda_uuid *, int) = driver->device_get_uuid;
    cgemm_import(driver->handle, imports + count - 1, 1, driver, &missing);
    if (driver->device_get_uuid == NULL) {
        driver->device_get_uuid = older;
    }
    return ASSAY_OK;
}

int32_t cgemm_cuda_open_driver(struct cuda_driver *driver, char *message, size_t capacity) {
    static const char *const names[] = {"libcuda.so.1", NULL};
    char reason[512] = "";
    driver->handle = cgemm_search(names, "/usr/lib/wsl/lib", reason, sizeof reason);
    if (driver->handle == NULL) {
        cgemm_write_message(message, capacity,
                            "no NVIDIA driver: %s; install it, or start the container with its GPUs (--gpus all)",
                            reason);
        return ASSAY_UNSUPPORTED;
    }
    int32_t status = find_functions(driver, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if (driver->driver_get_version(&driver->version) == CUDA_SUCCESS && driver->version < OLDEST_DRIVER) {
        cgemm_write_message(message, capacity, "the NVIDIA driver speaks CUDA %d.%d: install one for CUDA 11 or newer",
                            driver->version / 1000, driver->version % 1000 / 10);
        return ASSAY_UNSUPPORTED;
    }
    int error = driver->init(0);
    switch (error) {
    case CUDA_SUCCESS:
        return ASSAY_OK;
    case CUDA_ERROR_NO_DEVICE:
        cgemm_write_message(
            message, capacity,
            "the NVIDIA driver sees no device: look at nvidia-smi and CUDA_VISIBLE_DEVICES, or start the "
            "container with its GPUs (--gpus all)");
        return ASSAY_UNSUPPORTED;
    case CUDA_ERROR_STUB_LIBRARY:
        cgemm_write_message(message, capacity,
                            "libcuda.so.1 is the toolkit's stub, made for linking only: take its folder out of "
                            "LD_LIBRARY_PATH and ASSAY_LIBRARY_PATH, and install the NVIDIA driver");
        return ASSAY_UNSUPPORTED;
    case CUDA_ERROR_SYSTEM_DRIVER_MISMATCH:
    case CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE:
        cgemm_write_message(
            message, capacity,
            "the NVIDIA driver and its libcuda.so.1 are of different versions: restart after an upgrade "
            "of the driver, or take the compat folder out of LD_LIBRARY_PATH");
        return ASSAY_UNSUPPORTED;
    default:
        // No device is at work yet that could have gone.
        cgemm_cuda_failed(driver, error, "cuInit", message, capacity);
        return ASSAY_FAILED;
    }
}

bool cgemm_cuda_has_graphs(const struct cuda_driver *driver) {
    return driver->stream_begin_capture != NULL && driver->stream_end_capture != NULL &&
           driver->graph_instantiate != NULL && driver->graph_launch != NULL && driver->graph_exec_destroy != NULL &&
           driver->graph_destroy != NULL;
}
