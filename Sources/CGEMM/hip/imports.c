#include "imports.h"
#include "functions.h"

#define REQUIRED(table, member, name) {name, offsetof(struct table, member), false}
#define OPTIONAL(table, member, name) {name, offsetof(struct table, member), true}
#define LIST(list) {list, sizeof list / sizeof *list}

static const struct cgemm_import hip_list[] = {
    REQUIRED(hip_functions, runtime_version, "hipRuntimeGetVersion"),
    REQUIRED(hip_functions, driver_version, "hipDriverGetVersion"),
    REQUIRED(hip_functions, error_name, "hipGetErrorName"),
    REQUIRED(hip_functions, last_error, "hipGetLastError"),
    REQUIRED(hip_functions, device_count, "hipGetDeviceCount"),
    REQUIRED(hip_functions, device_name, "hipDeviceGetName"),
    OPTIONAL(hip_functions, device_uuid, "hipDeviceGetUuid"),
    REQUIRED(hip_functions, device_memory, "hipDeviceTotalMem"),
    REQUIRED(hip_functions, device_address, "hipDeviceGetPCIBusId"),
    REQUIRED(hip_functions, device_attribute, "hipDeviceGetAttribute"),
    OPTIONAL(hip_functions, device_properties, "hipGetDevicePropertiesR0600"),
    REQUIRED(hip_functions, set_device, "hipSetDevice"),
    REQUIRED(hip_functions, memory_info, "hipMemGetInfo"),
    REQUIRED(hip_functions, malloc, "hipMalloc"),
    REQUIRED(hip_functions, free, "hipFree"),
    REQUIRED(hip_functions, copy, "hipMemcpyAsync"),
    REQUIRED(hip_functions, copy_peer, "hipMemcpyPeerAsync"),
    REQUIRED(hip_functions, fill, "hipMemsetAsync"),
    REQUIRED(hip_functions, can_access_peer, "hipDeviceCanAccessPeer"),
    REQUIRED(hip_functions, enable_peer, "hipDeviceEnablePeerAccess"),
    REQUIRED(hip_functions, stream_create, "hipStreamCreateWithFlags"),
    REQUIRED(hip_functions, stream_destroy, "hipStreamDestroy"),
    REQUIRED(hip_functions, stream_query, "hipStreamQuery"),
    REQUIRED(hip_functions, event_create, "hipEventCreate"),
    REQUIRED(hip_functions, event_destroy, "hipEventDestroy"),
    REQUIRED(hip_functions, event_record, "hipEventRecord"),
    REQUIRED(hip_functions, event_milliseconds, "hipEventElapsedTime"),
    OPTIONAL(hip_functions, capture_begin, "hipStreamBeginCapture"),
    OPTIONAL(hip_functions, capture_end, "hipStreamEndCapture"),
    OPTIONAL(hip_functions, graph_instantiate, "hipGraphInstantiate"),
    OPTIONAL(hip_functions, graph_launch, "hipGraphLaunch"),
    OPTIONAL(hip_functions, graph_executable_destroy, "hipGraphExecDestroy"),
    OPTIONAL(hip_functions, graph_destroy, "hipGraphDestroy"),
    REQUIRED(hip_functions, module_load, "hipModuleLoadData"),
    REQUIRED(hip_functions, module_unload, "hipModuleUnload"),
    REQUIRED(hip_functions, module_function, "hipModuleGetFunction"),
    REQUIRED(hip_functions, launch, "hipModuleLaunchKernel"),
};

static const struct cgemm_import hiprtc_list[] = {
    REQUIRED(hiprtc_functions, create, "hiprtcCreateProgram"),
    REQUIRED(hiprtc_functions, destroy, "hiprtcDestroyProgram"),
    REQUIRED(hiprtc_functions, compile, "hiprtcCompileProgram"),
    REQUIRED(hiprtc_functions, log_size, "hiprtcGetProgramLogSize"),
    REQUIRED(hiprtc_functions, log, "hiprtcGetProgramLog"),
    REQUIRED(hiprtc_functions, code_size, "hiprtcGetCodeSize"),
    REQUIRED(hiprtc_functions, code, "hiprtcGetCode"),
    REQUIRED(hiprtc_functions, error_name, "hiprtcGetErrorString"),
};

// The last four are C++: hipblaslt_ext::getSolutionNameFromAlgo(hipblasLtHandle_t, hipblasLtMatmulAlgo_t &),
// hipblaslt_ext::getKernelNameFromAlgo of the same, hipblaslt_ext::getIndexFromAlgo(hipblasLtMatmulAlgo_t &), and
// operator delete(void *), with which what they return is freed.
static const struct cgemm_import hipblaslt_list[] = {
    REQUIRED(hipblaslt_functions, create, "hipblasLtCreate"),
    REQUIRED(hipblaslt_functions, destroy, "hipblasLtDestroy"),
    REQUIRED(hipblaslt_functions, version, "hipblasLtGetVersion"),
    REQUIRED(hipblaslt_functions, descriptor_create, "hipblasLtMatmulDescCreate"),
    REQUIRED(hipblaslt_functions, descriptor_destroy, "hipblasLtMatmulDescDestroy"),
    REQUIRED(hipblaslt_functions, descriptor_set, "hipblasLtMatmulDescSetAttribute"),
    REQUIRED(hipblaslt_functions, layout_create, "hipblasLtMatrixLayoutCreate"),
    REQUIRED(hipblaslt_functions, layout_destroy, "hipblasLtMatrixLayoutDestroy"),
    REQUIRED(hipblaslt_functions, preference_create, "hipblasLtMatmulPreferenceCreate"),
    REQUIRED(hipblaslt_functions, preference_destroy, "hipblasLtMatmulPreferenceDestroy"),
    REQUIRED(hipblaslt_functions, preference_set, "hipblasLtMatmulPreferenceSetAttribute"),
    REQUIRED(hipblaslt_functions, heuristic, "hipblasLtMatmulAlgoGetHeuristic"),
    REQUIRED(hipblaslt_functions, matmul, "hipblasLtMatmul"),
    OPTIONAL(hipblaslt_functions, solution_name,
             "_ZN13hipblaslt_ext23getSolutionNameFromAlgoB5cxx11EPvR22_hipblasLtMatmulAlgo_t"),
    OPTIONAL(hipblaslt_functions, kernel_name,
             "_ZN13hipblaslt_ext21getKernelNameFromAlgoB5cxx11EPvR22_hipblasLtMatmulAlgo_t"),
    OPTIONAL(hipblaslt_functions, solution_index, "_ZN13hipblaslt_ext16getIndexFromAlgoER22_hipblasLtMatmulAlgo_t"),
    OPTIONAL(hipblaslt_functions, cxx_delete, "_ZdlPv"),
};

static const struct cgemm_import rocblas_list[] = {
    REQUIRED(rocblas_functions, version, "rocblas_get_version_string"),
    REQUIRED(rocblas_functions, create, "rocblas_create_handle"),
    REQUIRED(rocblas_functions, destroy, "rocblas_destroy_handle"),
    REQUIRED(rocblas_functions, set_stream, "rocblas_set_stream"),
    REQUIRED(rocblas_functions, status_name, "rocblas_status_to_string"),
    REQUIRED(rocblas_functions, gemm, "rocblas_gemm_ex"),
};

static const struct cgemm_import rsmi_list[] = {
    REQUIRED(rsmi_functions, init, "rsmi_init"),
    REQUIRED(rsmi_functions, shut_down, "rsmi_shut_down"),
    REQUIRED(rsmi_functions, device_count, "rsmi_num_monitor_devices"),
    REQUIRED(rsmi_functions, address, "rsmi_dev_pci_id_get"),
    OPTIONAL(rsmi_functions, driver_version, "rsmi_version_str_get"),
    OPTIONAL(rsmi_functions, name, "rsmi_dev_name_get"),
    OPTIONAL(rsmi_functions, pci_device, "rsmi_dev_id_get"),
    OPTIONAL(rsmi_functions, pci_vendor, "rsmi_dev_vendor_id_get"),
    OPTIONAL(rsmi_functions, pci_subsystem, "rsmi_dev_subsystem_id_get"),
    OPTIONAL(rsmi_functions, pci_subsystem_vendor, "rsmi_dev_subsystem_vendor_id_get"),
    OPTIONAL(rsmi_functions, memory_usage, "rsmi_dev_memory_usage_get"),
    OPTIONAL(rsmi_functions, ecc_enabled, "rsmi_dev_ecc_enabled_get"),
    OPTIONAL(rsmi_functions, link_bandwidth, "rsmi_minmax_bandwidth_get"),
    OPTIONAL(rsmi_functions, compute_partition, "rsmi_dev_compute_partition_get"),
    OPTIONAL(rsmi_functions, power, "rsmi_dev_power_get"),
    OPTIONAL(rsmi_functions, average_power, "rsmi_dev_power_ave_get"),
    OPTIONAL(rsmi_functions, power_cap, "rsmi_dev_power_cap_get"),
    OPTIONAL(rsmi_functions, energy, "rsmi_dev_energy_count_get"),
    OPTIONAL(rsmi_functions, temperature, "rsmi_dev_temp_metric_get"),
    OPTIONAL(rsmi_functions, busy_percent, "rsmi_dev_busy_percent_get"),
    OPTIONAL(rsmi_functions, metrics, "rsmi_dev_gpu_metrics_info_get"),
    OPTIONAL(rsmi_functions, processes, "rsmi_compute_process_info_get"),
    OPTIONAL(rsmi_functions, process_devices, "rsmi_compute_process_gpus_get"),
};

const struct hip_imports hip_imports = LIST(hip_list);
const struct hip_imports hiprtc_imports = LIST(hiprtc_list);
const struct hip_imports hipblaslt_imports = LIST(hipblaslt_list);
const struct hip_imports rocblas_imports = LIST(rocblas_list);
const struct hip_imports rsmi_imports = LIST(rsmi_list);
