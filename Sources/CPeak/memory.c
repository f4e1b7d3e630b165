#define _GNU_SOURCE
#include "CPeakMemory.h"
#include "memory_loops.h"
#include "monotonic.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#if !defined(__x86_64__) && !defined(__aarch64__)
const struct memory_loops *memory_loops(void) {
    return NULL;
}
#endif

#define HUGE_PAGE (UINT64_C(2) << 20)
// Keeps elements of equal index apart in the sets of the caches and in the low 12 bits of their addresses, by which a
// processor first takes a load to overlap a store.
#define STAGGER 1024
#define SLICE_GRANULE 64
#define MOST_PASSES 65536

struct cpeak_memory {
    void *mapping;
    size_t mapping_bytes;
    double *a, *b, *c;
    unsigned threads;
    size_t slice; // elements of one thread
    // The caller's affinity mask at the creation: as many bits as Linux can have CPUs.
    cpu_set_t allowed[8];
};

// What the threads of one call share.
struct team {
    struct cpeak_memory *memory;
    enum cpeak_memory_kind kind;
    double seconds;
    // A barrier: the threads that have arrived at it, and how often it has opened.
    atomic_uint arrived, opened;
    atomic_bool abandoned;
    // Written by the first thread, while the others wait at the barrier.
    bool finished;
    unsigned passes;
    double *pass_seconds;
};

// One thread, and what it alone writes.
struct member {
    struct team *team;
    pthread_t thread;
    unsigned index;
    double start, end;
    bool wrong;
};

// The first values, whole numbers, so that triad and sum are exact.
static double first_b(size_t i) {
    return (double)(i % 1021);
}

static double first_c(size_t i) {
    return (double)(1 + i % 257);
}

// Waits until every thread of the team has arrived. Returns false if the team was abandoned.
static bool meet(struct team *team) {
    const unsigned opened = atomic_load(&team->opened);
    if (atomic_fetch_add(&team->arrived, 1) + 1 == team->memory->threads) {
        atomic_store(&team->arrived, 0);
        atomic_fetch_add(&team->opened, 1);
        return !atomic_load(&team->abandoned);
    }
    while (atomic_load(&team->opened) == opened) {
        if (atomic_load(&team->abandoned)) {
            return false;
        }
        sched_yield();
    }
    return true;
}

// Moves the calling thread to the index-th of the allowed CPUs. If the system refuses, it runs where it is.
static void pin(const struct cpeak_memory *memory, unsigned index) {
    const size_t size = sizeof memory->allowed;
    const int allowed = CPU_COUNT_S(size, memory->allowed);
    int skip = allowed == 0 ? 0 : (int)(index % (unsigned)allowed);
    for (int cpu = 0; cpu < (int)(8 * size); cpu++) {
        if (CPU_ISSET_S(cpu, size, memory->allowed) && skip-- == 0) {
            cpu_set_t one[8];
            CPU_ZERO_S(sizeof one, one);
            CPU_SET_S(cpu, sizeof one, one);
            pthread_setaffinity_np(pthread_self(), sizeof one, one);
            return;
        }
    }
}

static void *fill(void *argument) {
    struct member *member = argument;
    const struct cpeak_memory *memory = member->team->memory;
    pin(memory, member->index);
    const size_t begin = member->index * memory->slice, end = begin + memory->slice;
    for (size_t i = begin; i < end; i++) {
        memory->a[i] = 0;
        memory->b[i] = first_b(i);
        memory->c[i] = first_c(i);
    }
    return NULL;
}

// Overwrites the member's part of `a`, so that what is found there later comes from the passes.
static void erase(const struct cpeak_memory *memory, size_t begin) {
    for (size_t i = begin; i < begin + memory->slice; i++) {
        memory->a[i] = -1;
    }
}

static double expected_sum(const struct cpeak_memory *memory, size_t begin) {
    double sum = 0;
    for (size_t i = begin; i < begin + memory->slice; i++) {
        sum += first_b(i);
    }
    return sum;
}

static bool is_right(const struct cpeak_memory *memory, enum cpeak_memory_kind kind, size_t begin) {
    const double factor = kind == CPEAK_MEMORY_TRIAD ? 3 : 0;
    for (size_t i = begin; i < begin + memory->slice; i++) {
        if (memory->a[i] != first_b(i) + factor * first_c(i)) {
            return false;
        }
    }
    return true;
}

// One pass over the part that begins at an element. Returns the sum, or 0 where the kind has none.
static double pass(const struct cpeak_memory *memory, enum cpeak_memory_kind kind, size_t begin) {
    const struct memory_loops *loops = memory_loops();
    switch (kind) {
    case CPEAK_MEMORY_TRIAD:
        loops->triad(memory->a + begin, memory->b + begin, memory->c + begin, memory->slice);
        return 0;
    case CPEAK_MEMORY_COPY:
        loops->copy(memory->a + begin, memory->b + begin, memory->slice);
        return 0;
    case CPEAK_MEMORY_READ:
        return loops->sum(memory->b + begin, memory->slice);
    }
    return 0;
}

// The first member's part in between passes: the time of the last one, and whether another follows.
static void account(struct team *team, const struct member *members, double deadline) {
    double start = members[0].start, end = members[0].end;
    for (unsigned i = 1; i < team->memory->threads; i++) {
        start = members[i].start < start ? members[i].start : start;
        end = members[i].end > end ? members[i].end : end;
    }
    team->pass_seconds[team->passes++] = end - start;
    team->finished = end >= deadline || team->passes == MOST_PASSES;
}

static void *repeat(void *argument) {
    struct member *member = argument;
    struct team *team = member->team;
    const struct cpeak_memory *memory = team->memory;
    const enum cpeak_memory_kind kind = team->kind;
    const size_t begin = member->index * memory->slice;
    pin(memory, member->index);
    const double sum = kind == CPEAK_MEMORY_READ ? expected_sum(memory, begin) : 0;
    if (kind != CPEAK_MEMORY_READ) {
        erase(memory, begin);
    }
    if (!meet(team)) {
        return NULL;
    }
    const double deadline = monotonic_seconds() + team->seconds;
    while (meet(team) && !team->finished) {
        member->start = monotonic_seconds();
        member->wrong |= pass(memory, kind, begin) != sum;
        member->end = monotonic_seconds();
        meet(team);
        if (member->index == 0) {
            account(team, member, deadline);
        }
    }
    member->wrong |= kind != CPEAK_MEMORY_READ && !is_right(memory, kind, begin);
    return NULL;
}

// Runs a function in every member's thread and waits for all. Returns 0 or the error of pthread_create.
static int run_members(struct team *team, struct member *members, void *(*function)(void *)) {
    int error = 0;
    unsigned started = 0;
    while (started < team->memory->threads && error == 0) {
        members[started] = (struct member){.team = team, .index = started};
        error = pthread_create(&members[started].thread, NULL, function, &members[started]);
        started += error == 0;
    }
    if (error != 0) {
        atomic_store(&team->abandoned, true);
    }
    for (unsigned i = 0; i < started; i++) {
        pthread_join(members[i].thread, NULL);
    }
    return error;
}

static int ascending(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static struct cpeak_memory_result summary(struct team *team, const struct member *members) {
    static const double bytes_per_element[] = {
        [CPEAK_MEMORY_TRIAD] = 24, [CPEAK_MEMORY_COPY] = 16, [CPEAK_MEMORY_READ] = 8};
    const struct cpeak_memory *memory = team->memory;
    const double bytes = bytes_per_element[team->kind] * (double)memory->slice * memory->threads;
    bool wrong = false;
    for (unsigned i = 0; i < memory->threads; i++) {
        wrong |= members[i].wrong;
    }
    qsort(team->pass_seconds, team->passes, sizeof *team->pass_seconds, ascending);
    return (struct cpeak_memory_result){
        .bytes_per_pass = bytes,
        .best_bytes_per_second = bytes / team->pass_seconds[0],
        .median_bytes_per_second = bytes / team->pass_seconds[team->passes / 2],
        .passes = team->passes,
        .verified = !wrong,
    };
}

// Maps the three arrays, the first at the start of a huge page. Returns false if there is no memory.
static bool map_arrays(struct cpeak_memory *memory) {
    const size_t bytes = memory->slice * memory->threads * sizeof(double);
    if (bytes > (SIZE_MAX - HUGE_PAGE) / 3 - STAGGER) {
        return false;
    }
    memory->mapping_bytes = 3 * (bytes + STAGGER) + HUGE_PAGE;
    void *mapping = mmap(NULL, memory->mapping_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        return false;
    }
    madvise(mapping, memory->mapping_bytes, MADV_HUGEPAGE);
    memory->mapping = mapping;
    const uintptr_t first = ((uintptr_t)mapping + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    memory->a = (double *)first;
    memory->b = (double *)(first + bytes + STAGGER);
    memory->c = (double *)(first + 2 * (bytes + STAGGER));
    return true;
}

int cpeak_memory_create(unsigned threads, size_t bytes_per_array, struct cpeak_memory **out) {
    if (out == NULL || threads == 0 || bytes_per_array / threads < 4096) {
        return EINVAL;
    }
    if (memory_loops() == NULL) {
        return ENOTSUP;
    }
    struct cpeak_memory *memory = calloc(1, sizeof *memory);
    struct member *members = calloc(threads, sizeof *members);
    int error = ENOMEM;
    if (memory != NULL && members != NULL) {
        memory->threads = threads;
        memory->slice = bytes_per_array / threads / sizeof(double) / SLICE_GRANULE * SLICE_GRANULE;
        sched_getaffinity(0, sizeof memory->allowed, memory->allowed);
        if (map_arrays(memory)) {
            struct team team = {.memory = memory};
            error = run_members(&team, members, fill);
        }
    }
    free(members);
    if (error == 0) {
        *out = memory;
    } else {
        cpeak_memory_destroy(memory);
    }
    return error;
}

int cpeak_memory_run(struct cpeak_memory *memory, enum cpeak_memory_kind kind, double seconds,
                     struct cpeak_memory_result *out) {
    const bool known = kind == CPEAK_MEMORY_TRIAD || kind == CPEAK_MEMORY_COPY || kind == CPEAK_MEMORY_READ;
    if (memory == NULL || out == NULL || !known || !isfinite(seconds) || seconds < 0) {
        return EINVAL;
    }
    struct team team = {.memory = memory, .kind = kind, .seconds = seconds};
    team.pass_seconds = calloc(MOST_PASSES, sizeof *team.pass_seconds);
    struct member *members = calloc(memory->threads, sizeof *members);
    int error = ENOMEM;
    if (team.pass_seconds != NULL && members != NULL) {
        error = run_members(&team, members, repeat);
    }
    if (error == 0) {
        *out = summary(&team, members);
    }
    free(members);
    free(team.pass_seconds);
    return error;
}

void cpeak_memory_destroy(struct cpeak_memory *memory) {
    if (memory == NULL) {
        return;
    }
    if (memory->mapping != NULL) {
        munmap(memory->mapping, memory->mapping_bytes);
    }
    free(memory);
}
