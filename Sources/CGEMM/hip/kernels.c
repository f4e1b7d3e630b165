#include "kernels.h"
#include "../device/kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// On gfx940 to gfx942 a byte of FP8 means half of what OCP's means, but for three of OCP's: its negative zero is the
// unit's NaN, its NaNs and infinities are numbers there. `last` is the largest magnitude that OCP counts as a number.
static const char fnuz_source[] =
    "KERNEL assay_to_fnuz(const unsigned char *from, unsigned char *to, u64 count, unsigned last) {\n"
    "    for (u64 i = first(); i < count; i += stride()) {\n"
    "        unsigned bits = from[i];\n"
    "        to[i] = (unsigned char)((bits & 0x7f) > last ? 0x80 : bits == 0x80 ? 0 : bits);\n"
    "    }\n"
    "}\n";

static const char *const names[HIP_KERNELS] = {
    [HIP_DRAW] = "assay_draw",           [HIP_FLIP] = "assay_flip", [HIP_IMAGE] = "assay_image",
    [HIP_DEVIATION] = "assay_deviation", [HIP_READ] = "assay_read", [HIP_TO_FNUZ] = "assay_to_fnuz",
};

static char *whole_source(void) {
    const char *shared = cgemm_device_kernels();
    const size_t bytes = strlen(shared) + sizeof fnuz_source;
    char *source = malloc(bytes);
    if (source != NULL) {
        snprintf(source, bytes, "%s%s", shared, fnuz_source);
    }
    return source;
}

// Writes the compiler's first words.
static void explain(const struct hiprtc_functions *hiprtc, void *program, int error, struct hip_message reason) {
    size_t bytes = 0;
    char *log = NULL;
    if (hiprtc->log_size(program, &bytes) == HIPRTC_SUCCESS && bytes > 1) {
        log = calloc(1, bytes + 1);
    }
    if (log != NULL && hiprtc->log(program, log) != HIPRTC_SUCCESS) {
        log[0] = '\0';
    }
    hip_say(reason, 0, "hiprtcCompileProgram: %s%s%.600s", hiprtc->error_name(error),
            log == NULL || log[0] == '\0' ? "" : ": ", log == NULL ? "" : log);
    free(log);
}

// Returns the code object; NULL, with the reason, if it cannot be had.
static char *compile(const struct assay_session *session, struct hip_message reason) {
    const struct hiprtc_functions *hiprtc = &session->libraries.hiprtc;
    char architecture[64];
    snprintf(architecture, sizeof architecture, "--offload-arch=%s", session->architecture);
    // Without an architecture hipRTC compiles for the device in use. Contraction would change what is drawn.
    const char *options[] = {"-O3", "-ffp-contract=off", architecture};
    const int count = session->architecture[0] == '\0' ? 2 : 3;
    char *source = whole_source(), *code = NULL;
    void *program = NULL;
    size_t bytes = 0;
    int error = source == NULL ? HIPRTC_SUCCESS + 1
                               : hiprtc->create(&program, source, "assay.hip", 0, NULL, NULL);
    free(source);
    if (error != HIPRTC_SUCCESS) {
        hip_say(reason, 0, "hiprtcCreateProgram: %s", hiprtc->error_name(error));
        return NULL;
    }
    error = hiprtc->compile(program, count, options);
    if (error != HIPRTC_SUCCESS) {
        explain(hiprtc, program, error, reason);
    } else if (hiprtc->code_size(program, &bytes) != HIPRTC_SUCCESS || (code = malloc(bytes)) == NULL
               || hiprtc->code(program, code) != HIPRTC_SUCCESS) {
        hip_say(reason, 0, "hiprtcGetCode failed");
        free(code);
        code = NULL;
    }
    hiprtc->destroy(&program);
    return code;
}

static int32_t load(struct assay_session *session, const char *code, struct hip_message reason) {
    const struct hip_functions *hip = &session->libraries.hip;
    int32_t status = hip_check(session, hip->module_load(&session->module, code), "hipModuleLoadData", reason);
    for (int i = 0; status == ASSAY_OK && i < HIP_KERNELS; i++) {
        status = hip_check(session, hip->module_function(&session->kernels[i], session->module, names[i]),
                           "hipModuleGetFunction", reason);
    }
    return status;
}

int32_t hip_need_kernels(struct assay_session *session, struct hip_message message) {
    const struct hip_message reason = {session->kernels_reason, sizeof session->kernels_reason};
    int32_t status = hip_need_device(session, message);
    if (status != ASSAY_OK) {
        return status;
    }
    if (session->module == NULL && reason.text[0] == '\0') {
        if (!session->libraries.has_hiprtc) {
            hip_say(reason, 0, "no hipRTC: %s", session->libraries.hiprtc_reason);
        } else {
            char *code = compile(session, reason);
            status = code == NULL ? ASSAY_OK : load(session, code, reason);
            free(code);
        }
    }
    if (status == ASSAY_GONE || status == ASSAY_BUSY || status == ASSAY_OUT_OF_MEMORY) {
        return hip_say(message, status, "%s", reason.text);
    }
    return reason.text[0] == '\0' ? ASSAY_OK : hip_say(message, ASSAY_UNSUPPORTED, "%s", reason.text);
}

unsigned hip_blocks_for(const struct assay_session *session, uint64_t elements) {
    // Blocks of 256 threads of which a compute unit holds eight at once.
    const uint64_t busy = 8 * (uint64_t)(session->processors > 0 ? session->processors : 1);
    const uint64_t needed = (elements + HIP_THREADS_A_BLOCK - 1) / HIP_THREADS_A_BLOCK;
    return (unsigned)(needed < 1 ? 1 : needed < busy ? needed : busy);
}

int32_t hip_start(struct assay_session *session, enum hip_kernel kernel, unsigned blocks, void **arguments,
                  struct hip_message message) {
    const int error = session->libraries.hip.launch(session->kernels[kernel], blocks, 1, 1, HIP_THREADS_A_BLOCK, 1, 1,
                                                    0, session->stream, arguments, NULL);
    return hip_check(session, error, names[kernel], message);
}
