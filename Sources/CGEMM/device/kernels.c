#include "kernels.h"

// Text between the parentheses, as one line: comments go, and macros within are left alone.
#define SOURCE(...) #__VA_ARGS__ "\n"

// docs/worker-protocol.md defines what is drawn, flipped and checked. Elements are assembled from their bits, because
// the headers with the vendors' own small formats are no part of a compiler at run time.
static const char source[] =
    "#if defined(__clang__)\n"
    "#pragma clang fp contract(off)\n"
    "#endif\n"
    "#ifdef __cplusplus\n"
    "#define KERNEL extern \"C\" __global__ void\n"
    "#else\n"
    "#define KERNEL __global__ void\n"
    "#endif\n"

    SOURCE(typedef unsigned long long u64;)

    // The numbers of assay_format.
    SOURCE(enum { FP64 = 0, FP32 = 1, FP16 = 2, BF16 = 3, FP8E4M3 = 4, FP8E5M2 = 5, FP4 = 6, INT8 = 7, INT32 = 8 };)

    SOURCE(static __device__ u64 number(u64 seed, u64 index) {
        u64 z = seed + (index + 1) * 0x9e3779b97f4a7c15ull;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    })

    SOURCE(static __device__ double unit(u64 seed, u64 index) {
        return (double)(long long)number(seed, index) * 0x1p-63;
    })

    // x of the check.
    SOURCE(static __device__ double weight(u64 seed, u64 index) {
        u64 z = number(seed, index);
        double magnitude = (double)(1 + (z & 7));
        return z >> 63 ? -magnitude : magnitude;
    })

    SOURCE(static __device__ u64 first(void) {
        return (u64)blockIdx.x * blockDim.x + threadIdx.x;
    })

    SOURCE(static __device__ u64 stride(void) {
        return (u64)gridDim.x * blockDim.x;
    })

    // The small format with so many fraction bits, rounded to nearest even; `sign` is the bit that stands for minus. The
    // value is not beyond the largest of the format.
    SOURCE(static __device__ unsigned encoded(double value, int fraction_bits, int bias, unsigned sign) {
        u64 bits = (u64)__double_as_longlong(value);
        unsigned negative = bits >> 63 ? sign : 0;
        int exponent = (int)((bits >> 52) & 0x7ff) - 1023;
        u64 significand = (bits & 0xfffffffffffffull) | 0x10000000000000ull;
        int least = 1 - bias;
        int shift = 52 - fraction_bits + (exponent < least ? least - exponent : 0);
        if (shift > 54) {
            return negative;
        }
        u64 units = significand >> shift;
        u64 rest = significand & ((1ull << shift) - 1);
        u64 half = 1ull << (shift - 1);
        units += rest > half || (rest == half && (units & 1));
        int field = exponent < least ? 0 : exponent - least;
        return negative | (unsigned)(((u64)field << fraction_bits) + units);
    })

    SOURCE(static __device__ double decoded(unsigned magnitude, int fraction_bits, int bias) {
        unsigned field = magnitude >> fraction_bits;
        u64 fraction = magnitude & ((1u << fraction_bits) - 1);
        if (field == 0) {
            return (double)fraction * __longlong_as_double((long long)(1024 - bias - fraction_bits) << 52);
        }
        u64 bits = (u64)(field + 1023 - bias) << 52 | fraction << (52 - fraction_bits);
        return __longlong_as_double((long long)bits);
    })

    // Where the highest exponent stands for infinity and NaN.
    SOURCE(static __device__ double decoded_ieee(unsigned magnitude, int fraction_bits, int bias) {
        unsigned infinity = (unsigned)(2 * bias + 1) << fraction_bits;
        if (magnitude >= infinity) {
            return __longlong_as_double(magnitude == infinity ? 0x7ff0000000000000ll : 0x7ff8000000000000ll);
        }
        return decoded(magnitude, fraction_bits, bias);
    })

    SOURCE(static __device__ double loaded(int format, const void *from, u64 index) {
        unsigned bits;
        double magnitude;
        switch (format) {
        case FP64:
            return ((const double *)from)[index];
        case FP32:
            return (double)((const float *)from)[index];
        case BF16:
            return (double)__uint_as_float((unsigned)((const unsigned short *)from)[index] << 16);
        case INT8:
            return (double)((const signed char *)from)[index];
        case INT32:
            return (double)((const int *)from)[index];
        case FP16:
            bits = ((const unsigned short *)from)[index];
            magnitude = decoded_ieee(bits & 0x7fff, 10, 15);
            return bits >> 15 ? -magnitude : magnitude;
        case FP8E4M3:
            bits = ((const unsigned char *)from)[index];
            magnitude = (bits & 0x7f) == 0x7f ? __longlong_as_double(0x7ff8000000000000ll) : decoded(bits & 0x7f, 3, 7);
            return bits >> 7 ? -magnitude : magnitude;
        case FP8E5M2:
            bits = ((const unsigned char *)from)[index];
            magnitude = decoded_ieee(bits & 0x7f, 2, 15);
            return bits >> 7 ? -magnitude : magnitude;
        default:
            bits = (((const unsigned char *)from)[index >> 1] >> (index & 1) * 4) & 0xf;
            magnitude = decoded(bits & 7, 1, 1);
            return bits >> 3 ? -magnitude : magnitude;
        }
    })

    SOURCE(static __device__ unsigned four_bits(u64 seed, u64 index) {
        return encoded(6 * unit(seed, index), 1, 1, 8);
    })

    SOURCE(static __device__ void store(int format, void *to, u64 index, u64 seed) {
        double value = unit(seed, index);
        unsigned bits;
        switch (format) {
        case FP64:
            ((double *)to)[index] = value;
            break;
        case FP32:
            ((float *)to)[index] = (float)value;
            break;
        case BF16:
            bits = __float_as_uint((float)value);
            ((unsigned short *)to)[index] = (unsigned short)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
            break;
        case FP16:
            ((unsigned short *)to)[index] = (unsigned short)encoded(value, 10, 15, 0x8000);
            break;
        case FP8E4M3:
            ((unsigned char *)to)[index] = (unsigned char)encoded(value, 3, 7, 0x80);
            break;
        case FP8E5M2:
            ((unsigned char *)to)[index] = (unsigned char)encoded(value, 2, 15, 0x80);
            break;
        default:
            value = floor(-127 + (value + 1) * 127.5);
            value = value > 127 ? 127 : value;
            ((signed char *)to)[index] = (signed char)(int)value;
        }
    })

    SOURCE(KERNEL assay_draw(int format, void *to, u64 count, u64 seed) {
        if (format == FP4) {
            for (u64 i = first(); i < (count + 1) / 2; i += stride()) {
                unsigned high = 2 * i + 1 < count ? four_bits(seed, 2 * i + 1) : 0;
                ((unsigned char *)to)[i] = (unsigned char)(four_bits(seed, 2 * i) | high << 4);
            }
            return;
        }
        for (u64 i = first(); i < count; i += stride()) {
            store(format, to, i, seed);
        }
    })

    SOURCE(static __device__ unsigned negated(u64 index, u64 columns, u64 seed) {
        return (unsigned)((number(seed, index / columns) ^ number(~seed, index % columns)) >> 63);
    })

    SOURCE(KERNEL assay_flip(int format, void *to, const void *from, u64 rows, u64 columns, u64 seed) {
        u64 count = rows * columns;
        if (format == FP4) {
            for (u64 i = first(); i < (count + 1) / 2; i += stride()) {
                unsigned signs = negated(2 * i, columns, seed) << 3;
                signs |= 2 * i + 1 < count ? negated(2 * i + 1, columns, seed) << 7 : 0;
                ((unsigned char *)to)[i] = (unsigned char)(((const unsigned char *)from)[i] ^ signs);
            }
            return;
        }
        for (u64 i = first(); i < count; i += stride()) {
            unsigned sign = negated(i, columns, seed);
            switch (format) {
            case FP64:
                ((u64 *)to)[i] = ((const u64 *)from)[i] ^ (u64)sign << 63;
                break;
            case FP32:
                ((unsigned *)to)[i] = ((const unsigned *)from)[i] ^ sign << 31;
                break;
            case FP16:
            case BF16:
                ((unsigned short *)to)[i] = (unsigned short)(((const unsigned short *)from)[i] ^ sign << 15);
                break;
            case INT8:
                ((signed char *)to)[i] =
                    (signed char)(sign ? -((const signed char *)from)[i] : ((const signed char *)from)[i]);
                break;
            default:
                ((unsigned char *)to)[i] = (unsigned char)(((const unsigned char *)from)[i] ^ sign << 7);
            }
        }
    })

    // A thread reads a row, or a column beside its neighbours' columns: either way a line of the cache is read once.
    SOURCE(KERNEL assay_image(int format, const void *b, int transposed, u64 n, u64 k, u64 seed, double *image) {
        for (u64 p = first(); p < k; p += stride()) {
            double sum = 0;
            for (u64 j = 0; j < n; j++) {
                sum += loaded(format, b, transposed ? j * k + p : p * n + j) * weight(seed, j);
            }
            image[p] = sum;
        }
    })

    SOURCE(KERNEL assay_deviation(int input, int output, const void *a, const void *c, const double *image, u64 m, u64 n,
                                  u64 k, u64 seed, double *deviation) {
        for (u64 i = first(); i < m; i += stride()) {
            double expected = 0;
            for (u64 p = 0; p < k; p++) {
                expected += loaded(input, a, i * k + p) * image[p];
            }
            double sum = 0;
            for (u64 j = 0; j < n; j++) {
                sum += loaded(output, c, i * n + j) * weight(seed, j);
            }
            deviation[i] = fabs(sum - expected);
        }
    })

    // Four independent sums keep four reads of 16 bytes under way in every thread.
    SOURCE(KERNEL assay_read(const uint4 *from, u64 count, unsigned *sums) {
        unsigned sum0 = 0;
        unsigned sum1 = 0;
        unsigned sum2 = 0;
        unsigned sum3 = 0;
        u64 step = stride();
        u64 i = first();
        for (; i + 3 * step < count; i += 4 * step) {
            uint4 word0 = from[i];
            uint4 word1 = from[i + step];
            uint4 word2 = from[i + 2 * step];
            uint4 word3 = from[i + 3 * step];
            sum0 ^= word0.x ^ word0.y ^ word0.z ^ word0.w;
            sum1 ^= word1.x ^ word1.y ^ word1.z ^ word1.w;
            sum2 ^= word2.x ^ word2.y ^ word2.z ^ word2.w;
            sum3 ^= word3.x ^ word3.y ^ word3.z ^ word3.w;
        }
        for (; i < count; i += step) {
            uint4 word = from[i];
            sum0 ^= word.x ^ word.y ^ word.z ^ word.w;
        }
        sums[first()] = sum0 ^ sum1 ^ sum2 ^ sum3;
    });

const char *cgemm_device_kernels(void) {
    return source;
}
