// The slice of rocm-smi's C interface that tells what a device is doing, in the form in which it is in memory.
// Sources: rocm_smi/rocm_smi.h of ROCm 5.2, 6.3, 6.4 and 7.0; the bits of the throttle status are those of the Linux
// driver (drivers/gpu/drm/amd/pm/swsmu/inc/amdgpu_smu.h).
#ifndef CGEMM_SMI_ABI_H
#define CGEMM_SMI_ABI_H

#include <stddef.h>
#include <stdint.h>

enum { RSMI_STATUS_SUCCESS = 0, RSMI_STATUS_INSUFFICIENT_SIZE = 11 };
enum { RSMI_INIT_FLAGS_NONE = 0 };
enum { RSMI_TEMP_TYPE_EDGE = 0, RSMI_TEMP_TYPE_JUNCTION = 1, RSMI_TEMP_CURRENT = 0 };
enum { RSMI_MEM_TYPE_VRAM = 0 };
enum { RSMI_SW_COMP_DRIVER = 0 };
enum { RSMI_GPU_BLOCK_UMC = 1 };

// rsmi_process_info_t.
struct rsmi_process {
    uint32_t process, address_space;
    uint64_t memory_bytes, copy_microseconds;
    uint32_t occupancy;
};

// rsmi_gpu_metrics_t begins so in every version; later versions only append. What a device does not tell has all bits
// set.
struct rsmi_metrics {
    uint16_t structure_size;
    uint8_t format_revision, content_revision;
    uint16_t celsius_edge, celsius_hotspot, celsius_memory, celsius_regulator[3];
    uint16_t graphics_activity, memory_activity, media_activity;
    uint16_t average_watts;
    uint64_t energy, clock_counter;
    uint16_t average_mhz[7];
    uint16_t graphics_mhz, fabric_mhz, memory_mhz, video_mhz[4];
    uint32_t throttle_status;
};

// Later members of rsmi_gpu_metrics_t, which ROCm 6.3, 6.4 and 7.0 have at the same offsets, and the room that a call
// may fill (1832 to 4544 bytes in these). The throttle status has 16 bits each for power, current, temperature and the
// rest; the residencies count how long a limit has held.
enum {
    RSMI_METRICS_CAPACITY = 65536,
    RSMI_METRICS_THROTTLE = 112,
    RSMI_METRICS_POWER_RESIDENCY = 440,
    RSMI_METRICS_SOCKET_RESIDENCY = 448,
    RSMI_METRICS_REGULATOR_RESIDENCY = 456,
    RSMI_METRICS_MEMORY_RESIDENCY = 464,
};

#endif
