// FakeCUDA's libcusparseLt.so.0: it compresses A to the elements that are left and where they were, and multiplies so.
#include "../../../Sources/CGEMM/cuda/cusparselt.h"
#include "../../../Sources/CGEMM/cuda/cublaslt.h"
#include "elements.h"
#include "fake.h"
#include "product.h"

#include <stdlib.h>
#include <string.h>

enum { CONFIGURATIONS = 3 };

// What lies in the opaque structures.
struct matrix {
    int64_t rows, columns, leading;
    int type, order;
    bool structured;
};

struct matmul {
    struct matrix a, b, c;
    int a_operation, b_operation, compute;
};

struct algorithm {
    struct matmul matmul;
    int number;
};

EXPORT int cusparseLtGetProperty(int which, int *value) {
    static const int version[] = {0, 8, 1};
    *value = fake_is("old-library") && which == 1 ? 5 : version[which];
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT const char *cusparseLtGetErrorName(int status) {
    return status == CUSPARSE_STATUS_NOT_SUPPORTED ? "CUSPARSE_STATUS_NOT_SUPPORTED" : "CUSPARSE_STATUS_INVALID_VALUE";
}

EXPORT int cusparseLtInit(void *state) {
    memset(state, 1, 512);
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtDestroy(const void *state) { return state == NULL; }

static int make_matrix(void *matrix, int64_t rows, int64_t columns, int64_t leading, int type, int order,
                       bool structured) {
    if (rows % 16 != 0 || columns % 16 != 0 || leading < columns || order != CUSPARSE_ORDER_ROW) {
        return CUSPARSE_STATUS_NOT_SUPPORTED;
    }
    *(struct matrix *)matrix = (struct matrix){rows, columns, leading, type, order, structured};
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtDenseDescriptorInit(const void *state, void *matrix, int64_t rows, int64_t columns,
                                         int64_t leading, unsigned alignment, int type, int order) {
    (void)state, (void)alignment;
    return make_matrix(matrix, rows, columns, leading, type, order, false);
}

EXPORT int cusparseLtStructuredDescriptorInit(const void *state, void *matrix, int64_t rows, int64_t columns,
                                              int64_t leading, unsigned alignment, int type, int order, int sparsity) {
    (void)state, (void)alignment;
    return sparsity != CUSPARSELT_SPARSITY_50_PERCENT ? CUSPARSE_STATUS_INVALID_VALUE
                                                      : make_matrix(matrix, rows, columns, leading, type, order, true);
}

EXPORT int cusparseLtMatDescriptorDestroy(const void *matrix) { return matrix == NULL; }

static bool has_types(const struct matmul *matmul) {
    const int input = matmul->a.type, output = matmul->c.type, compute = matmul->compute;
    switch (input) {
    case CUDA_R_16F:
        return output == input && compute != CUSPARSE_COMPUTE_32I;
    case CUDA_R_16BF:
        return output == input && compute == CUSPARSE_COMPUTE_32F;
    case CUDA_R_8I:
        return output == CUDA_R_32I && compute == CUSPARSE_COMPUTE_32I;
    case CUDA_R_8F_E4M3:
        return compute == CUSPARSE_COMPUTE_32F &&
               (output == CUDA_R_16F || output == CUDA_R_16BF || output == CUDA_R_32F);
    default:
        return false;
    }
}

EXPORT int cusparseLtMatmulDescriptorInit(const void *state, void *result, int a_operation, int b_operation,
                                          const void *a, const void *b, const void *c, const void *d, int compute) {
    (void)state;
    struct matmul matmul = {*(const struct matrix *)a,
                            *(const struct matrix *)b,
                            *(const struct matrix *)c,
                            a_operation,
                            b_operation,
                            compute};
    const bool turned = b_operation == CUSPARSE_OPERATION_TRANSPOSE;
    if (c != d || !matmul.a.structured || matmul.b.structured || a_operation != CUSPARSE_OPERATION_NON_TRANSPOSE ||
        matmul.a.columns != (turned ? matmul.b.columns : matmul.b.rows) || matmul.a.rows != matmul.c.rows ||
        matmul.c.columns != (turned ? matmul.b.rows : matmul.b.columns) || matmul.a.type != matmul.b.type) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    if (!has_types(&matmul) || (matmul.a.type != CUDA_R_16F && matmul.a.type != CUDA_R_16BF && !turned)) {
        return CUSPARSE_STATUS_NOT_SUPPORTED;
    }
    *(struct matmul *)result = matmul;
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtMatmulAlgSelectionInit(const void *state, void *algorithm, const void *matmul, int which) {
    (void)state;
    *(struct algorithm *)algorithm = (struct algorithm){*(const struct matmul *)matmul, 1};
    return which == CUSPARSELT_MATMUL_ALG_DEFAULT ? CUSPARSE_STATUS_SUCCESS : CUSPARSE_STATUS_INVALID_VALUE;
}

EXPORT int cusparseLtMatmulAlgSelectionDestroy(const void *algorithm) { return algorithm == NULL; }

EXPORT int cusparseLtMatmulAlgSetAttribute(const void *state, void *algorithm, int attribute, const void *value,
                                           size_t bytes) {
    (void)state;
    if (attribute != CUSPARSELT_MATMUL_ALG_CONFIG_ID || bytes != sizeof(int)) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    memcpy(&((struct algorithm *)algorithm)->number, value, bytes);
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtMatmulAlgGetAttribute(const void *state, const void *algorithm, int attribute, void *value,
                                           size_t bytes) {
    (void)state;
    const int told = attribute == CUSPARSELT_MATMUL_ALG_CONFIG_MAX_ID ? CONFIGURATIONS
                                                                      : ((const struct algorithm *)algorithm)->number;
    if (bytes != sizeof told) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    memcpy(value, &told, sizeof told);
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtMatmulPlanInit(const void *state, void *plan, const void *matmul, const void *algorithm) {
    (void)state, (void)matmul;
    const struct algorithm *chosen = algorithm;
    if (chosen->number < 0 || chosen->number >= CONFIGURATIONS) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    *(struct matmul *)plan = chosen->matmul;
    return CUSPARSE_STATUS_SUCCESS;
}

EXPORT int cusparseLtMatmulPlanDestroy(const void *plan) { return plan == NULL; }

EXPORT int cusparseLtMatmulGetWorkspace(const void *state, const void *plan, size_t *bytes) {
    (void)state, (void)plan;
    *bytes = 4096;
    return CUSPARSE_STATUS_SUCCESS;
}

// Two elements of four, and a byte that says which.
static int64_t groups_of(const struct matrix *a) { return a->rows * a->columns / 4; }

EXPORT int cusparseLtSpMMACompressedSize(const void *state, const void *plan, size_t *bytes, size_t *buffer_bytes) {
    (void)state;
    const struct matrix *a = &((const struct matmul *)plan)->a;
    *bytes = (size_t)(groups_of(a) + fake_bytes(a->type, 2 * groups_of(a)));
    *buffer_bytes = 256;
    return CUSPARSE_STATUS_SUCCESS;
}

struct compression {
    struct matrix a;
    const void *dense;
    void *compressed;
    struct fake_stream *stream;
};

static void compress(void *argument) {
    const struct compression *job = argument;
    const struct matrix *a = &job->a;
    const int64_t groups = groups_of(a), size = fake_bytes(a->type, 1);
    const char *dense = job->dense;
    unsigned char *places = job->compressed;
    char *values = (char *)job->compressed + groups;
    for (int64_t group = 0; group < groups; group++) {
        int kept[2] = {0, 1}, count = 0;
        for (int i = 0; i < 4; i++) {
            if (fake_decode(a->type, dense, 4 * group + i) != 0) {
                if (count == 2) {
                    // More is left of it than 2:4 allows, which the real one does not find out either: it is lost.
                    break;
                }
                kept[count++] = i;
            }
        }
        kept[1] = count < 2 ? (kept[0] + 1) % 4 : kept[1];
        places[group] = (unsigned char)(kept[0] | kept[1] << 4);
        for (int i = 0; i < 2; i++) {
            memcpy(values + (2 * group + i) * size, dense + (4 * group + kept[i]) * size, (size_t)size);
        }
    }
}

EXPORT int cusparseLtSpMMACompress(const void *state, const void *plan, const void *dense, void *compressed,
                                   void *buffer, void *stream) {
    (void)state;
    struct fake_stream *on = stream;
    const struct matrix *a = &((const struct matmul *)plan)->a;
    struct compression job = {*a, dense, compressed, on};
    size_t bytes, buffer_bytes;
    cusparseLtSpMMACompressedSize(NULL, plan, &bytes, &buffer_bytes);
    if (!on->owns(dense, (size_t)fake_bytes(a->type, a->rows * a->columns)) || !on->owns(compressed, bytes) ||
        !on->owns(buffer, buffer_bytes)) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    return on->submit(on, compress, &job, sizeof job) == 0 ? CUSPARSE_STATUS_SUCCESS : CUSPARSE_STATUS_EXECUTION_FAILED;
}

struct call {
    struct matmul matmul;
    struct fake_product product;
};

static void multiply(void *argument) {
    struct call *call = argument;
    const struct matrix *a = &call->matmul.a;
    const int64_t groups = groups_of(a), size = fake_bytes(a->type, 1);
    const unsigned char *places = call->product.a;
    const char *values = (const char *)call->product.a + groups;
    char *dense = calloc((size_t)(4 * groups), (size_t)size);
    for (int64_t group = 0; group < groups; group++) {
        for (int i = 0; i < 2; i++) {
            int64_t place = 4 * group + (places[group] >> 4 * i & 3);
            memcpy(dense + place * size, values + (2 * group + i) * size, (size_t)size);
        }
    }
    call->product.a = dense;
    fake_multiply(&call->product);
    // The argument may be used again: it belongs to a recording.
    call->product.a = places;
    free(dense);
}

EXPORT int cusparseLtMatmul(const void *state, const void *plan, const void *alpha, const void *a, const void *b,
                            const void *beta, const void *c, void *d, void *workspace, void **streams, int32_t count) {
    const struct matmul *matmul = plan;
    struct fake_stream *on = count == 1 ? streams[0] : NULL;
    const bool turned = matmul->b_operation == CUSPARSE_OPERATION_TRANSPOSE;
    if (state == NULL || on == NULL || *(const float *)alpha != 1 || *(const float *)beta != 0 || c != d ||
        !on->owns(workspace, 4096)) {
        return CUSPARSE_STATUS_INVALID_VALUE;
    }
    struct call call = {
        *matmul,
        {.input = matmul->a.type,
         .output = matmul->c.type,
         .sum = matmul->compute == CUSPARSE_COMPUTE_32I   ? SUM_INT32
                : matmul->compute == CUSPARSE_COMPUTE_16F ? SUM_FP16
                                                          : SUM_FP32,
         .m = matmul->c.rows,
         .n = matmul->c.columns,
         .k = matmul->a.columns,
         .a = a,
         .b = b,
         .c = d,
         .a_row = matmul->a.leading,
         .a_column = 1,
         .b_row = turned ? 1 : matmul->b.leading,
         .b_column = turned ? matmul->b.leading : 1,
         .c_row = matmul->c.leading,
         .c_column = 1},
    };
    return on->submit(on, multiply, &call, sizeof call) == 0 ? CUSPARSE_STATUS_SUCCESS
                                                             : CUSPARSE_STATUS_EXECUTION_FAILED;
}
