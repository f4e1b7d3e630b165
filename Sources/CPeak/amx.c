// AMX tiles: 16 × 16 sums of 32 products of bf16 (accumulated in fp32), or of 64 products of int8 (in int32).
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

#define TILE_INSTRUCTIONS_PER_PASS 10
#define TILE_PASSES_PER_CHUNK 640

#define TILE_EACH(text, argument)                                                                                      \
    text(argument, "0") text(argument, "1") text(argument, "2") text(argument, "3") text(argument, "4")

#define TILE_ZERO(unused, n) "tilezero %%tmm" n "\n\t"
#define TILE_PLUS(instruction, n) instruction " %%tmm7, %%tmm5, %%tmm" n "\n\t"
#define TILE_MINUS(instruction, n) instruction " %%tmm7, %%tmm6, %%tmm" n "\n\t"

// Executes `instruction` (a string) 10 × `passes` times on 5 accumulator tiles. `passes` is consumed.
// A row stride of 0 fills a tile with copies of one row.
#define TILE_LOOP(instruction, rows, passes)                                                                           \
    __asm__ volatile("ldtilecfg %[configuration]\n\t"                                                                  \
                     "tileloadd (%[plus], %[stride], 1), %%tmm5\n\t"                                                   \
                     "tileloadd (%[minus], %[stride], 1), %%tmm6\n\t"                                                  \
                     "tileloadd (%[factor], %[stride], 1), %%tmm7\n\t"                                                 \
                     TILE_EACH(TILE_ZERO, )                                                                            \
                     ".p2align 6\n"                                                                                    \
                     "1:\n\t"                                                                                          \
                     TILE_EACH(TILE_PLUS, instruction)                                                                 \
                     TILE_EACH(TILE_MINUS, instruction)                                                                \
                     "subq $1, %[count]\n\t"                                                                           \
                     "jnz 1b\n\t"                                                                                      \
                     "tilerelease\n\t"                                                                                 \
                     : [count] "+r"(passes)                                                                            \
                     : [configuration] "m"(eight_full_tiles), [plus] "r"((rows).plus), [minus] "r"((rows).minus),      \
                       [factor] "r"((rows).factor), [stride] "r"(UINT64_C(0))                                          \
                     : "cc", "memory")

// One 64-byte row of a tile for each operand.
struct tile_rows {
    union pattern plus[8], minus[8], factor[8];
};

static struct tile_rows rows_of(const struct operands *operands) {
    struct tile_rows rows;
    for (size_t i = 0; i < 8; i++) {
        rows.plus[i] = operands->plus;
        rows.minus[i] = operands->minus;
        rows.factor[i] = operands->factor;
    }
    return rows;
}

__attribute__((target("amx-tile,amx-bf16"))) static void bf16(uint64_t passes) {
    static const struct operands operands = {
        .plus.bits16 = {0x3f8d, 0x3fa6, 0x3fc3, 0x3fe1},
        .minus.bits16 = {0xbf8d, 0xbfa6, 0xbfc3, 0xbfe1},
        .factor.bits16 = {0x3f95, 0x3fb1, 0x3fcb, 0x3fed},
    };
    const struct tile_rows rows = rows_of(&operands);
    TILE_LOOP("tdpbf16ps", rows, passes);
}

__attribute__((target("amx-tile,amx-int8"))) static void int8(uint64_t passes) {
    static const struct operands operands = {
        .plus.int8 = {3, 5, 7, 11, 13, 17, 19, 23},
        .minus.int8 = {-3, -5, -7, -11, -13, -17, -19, -23},
        .factor.int8 = {29, 31, 37, 41, 43, 47, 53, 59},
    };
    const struct tile_rows rows = rows_of(&operands);
    TILE_LOOP("tdpbssd", rows, passes);
}

static bool has_tiles(void) {
    uint64_t supported = 0;
    return bit(cpuid_leaf(7, 0).edx, 24) && system_enables(XCR0_AMX)
        && syscall(SYS_arch_prctl, ARCH_GET_XCOMP_SUPP, &supported) == 0
        && (supported >> XFEATURE_XTILEDATA & 1) != 0;
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
    .instructions_per_pass = TILE_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = TILE_PASSES_PER_CHUNK,
};

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
    .instructions_per_pass = TILE_INSTRUCTIONS_PER_PASS,
    .passes_per_chunk = TILE_PASSES_PER_CHUNK,
};

#endif
