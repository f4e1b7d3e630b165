#define _GNU_SOURCE
#include "libraries.h"
#include "imports.h"
#include "../library.h"
#include "assay_plugin.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

// HIP 5.0 is the first whose attributes and graphs are those of today.
enum { OLDEST_HIP_VERSION = 50000000 };

// ROCm's own names, newest first (ROCm 10 still has libamdhip64.so.7). DTK, Hygon's, keeps ROCm's interface and all
// names but the first.
static const char *const hip_names[] = {"libamdhip64.so.7", "libamdhip64.so.6",   "libamdhip64.so.5",
                                        "libamdhip64.so",   "libgalaxyhip.so.5", "libgalaxyhip.so", NULL};
static const char *const hiprtc_names[] = {"libhiprtc.so.7", "libhiprtc.so.6", "libhiprtc.so.5", "libhiprtc.so", NULL};
static const char *const hipblaslt_names[] = {"libhipblaslt.so.1", "libhipblaslt.so.0", "libhipblaslt.so", NULL};
static const char *const rocblas_names[] = {"librocblas.so.5", "librocblas.so.4", "librocblas.so.3",
                                            "librocblas.so.0", "librocblas.so",   NULL};
static const char *const rsmi_names[] = {"librocm_smi64.so.7", "librocm_smi64.so.6", "librocm_smi64.so.5",
                                         "librocm_smi64.so.1", "librocm_smi64.so",   NULL};

// Where ROCm and DTK install themselves if the loader's search path does not say so.
static const char *const places[] = {"/opt/rocm/lib", "/opt/rocm/core*/lib", "/opt/rocm-*/lib",
                                     "/opt/dtk/lib",  "/opt/dtk*/lib",       "/opt/dtk*/hip/lib"};

// Opens a library from `beside`, from the usual places, or from where a version of ROCm or DTK lies, the highest first.
static void *find(const char *const *names, const char *beside, char *message, size_t capacity) {
    void *handle = cgemm_search(names, beside[0] == '\0' ? NULL : beside, message, capacity);
    for (size_t i = 0; handle == NULL && i < sizeof places / sizeof *places; i++) {
        glob_t folders;
        if (glob(places[i], 0, NULL, &folders) != 0) {
            continue;
        }
        for (size_t j = folders.gl_pathc; handle == NULL && j > 0; j--) {
            handle = cgemm_search(names, folders.gl_pathv[j - 1], message, capacity);
        }
        globfree(&folders);
    }
    return handle;
}

// Opens a library beside HIP and fills its table. A library that stands on another HIP than the one in use would be
// given streams and memory that it does not know.
static bool open_beside(const char *const *names, const char *folder, void *hip_handle,
                        const struct hip_imports *imports, void *table, char *reason, size_t capacity, void **opened) {
    void *handle = find(names, folder, reason, capacity);
    if (handle == NULL) {
        return false;
    }
    const char *missing = NULL;
    if (!cgemm_import(handle, imports->list, imports->count, table, &missing)) {
        snprintf(reason, capacity, "%s has no function %s: install a later ROCm", names[0], missing);
        return false;
    }
    void *own = NULL, *other = NULL;
    cgemm_library_function(hip_handle, "hipMalloc", &own);
    if (cgemm_library_function(handle, "hipMalloc", &other) && own != other) {
        snprintf(reason, capacity, "%s belongs to another HIP than the one in %s: install one version of ROCm, or name "
                                   "its folder in ASSAY_LIBRARY_PATH", names[0], folder);
        return false;
    }
    if (opened != NULL) {
        *opened = handle;
    }
    return true;
}

static void folder_of(void *handle, const char *symbol, char *folder, size_t capacity) {
    cgemm_path_of(handle, symbol, folder, capacity);
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
}

static void digits_of(void *handle, const char *symbol, char *digits, size_t capacity) {
    char path[4096];
    cgemm_path_of(handle, symbol, path, sizeof path);
    const char *suffix = strstr(path, ".so.");
    snprintf(digits, capacity, "%s", suffix == NULL ? "" : suffix + strlen(".so."));
}

static void open_multipliers(struct hip_libraries *libraries, void *hip_handle, const char *folder) {
    void *handle = NULL;
    libraries->has_hipblaslt =
        open_beside(hipblaslt_names, folder, hip_handle, &hipblaslt_imports, &libraries->hipblaslt,
                    libraries->hipblaslt_reason, sizeof libraries->hipblaslt_reason, &handle);
    if (libraries->has_hipblaslt) {
        digits_of(handle, "hipblasLtMatmul", libraries->hipblaslt_file, sizeof libraries->hipblaslt_file);
    }
    libraries->has_rocblas = open_beside(rocblas_names, folder, hip_handle, &rocblas_imports, &libraries->rocblas,
                                         libraries->rocblas_reason, sizeof libraries->rocblas_reason, NULL);
}

static void open_helpers(struct hip_libraries *libraries, void *hip_handle, const char *folder) {
    const char *missing = NULL;
    libraries->has_hiprtc = cgemm_import(hip_handle, hiprtc_imports.list, hiprtc_imports.count, &libraries->hiprtc,
                                         &missing)
        || open_beside(hiprtc_names, folder, hip_handle, &hiprtc_imports, &libraries->hiprtc, libraries->hiprtc_reason,
                       sizeof libraries->hiprtc_reason, NULL);
    libraries->has_rsmi = open_beside(rsmi_names, folder, hip_handle, &rsmi_imports, &libraries->rsmi,
                                      libraries->rsmi_reason, sizeof libraries->rsmi_reason, NULL);
}

int32_t hip_libraries_open(struct hip_libraries *libraries, char *message, size_t capacity) {
    char reason[512] = "", folder[4096] = "";
    const char *missing = NULL;
    void *handle = find(hip_names, "", reason, sizeof reason);
    if (handle == NULL) {
        cgemm_write_message(message, capacity, "no HIP runtime: %s; install ROCm (package hip-runtime-amd), or name "
                            "the folder of its libraries in ASSAY_LIBRARY_PATH", reason);
        return ASSAY_UNSUPPORTED;
    }
    if (!cgemm_import(handle, hip_imports.list, hip_imports.count, &libraries->hip, &missing)) {
        cgemm_write_message(message, capacity, "the HIP runtime has no function %s: install ROCm 5.0 or later",
                            missing);
        return ASSAY_UNSUPPORTED;
    }
    if (libraries->hip.runtime_version(&libraries->hip_version) == HIP_SUCCESS
        && libraries->hip_version < OLDEST_HIP_VERSION) {
        cgemm_write_message(message, capacity, "HIP %d.%d is too old: install ROCm 5.0 or later",
                            libraries->hip_version / 10000000, libraries->hip_version / 100000 % 100);
        return ASSAY_UNSUPPORTED;
    }
    folder_of(handle, "hipMalloc", folder, sizeof folder);
    open_multipliers(libraries, handle, folder);
    if (!libraries->has_hipblaslt && !libraries->has_rocblas) {
        cgemm_write_message(message, capacity, "no library that multiplies: %s; %s; install hipblaslt or rocblas",
                            libraries->hipblaslt_reason, libraries->rocblas_reason);
        return ASSAY_UNSUPPORTED;
    }
    open_helpers(libraries, handle, folder);
    return ASSAY_OK;
}
