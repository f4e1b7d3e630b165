/// What memory delivers: bandwidth from all cores, and the time a cache line takes from one core to another.
///
/// Linux only. No function keeps state between calls. Different objects may be used from different threads at once,
/// one object may not.
#ifndef CPEAK_MEMORY_H
#define CPEAK_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What one pass does with every element, a double.
enum cpeak_memory_kind {
    /// `a = b + 3 × c`: reads 16 bytes and writes 8, 24 bytes an element.
    CPEAK_MEMORY_TRIAD,
    /// `a = b`: reads 8 bytes and writes 8, 16 bytes an element.
    CPEAK_MEMORY_COPY,
    /// The sum of `b`: reads 8 bytes an element.
    CPEAK_MEMORY_READ,
};

/// Three arrays of doubles and the division of their elements among threads.
struct cpeak_memory;

/// What ``cpeak_memory_run`` measured.
struct cpeak_memory_result {
    /// Bytes that one pass moves, counted as STREAM does: those the program reads and writes. The stores bypass the
    /// caches, so that memory moves no more than that.
    double bytes_per_pass;
    /// The rate of the fastest pass, in bytes per second.
    double best_bytes_per_second;
    /// The rate of the median pass, in bytes per second.
    double median_bytes_per_second;
    /// The number of passes, at least 1 and at most 65536.
    unsigned passes;
    /// Whether the result was right in every element after the last pass.
    bool verified;
};

/// Allocates three arrays, in huge pages where the system has them, and fills each part from the thread that will use
/// it, so that on a machine of several memory nodes it lies close to that thread.
///
/// Each thread, here and in ``cpeak_memory_run``, is pinned to one logical CPU of the caller's affinity mask, in order
/// and from the first again if they are fewer. The caller's own affinity stays as it is.
///
/// - Parameter threads: At least 1. The caller is none of them.
/// - Parameter bytes_per_array: The size of one of the three; at least 4096 for each thread. Rounded down to a whole
///   number of 512 bytes for each thread. To measure memory and not caches, at least four times the last-level cache.
/// - Parameter out: Receives the object, which the caller passes to ``cpeak_memory_destroy``; untouched on failure.
/// - Returns: 0; `EINVAL` for a bad argument; `ENOTSUP` on an architecture other than x86-64 and AArch64; `ENOMEM`; or
///   the error of `pthread_create`.
int cpeak_memory_create(unsigned threads, size_t bytes_per_array, struct cpeak_memory **out);

/// Repeats passes over the arrays.
///
/// The threads start every pass together; its time is from the first start to the last end. On top of `seconds`, the
/// call takes a pass to prepare the result and one to check it.
///
/// - Parameter seconds: How long to repeat, finite and not negative; at least one pass runs, and a pass is never cut
///   short.
/// - Parameter out: Receives the result; untouched on failure.
/// - Returns: 0; `EINVAL` for a bad argument; `ENOMEM`; or the error of `pthread_create`.
int cpeak_memory_run(struct cpeak_memory *memory, enum cpeak_memory_kind kind, double seconds,
                     struct cpeak_memory_result *out);

/// Frees the arrays. Does nothing with NULL.
void cpeak_memory_destroy(struct cpeak_memory *memory);

/// How long a cache line takes from one core to another, in nanoseconds: half the time of a round trip.
///
/// Two threads, pinned to the two logical CPUs, take turns at incrementing a counter. The answer is the best of many
/// slices of 500 round trips: a disturbance can only make a slice look slow. The caller's affinity stays as it is.
///
/// Returns `seconds` after its start at the latest, but for some milliseconds, even if one of the CPUs is busy with
/// something that keeps the thread from running; the thread then ends by itself when it gets to run.
///
/// - Parameter cpu_a: A logical CPU, as Linux numbers them.
/// - Parameter cpu_b: Another one.
/// - Parameter seconds: How long to measure, above 0 and at most 3600. 0.01 is enough where both CPUs are idle.
/// - Returns: 0 if no slice was completed in time; -1 if the CPUs are the same, or a thread cannot be started or pinned
///   to its CPU, or for a bad argument.
double cpeak_core_latency_ns(int cpu_a, int cpu_b, double seconds);

#ifdef __cplusplus
}
#endif

#endif
