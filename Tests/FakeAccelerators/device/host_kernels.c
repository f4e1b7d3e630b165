#include "host_kernels.h"

#include <math.h>
#include <string.h>

#define __global__ static
#define __device__ inline

typedef struct {
    unsigned x, y, z, w;
} uint4;

static struct {
    unsigned x;
} blockIdx, blockDim, threadIdx, gridDim;

static inline long long __double_as_longlong(double value) {
    long long bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double __longlong_as_double(long long bits) {
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline unsigned __float_as_uint(float value) {
    unsigned bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline float __uint_as_float(unsigned bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// The text of cgemm_device_kernels(), which build.sh writes.
#include "device_kernels.inc"

static const char *const names[] = {"assay_draw", "assay_flip", "assay_image", "assay_deviation", "assay_read"};

static int index_of(const char *name) {
    for (int i = 0; i < 5; i++) {
        if (strcmp(name, names[i]) == 0) {
            return i;
        }
    }
    return -1;
}

const char *host_kernel_name(const char *name) { return index_of(name) < 0 ? NULL : names[index_of(name)]; }

// An argument of a type.
#define OF(type, i) (*(type *)arguments[i])

static void run_thread(int kernel, void **arguments) {
    switch (kernel) {
    case 0:
        assay_draw(OF(int, 0), OF(void *, 1), OF(u64, 2), OF(u64, 3));
        break;
    case 1:
        assay_flip(OF(int, 0), OF(void *, 1), OF(const void *, 2), OF(u64, 3), OF(u64, 4), OF(u64, 5));
        break;
    case 2:
        assay_image(OF(int, 0), OF(const void *, 1), OF(int, 2), OF(u64, 3), OF(u64, 4), OF(u64, 5), OF(double *, 6));
        break;
    case 3:
        assay_deviation(OF(int, 0), OF(int, 1), OF(const void *, 2), OF(const void *, 3), OF(const double *, 4),
                        OF(u64, 5), OF(u64, 6), OF(u64, 7), OF(u64, 8), OF(double *, 9));
        break;
    case 4:
        assay_read(OF(const uint4 *, 0), OF(u64, 1), OF(unsigned *, 2));
        break;
    }
}

void host_kernel_run(const char *name, unsigned blocks, unsigned threads, void **arguments) {
    int kernel = index_of(name);
    gridDim.x = blocks;
    blockDim.x = threads;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
        for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++) {
            run_thread(kernel, arguments);
        }
    }
}
