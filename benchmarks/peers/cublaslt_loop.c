// A plain loop over one cuBLASLt product, with none of Assay's code: what an expert writes by hand.
//
//     cublaslt_loop DEVICE PRECISION[/fast] M N K [BURSTS BURST_MILLISECONDS PAUSE_MILLISECONDS]
//
// DEVICE is the driver's number, from 0. PRECISION is fp64, fp32, tf32, fp16, bf16, fp8e4m3, fp4 or int8; /fast sums less
// exactly (FP8 without promotion to FP32, FP16 in FP16). The libraries are opened with dlopen, from the folders of
// ASSAY_LIBRARY_PATH first: no toolkit is needed, nor to compile.
//
// Operands are uniform random numbers of the host, uploaded once. Both layouts of B and each format of C that the
// library takes are tried with its first eight algorithms, each checked at some elements; then the best first
// algorithm and the best of all are run in bursts, in turn, timed with events, and the best is checked again.
//
// Prints `version TEXT`, `tried COUNT WRONG`, and `rate first BEST MEDIAN BURSTS WHAT` and `rate best …`: TOP/s over
// the bursts. Exit status: 2 no such product, library or device, with the reason; 3 a call failed; 4 wrong products only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ALGORITHMS = 8, CANDIDATES = 64, MOST_BURSTS = 1000, CHECKED_ELEMENTS = 8, MOST_PRODUCTS = 1 << 16 };
enum exit_status { USAGE = 1, NOT_HERE = 2, CALL_FAILED = 3, WRONG_PRODUCT = 4 };

static const double TRIAL_SECONDS = 0.015;

static _Noreturn void stop(enum exit_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    // The driver's own clearing up can wait for a device that is gone.
    fflush(NULL);
    _exit(status);
}

// The interfaces, from NVIDIA's cuda.h and cublasLt.h; the numbers are the same in CUDA 11, 12 and 13.

typedef uint64_t device_memory;

#define DRIVER_FUNCTIONS(X)                                                                                            \
    X(cuInit, (unsigned))                                                                                              \
    X(cuDriverGetVersion, (int *))                                                                                     \
    X(cuGetErrorName, (int, const char **))                                                                            \
    X(cuDeviceGetCount, (int *))                                                                                       \
    X(cuDeviceGet, (int *, int))                                                                                       \
    X(cuDeviceGetName, (char *, int, int))                                                                             \
    X(cuDeviceGetAttribute, (int *, int, int))                                                                         \
    X(cuDevicePrimaryCtxRetain, (void **, int))                                                                        \
    X(cuCtxSetCurrent, (void *))                                                                                       \
    X(cuMemAlloc_v2, (device_memory *, size_t))                                                                        \
    X(cuMemcpyHtoD_v2, (device_memory, const void *, size_t))                                                          \
    X(cuMemcpyDtoH_v2, (void *, device_memory, size_t))                                                                \
    X(cuMemsetD8Async, (device_memory, unsigned char, size_t, void *))                                                 \
    X(cuStreamCreate, (void **, unsigned))                                                                             \
    X(cuStreamSynchronize, (void *))                                                                                   \
    X(cuEventCreate, (void **, unsigned))                                                                              \
    X(cuEventRecord, (void *, void *))                                                                                 \
    X(cuEventElapsedTime, (float *, void *, void *))

struct algorithm {
    uint64_t words[8];
};

struct heuristic {
    struct algorithm algorithm;
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
};

#define BLAS_FUNCTIONS(X)                                                                                              \
    X(cublasLtCreate, (void **))                                                                                       \
    X(cublasLtMatmulDescCreate, (void **, int, int))                                                                   \
    X(cublasLtMatmulDescSetAttribute, (void *, int, const void *, size_t))                                             \
    X(cublasLtMatrixLayoutCreate, (void **, int, uint64_t, uint64_t, int64_t))                                         \
    X(cublasLtMatmulPreferenceCreate, (void **))                                                                       \
    X(cublasLtMatmulPreferenceSetAttribute, (void *, int, const void *, size_t))                                       \
    X(cublasLtMatmulAlgoGetHeuristic,                                                                                  \
      (void *, void *, void *, void *, void *, void *, void *, int, struct heuristic *, int *))                        \
    X(cublasLtMatmul, (void *, void *, const void *, const void *, void *, const void *, void *, const void *,         \
                       const void *, void *, void *, void *, const struct algorithm *, void *, size_t, void *))

#define DECLARE(name, parameters) static int(*name) parameters;
DRIVER_FUNCTIONS(DECLARE)
BLAS_FUNCTIONS(DECLARE)
static size_t (*cublasLtGetVersion)(void);

enum { CAPABILITY_MAJOR = 75, CAPABILITY_MINOR = 76 };
enum { R_32F = 0, R_64F = 1, R_16F = 2, R_8I = 3, R_32I = 10, R_16BF = 14, R_8F_E4M3 = 28, R_4F_E2M1 = 33 };
enum { COMPUTE_16F = 64, COMPUTE_32F = 68, COMPUTE_64F = 70, COMPUTE_32I = 72, COMPUTE_32F_FAST_TF32 = 77 };
enum { TRANSPOSE_LEFT = 3, TRANSPOSE_RIGHT = 4, LEFT_SCALES = 17, RIGHT_SCALES = 18, FAST_ACCUMULATION = 25 };
enum { LEFT_SCALE_MODE = 31, RIGHT_SCALE_MODE = 32, SCALES_OF_16 = 1, WORKSPACE_BYTES = 1 };

static void *find_function(void *library, const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol) stop(NOT_HERE, "the library has no %s", name);
    return symbol;
}

static void *open_library(const char *const *names) {
    char path[4096];
    const char *set = getenv("ASSAY_LIBRARY_PATH");
    for (const char *folders = set ? set : ""; *folders; folders += strspn(folders, ":")) {
        const size_t length = strcspn(folders, ":");
        for (const char *const *name = names; *name; name++) {
            snprintf(path, sizeof path, "%.*s/%s", (int)length, folders, *name);
            void *library = length ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
            if (library) return library;
        }
        folders += length;
    }
    for (const char *const *name = names; *name; name++) {
        void *library = dlopen(*name, RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
    }
    return NULL;
}

static void must(int error, const char *call) {
    const char *name = NULL;
    if (!error) return;
    if (cuGetErrorName) cuGetErrorName(error, &name);
    stop(CALL_FAILED, "%s: %s (%d)", call, name ? name : "error", error);
}

#define MUST(call) must(call, #call)

// cuBLASLt's own errors are numbers of their own.
static void must_blas(int status, const char *call) {
    if (status) stop(CALL_FAILED, "%s: status %d", call, status);
}

#define MUST_BLAS(call) must_blas(call, #call)

#define IMPORT_DRIVER(name, parameters) *(void **)&name = find_function(driver, #name);
#define IMPORT_BLAS(name, parameters) *(void **)&name = find_function(blas, #name);

static void open_libraries(void) {
    static const char *const drivers[] = {"libcuda.so.1", NULL};
    static const char *const libraries[] = {"libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11", NULL};
    int version = 0;
    void *driver = open_library(drivers);
    if (!driver) stop(NOT_HERE, "no NVIDIA driver: libcuda.so.1 is not found");
    DRIVER_FUNCTIONS(IMPORT_DRIVER)
    int error = cuInit(0);
    if (error) stop(NOT_HERE, "the NVIDIA driver reaches no device: cuInit gives %d", error);
    MUST(cuDriverGetVersion(&version));
    // A library of a newer major version than the driver's loads and does not work.
    const int newer = version >= 13000 ? 0 : version >= 12000 ? 1 : 2;
    void *blas = open_library(libraries + newer);
    if (!blas) stop(NOT_HERE, "no cuBLASLt for CUDA %d: %s is not found", version / 1000, libraries[newer]);
    BLAS_FUNCTIONS(IMPORT_BLAS)
    *(void **)&cublasLtGetVersion = find_function(blas, "cublasLtGetVersion");
}

// Elements.

struct precision {
    const char *name;
    int type, compute, scale;
    int outputs[3]; // ended by -1
    int exponent, mantissa;
    int bits;
    // Hopper and before take B as n rows of k only.
    bool turned_only;
    int capability;
};

static const struct precision precisions[] = {
    {"fp64", R_64F, COMPUTE_64F, R_64F, {R_64F, -1}, 11, 52, 64, false, 0},
    {"fp32", R_32F, COMPUTE_32F, R_32F, {R_32F, -1}, 8, 23, 32, false, 0},
    {"tf32", R_32F, COMPUTE_32F_FAST_TF32, R_32F, {R_32F, -1}, 8, 23, 32, false, 80},
    {"fp16", R_16F, COMPUTE_32F, R_32F, {R_16F, R_32F, -1}, 5, 10, 16, false, 53},
    {"fp16/fast", R_16F, COMPUTE_16F, R_16F, {R_16F, -1}, 5, 10, 16, false, 53},
    {"bf16", R_16BF, COMPUTE_32F, R_32F, {R_16BF, R_32F, -1}, 8, 7, 16, false, 80},
    {"fp8e4m3", R_8F_E4M3, COMPUTE_32F, R_32F, {R_16BF, R_16F, -1}, 4, 3, 8, true, 89},
    {"fp8e4m3/fast", R_8F_E4M3, COMPUTE_32F, R_32F, {R_16BF, R_16F, -1}, 4, 3, 8, true, 89},
    {"fp4", R_4F_E2M1, COMPUTE_32F, R_32F, {R_16BF, R_16F, -1}, 2, 1, 4, true, 100},
    {"int8", R_8I, COMPUTE_32I, R_32I, {R_32I, -1}, 0, 7, 8, true, 61},
};

static bool is_fast(const struct precision *precision) { return strchr(precision->name, '/') != NULL; }

// The bits of the nearest element, for magnitudes that the format holds.
static uint32_t encode(double value, int exponent_bits, int mantissa_bits) {
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const uint32_t sign = (uint32_t)signbit(value) << (exponent_bits + mantissa_bits);
    int exponent = 0;
    frexp(value, &exponent);
    exponent = value == 0 || exponent - 1 < 1 - bias ? 1 - bias : exponent - 1;
    // The rest above the hidden bit carries into the exponent by itself.
    const uint32_t steps = (uint32_t)nearbyint(ldexp(fabs(value), mantissa_bits - exponent));
    return sign | (uint32_t)(steps + (uint32_t)((exponent + bias - 1) << mantissa_bits));
}

static double decode(uint32_t bits, int exponent_bits, int mantissa_bits) {
    const int bias = (1 << (exponent_bits - 1)) - 1;
    const uint32_t exponent = bits >> mantissa_bits & ((1u << exponent_bits) - 1);
    const uint32_t mantissa = bits & ((1u << mantissa_bits) - 1);
    const double magnitude = exponent == 0
                                 ? ldexp(mantissa, 1 - bias - mantissa_bits)
                                 : ldexp(mantissa + (1u << mantissa_bits), (int)exponent - bias - mantissa_bits);
    return bits >> (exponent_bits + mantissa_bits) & 1 ? -magnitude : magnitude;
}

static uint64_t random_bits(void) {
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static size_t bytes_of(size_t elements, int bits) { return elements * (size_t)bits / 8; }

// So many elements are drawn, and repeated: no multiple of usual sides, so that rows differ, and more than a cache holds.
enum { DRAWN = (1 << 24) - 18 };

static void repeat(void *memory, size_t done, size_t bytes) {
    for (size_t place = done; place < bytes; place += done)
        memcpy((char *)memory + place, memory, bytes - place < done ? bytes - place : done);
}

// Uniform in [-1, 1]; FP4 in [-6, 6], all that it has; INT8 from -127 to 127.
static void *draw(const struct precision *precision, size_t count) {
    static uint16_t codes[1 << 16];
    const size_t bytes = bytes_of(count, precision->bits), drawn = count < DRAWN ? count : DRAWN;
    void *elements = malloc(bytes);
    if (!elements) stop(CALL_FAILED, "no memory on the host for %zu bytes", bytes);
    if (precision->bits >= 32) {
        for (size_t i = 0; i < drawn; i++) {
            const double value = (double)(int64_t)random_bits() * 0x1p-63;
            if (precision->bits == 64) ((double *)elements)[i] = value;
            else ((float *)elements)[i] = (float)value;
        }
        repeat(elements, bytes_of(drawn, precision->bits), bytes);
        return elements;
    }
    for (int i = 0; i < 1 << 16; i++) {
        const double value = (2 * i + 1) * 0x1p-16 - 1;
        codes[i] = precision->exponent == 0 ? (uint16_t)(uint8_t)(int8_t)(floor((value + 1) * 127.5) - 127)
                                            : (uint16_t)encode(precision->bits == 4 ? 6 * value : value,
                                                               precision->exponent, precision->mantissa);
    }
    for (size_t i = 0; i < drawn; i += 4) {
        const uint64_t word = random_bits();
        for (size_t j = 0; j < 4 && i + j < drawn; j++) {
            const uint16_t code = codes[word >> (16 * j) & 0xffff];
            if (precision->bits == 16) ((uint16_t *)elements)[i + j] = code;
            else if (precision->bits == 8) ((uint8_t *)elements)[i + j] = (uint8_t)code;
            else if ((i + j) % 2) ((uint8_t *)elements)[(i + j) / 2] |= (uint8_t)(code << 4);
            else ((uint8_t *)elements)[(i + j) / 2] = (uint8_t)code;
        }
    }
    repeat(elements, bytes_of(drawn, precision->bits), bytes);
    return elements;
}

static double element(const struct precision *precision, const void *elements, size_t i) {
    switch (precision->bits) {
    case 64:
        return ((const double *)elements)[i];
    case 32:
        return ((const float *)elements)[i];
    case 16:
        return decode(((const uint16_t *)elements)[i], precision->exponent, precision->mantissa);
    case 8:
        return precision->exponent == 0
                   ? ((const int8_t *)elements)[i]
                   : decode(((const uint8_t *)elements)[i], precision->exponent, precision->mantissa);
    default:
        return decode(((const uint8_t *)elements)[i / 2] >> (i % 2 * 4) & 15, precision->exponent, precision->mantissa);
    }
}

// The product.

struct candidate {
    int output;
    bool turned; // B lies as n rows of k
    int number;  // among the library's algorithms
    struct algorithm algorithm;
    void *desc, *left, *right, *result;
    double trial; // TOP/s
    double rates[MOST_BURSTS];
    int bursts;
};

static const struct precision *precision;
static int64_t m, n, k;
static int capability;
static void *host_a, *host_b;
static device_memory a, b, c, workspace, scales;
static size_t workspace_bytes;
static void *handle, *stream, *start_event, *stop_event;
static struct candidate candidates[CANDIDATES];
static int found, tried, wrong;

static size_t output_bytes(int type) { return type == R_64F ? 8 : type == R_16F || type == R_16BF ? 2 : 4; }

static const char *output_name(int type) {
    return type == R_64F ? "FP64" : type == R_32I ? "INT32" : type == R_16F ? "FP16" : type == R_16BF ? "BF16" : "FP32";
}

static const void *factor(bool one) {
    static const double doubles[] = {0, 1};
    static const float floats[] = {0, 1};
    static const int32_t integers[] = {0, 1};
    static const uint16_t halves[] = {0, 0x3c00};
    switch (precision->scale) {
    case R_64F:
        return &doubles[one];
    case R_32I:
        return &integers[one];
    case R_16F:
        return &halves[one];
    default:
        return &floats[one];
    }
}

static int multiply(const struct candidate *candidate) {
    void *const result = (void *)(uintptr_t)c;
    // By columns, as cuBLASLt counts, C is the product of B and A in this order.
    return cublasLtMatmul(handle, candidate->desc, factor(true), (void *)(uintptr_t)b, candidate->left,
                          (void *)(uintptr_t)a, candidate->right, factor(false), result, candidate->result, result,
                          candidate->result, &candidate->algorithm, (void *)(uintptr_t)workspace, workspace_bytes,
                          stream);
}

// How far an element of C may be off.
static double tolerance(double expected, int output) {
    const double root = sqrt((double)k);
    const double rounding = fabs(expected) * (output == R_16BF ? 0x1p-7 : output == R_16F ? 0x1p-10 : 0);
    switch (precision->type) {
    case R_8I:
        return 0;
    case R_64F:
        return 0x1p-46 * root;
    case R_32F:
        return (precision->compute == COMPUTE_32F_FAST_TF32 ? 0x1p-8 : 0x1p-18) * root;
    case R_16F:
        return rounding + (is_fast(precision) ? 0x1p-10 * (double)k : 0x1p-16 * root);
    case R_16BF:
        return rounding + 0x1p-16 * root;
    case R_8F_E4M3:
        // Hopper keeps 14 bits or so of a sum, for 128 terms or, when fast, for all.
        return rounding + (is_fast(precision) ? 0x1p-4 : 0x1p-7) * root;
    default:
        return rounding + 0x1p-4 * root;
    }
}

static double downloaded(int output, size_t index) {
    const size_t bytes = output_bytes(output);
    uint64_t word = 0;
    int32_t integer;
    float single;
    double value;
    MUST(cuMemcpyDtoH_v2(&word, c + index * bytes, bytes));
    switch (output) {
    case R_64F:
        memcpy(&value, &word, sizeof value);
        return value;
    case R_32I:
        memcpy(&integer, &word, sizeof integer);
        return integer;
    case R_32F:
        memcpy(&single, &word, sizeof single);
        return single;
    default:
        // NaN reads as a large number: it is wrong just so.
        return output == R_16F ? decode((uint32_t)word, 5, 10) : decode((uint32_t)word, 8, 7);
    }
}

// Computes one product into poisoned memory and holds some elements against sums on the host.
static bool is_right(const struct candidate *candidate) {
    MUST(cuMemsetD8Async(c, 0xff, (size_t)(m * n) * output_bytes(candidate->output), stream));
    if (multiply(candidate)) return false;
    MUST(cuStreamSynchronize(stream));
    for (int i = 0; i < CHECKED_ELEMENTS; i++) {
        // The last element, and others anywhere.
        const int64_t row = i == 0 ? m - 1 : (int64_t)(random_bits() % (uint64_t)m);
        const int64_t column = i == 0 ? n - 1 : (int64_t)(random_bits() % (uint64_t)n);
        double expected = 0;
        for (int64_t p = 0; p < k; p++) {
            const size_t place = (size_t)(candidate->turned ? column * k + p : p * n + column);
            expected += element(precision, host_a, (size_t)(row * k + p)) * element(precision, host_b, place);
        }
        const double got = downloaded(candidate->output, (size_t)(row * n + column));
        if (!(fabs(got - expected) <= tolerance(expected, candidate->output))) {
            fprintf(stderr, "wrong product: C[%ld][%ld] is %g, not %g (C in %s, B %s, algorithm %d)\n", (long)row,
                    (long)column, got, expected, output_name(candidate->output),
                    candidate->turned ? "transposed" : "plain", candidate->number);
            return false;
        }
    }
    return true;
}

static double burst(const struct candidate *candidate, int products) {
    float milliseconds = 0;
    // The first keeps the stream busy until the others are queued.
    MUST_BLAS(multiply(candidate));
    MUST(cuEventRecord(start_event, stream));
    for (int i = 0; i < products; i++) MUST_BLAS(multiply(candidate));
    MUST(cuEventRecord(stop_event, stream));
    MUST(cuStreamSynchronize(stream));
    MUST(cuEventElapsedTime(&milliseconds, start_event, stop_event));
    return 2e-12 * (double)m * (double)n * (double)k * products / (milliseconds * 1e-3);
}

static int products_of(double seconds, double tops) {
    const double products = ceil(seconds * tops * 1e12 / (2.0 * (double)m * (double)n * (double)k));
    return products < 1 ? 1 : products > MOST_PRODUCTS ? MOST_PRODUCTS : (int)products;
}

// The library's description of a product; false where it knows none such.
static bool describe(struct candidate *product) {
    const int32_t left = product->turned;
    const int32_t mode = SCALES_OF_16;
    const int8_t fast = 1;
    const uint64_t rows = (uint64_t)m, columns = (uint64_t)n, inner = (uint64_t)k;
    void *desc = NULL;
    MUST_BLAS(cublasLtMatmulDescCreate(&desc, precision->compute, precision->scale));
    MUST_BLAS(cublasLtMatmulDescSetAttribute(desc, TRANSPOSE_LEFT, &left, sizeof left));
    if (is_fast(precision) && precision->type == R_8F_E4M3)
        MUST_BLAS(cublasLtMatmulDescSetAttribute(desc, FAST_ACCUMULATION, &fast, sizeof fast));
    if (scales && (cublasLtMatmulDescSetAttribute(desc, LEFT_SCALE_MODE, &mode, sizeof mode) ||
                   cublasLtMatmulDescSetAttribute(desc, RIGHT_SCALE_MODE, &mode, sizeof mode) ||
                   cublasLtMatmulDescSetAttribute(desc, LEFT_SCALES, &scales, sizeof scales) ||
                   cublasLtMatmulDescSetAttribute(desc, RIGHT_SCALES, &scales, sizeof scales)))
        return false;
    product->desc = desc;
    if (product->turned) MUST_BLAS(cublasLtMatrixLayoutCreate(&product->left, precision->type, inner, columns, k));
    else MUST_BLAS(cublasLtMatrixLayoutCreate(&product->left, precision->type, columns, inner, n));
    MUST_BLAS(cublasLtMatrixLayoutCreate(&product->right, precision->type, inner, rows, k));
    MUST_BLAS(cublasLtMatrixLayoutCreate(&product->result, product->output, columns, rows, n));
    return true;
}

static void try_algorithms(int output, bool turned) {
    struct candidate product = {.output = output, .turned = turned};
    struct heuristic heuristics[ALGORITHMS];
    int count = 0;
    void *preference = NULL;
    const uint64_t most = workspace_bytes;
    if (!describe(&product)) return;
    MUST_BLAS(cublasLtMatmulPreferenceCreate(&preference));
    MUST_BLAS(cublasLtMatmulPreferenceSetAttribute(preference, WORKSPACE_BYTES, &most, sizeof most));
    // What it has nothing for it refuses, in one way or another: that layout or format is left out.
    if (cublasLtMatmulAlgoGetHeuristic(handle, product.desc, product.left, product.right, product.result,
                                       product.result, preference, ALGORITHMS, heuristics, &count))
        return;
    for (int i = 0; i < count && found < CANDIDATES; i++) {
        struct candidate *candidate = &candidates[found];
        if (heuristics[i].state) continue;
        *candidate = product;
        candidate->number = i;
        candidate->algorithm = heuristics[i].algorithm;
        tried++;
        if (!is_right(candidate)) {
            wrong++;
            continue;
        }
        candidate->trial = burst(candidate, 1);
        candidate->trial = fmax(candidate->trial, burst(candidate, products_of(TRIAL_SECONDS, candidate->trial)));
        found++;
    }
}

static void prepare(int device) {
    int devices = 0, chosen = 0, major = 0, minor = 0, version = 0;
    void *context = NULL;
    char name[256] = "";
    MUST(cuDeviceGetCount(&devices));
    if (device < 0 || device >= devices) stop(NOT_HERE, "no device %d: there are %d", device, devices);
    MUST(cuDeviceGet(&chosen, device));
    MUST(cuDeviceGetName(name, sizeof name, chosen));
    MUST(cuDeviceGetAttribute(&major, CAPABILITY_MAJOR, chosen));
    MUST(cuDeviceGetAttribute(&minor, CAPABILITY_MINOR, chosen));
    MUST(cuDriverGetVersion(&version));
    capability = 10 * major + minor;
    const int lt = (int)cublasLtGetVersion();
    // Before version 12 it counts patches by tens of thousands less.
    printf("version cuBLASLt %d.%d.%d, driver for CUDA %d.%d, %s\n", lt / 10000, lt / 100 % 100, lt % 100,
           version / 1000, version / 10 % 100, name);
    if (capability < precision->capability)
        stop(NOT_HERE, "%s needs compute capability %d.%d, and this is %d.%d", precision->name,
             precision->capability / 10, precision->capability % 10, major, minor);
    MUST(cuDevicePrimaryCtxRetain(&context, chosen));
    MUST(cuCtxSetCurrent(context));
    MUST(cuStreamCreate(&stream, 0));
    MUST(cuEventCreate(&start_event, 0));
    MUST(cuEventCreate(&stop_event, 0));
    MUST_BLAS(cublasLtCreate(&handle));
    // NVIDIA's advice for Hopper and later, and for those before (documentation of cublasSetWorkspace).
    workspace_bytes = (size_t)(capability >= 90 ? 32 : 4) << 20;
    MUST(cuMemAlloc_v2(&workspace, workspace_bytes));
}

static void upload(void) {
    const size_t a_bytes = bytes_of((size_t)(m * k), precision->bits), b_bytes = bytes_of((size_t)(k * n), precision->bits);
    size_t widest = 0;
    host_a = draw(precision, (size_t)(m * k));
    host_b = draw(precision, (size_t)(k * n));
    for (const int *output = precision->outputs; *output >= 0; output++)
        if (output_bytes(*output) > widest) widest = output_bytes(*output);
    MUST(cuMemAlloc_v2(&a, a_bytes));
    MUST(cuMemAlloc_v2(&b, b_bytes));
    MUST(cuMemAlloc_v2(&c, (size_t)(m * n) * widest));
    MUST(cuMemcpyHtoD_v2(a, host_a, a_bytes));
    MUST(cuMemcpyHtoD_v2(b, host_b, b_bytes));
    if (precision->type == R_4F_E2M1) {
        // One scale for 16 elements, 1.0 in UE4M3, in tiles of 128 rows and 4 blocks.
        const size_t rows = (size_t)(m > n ? m : n), bytes = (rows + 127) / 128 * 128 * (((size_t)k + 63) / 64 * 4);
        MUST(cuMemAlloc_v2(&scales, bytes));
        MUST(cuMemsetD8Async(scales, 0x38, bytes, stream));
    }
}

static int by_rate(const void *left, const void *right) {
    const double *x = left, *y = right;
    return *x < *y ? -1 : *x > *y;
}

static void print_rate(const char *label, struct candidate *candidate) {
    const int bursts = candidate->bursts;
    qsort(candidate->rates, (size_t)bursts, sizeof(double), by_rate);
    const double median = (candidate->rates[(bursts - 1) / 2] + candidate->rates[bursts / 2]) / 2;
    printf("rate %s %.9g %.9g %d C in %s, B %s, algorithm %d\n", label, candidate->rates[bursts - 1], median, bursts,
           output_name(candidate->output), candidate->turned ? "transposed" : "plain", candidate->number + 1);
}

static struct candidate *best_of(bool first_only) {
    struct candidate *best = NULL;
    for (int i = 0; i < found; i++)
        if ((!first_only || candidates[i].number == 0) && (!best || candidates[i].trial > best->trial))
            best = &candidates[i];
    return best;
}

static void run(int bursts, double burst_seconds, double pause_seconds) {
    struct candidate *first = best_of(true), *best = best_of(false);
    const struct timespec pause = {(time_t)pause_seconds, (long)(fmod(pause_seconds, 1) * 1e9)};
    struct candidate *const order[] = {best, first == best ? NULL : first};
    for (int i = 0; i < bursts; i++) {
        for (int j = 0; j < 2; j++) {
            if (!order[j]) continue;
            nanosleep(&pause, NULL);
            order[j]->rates[order[j]->bursts++] = burst(order[j], products_of(burst_seconds, order[j]->trial));
        }
    }
    if (!is_right(best)) stop(WRONG_PRODUCT, "the product is wrong after the bursts");
    printf("tried %d %d\n", tried, wrong);
    if (first) print_rate("first", first);
    print_rate("best", best);
}

static int64_t side(const char *word) {
    char *end;
    const long long value = strtoll(word, &end, 10);
    if (*end || value < 1 || value > 1 << 20) stop(USAGE, "%s: give a side from 1 to %d", word, 1 << 20);
    return value;
}

int main(int count, char **words) {
    if (count != 6 && count != 9)
        stop(USAGE, "usage: cublaslt_loop DEVICE PRECISION[/fast] M N K [BURSTS BURST_MILLISECONDS PAUSE_MILLISECONDS]");
    for (size_t i = 0; i < sizeof precisions / sizeof *precisions; i++)
        if (!strcmp(precisions[i].name, words[2])) precision = &precisions[i];
    if (!precision) stop(NOT_HERE, "cuBLASLt has no products of %s", words[2]);
    m = side(words[3]);
    n = side(words[4]);
    k = side(words[5]);
    const int bursts = count == 9 ? atoi(words[6]) : 8;
    if (bursts < 1 || bursts > MOST_BURSTS) stop(USAGE, "%s: give 1 to %d bursts", words[6], MOST_BURSTS);
    if (precision->bits == 4 && (k % 32 || n % 32)) stop(NOT_HERE, "fp4 needs sides that are multiples of 32");
    open_libraries();
    prepare(atoi(words[1]));
    upload();
    for (const int *output = precision->outputs; *output >= 0; output++) {
        try_algorithms(*output, true);
        if (!precision->turned_only || (precision->type == R_8F_E4M3 && capability / 10 == 10))
            try_algorithms(*output, false);
    }
    if (!found && wrong) stop(WRONG_PRODUCT, "all of %d algorithms gave wrong products", wrong);
    if (!found)
        stop(NOT_HERE, "cuBLASLt has no algorithm for %s at %ldx%ldx%ld", precision->name, (long)m, (long)n, (long)k);
    run(bursts, count == 9 ? atof(words[7]) / 1000 : 0.05, count == 9 ? atof(words[8]) / 1000 : 0.02);
    fflush(stdout);
    _exit(0);
}
