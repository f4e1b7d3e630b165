#!/usr/bin/env python3
"""A worker for Assay: lets it use every device that the PyTorch here knows.

    assay worker check workers/pytorch.py
    assay measure --worker workers/pytorch.py --device all

Speaks docs/worker-protocol.md, version 1, on standard input and output. Needs Python 3.8 and PyTorch 1.10 or later with
the vendor's plug-in (torch_npu, torch_musa, torch_mlu …) and nothing else, not even NumPy.

A new vendor is one line in DEVICE_TYPES.
"""

import argparse
import base64
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import platform
import re
import sys
import time

# PyTorch itself, once load_torch() has found it.
torch = None

# Device type, the vendor's plug-in (None: PyTorch has it built in), vendor (None: the PCI bus tells), and where under
# `torch` the switch is that lets FP32 products lose bits, with whether these then are TF32. It is off for FP32.
DEVICE_TYPES = (
    ("cuda", None, None, "backends.cuda.matmul.allow_tf32", True),
    ("npu", "torch_npu", "Huawei", "npu.matmul.allow_hf32", False),
    ("musa", "torch_musa", "Moore Threads", "backends.mudnn.allow_tf32", True),
    ("mlu", "torch_mlu", "Cambricon", "backends.mlu.matmul.allow_tf32", True),
    ("gcu", "torch_gcu", "Enflame", None, False),
    ("hpu", "habana_frameworks.torch.core", "Intel", None, False),
    ("xpu", "intel_extension_for_pytorch", "Intel", None, False),
    ("mps", None, "Apple", None, False),
    ("cpu", None, None, None, False),
)

PROTOCOL = 1
LONGEST_LINE = 64 << 20
# Base64 makes four bytes of three; the rest of a reply needs little.
LONGEST_DATA = 47 << 20
# Copies of B beyond this many bytes help no more: no cache is so large.
LARGEST_COPIES = 1 << 30
# The protocol lets one product go before so many.
LEAST_COUNT_WITH_ONE_BEFORE = 16


class Refusal(Exception):
    """What a request is answered with when it is not done."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


# Words by which the frameworks say it; there is no common class of errors.
OUT_OF_MEMORY = ("out of memory", "allocate memory", "not enough memory", "memory allocation fail",
                 "failed to allocate", "storage size calculation overflowed", "invalid buffer size")
BUSY = ("busy or unavailable", "device is busy", "device busy", "all devices are busy")
GONE = ("device lost", "device is lost", "device-side assert", "fallen off", "launch failure", "illegal memory access",
        "illegal address", "illegal instruction", "misaligned address", "uncorrectable", "hardware exception",
        "no longer accessible")
UNSUPPORTED = ("not implemented for", "not supported", "unsupported", "could not run 'aten")


def sentence(error):
    """The first sentence of what a library said, without the stack that it prints after it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    first = lines[0] if lines else type(error).__name__
    if len(first) > 240:
        cut = first.find(". ", 20, 240)
        first = first[: cut + 1] if cut > 0 else first[:240] + "…"
    return first


def classified(error):
    """Kind and message of the protocol for what was raised."""
    if isinstance(error, Refusal):
        return error.kind, str(error)
    text = str(error).lower()
    message = sentence(error)
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return "memory", message if str(error) else "no memory left"
    for kind, words in (("memory", OUT_OF_MEMORY), ("busy", BUSY), ("gone", GONE)):
        if any(word in text for word in words):
            return kind, message
    if isinstance(error, NotImplementedError) or any(word in text for word in UNSUPPORTED):
        return "unsupported", message
    return "failed", message


# Formats


class Format:
    """How an element lies in memory, and the type that PyTorch has for it."""

    def __init__(self, name, bits, exponent, mantissa, container, dtype):
        self.name, self.bits, self.exponent, self.mantissa = name, bits, exponent, mantissa
        self.container_name, self.dtype_name = container, dtype

    @property
    def container(self):
        """Integers of the same width, in which bits are worked out."""
        return getattr(torch, self.container_name)

    @property
    def dtype(self):
        """PyTorch's type, or None where this PyTorch has none."""
        return getattr(torch, self.dtype_name, None)

    def bytes(self, elements):
        return elements * self.bits // 8

    def units(self, elements):
        """Integers of `container` that so many elements take."""
        return elements // 2 if self.bits == 4 else elements


FORMATS = {
    form.name: form
    for form in (
        Format("fp64", 64, 11, 52, "int64", "float64"),
        Format("fp32", 32, 8, 23, "int32", "float32"),
        Format("fp16", 16, 5, 10, "int16", "float16"),
        Format("bf16", 16, 8, 7, "int16", "bfloat16"),
        Format("fp8e4m3", 8, 4, 3, "uint8", "float8_e4m3fn"),
        Format("fp8e5m2", 8, 5, 2, "uint8", "float8_e5m2"),
        Format("fp4", 4, 2, 1, "uint8", "float4_e2m1fn_x2"),
        Format("int8", 8, 0, 7, "int8", "int8"),
        Format("int32", 32, 0, 31, "int32", "int32"),
    )
}
PRECISIONS = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8e4m3", "fp8e5m2", "fp4", "int8")
OUTPUTS = ("fp64", "fp32", "fp16", "bf16", "int32")
# The formats of C that PyTorch may write, the usual one first.
OUTPUTS_TO_TRY = {
    "fp64": ("fp64",), "fp32": ("fp32",), "tf32": ("fp32",), "fp16": ("fp16", "fp32"), "bf16": ("bf16", "fp32"),
    "fp8e4m3": ("bf16", "fp16", "fp32"), "fp8e5m2": ("bf16", "fp16", "fp32"), "fp4": ("bf16", "fp16", "fp32"),
    "int8": ("int32",),
}


def format_of(precision):
    return FORMATS["fp32" if precision == "tf32" else precision]


def typed(bits, form):
    """The integers `bits` taken as elements; as they are where PyTorch has no such type."""
    return bits if form.dtype is None or form.dtype == bits.dtype else bits.view(form.dtype)


def data_of(tensor):
    """The bytes of a tensor, rows one after another."""
    tensor = tensor.detach().cpu().contiguous()
    return ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size())


def tensor_of(data, form, shape):
    """A tensor on the host whose memory holds `data`."""
    tensor = torch.empty(shape, dtype=form.container)
    ctypes.memmove(tensor.data_ptr(), data, len(data))
    return typed(tensor, form)


# Drawing

GOLDEN = 0x9E3779B97F4A7C15
SPARSE_SEED = 0x32343234
WORD = (1 << 64) - 1
# The four bits of each entry are the positions kept of a group of four: (0,1) (0,2) (0,3) (1,2) (1,3) (2,3).
KEPT_PAIRS = (0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100)


def signed(word):
    """A 64-bit word as the signed integer that PyTorch takes."""
    word &= WORD
    return word - (1 << 64) if word >> 63 else word


class Stream:
    """SplitMix64 by index, in 64-bit integer arithmetic that wraps, in slices so that memory stays small."""

    def __init__(self, device, slice_elements):
        self.slice = slice_elements
        self.ramp = torch.arange(slice_elements, dtype=torch.int64, device=device).mul_(signed(GOLDEN))
        self.words = torch.empty_like(self.ramp)
        self.spare = torch.empty_like(self.ramp)

    def draw(self, seed, first, count):
        """N(seed, first) … N(seed, first + count - 1); valid until the next call."""
        words, spare = self.words[:count], self.spare[:count]
        torch.add(self.ramp[:count], signed(seed + (first + 1) * GOLDEN), out=words)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, None)):
            torch.bitwise_right_shift(words, shift, out=spare)
            # The shift of a signed integer repeats the sign; the mask takes it away.
            spare.bitwise_and_((1 << (64 - shift)) - 1)
            words.bitwise_xor_(spare)
            if factor is not None:
                words.mul_(signed(factor))
        return words


def rounded(values, form):
    """The bits of FP64 values rounded to nearest, ties to even, in integers and exact at every step.

    A conversion of the library would go by way of FP32, and round twice. Every value is within what the format holds.
    """
    exponent, mantissa = form.exponent, form.mantissa
    bias = (1 << (exponent - 1)) - 1
    drop = 52 - mantissa
    bits = values.view(torch.int64)
    sign = torch.bitwise_right_shift(bits, 63 - exponent - mantissa).bitwise_and_(1 << (exponent + mantissa))
    magnitude = bits.bitwise_and((1 << 63) - 1)
    odd = torch.bitwise_right_shift(magnitude, drop).bitwise_and_(1)
    # Half of the last place, less one where the last bit is even: a carry goes into the exponent, as it should.
    odd.add_(magnitude).add_((1 << (drop - 1)) - 1)
    normal = torch.bitwise_right_shift(odd, drop).sub_((1023 - bias) << mantissa)
    # Below the least normal number the places are all of one width; `round` takes the even one of two.
    small = values.abs().mul_(2.0 ** (bias - 1 + mantissa)).round_().to(torch.int64)
    return torch.where(magnitude < (1024 - bias) << 52, small, normal).bitwise_or_(sign)


def codes(values, form):
    """The bits of the elements that FP64 values in [-1, 1] become, in integers of at least the element's width."""
    if form.name == "fp64":
        return values.view(torch.int64)
    if form.name == "fp32":
        return values.to(torch.float32).view(torch.int32)
    if form.name == "bf16":
        bits = values.to(torch.float32).view(torch.int32)
        last = torch.bitwise_right_shift(bits, 16).bitwise_and_(1)
        return torch.bitwise_right_shift(last.add_(bits).add_(0x7FFF), 16)
    if form.name == "int8":
        return values.add(1.0).mul_(127.5).add_(-127.0).floor_().clamp_(-127.0, 127.0).to(torch.int8)
    return rounded(values.mul(6.0) if form.name == "fp4" else values, form)


def drawn(form, count, seed, sparse, device):
    """`count` uniform elements as integers of `form.container`; with `sparse`, two of four become zero."""
    slice_elements = min((count + 3) // 4 * 4, 1 << 18 if torch.device(device).type == "cpu" else 1 << 22)
    result = torch.empty(form.units(count), dtype=form.container, device=device)
    stream = Stream(device, slice_elements)
    values = torch.empty(slice_elements, dtype=torch.float64, device=device)
    if sparse:
        pairs = Stream(device, slice_elements // 4)
        kept = torch.tensor(KEPT_PAIRS, dtype=torch.int64, device=device)
        places = torch.arange(4, dtype=torch.int64, device=device)
    for first in range(0, count, slice_elements):
        here = min(slice_elements, count - first)
        value = values[:here]
        value.copy_(stream.draw(seed, first, here)).mul_(2.0**-63)
        bits = codes(value, form)
        if sparse:
            word = pairs.draw(seed ^ SPARSE_SEED, first // 4, here // 4)
            # The words are unsigned: a negative one stands for 2^64 more, and 2^64 mod 6 = 4.
            pair = torch.remainder(torch.remainder(word, 6).add_((word < 0).to(torch.int64).mul_(4)), 6)
            keep = torch.bitwise_and(torch.bitwise_right_shift(kept[pair].unsqueeze(1), places), 1)
            bits = bits * keep.reshape(-1).to(bits.dtype)
        if form.bits == 4:
            bits = torch.bitwise_or(bits[0::2], bits[1::2] << 4)
        result[form.units(first) : form.units(first + here)].copy_(bits)
    return result


def sign_words(seed, count, device):
    """-1 where σ(seed, i) is -1, else 0, for i < count."""
    stream = Stream(device, min(count, 1 << 20))
    parts = []
    for first in range(0, count, stream.slice):
        here = min(stream.slice, count - first)
        parts.append(torch.bitwise_right_shift(stream.draw(seed, first, here), 63))
    return torch.cat(parts)


def flip(base, form, seed, columns, target):
    """Writes to `target` the integers of `base` (rows × units) with the signs that seed gives them."""
    rows = base.shape[0]
    row_words, column_words = sign_words(seed, rows, base.device), sign_words(~seed, columns, base.device)
    if form.name == "int8":
        torch.mul(base, (column_words * 2 + 1).to(torch.int8), out=target)
        target.mul_((row_words * 2 + 1).to(torch.int8).unsqueeze(1))
        return
    if form.bits == 4:
        row_mask = row_words.bitwise_and(0x88)
        column_mask = column_words[0::2].bitwise_and(0x08).bitwise_or_(column_words[1::2].bitwise_and(0x80))
    else:
        sign = signed(1 << 63) if form.bits == 64 else 1 << (form.bits - 1)
        row_mask, column_mask = row_words.bitwise_and(sign), column_words.bitwise_and(sign)
    torch.bitwise_xor(base, column_mask.to(form.container), out=target)
    target.bitwise_xor_(row_mask.to(form.container).unsqueeze(1))


def draws_exactly(device, form):
    """Whether drawing and flipping on the device give the bits that the host's give.

    65536 elements hold some 30 exact ties of the rounding to FP64.
    """
    if torch.device(device).type == "cpu":
        return True
    try:
        sparse, seed = form.name != "fp64", 0x5DEECE66D1CE4E5B
        here, there = (drawn(form, 65536, seed, sparse, place) for place in ("cpu", device))
        if data_of(here) != data_of(there):
            return False
        tensors = [tensor.reshape(64, -1) for tensor in (here, there)]
        targets = [torch.empty_like(tensor) for tensor in tensors]
        for tensor, target in zip(tensors, targets):
            flip(tensor, form, seed, 1024, target)
        typed(targets[1], form)
        return data_of(targets[0]) == data_of(targets[1])
    except Exception:
        return False


# Devices


def text_of(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip()
    except OSError:
        return None


def host_memory():
    """Bytes of the host's memory, all and available, as this process may use them; None where it is not told."""
    total = available = None
    for line in (text_of("/proc/meminfo") or "").splitlines():
        name, _, value = line.partition(":")
        if name in ("MemTotal", "MemAvailable"):
            size = int(value.split()[0]) * 1024
            total, available = (size, available) if name == "MemTotal" else (total, size)
    if total is None:
        try:
            total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        except (ValueError, OSError, AttributeError):
            pass
    for limit_file, used_file in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        limit, used = text_of(limit_file), text_of(used_file)
        if limit and limit.isdigit() and used and used.isdigit() and total and int(limit) < total:
            total = int(limit)
            left = max(0, int(limit) - int(used))
            available = left if available is None else min(available, left)
    return total, available


def found(path):
    """The object at a path of names under torch, such as "backends.cuda.matmul"; None where there is none."""
    thing = torch
    for name in path.split("."):
        try:
            thing = getattr(thing, name)
        except Exception:
            return None
    return thing


def has(holder, name):
    """Whether there is such an attribute; before 2.1, switches that are unknown fail an assertion."""
    try:
        getattr(holder, name)
    except (AttributeError, AssertionError):
        return False
    return True


def tell(function, *arguments):
    """What a function of the framework tells, or None where it tells nothing."""
    try:
        return function(*arguments)
    except Exception:
        return None


class Backend:
    """One device type of PyTorch: the vendor's plug-in, and the functions that it has under torch.<type>."""

    def __init__(self, row):
        self.type, self.plugin, self.vendor, self.switch, self.has_tf32 = row
        self.module = None
        # Why nothing is found; and whether there are signs that something ought to be.
        self.reason = None
        self.expected = False
        try:
            self.load()
        except Exception as error:
            self.reason, self.expected = sentence(error), True

    def load(self):
        if self.type == "cpu":
            return
        if self.plugin is not None and tell(self.built_in_count) in (None, 0):
            if importlib.util.find_spec(self.plugin.split(".")[0]) is None:
                self.reason = "no module " + self.plugin
                return
            self.expected = True
            # Gaudi would otherwise gather products and leave out those whose result is overwritten.
            if self.type == "hpu":
                os.environ.setdefault("PT_HPU_LAZY_MODE", "0")
            importlib.import_module(self.plugin)
        self.module = getattr(torch, self.type, None)
        if self.module is None and self.plugin is not None:
            self.module = importlib.import_module(self.plugin.rpartition(".")[0] or self.plugin)
            self.module = getattr(self.module, self.type, None)
        if self.module is None:
            self.reason = "this PyTorch has no torch.%s" % self.type
        elif self.count() == 0:
            self.reason = "no device is found"
            nodes = ("/dev/nvidiactl", "/dev/kfd") if self.type == "cuda" else ()
            self.expected = self.expected or any(os.path.exists(node) for node in nodes)

    def built_in_count(self):
        return getattr(torch, self.type).device_count()

    def count(self):
        if self.type == "cpu":
            return 1
        if self.module is None:
            return 0
        if self.type == "mps":
            return 1 if torch.backends.mps.is_available() else 0
        return self.module.device_count()

    def place(self, index):
        """What PyTorch calls the device."""
        return self.type if self.type in ("cpu", "mps") else "%s:%d" % (self.type, index)

    def synchronize(self, index):
        if self.type == "cpu":
            return
        try:
            self.module.synchronize(index)
        except TypeError:
            self.module.synchronize()

    def free(self):
        """Gives memory that nothing uses back to the device or the system."""
        gc.collect()
        if self.type == "cpu":
            tell(lambda: ctypes.CDLL(None).malloc_trim(0))
        elif hasattr(self.module, "empty_cache"):
            self.module.empty_cache()

    def events(self):
        """Two events of the device's clock, or None where it has none."""
        if self.type == "cpu":
            return None
        return tell(lambda: tuple(self.module.Event(enable_timing=True) for _ in range(2)))

    def step(self):
        """What has to be called after each product so that it is sent to the device; usually nothing."""
        if self.type != "hpu" or os.environ.get("PT_HPU_LAZY_MODE") == "0":
            return None
        return tell(lambda: importlib.import_module("habana_frameworks.torch.core").mark_step)

    def properties(self, index):
        if self.type in ("cpu", "mps"):
            return None
        return tell(self.module.get_device_properties, index)

    def memory(self, index):
        """Bytes of the device's memory; None where it is not told."""
        if self.type == "cpu":
            return host_memory()[0]
        if self.type == "mps":
            return tell(lambda: self.module.recommended_max_memory()) or host_memory()[0]
        return getattr(self.properties(index), "total_memory", None)

    def name(self, index):
        if self.type == "cpu":
            for line in (text_of("/proc/cpuinfo") or "").splitlines():
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
            return platform.processor() or platform.machine() or "processor"
        if self.type == "mps":
            return "Apple GPU (%s)" % platform.machine()
        name = getattr(self.properties(index), "name", None) or tell(self.module.get_device_name, index)
        return name or "%s %d" % (self.type, index)

    def libraries(self):
        parts = ["PyTorch " + torch.__version__]
        if self.type == "cuda":
            for name in ("cuda", "hip"):
                version = getattr(torch.version, name, None)
                if version:
                    parts.append("%s %s" % (name.upper(), version))
        elif self.plugin is not None:
            name = self.plugin.split(".")[0]
            version = getattr(sys.modules.get(name), "__version__", None)
            if version:
                parts.append("%s %s" % (name, version))
        return ", ".join(parts)

    def describe(self, index):
        """The members of the protocol that the framework tells; asks for no memory on the device."""
        properties = self.properties(index)
        name = self.name(index)
        device = {"id": "%s:%d" % (self.type, index), "name": name, "libraries": self.libraries()}
        known = {"vendor": self.vendor, "memoryBytes": self.memory(index), "telemetry": False}
        if self.type == "cpu":
            known["freeBytes"] = host_memory()[1]
            known["processors"] = torch.get_num_threads()
            known["architecture"] = platform.machine()
        else:
            known["cacheBytes"] = getattr(properties, "L2_cache_size", None)
            known["processors"] = getattr(properties, "multi_processor_count", None)
            if self.type == "npu":
                known["processors"] = getattr(properties, "cube_core_num", None)
            if self.type == "mlu" and hasattr(properties, "cluster_count"):
                cores = getattr(properties, "core_num_per_cluster", None)
                known["processors"] = properties.cluster_count * cores if cores else None
        if self.type == "cuda":
            known.update(self.describe_cuda(index, properties, name))
        device.update((key, value) for key, value in known.items() if value not in (None, "", 0))
        return device

    def describe_cuda(self, index, properties, name):
        known = {"vendor": None, "architecture": getattr(properties, "gcnArchName", None)}
        if getattr(torch.version, "hip", None) is None and hasattr(properties, "major"):
            known["architecture"] = "sm_%d%d" % (properties.major, properties.minor)
        for vendor, words in (("NVIDIA", r"NVIDIA|Tesla|GeForce|Quadro|TITAN"), ("AMD", r"AMD|Radeon|Instinct")):
            if re.match(words, name):
                known["vendor"] = vendor
        if getattr(properties, "uuid", None) is not None:
            known["uuid"] = str(properties.uuid)
        share = re.search(r"MIG \S+", name)
        if share:
            known["partition"] = {"name": share.group(0)}
        if hasattr(properties, "pci_bus_id") and hasattr(properties, "pci_device_id"):
            known["pci"] = pci(properties)
            known["vendor"] = {"10de": "NVIDIA", "1002": "AMD"}.get(known["pci"].get("vendor"), known["vendor"])
        known.update(Telemetry(self, index).facts())
        return known


def pci(properties):
    address = "%04x:%02x:%02x.0" % (
        getattr(properties, "pci_domain_id", 0), properties.pci_bus_id, properties.pci_device_id)
    result = {"address": address}
    for member, file in (("vendor", "vendor"), ("device", "device"), ("subsystemVendor", "subsystem_vendor"),
                         ("subsystemDevice", "subsystem_device")):
        value = text_of("/sys/bus/pci/devices/%s/%s" % (address, file))
        if value and re.fullmatch(r"0x[0-9a-f]{4}", value):
            result[member] = value[2:]
    return result


class Telemetry:
    """What a device is doing, as NVML tells through Python, or AMD's SMI through PyTorch; both take no memory."""

    THROTTLE = ((0x2, "clocks set by an application"), (0x4, "power cap"), (0x8, "hardware slowdown"),
                (0x10, "kept in step with other devices"), (0x20, "thermal limit of the software"),
                (0x40, "thermal limit of the hardware"), (0x80, "power brake"), (0x100, "display clock"))

    def __init__(self, backend, index):
        self.backend, self.index = backend, index
        self.nvml = self.handle = None
        if backend.type != "cuda" or getattr(torch.version, "hip", None):
            return
        try:
            self.nvml = importlib.import_module("pynvml")
            self.nvml.nvmlInit()
            self.handle = self.nvml_handle()
        except Exception:
            self.handle = None

    def nvml_handle(self):
        """NVML's device for PyTorch's index, which CUDA_VISIBLE_DEVICES may have changed."""
        properties = self.backend.properties(self.index)
        if getattr(properties, "uuid", None) is not None:
            uuid = str(properties.uuid)
            for text in ("GPU-" + uuid, "MIG-" + uuid):
                handle = tell(self.nvml.nvmlDeviceGetHandleByUUID, text.encode())
                if handle is None:
                    handle = tell(self.nvml.nvmlDeviceGetHandleByUUID, text)
                if handle is not None:
                    return handle
        if hasattr(properties, "pci_bus_id"):
            return self.nvml.nvmlDeviceGetHandleByPciBusId(pci(properties)["address"].encode())
        if hasattr(torch.cuda, "_get_nvml_device_index"):
            return self.nvml.nvmlDeviceGetHandleByIndex(torch.cuda._get_nvml_device_index(self.index))
        return None

    def facts(self):
        """What NVML adds to the description of a device."""
        if self.handle is None:
            return {"telemetry": bool(self.read())} if self.is_amd else {}
        nvml, facts = self.nvml, {"telemetry": True}
        ecc = tell(nvml.nvmlDeviceGetEccMode, self.handle)
        facts["ecc"] = None if ecc is None else bool(ecc[0])
        memory = tell(nvml.nvmlDeviceGetMemoryInfo, self.handle)
        facts["freeBytes"] = None if memory is None else int(memory.free)
        driver = tell(nvml.nvmlSystemGetDriverVersion)
        facts["driver"] = driver.decode() if isinstance(driver, bytes) else driver
        return facts

    @property
    def is_amd(self):
        return self.backend.type == "cuda" and bool(getattr(torch.version, "hip", None))

    def read(self):
        """The members of the protocol's `telemetry` that are known; empty where nothing is."""
        if self.handle is not None:
            values = self.read_nvml()
        elif self.is_amd:
            power = tell(torch.cuda.power_draw, self.index) if hasattr(torch.cuda, "power_draw") else None
            share = tell(torch.cuda.utilization, self.index) if hasattr(torch.cuda, "utilization") else None
            values = {
                # The documentation says milliwatts, the source passes AMD's watts on: no card draws 5 kW.
                "watts": None if power is None else power / 1000 if power > 5000 else power,
                "celsius": tell(torch.cuda.temperature, self.index) if hasattr(torch.cuda, "temperature") else None,
                "clockMHz": tell(torch.cuda.clock_rate, self.index) if hasattr(torch.cuda, "clock_rate") else None,
                "utilisation": None if share is None else share / 100,
            }
        else:
            values = {}
        return {key: value for key, value in values.items() if value is not None and value == value}

    def read_nvml(self):
        nvml, handle = self.nvml, self.handle

        def number(name, scale, *arguments):
            value = tell(lambda: getattr(nvml, name)(handle, *arguments))
            return None if value is None else value * scale

        share = tell(nvml.nvmlDeviceGetUtilizationRates, handle)
        processes = tell(nvml.nvmlDeviceGetComputeRunningProcesses, handle)
        reasons = tell(lambda: nvml.nvmlDeviceGetCurrentClocksThrottleReasons(handle))
        return {
            "watts": number("nvmlDeviceGetPowerUsage", 0.001),
            "limitWatts": number("nvmlDeviceGetEnforcedPowerLimit", 0.001),
            "joules": number("nvmlDeviceGetTotalEnergyConsumption", 0.001),
            "celsius": number("nvmlDeviceGetTemperature", 1, 0),
            "clockMHz": number("nvmlDeviceGetClockInfo", 1, 1),
            "highestClockMHz": number("nvmlDeviceGetMaxClockInfo", 1, 1),
            "memoryClockMHz": number("nvmlDeviceGetClockInfo", 1, 2),
            "utilisation": None if share is None else share.gpu / 100,
            "processes": None if processes is None else len(processes),
            "throttle": None if reasons is None else [word for bit, word in self.THROTTLE if reasons & bit],
        }


# Products


class Switches:
    """Sets the framework's switches for one kind of product, and sets them back."""

    def __init__(self, backend, precision, accumulate):
        self.values, self.old = [], []
        path = None if backend.switch is None else backend.switch.rpartition(".")
        holder = None if path is None else found(path[0])
        if precision in ("fp32", "tf32") and holder is not None:
            # From 2.9 on the old name is deprecated, and the two must not be mixed.
            if backend.type == "cuda" and has(holder, "fp32_precision"):
                self.values.append((holder, "fp32_precision", "tf32" if precision == "tf32" else "ieee"))
            elif has(holder, path[2]):
                self.values.append((holder, path[2], precision == "tf32"))
        if backend.type == "cuda":
            fast = accumulate == "fast"
            for name, value in (("allow_fp16_accumulation", fast and precision == "fp16"),
                                ("allow_fp16_reduced_precision_reduction", fast and precision == "fp16"),
                                ("allow_bf16_reduced_precision_reduction", False)):
                if has(torch.backends.cuda.matmul, name):
                    self.values.append((torch.backends.cuda.matmul, name, value))

    def __enter__(self):
        self.old = [(holder, name, getattr(holder, name)) for holder, name, _ in self.values]
        for holder, name, value in self.values:
            setattr(holder, name, value)

    def __exit__(self, *_):
        for holder, name, value in self.old:
            setattr(holder, name, value)


class Kernel:
    """A function of PyTorch that multiplies: `call(a, b, c)` returns C, which is `c` where it writes there."""

    def __init__(self, name, call):
        self.name, self.call = name, call


def kernels(backend, device, precision, output, accumulate):
    """The functions that may compute such products, best first; which of them do is found out by trying."""
    form, result = format_of(precision), FORMATS[output].dtype
    if precision == "tf32" and not backend.has_tf32:
        return "PyTorch has no switch for TF32 on %s" % backend.type
    if precision == "tf32" and not Switches(backend, "tf32", "full").values:
        return "torch.%s is missing" % backend.switch
    if accumulate == "fast" and not fast_exists(backend, precision):
        return "no faster sum is known"
    if form.dtype is None:
        return "PyTorch %s has no torch.%s" % (torch.__version__, form.dtype_name)
    if precision in ("fp8e4m3", "fp8e5m2", "fp4"):
        return scaled_kernels(device, precision, result, accumulate == "fast")
    if precision == "int8":
        return int8_kernels(backend, device)
    if form.name == output:
        return [Kernel("torch.mm", lambda a, b, c: torch.mm(a, b, out=c)), Kernel("torch.mm", lambda a, b, c: a @ b)]
    return [Kernel("torch.mm", lambda a, b, c: torch.mm(a, b, out_dtype=result, out=c)),
            Kernel("torch.mm", lambda a, b, c: torch.mm(a, b, out_dtype=result))]


def fast_exists(backend, precision):
    if backend.type != "cuda":
        return False
    if precision == "fp16":
        return has(torch.backends.cuda.matmul, "allow_fp16_accumulation")
    return precision in ("fp8e4m3", "fp8e5m2")


def scaled_kernels(device, precision, result, fast):
    if not hasattr(torch, "_scaled_mm"):
        return "PyTorch %s has no torch._scaled_mm" % torch.__version__
    if precision == "fp4":
        def scales(rows, units):
            # One for every 16 elements, in tiles of 128 × 4; as all are 1, their order does not matter.
            count = (rows + 127) // 128 * 128 * ((units // 8 + 3) // 4 * 4)
            return torch.ones(count, dtype=torch.float32).to(torch.float8_e4m3fn).to(device)

        kept = {}

        def block_scaled(a, b, c):
            shape = (a.shape, b.shape)
            if shape not in kept:
                kept.clear()
                kept[shape] = (scales(a.shape[0], a.shape[1]), scales(b.shape[1], b.shape[0]))
            scale_a, scale_b = kept[shape]
            return torch._scaled_mm(a, b, scale_a=scale_a, scale_b=scale_b, out_dtype=result, out=c)

        return [Kernel("torch._scaled_mm", block_scaled)]
    one = torch.ones((), dtype=torch.float32, device=device)
    options = {"scale_a": one, "scale_b": one, "out_dtype": result, "use_fast_accum": fast}

    def returned(a, b, c):
        product = torch._scaled_mm(a, b, **options)
        return product[0] if isinstance(product, tuple) else product

    return [Kernel("torch._scaled_mm", lambda a, b, c: torch._scaled_mm(a, b, out=c, **options)),
            Kernel("torch._scaled_mm", returned)]


def int8_kernels(backend, device):
    found_kernels = []
    if hasattr(torch, "_int_mm"):
        found_kernels.append(Kernel("torch._int_mm", lambda a, b, c: torch._int_mm(a, b, out=c)))
        found_kernels.append(Kernel("torch._int_mm", lambda a, b, c: torch._int_mm(a, b)))
    if backend.type == "npu":
        scale = torch.ones(1, dtype=torch.float32).to(device)
        function = tell(lambda: importlib.import_module("torch_npu").npu_quant_matmul)
        if function is not None:
            found_kernels.append(Kernel(
                "torch_npu.npu_quant_matmul", lambda a, b, c: function(a, b, scale, output_dtype=torch.int32)))
    found_kernels.append(Kernel("torch.mm", lambda a, b, c: torch.mm(a, b, out=c)))
    return found_kernels


# Of a product whose sum is kept in fewer bits than FP32 has: it is `fast`, whether there is a fuller one or not.
POOR_SUM = "its sums have fewer bits than FP32"


class Prober:
    """Finds out by small products what a device and its library can do, and whether they do what they say."""

    def __init__(self, backend, device):
        self.backend, self.device = backend, device

    def find(self):
        """The kernel of each variant that works, keyed by it; and for each precision without one, why."""
        working, reasons = {}, {}
        for precision in PRECISIONS:
            why = None
            for output in OUTPUTS_TO_TRY[precision]:
                for accumulate in ("full", "fast"):
                    for transposed in (True, False):
                        variant = (precision, output, accumulate, transposed)
                        kernel, problem = self.try_variant(variant)
                        if kernel is not None and problem is None:
                            working[variant] = kernel
                        elif kernel is not None:
                            working[(precision, output, "fast", transposed)] = kernel
                        why = why or problem
            if not any(variant[0] == precision for variant in working):
                reasons[precision] = why
        return working, reasons

    def try_variant(self, variant):
        """The kernel that computes such products, or why there is none; both where it does with a poorer sum."""
        precision, output, accumulate, _ = variant
        candidates = kernels(self.backend, self.device, precision, output, accumulate)
        if isinstance(candidates, str):
            return None, candidates
        why = None
        for kernel in candidates:
            try:
                with Switches(self.backend, precision, accumulate):
                    problem = self.problem(kernel, variant)
            except Exception as error:
                kind, problem = classified(error)
                if kind in ("gone", "busy"):
                    raise
                problem = "%s: %s" % (kernel.name, problem)
            if problem in (None, POOR_SUM):
                return kernel, problem
            why = why or problem
        if precision == "int8" and not hasattr(torch, "_int_mm"):
            why = "PyTorch %s has no torch._int_mm" % torch.__version__
        return None, why

    def problem(self, kernel, variant):
        """What is wrong with the kernel's products; None if nothing is."""
        precision = variant[0]
        wrong = "%s computes something else than %s products" % (kernel.name, precision)
        shape = (64, 96, 128) if precision != "fp4" else (128, 128, 256)
        a, b = self.small_integers(shape[0] * shape[2], 1), self.small_integers(shape[1] * shape[2], 2)
        a, b = a.reshape(shape[0], shape[2]), b.reshape(shape[1], shape[2])
        if not torch.equal(self.product(kernel, variant, a, b), a @ b.t()):
            return wrong
        if precision == "int8":
            # All sums are odd and beyond 2^24: FP32 cannot hold one.
            b = torch.full((64, 2048), 127.0, dtype=torch.float64)
            a = b.clone()
            a[:, 0] = 126.0
            if not torch.equal(self.product(kernel, variant, a, b), a @ b.t()):
                return "%s does not sum exactly in 32 bits" % kernel.name
        elif precision in ("fp64", "fp32", "tf32"):
            return self.lost_bits(kernel, variant)
        elif variant[2] == "full":
            # 4096, which every format of C holds; a sum in FP16 stays at 2048.
            ones = torch.ones(128, 4096, dtype=torch.float64)
            if not bool((self.product(kernel, variant, ones, ones) == 4096.0).all()):
                return POOR_SUM
        return None

    def lost_bits(self, kernel, variant):
        """Whether inputs keep the bits that the precision promises: each result is one element of A."""
        precision, size = variant[0], 512
        step = 2.0 ** -(52 if precision == "fp64" else 23)
        a = 1.0 + (self.small_integers(size * size, 3).abs() * 2 + 1).mul_(step).reshape(size, size)
        product = self.product(kernel, variant, a, torch.eye(size, dtype=torch.float64))
        if precision != "tf32":
            return None if torch.equal(product, a) else "its %s products lose bits of their inputs" % precision
        if torch.equal(product, a):
            return "the switch for TF32 changes nothing on this device"
        return None if float((product - a).abs().max()) < 2.0**-9 else "its products are not those of TF32"

    def small_integers(self, count, seed):
        """-1, 0 and 1, which every format holds and of which every sum here is exact."""
        words = Stream("cpu", count).draw(seed, 0, count)
        return torch.remainder(words, 3).sub_(1).to(torch.float64)

    def product(self, kernel, variant, a, b):
        """A · Bᵀ of FP64 values that the format holds, through the device, back in FP64."""
        precision, output, _, transposed = variant
        form = format_of(precision)
        a, b = self.elements(a, form), self.elements(b if transposed else b.t().contiguous(), form)
        columns = b.shape[0] if transposed else b.shape[1] * (2 if form.bits == 4 else 1)
        c = torch.empty(a.shape[0], columns, dtype=FORMATS[output].dtype, device=self.device).fill_(0)
        result = kernel.call(a, b.t() if transposed else b, c)
        if result.dtype != c.dtype or result.shape != c.shape:
            raise Refusal("unsupported", "%s gives another format than %s" % (kernel.name, output))
        return result.cpu().to(torch.float64)

    def elements(self, values, form):
        if form.name == "int8":
            bits = values.to(torch.int8)
        elif form.name in ("fp64", "fp32", "bf16"):
            bits = codes(values, form).to(form.container)
        else:
            bits = rounded(values.contiguous(), form)
            if form.bits == 4:
                bits = bits[:, 0::2] | bits[:, 1::2] << 4
            bits = bits.to(form.container)
        return typed(bits.contiguous(), form).to(self.device)

    def refusal(self, kernel, variant, m, n, k):
        """Why the library takes no product of this shape, found with a small one whose sides divide as these do."""
        m, n, k = (side if side <= 128 else 64 + side % 64 for side in (m, n, k))
        form = format_of(variant[0])
        a = tensor_of(bytes(form.bytes(m * k)), form, (m, form.units(k))).to(self.device)
        rows, columns = (n, form.units(k)) if variant[3] else (k, form.units(n))
        b = tensor_of(bytes(form.bytes(n * k)), form, (rows, columns)).to(self.device)
        c = torch.empty(m, n, dtype=FORMATS[variant[1]].dtype, device=self.device)
        try:
            with Switches(self.backend, variant[0], variant[2]):
                kernel.call(a, b.t() if variant[3] else b, c)
                self.backend.synchronize(torch.device(self.device).index or 0)
        except Exception as error:
            kind, message = classified(error)
            if kind in ("memory", "gone", "busy"):
                raise
            return message
        return None


class Product:
    """The operands of one product on the device: what was drawn, and A, B and C of each set."""

    def __init__(self, session, variant, shape, seed, sets, sparse, kernel_list):
        self.variant, self.shape, self.kernels = variant, shape, kernel_list
        self.form = format_of(variant[0])
        self.transposed = variant[3]
        self.backend, self.device = session.backend, session.device
        m, n, k = shape
        self.on_device = session.draws_on_device(self.form)
        place = self.device if self.on_device else "cpu"
        self.base = drawn(self.form, m * k, seed, sparse, place).reshape(m, self.form.units(k))
        b_rows, b_columns = (n, k) if self.transposed else (k, n)
        b = drawn(self.form, n * k, ~seed & WORD, False, place).reshape(b_rows, self.form.units(b_columns))
        copies = min(sets, max(1, LARGEST_COPIES // self.form.bytes(n * k)))
        self.a = [self.placed(self.base) for _ in range(sets)]
        self.b = [self.placed(b) for _ in range(copies)]
        output = FORMATS[variant[1]]
        self.c = [torch.empty(m, n, dtype=output.dtype, device=self.device) for _ in range(sets)]
        # What a library sets up when a kernel runs first is no part of a time.
        for kernel in kernel_list:
            self.run(kernel, 1, session.timed)
        # Nobody shall take what was there before for a result.
        for matrix in self.c:
            matrix.fill_(float("nan") if output.exponent else -(1 << 31))

    def placed(self, bits):
        """A copy of its own on the device, as elements."""
        return typed(bits.clone(), self.form).to(self.device)

    @staticmethod
    def memory(variant, shape, sets):
        """Bytes that a product takes on the device."""
        form, (m, n, k) = format_of(variant[0]), shape
        b = form.bytes(n * k)
        copies = min(sets, max(1, LARGEST_COPIES // max(1, b)))
        return (sets + 1) * form.bytes(m * k) + copies * b + sets * FORMATS[variant[1]].bytes(m * n)

    def flip(self, seeds):
        for target, seed in zip(self.a, seeds):
            if self.on_device:
                flip(self.base, self.form, seed, self.shape[2], target.view(self.form.container))
            else:
                flipped = torch.empty_like(self.base)
                flip(self.base, self.form, seed, self.shape[2], flipped)
                target.copy_(typed(flipped, self.form))

    def matrix(self, name, index):
        """Matrix `a`, `b` or `c` of a set, as it lies."""
        return {"a": self.a, "b": self.b, "c": self.c}[name][index % len(self.b) if name == "b" else index]

    def run(self, kernel, count, timed):
        """Computes `count` products and returns their seconds."""
        step = self.backend.step()
        sets, a, c, call = len(self.a), self.a, self.c, kernel.call
        b = [self.b[index % len(self.b)] for index in range(sets)]
        if self.transposed:
            b = [matrix.t() for matrix in b]

        def work():
            for index in range(count):
                index %= sets
                c[index] = call(a[index], b[index], c[index])
                if step is not None:
                    step()

        def before():
            c[0] = call(a[0], b[0], c[0])

        with Switches(self.backend, self.variant[0], self.variant[2]):
            return timed(work, before if count >= LEAST_COUNT_WITH_ONE_BEFORE else None)


# Requests


def member(request, name, kind, words):
    value = request.get(name)
    if name not in request or not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        raise Refusal("failed", "the member \"%s\" must be %s" % (name, words))
    return value


def integer(request, name, least, most=1 << 62):
    value = member(request, name, (int, float), "a whole number")
    if isinstance(value, float) and not value.is_integer():
        raise Refusal("failed", "the member \"%s\" must be a whole number" % name)
    value = int(value)
    if not least <= value <= most:
        raise Refusal("failed", "the member \"%s\" is %d, and must be from %d to %d" % (name, value, least, most))
    return value


def seed_of(value, name):
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,20}", value) and int(value) <= WORD:
        return int(value)
    raise Refusal("failed", "the member \"%s\" must be a string of decimal digits below 2^64" % name)


def listed(request, name):
    return member(request, name, list, "a list")


def choice(request, name, words):
    value = member(request, name, str, "one of: " + ", ".join(words))
    if value not in words:
        raise Refusal("failed", "the member \"%s\" is \"%s\", and must be one of: %s" % (
            name, value[:40], ", ".join(words)))
    return value


def words_of(variant):
    precision, output, accumulate, transposed = variant
    return "%s products to %s, %s accumulation, B %s" % (
        precision, output, accumulate, "transposed" if transposed else "not transposed")


class Session:
    """The state between requests: the devices found, the one opened, the products on it."""

    # A test sets it to 0, and has elements drawn in formats that nothing here multiplies.
    least_kernels = 1

    def __init__(self, backends, reason):
        self.backends, self.reason = backends, reason
        self.backend = self.device = self.index = None
        self.variants, self.missing, self.products, self.exact = {}, {}, {}, {}
        self.last_product = 0

    def answer(self, request):
        name = member(request, "do", str, "a string that names a request")
        names = ("open", "prepare", "flip", "run", "rows", "check", "multiply", "bandwidth", "telemetry", "release",
                 "end")
        if name not in names:
            raise Refusal("failed", "there is no request \"%s\"; there are: %s" % (name[:40], ", ".join(names)))
        if self.device is None and name not in ("open", "telemetry", "end"):
            raise Refusal("failed", "no device is open: send \"open\" before \"%s\"" % name)
        return getattr(self, "do_" + name)(request)

    def place(self, request, name):
        """Backend and index of the device that a request names."""
        value = member(request, name, str, "the id of a device")
        for backend in self.backends:
            for index in range(backend.count()):
                if value == "%s:%d" % (backend.type, index):
                    return backend, index
        raise Refusal("failed", "there is no device \"%s\"%s" % (value[:64], ": " + self.reason if self.reason else ""))

    def do_open(self, request):
        if self.device is not None:
            raise Refusal("failed", "%s is open already; a worker opens one device" % self.device)
        backend, index = self.place(request, "device")
        device = backend.place(index)
        if hasattr(backend.module, "set_device"):
            backend.module.set_device(index)
        torch.zeros(1, device=device)
        backend.synchronize(index)
        self.variants, self.missing = Prober(backend, device).find()
        backend.free()
        self.backend, self.index, self.device = backend, index, device
        names = ("precision", "output", "accumulate", "transposed")
        variants = [dict(zip(names, variant)) for variant in self.variants]
        missing = [{"precision": precision, "reason": reason} for precision, reason in self.missing.items()]
        return {"variants": variants, "missing": missing}

    def draws_on_device(self, form):
        if form.name not in self.exact:
            self.exact[form.name] = draws_exactly(self.device, form)
        return self.exact[form.name]

    def variant_of(self, request):
        given = member(request, "variant", dict, "an object")
        sparsity = given.get("sparsity")
        if sparsity not in (None, "2:4"):
            raise Refusal("failed", "the member \"sparsity\" must be \"2:4\", or absent for dense")
        variant = (choice(given, "precision", PRECISIONS), choice(given, "output", OUTPUTS),
                   choice(given, "accumulate", ("full", "fast")),
                   member(given, "transposed", bool, "true or false"))
        return variant, sparsity is not None

    def kernel_of(self, variant, sparse):
        if sparse:
            raise Refusal("unsupported", "no 2:4 sparse products through PyTorch")
        if variant not in self.variants:
            reason = self.missing.get(variant[0])
            raise Refusal("unsupported", "no %s%s" % (words_of(variant), ": " + reason if reason else ""))
        return self.variants[variant]

    def shape_of(self, request, variant):
        m, n, k = (integer(request, side, 1) for side in ("m", "n", "k"))
        if variant[0] == "fp4" and (k % 2 or (n % 2 and not variant[3])):
            raise Refusal("failed", "rows of fp4 elements must fill whole bytes: k = %d, n = %d" % (k, n))
        return m, n, k

    def require_memory(self, needed):
        """Refuses what cannot fit before it is asked for: the host would rather end a process than refuse it memory."""
        limit = host_memory()[1] if self.backend.type == "cpu" else self.backend.memory(self.index)
        if limit is not None and needed > limit:
            raise Refusal("memory", "%d bytes are needed, and %s has %d" % (needed, self.device, limit))

    def do_prepare(self, request):
        variant, sparse = self.variant_of(request)
        shape = self.shape_of(request, variant)
        seed = seed_of(request.get("seed"), "seed")
        sets, wanted = integer(request, "sets", 1), integer(request, "kernels", self.least_kernels)
        if member(request, "distribution", str, "a string") != "uniform":
            raise Refusal("unsupported", "the only distribution drawn here is \"uniform\"")
        if sparse and shape[2] % 4:
            raise Refusal("failed", "2:4 sparsity needs a k that is a multiple of 4, and k is %d" % shape[2])
        kernel_list = [] if wanted == 0 else [self.kernel_of(variant, sparse)]
        self.require_memory(Product.memory(variant, shape, sets))
        for kernel in kernel_list:
            reason = Prober(self.backend, self.device).refusal(kernel, variant, *shape)
            if reason is not None:
                raise Refusal("unsupported", reason)
        product = Product(self, variant, shape, seed, sets, sparse, kernel_list)
        self.backend.synchronize(self.index)
        self.last_product += 1
        self.products[self.last_product] = product
        return {"product": self.last_product, "kernels": [kernel.name for kernel in kernel_list],
                "drawn": "device" if product.on_device else "host"}

    def product_of(self, request):
        number = integer(request, "product", -(1 << 62))
        if number not in self.products:
            raise Refusal("failed", "there is no product %d" % number)
        return self.products[number]

    def set_of(self, request, product):
        return integer(request, "set", 0, len(product.a) - 1)

    def do_flip(self, request):
        product = self.product_of(request)
        seeds = [seed_of(value, "seeds") for value in listed(request, "seeds")]
        if len(seeds) != len(product.a):
            raise Refusal("failed", "there are %d seeds for %d sets" % (len(seeds), len(product.a)))
        product.flip(seeds)
        self.backend.synchronize(self.index)
        return {}

    def timed(self, work, before=None):
        """The seconds of `work` by the device's clock where it has one, else by the host's.

        `before` keeps the device busy while the first of many products is on its way to it.
        """
        events = self.backend.events()
        self.backend.synchronize(self.index)
        if events is not None:
            if before is not None:
                before()
            events[0].record()
        started = time.perf_counter()
        work()
        seconds = 0.0
        if events is not None:
            events[1].record()
            events[1].synchronize()
            seconds = events[0].elapsed_time(events[1]) / 1000
        self.backend.synchronize(self.index)
        return seconds if seconds > 0 else time.perf_counter() - started

    def do_run(self, request):
        product = self.product_of(request)
        count = integer(request, "count", 1, 1 << 31)
        names = [kernel.name for kernel in product.kernels]
        chosen = request.get("kernel")
        number = names.index(chosen) if chosen in names else integer(request, "kernel", 0, len(names) - 1)
        kernel = product.kernels[number]
        return {"seconds": product.run(kernel, count, self.timed)}

    def do_rows(self, request):
        product = self.product_of(request)
        name = choice(request, "matrix", ("a", "b", "c"))
        matrix = product.matrix(name, self.set_of(request, product))
        wanted = listed(request, "rows")
        for row in wanted:
            integer({"rows": row}, "rows", 0, matrix.shape[0] - 1)
        if len(wanted) * matrix.shape[1] * matrix.element_size() > LONGEST_DATA:
            raise Refusal("failed", "%d rows do not fit one reply: ask for fewer" % len(wanted))
        parts, first = [], 0
        while first < len(wanted):
            end = first + 1
            while end < len(wanted) and wanted[end] == wanted[end - 1] + 1:
                end += 1
            parts.append(data_of(matrix[int(wanted[first]) : int(wanted[first]) + end - first]))
            first = end
        return {"data": base64.b64encode(b"".join(parts)).decode()}

    def do_check(self, request):
        product = self.product_of(request)
        index = self.set_of(request, product)
        seed = seed_of(request.get("seed"), "seed")
        if not has_fp64(self.device):
            raise Refusal("unsupported", "PyTorch has no FP64 on %s" % self.device)
        return check(product, index, seed)

    def do_multiply(self, request):
        variant, sparse = self.variant_of(request)
        shape = self.shape_of(request, variant)
        kernel = self.kernel_of(variant, sparse)
        m, n, k = shape
        form = format_of(variant[0])
        operands = []
        for name, elements in (("a", m * k), ("b", n * k)):
            try:
                data = base64.b64decode(member(request, name, str, "base64"), validate=True)
            except ValueError:
                raise Refusal("failed", "the member \"%s\" is no base64" % name)
            if len(data) != form.bytes(elements):
                raise Refusal("failed", "the member \"%s\" holds %d bytes instead of %d" % (
                    name, len(data), form.bytes(elements)))
            operands.append(data)
        if FORMATS[variant[1]].bytes(m * n) > LONGEST_DATA:
            raise Refusal("failed", "C does not fit one reply: \"multiply\" is for small products")
        # A library that takes only certain sizes gets zeros around the elements: they change no sum.
        prober = Prober(self.backend, self.device)
        reason = prober.refusal(kernel, variant, m, n, k)
        if reason is not None:
            padded = tuple((side + 127) // 128 * 128 for side in shape)
            if prober.refusal(kernel, variant, *padded) is not None:
                raise Refusal("unsupported", reason)
        else:
            padded = shape
        b_rows, b_columns = (n, k) if variant[3] else (k, n)
        b_padded = (padded[1], padded[2]) if variant[3] else (padded[2], padded[1])
        a = self.padded(operands[0], form, (m, k), (padded[0], padded[2]))
        b = self.padded(operands[1], form, (b_rows, b_columns), b_padded)
        c = torch.empty(padded[0], padded[1], dtype=FORMATS[variant[1]].dtype, device=self.device)
        with Switches(self.backend, variant[0], variant[2]):
            c = kernel.call(a, b.t() if variant[3] else b, c)
        return {"c": base64.b64encode(data_of(c.cpu()[:m, :n])).decode()}

    def padded(self, data, form, shape, whole):
        bits = torch.zeros(whole[0], form.units(whole[1]), dtype=form.container)
        given = torch.empty(shape[0], form.units(shape[1]), dtype=form.container)
        ctypes.memmove(given.data_ptr(), data, len(data))
        bits[: given.shape[0], : given.shape[1]] = given
        return typed(bits, form).to(self.device)

    def do_bandwidth(self, request):
        kind = choice(request, "kind", ("copy", "read", "peer"))
        size, count = integer(request, "bytes", 1), integer(request, "count", 1, 1 << 31)
        self.require_memory(size if kind == "read" else 2 * size)
        if kind == "read":
            source = torch.ones((size + 3) // 4, dtype=torch.float32, device=self.device)
            total = torch.zeros((), dtype=torch.float32, device=self.device)

            def once():
                torch.sum(source, 0, out=total)
            moved = 4 * source.numel()
        else:
            place = self.device
            if kind == "peer":
                backend, index = self.place(request, "peer")
                if backend.type != self.backend.type or index == self.index:
                    raise Refusal("unsupported", "no copies from %s to %s" % (self.device, request["peer"]))
                place = backend.place(index)
            source = torch.ones(size, dtype=torch.uint8, device=self.device)
            target = torch.zeros(size, dtype=torch.uint8, device=place)

            def once():
                target.copy_(source)
            moved = 2 * size

        def work():
            for _ in range(count):
                once()

        once()
        return {"seconds": self.timed(work), "moved": moved * count}

    def do_telemetry(self, request):
        backend, index = self.place(request, "device")
        values = Telemetry(backend, index).read()
        if not values:
            raise Refusal("unsupported", "PyTorch tells nothing of what %s:%d is doing" % (backend.type, index))
        return values

    def do_release(self, request):
        self.product_of(request)
        del self.products[integer(request, "product", 0)]
        self.backend.free()
        return {}

    def do_end(self, request):
        return {}


def has_fp64(device):
    """Whether the device computes in FP64; some quietly take FP32 for it."""
    try:
        value = torch.ones(8, dtype=torch.float32).to(device).to(torch.float64)
        value = (value + 2.0**-52 - 1.0).mul_(2.0**52)
        return value.dtype == torch.float64 and bool((value.cpu() == 1.0).all())
    except Exception:
        return False


def check(product, index, seed):
    """The largest |C·x - A·(B·x)| of all rows, in FP64 on the device, by slices of rows."""
    m, n, k = product.shape
    words = torch.cat([Stream("cpu", n).draw(seed, 0, n)])
    x = words.bitwise_and(7).add_(1).mul_(torch.bitwise_right_shift(words, 63).mul_(2).add_(1)).to(torch.float64)
    x = x.to(product.device)
    b = product.matrix("b", index)
    if product.transposed:
        y = torch.zeros(k, dtype=torch.float64, device=product.device)
        for first, values in fp64_slices(b, product.form):
            y += (values * x[first : first + values.shape[0]].unsqueeze(1)).sum(0)
    else:
        y = torch.cat([(values * x).sum(1) for _, values in fp64_slices(b, product.form)])
    sums = [torch.cat([(values * vector).sum(1) for _, values in fp64_slices(matrix, form)])
            for matrix, form, vector in ((product.matrix("c", index), FORMATS[product.variant[1]], x),
                                         (product.matrix("a", index), product.form, y))]
    deviation = (sums[0] - sums[1]).abs().cpu()
    wrong = torch.isfinite(deviation).logical_not_().nonzero()
    if wrong.numel():
        return {"largest": "nan", "row": int(wrong[0])}
    row = int(deviation.argmax())
    return {"largest": float(deviation[row]), "row": row}


def fp64_slices(matrix, form):
    """The first row and the FP64 values of each slice of a matrix."""
    rows = max(1, (1 << 22) // matrix.shape[1])
    table = None
    if form.bits <= 8 and form.exponent:
        table = decoded(form).to(matrix.device)
    for first in range(0, matrix.shape[0], rows):
        part = matrix[first : first + rows]
        if table is None:
            yield first, part.to(torch.float64)
            continue
        bits = part.view(torch.uint8).to(torch.int64)
        if form.bits == 4:
            bits = torch.stack((bits.bitwise_and(15), torch.bitwise_right_shift(bits, 4)), 2).flatten(1)
        yield first, table[bits]


def decoded(form):
    """The FP64 value of each code of a format of at most 8 bits."""
    values = []
    bias = (1 << (form.exponent - 1)) - 1
    for code in range(1 << form.bits):
        exponent = code >> form.mantissa & ((1 << form.exponent) - 1)
        fraction = code & ((1 << form.mantissa) - 1)
        value = (fraction if exponent == 0 else fraction + (1 << form.mantissa)) * 2.0 ** (
            max(exponent, 1) - bias - form.mantissa)
        if form.name == "fp8e5m2" and exponent == 31:
            value = float("nan") if fraction else float("inf")
        if form.name == "fp8e4m3" and code & 127 == 127:
            value = float("nan")
        values.append(-value if code >> (form.bits - 1) else value)
    return torch.tensor(values, dtype=torch.float64)


# The worker


def load_torch():
    """Imports PyTorch without its own loading of plug-ins, whose failure would be its failure."""
    global torch
    os.environ.setdefault("TORCH_DEVICE_BACKEND_AUTOLOAD", "0")
    torch = importlib.import_module("torch")
    torch.set_grad_enabled(False)


def find_devices(device_type):
    """The backends that have devices, and why there are none.

    The processor is listed when it is asked for. Without a --device-type it is listed where nothing says that there
    ought to be an accelerator: a driver that fails must not end in a rating of the processor.
    """
    rows = [row for row in DEVICE_TYPES if row[0] == device_type or device_type is None and row[0] != "cpu"]
    backends = [Backend(row) for row in rows]
    usable = [backend for backend in backends if tell(backend.count)]
    if usable:
        return usable, None
    reason = "; ".join("%s: %s" % (backend.type, backend.reason or "no device is found") for backend in backends)
    if device_type is None:
        if not any(backend.expected for backend in backends):
            sys.stderr.write("No accelerator is found (%s): the processor is listed.\n" % reason)
            return [Backend(DEVICE_TYPES[-1])], None
        reason += ". Repair its driver and plug-in, or give --device-type cpu for the processor"
    return [], reason


def protocol_output():
    """Standard output for the protocol alone: what a library prints to descriptor 1 goes to standard error."""
    descriptor = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    return os.fdopen(descriptor, "wb")


def send(output, message):
    # What a vendor's module tells of a device may be of a type of its own.
    output.write(json.dumps(message, allow_nan=False, separators=(",", ":"), default=str).encode() + b"\n")
    output.flush()


def number_only(text):
    raise ValueError(text + " is no number of JSON")


def reply_to(session, line):
    """The reply to a line, whatever it holds; and whether it was the last."""
    identity = None
    try:
        try:
            request = json.loads(line.decode("utf-8"), parse_constant=number_only)
        except (ValueError, RecursionError) as error:
            raise Refusal("failed", "the line is no JSON: " + sentence(error))
        if not isinstance(request, dict):
            raise Refusal("failed", "the line is no JSON object")
        identity = request.get("id")
        if isinstance(identity, bool) or not isinstance(identity, (int, float)):
            identity = None
            raise Refusal("failed", "the member \"id\" must be a number")
        if identity in (float("inf"), float("-inf")):
            identity = None
            raise Refusal("failed", "the member \"id\" is too large a number")
        return {"id": identity, "ok": session.answer(request)}, request["do"] == "end"
    except Exception as error:
        kind, message = classified(error)
        # What is not the caller's doing is worth its stack, on standard error.
        if not isinstance(error, Refusal):
            sys.excepthook(type(error), error, error.__traceback__)
        error.__traceback__ = None
    if kind == "memory" and session.backend is not None:
        tell(session.backend.free)
    return {"id": identity, "error": {"kind": kind, "message": message}}, False


def serve(session, source, output):
    """Answers requests until `end`, or until the input ends."""
    while True:
        line = source.readline(LONGEST_LINE + 1)
        if not line:
            return
        if len(line) > LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = source.readline(1 << 20)
            message = "the line is longer than %d MiB" % (LONGEST_LINE >> 20)
            send(output, {"id": None, "error": {"kind": "failed", "message": message}})
            continue
        reply, last = reply_to(session, line)
        send(output, reply)
        if last:
            return


def main():
    parser = argparse.ArgumentParser(
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="A worker for Assay: lets it use every device that the PyTorch here knows.\n"
        "Assay starts it; it answers requests on standard input (docs/worker-protocol.md).",
        epilog="Assay:    assay worker check workers/pytorch.py\n"
        "          assay measure --worker workers/pytorch.py --device all\n\n"
        "Needs the vendor's own PyTorch (1.10 or later) and plug-in, and nothing else. pynvml adds power, clocks and\n"
        "temperature of NVIDIA devices.\n\n"
        "The processor is listed with --device-type cpu; without a type only if PyTorch knows no accelerator and\n"
        "nothing says that there ought to be one (an installed plug-in, /dev/nvidiactl, /dev/kfd).\n\n"
        "By hand:  echo '{\"id\":1,\"do\":\"open\",\"device\":\"cpu:0\"}' | workers/pytorch.py --device-type cpu")
    types = [row[0] for row in DEVICE_TYPES]
    parser.add_argument("--device-type", choices=types, default=os.environ.get("ASSAY_DEVICE_TYPE") or None,
                        help="list only devices of this type (or set ASSAY_DEVICE_TYPE)")
    options = parser.parse_args()
    if options.device_type not in types + [None]:
        parser.error("ASSAY_DEVICE_TYPE is \"%s\", and must be one of: %s" % (options.device_type, ", ".join(types)))
    output = protocol_output()
    first = {"assay-worker": PROTOCOL, "name": "pytorch", "version": "unknown", "devices": []}
    backends = []
    try:
        load_torch()
        first["version"] = torch.__version__
        backends, reason = find_devices(options.device_type)
        first["devices"] = [backend.describe(index) for backend in backends for index in range(backend.count())]
    except Exception as error:
        reason = "PyTorch cannot be used: %s. Install the vendor's PyTorch for %s" % (sentence(error), sys.executable)
        backends, first["devices"] = [], []
    if reason is not None:
        first["reason"] = reason
    try:
        send(output, first)
        serve(Session(backends, reason), sys.stdin.buffer, output)
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    sys.stderr.flush()
    # Without the framework's own clearing up, which may wait for a device or fail.
    os._exit(0)


if __name__ == "__main__":
    main()
