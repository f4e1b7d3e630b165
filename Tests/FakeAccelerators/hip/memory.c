// Of libamdhip64: memory. The device's is the host's.
#include "fake.h"
#include "state.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Before each allocation lies its size.
enum { ALIGNMENT = 4096 };

int hipMalloc(void **memory, size_t bytes) {
    *memory = NULL;
    if (fake_vanished(false)) {
        return fake_error(FAKE_NO_DEVICE);
    }
    if (bytes > fake_memory() || fake_state()->allocated + bytes > fake_memory()) {
        return fake_error(FAKE_OUT_OF_MEMORY);
    }
    char *block = aligned_alloc(ALIGNMENT, (ALIGNMENT + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    if (block == NULL) {
        return fake_error(FAKE_OUT_OF_MEMORY);
    }
    memcpy(block, &bytes, sizeof bytes);
    fake_state()->allocated += bytes;
    *memory = block + ALIGNMENT;
    return FAKE_SUCCESS;
}

int hipFree(void *memory) {
    if (memory != NULL) {
        char *block = (char *)memory - ALIGNMENT;
        size_t bytes;
        memcpy(&bytes, block, sizeof bytes);
        fake_state()->allocated -= bytes;
        free(block);
    }
    return FAKE_SUCCESS;
}

int hipMemGetInfo(size_t *available, size_t *total) {
    *total = fake_memory();
    *available = *total - fake_state()->allocated;
    return FAKE_SUCCESS;
}

struct copy {
    void *to;
    const void *from;
    size_t bytes;
};

static void do_copy(const void *data) {
    const struct copy *copy = data;
    memcpy(copy->to, copy->from, copy->bytes);
}

#ifndef FAKE_WITHOUT_COPY
int hipMemcpyAsync(void *to, const void *from, size_t bytes, int kind, void *stream) {
    (void)kind;
    return fake_submit(stream, do_copy, &(struct copy){to, from, bytes}, sizeof(struct copy));
}
#endif

int hipMemcpyPeerAsync(void *to, int to_device, const void *from, int from_device, size_t bytes, void *stream) {
    if (to_device >= fake_devices() || from_device >= fake_devices()) {
        return fake_error(FAKE_INVALID_DEVICE);
    }
    return fake_submit(stream, do_copy, &(struct copy){to, from, bytes}, sizeof(struct copy));
}

struct fill {
    void *memory;
    int byte;
    size_t bytes;
};

static void do_fill(const void *data) {
    const struct fill *fill = data;
    memset(fill->memory, fill->byte, fill->bytes);
}

int hipMemsetAsync(void *memory, int byte, size_t bytes, void *stream) {
    return fake_submit(stream, do_fill, &(struct fill){memory, byte, bytes}, sizeof(struct fill));
}
