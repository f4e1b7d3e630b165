#include "architecture.h"
#include "plugin.h"
#include "topology.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

// AMD's identifiers are 16 hexadecimal digits in letters; others are bytes.
static void write_uuid(const struct assay_session *session, int device, char *text, size_t capacity) {
    struct hip_uuid uuid = {{0}};
    const size_t count = sizeof uuid.bytes;
    if (session->libraries.hip.device_uuid == NULL
        || session->libraries.hip.device_uuid(&uuid, device) != HIP_SUCCESS) {
        return;
    }
    size_t digits = 0, set = 0;
    for (size_t i = 0; i < count; i++) {
        digits += isxdigit((unsigned char)uuid.bytes[i]) != 0;
        set += uuid.bytes[i] != 0;
    }
    if (digits == count) {
        snprintf(text, capacity, "GPU-%.16s", uuid.bytes);
        return;
    }
    for (size_t i = 0; set != 0 && i < count; i++) {
        const size_t used = strlen(text);
        snprintf(text + used, capacity - used, "%02x", (unsigned char)uuid.bytes[i]);
    }
}

static uint32_t system_number(const struct hip_address *address, const char *file) {
    char path[128];
    unsigned number = 0;
    // To the system the partitions of a part are one device, of function 0.
    snprintf(path, sizeof path, "/sys/bus/pci/devices/%04x:%02x:%02x.0/%s", address->domain, address->bus,
             address->device, file);
    FILE *opened = fopen(path, "r");
    if (opened != NULL) {
        if (fscanf(opened, "%x", &number) != 1) {
            number = 0;
        }
        fclose(opened);
    }
    return number;
}

// What rocm-smi says, or else the system.
static uint32_t pci_number(int (*read)(uint32_t, uint16_t *), int index, const struct hip_address *address,
                           const char *file) {
    uint16_t number = 0;
    if (index >= 0 && read != NULL && read((uint32_t)index, &number) == RSMI_STATUS_SUCCESS && number != 0) {
        return number;
    }
    return system_number(address, file);
}

static void write_pci(const struct assay_session *session, int device, int index, struct assay_device *result) {
    const struct rsmi_functions *rsmi = &session->libraries.rsmi;
    struct hip_address address;
    if (!hip_address_of(session, device, &address)) {
        return;
    }
    session->libraries.hip.device_address(result->pci_address, sizeof result->pci_address, device);
    result->pci_vendor = pci_number(rsmi->pci_vendor, index, &address, "vendor");
    result->pci_device = pci_number(rsmi->pci_device, index, &address, "device");
    result->pci_subsystem_vendor = pci_number(rsmi->pci_subsystem_vendor, index, &address, "subsystem_vendor");
    result->pci_subsystem_device = pci_number(rsmi->pci_subsystem, index, &address, "subsystem_device");
}

static void write_memory(const struct assay_session *session, int device, int index, struct assay_device *result) {
    const struct hip_libraries *libraries = &session->libraries;
    size_t total = 0, free = 0;
    uint64_t used = 0, blocks = 0;
    int cache = 0, corrects = 0;
    if (libraries->hip.device_memory(&total, device) == HIP_SUCCESS) {
        result->memory_bytes = total;
    }
    // HIP tells what is free only of a device in use, for which it takes memory.
    if (device == session->device && libraries->hip.memory_info(&free, &total) == HIP_SUCCESS) {
        result->free_bytes = free;
    } else if (index >= 0 && libraries->rsmi.memory_usage != NULL
               && libraries->rsmi.memory_usage((uint32_t)index, RSMI_MEM_TYPE_VRAM, &used) == RSMI_STATUS_SUCCESS
               && used <= result->memory_bytes) {
        result->free_bytes = result->memory_bytes - used;
    }
    if (libraries->hip.device_attribute(&cache, HIP_ATTRIBUTE_L2_CACHE_SIZE, device) == HIP_SUCCESS && cache > 0) {
        result->cache_bytes = (uint64_t)cache;
    }
    result->ecc = -1;
    if (index >= 0 && libraries->rsmi.ecc_enabled != NULL
        && libraries->rsmi.ecc_enabled((uint32_t)index, &blocks) == RSMI_STATUS_SUCCESS) {
        result->ecc = (blocks & RSMI_GPU_BLOCK_UMC) != 0;
    } else if (libraries->hip.device_attribute(&corrects, HIP_ATTRIBUTE_ECC_ENABLED, device) == HIP_SUCCESS
               && corrects != 0) {
        // HIP says 0 too where it does not know.
        result->ecc = 1;
    }
}

static void append(char *text, size_t capacity, const char *name, const char *version) {
    const size_t used = strlen(text);
    snprintf(text + used, capacity - used, "%s%s%s%s", used == 0 ? "" : ", ", name, version[0] == '\0' ? "" : " ",
             version);
}

static void write_libraries(const struct assay_session *session, struct assay_device *result) {
    const struct hip_libraries *libraries = &session->libraries;
    char version[64];
    snprintf(version, sizeof version, "%d.%d.%d", libraries->hip_version / 10000000,
             libraries->hip_version / 100000 % 100, libraries->hip_version % 100000);
    append(result->libraries, sizeof result->libraries, "HIP", libraries->hip_version == 0 ? "" : version);
    if (libraries->has_hipblaslt) {
        // "0.12.60401"; a name that ends after its first number tells no version.
        const bool told = strchr(libraries->hipblaslt_file, '.') != NULL;
        append(result->libraries, sizeof result->libraries, "hipBLASLt", told ? libraries->hipblaslt_file : "");
    }
    if (libraries->has_rocblas) {
        version[0] = '\0';
        libraries->rocblas.version(version, sizeof version);
        append(result->libraries, sizeof result->libraries, "rocBLAS", version);
    }
    if (libraries->has_hiprtc) {
        append(result->libraries, sizeof result->libraries, "hipRTC", "");
    }
    if (libraries->has_rsmi) {
        append(result->libraries, sizeof result->libraries, "rocm-smi", "");
    }
}

int32_t hip_describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                     size_t capacity) {
    const struct hip_libraries *libraries = &session->libraries;
    int processors = 0;
    unsigned shares = 0;
    memset(result, 0, sizeof *result);
    const int32_t status =
        hip_check(session, libraries->hip.device_name(result->name, (int)sizeof result->name, device),
                  "hipDeviceGetName", (struct hip_message){message, capacity});
    if (status != ASSAY_OK) {
        return status;
    }
    const int index = hip_rsmi_device(session, device);
    if (result->name[0] == '\0' && index >= 0 && libraries->rsmi.name != NULL) {
        libraries->rsmi.name((uint32_t)index, result->name, sizeof result->name);
    }
    hip_architecture_of(session, device, result->architecture, sizeof result->architecture);
    write_uuid(session, device, result->uuid, sizeof result->uuid);
    write_pci(session, device, index, result);
    write_memory(session, device, index, result);
    write_libraries(session, result);
    const char *vendor = result->pci_vendor == 0x1002 ? "AMD" : result->pci_vendor == 0x1d94 ? "Hygon" : "";
    snprintf(result->vendor, sizeof result->vendor, "%s", vendor);
    if (libraries->hip.device_attribute(&processors, HIP_ATTRIBUTE_MULTIPROCESSOR_COUNT, device) == HIP_SUCCESS) {
        result->processors = (uint32_t)processors;
    }
    hip_partition_of(session, device, result->partition, sizeof result->partition, &shares);
    result->whole_processors = result->processors * shares;
    hip_package_of(session, device, result->architecture, result->package, sizeof result->package);
    if (libraries->has_rsmi && libraries->rsmi.driver_version != NULL) {
        libraries->rsmi.driver_version(RSMI_SW_COMP_DRIVER, result->driver, sizeof result->driver);
    }
    return ASSAY_OK;
}
