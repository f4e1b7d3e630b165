// The kernels that draw, flip, check and read on an accelerator, as source for a compiler at run time (NVRTC, hipRTC).
#ifndef CGEMM_DEVICE_KERNELS_H
#define CGEMM_DEVICE_KERNELS_H

// The source: CUDA C++ that is HIP C++ and, with a few definitions before it, C. Nothing is included, no shared memory
// and no barrier is used, so a grid of any one-dimensional size gives the same result. Numbers of 64 bits are
// `unsigned long long` (u64), formats those of `assay_format`. Compile it without contraction to fused
// multiply-adds (`--fmad=false`, `-ffp-contract=off`): drawing is exact to the bit.
//
//     assay_draw(int format, void *to, u64 count, u64 seed)
//     assay_flip(int format, void *to, const void *from, u64 rows, u64 columns, u64 seed)
//     assay_image(int format, const void *b, int transposed, u64 n, u64 k, u64 seed, double *image)
//         image[p] = (B·x)[p] for p < k
//     assay_deviation(int input, int output, const void *a, const void *c, const double *image, u64 m, u64 n, u64 k,
//                     u64 seed, double *deviation)
//         deviation[i] = |(C·x)[i] - (A·image)[i]| for i < m; infinite or NaN where C is
//     assay_read(const uint4 *from, u64 count, unsigned *sums)
//         sums[t] = the exclusive or of all words that thread t has read; one for each thread of the grid
const char *cgemm_device_kernels(void);

#endif
