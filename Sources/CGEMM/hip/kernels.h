// The kernels that hipRTC compiles for the selected device.
#ifndef CGEMM_HIP_KERNELS_H
#define CGEMM_HIP_KERNELS_H

#include "session.h"

enum { HIP_THREADS_A_BLOCK = 256 };

// Compiles them, once. ASSAY_UNSUPPORTED, with the reason, where there is no hipRTC or it does not compile them.
int32_t hip_need_kernels(struct assay_session *session, struct hip_message message);

// How many blocks serve so many elements, one a thread, or as many as keep the device busy if that is less.
unsigned hip_blocks_for(const struct assay_session *session, uint64_t elements);

// Starts a kernel on the session's stream.
int32_t hip_start(struct assay_session *session, enum hip_kernel kernel, unsigned blocks, void **arguments,
                  struct hip_message message);

#endif
