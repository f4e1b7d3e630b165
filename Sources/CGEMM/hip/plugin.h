// The functions of the plug-in, as assay_plugin.h describes them.
#ifndef CGEMM_HIP_PLUGIN_H
#define CGEMM_HIP_PLUGIN_H

#include "session.h"

int32_t hip_open(struct assay_session **session, char *message, size_t capacity);
void hip_close(struct assay_session *session);
int32_t hip_count(struct assay_session *session, int32_t *devices, char *message, size_t capacity);
int32_t hip_describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                     size_t capacity);
int32_t hip_telemetry(struct assay_session *session, int32_t device, struct assay_telemetry *result, char *message,
                      size_t capacity);
int32_t hip_select(struct assay_session *session, int32_t device, char *message, size_t capacity);
int32_t hip_supports(struct assay_session *session, const struct assay_product *product, char *message,
                     size_t capacity);

int32_t hip_allocate(struct assay_session *session, uint64_t bytes, uint64_t *memory, char *message, size_t capacity);
void hip_release(struct assay_session *session, uint64_t memory);
int32_t hip_upload(struct assay_session *session, uint64_t memory, const void *from, uint64_t bytes, char *message,
                   size_t capacity);
int32_t hip_download(struct assay_session *session, void *to, uint64_t memory, uint64_t bytes, char *message,
                     size_t capacity);

int32_t hip_draw(struct assay_session *session, int32_t format, uint64_t memory, uint64_t count, uint64_t seed,
                 char *message, size_t capacity);
int32_t hip_flip(struct assay_session *session, int32_t format, uint64_t to, uint64_t from, uint64_t rows,
                 uint64_t columns, uint64_t seed, char *message, size_t capacity);
int32_t hip_check_product(struct assay_session *session, const struct assay_product *product, uint64_t a, uint64_t b,
                          uint64_t c, uint64_t seed, double *largest, uint64_t *row, char *message, size_t capacity);

int32_t hip_prepare(struct assay_session *session, const struct assay_product *product, int32_t wanted,
                    struct assay_prepared **prepared, int32_t *kernels, char *message, size_t capacity);
void hip_discard(struct assay_session *session, struct assay_prepared *prepared);
const char *hip_kernel_name(const struct assay_prepared *prepared, int32_t kernel);
int32_t hip_run(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel, const uint64_t *a,
                const uint64_t *b, const uint64_t *c, int32_t sets, int32_t count, double *seconds, char *message,
                size_t capacity);
int32_t hip_bandwidth(struct assay_session *session, int32_t kind, int32_t peer, uint64_t bytes, int32_t count,
                      double *seconds, uint64_t *moved, char *message, size_t capacity);

#endif
