// What the parts of FakeCUDA's libcublasLt.so.12 share.
#ifndef FAKE_CUBLASLT_H
#define FAKE_CUBLASLT_H

#include "../../../Sources/CGEMM/cuda/cublaslt.h"

struct fake_desc {
    int compute, scale;
    int32_t left, right;
    int8_t fast;
    int32_t left_mode, right_mode;
    const uint8_t *left_scales, *right_scales;
};

struct fake_layout {
    int type;
    int64_t rows, columns, leading;
};

// What lies in cublasLtMatmulAlgo_t.
struct fake_algorithm {
    int32_t id;
    uint32_t tile, stages;
    int32_t splits;
    uint16_t cluster;
    uint64_t flags;
};

// Whether the library has kernels for it, as cublasLtMatmulAlgoGetHeuristic says.
int fake_supports(int capability, const struct fake_desc *desc, const struct fake_layout *a,
                  const struct fake_layout *b, const struct fake_layout *d);

#endif
