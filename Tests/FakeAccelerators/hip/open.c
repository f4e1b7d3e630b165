// Opens the HIP plug-in as a worker would, in a process of its own, and tells how it ended: a line with the status, one
// with the number of devices, one with the message.
#include "assay_plugin.h"

#include <stdio.h>

int main(void) {
    const struct assay_plugin *plugin = assay_hip();
    struct assay_session *session = NULL;
    char message[1024] = "";
    int32_t devices = 0, status = plugin->open(&session, message, sizeof message);
    if (status == ASSAY_OK) {
        status = plugin->count(session, &devices, message, sizeof message);
        plugin->close(session);
    }
    printf("%d\n%d\n%s\n", status, devices, message);
    return 0;
}
