#define _GNU_SOURCE
#include "CPeakMemory.h"
#include "monotonic.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#define ROUND_TRIPS_PER_SLICE 500
#define TURNS_BETWEEN_LOOKS_AT_THE_CLOCK 1024
// Two lines, because some processors fetch lines in pairs.
#define APART 128
// What the threads get beyond the deadline to notice it.
#define GRACE_SECONDS 0.02

// What the two threads and the caller share; the last of them to let go frees it.
struct bounce {
    _Alignas(APART) atomic_uint turns;
    _Alignas(APART) atomic_uint holders;
    atomic_uint ready;
    atomic_bool stop, unpinned;
    double deadline;
    _Atomic double best; // seconds of a slice; 0 before the first
    int cpus[2];
};

struct side {
    struct bounce *bounce;
    unsigned index;
};

static void let_go(struct bounce *bounce) {
    if (atomic_fetch_sub(&bounce->holders, 1) == 1) {
        free(bounce);
    }
}

static bool pin(int cpu) {
    cpu_set_t *one = CPU_ALLOC((size_t)cpu + 1);
    if (one == NULL) {
        return false;
    }
    const size_t size = CPU_ALLOC_SIZE((size_t)cpu + 1);
    CPU_ZERO_S(size, one);
    CPU_SET_S((size_t)cpu, size, one);
    const bool pinned = pthread_setaffinity_np(pthread_self(), size, one) == 0;
    CPU_FREE(one);
    return pinned;
}

// Waits for a counter to reach a value. Returns false once the measurement is over.
static bool await(struct bounce *bounce, atomic_uint *counter, unsigned value) {
    for (unsigned turn = 1; atomic_load_explicit(counter, memory_order_acquire) != value; turn++) {
        if (turn % TURNS_BETWEEN_LOOKS_AT_THE_CLOCK == 0
            && (atomic_load(&bounce->stop) || monotonic_seconds() > bounce->deadline)) {
            return false;
        }
    }
    return true;
}

// One slice, by the side that makes the counter odd or by the one that makes it even again.
static bool slice(struct bounce *bounce, unsigned side, unsigned *turns) {
    for (unsigned i = 0; i < ROUND_TRIPS_PER_SLICE; i++, *turns += 2) {
        if (side == 0) {
            atomic_store_explicit(&bounce->turns, *turns + 1, memory_order_release);
        }
        if (!await(bounce, &bounce->turns, *turns + 2 - side)) {
            return false;
        }
        if (side == 1) {
            atomic_store_explicit(&bounce->turns, *turns + 2, memory_order_release);
        }
    }
    return true;
}

static void play(struct bounce *bounce, unsigned side) {
    atomic_fetch_add(&bounce->ready, 1);
    if (!await(bounce, &bounce->ready, 2)) {
        return;
    }
    unsigned turns = 0;
    double start = monotonic_seconds(), end;
    while (slice(bounce, side, &turns)) {
        if (side == 0) {
            end = monotonic_seconds();
            const double best = atomic_load(&bounce->best);
            atomic_store(&bounce->best, best == 0 || end - start < best ? end - start : best);
            if (end > bounce->deadline) {
                return;
            }
            start = end;
        }
    }
}

static void *work(void *argument) {
    struct side side = *(struct side *)argument;
    free(argument);
    if (pin(side.bounce->cpus[side.index])) {
        play(side.bounce, side.index);
    } else {
        atomic_store(&side.bounce->unpinned, true);
    }
    atomic_store(&side.bounce->stop, true);
    let_go(side.bounce);
    return NULL;
}

static bool start(struct bounce *bounce, unsigned index, pthread_t *thread) {
    struct side *side = malloc(sizeof *side);
    if (side == NULL) {
        return false;
    }
    *side = (struct side){bounce, index};
    atomic_fetch_add(&bounce->holders, 1);
    if (pthread_create(thread, NULL, work, side) == 0) {
        return true;
    }
    free(side);
    let_go(bounce);
    return false;
}

// Waits for a thread until some time after the deadline; then leaves it to itself.
static void join(pthread_t thread, const struct bounce *bounce) {
    const double left = bounce->deadline - monotonic_seconds();
    struct timespec until; // of the clock that pthread_timedjoin_np goes by
    clock_gettime(CLOCK_REALTIME, &until);
    const int64_t wait = (int64_t)(((left > 0 ? left : 0) + GRACE_SECONDS) * 1e9) + until.tv_nsec;
    until.tv_sec += (time_t)(wait / 1000000000);
    until.tv_nsec = (long)(wait % 1000000000);
    if (pthread_timedjoin_np(thread, NULL, &until) != 0) {
        pthread_detach(thread);
    }
}

double cpeak_core_latency_ns(int cpu_a, int cpu_b, double seconds) {
    if (cpu_a < 0 || cpu_b < 0 || cpu_a == cpu_b || !isfinite(seconds) || seconds <= 0 || seconds > 3600) {
        return -1;
    }
    struct bounce *bounce = aligned_alloc(APART, sizeof *bounce);
    if (bounce == NULL) {
        return -1;
    }
    *bounce = (struct bounce){.holders = 1, .deadline = monotonic_seconds() + seconds, .cpus = {cpu_a, cpu_b}};
    pthread_t threads[2];
    unsigned started = 0;
    while (started < 2 && start(bounce, started, &threads[started])) {
        started++;
    }
    if (started < 2) {
        atomic_store(&bounce->stop, true);
    }
    for (unsigned i = 0; i < started; i++) {
        join(threads[i], bounce);
    }
    const bool failed = started < 2 || atomic_load(&bounce->unpinned);
    const double best = atomic_load(&bounce->best);
    let_go(bounce);
    return failed ? -1 : best * 1e9 / (2.0 * ROUND_TRIPS_PER_SLICE);
}
