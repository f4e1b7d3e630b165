// FakeCUDA's libcuda.so.1: its memory is the host's.
#include "fake_driver.h"

#include <stdlib.h>
#include <string.h>

enum { ALLOCATIONS = 4096 };

static struct {
    size_t used;
    struct {
        char *start;
        size_t bytes;
    } allocations[ALLOCATIONS];
} memory;

bool fake_owns(const void *address, size_t bytes) {
    const char *start = address;
    for (int i = 0; i < ALLOCATIONS; i++) {
        const char *own = memory.allocations[i].start;
        if (own != NULL && start >= own && bytes <= memory.allocations[i].bytes &&
            (size_t)(start - own) <= memory.allocations[i].bytes - bytes) {
            return true;
        }
    }
    return false;
}

EXPORT int cuMemAlloc_v2(uint64_t *result, size_t bytes) {
    int error = fake_enter_context();
    size_t rounded = (bytes + 255) / 256 * 256;
    int place = 0;
    while (place < ALLOCATIONS && memory.allocations[place].start != NULL) {
        place++;
    }
    if (error != 0 || bytes == 0) {
        return error != 0 ? error : CUDA_ERROR_INVALID_VALUE;
    }
    if (place == ALLOCATIONS || rounded > fake_memory_bytes() - memory.used) {
        return CUDA_ERROR_OUT_OF_MEMORY;
    }
    char *start = aligned_alloc(256, rounded);
    if (start == NULL) {
        return CUDA_ERROR_OUT_OF_MEMORY;
    }
    // What lies there is not nothing, so that nobody relies on it.
    memset(start, 0xc7, rounded < 4096 ? rounded : 4096);
    memory.allocations[place].start = start;
    memory.allocations[place].bytes = rounded;
    memory.used += rounded;
    *result = (uint64_t)(uintptr_t)start;
    return 0;
}

EXPORT int cuMemFree_v2(uint64_t address) {
    for (int i = 0; i < ALLOCATIONS; i++) {
        if (address != 0 && (uint64_t)(uintptr_t)memory.allocations[i].start == address) {
            memory.used -= memory.allocations[i].bytes;
            free(memory.allocations[i].start);
            memory.allocations[i].start = NULL;
            return fake_enter();
        }
    }
    return CUDA_ERROR_INVALID_VALUE;
}

static int copy(void *to, const void *from, size_t bytes, bool to_device, bool from_device) {
    int error = fake_enter_context();
    if (error != 0) {
        return error;
    }
    if ((to_device && !fake_owns(to, bytes)) || (from_device && !fake_owns(from, bytes))) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    memmove(to, from, bytes);
    return 0;
}

EXPORT int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
    return copy((void *)(uintptr_t)to, from, bytes, true, false);
}

EXPORT int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
    return copy(to, (const void *)(uintptr_t)from, bytes, false, true);
}

EXPORT int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *stream) {
    (void)stream;
    return copy((void *)(uintptr_t)to, (const void *)(uintptr_t)from, bytes, true, true);
}

EXPORT int cuMemcpyPeerAsync(uint64_t to, void *to_context, uint64_t from, void *from_context, size_t bytes,
                             void *stream) {
    return to_context == from_context ? CUDA_ERROR_INVALID_VALUE : cuMemcpyDtoDAsync_v2(to, from, bytes, stream);
}

EXPORT int cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *stream) {
    (void)stream;
    void *start = (void *)(uintptr_t)to;
    int error = fake_enter_context();
    if (error == 0 && !fake_owns(start, bytes)) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (error == 0) {
        memset(start, value, bytes);
    }
    return error;
}
