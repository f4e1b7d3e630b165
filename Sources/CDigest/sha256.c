#include "CDigest.h"

#include <string.h>

// FIPS 180-4, section 4.2.2: the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define ROTATE(x, n) ((x) >> (n) | (x) << (32 - (n)))

// FIPS 180-4, section 6.2.2, for one block of 64 bytes.
static void compress(uint32_t state[8], const uint8_t *block) {
    uint32_t schedule[64];
    for (int t = 0; t < 16; t++) {
        schedule[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
                      (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    }
    for (int t = 16; t < 64; t++) {
        const uint32_t x = schedule[t - 15], y = schedule[t - 2];
        schedule[t] = schedule[t - 16] + (ROTATE(x, 7) ^ ROTATE(x, 18) ^ x >> 3) + schedule[t - 7] +
                      (ROTATE(y, 17) ^ ROTATE(y, 19) ^ y >> 10);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
        const uint32_t first = h + (ROTATE(e, 6) ^ ROTATE(e, 11) ^ ROTATE(e, 25)) + ((e & f) ^ (~e & g)) +
                               constants[t] + schedule[t];
        const uint32_t second = (ROTATE(a, 2) ^ ROTATE(a, 13) ^ ROTATE(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

void cdigest_sha256_begin(cdigest_sha256 *digest) {
    // FIPS 180-4, section 5.3.3: of the square roots of the first eight primes.
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(digest->state, start, sizeof start);
    digest->byte_count = 0;
}

void cdigest_sha256_add(cdigest_sha256 *digest, const void *bytes, size_t count) {
    const uint8_t *next = bytes;
    size_t held = digest->byte_count % sizeof digest->block;
    digest->byte_count += count;
    while (count > 0) {
        if (held == 0 && count >= sizeof digest->block) {
            compress(digest->state, next);
            next += sizeof digest->block;
            count -= sizeof digest->block;
            continue;
        }
        const size_t room = sizeof digest->block - held;
        const size_t part = count < room ? count : room;
        memcpy(digest->block + held, next, part);
        next += part;
        count -= part;
        held += part;
        if (held == sizeof digest->block) {
            compress(digest->state, digest->block);
            held = 0;
        }
    }
}

// FIPS 180-4, section 5.1.1: a one bit, zeros, and the length in bits, up to a whole block.
void cdigest_sha256_end(cdigest_sha256 *digest, uint8_t result[32]) {
    const uint64_t bits = digest->byte_count * 8;
    const size_t held = digest->byte_count % sizeof digest->block;
    uint8_t padding[72] = {0x80};
    const size_t count = (held < 56 ? 56 : 120) - held;
    for (int i = 0; i < 8; i++) {
        padding[count + i] = (uint8_t)(bits >> (56 - 8 * i));
    }
    cdigest_sha256_add(digest, padding, count + 8);
    for (int i = 0; i < 32; i++) {
        result[i] = (uint8_t)(digest->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}
