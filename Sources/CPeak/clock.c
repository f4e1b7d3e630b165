#define _GNU_SOURCE
#include "CPeak.h"
#include "monotonic.h"

#define ADDITIONS_PER_PASS 64
#define PASSES_PER_SLICE 3000

#define FOUR_TIMES(text) text text text text

// Register plus register, because an addition of a constant can vanish at rename (Golden Cove and later).
#if defined(__x86_64__)
#define ADDITION "addq %[step], %[sum]\n\t"
#define COUNT_DOWN "subq $1, %[passes]\n\tjnz 1b\n\t"
#elif defined(__aarch64__)
#define ADDITION "add %[sum], %[sum], %[step]\n\t"
#define COUNT_DOWN "subs %[passes], %[passes], #1\n\tb.ne 1b\n\t"
#endif

#ifdef ADDITION

// Executes `passes` × ADDITIONS_PER_PASS additions in a row, one cycle each.
static void chain(uint64_t passes) {
    uint64_t sum = 1;
    __asm__ volatile(".p2align 6\n"
                     "1:\n\t" FOUR_TIMES(FOUR_TIMES(FOUR_TIMES(ADDITION))) COUNT_DOWN
                     : [sum] "+r"(sum), [passes] "+r"(passes)
                     : [step] "r"(UINT64_C(3))
                     : "cc");
}

double cpeak_clock_hz(double seconds) {
    double best = 0;
    const double deadline = monotonic_seconds() + seconds;
    double end;
    do {
        const double start = monotonic_seconds();
        chain(PASSES_PER_SLICE);
        end = monotonic_seconds();
        const double rate = PASSES_PER_SLICE * (double)ADDITIONS_PER_PASS / (end - start);
        best = rate > best ? rate : best;
    } while (end < deadline);
    return best;
}

#else

double cpeak_clock_hz(double seconds) {
    (void)seconds;
    return 0;
}

#endif
