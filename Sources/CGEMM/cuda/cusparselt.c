#include "cusparselt.h"
#include "../device/search.h"
#include "../library.h"

#define IMPORT(symbol, member) {#symbol, offsetof(struct cusparselt, member), false}
#define OPTIONAL(symbol, member) {#symbol, offsetof(struct cusparselt, member), true}

static const struct cgemm_import imports[] = {
    IMPORT(cusparseLtGetProperty, get_property),
    IMPORT(cusparseLtInit, init),
    IMPORT(cusparseLtDestroy, destroy),
    IMPORT(cusparseLtDenseDescriptorInit, dense_init),
    IMPORT(cusparseLtStructuredDescriptorInit, structured_init),
    IMPORT(cusparseLtMatDescriptorDestroy, matrix_destroy),
    IMPORT(cusparseLtMatmulDescriptorInit, matmul_init),
    IMPORT(cusparseLtMatmulAlgSelectionInit, algorithm_init),
    IMPORT(cusparseLtMatmulAlgSetAttribute, algorithm_set),
    IMPORT(cusparseLtMatmulAlgGetAttribute, algorithm_get),
    IMPORT(cusparseLtMatmulPlanInit, plan_init),
    IMPORT(cusparseLtMatmulPlanDestroy, plan_destroy),
    IMPORT(cusparseLtMatmulGetWorkspace, workspace),
    IMPORT(cusparseLtSpMMACompressedSize, compressed_size),
    IMPORT(cusparseLtSpMMACompress, compress),
    IMPORT(cusparseLtMatmul, matmul),
    OPTIONAL(cusparseLtGetErrorName, error_name),
    OPTIONAL(cusparseLtMatmulAlgSelectionDestroy, algorithm_destroy),
};

enum { OLDEST_VERSION = 600, NEWEST_VERSION = 999 };

bool cgemm_cuda_open_cusparselt(struct cusparselt *sparse, char *message, size_t capacity) {
    static const char *const names[] = {"libcusparseLt.so.0", NULL};
    char reason[512] = "";
    sparse->handle = cgemm_search(names, "/usr/local/cuda/lib64", reason, sizeof reason);
    if (sparse->handle == NULL) {
        cgemm_write_message(message, capacity, "no cuSPARSELt (pip install nvidia-cusparselt-cu12): %s", reason);
        return false;
    }
    const char *missing;
    if (!cgemm_import(sparse->handle, imports, sizeof imports / sizeof imports[0], sparse, &missing)) {
        cgemm_write_message(message, capacity, "cuSPARSELt has no %s: install 0.6 or newer", missing);
        sparse->handle = NULL;
        return false;
    }
    // libraryPropertyType: MAJOR_VERSION, MINOR_VERSION, PATCH_LEVEL.
    int part[3] = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
        if (sparse->get_property(i, &part[i]) != CUSPARSE_STATUS_SUCCESS) {
            part[0] = -1;
        }
    }
    sparse->version = part[0] * 1000 + part[1] * 100 + part[2];
    if (sparse->version < OLDEST_VERSION || sparse->version > NEWEST_VERSION) {
        cgemm_write_message(message, capacity, "cuSPARSELt is version %d.%d.%d: install one from 0.6 on, before 1",
                            part[0], part[1], part[2]);
        sparse->handle = NULL;
        return false;
    }
    return true;
}
