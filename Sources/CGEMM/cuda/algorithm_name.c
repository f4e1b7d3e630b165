#include "prepared.h"

#include <stdio.h>
#include <string.h>

static bool config(const struct cublaslt *blas, const cublaslt_algorithm *algorithm, int attribute, void *value,
                   size_t bytes) {
    size_t written = 0;
    return blas->algorithm_config(algorithm, attribute, value, bytes, &written) == CUBLAS_STATUS_SUCCESS;
}

// cublasLtMatmulTile_t. Up to 35 the numbers follow no rule.
static const short first_tiles[][2] = {
    {0, 0},    {8, 8},    {8, 16},    {16, 8},    {8, 32},    {16, 16},   {32, 8},    {8, 64},   {16, 32},
    {32, 16},  {64, 8},   {32, 32},   {32, 64},   {64, 32},   {32, 128},  {64, 64},   {128, 32}, {64, 128},
    {128, 64}, {64, 256}, {128, 128}, {256, 64},  {64, 512},  {128, 256}, {256, 128}, {512, 64}, {64, 96},
    {96, 64},  {96, 128}, {128, 160}, {160, 128}, {192, 128}, {128, 192}, {128, 96},  {32, 256}, {256, 32},
};
static const short last_tiles[][2] = {
    {256, 512}, {256, 1024}, {512, 512}, {512, 1024}, {4, 1},   {8, 1},   {16, 1},  {24, 1},
    {32, 1},    {40, 1},     {48, 1},    {64, 1},     {128, 1}, {192, 1}, {256, 1},
};
enum {
    FIRST_TILES = sizeof first_tiles / sizeof first_tiles[0],
    LAST_TILES = sizeof last_tiles / sizeof last_tiles[0],
    LARGEST_TILE = 49152,
    LARGEST_LATER_TILE = 65536,
};

static bool is_first(int rows, int columns) {
    for (int i = 0; i < FIRST_TILES; i++) {
        if (first_tiles[i][0] == rows && first_tiles[i][1] == columns) {
            return true;
        }
    }
    return false;
}

// From 36 on first all tiles whose columns are a multiple of 64, row by row, then, of some rows, all others: those that
// are not too large and have no number yet. Compared with the 645 of cuBLAS 13.10.
static bool find_tile(unsigned id, int *rows, int *columns) {
    static const short later_rows[] = {64, 128, 192, 256, 320, 384, 448, 512, 576, 640, 704, 768};
    unsigned next = FIRST_TILES;
    if (id < FIRST_TILES) {
        *rows = first_tiles[id][0];
        *columns = first_tiles[id][1];
        return id > 0;
    }
    for (*rows = 8; *rows <= 768; *rows += 8) {
        for (*columns = 64; *columns <= 768; *columns += 64) {
            if (*rows * *columns <= LARGEST_TILE && !is_first(*rows, *columns) && next++ == id) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < sizeof later_rows / sizeof later_rows[0]; i++) {
        *rows = later_rows[i];
        for (*columns = 8; *columns <= 768; *columns += 8) {
            bool before = *columns % 64 == 0 && *rows * *columns <= LARGEST_TILE;
            if (!before && *rows * *columns <= LARGEST_LATER_TILE && !is_first(*rows, *columns) && next++ == id) {
                return true;
            }
        }
    }
    if (id - next < LAST_TILES) {
        *rows = last_tiles[id - next][0];
        *columns = last_tiles[id - next][1];
        return true;
    }
    return false;
}

// cublasLtMatmulStages_t.
static const char *const stages[] = {
    NULL,    "16x1",  "16x2",   "16x3",    "16x4",    "16x5",    "16x6",     "32x1",     "32x2",     "32x3",
    "32x4",  "32x5",  "32x6",   "64x1",    "64x2",    "64x3",    "64x4",     "64x5",     "64x6",     "128x1",
    "128x2", "128x3", "128x4",  "128x5",   "128x6",   "32x10",   "8x4",      "16x10",    "8x5",      "16x80",
    "64x80", "8x3",   "8xauto", "16xauto", "32xauto", "64xauto", "128xauto", "256xauto", "768xauto",
};

// cublasLtClusterShape_t.
static const char *const clusters[] = {
    NULL,   NULL,   "1x1",  "2x1",  "4x1", "1x2", "2x2", "4x2",  "1x4",  "2x4",  "4x4",  "8x1",  "1x8",
    "8x2",  "2x8",  "16x1", "1x16", "3x1", "5x1", "6x1", "7x1",  "9x1",  "10x1", "11x1", "12x1", "13x1",
    "14x1", "15x1", "3x2",  "5x2",  "6x2", "7x2", "1x3", "2x3",  "3x3",  "4x3",  "5x3",  "3x4",  "1x5",
    "2x5",  "3x5",  "1x6",  "2x6",  "1x7", "2x7", "1x9", "1x10", "1x11", "1x12", "1x13", "1x14", "1x15",
};

static void append(char *name, size_t capacity, const char *before, const char *what, const char *after) {
    size_t used = strlen(name);
    snprintf(name + used, capacity - used, "%s%s%s", before, what, after);
}

static void append_named(char *name, size_t capacity, const char *before, unsigned id, const char *const *table,
                         size_t count) {
    char number[16];
    snprintf(number, sizeof number, "no. %u", id);
    if (id != 0) {
        append(name, capacity, before, id < count && table[id] != NULL ? table[id] : number, "");
    }
}

static void append_arithmetic(uint64_t flags, char *name, size_t capacity) {
    if ((flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_TENSOR_OP_MASK) != 0) {
        append(name, capacity, ", ", "tensor cores", "");
    } else if ((flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_FMA) != 0) {
        append(name, capacity, ", ", "CUDA cores", "");
    }
    const char *sum = (flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_16F) != 0   ? "FP16"
                      : (flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32F) != 0 ? "FP32"
                      : (flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_64F) != 0 ? "FP64"
                      : (flags & CUBLASLT_NUMERICAL_IMPL_FLAGS_ACCUMULATOR_32I) != 0 ? "INT32"
                                                                                     : NULL;
    if (sum != NULL) {
        append(name, capacity, ", sum in ", sum, "");
    }
}

void cgemm_cuda_name_algorithm(const struct cublaslt *blas, const cublaslt_algorithm *algorithm, char *name,
                               size_t capacity) {
    int32_t id = 0, splits = 0;
    uint32_t tile = 0, stage = 0;
    uint16_t cluster = 0;
    uint64_t flags = 0;
    int rows, columns;
    char text[32];
    config(blas, algorithm, CUBLASLT_ALGO_CONFIG_ID, &id, sizeof id);
    snprintf(name, capacity, "cuBLASLt algorithm %d", id);
    if (config(blas, algorithm, CUBLASLT_ALGO_CONFIG_TILE_ID, &tile, sizeof tile) && tile != 0) {
        bool known = find_tile(tile, &rows, &columns);
        snprintf(text, sizeof text, known ? "%dx%d" : "no. %d", known ? rows : (int)tile, columns);
        append(name, capacity, ", tile ", text, "");
    }
    if (config(blas, algorithm, CUBLASLT_ALGO_CONFIG_STAGES_ID, &stage, sizeof stage)) {
        append_named(name, capacity, ", stages ", stage, stages, sizeof stages / sizeof stages[0]);
    }
    if (config(blas, algorithm, CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID, &cluster, sizeof cluster)) {
        append_named(name, capacity, ", cluster ", cluster, clusters, sizeof clusters / sizeof clusters[0]);
    }
    if (config(blas, algorithm, CUBLASLT_ALGO_CONFIG_SPLITK_NUM, &splits, sizeof splits) && splits > 1) {
        snprintf(text, sizeof text, "%d", splits);
        append(name, capacity, ", k split by ", text, "");
    }
    size_t written = 0;
    if (blas->algorithm_capability(algorithm, CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS, &flags, sizeof flags, &written) ==
        CUBLAS_STATUS_SUCCESS) {
        append_arithmetic(flags, name, capacity);
    }
}
