// Of libamdhip64: code and its kernels. A code object is a shared library behind its length (see hiprtc.c).
#define _GNU_SOURCE
#include "fake.h"
#include "state.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int hipModuleLoadData(void **module, const void *image) {
    char path[] = "/tmp/fake-hip-XXXXXX";
    size_t bytes;
    memcpy(&bytes, image, sizeof bytes);
    const int file = mkstemp(path);
    const bool written = file >= 0 && write(file, (const char *)image + sizeof bytes, bytes) == (ssize_t)bytes;
    *module = written ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    if (file >= 0) {
        close(file);
        unlink(path);
    }
    return *module == NULL ? fake_error(FAKE_INVALID_VALUE) : FAKE_SUCCESS;
}

int hipModuleUnload(void *module) {
    dlclose(module);
    return FAKE_SUCCESS;
}

int hipModuleGetFunction(void **function, void *module, const char *name) {
    char launcher[128];
    snprintf(launcher, sizeof launcher, "fake_launch_%s", name);
    *function = dlsym(module, launcher);
    return *function == NULL ? fake_error(FAKE_NOT_FOUND) : FAKE_SUCCESS;
}

int hipModuleLaunchKernel(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                          unsigned block_y, unsigned block_z, unsigned shared_bytes, void *stream, void **arguments,
                          void **extra) {
    void (*launcher)(unsigned grid, unsigned block, void **arguments);
    (void)stream, (void)extra;
    if (grid_y != 1 || grid_z != 1 || block_y != 1 || block_z != 1 || shared_bytes != 0 || block_x > 1024) {
        return fake_error(FAKE_INVALID_VALUE);
    }
    if (fake_vanished(false)) {
        return fake_error(FAKE_LAUNCH_FAILURE);
    }
    memcpy(&launcher, &function, sizeof launcher);
    launcher(grid_x, block_x, arguments);
    return FAKE_SUCCESS;
}
