// The slice of NVRTC, the compiler at run time, that is needed. A program is `void *`. Source: nvrtc.h of CUDA 12.9.
#ifndef CGEMM_CUDA_NVRTC_H
#define CGEMM_CUDA_NVRTC_H

#include "driver.h"

enum { NVRTC_SUCCESS = 0 };

struct nvrtc {
    void *handle;
    int (*version)(int *major, int *minor);
    const char *(*error_string)(int error);
    int (*create)(void **program, const char *source, const char *name, int headers, const char *const *header_sources,
                  const char *const *header_names);
    int (*destroy)(void **program);
    int (*compile)(void *program, int count, const char *const *options);
    int (*log_size)(void *program, size_t *bytes);
    int (*log)(void *program, char *text);
    int (*ptx_size)(void *program, size_t *bytes);
    int (*ptx)(void *program, char *text);

    // Since 11.1 and 11.2.
    int (*cubin_size)(void *program, size_t *bytes);
    int (*cubin)(void *program, char *image);
    int (*architectures_count)(int *count);
    int (*architectures)(int *list);
};

// Opens the newest NVRTC whose code the driver can load. Returns false, and why in `message`; its handle is NULL then.
bool cgemm_cuda_open_nvrtc(const struct cuda_driver *driver, struct nvrtc *nvrtc, char *message, size_t capacity);

// Compiles a source for a device's capability (90 for 9.0), without contraction to fused multiply-adds. Free `image`
// with `free`. Returns false, and why in `message`.
bool cgemm_cuda_compile(const struct nvrtc *nvrtc, const char *source, int capability, char **image, char *message,
                        size_t capacity);

#endif
