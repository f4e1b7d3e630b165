/// A plug-in for Assay that multiplies FP32 and INT8 matrices by a plain triple loop on one core of the processor: a
/// template for a vendor, small enough to read and whole enough to be measured. From the root of Assay:
///
///     cc -O2 -Wall -Wextra -shared -fPIC -I Sources/CGEMM/include examples/worker-plugin/plain.c -o libplain.so
///     assay worker check ./libplain.so
///     assay measure --worker ./libplain.so --device plain:0
///
/// To make it yours: open your driver in `plain_open`, ask it in `plain_count` and `plain_describe`, let `allocate`,
/// `upload` and `download` reach the device's memory, and let `run` call your library between two readings of your
/// device's clock. Assay draws the operands, decides what is run how often, and checks every product: none of that is
/// done here. What each function has to do is said in assay_plugin.h.
#define _POSIX_C_SOURCE 200809L

#include "assay_plugin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// The products of so many pairs of INT8 elements fit a sum of 32 bits: 2^31 / 128².
#define LONGEST_INT8_SUM 131071

/// What is kept between calls: a vendor's context and streams would be here.
struct assay_session {
    int32_t device;
};

/// What is kept of a product: a vendor's descriptors, plans and workspace would be here.
struct assay_prepared {
    struct assay_product product;
};

/// Every failure says in one sentence what failed, with the library's own name of the error where there is one.
static int32_t fail(int32_t status, char *message, size_t capacity, const char *sentence) {
    snprintf(message, capacity, "%s", sentence);
    return status;
}

static int32_t plain_open(struct assay_session **session, char *message, size_t capacity) {
    *session = calloc(1, sizeof **session);
    if (*session == NULL) {
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "no memory for a session");
    }
    (*session)->device = -1;
    return ASSAY_OK;
}

static void plain_close(struct assay_session *session) {
    free(session);
}

static int32_t plain_count(struct assay_session *session, int32_t *devices, char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
    *devices = 1;
    return ASSAY_OK;
}

static int32_t plain_describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                              size_t capacity) {
    (void)session;
    if (device != 0) {
        return fail(ASSAY_FAILED, message, capacity, "there is one device, number 0");
    }
    // What is not known stays 0 or empty, and is then unknown in the record too.
    memset(result, 0, sizeof *result);
    snprintf(result->name, sizeof result->name, "one core of the processor");
    snprintf(result->libraries, sizeof result->libraries, "plain loops 1.0");
    uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    result->memory_bytes = (uint64_t)sysconf(_SC_PHYS_PAGES) * page;
    result->free_bytes = (uint64_t)sysconf(_SC_AVPHYS_PAGES) * page;
    result->processors = 1;
    result->ecc = -1;
    return ASSAY_OK;
}

static int32_t plain_select(struct assay_session *session, int32_t device, char *message, size_t capacity) {
    if (device != 0) {
        return fail(ASSAY_FAILED, message, capacity, "there is one device, number 0");
    }
    session->device = device;
    return ASSAY_OK;
}

/// Refuses by name what is not here: a product that is promised and then refused is a failure, one that is refused at
/// once is not.
static int32_t plain_supports(struct assay_session *session, const struct assay_product *product, char *message,
                              size_t capacity) {
    (void)session;
    int float32 = product->input == ASSAY_FP32 && product->output == ASSAY_FP32;
    int int8 = product->input == ASSAY_INT8 && product->output == ASSAY_INT32;
    if (!float32 && !int8) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "only FP32 to FP32 and INT8 to INT32 are multiplied");
    }
    if (product->arithmetic != ASSAY_PLAIN || product->fast_accumulate || product->sparse) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "there is one arithmetic: exact inputs, full sums, dense");
    }
    return ASSAY_OK;
}

static int32_t plain_allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message,
                              size_t capacity) {
    (void)session;
    // Linux promises memory that it has not; who touches it then is killed.
    uint64_t available = (uint64_t)sysconf(_SC_AVPHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    void *address = bytes > available ? NULL : aligned_alloc(256, (bytes + 255) / 256 * 256 + 256);
    if (address == NULL) {
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "the host has not so much memory free");
    }
    *memory = (uint64_t)(uintptr_t)address;
    return ASSAY_OK;
}

static void plain_release(struct assay_session *session, uint64_t memory) {
    (void)session;
    free((void *)(uintptr_t)memory);
}

static int32_t plain_upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes,
                            char *message, size_t capacity) {
    (void)session, (void)message, (void)capacity;
    memcpy((void *)(uintptr_t)memory, from, bytes);
    return ASSAY_OK;
}

static int32_t plain_download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                              size_t capacity) {
    (void)session, (void)message, (void)capacity;
    memcpy(to, (const void *)(uintptr_t)memory, bytes);
    return ASSAY_OK;
}

static int32_t plain_prepare(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                             struct assay_prepared **prepared, int32_t *kernels, char *message, size_t capacity) {
    (void)wanted;
    int32_t status = plain_supports(session, product, message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if (product->input == ASSAY_INT8 && product->k > LONGEST_INT8_SUM) {
        return fail(ASSAY_UNSUPPORTED, message, capacity, "sums of more than 131071 INT8 products may exceed 32 bits");
    }
    *prepared = malloc(sizeof **prepared);
    if (*prepared == NULL) {
        return fail(ASSAY_OUT_OF_MEMORY, message, capacity, "no memory for a product");
    }
    (*prepared)->product = *product;
    *kernels = 1;
    return ASSAY_OK;
}

static void plain_discard(struct assay_session *session, struct assay_prepared *prepared) {
    (void)session;
    free(prepared);
}

static const char *plain_kernel(const struct assay_prepared *prepared, int32_t kernel) {
    (void)prepared, (void)kernel;
    return "triple loop";
}

/// Where element (p, j) of B lies.
static size_t place_in_b(const struct assay_product *product, int64_t p, int64_t j) {
    return (size_t)(product->b_transposed ? j * product->k + p : p * product->n + j);
}

static void multiply_float32(const struct assay_product *product, const float *a, const float *b, float *c) {
    for (int64_t i = 0; i < product->m; i++) {
        for (int64_t j = 0; j < product->n; j++) {
            float sum = 0;
            for (int64_t p = 0; p < product->k; p++) {
                sum += a[i * product->k + p] * b[place_in_b(product, p, j)];
            }
            c[i * product->n + j] = sum;
        }
    }
}

static void multiply_int8(const struct assay_product *product, const int8_t *a, const int8_t *b, int32_t *c) {
    for (int64_t i = 0; i < product->m; i++) {
        for (int64_t j = 0; j < product->n; j++) {
            int32_t sum = 0;
            for (int64_t p = 0; p < product->k; p++) {
                sum += a[i * product->k + p] * b[place_in_b(product, p, j)];
            }
            c[i * product->n + j] = sum;
        }
    }
}

static int32_t plain_run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                         const uint64_t *a, const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count,
                         double *seconds, char *message, size_t capacity) {
    if (session->device < 0 || kernel != 0) {
        return fail(ASSAY_FAILED, message, capacity, "no device is selected, or there is no such kernel");
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int32_t number = 0; number < count; number++) {
        const void *from_a = (const void *)(uintptr_t)a[number % sets];
        const void *from_b = (const void *)(uintptr_t)b[number % sets];
        void *to_c = (void *)(uintptr_t)c[number % sets];
        if (prepared->product.input == ASSAY_FP32) {
            multiply_float32(&prepared->product, from_a, from_b, to_c);
        } else {
            multiply_int8(&prepared->product, from_a, from_b, to_c);
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    *seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) * 1e-9;
    return ASSAY_OK;
}

/// `telemetry`, `draw`, `flip`, `check` and `bandwidth` are left NULL: Assay then does without, or does it on the host.
static const struct assay_plugin plugin = {
    .abi = ASSAY_PLUGIN_ABI,
    .size = sizeof(struct assay_plugin),
    .name = "Plain",
    .version = "1.0",
    .open = plain_open,
    .close = plain_close,
    .count = plain_count,
    .describe = plain_describe,
    .select = plain_select,
    .supports = plain_supports,
    .allocate = plain_allocate,
    .release = plain_release,
    .upload = plain_upload,
    .download = plain_download,
    .prepare = plain_prepare,
    .discard = plain_discard,
    .kernel = plain_kernel,
    .run = plain_run,
};

/// The one symbol that Assay looks for.
const struct assay_plugin *assay_plugin(void);

const struct assay_plugin *assay_plugin(void) {
    return &plugin;
}
