/// oneDNN 2 and 3: fp32, bf16, fp16 and int8 products through the matmul primitive, with B packed beforehand.
#ifndef CGEMM_ONEDNN_H
#define CGEMM_ONEDNN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An open oneDNN library, version 2 or 3.
struct cgemm_onednn;

/// A product prepared for one shape and one set of buffers.
struct cgemm_onednn_matmul;

/// The element types of a product.
enum cgemm_onednn_kind {
    /// A, B and C `float`.
    CGEMM_ONEDNN_F32,
    /// A and B bf16 bits in `uint16_t`, C `float`.
    CGEMM_ONEDNN_BF16,
    /// A and B fp16 bits in `uint16_t`, C `float`.
    CGEMM_ONEDNN_F16,
    /// A `uint8_t`, B `int8_t`, C `int32_t`.
    CGEMM_ONEDNN_U8S8,
    /// A and B OCP OFP8 bytes, C `float`; version 3.2 or later.
    CGEMM_ONEDNN_F8E4M3,
    CGEMM_ONEDNN_F8E5M2,
};

/// Opens a oneDNN library.
///
/// - Parameter path: A path, or a name such as `libdnnl.so.3` that the dynamic loader searches for.
/// - Returns: NULL if the library cannot be loaded, is neither version 2 nor 3, or lacks a function; `message` says
///   which.
struct cgemm_onednn *cgemm_onednn_open(const char *path, char *message, size_t capacity);

/// Releases the handle. Every product made from it must be destroyed before. NULL is allowed.
void cgemm_onednn_close(struct cgemm_onednn *library);

/// The absolute path, symbolic links resolved, of the library. Valid until the library is closed.
const char *cgemm_onednn_path(const struct cgemm_onednn *library);

/// The library's version: `out` receives major, minor and patch.
void cgemm_onednn_version(const struct cgemm_onednn *library, int out[3]);

/// Whether the library is built on OpenMP, so that ``cgemm_onednn_set_threads`` works.
bool cgemm_onednn_takes_threads(const struct cgemm_onednn *library);

/// Sets the number of OpenMP threads of the products that the calling thread creates and runs from now on.
///
/// OpenMP keeps the number for each calling thread: set it, create the product and run it on one thread. The number at
/// creation counts too, because the product is planned for it.
///
/// - Parameter count: At least 1.
/// - Returns: false if `count` is below 1, or the library is not a build on OpenMP (TBB, SYCL, sequential).
bool cgemm_onednn_set_threads(const struct cgemm_onednn *library, int count);

/// Prepares C = A · B on the processor.
///
/// A and C are row-major without padding. B is given row-major without padding too, but is copied here, once, into the
/// layout that the library likes best, and not read again. A and C are read and written by every run and must live
/// until the product is destroyed. One product must not run on two threads at once.
///
/// - Returns: NULL on failure; `message` names the call that failed and its status, for example
///   `dnnl_primitive_desc_create: dnnl_unimplemented`.
struct cgemm_onednn_matmul *cgemm_onednn_matmul_create(const struct cgemm_onednn *library, enum cgemm_onednn_kind kind,
                                                       int64_t m, int64_t n, int64_t k,
                                                       const void *a, const void *b, void *c,
                                                       char *message, size_t capacity);

/// Computes the product and waits for it.
///
/// - Returns: false on failure; `message` names the call that failed and its status.
bool cgemm_onednn_matmul_run(struct cgemm_onednn_matmul *matmul, char *message, size_t capacity);

/// The name of the implementation that the library chose, for example `brg:avx512_core_bf16`; a name that begins with
/// `ref` is reference code, hundreds of times slower. Valid until the product is destroyed.
const char *cgemm_onednn_matmul_implementation(const struct cgemm_onednn_matmul *matmul);

/// Computes C = A · B by `dnnl_sgemm` or `dnnl_gemm_u8s8s32`, plain calls that need no engine. Row-major without padding.
///
/// - Parameter kind: `CGEMM_ONEDNN_F32` or `CGEMM_ONEDNN_U8S8`.
/// - Returns: false on failure, or if the library has no such call; `message` says which.
bool cgemm_onednn_call(const struct cgemm_onednn *library, enum cgemm_onednn_kind kind, int64_t m, int64_t n, int64_t k,
                       const void *a, const void *b, void *c, char *message, size_t capacity);

/// Releases a product. NULL is allowed.
void cgemm_onednn_matmul_destroy(struct cgemm_onednn_matmul *matmul);

#ifdef __cplusplus
}
#endif

#endif
