// FakeCUDA's libcuda.so.1: its streams do at once what they are given, or record it.
#include "../../../Sources/CGEMM/device/kernels.h"
#include "../device/host_kernels.h"
#include "fake_driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct fake_step {
    void (*work)(void *);
    void *argument;
};

struct fake_recording {
    size_t count, room;
    struct fake_step *steps;
};

static void discard(struct fake_recording *recording) {
    for (size_t i = 0; i < recording->count; i++) {
        free(recording->steps[i].argument);
    }
    free(recording->steps);
    free(recording);
}

static int submit(struct fake_stream *stream, void (*work)(void *), const void *argument, size_t bytes) {
    int error = fake_enter();
    if (error != 0) {
        return error;
    }
    void *copied = memcpy(malloc(bytes), argument, bytes);
    struct fake_recording *recording = stream->recording;
    if (recording == NULL) {
        work(copied);
        free(copied);
        return 0;
    }
    if (recording->count == recording->room) {
        recording->room = recording->room == 0 ? 16 : 2 * recording->room;
        recording->steps = realloc(recording->steps, recording->room * sizeof *recording->steps);
    }
    recording->steps[recording->count++] = (struct fake_step){work, copied};
    return 0;
}

static void die(int error) { fake_state.dead = error; }

EXPORT int cuStreamCreate(void **stream, unsigned flags) {
    (void)flags;
    struct fake_stream *made = calloc(1, sizeof *made);
    made->submit = submit;
    made->owns = fake_owns;
    made->fail = die;
    made->capability = fake_capability();
    *stream = made;
    return fake_enter_context();
}

EXPORT int cuStreamDestroy_v2(void *stream) {
    free(stream);
    return fake_enter();
}

EXPORT int cuStreamSynchronize(void *stream) {
    int error = fake_enter();
    if (error == 0 && ((struct fake_stream *)stream)->recording != NULL) {
        return 900; // CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED
    }
    while (error == 0 && fake_is("hang")) {
        pause();
    }
    return error;
}

EXPORT int cuStreamBeginCapture_v2(void *stream, int mode) {
    (void)mode;
    if (fake_is("no-capture")) {
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    ((struct fake_stream *)stream)->recording = calloc(1, sizeof(struct fake_recording));
    return fake_enter();
}

EXPORT int cuStreamEndCapture(void *stream, void **graph) {
    struct fake_recording *recorded = ((struct fake_stream *)stream)->recording;
    int error = fake_enter();
    ((struct fake_stream *)stream)->recording = NULL;
    *graph = error == 0 ? recorded : NULL;
    if (error != 0) {
        discard(recorded);
    }
    return error;
}

// An executable graph takes over the steps of its graph.
EXPORT int cuGraphInstantiateWithFlags(void **executable, void *graph, unsigned long long flags) {
    (void)flags;
    struct fake_recording *taken = malloc(sizeof *taken);
    *taken = *(struct fake_recording *)graph;
    memset(graph, 0, sizeof *taken);
    *executable = taken;
    return fake_enter();
}

EXPORT int cuGraphDestroy(void *graph) {
    discard(graph);
    return 0;
}

EXPORT int cuGraphExecDestroy(void *executable) { return cuGraphDestroy(executable); }

EXPORT int cuGraphUpload(void *executable, void *stream) { return executable == NULL || stream == NULL; }

EXPORT int cuGraphLaunch(void *executable, void *stream) {
    (void)stream;
    struct fake_recording *recording = executable;
    int error = fake_enter();
    for (size_t i = 0; i < recording->count && error == 0; i++) {
        recording->steps[i].work(recording->steps[i].argument);
        error = fake_state.dead;
    }
    return error;
}

// Events hold the time at which they are reached, which is at once.

EXPORT int cuEventCreate(void **event, unsigned flags) {
    (void)flags;
    *event = calloc(1, sizeof(struct timespec));
    return fake_enter();
}

EXPORT int cuEventDestroy_v2(void *event) {
    free(event);
    return 0;
}

EXPORT int cuEventRecord(void *event, void *stream) {
    (void)stream;
    clock_gettime(CLOCK_MONOTONIC, event);
    return fake_enter();
}

EXPORT int cuEventElapsedTime(float *milliseconds, void *start, void *stop) {
    const struct timespec *from = start, *to = stop;
    double seconds = (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
    *milliseconds = (float)(1000 * seconds);
    return fake_enter();
}

// Kernels: the image is what the fake NVRTC gives, a line that says for what and the source.

EXPORT int cuModuleLoadData(void **module, const void *image) {
    int major = 0;
    const char *text = image;
    const char *source = strchr(text, '\n');
    int error = fake_enter_context();
    if (error != 0) {
        return error;
    }
    bool is_machine_code = sscanf(text, "FAKE CUBIN sm_%d", &major) == 1;
    bool is_portable = sscanf(text, "FAKE PTX compute_%d", &major) == 1;
    if (source == NULL || (!is_machine_code && !is_portable) || strcmp(source + 1, cgemm_device_kernels()) != 0) {
        return CUDA_ERROR_INVALID_IMAGE;
    }
    if (is_machine_code ? major != fake_capability() : major > fake_capability()) {
        return 209; // CUDA_ERROR_NO_BINARY_FOR_GPU
    }
    *module = &fake_state;
    return 0;
}

EXPORT int cuModuleUnload(void *module) { return module != &fake_state; }

EXPORT int cuModuleGetFunction(void **function, void *module, const char *name) {
    // A function is its name.
    *function = (void *)(uintptr_t)host_kernel_name(name);
    return module != &fake_state || *function == NULL ? CUDA_ERROR_NOT_FOUND : 0;
}

EXPORT int cuLaunchKernel(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                          unsigned block_y, unsigned block_z, unsigned shared_bytes, void *stream, void **arguments,
                          void **extra) {
    (void)stream;
    int error = fake_enter_context();
    if (error != 0) {
        return error;
    }
    if (grid_x == 0 || grid_y != 1 || grid_z != 1 || block_x == 0 || block_x > 1024 || block_y != 1 || block_z != 1 ||
        shared_bytes != 0 || extra != NULL) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    host_kernel_run(function, grid_x, block_x, arguments);
    return 0;
}
