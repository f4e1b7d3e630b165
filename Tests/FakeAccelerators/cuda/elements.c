#include "elements.h"
#include "../../../Sources/CGEMM/cuda/cublaslt.h"

#include <math.h>
#include <string.h>

double fake_rounded(double value, int bits) {
    if (value == 0 || !isfinite(value)) {
        return value;
    }
    int exponent;
    double fraction = frexp(value, &exponent);
    return ldexp(nearbyint(ldexp(fraction, bits)), exponent - bits);
}

// A format of a sign, an exponent and a fraction, given by its lower bits.
static double minifloat(unsigned bits, int exponent_bits, int fraction_bits) {
    int bias = (1 << (exponent_bits - 1)) - 1;
    int field = (int)(bits >> fraction_bits) & ((1 << exponent_bits) - 1);
    double fraction = ldexp(bits & ((1u << fraction_bits) - 1), -fraction_bits);
    double magnitude = field == 0 ? ldexp(fraction, 1 - bias) : ldexp(1 + fraction, field - bias);
    return (bits >> (exponent_bits + fraction_bits)) & 1 ? -magnitude : magnitude;
}

double fake_decode(int type, const void *data, int64_t index) {
    unsigned bits;
    float single;
    switch (type) {
    case CUDA_R_64F:
        return ((const double *)data)[index];
    case CUDA_R_32F:
        return ((const float *)data)[index];
    case CUDA_R_16F:
        return (double)((const _Float16 *)data)[index];
    case CUDA_R_16BF:
        bits = (unsigned)((const uint16_t *)data)[index] << 16;
        memcpy(&single, &bits, sizeof single);
        return single;
    case CUDA_R_8F_E4M3:
        bits = ((const uint8_t *)data)[index];
        return (bits & 0x7f) == 0x7f ? NAN : minifloat(bits, 4, 3);
    case CUDA_R_8F_E5M2:
        bits = ((const uint8_t *)data)[index];
        return (bits & 0x7c) != 0x7c ? minifloat(bits, 5, 2) : (bits & 3) != 0 ? NAN : bits >> 7 ? -INFINITY : INFINITY;
    case CUDA_R_4F_E2M1:
        bits = ((const uint8_t *)data)[index / 2];
        return minifloat((index % 2 == 0 ? bits : bits >> 4) & 0xf, 2, 1);
    case CUDA_R_8I:
        return ((const int8_t *)data)[index];
    default:
        return ((const int32_t *)data)[index];
    }
}

void fake_encode(int type, void *data, int64_t index, double value) {
    float single = (float)value;
    uint32_t bits;
    switch (type) {
    case CUDA_R_64F:
        ((double *)data)[index] = value;
        break;
    case CUDA_R_32F:
        ((float *)data)[index] = single;
        break;
    case CUDA_R_16F:
        ((_Float16 *)data)[index] = (_Float16)value;
        break;
    case CUDA_R_16BF:
        memcpy(&bits, &single, sizeof bits);
        bits = isnan(single) ? 0x7fc00000 : bits + 0x7fff + (bits >> 16 & 1);
        ((uint16_t *)data)[index] = (uint16_t)(bits >> 16);
        break;
    default:
        ((int32_t *)data)[index] = (int32_t)value;
    }
}

int64_t fake_bytes(int type, int64_t elements) {
    switch (type) {
    case CUDA_R_64F:
        return 8 * elements;
    case CUDA_R_32F:
    case CUDA_R_32I:
        return 4 * elements;
    case CUDA_R_16F:
    case CUDA_R_16BF:
        return 2 * elements;
    case CUDA_R_4F_E2M1:
        return (elements + 1) / 2;
    default:
        return elements;
    }
}
