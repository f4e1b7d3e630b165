#include "topology.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool hip_address_of(const struct assay_session *session, int device, struct hip_address *address) {
    char text[64] = "";
    return session->libraries.hip.device_address(text, sizeof text, device) == HIP_SUCCESS
        && sscanf(text, "%x:%x:%x.%x", &address->domain, &address->bus, &address->device, &address->function) == 4;
}

bool hip_same_part(const struct hip_address *one, const struct hip_address *other) {
    return one->domain == other->domain && one->bus == other->bus && one->device == other->device;
}

static unsigned rsmi_count(const struct assay_session *session) {
    uint32_t count = 0;
    const bool told = session->libraries.has_rsmi
        && session->libraries.rsmi.device_count(&count) == RSMI_STATUS_SUCCESS;
    return told ? count : 0;
}

// rocm-smi has the partition's number in bits 28 to 31, or in those of the function.
static bool rsmi_address(const struct assay_session *session, unsigned index, struct hip_address *address) {
    uint64_t bits = 0;
    if (session->libraries.rsmi.address(index, &bits) != RSMI_STATUS_SUCCESS) {
        return false;
    }
    const unsigned partition = (unsigned)(bits >> 28 & 0xf), function = (unsigned)(bits & 7);
    *address = (struct hip_address){
        .domain = (unsigned)(bits >> 32),
        .bus = (unsigned)(bits >> 8 & 0xff),
        .device = (unsigned)(bits >> 3 & 0x1f),
        .function = partition != 0 ? partition : function,
    };
    return true;
}

static unsigned shares_of(const struct assay_session *session, const struct hip_address *address) {
    unsigned shares = 0;
    for (unsigned i = 0; i < rsmi_count(session); i++) {
        struct hip_address other;
        shares += rsmi_address(session, i, &other) && hip_same_part(address, &other);
    }
    return shares;
}

int hip_rsmi_device(const struct assay_session *session, int device) {
    struct hip_address address, other;
    if (!hip_address_of(session, device, &address)) {
        return -1;
    }
    const bool alone = shares_of(session, &address) == 1;
    for (unsigned i = 0; i < rsmi_count(session); i++) {
        if (rsmi_address(session, i, &other) && hip_same_part(&address, &other)
            && (alone || address.function == other.function)) {
            return (int)i;
        }
    }
    return -1;
}

// The number that follows a word in a node's properties, one word and number a line.
static unsigned long property(const char *text, const char *word) {
    const size_t length = strlen(word);
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, word, length) == 0 && line[length] == ' ') {
            return strtoul(line + length, NULL, 10);
        }
    }
    return 0;
}

static bool read_text(const char *path, char *text, size_t capacity) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    const size_t length = fread(text, 1, capacity - 1, file);
    text[length] = '\0';
    fclose(file);
    return true;
}

void hip_driver_architecture(const struct assay_session *session, int device, char *architecture, size_t capacity) {
    struct hip_address address;
    glob_t nodes;
    architecture[0] = '\0';
    if (!hip_address_of(session, device, &address)
        || glob("/sys/class/kfd/kfd/topology/nodes/*/properties", 0, NULL, &nodes) != 0) {
        return;
    }
    for (size_t i = 0; i < nodes.gl_pathc; i++) {
        char text[8192];
        if (!read_text(nodes.gl_pathv[i], text, sizeof text)) {
            continue;
        }
        const unsigned long location = property(text, "location_id"), version = property(text, "gfx_target_version");
        if (version != 0 && property(text, "domain") == address.domain && (location >> 8 & 0xff) == address.bus
            && (location >> 3 & 0x1f) == address.device) {
            // 90402 is gfx942, 90010 gfx90a.
            snprintf(architecture, capacity, "gfx%lu%lx%lx", version / 10000, version / 100 % 100, version % 100);
        }
    }
    globfree(&nodes);
}

// Megabytes a second in one direction over four links of 16 bits at 25 GT/s, as the driver counts them.
static const uint64_t sister_bandwidth = 4 * 50000;

// The only device that is reached over four links; -1 if there is none or more than one.
static int sister_of(const struct assay_session *session, int index) {
    int sister = -1;
    for (unsigned i = 0; i < rsmi_count(session); i++) {
        uint64_t least = 0, most = 0;
        if ((int)i == index
            || session->libraries.rsmi.link_bandwidth((uint32_t)index, i, &least, &most) != RSMI_STATUS_SUCCESS
            || most < sister_bandwidth) {
            continue;
        }
        if (sister >= 0) {
            return -1;
        }
        sister = (int)i;
    }
    return sister;
}

static unsigned long order(const struct hip_address *address) {
    return (unsigned long)address->domain << 16 | address->bus << 8 | address->device;
}

void hip_package_of(const struct assay_session *session, int device, const char *architecture, char *package,
                    size_t capacity) {
    struct hip_address address, other;
    unsigned shares = 0;
    char partition[64];
    package[0] = '\0';
    if (!hip_address_of(session, device, &address)) {
        return;
    }
    hip_partition_of(session, device, partition, sizeof partition, &shares);
    if (partition[0] != '\0') {
        snprintf(package, capacity, "%04x:%02x:%02x", address.domain, address.bus, address.device);
        return;
    }
    const int index = hip_rsmi_device(session, device);
    if (index < 0 || session->libraries.rsmi.link_bandwidth == NULL || strcmp(architecture, "gfx90a") != 0) {
        return;
    }
    const int sister = sister_of(session, index);
    if (sister < 0 || sister_of(session, sister) != index || !rsmi_address(session, (unsigned)sister, &other)) {
        return;
    }
    const bool first = order(&address) < order(&other);
    const struct hip_address low = first ? address : other, high = first ? other : address;
    snprintf(package, capacity, "%04x:%02x:%02x and %04x:%02x:%02x", low.domain, low.bus, low.device, high.domain,
             high.bus, high.device);
}

// How many shares each mode makes, where rocm-smi does not list them; as many as there are compute dies in mode CPX.
static unsigned shares_in_mode(const char *mode) {
    return strcmp(mode, "DPX") == 0 ? 2 : strcmp(mode, "TPX") == 0 ? 3 : strcmp(mode, "QPX") == 0 ? 4 : 0;
}

void hip_partition_of(const struct assay_session *session, int device, char *partition, size_t capacity,
                      unsigned *shares) {
    struct hip_address address;
    char mode[32] = "";
    partition[0] = '\0';
    *shares = 0;
    const int index = hip_rsmi_device(session, device);
    if (index < 0 || session->libraries.rsmi.compute_partition == NULL || !hip_address_of(session, device, &address)
        || session->libraries.rsmi.compute_partition((uint32_t)index, mode, sizeof mode) != RSMI_STATUS_SUCCESS
        || mode[0] == '\0' || strcmp(mode, "SPX") == 0) {
        return;
    }
    const unsigned listed = shares_of(session, &address);
    *shares = listed > 1 ? listed : shares_in_mode(mode);
    if (*shares == 0) {
        snprintf(partition, capacity, "%s", mode);
    } else {
        snprintf(partition, capacity, "%s, 1 of %u", mode, *shares);
    }
}
