// SVE: in each 128 bits 2 doubles, 4 floats or 8 halves, 2 operations each; 2 sums of 4 products of int16 in int64; or
// 4 of 4 products of int8 in int32. SVE2 has no faster multiply of these.
#include "hwcap.h"
#include "kernel.h"
#include "sve_loop.h"

#if defined(__aarch64__)

static bool available(void) {
    return has_hwcap(HWCAP_SVE);
}

__attribute__((target("arch=armv8.2-a+sve")))
static void fp64(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("fmla", "p0/m, ", ".d", ".d", inputs, passes, sums);
}

const struct kernel cpeak_sve_fp64 = {
    .description = {
        .id = "sve-fp64",
        .precision = "fp64",
        .isa = "SVE",
        .instruction = "fmla z.d",
        .operations_per_instruction = 4,
    },
    .available = available,
    .execute = fp64,
    .units = sve_units,
    .multiply = {.plus = FP64, .factor = FP64, .sum = FP64, .depth = 1, .layout = LANES},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.fp64 = 1.0625e-3,
        .minus.fp64 = -1.0625e-3,
        .factor.fp64 = 1.3,
    },
};

__attribute__((target("arch=armv8.2-a+sve")))
static void fp32(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("fmla", "p0/m, ", ".s", ".s", inputs, passes, sums);
}

const struct kernel cpeak_sve_fp32 = {
    .description = {
        .id = "sve-fp32",
        .precision = "fp32",
        .isa = "SVE",
        .instruction = "fmla z.s",
        .operations_per_instruction = 8,
    },
    .available = available,
    .execute = fp32,
    .units = sve_units,
    .multiply = {.plus = FP32, .factor = FP32, .sum = FP32, .depth = 1, .layout = LANES},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.fp32 = {1.0625e-3f, 1.1875e-3f},
        .minus.fp32 = {-1.0625e-3f, -1.1875e-3f},
        .factor.fp32 = {1.3f, 1.7f},
    },
};

__attribute__((target("arch=armv8.2-a+sve")))
static void fp16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("fmla", "p0/m, ", ".h", ".h", inputs, passes, sums);
}

const struct kernel cpeak_sve_fp16 = {
    .description = {
        .id = "sve-fp16",
        .precision = "fp16",
        .isa = "SVE",
        .instruction = "fmla z.h",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = fp16,
    .units = sve_units,
    .multiply = {.plus = FP16, .factor = FP16, .sum = FP16, .depth = 1, .layout = LANES},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3c8d, 0x3ca6, 0x3cc3, 0x3ce1},
        .minus.bits16 = {0xbc8d, 0xbca6, 0xbcc3, 0xbce1},
        .factor.bits16 = {0x3c95, 0x3cb1, 0x3ccb, 0x3ced},
    },
};

__attribute__((target("arch=armv8.2-a+sve")))
static void int16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("sdot", "", ".d", ".h", inputs, passes, sums);
}

const struct kernel cpeak_sve_int16 = {
    .description = {
        .id = "sve-sdot-int16",
        .precision = "int16",
        .isa = "SVE",
        .instruction = "sdot z.d",
        .operations_per_instruction = 16,
    },
    .available = available,
    .execute = int16,
    .units = sve_units,
    .multiply = {.plus = INT16, .factor = INT16, .sum = INT64, .depth = 4, .layout = LANES},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.int16 = {301, 503, 701, 1103},
        .minus.int16 = {-301, -503, -701, -1103},
        .factor.int16 = {2903, 3109, 3701, 4111},
    },
};

__attribute__((target("arch=armv8.2-a+sve")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    SVE_LOOP("sdot", "", ".s", ".b", inputs, passes, sums);
}

const struct kernel cpeak_sve_int8 = {
    .description = {
        .id = "sve-sdot",
        .precision = "int8",
        .isa = "SVE",
        .instruction = "sdot z.s",
        .operations_per_instruction = 32,
    },
    .available = available,
    .execute = int8,
    .units = sve_units,
    .multiply = {.plus = INT8, .factor = INT8, .sum = INT32, .depth = 4, .layout = LANES},
    .loop = SVE_LOOP_SHAPE,
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
