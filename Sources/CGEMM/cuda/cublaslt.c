#include "cublaslt.h"
#include "../device/search.h"
#include "../library.h"
#include "assay_plugin.h"

#include <stdio.h>
#include <stdlib.h>

#define IMPORT(symbol, member) {#symbol, offsetof(struct cublaslt, member), false}
#define OPTIONAL(symbol, member) {#symbol, offsetof(struct cublaslt, member), true}

static const struct cgemm_import imports[] = {
    IMPORT(cublasLtGetVersion, get_version),
    IMPORT(cublasLtCreate, create),
    IMPORT(cublasLtDestroy, destroy),
    IMPORT(cublasLtMatmulDescCreate, desc_create),
    IMPORT(cublasLtMatmulDescDestroy, desc_destroy),
    IMPORT(cublasLtMatmulDescSetAttribute, desc_set),
    IMPORT(cublasLtMatrixLayoutCreate, layout_create),
    IMPORT(cublasLtMatrixLayoutDestroy, layout_destroy),
    IMPORT(cublasLtMatmulPreferenceCreate, preference_create),
    IMPORT(cublasLtMatmulPreferenceDestroy, preference_destroy),
    IMPORT(cublasLtMatmulPreferenceSetAttribute, preference_set),
    IMPORT(cublasLtMatmulAlgoGetHeuristic, heuristic),
    IMPORT(cublasLtMatmulAlgoConfigGetAttribute, algorithm_config),
    IMPORT(cublasLtMatmulAlgoCapGetAttribute, algorithm_capability),
    IMPORT(cublasLtMatmul, matmul),
    OPTIONAL(cublasLtGetStatusName, status_name),
    OPTIONAL(cublasLtGetCudartVersion, cudart_version),
};

// One library for each major version of CUDA, the newest first.
static const char *const names[] = {"libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11", NULL};
enum { NEWEST_MAJOR = 13, OLDEST_MAJOR = 11 };

// The package of PyPI with the library for a major version of CUDA.
static const char *package_for(int major) {
    return major >= 13 ? "nvidia-cublas" : major == 12 ? "nvidia-cublas-cu12" : "nvidia-cublas-cu11";
}

int32_t cgemm_cuda_open_cublaslt(const struct cuda_driver *driver, struct cublaslt *blas, char *message,
                                 size_t capacity) {
    int major = driver->version / 1000;
    // A library of a newer major version loads, and fails at its first call with "insufficient driver".
    int newer = major < OLDEST_MAJOR ? NEWEST_MAJOR - OLDEST_MAJOR : major < NEWEST_MAJOR ? NEWEST_MAJOR - major : 0;
    char reason[512] = "";
    blas->handle = cgemm_search(names + newer, "/usr/local/cuda/lib64", reason, sizeof reason);
    if (blas->handle == NULL) {
        cgemm_write_message(message, capacity,
                            "no cuBLASLt for this driver (CUDA %d.%d): %s; install it (pip install %s, or the CUDA "
                            "toolkit) and name its folder in ASSAY_LIBRARY_PATH",
                            major, driver->version % 1000 / 10, reason, package_for(major));
        return ASSAY_UNSUPPORTED;
    }
    cgemm_path_of(blas->handle, "cublasLtGetVersion", blas->path, sizeof blas->path);
    const char *missing;
    if (!cgemm_import(blas->handle, imports, sizeof imports / sizeof imports[0], blas, &missing)) {
        cgemm_write_message(message, capacity, "%s has no %s: install another cuBLAS, 11 or newer (pip install %s)",
                            blas->path[0] == '\0' ? "cuBLASLt" : blas->path, missing, package_for(major));
        return ASSAY_UNSUPPORTED;
    }
    blas->version = blas->get_version();
    if (blas->version < OLDEST_MAJOR * 10000) {
        cgemm_write_message(message, capacity,
                            "%s is cuBLASLt %zu.%zu, whose numbers are others than today's: install 11 or newer (pip "
                            "install %s)",
                            blas->path, blas->version / 10000, blas->version % 10000 / 100, package_for(major));
        return ASSAY_UNSUPPORTED;
    }
    return ASSAY_OK;
}

const char *cgemm_cuda_cublaslt_status(const struct cublaslt *blas, int status, char number[16]) {
    const char *name = blas->status_name == NULL ? NULL : blas->status_name(status);
    snprintf(number, 16, "status %d", status);
    return name == NULL ? number : name;
}
