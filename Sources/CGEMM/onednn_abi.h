// The slice of oneDNN's C interface that a matrix product needs, in the form in which it is in memory.
// Sources, in include/oneapi/dnnl: dnnl.h and dnnl_types.h of 2.6 and 3.13, and dnnl_common_types.h of 3.13.
// The numbers below are the same in both.
#ifndef CGEMM_ONEDNN_ABI_H
#define CGEMM_ONEDNN_ABI_H

#include <stddef.h>
#include <stdint.h>

#define DNNL_MAX_NDIMS 12

#define DNNL_MEMORY_ALLOCATE ((void *)(size_t)-1)

typedef int64_t dnnl_dims_t[DNNL_MAX_NDIMS];

enum { dnnl_success = 0, dnnl_out_of_memory = 1 };

enum { dnnl_f16 = 1, dnnl_bf16 = 2, dnnl_f32 = 3, dnnl_s32 = 4, dnnl_s8 = 5, dnnl_u8 = 6 };

// Version 3 only.
enum { dnnl_f8_e5m2 = 9, dnnl_f8_e4m3 = 10 };

enum { dnnl_format_tag_any = 1 };

enum { dnnl_cpu = 1 };

enum { dnnl_stream_in_order = 1 };

enum { dnnl_query_impl_info_str = 8, dnnl_query_weights_md = 131 };

enum { DNNL_ARG_SRC = 1, DNNL_ARG_DST = 17, DNNL_ARG_WEIGHTS = 33, DNNL_ARG_FROM = 1, DNNL_ARG_TO = 17 };

enum { DNNL_RUNTIME_OMP = 2 };

typedef struct {
    int major, minor, patch;
    const char *hash;
    unsigned cpu_runtime, gpu_runtime;
} dnnl_version_t;

typedef struct {
    int arg;
    void *memory;
} dnnl_exec_arg_t;

// Version 2 has the caller allocate its descriptors: dnnl_memory_desc_t of 696 bytes and dnnl_matmul_desc_t of 2800
// in 2.6. Nothing here looks inside, so room to spare is all that is needed.
enum { V2_MEMORY_DESC_CAPACITY = 1024, V2_MATMUL_DESC_CAPACITY = 8192 };

#endif
