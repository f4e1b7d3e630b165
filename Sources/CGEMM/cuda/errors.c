#include "errors.h"
#include "../library.h"
#include "assay_plugin.h"

static int32_t status_of(int error) {
    switch (error) {
    case CUDA_SUCCESS:
        return ASSAY_OK;
    case CUDA_ERROR_OUT_OF_MEMORY:
        return ASSAY_OUT_OF_MEMORY;
    case CUDA_ERROR_DEVICE_UNAVAILABLE:
    case CUDA_ERROR_MPS_MAX_CLIENTS_REACHED:
    case CUDA_ERROR_MPS_MAX_CONNECTIONS_REACHED:
        return ASSAY_BUSY;
    case CUDA_ERROR_ECC_UNCORRECTABLE:
    case CUDA_ERROR_NVLINK_UNCORRECTABLE:
    case CUDA_ERROR_CONTAINED:
    case CUDA_ERROR_ILLEGAL_ADDRESS:
    case CUDA_ERROR_LAUNCH_TIMEOUT:
    case CUDA_ERROR_CONTEXT_IS_DESTROYED:
    case CUDA_ERROR_ASSERT:
    case CUDA_ERROR_MPS_CLIENT_TERMINATED:
    case CUDA_ERROR_UNKNOWN:
        return ASSAY_GONE;
    default:
        // From a fault in the hardware's stack to a leak of tensor memory: a kernel has died, and its context with it.
        return error >= CUDA_ERROR_HARDWARE_STACK_ERROR && error <= CUDA_ERROR_TENSOR_MEMORY_LEAK ? ASSAY_GONE
                                                                                                  : ASSAY_FAILED;
    }
}

int32_t cgemm_cuda_failed(const struct cuda_driver *driver, int error, const char *call, char *message,
                          size_t capacity) {
    if (error == CUDA_SUCCESS) {
        return ASSAY_OK;
    }
    const char *name = NULL, *text = NULL;
    driver->get_error_name(error, &name);
    driver->get_error_string(error, &text);
    if (name == NULL || text == NULL) {
        cgemm_write_message(message, capacity, "%s: error %d of CUDA", call, error);
    } else {
        cgemm_write_message(message, capacity, "%s: %s (%s)", call, name, text);
    }
    return status_of(error);
}
