#include "library.h"
#include "onednn_descriptor.h"

#include <stdlib.h>

struct cgemm_onednn_matmul {
    const struct cgemm_onednn *library;
    void *engine, *stream;
    void *primitive_desc, *primitive;
    // A and C are the caller's buffers; the packed B is the library's own.
    void *a, *packed_b, *c;
    const char *implementation;
};

// The element types of one kind of product.
struct types {
    int a, b, c;
};

static const struct types types_of_kind[] = {
    [CGEMM_ONEDNN_F32] = {dnnl_f32, dnnl_f32, dnnl_f32},
    [CGEMM_ONEDNN_BF16] = {dnnl_bf16, dnnl_bf16, dnnl_f32},
    [CGEMM_ONEDNN_F16] = {dnnl_f16, dnnl_f16, dnnl_f32},
    [CGEMM_ONEDNN_U8S8] = {dnnl_u8, dnnl_s8, dnnl_s32},
    [CGEMM_ONEDNN_F8E4M3] = {dnnl_f8_e4m3, dnnl_f8_e4m3, dnnl_f32},
    [CGEMM_ONEDNN_F8E5M2] = {dnnl_f8_e5m2, dnnl_f8_e5m2, dnnl_f32},
};

// The memory descriptors of one product.
struct descriptors {
    void *a, *plain_b, *any_b, *c;
};

static void destroy_descriptors(const struct cgemm_onednn *library, struct descriptors *descriptors) {
    cgemm_destroy_descriptor(library, descriptors->a);
    cgemm_destroy_descriptor(library, descriptors->plain_b);
    cgemm_destroy_descriptor(library, descriptors->any_b);
    cgemm_destroy_descriptor(library, descriptors->c);
}

static void destroy_with(int (*destroy)(void *), void *object) {
    if (object != NULL) {
        destroy(object);
    }
}

// Has the library choose an implementation.
static bool plan_v2(struct cgemm_onednn_matmul *matmul, const struct descriptors *descriptors, struct report report) {
    const struct cgemm_onednn *library = matmul->library;
    void *operation = calloc(1, V2_MATMUL_DESC_CAPACITY);
    int status = dnnl_out_of_memory;
    if (operation != NULL) {
        status = library->matmul_desc_init(operation, descriptors->a, descriptors->any_b, NULL, descriptors->c);
    }
    bool planned = cgemm_succeeded(status, "dnnl_matmul_desc_init", report);
    if (planned) {
        status = library->primitive_desc_create(&matmul->primitive_desc, operation, NULL, matmul->engine, NULL);
        planned = cgemm_succeeded(status, "dnnl_primitive_desc_create", report);
    }
    free(operation);
    return planned;
}

static bool plan_v3(struct cgemm_onednn_matmul *matmul, const struct descriptors *descriptors, struct report report) {
    const int status = matmul->library->matmul_primitive_desc_create(
        &matmul->primitive_desc, matmul->engine, descriptors->a, descriptors->any_b, NULL, descriptors->c, NULL);
    return cgemm_succeeded(status, "dnnl_matmul_primitive_desc_create", report);
}

// Has the library choose an implementation, and generate its code.
static bool build(struct cgemm_onednn_matmul *matmul, const struct descriptors *descriptors, struct report report) {
    const struct cgemm_onednn *library = matmul->library;
    const bool planned = library->version.major == 2 ? plan_v2(matmul, descriptors, report)
                                                     : plan_v3(matmul, descriptors, report);
    if (!planned) {
        return false;
    }
    int status =
        library->primitive_desc_query(matmul->primitive_desc, dnnl_query_impl_info_str, 0, &matmul->implementation);
    if (!cgemm_succeeded(status, "dnnl_primitive_desc_query", report)) {
        return false;
    }
    status = library->primitive_create(&matmul->primitive, matmul->primitive_desc);
    return cgemm_succeeded(status, "dnnl_primitive_create", report);
}

// Runs a primitive and waits for it.
static bool execute(const struct cgemm_onednn_matmul *matmul, const void *primitive, int count,
                    const dnnl_exec_arg_t *arguments, struct report report) {
    const struct cgemm_onednn *library = matmul->library;
    const int status = library->primitive_execute(primitive, matmul->stream, count, arguments);
    return cgemm_succeeded(status, "dnnl_primitive_execute", report)
        && cgemm_succeeded(library->stream_wait(matmul->stream), "dnnl_stream_wait", report);
}

// Copies a plain B into the layout of the packed one.
static bool reorder(struct cgemm_onednn_matmul *matmul, const void *plain_desc, const void *packed_desc,
                    void *plain, struct report report) {
    const struct cgemm_onednn *library = matmul->library;
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, plain}, {DNNL_ARG_TO, matmul->packed_b}};
    void *primitive_desc = NULL, *primitive = NULL;
    const int status = library->reorder_primitive_desc_create(&primitive_desc, plain_desc, matmul->engine, packed_desc,
                                                              matmul->engine, NULL);
    const bool done = cgemm_succeeded(status, "dnnl_reorder_primitive_desc_create", report)
        && cgemm_succeeded(library->primitive_create(&primitive, primitive_desc), "dnnl_primitive_create", report)
        && execute(matmul, primitive, 2, arguments, report);
    destroy_with(library->primitive_destroy, primitive);
    destroy_with(library->primitive_desc_destroy, primitive_desc);
    return done;
}

// Describes a buffer to the library, which neither copies nor owns it unless it is DNNL_MEMORY_ALLOCATE.
static bool wrap(const struct cgemm_onednn_matmul *matmul, void **memory, const void *descriptor, void *buffer,
                 struct report report) {
    const int status = matmul->library->memory_create(memory, descriptor, matmul->engine, buffer);
    return cgemm_succeeded(status, "dnnl_memory_create", report);
}

// Allocates the packed B in the layout of the plan, and fills it.
static bool pack(struct cgemm_onednn_matmul *matmul, const struct descriptors *descriptors, const void *b,
                 struct report report) {
    const struct cgemm_onednn *library = matmul->library;
    const void *packed_desc = library->primitive_desc_query_md(matmul->primitive_desc, dnnl_query_weights_md, 0);
    void *plain = NULL;
    // The library only reads B, but takes every buffer as writable.
    const bool packed = wrap(matmul, &matmul->packed_b, packed_desc, DNNL_MEMORY_ALLOCATE, report)
        && wrap(matmul, &plain, descriptors->plain_b, (void *)(uintptr_t)b, report)
        && reorder(matmul, descriptors->plain_b, packed_desc, plain, report);
    destroy_with(library->memory_destroy, plain);
    return packed;
}

struct cgemm_onednn_matmul *cgemm_onednn_matmul_create(const struct cgemm_onednn *library, enum cgemm_onednn_kind kind,
                                                       int64_t m, int64_t n, int64_t k,
                                                       const void *a, const void *b, void *c,
                                                       char *message, size_t capacity) {
    const struct report report = {message, capacity};
    const struct types types = types_of_kind[kind];
    struct descriptors descriptors = {NULL, NULL, NULL, NULL};
    struct cgemm_onednn_matmul *matmul = calloc(1, sizeof *matmul);
    if (matmul == NULL) {
        cgemm_write_message(message, capacity, "out of memory");
        return NULL;
    }
    matmul->library = library;
    const bool created =
        cgemm_succeeded(library->engine_create(&matmul->engine, dnnl_cpu, 0), "dnnl_engine_create", report)
        && cgemm_succeeded(library->stream_create(&matmul->stream, matmul->engine, dnnl_stream_in_order),
                           "dnnl_stream_create", report)
        && cgemm_describe_plain(library, &descriptors.a, m, k, types.a, report)
        && cgemm_describe_plain(library, &descriptors.plain_b, k, n, types.b, report)
        && cgemm_describe_any(library, &descriptors.any_b, k, n, types.b, report)
        && cgemm_describe_plain(library, &descriptors.c, m, n, types.c, report)
        && build(matmul, &descriptors, report)
        && pack(matmul, &descriptors, b, report)
        && wrap(matmul, &matmul->a, descriptors.a, (void *)(uintptr_t)a, report)
        && wrap(matmul, &matmul->c, descriptors.c, c, report);
    destroy_descriptors(library, &descriptors);
    if (!created) {
        cgemm_onednn_matmul_destroy(matmul);
        return NULL;
    }
    return matmul;
}

bool cgemm_onednn_matmul_run(struct cgemm_onednn_matmul *matmul, char *message, size_t capacity) {
    const dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, matmul->a},
        {DNNL_ARG_WEIGHTS, matmul->packed_b},
        {DNNL_ARG_DST, matmul->c},
    };
    return execute(matmul, matmul->primitive, 3, arguments, (struct report){message, capacity});
}

const char *cgemm_onednn_matmul_implementation(const struct cgemm_onednn_matmul *matmul) {
    return matmul->implementation;
}

void cgemm_onednn_matmul_destroy(struct cgemm_onednn_matmul *matmul) {
    if (matmul == NULL) {
        return;
    }
    const struct cgemm_onednn *library = matmul->library;
    destroy_with(library->memory_destroy, matmul->a);
    destroy_with(library->memory_destroy, matmul->packed_b);
    destroy_with(library->memory_destroy, matmul->c);
    destroy_with(library->primitive_destroy, matmul->primitive);
    destroy_with(library->primitive_desc_destroy, matmul->primitive_desc);
    destroy_with(library->stream_destroy, matmul->stream);
    destroy_with(library->engine_destroy, matmul->engine);
    free(matmul);
}
