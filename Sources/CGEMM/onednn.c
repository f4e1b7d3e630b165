#define _GNU_SOURCE
#include "onednn.h"
#include "library.h"

#include <dlfcn.h>
#include <stdlib.h>

// Which versions have a function.
enum versions { BOTH, ONLY_2, ONLY_3 };

struct import {
    const char *name;
    size_t offset; // of the function pointer in struct cgemm_onednn
    enum versions versions;
};

#define IMPORT(function, versions) {"dnnl_" #function, offsetof(struct cgemm_onednn, function), versions}

static const struct import imports[] = {
    IMPORT(engine_create, BOTH),
    IMPORT(engine_destroy, BOTH),
    IMPORT(stream_create, BOTH),
    IMPORT(stream_wait, BOTH),
    IMPORT(stream_destroy, BOTH),
    IMPORT(memory_create, BOTH),
    IMPORT(memory_destroy, BOTH),
    IMPORT(reorder_primitive_desc_create, BOTH),
    IMPORT(primitive_desc_query, BOTH),
    IMPORT(primitive_desc_query_md, BOTH),
    IMPORT(primitive_desc_destroy, BOTH),
    IMPORT(primitive_create, BOTH),
    IMPORT(primitive_execute, BOTH),
    IMPORT(primitive_destroy, BOTH),
    IMPORT(memory_desc_init_by_strides, ONLY_2),
    IMPORT(memory_desc_init_by_tag, ONLY_2),
    IMPORT(matmul_desc_init, ONLY_2),
    IMPORT(primitive_desc_create, ONLY_2),
    IMPORT(memory_desc_create_with_strides, ONLY_3),
    IMPORT(memory_desc_create_with_tag, ONLY_3),
    IMPORT(memory_desc_destroy, ONLY_3),
    IMPORT(matmul_primitive_desc_create, ONLY_3),
};

// Reads the version and finds its functions. Returns false, and a message, if one is missing.
static bool find_functions(struct cgemm_onednn *library, const char *path, char *message, size_t capacity) {
    const dnnl_version_t *(*version)(void);
    if (!cgemm_library_function(library->handle, "dnnl_version", &version)) {
        cgemm_write_message(message, capacity, "%s: not a oneDNN library (no dnnl_version)", path);
        return false;
    }
    library->version = *version();
    const int major = library->version.major;
    if (major != 2 && major != 3) {
        cgemm_write_message(message, capacity, "%s: oneDNN %d is not supported, only 2 and 3", path, major);
        return false;
    }
    const enum versions other = major == 2 ? ONLY_3 : ONLY_2;
    for (size_t i = 0; i < sizeof imports / sizeof imports[0]; i++) {
        void *function = (char *)library + imports[i].offset;
        if (imports[i].versions != other && !cgemm_library_function(library->handle, imports[i].name, function)) {
            cgemm_write_message(message, capacity, "%s: no function %s", path, imports[i].name);
            return false;
        }
    }
    return true;
}

struct cgemm_onednn *cgemm_onednn_open(const char *path, char *message, size_t capacity) {
    struct cgemm_onednn *library = calloc(1, sizeof *library);
    if (library == NULL) {
        cgemm_write_message(message, capacity, "out of memory");
        return NULL;
    }
    library->handle = cgemm_library_open(path, message, capacity);
    if (library->handle == NULL || !find_functions(library, path, message, capacity)) {
        cgemm_onednn_close(library);
        return NULL;
    }
    library->path = cgemm_library_path_of(library->handle, "dnnl_version");
    return library;
}

void cgemm_onednn_close(struct cgemm_onednn *library) {
    if (library == NULL) {
        return;
    }
    if (library->handle != NULL) {
        dlclose(library->handle);
    }
    free(library->path);
    free(library);
}

const char *cgemm_onednn_path(const struct cgemm_onednn *library) {
    return library->path;
}

void cgemm_onednn_version(const struct cgemm_onednn *library, int out[3]) {
    out[0] = library->version.major;
    out[1] = library->version.minor;
    out[2] = library->version.patch;
}

bool cgemm_onednn_takes_threads(const struct cgemm_onednn *library) {
    return library->version.cpu_runtime == DNNL_RUNTIME_OMP;
}

bool cgemm_onednn_set_threads(const struct cgemm_onednn *library, int count) {
    void (*set)(int);
    if (count < 1 || !cgemm_onednn_takes_threads(library)) {
        return false;
    }
    // The handle reaches the OpenMP runtime that the library was linked with; the default scope, one that is preloaded.
    if (!cgemm_library_function(library->handle, "omp_set_num_threads", &set)
        && !cgemm_library_function(RTLD_DEFAULT, "omp_set_num_threads", &set)) {
        return false;
    }
    set(count);
    return true;
}
