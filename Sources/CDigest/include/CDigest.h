/// SHA-256 (FIPS 180-4), a part of the message at a time. In C, because an unoptimised build of the same in Swift takes
/// minutes for one library.
#ifndef CDIGEST_H
#define CDIGEST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A digest in the making.
typedef struct {
    uint32_t state[8];
    uint64_t byte_count;
    uint8_t block[64];
} cdigest_sha256;

/// Begins a message.
void cdigest_sha256_begin(cdigest_sha256 *digest);

/// Adds bytes to the message.
void cdigest_sha256_add(cdigest_sha256 *digest, const void *bytes, size_t count);

/// Ends the message and writes the 32 bytes of its digest.
void cdigest_sha256_end(cdigest_sha256 *digest, uint8_t result[32]);

#ifdef __cplusplus
}
#endif

#endif
