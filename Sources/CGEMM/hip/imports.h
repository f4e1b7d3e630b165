// What the functions of each library are called.
#ifndef CGEMM_HIP_IMPORTS_H
#define CGEMM_HIP_IMPORTS_H

#include "../device/search.h"

struct hip_imports {
    const struct cgemm_import *list;
    size_t count;
};

extern const struct hip_imports hip_imports, hiprtc_imports, hipblaslt_imports, rocblas_imports, rsmi_imports;

#endif
