"""Accelerators that there are not, whose memory is the host's and whose products are real: for check.py."""

import importlib.machinery
import sys
import time
import types

import torch


class FakeEvent:
    """An event of a clock that runs a thousand times too fast, so that its times are known from the host's."""

    def __init__(self, enable_timing):
        assert enable_timing

    def record(self):
        self.moment = time.perf_counter()

    def synchronize(self):
        pass

    def elapsed_time(self, later):
        return (later.moment - self.moment) * 1e6


def device_functions(count, properties):
    return {
        "device_count": lambda: count,
        "get_device_properties": lambda index: properties,
        "set_device": lambda index: None,
        "synchronize": lambda index=None: None,
        "empty_cache": lambda: None,
        "Event": FakeEvent,
    }


def install_npu():
    plugin = types.ModuleType("torch_npu")
    plugin.__spec__ = importlib.machinery.ModuleSpec("torch_npu", None)
    plugin.__version__ = "9.9"
    sys.modules["torch_npu"] = plugin
    properties = types.SimpleNamespace(name="Fake NPU", total_memory=1 << 30, cube_core_num=24)
    torch.npu = types.SimpleNamespace(**device_functions(2, properties))


def install_cuda():
    properties = types.SimpleNamespace(
        name="NVIDIA Fake MIG 1g.10gb", total_memory=1 << 30, L2_cache_size=50 << 20, multi_processor_count=132,
        major=9, minor=0, uuid="12345678-1234")
    for name, function in device_functions(1, properties).items():
        setattr(torch.cuda, name, function)
    nvml = types.ModuleType("pynvml")
    clocks = {("now", 1): 1755, ("highest", 1): 1980, ("now", 2): 2619}

    def handle(uuid):
        assert uuid == b"GPU-12345678-1234"
        return "handle"

    for name, function in {
        "nvmlInit": lambda: None,
        "nvmlDeviceGetHandleByUUID": handle,
        "nvmlDeviceGetEccMode": lambda handle: (1, 1),
        "nvmlDeviceGetMemoryInfo": lambda handle: types.SimpleNamespace(free=1 << 29),
        "nvmlSystemGetDriverVersion": lambda: b"550.1",
        "nvmlDeviceGetPowerUsage": lambda handle: 350500,
        "nvmlDeviceGetEnforcedPowerLimit": lambda handle: 700000,
        "nvmlDeviceGetTotalEnergyConsumption": lambda handle: 12500,
        "nvmlDeviceGetTemperature": lambda handle, sensor: 61,
        "nvmlDeviceGetClockInfo": lambda handle, clock: clocks["now", clock],
        "nvmlDeviceGetMaxClockInfo": lambda handle, clock: clocks["highest", clock],
        "nvmlDeviceGetUtilizationRates": lambda handle: types.SimpleNamespace(gpu=97),
        "nvmlDeviceGetComputeRunningProcesses": lambda handle: ["a process", "another"],
        "nvmlDeviceGetCurrentClocksThrottleReasons": lambda handle: 0x44 | 1,
    }.items():
        setattr(nvml, name, function)
    sys.modules["pynvml"] = nvml


def raise_what_is_asked(worker):
    """Lets a request name the error that the framework raises."""
    run = worker.Session.do_run

    def do_run(session, request):
        if "fake-error" in request:
            raise RuntimeError(request["fake-error"] + "\nException raised from a place in C++")
        return run(session, request)

    worker.Session.do_run = do_run
