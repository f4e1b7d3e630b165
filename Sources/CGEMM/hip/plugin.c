#include "plugin.h"

const struct assay_plugin *assay_hip(void) {
    static const struct assay_plugin plugin = {
        .abi = ASSAY_PLUGIN_ABI,
        .size = sizeof(struct assay_plugin),
        .name = "HIP",
        .version = "1",
        .open = hip_open,
        .close = hip_close,
        .count = hip_count,
        .describe = hip_describe,
        .telemetry = hip_telemetry,
        .select = hip_select,
        .supports = hip_supports,
        .allocate = hip_allocate,
        .release = hip_release,
        .upload = hip_upload,
        .download = hip_download,
        .draw = hip_draw,
        .flip = hip_flip,
        .check = hip_check_product,
        .prepare = hip_prepare,
        .discard = hip_discard,
        .kernel = hip_kernel_name,
        .run = hip_run,
        .bandwidth = hip_bandwidth,
    };
    return &plugin;
}
