// The slice of HIP's C interface that a measurement needs, in the form in which it is in memory. Handles (streams,
// events, modules, graphs) are `void *` throughout.
// Sources: hip/hip_runtime_api.h, hip/driver_types.h and hip/hiprtc.h of HIP 5.2, 6.3 and 6.4. The numbers below are
// the same in all three.
#ifndef CGEMM_HIP_ABI_H
#define CGEMM_HIP_ABI_H

// hipError_t.
enum {
    HIP_SUCCESS = 0,
    HIP_ERROR_OUT_OF_MEMORY = 2,
    HIP_ERROR_INSUFFICIENT_DRIVER = 35,
    HIP_ERROR_NO_DEVICE = 100,
    HIP_ERROR_INVALID_DEVICE = 101,
    HIP_ERROR_ECC_NOT_CORRECTABLE = 214,
    HIP_ERROR_CONTEXT_ALREADY_IN_USE = 216,
    HIP_ERROR_NOT_READY = 600,
    HIP_ERROR_ILLEGAL_ADDRESS = 700,
    HIP_ERROR_LAUNCH_TIME_OUT = 702,
    HIP_ERROR_PEER_ACCESS_ALREADY_ENABLED = 704,
    HIP_ERROR_SET_ON_ACTIVE_PROCESS = 708,
    HIP_ERROR_CONTEXT_IS_DESTROYED = 709,
    HIP_ERROR_LAUNCH_FAILURE = 719,
    HIP_ERROR_NOT_SUPPORTED = 801,
};

// hipDeviceAttribute_t.
enum {
    HIP_ATTRIBUTE_ECC_ENABLED = 0,
    HIP_ATTRIBUTE_CLOCK_RATE = 5,
    HIP_ATTRIBUTE_L2_CACHE_SIZE = 19,
    HIP_ATTRIBUTE_MULTIPROCESSOR_COUNT = 63,
};

// hipMemcpyKind, hipStreamCreateWithFlags and hipStreamBeginCapture.
enum { HIP_MEMCPY_HOST_TO_DEVICE = 1, HIP_MEMCPY_DEVICE_TO_HOST = 2, HIP_MEMCPY_DEVICE_TO_DEVICE = 3 };
enum { HIP_STREAM_NON_BLOCKING = 1 };
enum { HIP_STREAM_CAPTURE_MODE_RELAXED = 2 };

// hipUUID.
struct hip_uuid {
    char bytes[16];
};

// Of hipDeviceProp_tR0600, which hipGetDevicePropertiesR0600 writes in every HIP from 6.0 on, nothing is read but one
// text. The structure has 1472 bytes; there is room to spare.
enum { HIP_PROPERTIES_CAPACITY = 8192, HIP_PROPERTIES_ARCHITECTURE = 1160 };

// hiprtcResult.
enum { HIPRTC_SUCCESS = 0 };

#endif
