// What an error of the driver or of a library is to Assay, and the sentence that says so.
#ifndef CGEMM_CUDA_ERRORS_H
#define CGEMM_CUDA_ERRORS_H

#include "driver.h"

// `ASSAY_OK` for success; else writes the sentence for an error of a call of the driver. `call` may hold what was
// wanted, as in "cuMemAlloc of 4096 bytes".
int32_t cgemm_cuda_failed(const struct cuda_driver *driver, int error, const char *call, char *message,
                          size_t capacity);

// Returns from a function that has `driver`, `message` and `capacity` when a call of the driver fails.
#define CUDA_TRY(call, ...)                                                                                            \
    do {                                                                                                               \
        int32_t status_ = cgemm_cuda_failed(driver, driver->__VA_ARGS__, call, message, capacity);                     \
        if (status_ != ASSAY_OK) {                                                                                     \
            return status_;                                                                                            \
        }                                                                                                              \
    } while (0)

#endif
