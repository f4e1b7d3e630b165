#define _GNU_SOURCE
#include "cgemm_cblas.h"
#include "library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// CBLAS_ORDER and CBLAS_TRANSPOSE of the reference cblas.h; CBLAS_OFFSET of mkl_cblas.h.
enum { CBLAS_ROW_MAJOR = 101, CBLAS_NO_TRANSPOSE = 111, CBLAS_FIX_OFFSET = 173 };

// mkl_service.h: the bit of an interface layer that stands for 64-bit integers.
enum { MKL_INTERFACE_LP64 = 0, MKL_INTERFACE_ILP64 = 1 };

typedef void any_function(void);

// How a routine is called.
enum convention { CONVENTION_DOUBLE, CONVENTION_FLOAT, CONVENTION_MKL_INT16, CONVENTION_MKL_INT8, CONVENTION_AOCL_FLOAT,
                  CONVENTION_AOCL_INT };

// The routines of each product, the most capable first. AOCL's, UNTESTED, are declared in its aocl_gemm_interface.h;
// MKL's in mkl_cblas.h; cblas_sbgemm and cblas_shgemm are OpenBLAS's.
static const struct routine {
    enum cgemm_product product;
    const char *name;
    enum convention convention;
} routines[] = {
    {CGEMM_FP64, "cblas_dgemm", CONVENTION_DOUBLE},
    {CGEMM_FP32, "cblas_sgemm", CONVENTION_FLOAT},
    {CGEMM_BF16, "aocl_gemm_bf16bf16f32of32", CONVENTION_AOCL_FLOAT},
    {CGEMM_BF16, "cblas_gemm_bf16bf16f32", CONVENTION_FLOAT},
    {CGEMM_BF16, "cblas_sbgemm", CONVENTION_FLOAT},
    {CGEMM_FP16, "cblas_gemm_f16f16f32", CONVENTION_FLOAT},
    {CGEMM_FP16, "cblas_shgemm", CONVENTION_FLOAT},
    {CGEMM_FP8E4M3, "cblas_gemm_e4m3e4m3f32", CONVENTION_FLOAT},
    {CGEMM_FP8E5M2, "cblas_gemm_e5m2e5m2f32", CONVENTION_FLOAT},
    {CGEMM_INT16, "cblas_gemm_s16s16s32", CONVENTION_MKL_INT16},
    {CGEMM_INT8, "aocl_gemm_u8s8s32os32", CONVENTION_AOCL_INT},
    {CGEMM_INT8, "cblas_gemm_s8u8s32", CONVENTION_MKL_INT8},
};

// A routine that a library has.
struct found {
    const struct routine *routine;
    any_function *function;
    char symbol[48];
};

struct cgemm_cblas {
    void *handle;
    char *path;
    // How the library decorates its symbols.
    const char *prefix, *suffix;
    bool ilp64;
    struct found products[CGEMM_PRODUCTS];
    char mkl_version[200];
};

static const struct decoration {
    const char *prefix, *suffix;
} decorations[] = {{"", ""}, {"scipy_", ""}, {"scipy_", "64_"}, {"", "64_"}};

static void decorated(const struct cgemm_cblas *library, const char *name, char *out, size_t capacity) {
    snprintf(out, capacity, "%s%s%s", library->prefix, name, library->suffix);
}

// Looks up a function of OpenBLAS, which decorates its own functions as it does the routines.
static bool openblas_function(const struct cgemm_cblas *library, const char *name, void *function) {
    char symbol[64];
    decorated(library, name, symbol, sizeof symbol);
    return cgemm_library_function(library->handle, symbol, function);
}

// Finds the routines under one decoration. Returns false if there is none of them.
static bool find_routines(struct cgemm_cblas *library, struct decoration decoration) {
    library->prefix = decoration.prefix;
    library->suffix = decoration.suffix;
    bool any = false;
    for (size_t i = 0; i < sizeof routines / sizeof routines[0]; i++) {
        struct found *found = &library->products[routines[i].product];
        if (found->function != NULL) {
            continue;
        }
        decorated(library, routines[i].name, found->symbol, sizeof found->symbol);
        found->routine = &routines[i];
        any |= cgemm_library_function(library->handle, found->symbol, &found->function);
    }
    return any;
}

static bool find_decoration(struct cgemm_cblas *library) {
    for (size_t i = 0; i < sizeof decorations / sizeof decorations[0]; i++) {
        if (find_routines(library, decorations[i])) {
            return true;
        }
    }
    return false;
}

// BLIS returns its own integer type (32 or 64 bits): the low half, which `int` reads, holds the value in both.
static bool has_64_bit_integers(const struct cgemm_cblas *library) {
    char *(*config)(void);
    int (*blis_integer_bits)(void);
    int (*mkl_interface)(int);
    if (library->suffix[0] != '\0') {
        return true;
    }
    if (openblas_function(library, "openblas_get_config", &config)) {
        return strstr(config(), "USE64BITINT") != NULL;
    }
    if (cgemm_library_function(library->handle, "bli_info_get_blas_int_type_size", &blis_integer_bits)) {
        return blis_integer_bits() == 64;
    }
    // Returns the layer in force, which is not the one asked for if another was chosen before.
    if (cgemm_library_function(library->handle, "MKL_Set_Interface_Layer", &mkl_interface)) {
        return (mkl_interface(MKL_INTERFACE_LP64) & MKL_INTERFACE_ILP64) != 0;
    }
    return false;
}

static const char *any_symbol(const struct cgemm_cblas *library) {
    for (int product = 0; product < CGEMM_PRODUCTS; product++) {
        if (library->products[product].function != NULL) {
            return library->products[product].symbol;
        }
    }
    return NULL;
}

struct cgemm_cblas *cgemm_cblas_open(const char *path, char *message, size_t capacity) {
    struct cgemm_cblas *library = calloc(1, sizeof *library);
    if (library == NULL) {
        cgemm_write_message(message, capacity, "out of memory");
        return NULL;
    }
    library->handle = cgemm_library_open(path, message, capacity);
    if (library->handle == NULL) {
        cgemm_cblas_close(library);
        return NULL;
    }
    if (!find_decoration(library)) {
        cgemm_write_message(message, capacity, "%s: no cblas_dgemm, cblas_sgemm or any other product of CBLAS, MKL or AOCL", path);
        cgemm_cblas_close(library);
        return NULL;
    }
    library->ilp64 = has_64_bit_integers(library);
    library->path = cgemm_library_path_of(library->handle, any_symbol(library));
    void (*mkl_version)(char *, int);
    if (cgemm_library_function(library->handle, "MKL_Get_Version_String", &mkl_version)) {
        mkl_version(library->mkl_version, sizeof library->mkl_version - 1);
    }
    return library;
}

void cgemm_cblas_close(struct cgemm_cblas *library) {
    if (library == NULL) {
        return;
    }
    if (library->handle != NULL) {
        dlclose(library->handle);
    }
    free(library->path);
    free(library);
}

const char *cgemm_cblas_path(const struct cgemm_cblas *library) {
    return library->path;
}

const char *cgemm_cblas_abi(const struct cgemm_cblas *library) {
    return library->ilp64 ? "ilp64" : "lp64";
}

const char *cgemm_cblas_symbol(const struct cgemm_cblas *library, enum cgemm_product product) {
    const struct found *found = &library->products[product];
    return found->function != NULL ? found->symbol : NULL;
}

const char *cgemm_cblas_vendor_config(const struct cgemm_cblas *library) {
    char *(*describe)(void);
    if (openblas_function(library, "openblas_get_config", &describe)
        || cgemm_library_function(library->handle, "bli_info_get_version_str", &describe)) {
        return describe();
    }
    return library->mkl_version[0] != '\0' ? library->mkl_version : NULL;
}

const char *cgemm_cblas_kernel(const struct cgemm_cblas *library) {
    char *(*core_name)(void);
    int (*architecture)(void);
    char *(*architecture_name)(int);
    if (openblas_function(library, "openblas_get_corename", &core_name)) {
        return core_name();
    }
    if (cgemm_library_function(library->handle, "bli_arch_query_id", &architecture)
        && cgemm_library_function(library->handle, "bli_arch_string", &architecture_name)) {
        return architecture_name(architecture());
    }
    return NULL;
}

bool cgemm_cblas_set_threads(const struct cgemm_cblas *library, int count) {
    void (*set_int)(int);
    void (*set_blis)(int64_t);
    if (count < 1) {
        return false;
    }
    if (openblas_function(library, "openblas_set_num_threads", &set_int)
        || cgemm_library_function(library->handle, "MKL_Set_Num_Threads", &set_int)) {
        set_int(count);
        return true;
    }
    if (cgemm_library_function(library->handle, "bli_thread_set_num_threads", &set_blis)) {
        set_blis(count);
        return true;
    }
    return false;
}

int cgemm_cblas_threads(const struct cgemm_cblas *library) {
    int (*get)(void);
    if (openblas_function(library, "openblas_get_num_threads", &get)
        || cgemm_library_function(library->handle, "MKL_Get_Max_Threads", &get)
        || cgemm_library_function(library->handle, "bli_thread_get_num_threads", &get)) {
        const int count = get();
        return count > 0 ? count : 0; // BLIS answers -1 until a number has been set
    }
    return 0;
}

// One call with a library's integer type. A, B and C are row-major without padding.
#define DEFINE_CALLS(name, integer)                                                                                    \
    static void name(const struct found *found, integer m, integer n, integer k, const void *a, const void *b,         \
                     void *c) {                                                                                        \
        typedef void in_double(int, int, int, integer, integer, integer, double, const void *, integer, const void *,  \
                               integer, double, void *, integer);                                                      \
        typedef void in_float(int, int, int, integer, integer, integer, float, const void *, integer, const void *,    \
                              integer, float, void *, integer);                                                        \
        typedef void in_mkl_int16(int, int, int, int, integer, integer, integer, float, const void *, integer,         \
                                  int16_t, const void *, integer, int16_t, float, void *, integer, const int32_t *);   \
        typedef void in_mkl_int8(int, int, int, int, integer, integer, integer, float, const void *, integer, int8_t,  \
                                 const void *, integer, int8_t, float, void *, integer, const int32_t *);              \
        const int32_t no_offset = 0;                                                                                   \
        const int row = CBLAS_ROW_MAJOR, plain = CBLAS_NO_TRANSPOSE, fix = CBLAS_FIX_OFFSET;                           \
        switch (found->routine->convention) {                                                                          \
        case CONVENTION_DOUBLE:                                                                                        \
            ((in_double *)found->function)(row, plain, plain, m, n, k, 1, a, k, b, n, 0, c, n);                        \
            break;                                                                                                     \
        case CONVENTION_FLOAT:                                                                                         \
            ((in_float *)found->function)(row, plain, plain, m, n, k, 1, a, k, b, n, 0, c, n);                         \
            break;                                                                                                     \
        case CONVENTION_MKL_INT16:                                                                                     \
            ((in_mkl_int16 *)found->function)(row, plain, plain, fix, m, n, k, 1, a, k, 0, b, n, 0, 0, c, n,           \
                                              &no_offset);                                                             \
            break;                                                                                                     \
        case CONVENTION_MKL_INT8:                                                                                      \
            ((in_mkl_int8 *)found->function)(row, plain, plain, fix, m, n, k, 1, a, k, 0, b, n, 0, 0, c, n,            \
                                             &no_offset);                                                              \
            break;                                                                                                     \
        case CONVENTION_AOCL_FLOAT:                                                                                    \
        case CONVENTION_AOCL_INT:                                                                                      \
            call_aocl(found, m, n, k, a, b, c);                                                                        \
            break;                                                                                                     \
        }                                                                                                              \
    }

// AOCL's integers (dim_t) are 64 bits wide whatever those of its CBLAS are; 'n' says that an operand is not reordered.
static void call_aocl(const struct found *found, int64_t m, int64_t n, int64_t k, const void *a, const void *b,
                      void *c) {
    typedef void in_float(char, char, char, int64_t, int64_t, int64_t, float, const void *, int64_t, char, const void *,
                          int64_t, char, float, void *, int64_t, void *);
    typedef void in_int(char, char, char, int64_t, int64_t, int64_t, int32_t, const void *, int64_t, char, const void *,
                        int64_t, char, int32_t, void *, int64_t, void *);
    if (found->routine->convention == CONVENTION_AOCL_FLOAT) {
        ((in_float *)found->function)('r', 'n', 'n', m, n, k, 1, a, k, 'n', b, n, 'n', 0, c, n, NULL);
    } else {
        ((in_int *)found->function)('r', 'n', 'n', m, n, k, 1, a, k, 'n', b, n, 'n', 0, c, n, NULL);
    }
}

DEFINE_CALLS(call_lp64, int32_t)
DEFINE_CALLS(call_ilp64, int64_t)

int cgemm_cblas_multiply(const struct cgemm_cblas *library, enum cgemm_product product, int64_t m, int64_t n, int64_t k,
                         const void *a, const void *b, void *c) {
    const struct found *found = &library->products[product];
    if (found->function == NULL) {
        return ENOTSUP;
    }
    if (m < 1 || n < 1 || k < 1) {
        return EINVAL;
    }
    if (library->ilp64) {
        call_ilp64(found, m, n, k, a, b, c);
    } else if (m <= INT32_MAX && n <= INT32_MAX && k <= INT32_MAX) {
        call_lp64(found, (int32_t)m, (int32_t)n, (int32_t)k, a, b, c);
    } else {
        return EOVERFLOW;
    }
    return 0;
}
