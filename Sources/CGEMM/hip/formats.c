#include "formats.h"
#include "architecture.h"
#include "kernels.h"

static const char *name_of(int32_t format) {
    static const char *const names[] = {"FP64", "FP32", "FP16", "BF16", "FP8 E4M3", "FP8 E5M2", "FP4", "INT8", "INT32"};
    return format >= 0 && format < (int)(sizeof names / sizeof *names) ? names[format] : "an unknown format";
}

static bool is_fp8(int32_t format) {
    return format == ASSAY_FP8E4M3 || format == ASSAY_FP8E5M2;
}

uint64_t hip_bytes(int32_t format, uint64_t count) {
    switch (format) {
    case ASSAY_FP64:
        return count * 8;
    case ASSAY_FP32:
    case ASSAY_INT32:
        return count * 4;
    case ASSAY_FP16:
    case ASSAY_BF16:
        return count * 2;
    case ASSAY_FP4:
        return (count + 1) / 2;
    default:
        return count;
    }
}

union hip_scalar hip_scalar_of(const struct hip_formats *formats, int number) {
    union hip_scalar scalar = {.fp64 = 0};
    switch (formats->scale) {
    case HIP_R_64F:
        scalar.fp64 = number;
        break;
    case HIP_R_32I:
        scalar.int32 = number;
        break;
    default:
        scalar.fp32 = (float)number;
    }
    return scalar;
}

static int data_type(int32_t format) {
    switch (format) {
    case ASSAY_FP64:
        return HIP_R_64F;
    case ASSAY_FP32:
        return HIP_R_32F;
    case ASSAY_FP16:
        return HIP_R_16F;
    case ASSAY_BF16:
        return HIP_R_16BF;
    case ASSAY_FP8E4M3:
        return HIP_R_8F_E4M3;
    case ASSAY_FP8E5M2:
        return HIP_R_8F_E5M2;
    case ASSAY_FP4:
        return HIP_R_4F_E2M1;
    case ASSAY_INT8:
        return HIP_R_8I;
    default:
        return HIP_R_32I;
    }
}

static int rocblas_data_type(int32_t format) {
    switch (format) {
    case ASSAY_FP64:
        return ROCBLAS_DATATYPE_F64_R;
    case ASSAY_FP32:
        return ROCBLAS_DATATYPE_F32_R;
    case ASSAY_FP16:
        return ROCBLAS_DATATYPE_F16_R;
    case ASSAY_BF16:
        return ROCBLAS_DATATYPE_BF16_R;
    case ASSAY_INT8:
        return ROCBLAS_DATATYPE_I8_R;
    case ASSAY_INT32:
        return ROCBLAS_DATATYPE_I32_R;
    default:
        return ROCBLAS_NO_DATATYPE;
    }
}

// Which formats a product of each format may have.
static bool is_output_of(int32_t input, int32_t output) {
    switch (input) {
    case ASSAY_FP64:
    case ASSAY_FP32:
        return output == input;
    case ASSAY_FP16:
    case ASSAY_BF16:
        return output == input || output == ASSAY_FP32;
    case ASSAY_FP8E4M3:
    case ASSAY_FP8E5M2:
    case ASSAY_FP4:
        return output == ASSAY_FP32 || output == ASSAY_FP16 || output == ASSAY_BF16;
    case ASSAY_INT8:
        return output == ASSAY_INT32;
    default:
        return false;
    }
}

// What the device's units do not have. HIP's libraries would compute some of it in another way without a word: TF32 in
// FP32 where there is no such unit (hipBLASLt up to ROCm 6), or in several products of BF16 (from gfx950 on).
static int32_t need_unit(const struct assay_session *session, const struct assay_product *product,
                         struct hip_message message) {
    const char *architecture = session->architecture;
    if (product->arithmetic == ASSAY_TF32 && !hip_may_have_tf32(architecture)) {
        return hip_say(message, ASSAY_UNSUPPORTED, "%s has no unit for TF32", architecture);
    }
    if (is_fp8(product->input) && hip_fp8_of(architecture) == HIP_FP8_NONE) {
        return hip_say(message, ASSAY_UNSUPPORTED, "%s has no unit for FP8", architecture);
    }
    if (product->input == ASSAY_FP4 && !hip_may_have_fp4(architecture)) {
        return hip_say(message, ASSAY_UNSUPPORTED, "%s has no unit for FP4", architecture);
    }
    return ASSAY_OK;
}

// OCP's elements are rewritten by a kernel.
static int32_t need_rewriting(struct assay_session *session, struct hip_message message) {
    char reason[1024] = "";
    const int32_t status = hip_need_kernels(session, (struct hip_message){reason, sizeof reason});
    if (status != ASSAY_UNSUPPORTED) {
        return status == ASSAY_OK ? ASSAY_OK : hip_say(message, status, "%s", reason);
    }
    return hip_say(message, status, "FP8 here is the FNUZ variant, which this protocol does not draw, and OCP's "
                                    "cannot be rewritten into it: %s", reason);
}

int32_t hip_formats_of(struct assay_session *session, const struct assay_product *product,
                       struct hip_formats *formats, struct hip_message message) {
    const int32_t input = product->input, output = product->output;
    if (product->sparse != 0) {
        return hip_say(message, ASSAY_UNSUPPORTED, "hipBLASLt and rocBLAS multiply dense matrices only");
    }
    if (product->fast_accumulate != 0) {
        return hip_say(message, ASSAY_UNSUPPORTED, "hipBLASLt and rocBLAS document no faster, less exact sum");
    }
    if (!is_output_of(input, output) || (product->arithmetic == ASSAY_TF32 && input != ASSAY_FP32)) {
        return hip_say(message, ASSAY_UNSUPPORTED, "no product of %s with a result in %s", name_of(input),
                       name_of(output));
    }
    const int32_t status = need_unit(session, product, message);
    if (status != ASSAY_OK) {
        return status;
    }
    const bool is_tf32 = product->arithmetic == ASSAY_TF32;
    *formats = (struct hip_formats){
        .input = data_type(input),
        .output = data_type(output),
        .compute = is_tf32                 ? HIPBLAS_COMPUTE_32F_FAST_TF32
                   : input == ASSAY_FP64   ? HIPBLAS_COMPUTE_64F
                   : input == ASSAY_INT8   ? HIPBLAS_COMPUTE_32I
                                           : HIPBLAS_COMPUTE_32F,
        .scale = input == ASSAY_FP64 ? HIP_R_64F : input == ASSAY_INT8 ? HIP_R_32I : HIP_R_32F,
        .rocblas_input = is_tf32 ? ROCBLAS_NO_DATATYPE : rocblas_data_type(input),
        .rocblas_output = rocblas_data_type(output),
        .rocblas_compute = input == ASSAY_FP64   ? ROCBLAS_DATATYPE_F64_R
                           : input == ASSAY_INT8 ? ROCBLAS_DATATYPE_I32_R
                                                 : ROCBLAS_DATATYPE_F32_R,
        .fnuz = is_fp8(input) && hip_fp8_of(session->architecture) == HIP_FP8_FNUZ,
        .block_scaled = input == ASSAY_FP4,
    };
    if (formats->fnuz) {
        formats->input = input == ASSAY_FP8E4M3 ? HIP_R_8F_E4M3_FNUZ : HIP_R_8F_E5M2_FNUZ;
        return need_rewriting(session, message);
    }
    return ASSAY_OK;
}
