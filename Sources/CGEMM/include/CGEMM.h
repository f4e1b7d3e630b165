/// The binary interfaces of matrix-multiply libraries, opened with `dlopen`: CBLAS and oneDNN. No library is linked.
///
/// Every product is C (m × n) = A (m × k) · B (k × n), row-major, with A, B and C not overlapping.
///
/// Errors: a function that can fail for reasons outside the program takes `message` and `capacity`, a buffer that
/// receives a sentence (cut to fit, always ended by a zero) on failure and is untouched on success. It may be NULL with
/// a capacity of 0.
///
/// Threads: a handle may be used from several threads, but not while it is being closed. How many threads a product
/// uses is the library's own setting; see the functions that set it. The code of an opened library stays mapped after
/// its handle is closed, because its worker threads may outlive the handle.
#ifndef CGEMM_H
#define CGEMM_H

#include "assay_plugin.h"
#include "cgemm_cblas.h"
#include "cgemm_onednn.h"

#endif
