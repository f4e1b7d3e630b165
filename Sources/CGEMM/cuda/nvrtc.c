#include "nvrtc.h"
#include "../device/search.h"
#include "../library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORT(symbol, member) {#symbol, offsetof(struct nvrtc, member), false}
#define OPTIONAL(symbol, member) {#symbol, offsetof(struct nvrtc, member), true}

static const struct cgemm_import imports[] = {
    IMPORT(nvrtcVersion, version),
    IMPORT(nvrtcGetErrorString, error_string),
    IMPORT(nvrtcCreateProgram, create),
    IMPORT(nvrtcDestroyProgram, destroy),
    IMPORT(nvrtcCompileProgram, compile),
    IMPORT(nvrtcGetProgramLogSize, log_size),
    IMPORT(nvrtcGetProgramLog, log),
    IMPORT(nvrtcGetPTXSize, ptx_size),
    IMPORT(nvrtcGetPTX, ptx),
    OPTIONAL(nvrtcGetCUBINSize, cubin_size),
    OPTIONAL(nvrtcGetCUBIN, cubin),
    OPTIONAL(nvrtcGetNumSupportedArchs, architectures_count),
    OPTIONAL(nvrtcGetSupportedArchs, architectures),
};

bool cgemm_cuda_open_nvrtc(const struct cuda_driver *driver, struct nvrtc *nvrtc, char *message, size_t capacity) {
    static const char *const names[] = {"libnvrtc.so.13",   "libnvrtc.so.12",   "libnvrtc.so.11.2",
                                        "libnvrtc.so.11.1", "libnvrtc.so.11.0", NULL};
    int major = driver->version / 1000;
    char reason[512] = "";
    nvrtc->handle =
        cgemm_search(names + (major >= 13 ? 0 : 13 - major), "/usr/local/cuda/lib64", reason, sizeof reason);
    if (nvrtc->handle == NULL) {
        cgemm_write_message(message, capacity, "no NVRTC for this driver (pip install nvidia-cuda-nvrtc-cu12): %s",
                            reason);
        return false;
    }
    const char *missing;
    if (!cgemm_import(nvrtc->handle, imports, sizeof imports / sizeof imports[0], nvrtc, &missing)) {
        cgemm_write_message(message, capacity, "NVRTC has no %s", missing);
        nvrtc->handle = NULL;
        return false;
    }
    return true;
}

// The newest architecture that the compiler knows and the device runs; the device's own if the compiler does not say.
static int known_architecture(const struct nvrtc *nvrtc, int capability) {
    int count = 0, best = 0;
    int list[256];
    if (nvrtc->architectures_count == NULL || nvrtc->architectures == NULL ||
        nvrtc->architectures_count(&count) != NVRTC_SUCCESS || count < 1 || count > 256 ||
        nvrtc->architectures(list) != NVRTC_SUCCESS) {
        return capability;
    }
    for (int i = 0; i < count; i++) {
        best = list[i] <= capability && list[i] > best ? list[i] : best;
    }
    return best == 0 ? capability : best;
}

static bool take(int (*size)(void *, size_t *), int (*get)(void *, char *), void *program, char **image) {
    size_t bytes = 0;
    if (size == NULL || get == NULL || size(program, &bytes) != NVRTC_SUCCESS || bytes == 0) {
        return false;
    }
    *image = calloc(bytes + 1, 1);
    if (*image != NULL && get(program, *image) == NVRTC_SUCCESS) {
        return true;
    }
    free(*image);
    return false;
}

static void write_log(const struct nvrtc *nvrtc, void *program, int error, const char *target, char *message,
                      size_t capacity) {
    char *log = NULL;
    bool told = take(nvrtc->log_size, nvrtc->log, program, &log);
    cgemm_write_message(message, capacity, "nvrtcCompileProgram for %s: %s: %s", target, nvrtc->error_string(error),
                        told ? log : "");
    if (told) {
        free(log);
    }
    for (char *c = message; capacity > 0 && *c != '\0'; c++) {
        *c = *c == '\n' ? ' ' : *c;
    }
}

bool cgemm_cuda_compile(const struct nvrtc *nvrtc, const char *source, int capability, char **image, char *message,
                        size_t capacity) {
    // Machine code where the compiler knows the device: a driver need not understand the compiler's newer PTX then. PTX
    // of the newest architecture that it knows where it does not.
    int architecture = known_architecture(nvrtc, capability);
    bool machine_code = architecture == capability && nvrtc->cubin != NULL && nvrtc->cubin_size != NULL;
    char target[48];
    snprintf(target, sizeof target, "--gpu-architecture=%s_%d", machine_code ? "sm" : "compute", architecture);
    const char *const options[] = {target, "--fmad=false"};
    void *program;
    int error = nvrtc->create(&program, source, "assay.cu", 0, NULL, NULL);
    if (error != NVRTC_SUCCESS) {
        cgemm_write_message(message, capacity, "nvrtcCreateProgram: %s", nvrtc->error_string(error));
        return false;
    }
    error = nvrtc->compile(program, 2, options);
    bool done = error == NVRTC_SUCCESS && (machine_code ? take(nvrtc->cubin_size, nvrtc->cubin, program, image)
                                                        : take(nvrtc->ptx_size, nvrtc->ptx, program, image));
    if (error != NVRTC_SUCCESS) {
        write_log(nvrtc, program, error, target, message, capacity);
    } else if (!done) {
        cgemm_write_message(message, capacity, "NVRTC gives no code for %s", target);
    }
    nvrtc->destroy(&program);
    return done;
}
