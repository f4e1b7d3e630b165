"""The machine in words, and the facts behind them."""
import os
import platform
import shutil

import children

NVIDIA_SMI_FIELDS = (
    "index", "name", "driver_version", "pstate", "power.limit", "power.default_limit", "power.max_limit",
    "clocks.max.sm", "clocks.max.memory", "clocks.sm", "clocks.mem", "temperature.gpu", "memory.total", "ecc.mode.current",
    "mig.mode.current", "persistence_mode", "compute_mode")


def nvidia_smi():
    """What nvidia-smi says of each device, one dictionary each; nothing is set."""
    tool = shutil.which("nvidia-smi") or next(
        (path for path in ("/usr/local/nvidia/bin/nvidia-smi",) if os.access(path, os.X_OK)), None)
    if tool is None:
        return []
    outcome = children.run([tool, f"--query-gpu={','.join(NVIDIA_SMI_FIELDS)}", "--format=csv,noheader"], 20)
    if outcome.status != 0:
        return []
    rows = [[cell.strip() for cell in line.split(",")] for line in outcome.output.splitlines() if line.strip()]
    return [dict(zip(NVIDIA_SMI_FIELDS, row)) for row in rows if len(row) == len(NVIDIA_SMI_FIELDS)]


def describe(devices, pythons):
    """Facts of the machine, from `assay devices`, nvidia-smi and the system."""
    return {
        "host": devices["host"]["device"], "architecture": platform.machine(), "accelerators": devices["accelerators"],
        "nvidiaSMI": nvidia_smi(),
        "pythons": [{key: python[key] for key in ("path", "version", "torch")} for python in pythons],
    }


def host_words(host):
    cpu, topology = host.get("cpu") or {}, host.get("topology") or {}
    memory = (host.get("memory") or {}).get("totalBytes")
    hypervisor = (host.get("virtualization") or {}).get("hypervisor")
    parts = [
        f"a virtual machine ({hypervisor})" if hypervisor else "no hypervisor seen",
        f"{topology.get('visibleCores', 'unknown')} cores of {cpu.get('brand') or 'a processor that is not named'}",
        f"{memory / 2**30:.0f} GiB of memory" if memory else None,
        host.get("operatingSystem"), f"Linux {host['kernel']}" if host.get("kernel") else None]
    return ", ".join(part for part in parts if part)


def device_words(found, telemetry):
    """A device with its driver and libraries, and what its power and clocks were."""
    device = found["device"]
    parts = [
        f"{device['name']} ({found['id']})",
        f"{device['processors']} processors" if device.get("processors") else None,
        f"{device['memoryBytes'] / 2**30:.0f} GiB" if device.get("memoryBytes") else None,
        f"driver {device['driver']}" if device.get("driver") else None, device.get("libraries"),
        (device.get("partition") or {}).get("name")]
    if telemetry:
        limit, watts = telemetry.get("limitWatts"), telemetry.get("highestWatts")
        clock, highest = telemetry.get("clockMHz"), telemetry.get("highestClockMHz")
        parts += [
            f"power limit {limit:.0f} W" if limit else None, f"up to {watts:.0f} W seen" if watts else None,
            f"clock {clock:.0f} MHz in the median" + (f" of {highest:.0f}" if highest else "") if clock else None]
    return ", ".join(part for part in parts if part)


def words(facts, telemetry):
    """The whole machine in a sentence or two; `telemetry` is by the device's id."""
    devices = [device_words(found, telemetry.get(found["id"])) for found in facts["accelerators"]]
    return "; ".join(devices or ["no accelerator"]) + ". " + host_words(facts["host"]) + "."
