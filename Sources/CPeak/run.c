#define _GNU_SOURCE
#include "kernel.h"
#include "monotonic.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

// What the threads of one run share.
struct run {
    const struct kernel *kernel;
    struct inputs inputs;
    double seconds;
    unsigned threads;
    atomic_uint arrived;
    atomic_bool abandoned;
};

// One thread, and what it alone writes.
struct worker {
    struct run *run;
    pthread_t thread;
    double start, end;
    double passes;
};

// Waits until every thread of the run has arrived. Spins rather than sleeps, so that no thread starts late by the time
// it takes to wake. Returns false if the run was abandoned.
static bool start_together(struct run *run) {
    atomic_fetch_add(&run->arrived, 1);
    while (atomic_load(&run->arrived) < run->threads) {
        if (atomic_load(&run->abandoned)) {
            return false;
        }
        sched_yield();
    }
    return true;
}

static void *work(void *argument) {
    struct worker *worker = argument;
    const struct kernel *kernel = worker->run->kernel;
    const struct inputs *inputs = &worker->run->inputs;
    const unsigned chunk = kernel->loop.passes_per_chunk;
    struct sums sums;
    kernel->execute(inputs, chunk, &sums); // brings the code in and wakes the vector units
    if (!start_together(worker->run)) {
        return NULL;
    }
    double passes = 0;
    const double start = monotonic_seconds();
    const double deadline = start + worker->run->seconds;
    double now;
    do {
        kernel->execute(inputs, chunk, &sums);
        passes += chunk;
        now = monotonic_seconds();
    } while (now < deadline);
    worker->start = start;
    worker->end = now;
    worker->passes = passes;
    return NULL;
}

// Runs every worker, the first on the calling thread, and waits for all. Returns 0 or the error of pthread_create.
static int run_workers(struct run *run, struct worker *workers) {
    int error = 0;
    unsigned started = 1;
    while (started < run->threads && error == 0) {
        error = pthread_create(&workers[started].thread, NULL, work, &workers[started]);
        started += error == 0;
    }
    if (error == 0) {
        work(&workers[0]);
    } else {
        atomic_store(&run->abandoned, true);
    }
    for (unsigned i = 1; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    return error;
}

static struct cpeak_run_result sum(const struct run *run, const struct worker *workers) {
    double start = workers[0].start, end = workers[0].end, passes = 0;
    for (unsigned i = 0; i < run->threads; i++) {
        start = workers[i].start < start ? workers[i].start : start;
        end = workers[i].end > end ? workers[i].end : end;
        passes += workers[i].passes;
    }
    const struct kernel *kernel = run->kernel;
    const double operations_per_pass = 2.0 * kernel->loop.accumulators * operations_of(kernel);
    return (struct cpeak_run_result){
        .operations = passes * operations_per_pass,
        .seconds = end - start,
        .operations_per_second = passes * operations_per_pass / (end - start),
    };
}

// Fills the widest register with an instruction's operands.
static void widen(const struct operands *operands, struct inputs *inputs) {
    for (size_t i = 0; i < WIDEST_PATTERNS; i++) {
        inputs->plus[i] = operands->plus;
        inputs->minus[i] = operands->minus;
        inputs->factor[i] = inputs->start[i] = operands->factor;
    }
}

int cpeak_run(const struct cpeak_kernel *kernel, unsigned threads, double seconds, struct cpeak_run_result *out) {
    if (kernel == NULL || out == NULL || threads == 0 || !isfinite(seconds) || seconds <= 0) {
        return EINVAL;
    }
    if (!cpeak_kernel_available(kernel)) {
        return ENOTSUP;
    }
    struct run run = {.kernel = kernel_of(kernel), .seconds = seconds, .threads = threads};
    int error = run.kernel->prepare == NULL ? 0 : run.kernel->prepare();
    if (error != 0) {
        return error;
    }
    widen(&run.kernel->operands, &run.inputs);
    struct worker *workers = calloc(threads, sizeof *workers);
    if (workers == NULL) {
        return ENOMEM;
    }
    for (unsigned i = 0; i < threads; i++) {
        workers[i].run = &run;
    }
    error = run_workers(&run, workers);
    if (error == 0) {
        *out = sum(&run, workers);
    }
    free(workers);
    return error;
}
