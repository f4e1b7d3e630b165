// librocm_smi64.
#define _GNU_SOURCE
#include "fake.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SUCCESS = 0, INVALID_ARGUMENTS = 1, NOT_SUPPORTED = 2 };

int rsmi_init(uint64_t flags) {
    (void)flags;
    return SUCCESS;
}

int rsmi_shut_down(void) {
    return SUCCESS;
}

int rsmi_num_monitor_devices(uint32_t *count) {
    *count = (uint32_t)fake_devices();
    return SUCCESS;
}

static int known(uint32_t device) {
    return device < (uint32_t)fake_devices() && !fake_vanished(false) ? SUCCESS : INVALID_ARGUMENTS;
}

int rsmi_dev_pci_id_get(uint32_t device, uint64_t *address) {
    *address = (uint64_t)fake_bus((int)device) << 8 | (uint64_t)fake_function((int)device) << 28;
    return known(device);
}

int rsmi_version_str_get(int component, char *text, uint32_t capacity) {
    snprintf(text, capacity, "6.10.5");
    return component == 0 ? SUCCESS : INVALID_ARGUMENTS;
}

int rsmi_dev_id_get(uint32_t device, uint16_t *id) {
    *id = (uint16_t)fake_model()->pci_device;
    return known(device);
}

int rsmi_dev_vendor_id_get(uint32_t device, uint16_t *id) {
    *id = 0x1002;
    return known(device);
}

int rsmi_dev_subsystem_id_get(uint32_t device, uint16_t *id) {
    *id = 0x0b0c;
    return known(device);
}

int rsmi_dev_subsystem_vendor_id_get(uint32_t device, uint16_t *id) {
    *id = 0x1002;
    return known(device);
}

int rsmi_dev_memory_usage_get(uint32_t device, int kind, uint64_t *bytes) {
    *bytes = fake_memory() / 4;
    return kind == 0 ? known(device) : INVALID_ARGUMENTS;
}

int rsmi_dev_ecc_enabled_get(uint32_t device, uint64_t *blocks) {
    *blocks = 0x7;
    return known(device);
}

// Dies are paired: 0 with 1, 2 with 3. Between packages there are two links.
int rsmi_minmax_bandwidth_get(uint32_t device, uint32_t other, uint64_t *least, uint64_t *most) {
    if (!fake_wants("dual-die") || known(device) != SUCCESS || known(other) != SUCCESS || device == other) {
        return NOT_SUPPORTED;
    }
    *least = 50000;
    *most = device / 2 == other / 2 && !fake_wants("no-sister") ? 200000 : 100000;
    return SUCCESS;
}

int rsmi_dev_compute_partition_get(uint32_t device, char *text, uint32_t capacity) {
    if (fake_wants("dual-die") || fake_wants("gfx90a")) {
        return NOT_SUPPORTED;
    }
    snprintf(text, capacity, fake_wants("cpx") ? "CPX" : "SPX");
    return known(device);
}

// Power and energy of a package are told by its first die.
static bool tells_power(uint32_t device) {
    return !fake_wants("dual-die") || device % 2 == 0;
}

static const double watts = 412;

int rsmi_dev_power_get(uint32_t device, uint64_t *microwatts, int *kind) {
    *microwatts = tells_power(device) ? (uint64_t)(watts * 1e6) : 0;
    *kind = 1;
    return known(device);
}

int rsmi_dev_power_cap_get(uint32_t device, uint32_t sensor, uint64_t *microwatts) {
    *microwatts = tells_power(device) ? 750000000 : 0;
    return sensor == 0 ? known(device) : INVALID_ARGUMENTS;
}

// The power is constant, and the counter is exact at every moment.
int rsmi_dev_energy_count_get(uint32_t device, uint64_t *count, float *microjoules, uint64_t *nanoseconds) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const double seconds = (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
    *microjoules = 15.25f;
    *count = tells_power(device) ? (uint64_t)(seconds * watts * 1e6 / *microjoules) : 0;
    *nanoseconds = (uint64_t)(1e9 * seconds);
    return known(device);
}

int rsmi_dev_temp_metric_get(uint32_t device, uint32_t sensor, int metric, int64_t *millidegrees) {
    enum { JUNCTION = 1 };
    *millidegrees = 61500;
    return sensor == JUNCTION && metric == 0 ? known(device) : NOT_SUPPORTED;
}

int rsmi_dev_busy_percent_get(uint32_t device, uint32_t *percent) {
    *percent = 87;
    return known(device);
}

static void put(char *metrics, size_t offset, uint64_t value, size_t bytes) {
    memcpy(metrics + offset, &value, bytes);
}

int rsmi_dev_gpu_metrics_info_get(uint32_t device, char *metrics) {
    enum { BYTES = 2368, GRAPHICS_MHZ = 54, MEMORY_MHZ = 58, THROTTLE = 112, POWER_LIMIT = 440, SOCKET = 448 };
    static _Thread_local uint64_t held;
    memset(metrics, 0xff, BYTES);
    put(metrics, GRAPHICS_MHZ, fake_wants("throttle") ? 1050 : 2100, 2);
    put(metrics, MEMORY_MHZ, 1300, 2);
    if (strncmp(fake_model()->architecture, "gfx90a", 6) == 0) {
        // PPT0 and the temperature of the hot spot.
        put(metrics, THROTTLE, fake_wants("throttle") ? (uint64_t)1 << 36 | 1 : 0, 8);
    } else {
        held += fake_wants("throttle");
        put(metrics, POWER_LIMIT, held, 8);
        put(metrics, SOCKET, 5, 8);
    }
    return known(device);
}

struct process {
    uint32_t process, address_space;
    uint64_t memory_bytes, copy_microseconds;
    uint32_t occupancy;
};

int rsmi_compute_process_info_get(struct process *processes, uint32_t *count) {
    const uint32_t here = fake_wants("busy") ? 2 : 1;
    for (uint32_t i = 0; processes != NULL && i < here && i < *count; i++) {
        processes[i] = (struct process){.process = (uint32_t)getpid() + i};
    }
    *count = here;
    return SUCCESS;
}

int rsmi_compute_process_gpus_get(uint32_t process, uint32_t *devices, uint32_t *count) {
    (void)process;
    if (devices != NULL && *count > 0) {
        devices[0] = 0;
    }
    *count = 1;
    return SUCCESS;
}
