"""PyTorch's matrix product in a plain loop, with none of Assay's code: what an expert writes by hand.

    torch_matmul.py DEVICE

DEVICE is PyTorch's name of it: cuda:0, npu:0, cpu. Prints a line of JSON that says what is there, then answers requests
on standard input, one object a line each:

    {"do": "trial", "precision": "bf16", "accumulate": "full", "shapes": [[m, n, k], …], "seconds": 0.03}
        tries every setting at the first shape and the best of them at the others, and remembers it
    {"do": "run", "precision": …, "accumulate": …, "shape": [m, n, k], "bursts": 8, "seconds": 0.05, "pause": 0.05}
        bursts by that setting: {"rates": [TOP/s of each], "setting": …}

An answer is {"ok": …}, {"unsupported": reason} or {"failed": reason}. Operands are uniform random numbers; results are
written with out= where that works; some elements of each product are checked; times are those of the device's events.
"""
import importlib
import json
import math
import os
import sys
import time

torch = None
PLUG_INS = {"npu": "torch_npu", "musa": "torch_musa", "mlu": "torch_mlu", "gcu": "torch_gcu"}
DTYPES = {"fp64": "float64", "fp32": "float32", "tf32": "float32", "fp16": "float16", "bf16": "bfloat16",
          "fp8e4m3": "float8_e4m3fn", "fp8e5m2": "float8_e5m2", "int8": "int8"}
# How far products may be off, by the root of the mean square: FP32's bound tells TF32 apart.
TOLERANCES = {"fp64": 1e-12, "fp32": 1e-5, "tf32": 2e-3, "int8": 0.0}
COMMON_TOLERANCE = 2e-2
LONGEST_PRODUCT_SECONDS = 0.2
MOST_PRODUCTS = 1 << 16
# Below this a product is so short that the time to launch it counts: then recorded graphs are tried too.
SHORT_PRODUCT_SECONDS = 3e-4
RECORDED_PRODUCTS = 16


class Unsupported(Exception):
    pass


class Wrong(Exception):
    pass


def sentence(error):
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]


class Device:
    """PyTorch's functions for one device, which its vendors name alike."""

    def __init__(self, name):
        self.name = name
        self.type = name.partition(":")[0]
        self.module = None
        if self.type in PLUG_INS:
            importlib.import_module(PLUG_INS[self.type])
        if self.type != "cpu":
            self.module = getattr(torch, self.type, None)
            if self.module is None or not self.module.device_count():
                raise Unsupported(f"this PyTorch ({torch.__version__}) sees no {self.type} device")
            self.module.set_device(int(name.partition(":")[2] or 0))

    def describe(self):
        return self.module.get_device_name(self.name) if self.module else "the processor"

    def synchronize(self):
        if self.module:
            self.module.synchronize()

    def free(self):
        if self.module and hasattr(self.module, "empty_cache"):
            self.module.empty_cache()

    def time(self, work):
        """The seconds of `work` by the device's events, or by the clock where it has none."""
        if self.module is None:
            before = time.perf_counter()
            work()
            return time.perf_counter() - before
        events = [self.module.Event(enable_timing=True) for _ in range(2)]
        events[0].record()
        work()
        events[1].record()
        self.module.synchronize()
        return events[0].elapsed_time(events[1]) / 1000


# Settings: what a caller may choose.


class Setting:
    """A library of PyTorch's where it has several, how B lies, and whether C is given."""

    def __init__(self, library, transposed, given, recorded=False):
        self.library, self.transposed, self.given, self.recorded = library, transposed, given, recorded

    def __str__(self):
        parts = [self.library and f"library {self.library}", "B transposed" if self.transposed else "B plain",
                 "out=" if self.given else "a new C each time", "recorded in a graph" if self.recorded else None]
        return ", ".join(part for part in parts if part)


def libraries(device):
    if device.type != "cuda" or not hasattr(torch.backends.cuda, "preferred_blas_library"):
        return [None]
    names = ["cublaslt", "cublas"] if getattr(torch.version, "hip", None) is None else ["hipblaslt", "cublas"]
    return [None, *names]


def settings(device, precision):
    if precision in ("fp8e4m3", "fp8e5m2", "fp4"):
        return [Setting(None, True, True), Setting(None, True, False)]
    if precision == "int8":
        return [Setting(None, True, True), Setting(None, False, True), Setting(None, True, False)]
    return [Setting(library, transposed, True) for library in libraries(device) for transposed in (False, True)]


def switch(device, precision, accumulate, setting):
    """Sets PyTorch's switches for a product; the others as they are when PyTorch starts."""
    if device.type != "cuda":
        return
    matmul = torch.backends.cuda.matmul
    if precision in ("fp32", "tf32"):
        # From 2.9 on the old name is deprecated, and the two must not be mixed.
        try:
            matmul.fp32_precision
            matmul.fp32_precision = "tf32" if precision == "tf32" else "ieee"
        except (AttributeError, AssertionError):
            matmul.allow_tf32 = precision == "tf32"
    try:
        matmul.allow_fp16_accumulation = precision == "fp16" and accumulate == "fast"
    except (AttributeError, AssertionError):
        if precision == "fp16" and accumulate == "fast":
            raise Unsupported(f"PyTorch {torch.__version__} has no sum in FP16")
    if hasattr(torch.backends.cuda, "preferred_blas_library"):
        try:
            torch.backends.cuda.preferred_blas_library(setting.library or "default")
        except RuntimeError:
            if setting.library:
                raise Unsupported(f"PyTorch {torch.__version__} knows no library {setting.library}")
            # Before it had a name for its own choice, that was this one.
            torch.backends.cuda.preferred_blas_library("cublas")


# Products.


class Product:
    """The operands of one shape on the device, and the call that multiplies them."""

    def __init__(self, device, precision, accumulate, shape):
        self.device, self.precision, self.accumulate, self.shape = device, precision, accumulate, shape
        m, n, k = shape
        if precision != "fp4" and not hasattr(torch, DTYPES[precision]):
            raise Unsupported(f"PyTorch {torch.__version__} has no torch.{DTYPES[precision]}")
        self.a, self.b = self.drawn(m, k), self.drawn(n, k)
        output = {"int8": "int32", "fp4": "bfloat16"}.get(precision, DTYPES.get(precision))
        self.output = torch.bfloat16 if precision.startswith("fp8") else getattr(torch, output)
        self.c = torch.empty(m, n, dtype=self.output, device=device.name)

    def drawn(self, rows, columns):
        """Uniform in [-1, 1]; INT8 from -127 to 127, FP4 any of its codes."""
        place = self.device.name
        if self.precision == "int8":
            return torch.randint(-127, 128, (rows, columns), dtype=torch.int8, device=place)
        if self.precision == "fp4":
            if not hasattr(torch, "float4_e2m1fn_x2"):
                raise Unsupported(f"PyTorch {torch.__version__} has no torch.float4_e2m1fn_x2")
            codes = torch.randint(0, 256, (rows, columns // 2), dtype=torch.uint8, device=place)
            return codes.view(torch.float4_e2m1fn_x2)
        kind = getattr(torch, DTYPES[self.precision])
        wide = torch.float64 if self.precision == "fp64" else torch.float32
        return torch.rand(rows, columns, dtype=wide, device=place).mul_(2).sub_(1).to(kind)

    def call(self, setting):
        """A function that multiplies once and returns C. B lies as n rows of k, or as k rows of n."""
        m, n, k = self.shape
        a, c = self.a, self.c
        b = self.b.t() if setting.transposed else self.b.reshape(k, n)
        given = {"out": c} if setting.given else {}
        if self.precision == "int8":
            if not hasattr(torch, "_int_mm"):
                raise Unsupported(f"PyTorch {torch.__version__} has no torch._int_mm")
            return lambda: torch._int_mm(a, b, **given)
        if self.precision in ("fp8e4m3", "fp8e5m2", "fp4"):
            if not hasattr(torch, "_scaled_mm"):
                raise Unsupported(f"PyTorch {torch.__version__} has no torch._scaled_mm")
            options = {"out_dtype": self.output, **self.scales(), **given}
            if self.precision != "fp4":
                options["use_fast_accum"] = self.accumulate == "fast"
            # Before 2.5 it returns a pair.
            return lambda: torch._scaled_mm(a, b, **options)
        return lambda: torch.mm(a, b, **given)

    def scales(self):
        m, n, k = self.shape
        if self.precision != "fp4":
            one = torch.ones((), dtype=torch.float32, device=self.device.name)
            return {"scale_a": one, "scale_b": one}

        def ones(rows):
            # One for every 16 elements, in tiles of 128 rows and 4 of them.
            count = (rows + 127) // 128 * 128 * ((k // 16 + 3) // 4 * 4)
            return torch.ones(count, dtype=torch.float32).to(torch.float8_e4m3fn).to(self.device.name)

        return {"scale_a": ones(m), "scale_b": ones(n)}

    def check(self, setting, result):
        """Holds a corner of C against FP64 sums, as far as PyTorch turns the format into FP64."""
        if self.precision == "fp4":
            return
        rows, columns = min(4, self.shape[0]), min(64, self.shape[1])
        m, n, k = self.shape
        a = exact(self.a[-rows:])
        b = exact(self.b[-columns:]).t() if setting.transposed else exact(self.b.reshape(k, n)[:, -columns:])
        expected, got = a @ b, exact(result[-rows:, -columns:])
        error, size = (float((tensor**2).mean()) ** 0.5 for tensor in (got - expected, expected))
        if not error <= TOLERANCES.get(self.precision, COMMON_TOLERANCE) * size:
            raise Wrong(f"{self.precision} products are off by {error / size if size else error:.2g} of their size")


def exact(tensor):
    """FP64 values on the host."""
    tensor = tensor.cpu()
    return (tensor.to(torch.float32) if tensor.is_floating_point() and tensor.element_size() < 4 else tensor).double()


class Loop:
    """One product by one setting, ready to be repeated."""

    def __init__(self, product, setting):
        self.product, self.setting = product, setting
        switch(product.device, product.precision, product.accumulate, setting)
        call = product.call(setting)
        product.c.fill_(-1)
        result = call()
        product.device.synchronize()
        product.check(setting, result[0] if isinstance(result, tuple) else result)
        self.call, self.each = (self.record(call), RECORDED_PRODUCTS) if setting.recorded else (call, 1)
        self.call()
        product.device.synchronize()
        self.seconds = product.device.time(self.call) / self.each

    @staticmethod
    def record(call):
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            for _ in range(RECORDED_PRODUCTS):
                call()
        return graph.replay

    def burst(self, seconds):
        """TOP/s over as many products as fill so many seconds."""
        calls = max(1, min(MOST_PRODUCTS, math.ceil(seconds / max(self.seconds * self.each, 1e-9))))
        call = self.call

        def work():
            for _ in range(calls):
                call()

        # The first keeps the device busy until the others are queued.
        call()
        taken = self.product.device.time(work)
        self.seconds = taken / (calls * self.each)
        m, n, k = self.product.shape
        return 2e-12 * m * n * k / self.seconds


class Peer:
    def __init__(self, device):
        self.device = device
        self.chosen = {}  # {(precision, accumulate): setting}

    def trial(self, precision, accumulate, shapes, seconds):
        tried, shape_rates, failures = [], [], []
        product = Product(self.device, precision, accumulate, shapes[0])
        for setting in settings(self.device, precision):
            self.attempt(product, setting, seconds, tried, failures)
        if not tried:
            raise failures[0]
        best, rate = max(tried, key=lambda pair: pair[1])
        m, n, k = shapes[0]
        if self.device.type == "cuda" and 2e-12 * m * n * k / rate < SHORT_PRODUCT_SECONDS:
            recorded = Setting(best.library, best.transposed, best.given, recorded=True)
            self.attempt(product, recorded, seconds, tried, failures)
            best, rate = max(tried, key=lambda pair: pair[1])
        self.chosen[precision, accumulate] = best
        del product
        for shape in shapes[1:]:
            m, n, k = shape
            self.device.free()
            if 2e-12 * m * n * k / rate > LONGEST_PRODUCT_SECONDS:
                continue
            try:
                shape_rates.append((shape, Loop(Product(self.device, precision, accumulate, shape), best).burst(seconds)))
            except Exception as error:  # it does not fit, say
                failures.append(error)
        return {
            "setting": str(best), "tops": rate,
            "settings": [{"setting": str(setting), "tops": tops} for setting, tops in tried],
            "shapes": [{"shape": shape, "tops": tops} for shape, tops in shape_rates],
            "failures": sorted({sentence(error) for error in failures})}

    def attempt(self, product, setting, seconds, tried, failures):
        try:
            loop = Loop(product, setting)
            tried.append((setting, max(loop.burst(seconds) for _ in range(2))))
        except Exception as error:
            failures.append(error)

    def run(self, precision, accumulate, shape, bursts, seconds, pause):
        setting = self.chosen[precision, accumulate]
        loop = Loop(Product(self.device, precision, accumulate, shape), setting)
        rates = []
        for _ in range(bursts):
            time.sleep(pause)
            rates.append(loop.burst(seconds))
        return {"rates": rates, "setting": str(setting)}

    def answer(self, request):
        request = dict(request)
        try:
            return {"ok": {"trial": self.trial, "run": self.run}[request.pop("do")](**request)}
        except Unsupported as error:
            return {"unsupported": str(error)}
        except Exception as error:
            text = sentence(error)
            words = ("not implemented for", "not supported", "unsupported", "could not run 'aten", "no kernel")
            unsupported = isinstance(error, NotImplementedError) or any(word in text.lower() for word in words)
            return {"unsupported" if unsupported else "failed": text}
        finally:
            self.device.free()


def main():
    global torch
    # What a library prints must not get between the lines of the answers.
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def send(message):
        output.write(json.dumps(message) + "\n")
        output.flush()

    try:
        os.environ.setdefault("TORCH_DEVICE_BACKEND_AUTOLOAD", "0")
        torch = importlib.import_module("torch")
        torch.set_grad_enabled(False)
        device = Device(sys.argv[1])
        send({"version": torch.__version__, "device": device.describe()})
    except Exception as error:
        send({"unsupported": sentence(error)})
        return
    peer = Peer(device)
    for line in sys.stdin:
        send(peer.answer(json.loads(line)))


if __name__ == "__main__":
    main()
