// AMX tiles: 16 × 16 sums of 32 products of fp16 or bf16 (accumulated in fp32), or of 64 products of int8 (in int32).
// UNTESTED: assembled and disassembled only; no processor with AMX was at hand.
#define _GNU_SOURCE

#include "features.h"
#include "kernel.h"
#include "operands.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)

// Linux arch_prctl(2): tile data is off until the process asks for it (Documentation/arch/x86/xstate.rst).
#define ARCH_GET_XCOMP_SUPP 0x1021
#define ARCH_REQ_XCOMP_PERM 0x1023
#define XFEATURE_XTILEDATA 18

// The operand of `ldtilecfg`, palette 1 (Intel SDM volume 1, section 18.2).
struct tile_configuration {
    uint8_t palette;
    uint8_t start_row;
    uint8_t reserved[14];
    uint16_t bytes_per_row[16];
    uint8_t rows[16];
};

_Static_assert(sizeof(struct tile_configuration) == 64, "ldtilecfg reads 64 bytes");

static const struct tile_configuration eight_full_tiles = {
    .palette = 1,
    .bytes_per_row = {64, 64, 64, 64, 64, 64, 64, 64},
    .rows = {16, 16, 16, 16, 16, 16, 16, 16},
};

// A multiply starts every 16 cycles and takes 52, which 4 accumulators hide; all 8 tiles are in use.
#define TILE_LOOP_SHAPE {.accumulators = 5, .register_bytes = 1024, .passes_per_chunk = 640}

#define TILE_EACH(text, argument)                                                                                      \
    text(argument, "0") text(argument, "1") text(argument, "2") text(argument, "3") text(argument, "4")

#define TILE_START(unused, n) "tileloadd (%[start], %[stride], 1), %%tmm" n "\n\t"
#define TILE_STORE(unused, n) "tilestored %%tmm" n ", 1024*" n "(%[sums], %[stride], 1)\n\t"
#define TILE_PLUS(instruction, n) instruction " %%tmm7, %%tmm5, %%tmm" n "\n\t"
#define TILE_MINUS(instruction, n) instruction " %%tmm7, %%tmm6, %%tmm" n "\n\t"

// Executes `instruction` (a string) 10 × `passes` times on 5 accumulator tiles. `passes` is consumed.
#define TILE_LOOP(instruction, inputs, passes, sums)                                                                   \
    __asm__ volatile("ldtilecfg %[configuration]\n\t"                                                                  \
                     "tileloadd (%[plus], %[stride], 1), %%tmm5\n\t"                                                   \
                     "tileloadd (%[minus], %[stride], 1), %%tmm6\n\t"                                                  \
                     "tileloadd (%[factor], %[stride], 1), %%tmm7\n\t"                                                 \
                     TILE_EACH(TILE_START, )                                                                           \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     TILE_EACH(TILE_PLUS, instruction)                                                                 \
                     TILE_EACH(TILE_MINUS, instruction)                                                                \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     TILE_EACH(TILE_STORE, )                                                                           \
                     "tilerelease\n\t"                                                                                 \
                     : [count] "+r"(passes)                                                                            \
                     : [configuration] "m"(eight_full_tiles), [plus] "r"((inputs)->plus),                              \
                       [minus] "r"((inputs)->minus), [factor] "r"((inputs)->factor), [start] "r"((inputs)->start),     \
                       [sums] "r"(sums), [stride] "r"(UINT64_C(64))                                                    \
                     : "cc", "memory")

static bool has_tiles(void) {
    uint64_t supported = 0;
    return bit(cpuid_leaf(7, 0).edx, 24) && system_enables(XCR0_AMX)
        && syscall(SYS_arch_prctl, ARCH_GET_XCOMP_SUPP, &supported) == 0
        && (supported >> XFEATURE_XTILEDATA & 1) != 0;
}

static bool fp16_available(void) {
    return has_tiles() && bit(cpuid_leaf(7, 1).eax, 21);
}

static bool bf16_available(void) {
    return has_tiles() && bit(cpuid_leaf(7, 0).edx, 22);
}

static bool int8_available(void) {
    return has_tiles() && bit(cpuid_leaf(7, 0).edx, 25);
}

// The permission is the process's, is inherited by threads started later, and may be asked for again.
static int request_tile_data(void) {
    return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0 ? 0 : errno;
}

__attribute__((target("amx-tile")))
static void fp16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    TILE_LOOP("tdpfp16ps", inputs, passes, sums);
}

const struct kernel cpeak_amx_fp16 = {
    .description = {
        .id = "amx-fp16",
        .precision = "fp16",
        .isa = "AMX-FP16",
        .instruction = "tdpfp16ps tmm",
        .operations_per_instruction = 2 * 16 * 16 * 32,
    },
    .available = fp16_available,
    .prepare = request_tile_data,
    .execute = fp16,
    .multiply = {.plus = FP16, .factor = FP16, .sum = FP32, .depth = 32, .layout = TILES},
    .loop = TILE_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3c8d, 0x3ca6, 0x3cc3, 0x3ce1},
        .minus.bits16 = {0xbc8d, 0xbca6, 0xbcc3, 0xbce1},
        .factor.bits16 = {0x3c95, 0x3cb1, 0x3ccb, 0x3ced},
    },
};

__attribute__((target("amx-tile")))
static void bf16(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    TILE_LOOP("tdpbf16ps", inputs, passes, sums);
}

const struct kernel cpeak_amx_bf16 = {
    .description = {
        .id = "amx-bf16",
        .precision = "bf16",
        .isa = "AMX-BF16",
        .instruction = "tdpbf16ps tmm",
        .operations_per_instruction = 2 * 16 * 16 * 32,
    },
    .available = bf16_available,
    .prepare = request_tile_data,
    .execute = bf16,
    .multiply = {.plus = BF16, .factor = BF16, .sum = FP32, .depth = 32, .layout = TILES},
    .loop = TILE_LOOP_SHAPE,
    .operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    },
};

__attribute__((target("amx-tile")))
static void int8(const struct inputs *inputs, uint64_t passes, struct sums *sums) {
    TILE_LOOP("tdpbssd", inputs, passes, sums);
}

const struct kernel cpeak_amx_int8 = {
    .description = {
        .id = "amx-int8",
        .precision = "int8",
        .isa = "AMX-INT8",
        .instruction = "tdpbssd tmm",
        .operations_per_instruction = 2 * 16 * 16 * 64,
    },
    .available = int8_available,
    .prepare = request_tile_data,
    .execute = int8,
    .multiply = {.plus = INT8, .factor = INT8, .sum = INT32, .depth = 64, .layout = TILES},
    .loop = TILE_LOOP_SHAPE,
    .operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    },
};

#endif
