#include "prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What hipBLASLt's kernels may use between launches; enough for every one that its documentation mentions. Where the
// device has no room for it, kernels that need less are left.
static const size_t workspace_choices[] = {128u << 20, 32u << 20, 4u << 20};

static void reserve_workspace(struct assay_session *session) {
    char ignored[1];
    for (size_t i = 0; session->workspace.bytes == 0 && i < sizeof workspace_choices / sizeof *workspace_choices; i++) {
        hip_reserve(session, &session->workspace, workspace_choices[i], (struct hip_message){ignored, sizeof ignored});
    }
}

// Opens the library on the selected device, once. The reason is kept if it cannot be used.
static int32_t need_hipblaslt(struct assay_session *session, struct hip_message message) {
    const struct hip_libraries *libraries = &session->libraries;
    const struct hip_message kept = {session->hipblaslt_reason, sizeof session->hipblaslt_reason};
    if (!libraries->has_hipblaslt) {
        return hip_say(message, ASSAY_UNSUPPORTED, "no hipBLASLt: %s", libraries->hipblaslt_reason);
    }
    if (session->hipblaslt == NULL && kept.text[0] == '\0') {
        void *handle = NULL;
        int version = 0;
        if (hip_check_hipblaslt(libraries->hipblaslt.create(&handle), "hipblasLtCreate", kept) == ASSAY_OK
            && hip_check_hipblaslt(libraries->hipblaslt.version(handle, &version), "hipblasLtGetVersion", kept)
                == ASSAY_OK) {
            session->hipblaslt = handle;
            session->hipblaslt_version = version;
            reserve_workspace(session);
        }
        if (session->hipblaslt != NULL && version < HIPBLASLT_OLDEST_VERSION) {
            hip_say(kept, 0, "hipBLASLt %d.%d is too old: 0.6 or later (ROCm 6.0) is needed", version / 100000,
                    version / 100 % 1000);
        }
    }
    return kept.text[0] == '\0' ? ASSAY_OK : hip_say(message, ASSAY_UNSUPPORTED, "%s", kept.text);
}

// Scales of 2^0 for every block of both operands, in one place: a byte of UE8M0 is the exponent plus 127.
static int32_t set_block_scales(struct assay_session *session, struct assay_prepared *prepared,
                                struct hip_message message) {
    enum { BLOCK = 32, ROWS_AT_ONCE = 256, ONE = 127 };
    const struct hipblaslt_functions *functions = &session->libraries.hipblaslt;
    const struct assay_product *product = &prepared->product;
    const int64_t rows = product->m > product->n ? product->m : product->n;
    const size_t bytes = (size_t)((rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE * ROWS_AT_ONCE * (product->k / BLOCK + 1));
    const int mode = HIPBLASLT_MATMUL_MATRIX_SCALE_VEC32_UE8M0;
    int32_t status = hip_reserve(session, &prepared->scales, bytes, message);
    if (status == ASSAY_OK) {
        status = hip_check(session, session->libraries.hip.fill(prepared->scales.memory, ONE, bytes, session->stream),
                           "hipMemsetAsync", message);
    }
    static const int pointers[] = {HIPBLASLT_MATMUL_DESC_A_SCALE_POINTER, HIPBLASLT_MATMUL_DESC_B_SCALE_POINTER};
    static const int modes[] = {HIPBLASLT_MATMUL_DESC_A_SCALE_MODE, HIPBLASLT_MATMUL_DESC_B_SCALE_MODE};
    for (int i = 0; status == ASSAY_OK && i < 2; i++) {
        status = hip_check_hipblaslt(functions->descriptor_set(prepared->descriptor, pointers[i],
                                                               &prepared->scales.memory, sizeof(void *)),
                                     "hipblasLtMatmulDescSetAttribute", message);
        if (status == ASSAY_OK) {
            status = hip_check_hipblaslt(
                functions->descriptor_set(prepared->descriptor, modes[i], &mode, sizeof mode),
                "hipblasLtMatmulDescSetAttribute", message);
        }
    }
    return status;
}

// The library's matrices are column-major, so that ours are their own transposes in its eyes: it computes
// Cᵀ (n × m) = Bᵀ · Aᵀ with B as its first operand.
static int32_t describe(struct assay_session *session, struct assay_prepared *prepared, struct hip_message message) {
    const struct hipblaslt_functions *functions = &session->libraries.hipblaslt;
    const struct hip_formats *formats = &prepared->formats;
    const uint64_t m = (uint64_t)prepared->product.m, n = (uint64_t)prepared->product.n,
                   k = (uint64_t)prepared->product.k;
    const bool transposed = prepared->product.b_transposed != 0;
    const int operation = transposed ? BLAS_OPERATION_TRANSPOSE : BLAS_OPERATION_NONE;
    int status = functions->descriptor_create(&prepared->descriptor, formats->compute, formats->scale);
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = functions->descriptor_set(prepared->descriptor, HIPBLASLT_MATMUL_DESC_TRANSA, &operation,
                                           sizeof operation);
    }
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = transposed ? functions->layout_create(&prepared->b_layout, formats->input, k, n, (int64_t)k)
                            : functions->layout_create(&prepared->b_layout, formats->input, n, k, (int64_t)n);
    }
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = functions->layout_create(&prepared->a_layout, formats->input, k, m, (int64_t)k);
    }
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = functions->layout_create(&prepared->c_layout, formats->output, n, m, (int64_t)n);
    }
    const int32_t described = hip_check_hipblaslt(status, "describing the product to hipBLASLt", message);
    return described == ASSAY_OK && formats->block_scaled ? set_block_scales(session, prepared, message) : described;
}

void hip_discard_hipblaslt(struct assay_session *session, struct assay_prepared *prepared) {
    const struct hipblaslt_functions *functions = &session->libraries.hipblaslt;
    void **layouts[] = {&prepared->a_layout, &prepared->b_layout, &prepared->c_layout};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
        if (*layouts[i] != NULL) {
            functions->layout_destroy(*layouts[i]);
            *layouts[i] = NULL;
        }
    }
    if (prepared->descriptor != NULL) {
        functions->descriptor_destroy(prepared->descriptor);
        prepared->descriptor = NULL;
    }
    hip_give_back(session, &prepared->scales);
}

// Takes the text of a C++ string and frees it.
static bool take(const struct hipblaslt_functions *functions, struct cxx_string string, char *text, size_t capacity) {
    const bool local = string.length < sizeof string.local;
    snprintf(text, capacity, "%.*s", (int)string.length, local ? string.local : string.text);
    if (!local && functions->cxx_delete != NULL) {
        functions->cxx_delete(string.text);
    }
    return text[0] != '\0';
}

static void name_candidate(const struct assay_session *session, const struct hip_formats *formats,
                           struct hip_candidate *candidate) {
    const struct hipblaslt_functions *functions = &session->libraries.hipblaslt;
    char solution[400] = "";
    bool named = functions->solution_name != NULL
        && take(functions, functions->solution_name(session->hipblaslt, &candidate->algorithm), solution,
                sizeof solution);
    if (!named && functions->kernel_name != NULL) {
        named = take(functions, functions->kernel_name(session->hipblaslt, &candidate->algorithm), solution,
                     sizeof solution);
    }
    if (!named && functions->solution_index != NULL) {
        snprintf(solution, sizeof solution, "solution %d", functions->solution_index(&candidate->algorithm));
    }
    snprintf(candidate->name, sizeof candidate->name, "hipBLASLt %d.%d.%d%s%s%s", session->hipblaslt_version / 100000,
             session->hipblaslt_version / 100 % 1000, session->hipblaslt_version % 100, solution[0] == '\0' ? "" : " ",
             solution, formats->fnuz ? " (OCP elements rewritten into FNUZ)" : "");
}

// hipBLASLt falls back to FP32 without a word where it has no TF32 kernel for a size. Its generated kernels ("Cijk_…")
// have "_MX" in their names if they take FP32 operands as XF32 (tensilelite/Tensile, names of problem types).
static bool is_what_was_asked_for(const struct hip_formats *formats, const char *name) {
    return formats->compute != HIPBLAS_COMPUTE_32F_FAST_TF32 || strstr(name, " Cijk_") == NULL
        || strstr(name, "_MX") != NULL;
}

static int32_t ask(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                   struct hipblaslt_heuristic *results, int *found, struct hip_message message) {
    const struct hipblaslt_functions *functions = &session->libraries.hipblaslt;
    const uint64_t workspace_bytes = session->workspace.bytes;
    void *preference = NULL;
    int status = functions->preference_create(&preference);
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = functions->preference_set(preference, HIPBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &workspace_bytes,
                                           sizeof workspace_bytes);
    }
    if (status == HIPBLAS_STATUS_SUCCESS) {
        status = functions->heuristic(session->hipblaslt, prepared->descriptor, prepared->b_layout,
                                      prepared->a_layout, prepared->c_layout, prepared->c_layout, preference, wanted,
                                      results, found);
    }
    if (preference != NULL) {
        functions->preference_destroy(preference);
    }
    return hip_check_hipblaslt(status, "hipblasLtMatmulAlgoGetHeuristic", message);
}

static int32_t add_candidates(struct assay_session *session, struct assay_prepared *prepared,
                              const struct hipblaslt_heuristic *results, int found, struct hip_message message) {
    bool refused = false;
    const int32_t before = prepared->count;
    for (int i = 0; i < found; i++) {
        if (results[i].state != HIPBLAS_STATUS_SUCCESS || results[i].workspace_bytes > session->workspace.bytes) {
            continue;
        }
        struct hip_candidate *candidate = &prepared->candidates[prepared->count];
        *candidate = (struct hip_candidate){
            .library = HIP_BY_HIPBLASLT,
            .algorithm = results[i].algorithm,
            .workspace_bytes = results[i].workspace_bytes,
        };
        name_candidate(session, &prepared->formats, candidate);
        if (is_what_was_asked_for(&prepared->formats, candidate->name)) {
            prepared->count++;
        } else {
            refused = true;
        }
    }
    if (prepared->count > before) {
        return ASSAY_OK;
    }
    return refused ? hip_say(message, ASSAY_UNSUPPORTED, "hipBLASLt would compute this in FP32: it has no TF32 kernel")
                   : hip_say(message, ASSAY_UNSUPPORTED, "hipBLASLt has no kernel for this product");
}

int32_t hip_search_hipblaslt(struct assay_session *session, struct assay_prepared *prepared, int32_t wanted,
                             struct hip_message message) {
    int found = 0;
    int32_t status = need_hipblaslt(session, message);
    if (status != ASSAY_OK) {
        return status;
    }
    struct hipblaslt_heuristic *results = calloc((size_t)wanted, sizeof *results);
    status = results == NULL ? hip_say(message, ASSAY_FAILED, "out of memory") : describe(session, prepared, message);
    if (status == ASSAY_OK) {
        status = ask(session, prepared, wanted, results, &found, message);
    }
    if (status == ASSAY_OK) {
        status = add_candidates(session, prepared, results, found, message);
    }
    free(results);
    return status;
}

int32_t hip_launch_hipblaslt(struct assay_session *session, const struct assay_prepared *prepared,
                             const struct hip_candidate *candidate, const struct hip_operands *operands,
                             struct hip_message message) {
    const int status = session->libraries.hipblaslt.matmul(
        session->hipblaslt, prepared->descriptor, &prepared->alpha, operands->b, prepared->b_layout, operands->a,
        prepared->a_layout, &prepared->beta, operands->c, prepared->c_layout, operands->c, prepared->c_layout,
        &candidate->algorithm, session->workspace.memory, candidate->workspace_bytes, session->stream);
    return hip_check_hipblaslt(status, "hipblasLtMatmul", message);
}
