#include "nvml.h"
#include "../device/search.h"
#include "../library.h"

#include <stdio.h>
#include <string.h>

#define IMPORT(symbol, member) {#symbol, offsetof(struct nvml, member), false}
#define OPTIONAL(symbol, member) {#symbol, offsetof(struct nvml, member), true}

static const struct cgemm_import imports[] = {
    IMPORT(nvmlInit_v2, init),
    OPTIONAL(nvmlShutdown, shutdown),
    OPTIONAL(nvmlErrorString, error_string),
    OPTIONAL(nvmlSystemGetDriverVersion, driver_version),
    OPTIONAL(nvmlDeviceGetHandleByUUID, by_uuid),
    OPTIONAL(nvmlDeviceGetName, name),
    OPTIONAL(nvmlDeviceGetPciInfo_v3, pci),
    OPTIONAL(nvmlDeviceGetMemoryInfo, memory),
    OPTIONAL(nvmlDeviceGetEccMode, ecc),
    OPTIONAL(nvmlDeviceIsMigDeviceHandle, is_mig),
    OPTIONAL(nvmlDeviceGetDeviceHandleFromMigDeviceHandle, parent),
    OPTIONAL(nvmlDeviceGetAttributes_v2, attributes),
    OPTIONAL(nvmlDeviceGetNumGpuCores, cores),
    OPTIONAL(nvmlDeviceGetVirtualizationMode, virtualization),
    OPTIONAL(nvmlDeviceGetPowerUsage, power),
    OPTIONAL(nvmlDeviceGetEnforcedPowerLimit, power_limit),
    OPTIONAL(nvmlDeviceGetTotalEnergyConsumption, energy),
    OPTIONAL(nvmlDeviceGetTemperature, temperature),
    OPTIONAL(nvmlDeviceGetClockInfo, clock),
    OPTIONAL(nvmlDeviceGetMaxClockInfo, highest_clock),
    OPTIONAL(nvmlDeviceGetUtilizationRates, utilisation),
};

// The names of one function over the years, the newest first.
static void import_newest(struct nvml *nvml, const char *const *names, void *function) {
    while (*names != NULL && !cgemm_library_function(nvml->handle, *names, function)) {
        names++;
    }
}

bool cgemm_cuda_open_nvml(struct nvml *nvml, char *message, size_t capacity) {
    static const char *const names[] = {"libnvidia-ml.so.1", NULL};
    static const char *const processes[] = {"nvmlDeviceGetComputeRunningProcesses_v3",
                                            "nvmlDeviceGetComputeRunningProcesses_v2",
                                            "nvmlDeviceGetComputeRunningProcesses", NULL};
    static const char *const reasons[] = {"nvmlDeviceGetCurrentClocksEventReasons",
                                          "nvmlDeviceGetCurrentClocksThrottleReasons", NULL};
    const char *missing;
    char reason[512] = "";
    nvml->handle = cgemm_search(names, "/usr/lib/wsl/lib", reason, sizeof reason);
    if (nvml->handle == NULL) {
        cgemm_write_message(message, capacity, "no NVML, which comes with the driver: %s", reason);
        return false;
    }
    if (!cgemm_import(nvml->handle, imports, sizeof imports / sizeof imports[0], nvml, &missing)) {
        cgemm_write_message(message, capacity, "libnvidia-ml.so.1 has no %s: the driver is too old", missing);
        nvml->handle = NULL;
        return false;
    }
    import_newest(nvml, processes, &nvml->processes);
    import_newest(nvml, reasons, &nvml->reasons);
    int error = nvml->init();
    if (error != NVML_SUCCESS) {
        cgemm_write_message(message, capacity, "nvmlInit: %s",
                            nvml->error_string == NULL ? "failed" : nvml->error_string(error));
        nvml->handle = NULL;
        return false;
    }
    return true;
}

void cgemm_cuda_close_nvml(struct nvml *nvml) {
    if (nvml->handle != NULL && nvml->shutdown != NULL) {
        nvml->shutdown();
    }
    nvml->handle = NULL;
}

bool cgemm_cuda_uuid(const struct cuda_driver *driver, int device, char uuid[40]) {
    cuda_uuid value;
    if (driver->device_get_uuid(&value, device) != CUDA_SUCCESS) {
        return false;
    }
    const unsigned char *b = value.bytes;
    snprintf(uuid, 40, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1], b[2], b[3],
             b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
    return true;
}

int cgemm_cuda_nvml_device(const struct nvml *nvml, const struct cuda_driver *driver, int device, void **handle,
                           void **whole) {
    // Numbers are no way from one library to the other: the driver's follow CUDA_VISIBLE_DEVICES, NVML's do not.
    static const char *const prefixes[] = {"GPU-", "MIG-"};
    char uuid[40], text[48];
    if (nvml->handle == NULL || nvml->by_uuid == NULL || !cgemm_cuda_uuid(driver, device, uuid)) {
        return NVML_ERROR_NOT_SUPPORTED;
    }
    int error = NVML_ERROR_NOT_FOUND;
    for (size_t i = 0; i < 2 && error != NVML_SUCCESS; i++) {
        snprintf(text, sizeof text, "%s%s", prefixes[i], uuid);
        error = nvml->by_uuid(text, handle);
        if (error == NVML_ERROR_GPU_IS_LOST || error == NVML_ERROR_RESET_REQUIRED) {
            return error;
        }
    }
    if (error != NVML_SUCCESS) {
        return error;
    }
    *whole = *handle;
    unsigned is_mig = 0;
    if (nvml->is_mig != NULL && nvml->is_mig(*handle, &is_mig) == NVML_SUCCESS && is_mig != 0 && nvml->parent != NULL &&
        nvml->parent(*handle, whole) != NVML_SUCCESS) {
        *whole = *handle;
    }
    return NVML_SUCCESS;
}
