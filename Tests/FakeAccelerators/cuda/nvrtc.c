// FakeCUDA's libnvrtc.so.12: its code is the source, with a line before it that says what it is for. The driver runs
// the kernels of that source, compiled for the host beforehand.
#include "fake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NVRTC_ERROR_INVALID_OPTION = 5, NVRTC_ERROR_COMPILATION = 6 };

struct program {
    char *source;
    char *code;
    char log[128];
};

static const int architectures[] = {75, 80, 86, 89, 90, 100, 120};
enum { ARCHITECTURES = sizeof architectures / sizeof architectures[0] };

EXPORT int nvrtcVersion(int *major, int *minor) {
    *major = 12;
    *minor = 9;
    return 0;
}

EXPORT const char *nvrtcGetErrorString(int error) {
    return error == 0 ? "NVRTC_SUCCESS" : error == 5 ? "NVRTC_ERROR_INVALID_OPTION" : "NVRTC_ERROR_COMPILATION";
}

EXPORT int nvrtcGetNumSupportedArchs(int *count) {
    *count = ARCHITECTURES;
    return 0;
}

EXPORT int nvrtcGetSupportedArchs(int *list) {
    memcpy(list, architectures, sizeof architectures);
    return 0;
}

EXPORT int nvrtcCreateProgram(void **program, const char *source, const char *name, int headers,
                              const char *const *header_sources, const char *const *header_names) {
    (void)name, (void)header_sources, (void)header_names;
    struct program *made = calloc(1, sizeof *made);
    made->source = strdup(source);
    *program = made;
    return headers;
}

EXPORT int nvrtcDestroyProgram(void **program) {
    struct program *own = *program;
    free(own->source);
    free(own->code);
    free(own);
    *program = NULL;
    return 0;
}

EXPORT int nvrtcCompileProgram(void *handle, int count, const char *const *options) {
    struct program *program = handle;
    char kind[16] = "";
    int architecture = 0;
    bool exact = false, known = false;
    for (int i = 0; i < count; i++) {
        sscanf(options[i], "--gpu-architecture=%15[a-z]_%d", kind, &architecture);
        exact |= strcmp(options[i], "--fmad=false") == 0;
    }
    for (int i = 0; i < ARCHITECTURES; i++) {
        known |= architectures[i] == architecture;
    }
    if (!known || !exact) {
        snprintf(program->log, sizeof program->log, "nvrtc: error: invalid value for --gpu-architecture");
        return NVRTC_ERROR_INVALID_OPTION;
    }
    if (fake_is("no-compile")) {
        snprintf(program->log, sizeof program->log, "assay.cu(1): error: a fake one\n");
        return NVRTC_ERROR_COMPILATION;
    }
    size_t room = strlen(program->source) + 64;
    program->code = malloc(room);
    snprintf(program->code, room, "FAKE %s %s_%d\n%s", strcmp(kind, "sm") == 0 ? "CUBIN" : "PTX", kind, architecture,
             program->source);
    return 0;
}

static int size_of(const char *text, size_t *bytes) {
    *bytes = text == NULL ? 0 : strlen(text) + 1;
    return 0;
}

static int copy_of(const char *text, char *to) {
    strcpy(to, text == NULL ? "" : text);
    return 0;
}

EXPORT int nvrtcGetProgramLogSize(void *program, size_t *bytes) {
    return size_of(((struct program *)program)->log, bytes);
}
EXPORT int nvrtcGetProgramLog(void *program, char *text) { return copy_of(((struct program *)program)->log, text); }
EXPORT int nvrtcGetPTXSize(void *program, size_t *bytes) { return size_of(((struct program *)program)->code, bytes); }
EXPORT int nvrtcGetPTX(void *program, char *text) { return copy_of(((struct program *)program)->code, text); }
EXPORT int nvrtcGetCUBINSize(void *program, size_t *bytes) { return nvrtcGetPTXSize(program, bytes); }
EXPORT int nvrtcGetCUBIN(void *program, char *image) { return nvrtcGetPTX(program, image); }
