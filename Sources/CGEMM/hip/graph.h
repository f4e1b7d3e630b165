// Launches that are recorded once and repeated, so that the host does not hold up small products.
#ifndef CGEMM_HIP_GRAPH_H
#define CGEMM_HIP_GRAPH_H

#include "prepared.h"

// Makes the prepared product's recording that of these operands, if it is not; for at most `count` launches. What goes
// wrong is no failure: products are launched one by one then.
void hip_record(struct assay_session *session, struct assay_prepared *prepared, int32_t kernel,
                const struct hip_operands *operands, int32_t sets, int32_t count);

// Whether the recording is one of these operands, for whole rounds of all sets or for fewer launches than that.
bool hip_is_recorded(const struct hip_graph *graph, int32_t kernel, const struct hip_operands *operands, int32_t sets);

#endif
