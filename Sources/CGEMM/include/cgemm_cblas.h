/// CBLAS: fp64, fp32 and bf16 products of OpenBLAS, BLIS, MKL or any other library with its interface.
#ifndef CGEMM_CBLAS_H
#define CGEMM_CBLAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// An open library with CBLAS routines: OpenBLAS, BLIS, MKL or any other.
struct cgemm_cblas;

/// The multiply routines that are looked for.
enum cgemm_cblas_routine {
    /// `cblas_dgemm`: fp64.
    CGEMM_CBLAS_DGEMM,
    /// `cblas_sgemm`: fp32.
    CGEMM_CBLAS_SGEMM,
    /// `cblas_sbgemm` (OpenBLAS): bf16 inputs, fp32 result.
    CGEMM_CBLAS_SBGEMM,
};

/// Opens a CBLAS library.
///
/// Routines are looked for under their plain names, then with the prefix `scipy_` and the suffix `64_` that
/// scipy-openblas and some distributions use. MKL's single dynamic library (`libmkl_rt`) is asked for its LP64
/// interface.
///
/// - Parameter path: A path, or a name such as `libopenblas.so.0` that the dynamic loader searches for.
/// - Returns: NULL if the library cannot be loaded or has none of the routines; `message` says which.
struct cgemm_cblas *cgemm_cblas_open(const char *path, char *message, size_t capacity);

/// Releases the handle. NULL is allowed.
void cgemm_cblas_close(struct cgemm_cblas *library);

/// The absolute path, symbolic links resolved, of the file that holds the routines. Valid until the library is closed.
const char *cgemm_cblas_path(const struct cgemm_cblas *library);

/// The width of the routines' integers: `lp64` (32 bits) or `ilp64` (64 bits).
const char *cgemm_cblas_abi(const struct cgemm_cblas *library);

/// Whether the library exports the routine. It says nothing of speed: a routine may be a generic fallback.
bool cgemm_cblas_has(const struct cgemm_cblas *library, enum cgemm_cblas_routine routine);

/// The name under which the routine was found, for example `scipy_cblas_dgemm64_`; NULL if it was not.
/// Valid until the library is closed.
const char *cgemm_cblas_symbol(const struct cgemm_cblas *library, enum cgemm_cblas_routine routine);

/// What the library says of its build: `openblas_get_config`, `bli_info_get_version_str` or `MKL_Get_Version_String`.
/// NULL if it has none of them. Valid until the library is closed.
const char *cgemm_cblas_vendor_config(const struct cgemm_cblas *library);

/// The processor that the library chose its kernels for: `openblas_get_corename` or `bli_arch_string`. NULL if it does
/// not say. Valid until the library is closed.
const char *cgemm_cblas_kernel(const struct cgemm_cblas *library);

/// Sets the number of threads of the products that follow.
///
/// The setting is the process's for OpenBLAS with its own threads; builds on OpenMP apply it to the calling thread.
///
/// - Parameter count: At least 1.
/// - Returns: false if `count` is below 1 or the library has no function for it; nothing has changed then.
bool cgemm_cblas_set_threads(const struct cgemm_cblas *library, int count);

/// The number of threads that the library says it will use; 0 if it does not say.
int cgemm_cblas_threads(const struct cgemm_cblas *library);

/// C = A · B in fp64.
///
/// - Parameter m: Rows of A and C. All three dimensions are at least 1.
/// - Parameter n: Columns of B and C.
/// - Parameter k: Columns of A, rows of B.
/// - Parameter lda: Elements from one row of A to the next, at least k; `ldb` and `ldc` are at least n.
/// - Returns: 0; `ENOTSUP` if the library lacks the routine; `EINVAL` for a dimension or a leading dimension out of
///   range; `EOVERFLOW` for one beyond the 32 bits of an `lp64` library.
int cgemm_cblas_dgemm(const struct cgemm_cblas *library, int64_t m, int64_t n, int64_t k,
                      const double *a, int64_t lda, const double *b, int64_t ldb, double *c, int64_t ldc);

/// C = A · B in fp32; see ``cgemm_cblas_dgemm``.
int cgemm_cblas_sgemm(const struct cgemm_cblas *library, int64_t m, int64_t n, int64_t k,
                      const float *a, int64_t lda, const float *b, int64_t ldb, float *c, int64_t ldc);

/// C = A · B with A and B the bits of bf16 numbers and C in fp32; see ``cgemm_cblas_dgemm``.
int cgemm_cblas_sbgemm(const struct cgemm_cblas *library, int64_t m, int64_t n, int64_t k,
                       const uint16_t *a, int64_t lda, const uint16_t *b, int64_t ldb, float *c, int64_t ldc);

#ifdef __cplusplus
}
#endif

#endif
