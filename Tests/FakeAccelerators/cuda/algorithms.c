// FakeCUDA's libcublasLt.so.12: which products it has, and by which kernels.
#include "fake.h"
#include "fake_cublaslt.h"

#include <stdlib.h>
#include <string.h>

EXPORT int cublasLtMatmulPreferenceCreate(void **preference) {
    *preference = calloc(1, sizeof(uint64_t));
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulPreferenceDestroy(void *preference) {
    free(preference);
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulPreferenceSetAttribute(void *preference, int attribute, const void *value, size_t bytes) {
    if (attribute != CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES || bytes != sizeof(uint64_t)) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    memcpy(preference, value, bytes);
    return CUBLAS_STATUS_SUCCESS;
}

// What types go together, by the documentation of cublasLtMatmul().
struct rule {
    int input, compute, scale;
    int outputs[4];
    int capability;
    // Addresses and rows are multiples of 16 bytes, and the first operand is turned.
    bool strict;
};

static const struct rule rules[] = {
    {CUDA_R_64F, CUBLAS_COMPUTE_64F, CUDA_R_64F, {CUDA_R_64F, -1}, 0, false},
    {CUDA_R_32F, CUBLAS_COMPUTE_32F, CUDA_R_32F, {CUDA_R_32F, -1}, 0, false},
    {CUDA_R_32F, CUBLAS_COMPUTE_32F_FAST_TF32, CUDA_R_32F, {CUDA_R_32F, -1}, 80, false},
    {CUDA_R_16F, CUBLAS_COMPUTE_32F, CUDA_R_32F, {CUDA_R_16F, CUDA_R_32F, -1}, 53, false},
    {CUDA_R_16F, CUBLAS_COMPUTE_16F, CUDA_R_16F, {CUDA_R_16F, -1}, 53, false},
    {CUDA_R_16BF, CUBLAS_COMPUTE_32F, CUDA_R_32F, {CUDA_R_16BF, CUDA_R_32F, -1}, 80, false},
    {CUDA_R_8F_E4M3, CUBLAS_COMPUTE_32F, CUDA_R_32F, {CUDA_R_16F, CUDA_R_16BF, CUDA_R_32F, -1}, 89, true},
    {CUDA_R_4F_E2M1, CUBLAS_COMPUTE_32F, CUDA_R_32F, {CUDA_R_16F, CUDA_R_16BF, CUDA_R_32F, -1}, 100, true},
    {CUDA_R_8I, CUBLAS_COMPUTE_32I, CUDA_R_32I, {CUDA_R_32I, -1}, 61, true},
};

static bool writes(const struct rule *rule, int type) {
    for (const int *output = rule->outputs; *output >= 0; output++) {
        if (*output == type) {
            return true;
        }
    }
    return false;
}

static const struct rule *find_rule(int capability, const struct fake_desc *desc, const struct fake_layout *a,
                                    const struct fake_layout *d) {
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const struct rule *rule = &rules[i];
        if (rule->input == a->type && rule->compute == desc->compute && rule->scale == desc->scale &&
            writes(rule, d->type) && capability >= rule->capability) {
            return rule;
        }
    }
    return NULL;
}

static bool fit(const struct fake_desc *desc, const struct fake_layout *a, const struct fake_layout *b,
                const struct fake_layout *d) {
    const bool left = desc->left == CUBLAS_OP_T, right = desc->right == CUBLAS_OP_T;
    return (left ? a->columns : a->rows) == d->rows && (right ? b->rows : b->columns) == d->columns &&
           (left ? a->rows : a->columns) == (right ? b->columns : b->rows) && a->leading >= a->rows &&
           b->leading >= b->rows && d->leading >= d->rows && a->type == b->type;
}

int fake_supports(int capability, const struct fake_desc *desc, const struct fake_layout *a,
                  const struct fake_layout *b, const struct fake_layout *d) {
    const struct rule *rule = find_rule(capability, desc, a, d);
    if (!fit(desc, a, b, d)) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    if (rule == NULL) {
        return CUBLAS_STATUS_NOT_SUPPORTED;
    }
    const bool is_fp4 = a->type == CUDA_R_4F_E2M1;
    const bool any_order = a->type == CUDA_R_8F_E4M3 && capability / 10 == 10;
    const int64_t multiple = is_fp4 ? 32 : 16;
    if (rule->strict && ((!any_order && (desc->left != CUBLAS_OP_T || desc->right != CUBLAS_OP_N)) ||
                         a->leading % multiple != 0 || b->leading % multiple != 0)) {
        return CUBLAS_STATUS_NOT_SUPPORTED;
    }
    const int mode = is_fp4 ? CUBLASLT_MATMUL_MATRIX_SCALE_VEC16_UE4M3 : 0;
    if (desc->left_mode != mode || desc->right_mode != mode || (desc->left_scales != NULL) != is_fp4 ||
        (desc->right_scales != NULL) != is_fp4 || (desc->fast && a->type != CUDA_R_8F_E4M3)) {
        return CUBLAS_STATUS_NOT_SUPPORTED;
    }
    return CUBLAS_STATUS_SUCCESS;
}

static uint64_t input_flag(const struct fake_desc *desc, int type) {
    switch (type) {
    case CUDA_R_16F:
        return CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16F;
    case CUDA_R_16BF:
        return CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_16BF;
    default:
        return desc->compute == CUBLAS_COMPUTE_32F_FAST_TF32 ? CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32 : 0;
    }
}

static uint64_t sum_flag(int compute) {
    return compute == CUBLAS_COMPUTE_64F   ? CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_64F
           : compute == CUBLAS_COMPUTE_16F ? CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F
           : compute == CUBLAS_COMPUTE_32I ? CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32I
                                           : CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32F;
}

// Three kernels for everything. FP32 also gets one that takes TF32 for it, which the real library never offers: whoever
// takes it has not looked.
EXPORT int cublasLtMatmulAlgoGetHeuristic(void *handle, void *desc_handle, void *a, void *b, void *c, void *d,
                                          void *preference, int wanted, cublaslt_result results[], int *found) {
    const struct fake_desc *desc = desc_handle;
    const struct fake_layout *left = a, *result = d;
    const int capability = (int)fake_number("capability", 100);
    const bool is_fp32 = left->type == CUDA_R_32F && desc->compute == CUBLAS_COMPUTE_32F;
    const uint64_t unit = is_fp32 ? CUBLASLT_NUMERICAL_IMPL_FLAGS_FMA : 2;
    const uint64_t flags = unit | input_flag(desc, left->type) | sum_flag(desc->compute);
    const struct fake_algorithm kernels[] = {
        {66, 23, 36, 1, 3, flags},
        {66, 20, 36, 4, 2, flags},
        {21, 15, 10, 1, 0, is_fp32 ? flags | CUBLASLT_NUMERICAL_IMPL_FLAGS_INPUT_TF32 : flags},
    };
    *found = 0;
    if (handle == NULL || c != d || *(uint64_t *)preference < (4 << 20)) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    int status = fake_supports(capability, desc, left, b, result);
    for (int i = 0; status == CUBLAS_STATUS_SUCCESS && i < 3 && i < wanted; i++) {
        results[i] = (cublaslt_result){.workspace_bytes = 1 << 20, .state = CUBLAS_STATUS_SUCCESS, .waves = 1};
        memcpy(&results[i].algorithm, &kernels[i], sizeof kernels[i]);
        *found = i + 1;
    }
    return status;
}

static int tell(const void *member, size_t size, void *value, size_t bytes, size_t *written) {
    if (bytes != size) {
        return CUBLAS_STATUS_INVALID_VALUE;
    }
    memcpy(value, member, bytes);
    *written = bytes;
    return CUBLAS_STATUS_SUCCESS;
}

EXPORT int cublasLtMatmulAlgoConfigGetAttribute(const cublaslt_algorithm *algorithm, int attribute, void *value,
                                                size_t bytes, size_t *written) {
    struct fake_algorithm kernel;
    memcpy(&kernel, algorithm, sizeof kernel);
    switch (attribute) {
    case CUBLASLT_ALGO_CONFIG_ID:
        return tell(&kernel.id, sizeof kernel.id, value, bytes, written);
    case CUBLASLT_ALGO_CONFIG_TILE_ID:
        return tell(&kernel.tile, sizeof kernel.tile, value, bytes, written);
    case CUBLASLT_ALGO_CONFIG_STAGES_ID:
        return tell(&kernel.stages, sizeof kernel.stages, value, bytes, written);
    case CUBLASLT_ALGO_CONFIG_SPLITK_NUM:
        return tell(&kernel.splits, sizeof kernel.splits, value, bytes, written);
    case CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID:
        return tell(&kernel.cluster, sizeof kernel.cluster, value, bytes, written);
    default:
        return CUBLAS_STATUS_INVALID_VALUE;
    }
}

EXPORT int cublasLtMatmulAlgoCapGetAttribute(const cublaslt_algorithm *algorithm, int attribute, void *value,
                                             size_t bytes, size_t *written) {
    struct fake_algorithm kernel;
    memcpy(&kernel, algorithm, sizeof kernel);
    return attribute == CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS
               ? tell(&kernel.flags, sizeof kernel.flags, value, bytes, written)
               : CUBLAS_STATUS_INVALID_VALUE;
}
