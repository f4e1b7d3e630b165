// What the creation of a product needs of both versions alike: memory descriptors, and failures put into words.
#ifndef CGEMM_ONEDNN_DESCRIPTOR_H
#define CGEMM_ONEDNN_DESCRIPTOR_H

#include "onednn.h"

// Where a failure is described.
struct report {
    char *message;
    size_t capacity;
};

// Whether a call succeeded; describes it otherwise.
bool cgemm_succeeded(int status, const char *call, struct report report);

// Makes the descriptor of a row-major matrix without padding. Destroy it also if this returns false.
bool cgemm_describe_plain(const struct cgemm_onednn *library, void **out, int64_t rows, int64_t columns, int type,
                          struct report report);

// Makes the descriptor of a matrix in a layout that the library chooses. Destroy it also if this returns false.
bool cgemm_describe_any(const struct cgemm_onednn *library, void **out, int64_t rows, int64_t columns, int type,
                        struct report report);

// Releases a descriptor. NULL is allowed.
void cgemm_destroy_descriptor(const struct cgemm_onednn *library, void *descriptor);

#endif
