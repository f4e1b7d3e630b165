// The slice of the CUDA driver's interface that is needed, as it is in libcuda.so.1. Handles are `void *` throughout, a
// CUdeviceptr is uint64_t, a CUdevice and a CUresult are int. Source: cuda.h of CUDA 11.8, 12.9 and 13.5, where the
// names with and without `_v2` are told apart; the numbers below are the same in all three.
//
// The runtime (libcudart) is not used: cuBLASLt has its own inside, and both share the device's primary context.
#ifndef CGEMM_CUDA_DRIVER_H
#define CGEMM_CUDA_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CUDA_SUCCESS = 0,
    CUDA_ERROR_INVALID_VALUE = 1,
    CUDA_ERROR_OUT_OF_MEMORY = 2,
    CUDA_ERROR_STUB_LIBRARY = 34,
    CUDA_ERROR_DEVICE_UNAVAILABLE = 46,
    CUDA_ERROR_NO_DEVICE = 100,
    CUDA_ERROR_INVALID_DEVICE = 101,
    CUDA_ERROR_DEVICE_NOT_LICENSED = 102,
    CUDA_ERROR_INVALID_IMAGE = 200,
    CUDA_ERROR_INVALID_CONTEXT = 201,
    CUDA_ERROR_ECC_UNCORRECTABLE = 214,
    CUDA_ERROR_NVLINK_UNCORRECTABLE = 220,
    CUDA_ERROR_CONTAINED = 226,
    CUDA_ERROR_NOT_FOUND = 500,
    CUDA_ERROR_ILLEGAL_ADDRESS = 700,
    CUDA_ERROR_LAUNCH_TIMEOUT = 702,
    CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED = 704,
    CUDA_ERROR_CONTEXT_IS_DESTROYED = 709,
    CUDA_ERROR_ASSERT = 710,
    CUDA_ERROR_HARDWARE_STACK_ERROR = 714,
    CUDA_ERROR_TENSOR_MEMORY_LEAK = 721,
    CUDA_ERROR_SYSTEM_DRIVER_MISMATCH = 803,
    CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE = 804,
    CUDA_ERROR_MPS_MAX_CLIENTS_REACHED = 808,
    CUDA_ERROR_MPS_MAX_CONNECTIONS_REACHED = 809,
    CUDA_ERROR_MPS_CLIENT_TERMINATED = 810,
    CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED = 900,
    CUDA_ERROR_UNKNOWN = 999,
};

// CUdevice_attribute.
enum {
    CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT = 16,
    CU_DEVICE_ATTRIBUTE_ECC_ENABLED = 32,
    CU_DEVICE_ATTRIBUTE_PCI_BUS_ID = 33,
    CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID = 34,
    CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE = 38,
    CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID = 50,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75,
    CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76,
};

enum { CU_STREAM_NON_BLOCKING = 1, CU_EVENT_DEFAULT = 0, CU_STREAM_CAPTURE_MODE_RELAXED = 2 };

typedef struct {
    unsigned char bytes[16];
} cuda_uuid;

struct cuda_driver {
    void *handle;
    // 1000 · major + 10 · minor of the newest CUDA that the driver speaks.
    int version;

    int (*init)(unsigned flags);
    int (*driver_get_version)(int *version);
    int (*get_error_name)(int error, const char **name);
    int (*get_error_string)(int error, const char **text);
    int (*device_get_count)(int *count);
    int (*device_get)(int *device, int ordinal);
    int (*device_get_name)(char *name, int capacity, int device);
    int (*device_get_uuid)(cuda_uuid *uuid, int device);
    int (*device_get_attribute)(int *value, int attribute, int device);
    int (*device_total_mem)(size_t *bytes, int device);
    int (*device_can_access_peer)(int *can, int device, int peer);
    int (*primary_ctx_retain)(void **context, int device);
    int (*primary_ctx_release)(int device);
    int (*ctx_set_current)(void *context);
    int (*ctx_enable_peer_access)(void *peer, unsigned flags);
    int (*mem_alloc)(uint64_t *memory, size_t bytes);
    int (*mem_free)(uint64_t memory);
    int (*memcpy_htod)(uint64_t to, const void *from, size_t bytes);
    int (*memcpy_dtoh)(void *to, uint64_t from, size_t bytes);
    int (*memcpy_dtod_async)(uint64_t to, uint64_t from, size_t bytes, void *stream);
    int (*memcpy_peer_async)(uint64_t to, void *to_context, uint64_t from, void *from_context, size_t bytes,
                             void *stream);
    int (*memset_d8_async)(uint64_t memory, unsigned char value, size_t bytes, void *stream);
    int (*stream_create)(void **stream, unsigned flags);
    int (*stream_destroy)(void *stream);
    int (*stream_synchronize)(void *stream);
    int (*event_create)(void **event, unsigned flags);
    int (*event_destroy)(void *event);
    int (*event_record)(void *event, void *stream);
    int (*event_elapsed_time)(float *milliseconds, void *start, void *stop);
    int (*module_load_data)(void **module, const void *image);
    int (*module_unload)(void *module);
    int (*module_get_function)(void **function, void *module, const char *name);
    int (*launch_kernel)(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                         unsigned block_y, unsigned block_z, unsigned shared_bytes, void *stream, void **arguments,
                         void **extra);

    // Of newer drivers; where one is missing, products are launched one by one.
    int (*stream_begin_capture)(void *stream, int mode);
    int (*stream_end_capture)(void *stream, void **graph);
    int (*graph_instantiate)(void **executable, void *graph, unsigned long long flags);
    int (*graph_launch)(void *executable, void *stream);
    int (*graph_upload)(void *executable, void *stream);
    int (*graph_exec_destroy)(void *executable);
    int (*graph_destroy)(void *graph);
};

// Opens the driver and initialises it. Returns an `assay_status`.
int32_t cgemm_cuda_open_driver(struct cuda_driver *driver, char *message, size_t capacity);

// Whether products can be recorded in a graph.
bool cgemm_cuda_has_graphs(const struct cuda_driver *driver);

#endif
