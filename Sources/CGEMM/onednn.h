// An open oneDNN and its functions. Handles of oneDNN (engines, streams, memories…) are `void *` throughout.
#ifndef CGEMM_ONEDNN_FUNCTIONS_H
#define CGEMM_ONEDNN_FUNCTIONS_H

#include "cgemm_onednn.h"
#include "onednn_abi.h"

// In both versions a memory descriptor is reached by a pointer: to the caller's struct in 2, to the library's in 3.
struct cgemm_onednn {
    void *handle;
    char *path;
    dnnl_version_t version;

    // Functions that both versions have.
    int (*engine_create)(void **engine, int kind, size_t index);
    int (*engine_destroy)(void *engine);
    int (*stream_create)(void **stream, void *engine, unsigned flags);
    int (*stream_wait)(void *stream);
    int (*stream_destroy)(void *stream);
    int (*memory_create)(void **memory, const void *descriptor, void *engine, void *buffer);
    int (*memory_destroy)(void *memory);
    int (*reorder_primitive_desc_create)(void **primitive_desc, const void *source, void *source_engine,
                                         const void *destination, void *destination_engine, const void *attributes);
    int (*primitive_desc_query)(const void *primitive_desc, int what, int index, void *result);
    const void *(*primitive_desc_query_md)(const void *primitive_desc, int what, int index);
    int (*primitive_desc_destroy)(void *primitive_desc);
    int (*primitive_create)(void **primitive, const void *primitive_desc);
    int (*primitive_execute)(const void *primitive, void *stream, int count, const dnnl_exec_arg_t *arguments);
    int (*primitive_destroy)(void *primitive);

    // Functions of version 2 only.
    int (*memory_desc_init_by_strides)(void *descriptor, int rank, const dnnl_dims_t dims, int type,
                                       const dnnl_dims_t strides);
    int (*memory_desc_init_by_tag)(void *descriptor, int rank, const dnnl_dims_t dims, int type, int tag);
    int (*matmul_desc_init)(void *matmul_desc, const void *source, const void *weights, const void *bias,
                            const void *destination);
    int (*primitive_desc_create)(void **primitive_desc, const void *operation_desc, const void *attributes,
                                 void *engine, const void *forward_hint);

    // Functions of version 3 only.
    int (*memory_desc_create_with_strides)(void **descriptor, int rank, const dnnl_dims_t dims, int type,
                                           const dnnl_dims_t strides);
    int (*memory_desc_create_with_tag)(void **descriptor, int rank, const dnnl_dims_t dims, int type, int tag);
    int (*memory_desc_destroy)(void *descriptor);
    int (*matmul_primitive_desc_create)(void **primitive_desc, void *engine, const void *source, const void *weights,
                                        const void *bias, const void *destination, const void *attributes);
};

#endif
