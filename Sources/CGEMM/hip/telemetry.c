#include "plugin.h"
#include "topology.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t untold = UINT64_MAX;

static double scaled(bool told, double value, double factor) {
    return told ? value * factor : NAN;
}

static double clock_mhz(uint16_t value) {
    return scaled(value != UINT16_MAX && value != 0, value, 1);
}

static uint64_t member(const char *metrics, size_t offset) {
    uint64_t value;
    memcpy(&value, metrics + offset, sizeof value);
    return value;
}

// Power and energy of an MI250 are those of its package, told by the first die; the second tells 0, which no device in
// operation draws.
static void read_power(const struct rsmi_functions *rsmi, uint32_t index, struct assay_telemetry *result) {
    uint64_t microwatts = 0, cap = 0, count = 0, moment = 0;
    float microjoules = 0;
    int kind = 0;
    const bool told =
        (rsmi->power != NULL && rsmi->power(index, &microwatts, &kind) == RSMI_STATUS_SUCCESS && microwatts != 0)
        || (rsmi->average_power != NULL && rsmi->average_power(index, 0, &microwatts) == RSMI_STATUS_SUCCESS
            && microwatts != 0);
    result->watts = scaled(told, (double)microwatts, 1e-6);
    const bool limited = rsmi->power_cap != NULL && rsmi->power_cap(index, 0, &cap) == RSMI_STATUS_SUCCESS && cap != 0;
    result->limit_watts = scaled(limited, (double)cap, 1e-6);
    const bool counted = rsmi->energy != NULL
        && rsmi->energy(index, &count, &microjoules, &moment) == RSMI_STATUS_SUCCESS && count != 0 && count != untold;
    result->joules = scaled(counted, (double)count * (double)microjoules, 1e-6);
}

static void read_temperature(const struct rsmi_functions *rsmi, uint32_t index, struct assay_telemetry *result) {
    int64_t millidegrees = 0;
    const bool told = rsmi->temperature != NULL
        && (rsmi->temperature(index, RSMI_TEMP_TYPE_JUNCTION, RSMI_TEMP_CURRENT, &millidegrees) == RSMI_STATUS_SUCCESS
            || rsmi->temperature(index, RSMI_TEMP_TYPE_EDGE, RSMI_TEMP_CURRENT, &millidegrees)
                == RSMI_STATUS_SUCCESS);
    result->celsius = scaled(told, (double)millidegrees, 1e-3);
}

// The processes that have a queue on the device; -1 if rocm-smi does not tell.
static int32_t count_processes(const struct rsmi_functions *rsmi, uint32_t index) {
    enum { MOST_PROCESSES = 256, MOST_DEVICES = 64 };
    struct rsmi_process processes[MOST_PROCESSES];
    uint32_t count = MOST_PROCESSES;
    if (rsmi->processes == NULL || rsmi->process_devices == NULL) {
        return -1;
    }
    const int status = rsmi->processes(processes, &count);
    if (status != RSMI_STATUS_SUCCESS && status != RSMI_STATUS_INSUFFICIENT_SIZE) {
        return -1;
    }
    int32_t here = 0;
    for (uint32_t i = 0; i < count && i < MOST_PROCESSES; i++) {
        uint32_t devices[MOST_DEVICES], used = MOST_DEVICES;
        if (rsmi->process_devices(processes[i].process, devices, &used) != RSMI_STATUS_SUCCESS) {
            continue;
        }
        for (uint32_t j = 0; j < used && j < MOST_DEVICES; j++) {
            here += devices[j] == index;
        }
    }
    return here;
}

static void add_reason(char *text, size_t capacity, bool holds, const char *reason) {
    const size_t used = strlen(text);
    if (holds && strstr(text, reason) == NULL) {
        snprintf(text + used, capacity - used, "%s%s", used == 0 ? "" : "; ", reason);
    }
}

// Whether a counter of a limit has risen since the last reading. What is remembered is higher by one, 0 for nothing.
static bool risen(uint64_t *last, uint64_t now) {
    const bool more = now != untold && *last != 0 && now >= *last;
    *last = now == untold ? 0 : now + 1;
    return more;
}

// Up to MI250 the driver tells which limits hold at the moment, from MI300 on how long each has held.
static void read_throttle(const char *metrics, struct hip_residencies *last, char *text, size_t capacity) {
    const uint64_t bits = member(metrics, RSMI_METRICS_THROTTLE);
    text[0] = '\0';
    if (bits != untold) {
        add_reason(text, capacity, (bits & 0xffff) != 0, "power limit");
        add_reason(text, capacity, (bits >> 16 & 0xffff) != 0, "current limit");
        add_reason(text, capacity, (bits >> 32 & 0xffff) != 0, "temperature");
        add_reason(text, capacity, bits >> 48 != 0, "another limit");
    }
    if (last != NULL) {
        add_reason(text, capacity, risen(&last->power, member(metrics, RSMI_METRICS_POWER_RESIDENCY)), "power limit");
        add_reason(text, capacity, risen(&last->socket, member(metrics, RSMI_METRICS_SOCKET_RESIDENCY)),
                   "temperature");
        add_reason(text, capacity, risen(&last->regulator, member(metrics, RSMI_METRICS_REGULATOR_RESIDENCY)),
                   "temperature of a voltage regulator");
        add_reason(text, capacity, risen(&last->memory, member(metrics, RSMI_METRICS_MEMORY_RESIDENCY)),
                   "temperature of the memory");
    }
}

static void read_metrics(struct assay_session *session, uint32_t index, struct assay_telemetry *result) {
    char *metrics = malloc(RSMI_METRICS_CAPACITY);
    if (metrics == NULL) {
        return;
    }
    memset(metrics, 0xff, RSMI_METRICS_CAPACITY);
    if (session->libraries.rsmi.metrics(index, metrics) == RSMI_STATUS_SUCCESS) {
        struct rsmi_metrics head;
        memcpy(&head, metrics, sizeof head);
        result->clock_mhz = clock_mhz(head.graphics_mhz);
        result->memory_clock_mhz = clock_mhz(head.memory_mhz);
        read_throttle(metrics, index < HIP_DEVICES_REMEMBERED ? &session->residencies[index] : NULL, result->throttle,
                      sizeof result->throttle);
    }
    free(metrics);
}

int32_t hip_telemetry(struct assay_session *session, int32_t device, struct assay_telemetry *result, char *message,
                      size_t capacity) {
    const struct hip_libraries *libraries = &session->libraries;
    const struct hip_message report = {message, capacity};
    int kilohertz = 0;
    uint32_t percent = 0;
    *result = (struct assay_telemetry){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, -1, ""};
    if (!libraries->has_rsmi) {
        return hip_say(report, ASSAY_UNSUPPORTED, "no rocm-smi: %s; install rocm-smi-lib", libraries->rsmi_reason);
    }
    char address[64] = "";
    const int32_t status = hip_check(session, libraries->hip.device_address(address, sizeof address, device),
                                     "hipDeviceGetPCIBusId", report);
    if (status != ASSAY_OK) {
        return status;
    }
    const int index = hip_rsmi_device(session, device);
    if (index < 0) {
        return hip_say(report, ASSAY_UNSUPPORTED, "rocm-smi does not know the device");
    }
    read_power(&libraries->rsmi, (uint32_t)index, result);
    read_temperature(&libraries->rsmi, (uint32_t)index, result);
    if (libraries->rsmi.metrics != NULL) {
        read_metrics(session, (uint32_t)index, result);
    }
    const bool clocked = libraries->hip.device_attribute(&kilohertz, HIP_ATTRIBUTE_CLOCK_RATE, device) == HIP_SUCCESS
        && kilohertz > 0;
    result->highest_clock_mhz = scaled(clocked, kilohertz, 1e-3);
    const bool busy = libraries->rsmi.busy_percent != NULL
        && libraries->rsmi.busy_percent((uint32_t)index, &percent) == RSMI_STATUS_SUCCESS && percent <= 100;
    result->utilisation = scaled(busy, percent, 1e-2);
    result->processes = count_processes(&libraries->rsmi, (uint32_t)index);
    return ASSAY_OK;
}
