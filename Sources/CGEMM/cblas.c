#define _GNU_SOURCE
#include "cgemm_cblas.h"
#include "library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUTINES 3

// CBLAS_ORDER and CBLAS_TRANSPOSE of the reference cblas.h.
enum { CBLAS_ROW_MAJOR = 101, CBLAS_NO_TRANSPOSE = 111 };

// mkl_service.h: the bit of an interface layer that stands for 64-bit integers.
enum { MKL_INTERFACE_LP64 = 0, MKL_INTERFACE_ILP64 = 1 };

// The two integer widths of one routine; `library->ilp64` says which is meant.
#define GEMM_TYPE(name, integer, input, output)                                                                        \
    typedef void name(int order, int transpose_a, int transpose_b, integer m, integer n, integer k, output alpha,      \
                      const input *a, integer lda, const input *b, integer ldb, output beta, output *c, integer ldc)

GEMM_TYPE(dgemm_lp64, int32_t, double, double);
GEMM_TYPE(dgemm_ilp64, int64_t, double, double);
GEMM_TYPE(sgemm_lp64, int32_t, float, float);
GEMM_TYPE(sgemm_ilp64, int64_t, float, float);
GEMM_TYPE(sbgemm_lp64, int32_t, uint16_t, float);
GEMM_TYPE(sbgemm_ilp64, int64_t, uint16_t, float);

typedef void any_function(void);

struct cgemm_cblas {
    void *handle;
    char *path;
    // How the library decorates its symbols.
    const char *prefix, *suffix;
    bool ilp64;
    any_function *routines[ROUTINES];
    char symbols[ROUTINES][32];
    char mkl_version[200];
};

static const char *const routine_names[ROUTINES] = {
    [CGEMM_CBLAS_DGEMM] = "cblas_dgemm",
    [CGEMM_CBLAS_SGEMM] = "cblas_sgemm",
    [CGEMM_CBLAS_SBGEMM] = "cblas_sbgemm",
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
    bool found = false;
    for (int i = 0; i < ROUTINES; i++) {
        char *symbol = library->symbols[i];
        decorated(library, routine_names[i], symbol, sizeof library->symbols[i]);
        found |= cgemm_library_function(library->handle, symbol, &library->routines[i]);
    }
    return found;
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
    for (int i = 0; i < ROUTINES; i++) {
        if (library->routines[i] != NULL) {
            return library->symbols[i];
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
        cgemm_write_message(message, capacity, "%s: no cblas_dgemm, cblas_sgemm or cblas_sbgemm", path);
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

bool cgemm_cblas_has(const struct cgemm_cblas *library, enum cgemm_cblas_routine routine) {
    return library->routines[routine] != NULL;
}

const char *cgemm_cblas_symbol(const struct cgemm_cblas *library, enum cgemm_cblas_routine routine) {
    return cgemm_cblas_has(library, routine) ? library->symbols[routine] : NULL;
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

// 0 if the library can be called with these numbers: what CBLAS would otherwise answer by ending the process.
static int check(const struct cgemm_cblas *library, enum cgemm_cblas_routine routine, int64_t m, int64_t n, int64_t k,
                 int64_t lda, int64_t ldb, int64_t ldc) {
    if (!cgemm_cblas_has(library, routine)) {
        return ENOTSUP;
    }
    if (m < 1 || n < 1 || k < 1 || lda < k || ldb < n || ldc < n) {
        return EINVAL;
    }
    const bool wide = m > INT32_MAX || lda > INT32_MAX || ldb > INT32_MAX || ldc > INT32_MAX;
    return wide && !library->ilp64 ? EOVERFLOW : 0;
}

#define CALL(type, integer)                                                                                            \
    ((type *)library->routines[routine])(CBLAS_ROW_MAJOR, CBLAS_NO_TRANSPOSE, CBLAS_NO_TRANSPOSE, (integer)m,          \
                                         (integer)n, (integer)k, 1, a, (integer)lda, b, (integer)ldb, 0, c,            \
                                         (integer)ldc)

#define DEFINE_GEMM(name, id, input, output)                                                                           \
    int cgemm_cblas_##name(const struct cgemm_cblas *library, int64_t m, int64_t n, int64_t k,                         \
                           const input *a, int64_t lda, const input *b, int64_t ldb, output *c, int64_t ldc) {         \
        const enum cgemm_cblas_routine routine = id;                                                                   \
        const int error = check(library, routine, m, n, k, lda, ldb, ldc);                                             \
        if (error != 0) {                                                                                              \
            return error;                                                                                              \
        }                                                                                                              \
        if (library->ilp64) {                                                                                          \
            CALL(name##_ilp64, int64_t);                                                                               \
        } else {                                                                                                       \
            CALL(name##_lp64, int32_t);                                                                                \
        }                                                                                                              \
        return 0;                                                                                                      \
    }

DEFINE_GEMM(dgemm, CGEMM_CBLAS_DGEMM, double, double)
DEFINE_GEMM(sgemm, CGEMM_CBLAS_SGEMM, float, float)
DEFINE_GEMM(sbgemm, CGEMM_CBLAS_SBGEMM, uint16_t, float)
