#include "onednn_descriptor.h"
#include "library.h"

#include <stdlib.h>

static const char *status_name(int status) {
    static const char *const names[] = {
        "dnnl_success",       "dnnl_out_of_memory",     "dnnl_invalid_arguments",
        "dnnl_unimplemented", "dnnl_last_impl_reached", "dnnl_runtime_error",
        "dnnl_not_required",
    };
    const int count = sizeof names / sizeof names[0];
    return status >= 0 && status < count ? names[status] : "unknown status";
}

bool cgemm_succeeded(int status, const char *call, struct report report) {
    if (status != dnnl_success) {
        cgemm_write_message(report.message, report.capacity, "%s: %s", call, status_name(status));
    }
    return status == dnnl_success;
}

bool cgemm_describe_plain(const struct cgemm_onednn *library, void **out, int64_t rows, int64_t columns, int type,
                          struct report report) {
    const dnnl_dims_t dims = {rows, columns};
    const dnnl_dims_t strides = {columns, 1};
    if (library->version.major == 3) {
        const int status = library->memory_desc_create_with_strides(out, 2, dims, type, strides);
        return cgemm_succeeded(status, "dnnl_memory_desc_create_with_strides", report);
    }
    *out = calloc(1, V2_MEMORY_DESC_CAPACITY);
    const int status =
        *out == NULL ? dnnl_out_of_memory : library->memory_desc_init_by_strides(*out, 2, dims, type, strides);
    return cgemm_succeeded(status, "dnnl_memory_desc_init_by_strides", report);
}

bool cgemm_describe_any(const struct cgemm_onednn *library, void **out, int64_t rows, int64_t columns, int type,
                        struct report report) {
    const dnnl_dims_t dims = {rows, columns};
    if (library->version.major == 3) {
        const int status = library->memory_desc_create_with_tag(out, 2, dims, type, dnnl_format_tag_any);
        return cgemm_succeeded(status, "dnnl_memory_desc_create_with_tag", report);
    }
    *out = calloc(1, V2_MEMORY_DESC_CAPACITY);
    const int status =
        *out == NULL ? dnnl_out_of_memory : library->memory_desc_init_by_tag(*out, 2, dims, type, dnnl_format_tag_any);
    return cgemm_succeeded(status, "dnnl_memory_desc_init_by_tag", report);
}

void cgemm_destroy_descriptor(const struct cgemm_onednn *library, void *descriptor) {
    if (library->version.major == 2) {
        free(descriptor);
    } else if (descriptor != NULL) {
        library->memory_desc_destroy(descriptor);
    }
}
