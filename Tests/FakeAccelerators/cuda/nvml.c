// FakeCUDA's libnvidia-ml.so.1.
#include "../../../Sources/CGEMM/cuda/nvml.h"
#include "fake.h"

#include <stdio.h>
#include <string.h>

// Parts have the numbers from 0, their MIG instances those from 100.
static char handles[256];

static int number_of(void *device) { return (int)((char *)device - handles); }

static bool is_instance(void *device) { return number_of(device) >= 100; }

static int calls;

EXPORT int nvmlInit_v2(void) { return fake_is("no-nvml") ? 9 : NVML_SUCCESS; }
EXPORT int nvmlShutdown(void) { return NVML_SUCCESS; }

EXPORT const char *nvmlErrorString(int error) {
    return error == 3    ? "Not Supported"
           : error == 6  ? "Not Found"
           : error == 9  ? "Driver Not Loaded"
           : error == 15 ? "GPU is lost"
                         : "Unknown Error";
}

EXPORT int nvmlSystemGetDriverVersion(char *text, unsigned capacity) {
    snprintf(text, capacity, "575.57.08");
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetHandleByUUID(const char *uuid, void **device) {
    const bool mig = strncmp(uuid, "MIG-", 4) == 0;
    if (!mig && strncmp(uuid, "GPU-", 4) != 0) {
        return NVML_ERROR_NOT_FOUND;
    }
    for (int i = 0; i < fake_number("devices", 1); i++) {
        unsigned char b[16];
        char text[48];
        fake_uuid(mig ? i + 100 : i, b);
        snprintf(text, sizeof text, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
                 b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
        if (strcmp(uuid + 4, text) == 0 && (!mig || fake_is("mig"))) {
            *device = handles + (mig ? i + 100 : i);
            return NVML_SUCCESS;
        }
    }
    return NVML_ERROR_NOT_FOUND;
}

EXPORT int nvmlDeviceGetPciInfo_v3(void *device, nvml_pci *pci) {
    memset(pci, 0, sizeof *pci);
    pci->bus = 0x17 + (unsigned)number_of(device);
    pci->id = 0x290110de;
    pci->subsystem_id = 0x199910de;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetMemoryInfo(void *device, nvml_memory *memory) {
    (void)device;
    *memory = (nvml_memory){4096ull << 20, 4000ull << 20, 96ull << 20};
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetEccMode(void *device, unsigned *current, unsigned *pending) {
    (void)device;
    *current = *pending = 1;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceIsMigDeviceHandle(void *device, unsigned *is) {
    *is = is_instance(device);
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(void *mig, void **device) {
    *device = (char *)mig - 100;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetAttributes_v2(void *mig, nvml_attributes *attributes) {
    if (!is_instance(mig)) {
        return NVML_ERROR_NOT_SUPPORTED;
    }
    *attributes = (nvml_attributes){
        .multiprocessors = 2, .processor_slices = 1, .compute_slices = 1, .memory_mebibytes = 23 * 1024 - 300};
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetNumGpuCores(void *device, unsigned *cores) {
    *cores = is_instance(device) ? 0 : 16 * 128;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetVirtualizationMode(void *device, uint32_t *mode) {
    (void)device;
    *mode = fake_is("vgpu") ? 2 : 0;
    return NVML_SUCCESS;
}

// Of an instance it tells that of the whole part, which misleads.
EXPORT int nvmlDeviceGetPowerUsage(void *device, unsigned *milliwatts) {
    (void)device;
    *milliwatts = 612345;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetEnforcedPowerLimit(void *device, unsigned *milliwatts) {
    (void)device;
    *milliwatts = 1000000;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetTotalEnergyConsumption(void *device, unsigned long long *millijoules) {
    (void)device;
    *millijoules = 5000000ull + 600ull * (unsigned long long)++calls;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetTemperature(void *device, int sensor, unsigned *celsius) {
    (void)device;
    if (sensor != NVML_TEMPERATURE_GPU) {
        return 2; // NVML_ERROR_INVALID_ARGUMENT
    }
    *celsius = fake_is("throttle") ? 91 : 58;
    return fake_is("lost") ? NVML_ERROR_GPU_IS_LOST : NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetClockInfo(void *device, int which, unsigned *megahertz) {
    (void)device;
    static unsigned falling;
    if (which == NVML_CLOCK_SM && fake_is("throttle")) {
        falling += falling < 1000 ? 45 : 0;
    }
    *megahertz = which == NVML_CLOCK_MEM ? 3996 : 1965 - falling;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetMaxClockInfo(void *device, int which, unsigned *megahertz) {
    (void)device;
    *megahertz = which == NVML_CLOCK_MEM ? 3996 : 2032;
    return NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetUtilizationRates(void *device, nvml_utilisation *utilisation) {
    *utilisation = (nvml_utilisation){87, 40};
    return is_instance(device) ? NVML_ERROR_NOT_SUPPORTED : NVML_SUCCESS;
}

EXPORT int nvmlDeviceGetComputeRunningProcesses_v3(void *device, unsigned *count, void *entries) {
    (void)device, (void)entries;
    unsigned running = fake_is("busy") ? 2 : 1;
    bool fits = *count >= running;
    *count = running;
    return fits ? NVML_SUCCESS : NVML_ERROR_INSUFFICIENT_SIZE;
}

// The older name, which all versions keep.
EXPORT int nvmlDeviceGetCurrentClocksThrottleReasons(void *device, unsigned long long *reasons) {
    (void)device;
    *reasons = fake_is("throttle") ? NVML_REASON_SW_THERMAL | NVML_REASON_SW_POWER_CAP : NVML_REASON_GPU_IDLE;
    return NVML_SUCCESS;
}
