// The loops over memory for SSE2, AVX and AVX-512, with non-temporal stores: a line that is overwritten is not read.
#include "features.h"
#include "memory_loops.h"

#if defined(__x86_64__)

static const double three = 3;

// The sum of the partial sums that a loop leaves, one for each lane of its registers.
static double total(const double partial[32]) {
    double sum = 0;
    for (size_t i = 0; i < 32; i++) {
        sum += partial[i];
    }
    return sum;
}

#define CLOBBERS "cc", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4"

// One pass of a loop is 4 registers, numbered `n`, of `w` bytes each. `i` runs from -8 × count to 0 and counts from the
// ends of the arrays.
#define AT(array, w, n) w "*" n "(%[" array "], %[i])"
#define FOUR(text, r, w) text(r, w, "0") text(r, w, "1") text(r, w, "2") text(r, w, "3")

#define SSE_TRIAD(r, w, n)                                                                                             \
    "movapd %%" r "4, %%" r n "\n\t"                                                                                   \
    "mulpd " AT("c", w, n) ", %%" r n "\n\t"                                                                           \
    "addpd " AT("b", w, n) ", %%" r n "\n\t"                                                                           \
    "movntpd %%" r n ", " AT("a", w, n) "\n\t"
#define SSE_COPY(r, w, n) "movapd " AT("b", w, n) ", %%" r n "\n\tmovntpd %%" r n ", " AT("a", w, n) "\n\t"
#define SSE_SUM(r, w, n) "addpd " AT("b", w, n) ", %%" r n "\n\t"
#define SSE_LOAD(r, w, n) "movupd " w "*" n "(%[partial]), %%" r n "\n\t"
#define SSE_STORE(r, w, n) "movupd %%" r n ", " w "*" n "(%[partial])\n\t"
#define SSE_THREE "movsd %[three], %%xmm4\n\tunpcklpd %%xmm4, %%xmm4\n\t"
#define SSE_END ""

#define AVX_TRIAD(r, w, n)                                                                                             \
    "vmulpd " AT("c", w, n) ", %%" r "4, %%" r n "\n\t"                                                                \
    "vaddpd " AT("b", w, n) ", %%" r n ", %%" r n "\n\t"                                                               \
    "vmovntpd %%" r n ", " AT("a", w, n) "\n\t"
#define AVX_COPY(r, w, n) "vmovapd " AT("b", w, n) ", %%" r n "\n\tvmovntpd %%" r n ", " AT("a", w, n) "\n\t"
#define AVX_SUM(r, w, n) "vaddpd " AT("b", w, n) ", %%" r n ", %%" r n "\n\t"
#define AVX_LOAD(r, w, n) "vmovupd " w "*" n "(%[partial]), %%" r n "\n\t"
#define AVX_STORE(r, w, n) "vmovupd %%" r n ", " w "*" n "(%[partial])\n\t"
#define AVX_THREE "vbroadcastsd %[three], %%ymm4\n\t"
#define AVX_END "vzeroupper\n\t"

#define AVX512_TRIAD AVX_TRIAD
#define AVX512_COPY AVX_COPY
#define AVX512_SUM AVX_SUM
#define AVX512_LOAD AVX_LOAD
#define AVX512_STORE AVX_STORE
#define AVX512_THREE "vbroadcastsd %[three], %%zmm4\n\t"
#define AVX512_END AVX_END

// The three loops of an instruction set `S`, and the structure `name` of them. `r` is its register without a number,
// `w` its bytes.
#define LOOPS(S, name, features, r, w)                                                                                 \
    __attribute__((target(features)))                                                                                  \
    static void name##_triad(double *a, const double *b, const double *c, size_t count) {                              \
        ptrdiff_t i = -(ptrdiff_t)(8 * count);                                                                         \
        __asm__ volatile(S##_THREE                                                                                     \
                         ".p2align 6\n"                                                                                \
                         "1:\n\t"                                                                                      \
                         FOUR(S##_TRIAD, r, w)                                                                         \
                         "addq $4*" w ", %[i]\n\t"                                                                     \
                         "jnz 1b\n\t"                                                                                  \
                         "sfence\n\t"                                                                                  \
                         S##_END                                                                                       \
                         : [i] "+r"(i)                                                                                 \
                         : [a] "r"(a + count), [b] "r"(b + count), [c] "r"(c + count), [three] "m"(three)              \
                         : CLOBBERS);                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    __attribute__((target(features)))                                                                                  \
    static void name##_copy(double *a, const double *b, size_t count) {                                                \
        ptrdiff_t i = -(ptrdiff_t)(8 * count);                                                                         \
        __asm__ volatile(".p2align 6\n"                                                                                \
                         "1:\n\t"                                                                                      \
                         FOUR(S##_COPY, r, w)                                                                          \
                         "addq $4*" w ", %[i]\n\t"                                                                     \
                         "jnz 1b\n\t"                                                                                  \
                         "sfence\n\t"                                                                                  \
                         S##_END                                                                                       \
                         : [i] "+r"(i)                                                                                 \
                         : [a] "r"(a + count), [b] "r"(b + count)                                                      \
                         : CLOBBERS);                                                                                  \
    }                                                                                                                  \
                                                                                                                       \
    __attribute__((target(features)))                                                                                  \
    static double name##_sum(const double *b, size_t count) {                                                          \
        ptrdiff_t i = -(ptrdiff_t)(8 * count);                                                                         \
        double partial[32] = {0};                                                                                      \
        __asm__ volatile(FOUR(S##_LOAD, r, w)                                                                          \
                         ".p2align 6\n"                                                                                \
                         "1:\n\t"                                                                                      \
                         FOUR(S##_SUM, r, w)                                                                           \
                         "addq $4*" w ", %[i]\n\t"                                                                     \
                         "jnz 1b\n\t"                                                                                  \
                         FOUR(S##_STORE, r, w)                                                                         \
                         S##_END                                                                                       \
                         : [i] "+r"(i)                                                                                 \
                         : [b] "r"(b + count), [partial] "r"(partial)                                                  \
                         : CLOBBERS);                                                                                  \
        return total(partial);                                                                                         \
    }                                                                                                                  \
                                                                                                                       \
    static const struct memory_loops name = {name##_triad, name##_copy, name##_sum};

LOOPS(SSE, sse2, "sse2", "xmm", "16")
LOOPS(AVX, avx, "avx", "ymm", "32")
LOOPS(AVX512, avx512, "avx512f", "zmm", "64")

const struct memory_loops *memory_loops(void) {
    if (has_avx512f()) {
        return &avx512;
    }
    const bool has_avx = bit(cpuid_leaf(1, 0).ecx, 28) && system_enables(XCR0_AVX);
    return has_avx ? &avx : &sse2;
}

#endif
