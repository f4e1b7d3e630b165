// What a kernel is inside this target: its public description, how to run it, and what it computes.
#ifndef CPEAK_KERNEL_H
#define CPEAK_KERNEL_H

#include "CPeak.h"
#include "operands.h"

// The format of a number in a register.
enum element { FP64, FP32, FP16, BF16, INT64, INT32, INT16, INT8, UINT8 };

// Which numbers of the two inputs meet in one sum.
enum layout {
    LANES,  // sum i: the i-th `depth` numbers of each input
    BLOCKS, // each 128 bits on their own: 2 × 2 sums of a row of `plus` and a row of `factor`, two rows each
    TILES,  // 16 × 16 sums of a row of `plus` and a column of `factor`, whose columns are 32 bits wide
};

// The multiply that a kernel claims to be: every sum grows by `depth` products.
struct multiply {
    enum element plus, factor, sum;
    unsigned depth;
    enum layout layout;
};

// The loop that repeats it. One pass executes the instruction twice on each accumulator: with `plus`, then `minus`.
struct loop {
    unsigned accumulators;
    // Of one register; for a scalable one, of its 128-bit unit.
    unsigned register_bytes;
    // A number of passes that takes some tens of microseconds.
    unsigned passes_per_chunk;
};

struct kernel {
    // First, so that a pointer to it is a pointer to the kernel.
    struct cpeak_kernel description;
    bool (*available)(void);
    // Asks the system for what a thread needs before it may execute the instruction; 0 or an errno. May be NULL.
    int (*prepare)(void);
    // Executes the loop `passes` times (at least 1) from `inputs`, and stores its accumulators.
    void (*execute)(const struct inputs *inputs, uint64_t passes, struct sums *sums);
    // The length of a scalable register in units of 128 bits; NULL for the others. Only if available.
    unsigned (*units)(void);
    struct multiply multiply;
    struct loop loop;
    struct operands operands;
};

static inline const struct kernel *kernel_of(const struct cpeak_kernel *description) {
    return (const struct kernel *)description;
}

// Operations of one instruction. Only if the kernel is available.
static inline unsigned operations_of(const struct kernel *kernel) {
    return kernel->description.operations_per_instruction * (kernel->units == NULL ? 1 : kernel->units());
}

#if defined(__x86_64__)
extern const struct kernel cpeak_avx2_fp64, cpeak_avx2_fp32, cpeak_avx2_int16, cpeak_avx2_int8;
extern const struct kernel cpeak_avx512_fp64, cpeak_avx512_fp32, cpeak_avx512bw_int16, cpeak_avx512bw_int8;
extern const struct kernel cpeak_avx512fp16, cpeak_avx512bf16;
extern const struct kernel cpeak_avx512vnni_int16, cpeak_avx512vnni_int8;
extern const struct kernel cpeak_avxvnni_int16, cpeak_avxvnni_int8;
extern const struct kernel cpeak_amx_fp16, cpeak_amx_bf16, cpeak_amx_int8;
#elif defined(__aarch64__)
extern const struct kernel cpeak_neon_fp64, cpeak_neon_fp32, cpeak_neonfp16;
extern const struct kernel cpeak_neonbf16_dot, cpeak_neonbf16_matrix;
extern const struct kernel cpeak_neondot_int8, cpeak_neoni8mm;
extern const struct kernel cpeak_sve_fp64, cpeak_sve_fp32, cpeak_sve_fp16, cpeak_sve_int16, cpeak_sve_int8;
extern const struct kernel cpeak_svebf16, cpeak_svei8mm;
#endif

#endif
