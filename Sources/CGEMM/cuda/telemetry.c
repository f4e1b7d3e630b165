#include "../library.h"
#include "errors.h"
#include "session.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Idleness is no throttling: what lowers the clock of an idle device says nothing of a measurement.
static const struct {
    unsigned long long bit;
    const char *words;
} reasons[] = {
    {NVML_REASON_SW_POWER_CAP, "power limit"},
    {NVML_REASON_HW_POWER_BRAKE, "power brake from outside"},
    {NVML_REASON_HW_THERMAL, "heat (hardware)"},
    {NVML_REASON_SW_THERMAL, "heat (software)"},
    {NVML_REASON_HW_SLOWDOWN, "hardware slowdown"},
    {NVML_REASON_BOARD_LIMIT, "limit of the board"},
    {NVML_REASON_RELIABILITY, "voltage reliability"},
    {NVML_REASON_SYNC_BOOST, "sync boost with other devices"},
    {NVML_REASON_APPLICATIONS_CLOCKS, "clock set by the user"},
    {NVML_REASON_DISPLAY_CLOCK, "clock set for a display"},
};

static void write_reasons(unsigned long long bits, char *text, size_t capacity) {
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if ((bits & reasons[i].bit) != 0) {
            size_t used = strlen(text);
            snprintf(text + used, capacity - used, "%s%s", used == 0 ? "" : "; ", reasons[i].words);
        }
    }
    if (text[0] == '\0') {
        snprintf(text, capacity, "none");
    }
}

static double clock_of(int (*get)(void *, int, unsigned *), void *device, int which) {
    unsigned megahertz = 0;
    return get != NULL && get(device, which, &megahertz) == NVML_SUCCESS ? megahertz : NAN;
}

// Of the whole part only: a MIG instance has no power of its own, and its neighbours' is not its.
static void read_power(const struct nvml *nvml, void *device, struct assay_telemetry *result) {
    unsigned milliwatts = 0;
    unsigned long long millijoules = 0;
    if (nvml->power != NULL && nvml->power(device, &milliwatts) == NVML_SUCCESS) {
        result->watts = milliwatts / 1000.0;
    }
    if (nvml->power_limit != NULL && nvml->power_limit(device, &milliwatts) == NVML_SUCCESS) {
        result->limit_watts = milliwatts / 1000.0;
    }
    if (nvml->energy != NULL && nvml->energy(device, &millijoules) == NVML_SUCCESS) {
        result->joules = (double)millijoules / 1000;
    }
}

static int32_t count_processes(const struct nvml *nvml, void *device) {
    // Asked with room for none, NVML only tells how many there are.
    unsigned count = 0;
    int error = nvml->processes == NULL ? NVML_ERROR_NOT_SUPPORTED : nvml->processes(device, &count, NULL);
    return error == NVML_SUCCESS || error == NVML_ERROR_INSUFFICIENT_SIZE ? (int32_t)count : -1;
}

static bool is_gone(int error) { return error == NVML_ERROR_GPU_IS_LOST || error == NVML_ERROR_RESET_REQUIRED; }

// Returns the error of the temperature, which every device has.
static int read_state(const struct nvml *nvml, void *device, void *whole, struct assay_telemetry *result) {
    unsigned celsius = 0;
    nvml_utilisation utilisation = {0};
    unsigned long long bits = 0;
    if (device == whole) {
        read_power(nvml, device, result);
    }
    int error =
        nvml->temperature == NULL ? NVML_ERROR_NOT_SUPPORTED : nvml->temperature(whole, NVML_TEMPERATURE_GPU, &celsius);
    if (error == NVML_SUCCESS) {
        result->celsius = celsius;
    }
    result->clock_mhz = clock_of(nvml->clock, whole, NVML_CLOCK_SM);
    result->highest_clock_mhz = clock_of(nvml->highest_clock, whole, NVML_CLOCK_SM);
    result->memory_clock_mhz = clock_of(nvml->clock, whole, NVML_CLOCK_MEM);
    if (nvml->utilisation != NULL && nvml->utilisation(device, &utilisation) == NVML_SUCCESS) {
        result->utilisation = utilisation.processor / 100.0;
    }
    result->processes = count_processes(nvml, device);
    if (nvml->reasons != NULL && nvml->reasons(whole, &bits) == NVML_SUCCESS) {
        write_reasons(bits, result->throttle, sizeof result->throttle);
    }
    return error;
}

static int32_t write_failure(const struct nvml *nvml, const char *call, int error, char *message, size_t capacity) {
    cgemm_write_message(message, capacity, "%s: %s", call,
                        nvml->error_string == NULL ? "failed" : nvml->error_string(error));
    return is_gone(error) ? ASSAY_GONE : error == NVML_ERROR_NOT_SUPPORTED ? ASSAY_UNSUPPORTED : ASSAY_FAILED;
}

int32_t cgemm_cuda_telemetry(struct assay_session *session, int32_t device, struct assay_telemetry *result,
                             char *message, size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    const struct nvml *nvml = &session->nvml;
    int handle;
    void *part = NULL, *whole = NULL;
    memset(result, 0, sizeof *result);
    result->watts = result->limit_watts = result->joules = result->celsius = result->clock_mhz =
        result->highest_clock_mhz = result->memory_clock_mhz = result->utilisation = NAN;
    result->processes = -1;
    CUDA_TRY("cuDeviceGet", device_get(&handle, device));
    if (nvml->handle == NULL) {
        cgemm_write_message(message, capacity, "%s", session->no_nvml);
        return ASSAY_UNSUPPORTED;
    }
    int error = cgemm_cuda_nvml_device(nvml, driver, handle, &part, &whole);
    if (error != NVML_SUCCESS) {
        return write_failure(nvml, "nvmlDeviceGetHandleByUUID", error, message, capacity);
    }
    error = read_state(nvml, part, whole, result);
    return is_gone(error) ? write_failure(nvml, "nvmlDeviceGetTemperature", error, message, capacity) : ASSAY_OK;
}
