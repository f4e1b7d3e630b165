#ifndef CPEAK_MONOTONIC_H
#define CPEAK_MONOTONIC_H

#include <time.h>

// Seconds on a clock that never steps back. The including file defines _GNU_SOURCE first.
static inline double monotonic_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

#endif
