// libhipblaslt.
#include "fake.h"
#include "numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUCCESS = 0, INVALID_VALUE = 3, INTERNAL_ERROR = 6, NOT_SUPPORTED = 7 };
enum { OPERATION_NONE = 111, OPERATION_TRANSPOSE = 112 };
enum { COMPUTE_32F = 2, COMPUTE_TF32 = 6, COMPUTE_64F = 7, COMPUTE_32I = 9 };
enum { R_32F = 0, R_64F = 1, R_16F = 2, R_8I = 3, R_32I = 10, R_16BF = 14, R_E4M3 = 28, R_E5M2 = 29, R_E2M1 = 33 };
enum { R_E4M3_FNUZ = 1000, R_E5M2_FNUZ = 1001 };

struct descriptor {
    int compute, scale, transpose_a, transpose_b, scale_mode_a, scale_mode_b;
    void *scale_a, *scale_b;
};

struct layout {
    int type;
    uint64_t rows, columns;
    int64_t leading;
};

struct algorithm {
    // The first of the bytes is the number of the solution, the second says that it computes in FP32.
    uint8_t data[16];
    size_t max_workspace_bytes;
};

struct result {
    struct algorithm algorithm;
    size_t workspace_bytes;
    int state;
    float waves;
    int reserved[4];
};

struct string {
    char *text;
    size_t length;
    char local[16];
};

int hipblasLtCreate(void **handle) {
    *handle = malloc(1);
    return SUCCESS;
}

int hipblasLtDestroy(void *handle) {
    free(handle);
    return SUCCESS;
}

int hipblasLtGetVersion(void *handle, int *version) {
    (void)handle;
    *version = fake_wants("old-hipblaslt") ? 300 : 1200;
    return SUCCESS;
}

int hipblasLtMatmulDescCreate(void **created, int compute, int scale) {
    struct descriptor *descriptor = calloc(1, sizeof *descriptor);
    *descriptor = (struct descriptor){
        .compute = compute,
        .scale = scale,
        .transpose_a = OPERATION_NONE,
        .transpose_b = OPERATION_NONE,
    };
    *created = descriptor;
    return SUCCESS;
}

int hipblasLtMatmulDescDestroy(void *descriptor) {
    free(descriptor);
    return SUCCESS;
}

int hipblasLtMatmulDescSetAttribute(void *changed, int attribute, const void *value, size_t bytes) {
    struct descriptor *descriptor = changed;
    enum { TRANSPOSE_A = 0, TRANSPOSE_B = 1, SCALE_A = 5, SCALE_B = 6, SCALE_MODE_A = 31, SCALE_MODE_B = 32 };
    void *member = attribute == TRANSPOSE_A    ? (void *)&descriptor->transpose_a
                   : attribute == TRANSPOSE_B  ? (void *)&descriptor->transpose_b
                   : attribute == SCALE_A      ? (void *)&descriptor->scale_a
                   : attribute == SCALE_B      ? (void *)&descriptor->scale_b
                   : attribute == SCALE_MODE_A ? (void *)&descriptor->scale_mode_a
                   : attribute == SCALE_MODE_B ? (void *)&descriptor->scale_mode_b
                                               : NULL;
    const size_t expected = attribute == SCALE_A || attribute == SCALE_B ? sizeof(void *) : sizeof(int);
    if (member == NULL || bytes != expected) {
        return INVALID_VALUE;
    }
    memcpy(member, value, bytes);
    return SUCCESS;
}

int hipblasLtMatrixLayoutCreate(void **created, int type, uint64_t rows, uint64_t columns, int64_t leading) {
    struct layout *layout = malloc(sizeof *layout);
    *layout = (struct layout){type, rows, columns, leading};
    *created = layout;
    return leading < (int64_t)rows ? INVALID_VALUE : SUCCESS;
}

int hipblasLtMatrixLayoutDestroy(void *layout) {
    free(layout);
    return SUCCESS;
}

int hipblasLtMatmulPreferenceCreate(void **preference) {
    *preference = calloc(1, sizeof(uint64_t));
    return SUCCESS;
}

int hipblasLtMatmulPreferenceDestroy(void *preference) {
    free(preference);
    return SUCCESS;
}

int hipblasLtMatmulPreferenceSetAttribute(void *preference, int attribute, const void *value, size_t bytes) {
    enum { WORKSPACE_BYTES = 1 };
    if (attribute != WORKSPACE_BYTES || bytes != sizeof(uint64_t)) {
        return INVALID_VALUE;
    }
    memcpy(preference, value, bytes);
    return SUCCESS;
}

static bool is_one_of(const char *architecture) {
    return strncmp(fake_model()->architecture, architecture, strlen(architecture)) == 0;
}

static bool has_unit_scales(const void *scales, uint64_t blocks) {
    const uint8_t *exponents = scales;
    for (uint64_t i = 0; scales != NULL && i < blocks; i++) {
        if (exponents[i] != 127) {
            return false;
        }
    }
    return scales != NULL;
}

// Whether there is a kernel, on the device that is faked.
static bool has_kernel(const struct descriptor *descriptor, const struct layout *a, const struct layout *d) {
    const bool result_is_float = d->type == R_32F || d->type == R_16F || d->type == R_16BF;
    const bool plain = descriptor->compute == COMPUTE_32F && descriptor->scale == R_32F;
    switch (a->type) {
    case R_32F:
        return d->type == R_32F && (plain || descriptor->compute == COMPUTE_TF32);
    case R_16F:
        return plain && (d->type == R_16F || d->type == R_32F);
    case R_16BF:
        return plain && (d->type == R_16BF || d->type == R_32F);
    case R_E4M3:
    case R_E5M2:
        return plain && result_is_float && is_one_of("gfx950");
    case R_E4M3_FNUZ:
    case R_E5M2_FNUZ:
        return plain && result_is_float && is_one_of("gfx942");
    case R_E2M1:
        return plain && result_is_float && is_one_of("gfx950") && descriptor->transpose_a == OPERATION_TRANSPOSE
            && descriptor->scale_mode_a == 2 && descriptor->scale_mode_b == 2
            && has_unit_scales(descriptor->scale_a, a->rows * a->columns / 32)
            && has_unit_scales(descriptor->scale_b, a->rows * d->columns / 32);
    case R_8I:
        return descriptor->compute == COMPUTE_32I && descriptor->scale == R_32I && d->type == R_32I;
    default:
        return false;
    }
}

// The sides of the operands agree, which the heuristic is asked about.
static bool fits(const struct descriptor *descriptor, const struct layout *a, const struct layout *b,
                 const struct layout *d) {
    const bool transposed = descriptor->transpose_a == OPERATION_TRANSPOSE;
    const uint64_t rows = transposed ? a->columns : a->rows, inner = transposed ? a->rows : a->columns;
    return descriptor->transpose_b == OPERATION_NONE && b->rows == inner && d->rows == rows
        && d->columns == b->columns && a->type == b->type;
}

int hipblasLtMatmulAlgoGetHeuristic(void *handle, void *descriptor, void *a, void *b, void *c, void *d,
                                    void *preference, int wanted, struct result *results, int *found) {
    enum { SOLUTIONS = 3 };
    const struct descriptor *asked = descriptor;
    uint64_t workspace;
    (void)handle, (void)c;
    memcpy(&workspace, preference, sizeof workspace);
    *found = 0;
    if (!fits(asked, a, b, d)) {
        return INVALID_VALUE;
    }
    if (!has_kernel(asked, a, d)) {
        return NOT_SUPPORTED;
    }
    const bool falls_back = asked->compute == COMPUTE_TF32 && (!is_one_of("gfx942") || fake_wants("no-xf32"));
    for (int i = 0; i < wanted && i < SOLUTIONS; i++) {
        results[i] = (struct result){.algorithm.data = {(uint8_t)(i + 1), falls_back}, .state = SUCCESS, .waves = 1};
        // The last wants more memory than it is given where there is little.
        results[i].workspace_bytes = i == SOLUTIONS - 1 ? (size_t)16 << 20 : 0;
        if (results[i].workspace_bytes > workspace) {
            continue;
        }
        results[i].algorithm.data[2] = asked->compute == COMPUTE_TF32;
        *found = i + 1;
    }
    return SUCCESS;
}

int hipblasLtMatmul(void *handle, void *descriptor, const void *alpha, const void *a, void *a_layout, const void *b,
                    void *b_layout, const void *beta, const void *c, void *c_layout, void *d, void *d_layout,
                    const struct algorithm *algorithm, void *workspace, size_t workspace_bytes, void *stream) {
    const struct descriptor *asked = descriptor;
    const struct layout *of_a = a_layout, *of_b = b_layout, *of_d = d_layout;
    static const int types[] = {R_32F, R_64F, R_16F, R_8I, R_32I, R_16BF, R_E4M3, R_E5M2, R_E2M1, R_E4M3_FNUZ,
                                R_E5M2_FNUZ};
    static const enum fake_format formats[] = {FAKE_FP32, FAKE_FP64, FAKE_FP16, FAKE_INT8, FAKE_INT32, FAKE_BF16,
                                               FAKE_E4M3, FAKE_E5M2, FAKE_E2M1, FAKE_E4M3_FNUZ, FAKE_E5M2_FNUZ};
    enum fake_format input = FAKE_FP32, output = FAKE_FP32;
    (void)handle, (void)beta, (void)c, (void)c_layout;
    if (algorithm->data[0] == 0 || !fits(asked, of_a, of_b, of_d) || (workspace_bytes > 0 && workspace == NULL)) {
        return INVALID_VALUE;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        input = types[i] == of_a->type ? formats[i] : input;
        output = types[i] == of_d->type ? formats[i] : output;
    }
    if (asked->compute == COMPUTE_TF32 && algorithm->data[1] == 0) {
        input = FAKE_TF32;
    }
    const struct fake_product product = {
        .input = input,
        .output = output,
        .transpose_a = asked->transpose_a == OPERATION_TRANSPOSE,
        .m = (int64_t)of_d->rows,
        .n = (int64_t)of_d->columns,
        .k = (int64_t)of_b->rows,
        .lda = of_a->leading,
        .ldb = of_b->leading,
        .ldd = of_d->leading,
        .alpha = asked->scale == R_32I ? *(const int32_t *)alpha : *(const float *)alpha,
        .a = a,
        .b = b,
        .d = d,
    };
    return fake_submit(stream, fake_multiply, &product, sizeof product) == 0 ? SUCCESS : INTERNAL_ERROR;
}

// std::string hipblaslt_ext::getSolutionNameFromAlgo(void *, hipblasLtMatmulAlgo_t &)
struct string _ZN13hipblaslt_ext23getSolutionNameFromAlgoB5cxx11EPvR22_hipblasLtMatmulAlgo_t(
    void *handle, struct algorithm *algorithm) {
    struct string name = {NULL, 0, ""};
    char text[128];
    (void)handle;
    const bool is_tf32 = algorithm->data[2] != 0 && algorithm->data[1] == 0;
    name.length = (size_t)snprintf(text, sizeof text, "Cijk_Ailk_Bljk_S%s_B_MT256x256x%d", is_tf32 ? "_MX" : "",
                                   16 * algorithm->data[0]);
    if (algorithm->data[0] == 2 && algorithm->data[2] == 0) {
        // Short enough to lie in the object itself.
        name.length = (size_t)snprintf(name.local, sizeof name.local, "Custom_2");
        return name;
    }
    name.text = malloc(name.length + 1);
    memcpy(name.text, text, name.length + 1);
    return name;
}

int _ZN13hipblaslt_ext16getIndexFromAlgoER22_hipblasLtMatmulAlgo_t(struct algorithm *algorithm) {
    return algorithm->data[0];
}

// operator delete(void *)
void _ZdlPv(void *memory) {
    free(memory);
}
