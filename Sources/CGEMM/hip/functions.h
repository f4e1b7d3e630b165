// The functions of the libraries behind HIP, as tables that `libraries.c` fills.
#ifndef CGEMM_HIP_FUNCTIONS_H
#define CGEMM_HIP_FUNCTIONS_H

#include "blas_abi.h"
#include "hip_abi.h"
#include "smi_abi.h"

// libamdhip64.
struct hip_functions {
    int (*runtime_version)(int *version);
    int (*driver_version)(int *version);
    const char *(*error_name)(int error);
    int (*last_error)(void);

    int (*device_count)(int *count);
    int (*device_name)(char *name, int capacity, int device);
    int (*device_uuid)(struct hip_uuid *uuid, int device);
    int (*device_memory)(size_t *bytes, int device);
    int (*device_address)(char *address, int capacity, int device);
    int (*device_attribute)(int *value, int attribute, int device);
    // From HIP 6.0 on.
    int (*device_properties)(void *properties, int device);

    int (*set_device)(int device);
    int (*memory_info)(size_t *free, size_t *total);
    int (*malloc)(void **memory, size_t bytes);
    int (*free)(void *memory);
    int (*copy)(void *to, const void *from, size_t bytes, int kind, void *stream);
    int (*copy_peer)(void *to, int to_device, const void *from, int from_device, size_t bytes, void *stream);
    int (*fill)(void *memory, int byte, size_t bytes, void *stream);
    int (*can_access_peer)(int *can, int device, int peer);
    int (*enable_peer)(int peer, unsigned flags);

    int (*stream_create)(void **stream, unsigned flags);
    int (*stream_destroy)(void *stream);
    int (*stream_query)(void *stream);
    int (*event_create)(void **event);
    int (*event_destroy)(void *event);
    int (*event_record)(void *event, void *stream);
    int (*event_milliseconds)(float *milliseconds, void *from, void *to);

    // Graphs are optional: without them products are launched one by one.
    int (*capture_begin)(void *stream, int mode);
    int (*capture_end)(void *stream, void **graph);
    int (*graph_instantiate)(void **executable, void *graph, void **error_node, char *log, size_t capacity);
    int (*graph_launch)(void *executable, void *stream);
    int (*graph_executable_destroy)(void *executable);
    int (*graph_destroy)(void *graph);

    int (*module_load)(void **module, const void *image);
    int (*module_unload)(void *module);
    int (*module_function)(void **function, void *module, const char *name);
    int (*launch)(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y,
                  unsigned block_z, unsigned shared_bytes, void *stream, void **arguments, void **extra);
};

// hipRTC: within libamdhip64 up to ROCm 6, in libhiprtc since.
struct hiprtc_functions {
    int (*create)(void **program, const char *source, const char *name, int headers, const char **texts,
                  const char **names);
    int (*destroy)(void **program);
    int (*compile)(void *program, int options, const char **option);
    int (*log_size)(void *program, size_t *bytes);
    int (*log)(void *program, char *log);
    int (*code_size)(void *program, size_t *bytes);
    int (*code)(void *program, char *code);
    const char *(*error_name)(int error);
};

// hipBLASLt.
struct hipblaslt_functions {
    int (*create)(void **handle);
    int (*destroy)(void *handle);
    int (*version)(void *handle, int *version);
    int (*descriptor_create)(void **descriptor, int compute, int scale);
    int (*descriptor_destroy)(void *descriptor);
    int (*descriptor_set)(void *descriptor, int attribute, const void *value, size_t bytes);
    int (*layout_create)(void **layout, int type, uint64_t rows, uint64_t columns, int64_t leading);
    int (*layout_destroy)(void *layout);
    int (*preference_create)(void **preference);
    int (*preference_destroy)(void *preference);
    int (*preference_set)(void *preference, int attribute, const void *value, size_t bytes);
    int (*heuristic)(void *handle, void *descriptor, void *a, void *b, void *c, void *d, void *preference, int wanted,
                     struct hipblaslt_heuristic *results, int *found);
    int (*matmul)(void *handle, void *descriptor, const void *alpha, const void *a, void *a_layout, const void *b,
                  void *b_layout, const void *beta, const void *c, void *c_layout, void *d, void *d_layout,
                  const struct hipblaslt_algorithm *algorithm, void *workspace, size_t workspace_bytes, void *stream);
    // C++ functions of namespace hipblaslt_ext. Their names are optional, and so is what they tell.
    struct cxx_string (*solution_name)(void *handle, struct hipblaslt_algorithm *algorithm);
    struct cxx_string (*kernel_name)(void *handle, struct hipblaslt_algorithm *algorithm);
    int (*solution_index)(struct hipblaslt_algorithm *algorithm);
    void (*cxx_delete)(void *memory);
};

// rocBLAS.
struct rocblas_functions {
    int (*version)(char *text, size_t capacity);
    int (*create)(void **handle);
    int (*destroy)(void *handle);
    int (*set_stream)(void *handle, void *stream);
    const char *(*status_name)(int status);
    int (*gemm)(void *handle, int transpose_a, int transpose_b, int m, int n, int k, const void *alpha, const void *a,
                int a_type, int lda, const void *b, int b_type, int ldb, const void *beta, const void *c, int c_type,
                int ldc, void *d, int d_type, int ldd, int compute, int algorithm, int32_t solution, uint32_t flags);
};

// rocm-smi. What only later versions have is optional.
struct rsmi_functions {
    int (*init)(uint64_t flags);
    int (*shut_down)(void);
    int (*device_count)(uint32_t *count);
    int (*address)(uint32_t device, uint64_t *address);
    int (*driver_version)(int component, char *text, uint32_t capacity);
    int (*name)(uint32_t device, char *name, size_t capacity);
    int (*pci_device)(uint32_t device, uint16_t *id);
    int (*pci_vendor)(uint32_t device, uint16_t *id);
    int (*pci_subsystem)(uint32_t device, uint16_t *id);
    int (*pci_subsystem_vendor)(uint32_t device, uint16_t *id);
    int (*memory_usage)(uint32_t device, int kind, uint64_t *bytes);
    int (*ecc_enabled)(uint32_t device, uint64_t *blocks);
    int (*link_bandwidth)(uint32_t device, uint32_t other, uint64_t *least, uint64_t *most);
    int (*compute_partition)(uint32_t device, char *text, uint32_t capacity);
    int (*power)(uint32_t device, uint64_t *microwatts, int *kind);
    int (*average_power)(uint32_t device, uint32_t sensor, uint64_t *microwatts);
    int (*power_cap)(uint32_t device, uint32_t sensor, uint64_t *microwatts);
    int (*energy)(uint32_t device, uint64_t *count, float *microjoules, uint64_t *nanoseconds);
    int (*temperature)(uint32_t device, uint32_t sensor, int metric, int64_t *millidegrees);
    int (*busy_percent)(uint32_t device, uint32_t *percent);
    int (*metrics)(uint32_t device, void *metrics);
    int (*processes)(struct rsmi_process *processes, uint32_t *count);
    int (*process_devices)(uint32_t process, uint32_t *devices, uint32_t *count);
};

#endif
