// Of libamdhip64: versions, errors and what devices are.
#include "fake.h"
#include "state.h"

#include <stdio.h>
#include <string.h>

int fake_error(int error) {
    if (error != FAKE_SUCCESS) {
        fake_state()->last_error = error;
    }
    return error;
}

int hipGetLastError(void) {
    const int error = fake_state()->last_error;
    fake_state()->last_error = FAKE_SUCCESS;
    return error;
}

const char *hipGetErrorName(int error) {
    switch (error) {
    case FAKE_SUCCESS:
        return "hipSuccess";
    case FAKE_INVALID_VALUE:
        return "hipErrorInvalidValue";
    case FAKE_OUT_OF_MEMORY:
        return "hipErrorOutOfMemory";
    case FAKE_NO_DEVICE:
        return "hipErrorNoDevice";
    case FAKE_INVALID_DEVICE:
        return "hipErrorInvalidDevice";
    case FAKE_CONTEXT_ALREADY_IN_USE:
        return "hipErrorContextAlreadyInUse";
    case FAKE_NOT_FOUND:
        return "hipErrorNotFound";
    case FAKE_NOT_READY:
        return "hipErrorNotReady";
    case FAKE_LAUNCH_FAILURE:
        return "hipErrorLaunchFailure";
    case FAKE_NOT_SUPPORTED:
        return "hipErrorNotSupported";
    case FAKE_CAPTURE_UNSUPPORTED:
        return "hipErrorStreamCaptureUnsupported";
    default:
        return "hipErrorUnknown";
    }
}

int hipRuntimeGetVersion(int *version) {
    *version = fake_wants("old") ? 40521401 : 60443484;
    return FAKE_SUCCESS;
}

int hipDriverGetVersion(int *version) {
    return hipRuntimeGetVersion(version);
}

int hipGetDeviceCount(int *count) {
    *count = 0;
    if (fake_wants("no-driver")) {
        return fake_error(FAKE_NO_DEVICE);
    }
    *count = fake_devices();
    return *count == 0 ? fake_error(FAKE_NO_DEVICE) : FAKE_SUCCESS;
}

static bool is_device(int device) {
    return device >= 0 && device < fake_devices() && !fake_wants("no-driver");
}

static int known(int device) {
    return fake_error(fake_vanished(false) ? FAKE_NO_DEVICE : is_device(device) ? FAKE_SUCCESS : FAKE_INVALID_DEVICE);
}

int hipSetDevice(int device) {
    const int error = fake_wants("busy") && is_device(device) ? fake_error(FAKE_CONTEXT_ALREADY_IN_USE) : known(device);
    if (error == FAKE_SUCCESS) {
        fake_state()->device = device;
    }
    return error;
}

int hipDeviceGetName(char *name, int capacity, int device) {
    if (known(device) == FAKE_SUCCESS) {
        snprintf(name, (size_t)capacity, "%s", fake_model()->name);
    }
    return known(device);
}

int hipDeviceGetUuid(char *bytes, int device) {
    char text[32];
    if (known(device) == FAKE_SUCCESS) {
        snprintf(text, sizeof text, "5f3c0a1b2d4e%04x", (unsigned)device);
        memcpy(bytes, text, 16);
    }
    return known(device);
}

int hipDeviceTotalMem(size_t *bytes, int device) {
    *bytes = fake_memory();
    return known(device);
}

int hipDeviceGetPCIBusId(char *address, int capacity, int device) {
    if (known(device) == FAKE_SUCCESS) {
        snprintf(address, (size_t)capacity, "0000:%02x:00.%u", fake_bus(device), fake_function(device));
    }
    return known(device);
}

int hipDeviceGetAttribute(int *value, int attribute, int device) {
    enum { ECC = 0, CLOCK_KILOHERTZ = 5, CACHE = 19, PROCESSORS = 63 };
    *value = 0;
    switch (attribute) {
    case ECC:
        break;
    case CLOCK_KILOHERTZ:
        *value = 2100000;
        break;
    case CACHE:
        *value = 4 << 20;
        break;
    case PROCESSORS:
        *value = fake_model()->processors;
        break;
    default:
        return fake_error(FAKE_INVALID_VALUE);
    }
    return known(device);
}

int hipGetDevicePropertiesR0600(void *properties, int device) {
    enum { BYTES = 1472, ARCHITECTURE = 1160, ARCHITECTURE_BYTES = 256 };
    if (known(device) == FAKE_SUCCESS) {
        memset(properties, 0x5a, BYTES);
        snprintf((char *)properties + ARCHITECTURE, ARCHITECTURE_BYTES, "%s", fake_model()->architecture);
    }
    return known(device);
}

int hipDeviceCanAccessPeer(int *can, int device, int peer) {
    *can = is_device(device) && is_device(peer) && device != peer && !fake_wants("no-peer");
    return known(peer);
}

int hipDeviceEnablePeerAccess(int peer, unsigned flags) {
    (void)flags;
    return known(peer);
}
