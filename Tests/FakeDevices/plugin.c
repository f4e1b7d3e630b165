// A plug-in for the tests: one device that is this processor, with real arithmetic. What it may lack or do wrong is chosen
// when it is compiled:
//
//     WRONG_ABI, WRONG_SIZE, NO_ENTRY, NO_RUN   not what a plug-in must be
//     NOTHING                                   opens, and sees no device
//     NO_LIBRARY                                cannot be opened
//     ON_HOST                                   cannot draw, flip or check
//     PRINTS                                    writes to standard output, as libraries do
//     NAN_DEVIATION, NO_SECONDS                 tells nonsense
//     ONLY=ASSAY_INT8                           has one format of inputs, and no sparse products
//     CRASHES, HANGS                            when it is to multiply
//     SKIPS_LAST                                leaves the last term out of every sum
//
// The variable FAKE_LEDGER names a file that is told at the end what was not given back.
#include "assay_plugin.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct assay_session {
    int device;
    long blocks, products;
};

struct assay_prepared {
    struct assay_product product;
};

static const double fp4[16] = {0,  0.5,  1,  1.5,  2,  3,  4,  6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6};

static double element(int32_t format, const void *matrix, uint64_t index) {
    switch (format) {
    case ASSAY_FP64: return ((const double *)matrix)[index];
    case ASSAY_FP32: return ((const float *)matrix)[index];
    case ASSAY_INT32: return ((const int32_t *)matrix)[index];
    case ASSAY_INT8: return ((const int8_t *)matrix)[index];
    default: return fp4[((const uint8_t *)matrix)[index / 2] >> (index % 2 * 4) & 15];
    }
}

static int32_t fail(int32_t status, char *message, size_t capacity, const char *text) {
    snprintf(message, capacity, "%s", text);
    return status;
}

static int32_t open_session(struct assay_session **session, char *message, size_t capacity) {
#if defined(NO_LIBRARY)
    (void)session;
    return fail(ASSAY_UNSUPPORTED, message, capacity, "libfake.so.1 is not installed: install fake-runtime");
#else
    (void)message, (void)capacity;
#if defined(PRINTS)
    printf("fake: hello\n");
    fflush(stdout);
#endif
    *session = calloc(1, sizeof **session);
    return *session == NULL ? ASSAY_OUT_OF_MEMORY : ASSAY_OK;
#endif
}

static void close_session(struct assay_session *session) {
    const char *ledger = getenv("FAKE_LEDGER");
    FILE *file = ledger == NULL ? NULL : fopen(ledger, "w");
    if (file != NULL) {
        fprintf(file, "%ld blocks, %ld products\n", session->blocks, session->products);
        fclose(file);
    }
    free(session);
}

static int32_t count(struct assay_session *session, int32_t *devices, char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
#if defined(NOTHING)
    *devices = 0;
#else
    *devices = 2;
#endif
    return ASSAY_OK;
}

static int32_t describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                        size_t capacity) {
    (void)session;
    if (device == 1) {
        return fail(ASSAY_GONE, message, capacity, "it has fallen off the bus");
    }
    // A name without an ending zero: as long as its room.
    memset(result->name, 'F', sizeof result->name);
    strcpy(result->vendor, "Nobody");
    strcpy(result->architecture, "fake_1");
    strcpy(result->pci_address, "0000:17:00.0");
    result->pci_vendor = 0x1de;
    result->pci_device = 0x2330;
    result->memory_bytes = 1 << 30;
    result->free_bytes = 1 << 29;
    result->cache_bytes = 1 << 16;
    result->processors = 14;
    result->whole_processors = 114;
    strcpy(result->partition, "one slice");
    result->ecc = 0;
    return ASSAY_OK;
}

static int32_t telemetry(struct assay_session *session, int32_t device, struct assay_telemetry *result, char *message,
                         size_t capacity) {
    (void)session, (void)device, (void)message, (void)capacity;
    result->watts = 250;
    result->clock_mhz = 1755;
    result->processes = 2;
    strcpy(result->throttle, "power limit; temperature");
    return ASSAY_OK;
}

static int32_t select_device(struct assay_session *session, int32_t device, char *message, size_t capacity) {
    if (device != 0) {
        return fail(ASSAY_GONE, message, capacity, "it has fallen off the bus");
    }
    session->device = device;
    return ASSAY_OK;
}

static int32_t supports(struct assay_session *session, const struct assay_product *product, char *message,
                        size_t capacity) {
    (void)session;
#if defined(ONLY)
    if (product->input != ONLY || product->sparse) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "left out");
    }
#endif
    if (product->fast_accumulate) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "there is one way to sum");
    }
    if (product->arithmetic != ASSAY_PLAIN) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "no TF32 unit");
    }
    switch (product->input) {
    case ASSAY_FP64: return product->output == ASSAY_FP64 ? ASSAY_OK : ASSAY_UNSUPPORTED;
    case ASSAY_FP32: return product->output == ASSAY_FP32 ? ASSAY_OK : ASSAY_UNSUPPORTED;
    case ASSAY_FP4: return product->output == ASSAY_FP32 ? ASSAY_OK : ASSAY_UNSUPPORTED;
    case ASSAY_INT8: return product->output == ASSAY_INT32 ? ASSAY_OK : ASSAY_UNSUPPORTED;
    default: return fail(ASSAY_UNSUPPORTED, message, capacity, "no such unit");
    }
}

static int32_t allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message,
                        size_t capacity) {
    if (bytes > 1u << 30) {
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "fakeMalloc: out of memory");
    }
    void *block = aligned_alloc(256, (bytes + 255) / 256 * 256);
    if (block == NULL) {
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "fakeMalloc: out of memory");
    }
    memset(block, 0xff, bytes);
    session->blocks++;
    *memory = (uint64_t)(uintptr_t)block;
    return ASSAY_OK;
}

static void *at(uint64_t memory) {
    return (void *)(uintptr_t)memory;
}

static void release(struct assay_session *session, uint64_t memory) {
    session->blocks--;
    free(at(memory));
}

static int32_t upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes, char *message,
                      size_t capacity) {
    (void)session, (void)message, (void)capacity;
    memcpy(at(memory), from, bytes);
    return ASSAY_OK;
}

static int32_t download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                        size_t capacity) {
    (void)session, (void)message, (void)capacity;
    memcpy(to, at(memory), bytes);
    return ASSAY_OK;
}

#if !defined(ON_HOST)
static const uint64_t step = 0x9e3779b97f4a7c15u;

static uint64_t number(uint64_t seed, uint64_t index) {
    uint64_t z = seed + (index + 1) * step;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

// All but FP4, which is left to the host.
static int32_t draw(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                    char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
    if (format == ASSAY_FP4) {
        return ASSAY_UNSUPPORTED;
    }
    for (uint64_t i = 0; i < count; i++) {
        const double value = (double)(int64_t)number(seed, i) * 0x1p-63;
        switch (format) {
        case ASSAY_FP64: ((double *)at(memory))[i] = value; break;
        case ASSAY_FP32: ((float *)at(memory))[i] = (float)value; break;
        default: {
            const double scaled = (value + 1) * 127.5;
            const double whole = floor(-127 + scaled);
            ((int8_t *)at(memory))[i] = (int8_t)(whole > 127 ? 127 : whole);
        }
        }
    }
    return ASSAY_OK;
}

static int32_t flip(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                    uint64_t columns, uint64_t seed, char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
    if (format == ASSAY_FP4) {
        return ASSAY_UNSUPPORTED;
    }
    for (uint64_t i = 0; i < rows * columns; i++) {
        const bool negative = (number(seed, i / columns) ^ number(~seed, i % columns)) >> 63;
        switch (format) {
        case ASSAY_FP64: {
            const double value = ((double *)at(from))[i];
            ((double *)at(to))[i] = negative ? -value : value;
            break;
        }
        case ASSAY_FP32: {
            const float value = ((float *)at(from))[i];
            ((float *)at(to))[i] = negative ? -value : value;
            break;
        }
        default: {
            const int8_t value = ((int8_t *)at(from))[i];
            ((int8_t *)at(to))[i] = negative ? -value : value;
        }
        }
    }
    return ASSAY_OK;
}

static int32_t check(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                     uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
    *largest = -1;
    double *image = calloc((size_t)product->k, sizeof *image);
    if (image == NULL) {
        return ASSAY_OUT_OF_MEMORY;
    }
    for (int64_t j = 0; j < product->n; j++) {
        const uint64_t random = number(seed, (uint64_t)j);
        const double x = (random >> 63 ? -1.0 : 1.0) * (double)(1 + (random & 7));
        for (int64_t p = 0; p < product->k; p++) {
            image[p] += x * element(product->input, at(b), (uint64_t)(product->b_transposed ? j * product->k + p : p * product->n + j));
        }
    }
    for (int64_t i = 0; i < product->m; i++) {
        double deviation = 0;
        for (int64_t p = 0; p < product->k; p++) {
            deviation -= element(product->input, at(a), (uint64_t)(i * product->k + p)) * image[p];
        }
        for (int64_t j = 0; j < product->n; j++) {
            const uint64_t random = number(seed, (uint64_t)j);
            const double x = (random >> 63 ? -1.0 : 1.0) * (double)(1 + (random & 7));
            deviation += x * element(product->output, at(c), (uint64_t)(i * product->n + j));
        }
        if (!(fabs(deviation) <= *largest)) {
            *largest = fabs(deviation);
            *row = (uint64_t)i;
        }
        if (!isfinite(deviation)) {
            *largest = NAN;
            break;
        }
    }
    free(image);
#if defined(NAN_DEVIATION)
    *largest = NAN;
#endif
    return ASSAY_OK;
}
#endif

static int32_t prepare(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                       struct assay_prepared **prepared, int32_t *kernels, char *message, size_t capacity) {
    if (product->m == 13) {
        // A message as long as its room, without an end.
        memset(message, 'x', capacity);
        return ASSAY_FAILED;
    }
    *prepared = malloc(sizeof **prepared);
    if (*prepared == NULL) {
        return ASSAY_OUT_OF_MEMORY;
    }
    (*prepared)->product = *product;
    session->products++;
    *kernels = wanted < 2 ? wanted : 2;
    return ASSAY_OK;
}

static void discard(struct assay_session *session, struct assay_prepared *prepared) {
    session->products--;
    free(prepared);
}

static const char *kernel(const struct assay_prepared *prepared, int32_t number) {
    (void)prepared;
    return number == 0 ? "rows first" : NULL;
}

#if !defined(NO_RUN)
static int32_t run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, const uint64_t *a,
                   const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count, double *seconds, char *message,
                   size_t capacity) {
    (void)session, (void)kernel, (void)message, (void)capacity;
    const struct assay_product *product = &prepared->product;
#if defined(CRASHES)
    *(volatile int *)0 = 1;
#elif defined(HANGS)
    for (;;) {
        pause();
    }
#endif
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int32_t number = 0; number < count; number++) {
        const void *own_a = at(a[number % sets]), *own_b = at(b[number % sets]);
        void *own_c = at(c[number % sets]);
        for (int64_t i = 0; i < product->m; i++) {
            for (int64_t j = 0; j < product->n; j++) {
                double sum = 0;
                for (int64_t p = 0; p < product->k; p++) {
#if defined(SKIPS_LAST)
                    if (p == product->k - 1 && p > 0) {
                        break;
                    }
#endif
                    sum += element(product->input, own_a, (uint64_t)(i * product->k + p)) *
                           element(product->input, own_b, (uint64_t)(product->b_transposed ? j * product->k + p : p * product->n + j));
                }
                switch (product->output) {
                case ASSAY_FP64: ((double *)own_c)[i * product->n + j] = sum; break;
                case ASSAY_FP32: ((float *)own_c)[i * product->n + j] = (float)sum; break;
                default: ((int32_t *)own_c)[i * product->n + j] = (int32_t)sum;
                }
            }
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    *seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
#if defined(NO_SECONDS)
    *seconds = NAN;
#endif
    return ASSAY_OK;
}
#endif

static int32_t bandwidth(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                         double *seconds, uint64_t *moved, char *message, size_t capacity) {
    (void)session, (void)peer;
    if (kind != 0) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "only copies are measured");
    }
    char *from = malloc(bytes), *to = malloc(bytes);
    struct timespec start, end;
    if (from == NULL || to == NULL) {
        free(from);
        free(to);
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "fakeMalloc: out of memory");
    }
    memset(from, 1, bytes);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int32_t i = 0; i < count; i++) {
        memcpy(to, from, bytes);
        __asm__ volatile("" : : "r"(to) : "memory");
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    *seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
    *moved = 2 * bytes * (uint64_t)count;
    free(from);
    free(to);
    return ASSAY_OK;
}

static const struct assay_plugin table = {
#if defined(WRONG_ABI)
    .abi = ASSAY_PLUGIN_ABI + 1,
#else
    .abi = ASSAY_PLUGIN_ABI,
#endif
#if defined(WRONG_SIZE)
    .size = sizeof(struct assay_plugin) - 8,
#else
    .size = sizeof(struct assay_plugin),
#endif
    .name = "Fake",
    .version = "1.2.3",
    .open = open_session,
    .close = close_session,
    .count = count,
    .describe = describe,
    .telemetry = telemetry,
    .select = select_device,
    .supports = supports,
    .allocate = allocate,
    .release = release,
    .upload = upload,
    .download = download,
#if !defined(ON_HOST)
    .draw = draw,
    .flip = flip,
    .check = check,
#endif
    .prepare = prepare,
    .discard = discard,
    .kernel = kernel,
#if !defined(NO_RUN)
    .run = run,
#endif
    .bandwidth = bandwidth,
};

#if !defined(NO_ENTRY)
const struct assay_plugin *assay_plugin(void);

const struct assay_plugin *assay_plugin(void) {
    return &table;
}
#else
const void *other(void);

const void *other(void) {
    return &table;
}
#endif
