#include "architecture.h"
#include "topology.h"

#include <stdlib.h>
#include <string.h>

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

void hip_architecture_of(const struct assay_session *session, int device, char *architecture, size_t capacity) {
    architecture[0] = '\0';
    char *properties = calloc(1, HIP_PROPERTIES_CAPACITY);
    if (properties != NULL && session->libraries.hip.device_properties != NULL
        && session->libraries.hip.device_properties(properties, device) == HIP_SUCCESS) {
        const char *name = properties + HIP_PROPERTIES_ARCHITECTURE;
        const size_t length = strcspn(name, ":");
        if (begins(name, "gfx") && length < capacity) {
            memcpy(architecture, name, length);
            architecture[length] = '\0';
        }
    }
    free(properties);
    if (architecture[0] == '\0') {
        hip_driver_architecture(session, device, architecture, capacity);
    }
}

// gfx900 to gfx90c, gfx10.. and gfx11..: Vega to CDNA 2, RDNA 1 to 3.
static bool is_before_fp8(const char *architecture) {
    const size_t length = strlen(architecture);
    return (begins(architecture, "gfx90") && length == 6) || (begins(architecture, "gfx10") && length == 7)
        || (begins(architecture, "gfx11") && length == 7);
}

static bool is_cdna3(const char *architecture) {
    return begins(architecture, "gfx94");
}

static bool is_cdna4(const char *architecture) {
    return begins(architecture, "gfx950");
}

static bool is_rdna4(const char *architecture) {
    return begins(architecture, "gfx12") && strlen(architecture) == 7;
}

enum hip_fp8 hip_fp8_of(const char *architecture) {
    if (is_before_fp8(architecture)) {
        return HIP_FP8_NONE;
    }
    if (is_cdna3(architecture)) {
        return HIP_FP8_FNUZ;
    }
    return is_cdna4(architecture) || is_rdna4(architecture) ? HIP_FP8_OCP : HIP_FP8_ASK;
}

bool hip_may_have_tf32(const char *architecture) {
    return !is_before_fp8(architecture) && !is_cdna4(architecture) && !is_rdna4(architecture);
}

bool hip_may_have_fp4(const char *architecture) {
    return !is_before_fp8(architecture) && !is_cdna3(architecture) && !is_rdna4(architecture);
}
