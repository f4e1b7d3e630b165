// FakeCUDA's libcuda.so.1: its devices, contexts and errors.
#include "fake_driver.h"

#include <stdio.h>

enum { PROCESSORS = 16 };

struct fake_state fake_state;

size_t fake_memory_bytes(void) { return (size_t)(fake_is("oom") ? 40 : fake_number("memory", 4096)) << 20; }

int fake_enter(void) {
    long life = fake_is("vanish") ? fake_number("vanish", 100) : -1;
    if (!fake_state.initialised) {
        return 3; // CUDA_ERROR_NOT_INITIALIZED
    }
    if (life >= 0 && ++fake_state.calls > life) {
        fake_state.dead = 719; // CUDA_ERROR_LAUNCH_FAILED
    }
    return fake_state.dead;
}

EXPORT int cuDriverGetVersion(int *version) {
    *version = fake_is("old") ? 10020 : (int)fake_number("driver", 12090);
    return 0;
}

EXPORT int cuInit(unsigned flags) {
    (void)flags;
    if (fake_is("no-driver")) {
        return CUDA_ERROR_NO_DEVICE;
    }
    if (fake_is("stub")) {
        return CUDA_ERROR_STUB_LIBRARY;
    }
    fake_state.initialised = true;
    return 0;
}

static const struct {
    int error;
    const char *name, *text;
} errors[] = {
    {2, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {46, "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA-capable device(s) is/are busy or unavailable"},
    {101, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {201, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {700, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {719, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
};

static const char *told(int error, bool name) {
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].error == error) {
            return name ? errors[i].name : errors[i].text;
        }
    }
    return NULL;
}

EXPORT int cuGetErrorName(int error, const char **name) { return (*name = told(error, true)) == NULL; }
EXPORT int cuGetErrorString(int error, const char **text) { return (*text = told(error, false)) == NULL; }

static int devices(void) { return (int)fake_number("devices", 1); }

EXPORT int cuDeviceGetCount(int *count) {
    *count = devices();
    return fake_enter();
}

EXPORT int cuDeviceGet(int *device, int ordinal) {
    *device = ordinal;
    return ordinal < 0 || ordinal >= devices() ? CUDA_ERROR_INVALID_DEVICE : fake_enter();
}

EXPORT int cuDeviceGetName(char *name, int capacity, int device) {
    (void)device;
    snprintf(name, (size_t)capacity, "FakeCUDA B200%s", fake_is("mig") ? " MIG 1g.23gb" : "");
    return 0;
}

EXPORT int cuDeviceGetUuid(cuda_uuid *uuid, int device) {
    fake_uuid(device, uuid->bytes);
    return 0;
}

EXPORT int cuDeviceGetUuid_v2(cuda_uuid *uuid, int device) {
    // That of a MIG instance is another one than its part's.
    fake_uuid(fake_is("mig") ? device + 100 : device, uuid->bytes);
    return 0;
}

int fake_capability(void) { return (int)fake_number("capability", 100); }

EXPORT int cuDeviceGetAttribute(int *value, int attribute, int device) {
    switch (attribute) {
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT:
        *value = fake_is("mig") ? PROCESSORS / 8 : PROCESSORS;
        return 0;
    case CU_DEVICE_ATTRIBUTE_ECC_ENABLED:
        *value = 1;
        return 0;
    case CU_DEVICE_ATTRIBUTE_PCI_BUS_ID:
        *value = 0x17 + device;
        return 0;
    case CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID:
    case CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID:
        *value = 0;
        return 0;
    case CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE:
        *value = 8 << 20;
        return 0;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR:
        *value = fake_capability() / 10;
        return 0;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR:
        *value = fake_capability() % 10;
        return 0;
    default:
        return CUDA_ERROR_INVALID_VALUE;
    }
}

EXPORT int cuDeviceTotalMem_v2(size_t *bytes, int device) {
    (void)device;
    *bytes = fake_memory_bytes();
    return 0;
}

EXPORT int cuDeviceCanAccessPeer(int *can, int device, int peer) {
    *can = device != peer;
    return 0;
}

// Contexts.

static int contexts[16];

EXPORT int cuDevicePrimaryCtxRetain(void **context, int device) {
    if (fake_is("busy")) {
        return CUDA_ERROR_DEVICE_UNAVAILABLE;
    }
    *context = &contexts[device];
    return fake_enter();
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int device) { return device < 0; }

EXPORT int cuCtxSetCurrent(void *context) {
    fake_state.current = context;
    return fake_enter();
}

EXPORT int cuCtxEnablePeerAccess(void *peer, unsigned flags) {
    (void)flags;
    return peer == fake_state.current ? CUDA_ERROR_INVALID_DEVICE : fake_enter();
}

int fake_enter_context(void) { return fake_state.current == NULL ? CUDA_ERROR_INVALID_CONTEXT : fake_enter(); }
