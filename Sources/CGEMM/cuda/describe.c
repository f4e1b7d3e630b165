#include "../library.h"
#include "errors.h"
#include "session.h"

#include <stdio.h>
#include <string.h>

void cgemm_cuda_write_cuda_version(int version, char *text, size_t capacity) {
    snprintf(text, capacity, "%d.%d", version / 1000, version % 1000 / 10);
}

static int attribute(const struct cuda_driver *driver, int which, int device) {
    int value = 0;
    return driver->device_get_attribute(&value, which, device) == CUDA_SUCCESS ? value : 0;
}

// MIG instances carry their profile at the end of their name: it is cut off, so that the name is that of the part.
static void split_name(char *name, char *partition, size_t capacity) {
    char *profile = strstr(name, " MIG ");
    if (profile != NULL) {
        snprintf(partition, capacity, "%s", profile + 1);
        *profile = '\0';
    }
}

static void describe_by_driver(const struct cuda_driver *driver, int device, struct assay_device *result) {
    char uuid[40], cuda[16];
    size_t bytes = 0;
    driver->device_get_name(result->name, sizeof result->name, device);
    split_name(result->name, result->partition, sizeof result->partition);
    snprintf(result->vendor, sizeof result->vendor, "NVIDIA");
    snprintf(result->architecture, sizeof result->architecture, "sm_%d%d",
             attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
             attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device));
    if (cgemm_cuda_uuid(driver, device, uuid)) {
        snprintf(result->uuid, sizeof result->uuid, "%s%s", result->partition[0] == '\0' ? "GPU-" : "MIG-", uuid);
    }
    snprintf(result->pci_address, sizeof result->pci_address, "%04x:%02x:%02x.0",
             (unsigned)attribute(driver, CU_DEVICE_ATTRIBUTE_PCI_DOMAIN_ID, device) & 0xffff,
             (unsigned)attribute(driver, CU_DEVICE_ATTRIBUTE_PCI_BUS_ID, device) & 0xff,
             (unsigned)attribute(driver, CU_DEVICE_ATTRIBUTE_PCI_DEVICE_ID, device) & 0xff);
    if (driver->device_total_mem(&bytes, device) == CUDA_SUCCESS) {
        result->memory_bytes = bytes;
    }
    result->cache_bytes = (uint64_t)attribute(driver, CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, device);
    result->processors = (uint32_t)attribute(driver, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device);
    int ecc = 0;
    int error = driver->device_get_attribute(&ecc, CU_DEVICE_ATTRIBUTE_ECC_ENABLED, device);
    result->ecc = error != CUDA_SUCCESS ? -1 : ecc != 0;
    cgemm_cuda_write_cuda_version(driver->version, cuda, sizeof cuda);
    snprintf(result->driver, sizeof result->driver, "CUDA %s", cuda);
}

// Cores of a multiprocessor, for the parts that can be divided by MIG (CUDA C++ Programming Guide, "Compute
// Capabilities": 64 FP32 cores in 8.0, 128 from 9.0 on); 0 for others.
static unsigned cores_of_a_processor(const struct cuda_driver *driver, int device) {
    int major = attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
    int minor = attribute(driver, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
    return major == 8 && minor == 0 ? 64 : major >= 9 ? 128 : 0;
}

static void describe_instance(const struct assay_session *session, int device, void *instance, void *whole,
                              struct assay_device *result) {
    const struct nvml *nvml = &session->nvml;
    nvml_attributes attributes = {0};
    unsigned cores = 0;
    const unsigned per_processor = cores_of_a_processor(&session->driver, device);
    if (nvml->attributes != NULL && nvml->attributes(instance, &attributes) == NVML_SUCCESS) {
        result->processors = attributes.multiprocessors;
        if (result->partition[0] == '\0') {
            snprintf(result->partition, sizeof result->partition, "MIG %ug.%llugb", attributes.processor_slices,
                     (attributes.memory_mebibytes + 1023) / 1024);
        }
    }
    if (result->partition[0] == '\0') {
        snprintf(result->partition, sizeof result->partition, "MIG");
    }
    if (nvml->cores != NULL && per_processor > 0 && nvml->cores(whole, &cores) == NVML_SUCCESS) {
        result->whole_processors = cores / per_processor;
    }
}

static void describe_by_nvml(const struct assay_session *session, int device, struct assay_device *result) {
    const struct nvml *nvml = &session->nvml;
    const struct cuda_driver *driver = &session->driver;
    void *handle, *whole;
    char version[48] = "", cuda[16];
    if (cgemm_cuda_nvml_device(nvml, driver, device, &handle, &whole) != NVML_SUCCESS) {
        return;
    }
    nvml_pci pci = {0};
    if (nvml->pci != NULL && nvml->pci(whole, &pci) == NVML_SUCCESS) {
        result->pci_vendor = pci.id & 0xffff;
        result->pci_device = pci.id >> 16;
        result->pci_subsystem_vendor = pci.subsystem_id & 0xffff;
        result->pci_subsystem_device = pci.subsystem_id >> 16;
    }
    nvml_memory memory = {0};
    if (nvml->memory != NULL && nvml->memory(handle, &memory) == NVML_SUCCESS) {
        result->free_bytes = memory.free;
    }
    unsigned current = 0, pending = 0;
    if (nvml->ecc != NULL && nvml->ecc(whole, &current, &pending) == NVML_SUCCESS) {
        result->ecc = current != 0;
    }
    unsigned is_mig = 0;
    uint64_t mode = 0;
    if (nvml->is_mig != NULL && nvml->is_mig(handle, &is_mig) == NVML_SUCCESS && is_mig != 0) {
        describe_instance(session, device, handle, whole, result);
    } else if (nvml->virtualization != NULL && nvml->virtualization(whole, &mode) == NVML_SUCCESS &&
               (mode & 0xffffffff) == NVML_GPU_VIRTUALIZATION_MODE_VGPU) {
        snprintf(result->partition, sizeof result->partition, "vGPU");
    }
    if (nvml->driver_version != NULL && nvml->driver_version(version, sizeof version - 1) == NVML_SUCCESS) {
        cgemm_cuda_write_cuda_version(driver->version, cuda, sizeof cuda);
        snprintf(result->driver, sizeof result->driver, "%.40s (CUDA %s)", version, cuda);
    }
}

static void append(char *text, size_t capacity, const char *format, int a, int b, int c) {
    size_t used = strlen(text);
    snprintf(text + used, capacity - used, format, a, b, c);
}

static void name_libraries(const struct assay_session *session, char *text, size_t capacity) {
    const int blas = (int)session->blas.version;
    append(text, capacity, "cuBLASLt %d.%d.%d", blas / 10000, blas % 10000 / 100, blas % 100);
    if (session->blas.cudart_version != NULL) {
        const int cudart = (int)session->blas.cudart_version();
        append(text, capacity, ", cudart %d.%d", cudart / 1000, cudart % 1000 / 10, 0);
    }
    int major, minor;
    if (session->nvrtc.handle != NULL && session->nvrtc.version(&major, &minor) == NVRTC_SUCCESS) {
        append(text, capacity, ", NVRTC %d.%d", major, minor, 0);
    }
    if (session->sparse.handle != NULL) {
        const int sparse = session->sparse.version;
        append(text, capacity, ", cuSPARSELt %d.%d.%d", sparse / 1000, sparse % 1000 / 100, sparse % 100);
    }
}

int32_t cgemm_cuda_describe(struct assay_session *session, int32_t device, struct assay_device *result, char *message,
                            size_t capacity) {
    const struct cuda_driver *driver = &session->driver;
    int handle;
    memset(result, 0, sizeof *result);
    CUDA_TRY("cuDeviceGet", device_get(&handle, device));
    describe_by_driver(driver, handle, result);
    describe_by_nvml(session, handle, result);
    name_libraries(session, result->libraries, sizeof result->libraries);
    return ASSAY_OK;
}
