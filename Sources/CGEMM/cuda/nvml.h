// The slice of NVML that describes a device and says what it is doing. A handle of a device is `void *`. Source:
// pynvml.py of nvidia-ml-py 13.615, which declares the structures and numbers; the library keeps old ones under their
// old names.
#ifndef CGEMM_CUDA_NVML_H
#define CGEMM_CUDA_NVML_H

#include "driver.h"

enum {
    NVML_SUCCESS = 0,
    NVML_ERROR_NOT_SUPPORTED = 3,
    NVML_ERROR_NO_PERMISSION = 4,
    NVML_ERROR_NOT_FOUND = 6,
    NVML_ERROR_INSUFFICIENT_SIZE = 7,
    NVML_ERROR_GPU_IS_LOST = 15,
    NVML_ERROR_RESET_REQUIRED = 16,
};

enum { NVML_CLOCK_SM = 1, NVML_CLOCK_MEM = 2, NVML_TEMPERATURE_GPU = 0, NVML_GPU_VIRTUALIZATION_MODE_VGPU = 2 };

// nvmlClocksEventReason…, before: nvmlClocksThrottleReason…
enum {
    NVML_REASON_GPU_IDLE = 0x1,
    NVML_REASON_APPLICATIONS_CLOCKS = 0x2,
    NVML_REASON_SW_POWER_CAP = 0x4,
    NVML_REASON_HW_SLOWDOWN = 0x8,
    NVML_REASON_SYNC_BOOST = 0x10,
    NVML_REASON_SW_THERMAL = 0x20,
    NVML_REASON_HW_THERMAL = 0x40,
    NVML_REASON_HW_POWER_BRAKE = 0x80,
    NVML_REASON_DISPLAY_CLOCK = 0x100,
    NVML_REASON_BOARD_LIMIT = 0x200,
    NVML_REASON_RELIABILITY = 0x400,
};

typedef struct {
    char legacy_address[16];
    unsigned domain, bus, device;
    // Device in the upper half, vendor in the lower.
    unsigned id, subsystem_id;
    char address[32];
} nvml_pci;

typedef struct {
    unsigned long long total, free, used;
} nvml_memory;

typedef struct {
    unsigned processor, memory; // percent
} nvml_utilisation;

// Of a MIG instance.
typedef struct {
    unsigned multiprocessors, copy_engines, decoders, encoders, jpeg_engines, flow_engines;
    unsigned processor_slices, compute_slices;
    unsigned long long memory_mebibytes;
} nvml_attributes;

// Every function but the first is optional: devices lack some, and so do versions.
struct nvml {
    void *handle;
    int (*init)(void);
    int (*shutdown)(void);
    const char *(*error_string)(int error);
    int (*driver_version)(char *text, unsigned capacity);
    int (*by_uuid)(const char *uuid, void **device);
    int (*name)(void *device, char *text, unsigned capacity);
    int (*pci)(void *device, nvml_pci *pci);
    int (*memory)(void *device, nvml_memory *memory);
    int (*ecc)(void *device, unsigned *current, unsigned *pending);
    int (*is_mig)(void *device, unsigned *is);
    int (*parent)(void *mig, void **device);
    int (*attributes)(void *mig, nvml_attributes *attributes);
    int (*cores)(void *device, unsigned *cores);
    int (*virtualization)(void *device, uint64_t *mode);
    int (*power)(void *device, unsigned *milliwatts);
    int (*power_limit)(void *device, unsigned *milliwatts);
    int (*energy)(void *device, unsigned long long *millijoules);
    int (*temperature)(void *device, int sensor, unsigned *celsius);
    int (*clock)(void *device, int which, unsigned *megahertz);
    int (*highest_clock)(void *device, int which, unsigned *megahertz);
    int (*utilisation)(void *device, nvml_utilisation *utilisation);
    int (*processes)(void *device, unsigned *count, void *entries);
    int (*reasons)(void *device, unsigned long long *reasons);
};

// Opens NVML and initialises it. Returns false, and why in `message`, where there is none; its handle is NULL then.
bool cgemm_cuda_open_nvml(struct nvml *nvml, char *message, size_t capacity);

void cgemm_cuda_close_nvml(struct nvml *nvml);

// NVML's handle of a device of the driver, and that of the whole part where the device is a MIG instance (else the
// same). Returns NVML's error.
int cgemm_cuda_nvml_device(const struct nvml *nvml, const struct cuda_driver *driver, int device, void **handle,
                           void **whole);

// The UUID of a device of the driver as NVML writes it, without its prefix.
bool cgemm_cuda_uuid(const struct cuda_driver *driver, int device, char uuid[40]);

#endif
