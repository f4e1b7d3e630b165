#!/usr/bin/env python3
"""A worker for the tests: one device that multiplies in plain Python, honest or with one way to go wrong.

    worker.py [BEHAVIOUR] [PRECISION ...]

It is written from docs/worker-protocol.md alone, with nothing but the standard library, so that it is a second opinion on
the drawing; LIES below tells what it can do wrong. FAKE_DEVICE is a JSON object of what the device tells of itself besides;
with FAKE_CLOCK it tells of a clock that is lowered now and then.
"""

import base64
import json
import math
import os
import struct
import sys
import time
from operator import mul

MASK = (1 << 64) - 1
# A process that takes all memory there is would be ended by the system, not refused.
MOST_ELEMENTS = 1 << 27

LIES = """
honest
garbage-greeting no-greeting other-version dies-at-once no-devices
bad-id same-id impossible-memory impossible-output silent-reason refuses-offer
other-seed other-b truncates drops-signed-zero wrong-pairs ignores-distribution
ignores-flip flips-again shares-a flips-b
leaves-last-term wrong-last-element ignores-layout second-kernel no-kernels stale accumulates only-first-set all-sets
does-less half-time double-time tiny-time no-time nan-time shares-c sorts-rows short-rows
check-is-right wrong-check-row loses-nan rounds-multiply keeps-released
wrong-id error-without-id error-without-message prints prints-at-end garbage huge-line hangs dies deaf closes-output
crashes-on-garbage quiet-on-garbage takes-any-request takes-zero takes-any-kernel memory-is-failure strict-members
short-lines answers-before-open opens-any-device moves-double slow-bandwidth hot exits-1 outlives-end outlives-input
counts-from-last
""".split()


def mix(z):
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def number(seed, index):
    return mix(seed + (index + 1) * 0x9E3779B97F4A7C15 & MASK)


def unit(seed, index):
    bits = number(seed, index)
    return float(bits - (1 << 64) if bits >> 63 else bits) * 2.0**-63


def minifloat(exponent, mantissa, special):
    """The values of all codes of a small float; `special` tells of a code whether it is a NaN or an infinity."""
    bias = (1 << exponent - 1) - 1
    values = []
    for code in range(1 << exponent + mantissa):
        field, fraction = code >> mantissa, code & (1 << mantissa) - 1
        value = math.ldexp(fraction + (1 << mantissa if field else 0), max(field, 1) - bias - mantissa)
        values.append(special(code, value))
    return values


class Small:
    """A format of at most 8 bits with a sign: codes and values by a table."""

    def __init__(self, bits, exponent, mantissa, special=lambda code, value: value):
        self.bits = bits
        self.positive = minifloat(exponent, mantissa, special)
        self.values = self.positive + [-value for value in self.positive]
        self.finite = [value for value in self.positive if math.isfinite(value)]

    def encode(self, value):
        magnitude = abs(value)
        low = max(code for code, one in enumerate(self.finite) if one <= magnitude)
        if low + 1 < len(self.finite):
            middle = (self.finite[low] + self.finite[low + 1]) / 2
            if magnitude > middle or magnitude == middle and low % 2:
                low += 1
        return low | (1 << self.bits - 1 if math.copysign(1, value) < 0 else 0)

    def pack(self, codes):
        if self.bits == 8:
            return bytes(codes)
        return bytes(low | high << 4 for low, high in zip(codes[::2], codes[1::2]))

    def unpack(self, data):
        if self.bits == 8:
            return list(data)
        return [half for byte in data for half in (byte & 15, byte >> 4)]

    def value(self, code):
        return self.values[code]

    def negated(self, code):
        return code ^ 1 << self.bits - 1


class Wide:
    """A format that `struct` knows."""

    def __init__(self, bits, letter):
        self.bits, self.letter = bits, letter

    def encode(self, value):
        return int.from_bytes(struct.pack("<" + self.letter, value), "little")

    def pack(self, codes):
        return b"".join(code.to_bytes(self.bits // 8, "little") for code in codes)

    def unpack(self, data):
        size = self.bits // 8
        return [int.from_bytes(data[at : at + size], "little") for at in range(0, len(data), size)]

    def value(self, code):
        return struct.unpack("<" + self.letter, code.to_bytes(self.bits // 8, "little"))[0]

    def negated(self, code):
        return code ^ 1 << self.bits - 1


class Brain(Wide):
    def __init__(self):
        super().__init__(16, "")

    def encode(self, value):
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
        if value != value:
            return bits >> 16 | 64
        return (bits + 0x7FFF + (bits >> 16 & 1)) >> 16

    def value(self, code):
        return struct.unpack("<f", struct.pack("<I", code << 16))[0]


class Whole(Wide):
    def negated(self, code):
        return -code & (1 << self.bits) - 1


def e4m3(code, value):
    return math.nan if code == 127 else value


def e5m2(code, value):
    return value if code < 124 else math.inf if code == 124 else math.nan


FORMATS = {
    "fp64": Wide(64, "d"), "fp32": Wide(32, "f"), "fp16": Wide(16, "e"), "bf16": Brain(),
    "fp8e4m3": Small(8, 4, 3, e4m3), "fp8e5m2": Small(8, 5, 2, e5m2), "fp4": Small(4, 2, 1),
    "int8": Whole(8, "b"), "int32": Whole(32, "i"),
}
OUTPUTS = {"fp64": "fp64", "fp32": "fp32", "fp16": "fp16", "bf16": "bf16", "fp8e4m3": "fp32", "fp8e5m2": "fp32",
           "fp4": "fp32", "int8": "int32"}
PAIRS = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))


class Refusal(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def whole(request, name, least, most=1 << 62):
    value = request.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Refusal("failed", "the member '%s' is %r" % (name, value))
    return value


def seed_of(text):
    if not isinstance(text, str) or not text.isdecimal() or int(text) > MASK:
        raise Refusal("failed", "a seed is a string of decimal digits, not %r" % (text,))
    return int(text)


class Worker:
    def __init__(self, lie, precisions):
        self.lie = lie
        self.variants = [
            {"precision": precision, "output": OUTPUTS[precision], "accumulate": "full", "transposed": transposed,
             **({"sparsity": "2:4"} if sparse else {})}
            for precision in precisions for sparse in (False, True) for transposed in (True, False)
            if precision in precisions[:1] or not sparse
        ]
        if lie != "honest":
            # One will do; which one, depends on what it is to show.
            self.variants = [one for one in self.variants
                             if ("sparsity" in one) == (lie in ("wrong-pairs", "drops-signed-zero"))
                             and one["transposed"] == (lie != "ignores-layout")][:1]
        if lie == "impossible-output":
            self.variants[0] = {**self.variants[0], "output": "int32"}
        self.opened = False
        self.products, self.last = {}, 0
        self.common = None

    # What has to be had by a device.

    def draw(self, form, precision, seed, count):
        codes = []
        for index in range(count):
            value = unit(seed, index)
            if precision == "int8":
                codes.append(int(max(-127, min(127, math.floor(-127 + (value + 1) * 127.5)))) & 255)
            elif precision == "fp4":
                codes.append(form.encode(6 * value))
            else:
                codes.append(form.encode(value))
                if self.lie == "truncates" and abs(form.value(codes[-1])) > abs(value):
                    codes[-1] -= 1
        return codes

    def product(self, variant, m, n, k, a, b, c=None, kernel=0):
        form, output = FORMATS[variant["precision"]], FORMATS[variant["output"]]
        value = form.value
        a = [value(code) for code in a]
        b = [value(code) for code in b]
        rows = [a[row * k : (row + 1) * k] for row in range(m)]
        transposed = variant["transposed"] or self.lie == "ignores-layout"
        columns = [b[column * k : (column + 1) * k] if transposed else b[column::n] for column in range(n)]
        inner = k - 1 if self.lie == "leaves-last-term" and k > 1 else k
        sums = [sum(map(mul, row[:inner], column)) for row in rows for column in columns]
        if self.lie == "wrong-last-element" or self.lie == "second-kernel" and kernel == 1:
            sums[-1] += 1
        if self.lie == "accumulates" and c:
            sums = [one + output.value(old) for one, old in zip(sums, c)]
        if variant["output"] == "int32":
            return [int(one) & 0xFFFFFFFF for one in sums]
        return [output.encode(one) for one in sums]

    # Requests

    def variant_of(self, request):
        variant = request.get("variant")
        if not isinstance(variant, dict) or variant.get("precision") not in FORMATS:
            raise Refusal("failed", "no such variant: %r" % (variant,))
        if variant not in self.variants:
            raise Refusal("unsupported", "not offered: %r" % (variant,))
        return variant

    def sizes(self, request, variant):
        m, n, k = (whole(request, name, 0 if self.lie == "takes-zero" else 1, (1 << 31) - 1) for name in "mnk")
        if "sparsity" in variant and k % 4 or variant["precision"] == "fp4" and (k % 2 or n % 2):
            raise Refusal("unsupported", "no such size")
        return m, n, k

    def do_open(self, request):
        if request.get("device") != "fake:0" and self.lie != "opens-any-device":
            raise Refusal("failed", "no device %r" % (request.get("device"),))
        self.opened = True
        reason = "" if self.lie == "silent-reason" else "plain Python has none"
        return {"variants": self.variants, "missing": [{"precision": "tf32", "reason": reason}]}

    def do_prepare(self, request):
        variant = self.variant_of(request)
        m, n, k = self.sizes(request, variant)
        if self.lie == "refuses-offer":
            raise Refusal("unsupported", "not on a Saturday")
        seed = seed_of(request.get("seed"))
        sets, kernels = whole(request, "sets", 1), whole(request, "kernels", 1)
        if request.get("distribution") != "uniform" and self.lie != "ignores-distribution":
            raise Refusal("failed", "no distribution %r" % (request.get("distribution"),))
        if self.lie == "strict-members" and len(request) > 10:
            raise Refusal("failed", "too many members")
        if sets * (m * k + m * n) + k * n > MOST_ELEMENTS:
            raise Refusal("failed" if self.lie == "memory-is-failure" else "memory", "no memory for so many elements")
        precision = variant["precision"]
        form = FORMATS[precision]
        a = self.draw(form, precision, seed + 1 & MASK if self.lie == "other-seed" else seed, m * k)
        b = self.draw(form, precision, seed if self.lie == "other-b" else seed ^ MASK, k * n)
        if "sparsity" in variant:
            for group in range(m * k // 4):
                row, place = divmod(group, k // 4)
                pair = PAIRS[number(seed ^ 0x32343234, row * (k // 4) + place) % (5 if self.lie == "wrong-pairs" else 6)]
                for at in range(4):
                    if at not in pair:
                        a[4 * group + at] = 0
        c = [[0xFF] * (m * n) for _ in range(sets)]
        if self.lie == "shares-c":
            self.common = self.common or [0] * (m * n)
            c = [self.common] * sets
        self.last += 1
        self.products[self.last] = {
            "variant": variant, "sizes": (m, n, k), "base": a, "a": [a] * sets, "b": b, "c": c,
            "kernels": 0 if self.lie == "no-kernels" else min(2, kernels)}
        return {"product": self.last, "kernels": ["rows", "rows again"][: self.products[self.last]["kernels"]],
                "drawn": "host"}

    def find(self, request):
        product = self.products.get(whole(request, "product", 0))
        if product is None:
            raise Refusal("failed", "no product %r" % (request.get("product"),))
        return product

    def do_flip(self, request):
        product = self.find(request)
        seeds = request.get("seeds")
        if not isinstance(seeds, list) or len(seeds) != len(product["a"]):
            raise Refusal("failed", "as many seeds as sets are needed")
        seeds = [seed_of(seed) for seed in seeds]
        form = FORMATS[product["variant"]["precision"]]
        m, n, k = product["sizes"]
        if self.lie == "ignores-flip":
            return {}
        if self.lie == "shares-a":
            seeds = [seeds[-1]] * len(seeds)
        for place, seed in enumerate(seeds):
            rows = [number(seed, row) >> 63 for row in range(m)]
            columns = [number(seed ^ MASK, column) >> 63 for column in range(k)]
            base = product["a"][place] if self.lie == "flips-again" else product["base"]
            product["a"][place] = [
                form.negated(code) if rows[index // k] != columns[index % k] else code
                for index, code in enumerate(base)]
            if self.lie == "drops-signed-zero":
                product["a"][place] = [code if form.value(code) else 0 for code in product["a"][place]]
        if self.lie == "flips-b":
            product["b"] = [form.negated(code) for code in product["b"]]
        return {}

    def do_run(self, request):
        product = self.find(request)
        kernel = whole(request, "kernel", 0, 99 if self.lie == "takes-any-kernel" else product["kernels"] - 1)
        count = whole(request, "count", 1)
        sets = len(product["a"])
        if self.lie == "dies":
            sys.stderr.write("the device caught fire\n")
            sys.stderr.flush()
            os._exit(3)
        if self.lie == "hangs":
            time.sleep(1000)
        start = time.perf_counter()
        if self.lie == "does-less":
            count = min(count, sets)
        if self.lie == "all-sets":
            count = max(count, sets)
        for index in range(count):
            place = index % sets
            if self.lie == "only-first-set":
                place = 0
            if self.lie == "counts-from-last":
                place = sets - 1 - place
            if self.lie == "stale" and place in product.setdefault("done", set()):
                self.product(product["variant"], *product["sizes"], product["a"][place], product["b"])
                continue
            product.setdefault("done", set()).add(place)
            product["c"][place][:] = self.product(
                product["variant"], *product["sizes"], product["a"][place], product["b"], product["c"][place]
                if "ran" in product else None, kernel)
        product["ran"] = True
        seconds = time.perf_counter() - start
        seconds *= {"half-time": 0.5, "double-time": 2, "tiny-time": 1e-300, "no-time": 0}.get(self.lie, 1)
        return {"seconds": seconds if self.lie != "nan-time" else math.nan}

    def do_rows(self, request):
        product = self.find(request)
        m, n, k = product["sizes"]
        variant = product["variant"]
        place = whole(request, "set", 0, len(product["a"]) - 1)
        matrix = request.get("matrix")
        if matrix not in ("a", "b", "c"):
            raise Refusal("failed", "no matrix %r" % (matrix,))
        if matrix == "b":
            rows, columns = (n, k) if variant["transposed"] else (k, n)
        else:
            rows, columns = m, k if matrix == "a" else n
        form = FORMATS[variant["output" if matrix == "c" else "precision"]]
        codes = product["b"] if matrix == "b" else product[matrix][place]
        wanted = request.get("rows")
        if not isinstance(wanted, list):
            raise Refusal("failed", "rows is no list")
        wanted = [whole({"row": row}, "row", 0, rows - 1) for row in wanted]
        if self.lie == "sorts-rows":
            wanted = sorted(wanted)
        data = b"".join(form.pack(codes[row * columns : (row + 1) * columns]) for row in wanted)
        if self.lie == "short-rows":
            data = data[:-1]
        if self.lie == "huge-line":
            data = bytes(50 << 20)
        return {"data": base64.b64encode(data).decode()}

    def do_check(self, request):
        product = self.find(request)
        m, n, k = product["sizes"]
        variant = product["variant"]
        place = whole(request, "set", 0, len(product["a"]) - 1)
        seed = seed_of(request.get("seed"))
        form, output = FORMATS[variant["precision"]], FORMATS[variant["output"]]
        bits = [number(seed, column) for column in range(n)]
        x = [(-1 if one >> 63 else 1) * (1 + (one & 7)) for one in bits]
        b = [form.value(code) for code in product["b"]]
        if variant["transposed"]:
            image = [math.fsum(map(mul, x, b[at::k])) for at in range(k)]
        else:
            image = [math.fsum(map(mul, x, b[at * n : (at + 1) * n])) for at in range(k)]
        a = [form.value(code) for code in product["a"][place]]
        c = [output.value(code) for code in product["c"][place]]
        deviations = [
            abs(math.fsum(map(mul, c[row * n : (row + 1) * n], x)) - math.fsum(map(mul, a[row * k : (row + 1) * k], image)))
            for row in range(m)]
        if any(not math.isfinite(one) for one in deviations):
            return {"largest": "nan", "row": 0}
        largest = max(deviations)
        row = deviations.index(largest)
        if self.lie == "check-is-right":
            largest = 0.0
        if self.lie == "wrong-check-row":
            row = deviations.index(min(deviations))
        return {"largest": largest, "row": row}

    def do_multiply(self, request):
        variant = self.variant_of(request)
        m, n, k = self.sizes(request, variant)
        form, output = FORMATS[variant["precision"]], FORMATS[variant["output"]]
        operands = []
        for name, elements in (("a", m * k), ("b", k * n)):
            try:
                data = base64.b64decode(request.get(name), validate=True)
            except (ValueError, TypeError):
                raise Refusal("failed", "%s is no base64" % name)
            if len(data) * 8 != elements * form.bits:
                raise Refusal("failed", "%s has %d bytes" % (name, len(data)))
            operands.append(form.unpack(data))
        c = self.product(variant, m, n, k, *operands)
        if self.lie == "loses-nan":
            c = [code if math.isfinite(output.value(code)) else 0 for code in c]
        if self.lie == "rounds-multiply":
            c = [output.encode(output.value(code) * (1 + 2.0**-20)) for code in c]
        return {"c": base64.b64encode(output.pack(c)).decode()}

    def do_bandwidth(self, request):
        kind, size, count = request.get("kind"), whole(request, "bytes", 1), whole(request, "count", 1)
        if kind != "copy":
            raise Refusal("unsupported" if kind in ("read", "peer") else "failed", "only copies are measured")
        source = bytearray(size)
        start = time.perf_counter()
        for _ in range(count):
            bytes(source)
        seconds = time.perf_counter() - start
        return {"seconds": seconds * {"slow-bandwidth": 1000, "tiny-time": 1e-300}.get(self.lie, 1),
                "moved": 2 * size * count * (2 if self.lie == "moves-double" else 1)}

    def do_telemetry(self, request):
        if request.get("device") != "fake:0":
            raise Refusal("failed", "no device %r" % (request.get("device"),))
        told = {"watts": 12.5, "utilisation": 55 if self.lie == "hot" else 0.55, "throttle": []}
        if "FAKE_CLOCK" in os.environ:
            # Throttled in every other half second.
            now = time.monotonic()
            is_low = int(2 * now) % 2
            told.update(clockMHz=900 if is_low else 1200, highestClockMHz=1200, limitWatts=15, celsius=50,
                        joules=12.5 * now, throttle=["power"] if is_low else [])
        return told

    def do_release(self, request):
        self.find(request)
        if self.lie != "keeps-released":
            del self.products[request["product"]]
        return {}

    def do_end(self, request):
        return {}

    def answer(self, line):
        identity = None
        try:
            try:
                request = json.loads(line)
            except (ValueError, RecursionError):
                if self.lie == "crashes-on-garbage":
                    raise SystemExit(1)
                raise Refusal("failed", "not JSON")
            identity = request.get("id") if isinstance(request, dict) else None
            if isinstance(identity, bool) or not isinstance(identity, int):
                identity = None
                raise Refusal("failed", "no request")
            verb = request.get("do")
            if not isinstance(verb, str) or not hasattr(self, "do_" + verb):
                if self.lie == "takes-any-request":
                    return {"id": identity, "ok": {}}, False
                raise Refusal("failed", "no request %r" % (verb,))
            if not self.opened and verb not in ("open", "telemetry", "end") and self.lie != "answers-before-open":
                raise Refusal("failed", "no device is open")
            if self.lie == "garbage" and verb == "run":
                return "<html>", False
            if self.lie == "wrong-id":
                identity += 1
            return {"id": identity, "ok": getattr(self, "do_" + verb)(request)}, verb == "end"
        except Refusal as refusal:
            error = {"kind": refusal.kind, "message": str(refusal)}
            if self.lie == "error-without-message":
                del error["message"]
            return {"id": None if self.lie == "error-without-id" else identity, "error": error}, False


def main():
    lie = sys.argv[1] if len(sys.argv) > 1 else "honest"
    precisions = sys.argv[2:] or ["fp32"]
    if lie not in LIES:
        sys.exit("no such behaviour: " + lie)
    output = sys.stdout

    def send(message):
        if isinstance(message, str):
            output.write(message + "\n")
        else:
            output.write(json.dumps(message) + "\n")
        output.flush()

    if lie == "no-greeting":
        time.sleep(1000)
    if lie == "dies-at-once":
        sys.exit("cannot find libdevice.so")
    device = {"id": "fake:0", "name": "plain Python", "telemetry": True}
    device.update(json.loads(os.environ.get("FAKE_DEVICE", "{}")))
    if lie == "bad-id":
        device["id"] = "fake 0"
    if lie == "impossible-memory":
        device.update(memoryBytes=1 << 30, freeBytes=1 << 31)
    devices = [device, device] if lie == "same-id" else [] if lie == "no-devices" else [device]
    greeting = {"assay-worker": 2 if lie == "other-version" else 1, "name": "fake", "version": "1", "devices": devices}
    if not devices:
        greeting["reason"] = "plain Python is not in the mood"
    send("Loading the library ..." if lie == "garbage-greeting" else greeting)
    worker = Worker(lie, precisions)
    if lie == "closes-output":
        os.close(1)
        time.sleep(1000)
    while True:
        if lie == "deaf" and worker.opened:
            time.sleep(1000)
        line = sys.stdin.readline()
        if not line:
            break
        if lie == "short-lines" and len(line) > 1 << 17:
            sys.exit("the line is too long")
        if lie == "prints" and '"run"' in line:
            send("computing ...")
        reply, is_last = worker.answer(line)
        if lie == "quiet-on-garbage" and isinstance(reply, dict) and reply["id"] is None:
            continue
        send(reply)
        if is_last:
            if lie == "prints-at-end":
                send("bye")
            if lie == "outlives-end":
                time.sleep(1000)
            sys.exit(1 if lie == "exits-1" else 0)
    if lie == "outlives-input":
        time.sleep(1000)


if __name__ == "__main__":
    main()
