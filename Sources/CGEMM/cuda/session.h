// What is kept between calls, and the parts of the plug-in for CUDA that share it.
#ifndef CGEMM_CUDA_SESSION_H
#define CGEMM_CUDA_SESSION_H

#include "assay_plugin.h"
#include "cublaslt.h"
#include "cusparselt.h"
#include "driver.h"
#include "nvml.h"
#include "nvrtc.h"

// The kernels of device/kernels.h.
enum { KERNEL_DRAW, KERNEL_FLIP, KERNEL_IMAGE, KERNEL_DEVIATION, KERNEL_READ, KERNELS };

struct assay_session {
    struct cuda_driver driver;
    struct cublaslt blas;
    // Each may be missing; why is told with it.
    struct nvml nvml;
    struct nvrtc nvrtc;
    struct cusparselt sparse;
    char no_nvml[640], no_nvrtc[640], no_sparse[640];

    // Of the chosen device.
    bool selected;
    int device;
    // 90 for compute capability 9.0.
    int capability;
    int processors;
    void *context, *stream, *start, *stop;
    void *blas_handle;
    uint64_t workspace;
    size_t workspace_bytes;
    // Compiled when they are first asked for.
    void *module;
    void *kernels[KERNELS];
};

// describe.c, telemetry.c
int32_t cgemm_cuda_describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                            size_t capacity);
int32_t cgemm_cuda_telemetry(struct assay_session *session, int32_t device, struct assay_telemetry *result,
                             char *message, size_t capacity);
// 1000 · major + 10 · minor, in words.
void cgemm_cuda_write_cuda_version(int version, char *text, size_t capacity);

// memory.c
int32_t cgemm_cuda_allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message,
                            size_t capacity);
void cgemm_cuda_release(struct assay_session *session, uint64_t memory);
int32_t cgemm_cuda_upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes,
                          char *message, size_t capacity);
int32_t cgemm_cuda_download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                            size_t capacity);
// Memory that is kept and only ever grows. What is new of it holds `value` in every byte.
int32_t cgemm_cuda_keep(struct assay_session *session, uint64_t *memory, size_t *held, size_t bytes, int value,
                        char *message, size_t capacity);

// kernels.c
int32_t cgemm_cuda_draw(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                        char *message, size_t capacity);
int32_t cgemm_cuda_flip(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                        uint64_t columns, uint64_t seed, char *message, size_t capacity);
int32_t cgemm_cuda_check(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                         uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity);
// Makes the kernels ready. `ASSAY_UNSUPPORTED` without NVRTC.
int32_t cgemm_cuda_compile_kernels(struct assay_session *session, char *message, size_t capacity);
// Starts a kernel on the session's stream with a grid of so many blocks of 256 threads.
int32_t cgemm_cuda_launch(struct assay_session *session, int kernel, unsigned blocks, void **arguments, char *message,
                          size_t capacity);

// bandwidth.c
int32_t cgemm_cuda_bandwidth(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                             double *seconds, uint64_t *moved, char *message, size_t capacity);

// `ASSAY_FAILED` where no device has been chosen yet.
int32_t cgemm_cuda_need_device(const struct assay_session *session, char *message, size_t capacity);
// Waits for the stream. Everything that ran on it is done, and what failed there is told.
int32_t cgemm_cuda_wait(struct assay_session *session, const char *what, char *message, size_t capacity);
// The time between the session's two events, once the stream has been waited for.
int32_t cgemm_cuda_elapsed(struct assay_session *session, double *seconds, char *message, size_t capacity);

#endif
