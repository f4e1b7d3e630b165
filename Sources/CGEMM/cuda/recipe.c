#include "recipe.h"
#include "../library.h"

#include <stdio.h>
#include <string.h>

enum { FORMATS = ASSAY_INT32 + 1 };

static const struct {
    const char *name;
    int type;
} formats[FORMATS] = {
    [ASSAY_FP64] = {"FP64", CUDA_R_64F},
    [ASSAY_FP32] = {"FP32", CUDA_R_32F},
    [ASSAY_FP16] = {"FP16", CUDA_R_16F},
    [ASSAY_BF16] = {"BF16", CUDA_R_16BF},
    [ASSAY_FP8E4M3] = {"FP8 E4M3", CUDA_R_8F_E4M3},
    [ASSAY_FP8E5M2] = {"FP8 E5M2", CUDA_R_8F_E5M2},
    [ASSAY_FP4] = {"FP4 E2M1", CUDA_R_4F_E2M1},
    [ASSAY_INT8] = {"INT8", CUDA_R_8I},
    [ASSAY_INT32] = {"INT32", CUDA_R_32I},
};

// What a format's products need, and what they can be written as.
struct offer {
    unsigned outputs;  // bits of assay_format
    int capability;    // the lowest
    int library;       // the oldest version, 10,000 · major + 100 · minor; 0 for all
    const char *since; // the toolkit that has it
    bool transposed;   // B has to lie as n rows of k
};

#define BIT(format) (1u << (format))
#define SMALL_OUTPUTS (BIT(ASSAY_FP16) | BIT(ASSAY_BF16) | BIT(ASSAY_FP32))

// Documentation of cublasLtMatmul(), the tables of types. E5M2 is not there: cuBLASLt multiplies it by E4M3 only.
static const struct offer dense[FORMATS] = {
    [ASSAY_FP64] = {BIT(ASSAY_FP64), 0, 0, NULL, false},
    [ASSAY_FP32] = {BIT(ASSAY_FP32), 0, 0, NULL, false},
    [ASSAY_FP16] = {BIT(ASSAY_FP16) | BIT(ASSAY_FP32), 53, 0, NULL, false},
    [ASSAY_BF16] = {BIT(ASSAY_BF16) | BIT(ASSAY_FP32), 80, 0, NULL, false},
    [ASSAY_FP8E4M3] = {SMALL_OUTPUTS, 89, 111100, "CUDA 11.8", true},
    [ASSAY_FP4] = {SMALL_OUTPUTS, 100, 120800, "CUDA 12.8", true},
    [ASSAY_INT8] = {BIT(ASSAY_INT32), 61, 0, NULL, true},
};

// Documentation of cusparseLtMatmul(), the table of types.
static const struct offer sparse[FORMATS] = {
    [ASSAY_FP16] = {BIT(ASSAY_FP16), 80, 0, NULL, false},
    [ASSAY_BF16] = {BIT(ASSAY_BF16), 80, 0, NULL, false},
    [ASSAY_FP8E4M3] = {SMALL_OUTPUTS, 89, 0, NULL, true},
    [ASSAY_INT8] = {BIT(ASSAY_INT32), 80, 0, NULL, true},
};

const char *cgemm_cuda_format_name(int32_t format) {
    return format >= 0 && format < FORMATS ? formats[format].name : "unknown";
}

static void write_outputs(unsigned outputs, char *text, size_t capacity) {
    text[0] = '\0';
    for (int format = 0; format < FORMATS; format++) {
        if ((outputs & BIT(format)) != 0) {
            size_t used = strlen(text);
            snprintf(text + used, capacity - used, "%s%s", used == 0 ? "" : " or ", formats[format].name);
        }
    }
}

// Whether the shape of the offer fits; which FP8 kernels take B as it is depends on the device.
static int32_t accept(const struct assay_session *session, const struct offer *offer,
                      const struct assay_product *product, const char *library, char *message, size_t capacity) {
    const char *name = formats[product->input].name;
    char outputs[64];
    if (session->capability < offer->capability) {
        cgemm_write_message(message, capacity, "%s needs compute capability %d.%d, this device has %d.%d", name,
                            offer->capability / 10, offer->capability % 10, session->capability / 10,
                            session->capability % 10);
        return ASSAY_UNSUPPORTED;
    }
    if (product->output < 0 || product->output >= FORMATS || (offer->outputs & BIT(product->output)) == 0) {
        write_outputs(offer->outputs, outputs, sizeof outputs);
        cgemm_write_message(message, capacity, "%s writes products of %s as %s, not as %s", library, name, outputs,
                            cgemm_cuda_format_name(product->output));
        return ASSAY_UNSUPPORTED;
    }
    if (offer->transposed && !product->b_transposed) {
        cgemm_write_message(message, capacity, "%s takes B of %s as n rows of k only (transposed)", library, name);
        return ASSAY_UNSUPPORTED;
    }
    return ASSAY_OK;
}

static int32_t refuse(const char *reason, char *message, size_t capacity) {
    cgemm_write_message(message, capacity, "%s", reason);
    return ASSAY_UNSUPPORTED;
}

static bool is_offered(const struct offer *offers, const struct assay_product *product) {
    return product->input >= 0 && product->input < FORMATS && offers[product->input].outputs != 0;
}

static int32_t choose_dense_arithmetic(const struct assay_session *session, const struct assay_product *product,
                                       struct recipe *recipe, char *message, size_t capacity) {
    switch (product->input) {
    case ASSAY_FP64:
        recipe->compute = CUBLAS_COMPUTE_64F;
        recipe->scale = CUDA_R_64F;
        break;
    case ASSAY_FP32:
        if (product->arithmetic == ASSAY_TF32 && session->capability < 80) {
            return refuse("TF32 needs compute capability 8.0", message, capacity);
        }
        recipe->compute = product->arithmetic == ASSAY_TF32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
        break;
    case ASSAY_FP16:
        if (product->fast_accumulate && product->output != ASSAY_FP16) {
            return refuse("a sum in FP16 is written as FP16 only", message, capacity);
        }
        recipe->compute = product->fast_accumulate ? CUBLAS_COMPUTE_16F : CUBLAS_COMPUTE_32F;
        recipe->scale = product->fast_accumulate ? CUDA_R_16F : CUDA_R_32F;
        break;
    case ASSAY_INT8:
        recipe->compute = CUBLAS_COMPUTE_32I;
        recipe->scale = CUDA_R_32I;
        break;
    default:
        recipe->fast_accumulate = product->input == ASSAY_FP8E4M3 && product->fast_accumulate;
        recipe->block_scales = product->input == ASSAY_FP4;
    }
    if (product->fast_accumulate && product->input != ASSAY_FP16 && product->input != ASSAY_FP8E4M3) {
        cgemm_write_message(message, capacity, "cuBLASLt has one way only to sum products of %s",
                            formats[product->input].name);
        return ASSAY_UNSUPPORTED;
    }
    return ASSAY_OK;
}

int32_t cgemm_cuda_dense_recipe(const struct assay_session *session, const struct assay_product *product,
                                struct recipe *recipe, char *message, size_t capacity) {
    if (product->input == ASSAY_FP8E5M2) {
        return refuse("cuBLASLt multiplies FP8 E5M2 by E4M3 only, not by E5M2", message, capacity);
    }
    if (!is_offered(dense, product)) {
        cgemm_write_message(message, capacity, "cuBLASLt has no products of %s",
                            cgemm_cuda_format_name(product->input));
        return ASSAY_UNSUPPORTED;
    }
    if (product->arithmetic != ASSAY_PLAIN && (product->arithmetic != ASSAY_TF32 || product->input != ASSAY_FP32)) {
        return refuse("cuBLASLt has no such arithmetic for these elements", message, capacity);
    }
    struct offer offer = dense[product->input];
    // Documentation of cublasLtMatmul(): Ada, Hopper and Blackwell GeForce (12.x) have FP8 with B transposed only.
    if (product->input == ASSAY_FP8E4M3 && session->capability / 10 >= 10 && session->capability / 10 < 12) {
        offer.transposed = false;
    }
    int32_t status = accept(session, &offer, product, "cuBLASLt", message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if ((int)session->blas.version < offer.library) {
        cgemm_write_message(message, capacity, "cuBLASLt %d.%d has no %s: install that of %s or newer",
                            (int)session->blas.version / 10000, (int)session->blas.version % 10000 / 100,
                            formats[product->input].name, offer.since);
        return ASSAY_UNSUPPORTED;
    }
    *recipe = (struct recipe){.input = formats[product->input].type,
                              .output = formats[product->output].type,
                              .scale = CUDA_R_32F,
                              .compute = CUBLAS_COMPUTE_32F};
    return choose_dense_arithmetic(session, product, recipe, message, capacity);
}

int32_t cgemm_cuda_sparse_recipe(const struct assay_session *session, const struct assay_product *product,
                                 struct recipe *recipe, char *message, size_t capacity) {
    if (session->sparse.handle == NULL) {
        return refuse(session->no_sparse, message, capacity);
    }
    if (!is_offered(sparse, product) || product->arithmetic != ASSAY_PLAIN) {
        cgemm_write_message(message, capacity, "cuSPARSELt has no 2:4 sparse products of %s%s",
                            cgemm_cuda_format_name(product->input),
                            product->arithmetic == ASSAY_TF32 ? " by TF32" : "");
        return ASSAY_UNSUPPORTED;
    }
    int32_t status = accept(session, &sparse[product->input], product, "cuSPARSELt", message, capacity);
    if (status != ASSAY_OK) {
        return status;
    }
    if (product->fast_accumulate && product->input != ASSAY_FP16) {
        cgemm_write_message(message, capacity, "cuSPARSELt has one way only to sum products of %s",
                            formats[product->input].name);
        return ASSAY_UNSUPPORTED;
    }
    *recipe = (struct recipe){.input = formats[product->input].type,
                              .output = formats[product->output].type,
                              .scale = CUDA_R_32F,
                              .compute = product->input == ASSAY_INT8 ? CUSPARSE_COMPUTE_32I
                                         : product->fast_accumulate   ? CUSPARSE_COMPUTE_16F
                                                                      : CUSPARSE_COMPUTE_32F};
    return ASSAY_OK;
}
