// A plain loop over one matrix product of one library, with none of Assay's code: what an expert writes by hand.
//
//     plain_loop LIBRARY PRECISION[/STYLE] SIDE THREADS SECONDS
//
// LIBRARY is a file, opened with dlopen. PRECISION is fp64, fp32, bf16, fp16, int16 or int8 (u8·s8 → s32).
// STYLE is what is called:
//   (none)   the library's plain C call: cblas_?gemm, cblas_gemm_*, dnnl_*gemm*
//   packed   MKL's pack and compute calls, B packed beforehand
//   matmul   oneDNN's matmul primitive, B beforehand in the layout that the library asks for
// SIDE is one side, or FIRST:LAST:STEP to visit several in turn. SECONDS is how long to repeat the call at each
// side; 50x means 50 calls instead, after half as many for warm-up.
//
// Prints `version TEXT`, and for each side `rate SIDE BEST MEDIAN CALLS ELAPSED`: GOP/s over the single calls, how
// many there were, and the seconds since the program began. Operands are random, aligned, in huge pages where the
// system has them; one element of each product is checked. Exit status: 2 no such call in this library, 3 the call
// failed, 4 a wrong product.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP_CALLS = 5, FEWEST_CALLS = 2, MOST_CALLS = 1 << 20 };
enum exit_status { USAGE = 1, NO_SUCH_CALL = 2, CALL_FAILED = 3, WRONG_PRODUCT = 4 };

typedef int64_t dim;

struct loop {
    const char *precision, *style;
    dim side;
    void *a, *b, *c;  // row-major
    void *packed;     // B as the library wants it, where the style prepares it
    void *function;   // the plain or the compute call
    void (*product)(struct loop *);
    // oneDNN's objects, for the matmul style
    void *primitive, *stream;
    struct execution_argument { int index; void *memory; } arguments[3];
};

static void *library;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

static _Noreturn void stop(enum exit_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    _exit(status);
}

// Operands.

struct format { const char *precision; size_t input_bytes, output_bytes; };

static const struct format formats[] = {
    {"fp64", 8, 8}, {"fp32", 4, 4}, {"bf16", 2, 4}, {"fp16", 2, 4}, {"int16", 2, 4}, {"int8", 1, 4},
};

static const struct format *format_of(const char *precision) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (!strcmp(formats[i].precision, precision)) return &formats[i];
    stop(NO_SUCH_CALL, "no precision %s", precision);
}

// Operands lie apart in the cache's sets, each on a line's start.
static void *allocate(size_t bytes, int index) {
    const size_t huge = 2 << 20, stagger = 4096 + 128;
    const size_t whole = (bytes + (index + 1) * stagger + huge - 1) / huge * huge;
    char *memory = aligned_alloc(huge, whole);
    if (!memory) stop(CALL_FAILED, "out of memory");
    madvise(memory, whole, MADV_HUGEPAGE);
    memset(memory, 0, whole);
    return memory + index * stagger;
}

static uint64_t random_bits(void) {
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    return state ^= state << 17;
}

static double uniform(void) { return (double)(int64_t)random_bits() * 0x1p-63; }

static void fill(const struct loop *loop, void *matrix) {
    const char *precision = loop->precision;
    const size_t count = (size_t)loop->side * loop->side;
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(precision, "fp64")) ((double *)matrix)[i] = uniform();
        else if (!strcmp(precision, "fp32")) ((float *)matrix)[i] = (float)uniform();
        else if (!strcmp(precision, "fp16")) ((_Float16 *)matrix)[i] = (_Float16)uniform();
        else if (!strcmp(precision, "int16")) ((int16_t *)matrix)[i] = (int16_t)(random_bits() % 2047) - 1023;
        else if (!strcmp(precision, "int8")) ((uint8_t *)matrix)[i] = (uint8_t)(random_bits() >> 24);
        else {
            const float value = (float)uniform();
            memcpy((uint16_t *)matrix + i, (const char *)&value + 2, 2);  // bf16: the upper half
        }
    }
}

// An element of A (operand 0), B (1) or C (2).
static double element(const struct loop *loop, int operand, size_t i) {
    const char *precision = loop->precision;
    const void *matrix = operand == 0 ? loop->a : operand == 1 ? loop->b : loop->c;
    if (!strcmp(precision, "fp64")) return ((const double *)matrix)[i];
    if (operand == 2 && !strncmp(precision, "int", 3)) return ((const int32_t *)matrix)[i];
    if (operand == 2 || !strcmp(precision, "fp32")) return ((const float *)matrix)[i];
    if (!strcmp(precision, "fp16")) return ((const _Float16 *)matrix)[i];
    if (!strcmp(precision, "int16")) return ((const int16_t *)matrix)[i];
    if (!strcmp(precision, "int8")) return operand == 0 ? ((const uint8_t *)matrix)[i] : ((const int8_t *)matrix)[i];
    const uint32_t bits = (uint32_t)((const uint16_t *)matrix)[i] << 16;
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

static void check(const struct loop *loop) {
    const dim n = loop->side, row = random_bits() % n, column = random_bits() % n;
    double expected = 0;
    for (dim k = 0; k < n; k++) expected += element(loop, 0, row * n + k) * element(loop, 1, k * n + column);
    const double got = element(loop, 2, row * n + column);
    const int is_integer = !strncmp(loop->precision, "int", 3);
    if (!(fabs(got - expected) <= (is_integer ? 0 : 1e-3 * sqrt(n))))
        stop(WRONG_PRODUCT, "wrong product: C[%ld][%ld] is %g, not %g", (long)row, (long)column, got, expected);
}

// CBLAS and MKL. Dimensions travel in 64 bits: both ABIs that this runs on (x86-64 and AArch64 Linux) pass an argument
// in 8 bytes, of which a library with 32-bit integers reads the lower half.

enum { ROW_MAJOR = 101, NO_TRANSPOSE = 111, PACKED = 151, B_MATRIX = 162, FIXED_OFFSET = 173 };

static void *symbol(const char *name) {
    static const char *const decorations[][2] = {{"", ""}, {"scipy_", ""}, {"scipy_", "64_"}, {"", "64_"}, {"", "_64"}};
    for (size_t i = 0; i < sizeof decorations / sizeof *decorations; i++) {
        char full[128];
        snprintf(full, sizeof full, "%s%s%s", decorations[i][0], name, decorations[i][1]);
        void *found = dlsym(library, full);
        if (found) return found;
    }
    return NULL;
}

static void *required(const char *name) {
    void *found = symbol(name);
    if (!found) stop(NO_SUCH_CALL, "no %s in this library", name);
    return found;
}

static void dgemm(struct loop *l) {
    void (*gemm)(int, int, int, dim, dim, dim, double, const void *, dim, const void *, dim, double, void *, dim) =
        l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, l->side, l->side, l->side, 1, l->a, l->side, l->b, l->side, 0, l->c,
        l->side);
}

// cblas_sgemm, cblas_sbgemm, cblas_gemm_bf16bf16f32, cblas_gemm_f16f16f32, and the compute calls of the last two.
static void float_gemm(struct loop *l) {
    void (*gemm)(int, int, int, dim, dim, dim, float, const void *, dim, const void *, dim, float, void *, dim) =
        l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, l->packed ? PACKED : NO_TRANSPOSE, l->side, l->side, l->side, 1, l->a, l->side,
        l->packed ? l->packed : l->b, l->side, 0, l->c, l->side);
}

static void dgemm_compute(struct loop *l) {
    void (*gemm)(int, int, int, dim, dim, dim, const void *, dim, const void *, dim, double, void *, dim) = l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, PACKED, l->side, l->side, l->side, l->a, l->side, l->packed, l->side, 0, l->c,
        l->side);
}

static void sgemm_compute(struct loop *l) {
    void (*gemm)(int, int, int, dim, dim, dim, const void *, dim, const void *, dim, float, void *, dim) = l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, PACKED, l->side, l->side, l->side, l->a, l->side, l->packed, l->side, 0, l->c,
        l->side);
}

static const int32_t no_offset = 0;

static void s8u8s32(struct loop *l) {
    void (*gemm)(int, int, int, int, dim, dim, dim, float, const void *, dim, int8_t, const void *, dim, int8_t, float,
        void *, dim, const int32_t *) = l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, l->packed ? PACKED : NO_TRANSPOSE, FIXED_OFFSET, l->side, l->side, l->side, 1, l->a,
        l->side, 0, l->packed ? l->packed : l->b, l->side, 0, 0, l->c, l->side, &no_offset);
}

static void s16s16s32(struct loop *l) {
    void (*gemm)(int, int, int, int, dim, dim, dim, float, const void *, dim, int16_t, const void *, dim, int16_t,
        float, void *, dim, const int32_t *) = l->function;
    gemm(ROW_MAJOR, NO_TRANSPOSE, l->packed ? PACKED : NO_TRANSPOSE, FIXED_OFFSET, l->side, l->side, l->side, 1, l->a,
        l->side, 0, l->packed ? l->packed : l->b, l->side, 0, 0, l->c, l->side, &no_offset);
}

// oneDNN's plain calls.

static void dnnl_float_gemm(struct loop *l) {
    int (*gemm)(char, char, dim, dim, dim, float, const void *, dim, const void *, dim, float, void *, dim) =
        l->function;
    if (gemm('N', 'N', l->side, l->side, l->side, 1, l->a, l->side, l->b, l->side, 0, l->c, l->side))
        stop(CALL_FAILED, "oneDNN refuses this product");
}

static void dnnl_u8s8s32(struct loop *l) {
    int (*gemm)(char, char, char, dim, dim, dim, float, const void *, dim, uint8_t, const void *, dim, int8_t, float,
        void *, dim, const int32_t *) = l->function;
    if (gemm('N', 'N', 'F', l->side, l->side, l->side, 1, l->a, l->side, 0, l->b, l->side, 0, 0, l->c, l->side,
            &no_offset))
        stop(CALL_FAILED, "oneDNN refuses this product");
}

struct call { const char *precision, *style, *name; void (*product)(struct loop *); };

static const struct call calls[] = {
    {"fp64", "", "cblas_dgemm", dgemm},
    {"fp32", "", "cblas_sgemm", float_gemm},
    {"fp32", "", "dnnl_sgemm", dnnl_float_gemm},
    {"bf16", "", "cblas_sbgemm", float_gemm},
    {"bf16", "", "cblas_gemm_bf16bf16f32", float_gemm},
    {"bf16", "", "dnnl_gemm_bf16bf16f32", dnnl_float_gemm},
    {"fp16", "", "cblas_gemm_f16f16f32", float_gemm},
    {"int16", "", "cblas_gemm_s16s16s32", s16s16s32},
    {"int8", "", "cblas_gemm_s8u8s32", s8u8s32},
    {"int8", "", "dnnl_gemm_u8s8s32", dnnl_u8s8s32},
    {"fp64", "packed", "cblas_dgemm", dgemm_compute},
    {"fp32", "packed", "cblas_sgemm", sgemm_compute},
    {"bf16", "packed", "cblas_gemm_bf16bf16f32", float_gemm},
    {"fp16", "packed", "cblas_gemm_f16f16f32", float_gemm},
    {"int16", "packed", "cblas_gemm_s16s16s32", s16s16s32},
    {"int8", "packed", "cblas_gemm_s8u8s32", s8u8s32},
};

static void pack(struct loop *loop, const char *call) {
    char name[64];
    snprintf(name, sizeof name, "%s_pack_get_size", call);
    size_t (*size)(int, dim, dim, dim) = required(name);
    snprintf(name, sizeof name, "%s_pack", call);
    void *function = required(name);
    const dim n = loop->side;
    loop->packed = allocate(size(B_MATRIX, n, n, n), 3);
    if (!strcmp(loop->precision, "fp64"))
        ((void (*)(int, int, int, dim, dim, dim, double, const void *, dim, void *))function)(
            ROW_MAJOR, B_MATRIX, NO_TRANSPOSE, n, n, n, 1, loop->b, n, loop->packed);
    else if (!strcmp(loop->precision, "fp32"))
        ((void (*)(int, int, int, dim, dim, dim, float, const void *, dim, void *))function)(
            ROW_MAJOR, B_MATRIX, NO_TRANSPOSE, n, n, n, 1, loop->b, n, loop->packed);
    else
        ((void (*)(int, int, int, dim, dim, dim, const void *, dim, void *))function)(
            ROW_MAJOR, B_MATRIX, NO_TRANSPOSE, n, n, n, loop->b, n, loop->packed);
}

static void prepare_call(struct loop *loop) {
    const int is_packed = !strcmp(loop->style, "packed");
    for (size_t i = 0; i < sizeof calls / sizeof *calls && !loop->function; i++) {
        const struct call *call = &calls[i];
        if (strcmp(call->precision, loop->precision) || strcmp(call->style, loop->style)) continue;
        char name[64];
        snprintf(name, sizeof name, "%s%s", call->name, is_packed ? "_compute" : "");
        loop->function = symbol(name);
        loop->product = call->product;
        if (loop->function && is_packed) pack(loop, call->name);
    }
    if (!loop->function) stop(NO_SUCH_CALL, "no call for %s %s in this library", loop->precision, loop->style);
}

// oneDNN's matmul primitive, by the C interface of version 2 or 3. The numbers are those of dnnl_types.h, the same in
// both. Version 2 has the caller allocate its descriptors (dnnl_memory_desc_t 696 bytes, dnnl_matmul_desc_t 2800 in
// 2.6); nothing here looks inside them, so room to spare will do.

enum { F16 = 1, BF16 = 2, F32 = 3, S32 = 4, S8 = 5, U8 = 6 };
enum { UNIMPLEMENTED = 3 };
enum { ANY_LAYOUT = 1, CPU = 1, IN_ORDER = 1, WEIGHTS_DESCRIPTOR = 131 };
enum { SOURCE = 1, DESTINATION = 17, WEIGHTS = 33, REORDER_FROM = 1, REORDER_TO = 17 };
enum { RUNTIME_SEQUENTIAL = 1, RUNTIME_OPENMP = 2 };

struct dnnl_version { int major, minor, patch; const char *hash; unsigned cpu_runtime, gpu_runtime; };

static void expect_success(const char *name, int status) {
    if (status) stop(status == UNIMPLEMENTED ? NO_SUCH_CALL : CALL_FAILED, "oneDNN: %s gives status %d", name, status);
}

#define DNNL(name, parameters, ...) expect_success(name, ((int (*) parameters)required(name))(__VA_ARGS__))

static void *matrix_descriptor(int major, dim side, int type, int is_any) {
    dim dimensions[2] = {side, side}, strides[2] = {side, 1};
    void *descriptor = calloc(1, 1024);
    if (major == 2 && is_any)
        DNNL("dnnl_memory_desc_init_by_tag", (void *, int, dim *, int, int), descriptor, 2, dimensions, type, ANY_LAYOUT);
    else if (major == 2)
        DNNL("dnnl_memory_desc_init_by_strides", (void *, int, dim *, int, dim *), descriptor, 2, dimensions, type,
            strides);
    else if (is_any)
        DNNL("dnnl_memory_desc_create_with_tag", (void **, int, dim *, int, int), &descriptor, 2, dimensions, type,
            ANY_LAYOUT);
    else
        DNNL("dnnl_memory_desc_create_with_strides", (void **, int, dim *, int, dim *), &descriptor, 2, dimensions,
            type, strides);
    return descriptor;
}

static void matmul(struct loop *l) {
    static int (*execute)(void *, void *, int, const struct execution_argument *), (*wait)(void *);
    if (!execute) {
        execute = required("dnnl_primitive_execute");
        wait = required("dnnl_stream_wait");
    }
    if (execute(l->primitive, l->stream, 3, l->arguments) || wait(l->stream))
        stop(CALL_FAILED, "oneDNN: the product failed");
}

static void prepare_matmul(struct loop *loop) {
    const int major = ((const struct dnnl_version *(*)(void))required("dnnl_version"))()->major;
    const char *p = loop->precision;
    const int is_int8 = !strcmp(p, "int8");
    const int type = !strcmp(p, "fp32") ? F32 : !strcmp(p, "bf16") ? BF16 : !strcmp(p, "fp16") ? F16 : is_int8 ? U8 : 0;
    if (!type || major < 2 || major > 3) stop(NO_SUCH_CALL, "no matmul for %s in this library", p);
    void *engine = NULL, *descriptor = NULL, *reorder_descriptor = NULL, *reorder = NULL;
    DNNL("dnnl_engine_create", (void **, int, size_t), &engine, CPU, 0);
    DNNL("dnnl_stream_create", (void **, void *, unsigned), &loop->stream, engine, IN_ORDER);
    void *a = matrix_descriptor(major, loop->side, type, 0);
    void *b = matrix_descriptor(major, loop->side, is_int8 ? S8 : type, 0);
    void *b_any = matrix_descriptor(major, loop->side, is_int8 ? S8 : type, 1);
    void *c = matrix_descriptor(major, loop->side, is_int8 ? S32 : F32, 0);
    if (major == 2) {
        void *operation = calloc(1, 8192);
        DNNL("dnnl_matmul_desc_init", (void *, void *, void *, void *, void *), operation, a, b_any, NULL, c);
        DNNL("dnnl_primitive_desc_create", (void **, void *, void *, void *, void *), &descriptor, operation, NULL,
            engine, NULL);
    } else {
        DNNL("dnnl_matmul_primitive_desc_create", (void **, void *, void *, void *, void *, void *, void *),
            &descriptor, engine, a, b_any, NULL, c, NULL);
    }
    const void *b_wanted = ((const void *(*)(void *, int, int))required("dnnl_primitive_desc_query_md"))(
        descriptor, WEIGHTS_DESCRIPTOR, 0);
    const size_t bytes = ((size_t (*)(const void *))required("dnnl_memory_desc_get_size"))(b_wanted);
    loop->packed = allocate(bytes, 3);
    void *b_plain = NULL, *memories[3] = {NULL, NULL, NULL};
    DNNL("dnnl_memory_create", (void **, const void *, void *, void *), &b_plain, b, engine, loop->b);
    DNNL("dnnl_memory_create", (void **, const void *, void *, void *), &memories[0], a, engine, loop->a);
    DNNL("dnnl_memory_create", (void **, const void *, void *, void *), &memories[1], b_wanted, engine, loop->packed);
    DNNL("dnnl_memory_create", (void **, const void *, void *, void *), &memories[2], c, engine, loop->c);
    DNNL("dnnl_reorder_primitive_desc_create", (void **, const void *, void *, const void *, void *, void *),
        &reorder_descriptor, b, engine, b_wanted, engine, NULL);
    DNNL("dnnl_primitive_create", (void **, void *), &reorder, reorder_descriptor);
    const struct execution_argument copy[2] = {{REORDER_FROM, b_plain}, {REORDER_TO, memories[1]}};
    DNNL("dnnl_primitive_execute", (void *, void *, int, const struct execution_argument *), reorder, loop->stream, 2,
        copy);
    DNNL("dnnl_stream_wait", (void *), loop->stream);
    DNNL("dnnl_primitive_create", (void **, void *), &loop->primitive, descriptor);
    const int indices[3] = {SOURCE, WEIGHTS, DESTINATION};
    for (int i = 0; i < 3; i++) loop->arguments[i] = (struct execution_argument){indices[i], memories[i]};
    loop->product = matmul;
}

// The loop itself.

static int ascending(const void *left, const void *right) {
    const double l = *(const double *)left, r = *(const double *)right;
    return (l > r) - (l < r);
}

static void measure(struct loop *loop, double seconds, int fixed_calls, double began) {
    static double times[MOST_CALLS];
    const double warm_up_began = now();
    const int warm_up = fixed_calls ? (fixed_calls + 1) / 2 : WARM_UP_CALLS;
    for (int i = 0; i < warm_up && (i == 0 || fixed_calls || now() - warm_up_began < seconds); i++) loop->product(loop);
    check(loop);
    int count = 0;
    for (const double start = now(); count < MOST_CALLS; count++) {
        const double before = now();
        if (fixed_calls ? count >= fixed_calls : count >= FEWEST_CALLS && before - start >= seconds) break;
        loop->product(loop);
        times[count] = now() - before;
    }
    qsort(times, count, sizeof *times, ascending);
    const double operations = 2e-9 * loop->side * loop->side * loop->side;
    const double median = count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2;
    printf("rate %ld %.3f %.3f %d %.3f\n", (long)loop->side, operations / times[0], operations / median, count,
        now() - began);
    fflush(stdout);
}

static void print_version(void) {
    const char *(*text)(void);
    const struct dnnl_version *(*onednn)(void);
    void (*mkl)(char *, int);
    if ((text = (const char *(*)(void))symbol("openblas_get_config"))) {
        const char *(*core)(void) = (const char *(*)(void))symbol("openblas_get_corename");
        printf("version %s; kernels %s\n", text(), core ? core() : "unknown");
    } else if ((text = (const char *(*)(void))symbol("bli_info_get_version_str"))) {
        const char *(*architecture)(int) = (const char *(*)(int))symbol("bli_arch_string");
        int (*which)(void) = (int (*)(void))symbol("bli_arch_query_id");
        printf("version BLIS %s; kernels %s\n", text(), architecture && which ? architecture(which()) : "unknown");
    } else if ((mkl = (void (*)(char *, int))symbol("mkl_get_version_string"))) {
        char buffer[200] = "";
        mkl(buffer, sizeof buffer - 1);
        for (size_t end = strlen(buffer); end && buffer[end - 1] == ' ';) buffer[--end] = 0;
        printf("version %s\n", buffer);
    } else if ((onednn = (const struct dnnl_version *(*)(void))symbol("dnnl_version"))) {
        const struct dnnl_version *v = onednn();
        printf("version oneDNN %d.%d.%d, CPU runtime %u\n", v->major, v->minor, v->patch, v->cpu_runtime);
    }
    fflush(stdout);
}

// oneDNN over TBB or SYCL reads no number of threads from the environment: it uses the processors that it may.
static void confine(int threads) {
    const struct dnnl_version *(*version)(void) = (const struct dnnl_version *(*)(void))symbol("dnnl_version");
    if (!version || version()->cpu_runtime == RUNTIME_OPENMP || version()->cpu_runtime == RUNTIME_SEQUENTIAL) return;
    cpu_set_t allowed, chosen;
    sched_getaffinity(0, sizeof allowed, &allowed);
    CPU_ZERO(&chosen);
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&chosen) < threads; i++)
        if (CPU_ISSET(i, &allowed)) CPU_SET(i, &chosen);
    sched_setaffinity(0, sizeof chosen, &chosen);
}

int main(int count, char **words) {
    const double began = now();
    if (count != 6) stop(USAGE, "usage: plain_loop LIBRARY PRECISION[/STYLE] SIDE|FIRST:LAST:STEP THREADS SECONDS|CALLSx");
    char *precision = strtok(words[2], "/"), *style = strtok(NULL, "/");
    long first = 0, last = 0, step = 0;
    if (sscanf(words[3], "%ld:%ld:%ld", &first, &last, &step) < 3) last = first, step = 1;
    char unit = 0;
    double budget = 0;
    if (sscanf(words[5], "%lf%c", &budget, &unit) < 1 || first < 1 || step < 1) stop(USAGE, "a number is wrong");
    const int fixed_calls = unit == 'x' ? (int)fmin(budget, MOST_CALLS) : 0;
    const struct format *format = format_of(precision);
    static const char *const variables[] = {
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) setenv(variables[i], words[4], 1);
    setenv("MKL_DYNAMIC", "FALSE", 1);
    library = dlopen(words[1], RTLD_NOW | RTLD_GLOBAL);
    if (!library) stop(NO_SUCH_CALL, "%s", dlerror());
    confine(atoi(words[4]));
    print_version();
    // Memory is not given back between sides: a sweep to side 4096 takes 2.5 GB at fp64.
    for (long side = first; side <= last; side += step) {
        struct loop loop = {.precision = precision, .style = style ? style : "", .side = side};
        const size_t elements = (size_t)side * side;
        loop.a = allocate(elements * format->input_bytes, 0);
        loop.b = allocate(elements * format->input_bytes, 1);
        loop.c = allocate(elements * format->output_bytes, 2);
        fill(&loop, loop.a);
        fill(&loop, loop.b);
        if (!strcmp(loop.style, "matmul")) prepare_matmul(&loop);
        else prepare_call(&loop);
        measure(&loop, budget, fixed_calls, began);
    }
    _exit(0);  // not through the libraries' own ends: some wait for threads there
}
