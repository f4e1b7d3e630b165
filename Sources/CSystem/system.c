#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>

#if defined(__linux__)

#include <sched.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

int csystem_shared_memory(size_t byte_count) {
    const int descriptor = memfd_create("assay", MFD_CLOEXEC);
    if (descriptor >= 0 && ftruncate(descriptor, (off_t)byte_count) != 0) {
        const int error = errno;
        close(descriptor);
        errno = error;
        return -1;
    }
    return descriptor;
}

bool csystem_restrict_processors(int count) {
    cpu_set_t allowed, kept;
    if (count < 1 || sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return false;
    }
    CPU_ZERO(&kept);
    for (int processor = CPU_SETSIZE - 1; processor >= 0 && count > 0; processor--) {
        if (CPU_ISSET(processor, &allowed)) {
            CPU_SET(processor, &kept);
            count--;
        }
    }
    return sched_setaffinity(0, sizeof kept, &kept) == 0;
}

double csystem_processor_seconds(int process) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
        return -1;
    }
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

#else

int csystem_shared_memory(size_t byte_count) {
    (void)byte_count;
    errno = ENOSYS;
    return -1;
}

bool csystem_restrict_processors(int count) {
    (void)count;
    return false;
}

double csystem_processor_seconds(int process) {
    (void)process;
    return -1;
}

#endif
