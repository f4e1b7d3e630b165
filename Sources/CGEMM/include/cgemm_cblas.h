/// CBLAS: the products of OpenBLAS, BLIS, MKL, AOCL or any other library with its interface, and the extensions of MKL
/// and AOCL for narrower formats.
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

/// A product by the elements of A and B. C is fp64 for fp64, int32 for integers and fp32 for the rest.
enum cgemm_product {
    CGEMM_FP64,
    CGEMM_FP32,
    /// The bits of bf16 numbers.
    CGEMM_BF16,
    /// The bits of IEEE 754 halves.
    CGEMM_FP16,
    /// OCP OFP8 bytes.
    CGEMM_FP8E4M3,
    CGEMM_FP8E5M2,
    /// Both int16.
    CGEMM_INT16,
    /// A uint8, B int8.
    CGEMM_INT8,
    /// The number of products.
    CGEMM_PRODUCTS,
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

/// The name of the routine for a product, for example `scipy_cblas_dgemm64_`; NULL if the library exports none. It says
/// nothing of speed: a routine may convert, or be a generic fallback. Valid until the library is closed.
const char *cgemm_cblas_symbol(const struct cgemm_cblas *library, enum cgemm_product product);

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

/// C = A · B, row-major without padding.
///
/// - Parameter m: Rows of A and C. All three dimensions are at least 1.
/// - Parameter n: Columns of B and C.
/// - Parameter k: Columns of A, rows of B.
/// - Returns: 0; `ENOTSUP` if the library lacks the routine; `EINVAL` for a dimension below 1; `EOVERFLOW` for one
///   beyond the 32 bits of an `lp64` library.
int cgemm_cblas_multiply(const struct cgemm_cblas *library, enum cgemm_product product, int64_t m, int64_t n, int64_t k,
                         const void *a, const void *b, void *c);

#ifdef __cplusplus
}
#endif

#endif
