#!/usr/bin/env python3
"""Checks workers/pytorch.py on the processor, with the standard library alone: `make test-pytorch`.

The worker runs as a process of its own, under the interpreter that runs this. What it draws is compared with an
implementation of docs/worker-protocol.md in Python's own integers, written apart from the worker's.
"""

import base64
import bisect
import fractions
import json
import math
import os
import queue
import struct
import subprocess
import sys
import threading
import time
import unittest

WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "workers", "pytorch.py")
WORD = (1 << 64) - 1
SEED = 0xFEDCBA9876543210
PRECISIONS = ("fp64", "fp32", "tf32", "fp16", "bf16", "fp8e4m3", "fp8e5m2", "fp4", "int8")

# Starts the worker with something about it changed before its main() runs.
CHANGED = """
import importlib.util, os, sys
sys.path.insert(0, os.path.join(os.path.dirname(sys.argv[1]), "..", "Tests", "PyTorchWorker"))
sys.dont_write_bytecode = True
{before}
spec = importlib.util.spec_from_file_location("worker", sys.argv[1])
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
sys.argv = sys.argv[1:]
{after}
worker.main()
"""


# The protocol's arithmetic


def number(seed, index):
    z = (seed + (index + 1) * 0x9E3779B97F4A7C15) & WORD
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & WORD
    return z ^ z >> 31


def unit(seed, index):
    word = number(seed, index)
    return float(word - (1 << 64) if word >> 63 else word) * 2.0**-63


def ieee_values(exponent_bits, fraction_bits):
    """The finite values of a small format that are not negative, by code; OFP8 E4M3 has one more than IEEE 754."""
    bias = (1 << (exponent_bits - 1)) - 1
    values = []
    for code in range(1 << (exponent_bits + fraction_bits)):
        exponent, fraction = code >> fraction_bits, code & ((1 << fraction_bits) - 1)
        if exponent:
            values.append(math.ldexp((1 << fraction_bits) + fraction, exponent - bias - fraction_bits))
        else:
            values.append(math.ldexp(fraction, 1 - bias - fraction_bits))
    return values


SMALL = {"fp8e4m3": ieee_values(4, 3), "fp8e5m2": ieee_values(5, 2), "fp4": ieee_values(2, 1)}
SIGN = {"fp64": 1 << 63, "fp32": 1 << 31, "fp16": 1 << 15, "bf16": 1 << 15, "fp8e4m3": 128, "fp8e5m2": 128, "fp4": 8}
PACKED = {"fp64": "Q", "fp32": "I", "fp16": "H", "bf16": "H", "fp8e4m3": "B", "fp8e5m2": "B", "int8": "b", "int32": "i"}


def nearest(values, magnitude):
    """The code of the nearest value, the even one of two."""
    above = bisect.bisect_left(values, magnitude)
    if above == 0 or values[above] == magnitude:
        return above
    middle = fractions.Fraction(values[above - 1]) + fractions.Fraction(values[above])
    twice = 2 * fractions.Fraction(magnitude)
    return above - 1 if twice < middle or twice == middle and above % 2 else above


def code(form, value):
    """The element, as an unsigned integer (int8: signed), that a value in [-1, 1] becomes."""
    if form == "fp64":
        return struct.unpack("<Q", struct.pack("<d", value))[0]
    if form in ("fp32", "bf16"):
        bits = struct.unpack("<I", struct.pack("<f", value))[0]
        if form == "fp32":
            return bits
        upper, rest = divmod(bits, 1 << 16)
        return upper + (rest > 0x8000 or rest == 0x8000 and upper % 2)
    if form == "fp16":
        return struct.unpack("<H", struct.pack("<e", value))[0]
    if form == "int8":
        return max(-127, min(127, math.floor(-127 + (value + 1) * 127.5)))
    scaled = 6 * value if form == "fp4" else value
    return nearest(SMALL[form], abs(scaled)) | (SIGN[form] if math.copysign(1, value) < 0 else 0)


def decoded(form, element):
    """The value of an element."""
    if form in ("int8", "int32"):
        return float(element)
    if form == "bf16":
        return struct.unpack("<f", struct.pack("<I", element << 16))[0]
    if form in ("fp64", "fp32", "fp16"):
        letters = {"fp64": "Qd", "fp32": "If", "fp16": "He"}[form]
        return struct.unpack("<" + letters[1], struct.pack("<" + letters[0], element))[0]
    magnitude = SMALL[form][element & (SIGN[form] - 1)]
    return -magnitude if element & SIGN[form] else magnitude


def format_of(precision):
    return "fp32" if precision == "tf32" else precision


def drawn_row(form, seed, row, columns, sparse=False):
    elements = [code(form, unit(seed, row * columns + column)) for column in range(columns)]
    if sparse:
        pairs = ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
        for group in range(columns // 4):
            kept = pairs[number(seed ^ 0x32343234, row * (columns // 4) + group) % 6]
            for place in range(4):
                if place not in kept:
                    elements[4 * group + place] = 0
    return elements


def flipped_row(form, elements, seed, row):
    result = []
    for column, element in enumerate(elements):
        negative = (number(seed, row) ^ number(~seed & WORD, column)) >> 63
        result.append((-element if form == "int8" else element ^ SIGN[form]) if negative else element)
    return result


def packed(form, elements):
    if form == "fp4":
        return bytes(low | high << 4 for low, high in zip(elements[0::2], elements[1::2]))
    return struct.pack("<%d%s" % (len(elements), PACKED[form]), *elements)


def unpacked(form, data):
    if form == "fp4":
        return [nibble for byte in data for nibble in (byte & 15, byte >> 4)]
    return list(struct.unpack("<%d%s" % (len(data) // struct.calcsize(PACKED[form]), PACKED[form]), data))


# The worker


class Worker:
    """The worker as a process, asked line by line."""

    def __init__(self, *arguments, before="", after="", environment=None):
        command = [sys.executable, WORKER]
        if before or after:
            command = [sys.executable, "-c", CHANGED.format(before=before, after=after), WORKER]
        self.process = subprocess.Popen(
            command + list(arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=dict(os.environ, **(environment or {})))
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.identity = 0
        self.first = self.receive()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def receive(self, seconds=120):
        line = self.lines.get(timeout=seconds)
        assert line is not None, "the worker ended"
        return json.loads(line)

    def send(self, line):
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def reply(self, request):
        """The whole reply to a request that gets the next number."""
        self.identity += 1
        self.send(json.dumps(dict(request, id=self.identity)).encode())
        reply = self.receive()
        assert reply["id"] == self.identity, reply
        return reply

    def ok(self, do, **members):
        reply = self.reply(dict(members, do=do))
        assert "ok" in reply, reply
        return reply["ok"]

    def error(self, do, **members):
        """The kind of error that a request is answered with; its message must say something."""
        reply = self.reply(dict(members, do=do))
        assert "ok" not in reply and reply["error"]["message"], reply
        return reply["error"]["kind"]

    def rows(self, product, index, matrix, rows, form):
        data = base64.b64decode(self.ok("rows", product=product, set=index, matrix=matrix, rows=rows)["data"])
        size = len(data) // len(rows)
        return [unpacked(form, data[size * place : size * (place + 1)]) for place in range(len(rows))]

    def ended(self, seconds=30):
        """The code with which the worker ends."""
        code = self.process.wait(timeout=seconds)
        self.close()
        return code

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            try:
                pipe.close()
            except OSError:
                pass


def variant(precision, output=None, transposed=True, accumulate="full", sparse=False):
    usual = {"tf32": "fp32", "fp8e4m3": "bf16", "fp8e5m2": "bf16", "fp4": "bf16", "int8": "int32"}
    result = {"precision": precision, "output": output or usual.get(precision, precision), "accumulate": accumulate,
              "transposed": transposed}
    if sparse:
        result["sparsity"] = "2:4"
    return result


def prepare(kind, m=8, n=12, k=20, seed=SEED, sets=1, kernels=1):
    return {"variant": kind, "m": m, "n": n, "k": k, "distribution": "uniform", "seed": str(seed), "sets": sets,
            "kernels": kernels}


class OpenedWorker(unittest.TestCase):
    """A worker with the processor open, for all tests of a class."""

    changes = {}

    @classmethod
    def setUpClass(cls):
        cls.worker = Worker("--device-type", "cpu", **cls.changes)
        cls.addClassCleanup(cls.worker.close)
        cls.opened = cls.worker.ok("open", device=cls.worker.first["devices"][0]["id"])

    def prepared(self, kind, **members):
        reply = self.worker.ok("prepare", **prepare(kind, **members))
        self.addCleanup(self.worker.reply, {"do": "release", "product": reply["product"]})
        return reply["product"]


def same(test, rows, expected):
    """Fails with the first element that differs; a difference of whole lists would take minutes to write out."""
    test.assertEqual([len(row) for row in rows], [len(row) for row in expected])
    for number_of_row, pair in enumerate(zip(rows, expected)):
        for column, (element, right) in enumerate(zip(*pair)):
            test.assertEqual(element, right, "row %d of those asked for, column %d" % (number_of_row, column))


class Drawing(OpenedWorker):
    """Also of formats that nothing here multiplies: as no kernel is asked for, which else is refused."""

    changes = {"after": "worker.Session.least_kernels = 0"}
    drawn = "device"

    def test_every_format_is_drawn_bit_for_bit_in_both_layouts_and_2_of_4(self):
        for precision in PRECISIONS:
            for transposed in (True, False):
                for sparse in (True, False):
                    with self.subTest(precision=precision, transposed=transposed, sparse=sparse):
                        self.draw_and_compare(precision, transposed, sparse)

    def draw_and_compare(self, precision, transposed, sparse):
        form, (m, n, k) = format_of(precision), (24, 36, 60)
        reply = self.worker.ok(
            "prepare", **prepare(variant(precision, transposed=transposed, sparse=sparse), m, n, k, kernels=0, sets=2))
        self.assertEqual((reply["kernels"], reply["drawn"]), ([], self.drawn))
        a = [drawn_row(form, SEED, row, k, sparse) for row in range(m)]
        rows, columns = (n, k) if transposed else (k, n)
        b = [drawn_row(form, ~SEED & WORD, row, columns) for row in range(rows)]
        for index in (0, 1):
            same(self, self.worker.rows(reply["product"], index, "a", list(range(m)), form), a)
            same(self, self.worker.rows(reply["product"], index, "b", list(range(rows)), form), b)
        # Twice: the second is made from what was drawn, not from the first.
        for seeds in ((1, 2), (WORD, 0)):
            self.worker.ok("flip", product=reply["product"], seeds=[str(seed) for seed in seeds])
            for index, seed in enumerate(seeds):
                expected = [flipped_row(form, elements, seed, row) for row, elements in enumerate(a)]
                same(self, self.worker.rows(reply["product"], index, "a", list(range(m)), form), expected)
        self.worker.ok("release", product=reply["product"])

    def test_rows_of_a_large_matrix_are_those_of_its_stream(self):
        for precision in ("fp16", "fp4", "int8"):
            for sparse in (False, True):
                product = self.prepared(variant(precision, sparse=sparse), m=700, n=4, k=1000, kernels=0)
                wanted = [699, 0, 262, 263, 524, 525]
                same(self, self.worker.rows(product, 0, "a", wanted, precision),
                     [drawn_row(precision, SEED, row, 1000, sparse) for row in wanted])

    def test_fp16_is_rounded_once(self):
        """In 60000 elements are some that FP32 in between would round otherwise."""
        product = self.prepared(variant("fp16"), m=1, n=1, k=60000, kernels=0)
        expected = drawn_row("fp16", SEED, 0, 60000)
        same(self, self.worker.rows(product, 0, "a", [0], "fp16"), [expected])
        twice = [code("fp16", struct.unpack("<f", struct.pack("<f", unit(SEED, index)))[0]) for index in range(60000)]
        self.assertNotEqual(twice, expected)


class Rounding(unittest.TestCase):
    def test_ties_and_what_lies_beside_them_are_rounded_as_the_formats_say(self):
        """A drawn value hits a tie once in 2^29 or more: here the ties are given."""
        halves = {"fp64": [], "fp32": [1 + 2.0**-24, 1 + 3 * 2.0**-24], "bf16": [1 + 2.0**-8, 1 + 3 * 2.0**-8,
                  1 + 2.0**-8 + 2.0**-32, 2.0**-60 * (1 + 2.0**-8)], "fp16": [(2 * place + 1) * 2.0**-25 for place in
                  (0, 1, 2, 1022, 1023, 1024)] + [1 + 2.0**-11, 1 + 3 * 2.0**-11], "int8": []}
        for form, values in SMALL.items():
            halves[form] = [(low + high) / 2 / (6 if form == "fp4" else 1) for low, high in zip(values, values[1:])]
        given = {}
        for form, ties in halves.items():
            values = [0.0, 1.0, 0.5, 2.0**-63, 2.0**-30]
            for tie in ties:
                tie /= 2 if 1 < tie <= 2 else 1
                values += [value for value in (tie * (1 - 2.0**-53), tie, tie * (1 + 2.0**-52)) if value <= 1]
            given[form] = values + [-value for value in values]
        for form, codes in self.codes(given).items():
            with self.subTest(form=form):
                self.assertEqual(codes, [code(form, value) for value in given[form]])

    def codes(self, given):
        """What the worker's own function makes of the values of each format."""
        after = ("import json\nworker.load_torch()\nresult = {}\n"
                 "for form, texts in json.loads(sys.stdin.read()).items():\n"
                 "    values = [float.fromhex(text) for text in texts]\n"
                 "    values = worker.torch.tensor(values, dtype=worker.torch.float64)\n"
                 "    result[form] = worker.codes(values, worker.FORMATS[form]).tolist()\n"
                 "print(json.dumps(result))\nsys.exit()")
        texts = json.dumps({form: [value.hex() for value in values] for form, values in given.items()})
        command = [sys.executable, "-c", CHANGED.format(before="", after=after), WORKER]
        result = subprocess.run(command, input=texts.encode(), stdout=subprocess.PIPE, timeout=120, check=True)
        bits = {"fp64": 64, "fp32": 32, "fp16": 16, "bf16": 16}
        return {form: [word if form == "int8" else word & ((1 << bits.get(form, 8)) - 1) for word in words]
                for form, words in json.loads(result.stdout).items()}


class DrawingOnTheHost(Drawing):
    """As on a device without FP64 or exact integers: drawn by the processor and copied."""

    changes = {"after": "worker.draws_exactly = lambda device, form: False\nworker.Session.least_kernels = 0"}
    drawn = "host"

    def test_products_are_right(self):
        Products.every_variant(self)


class Products(OpenedWorker):
    def every_variant(self):
        self.assertTrue(self.opened["variants"])
        for kind in self.opened["variants"]:
            with self.subTest(**kind):
                product = self.prepared(kind, m=33, n=48, k=64, sets=3)
                self.worker.ok("flip", product=product, seeds=["11", "12", "13"])
                self.assertGreater(self.worker.ok("run", product=product, kernel=0, count=7)["seconds"], 0)
                for index in range(3):
                    compare(self, product, kind, index, 33, 48, 64)

    def test_every_variant_is_computed_right(self):
        self.every_variant()

    def test_product_i_uses_set_i_mod_sets(self):
        kind = variant("fp64")
        product = self.prepared(kind, sets=3)
        self.worker.ok("flip", product=product, seeds=["1", "2", "3"])
        self.worker.ok("run", product=product, kernel=0, count=2)
        compare(self, product, kind, 0)
        compare(self, product, kind, 1)
        unwritten = self.worker.rows(product, 2, "c", [0], "fp64")[0]
        self.assertTrue(all(math.isnan(decoded("fp64", element)) for element in unwritten))
        self.worker.ok("run", product=product, kernel=0, count=3)
        compare(self, product, kind, 2)

    def test_int8_sums_are_exact(self):
        if not any(kind["precision"] == "int8" for kind in self.opened["variants"]):
            self.skipTest("this PyTorch multiplies no int8: " + str(self.opened["missing"]))
        k = 4096
        data = base64.b64encode(packed("int8", [127] * (32 * k))).decode()
        reply = self.worker.ok("multiply", variant=variant("int8"), m=32, n=32, k=k, a=data, b=data)
        self.assertEqual(unpacked("int32", base64.b64decode(reply["c"])), [127 * 127 * k] * 1024)

    def test_check_tells_the_deviation_that_the_rows_have(self):
        for kind in self.opened["variants"]:
            with self.subTest(**kind):
                m, n, k = 33, 48, 64
                product = self.prepared(kind, m=m, n=n, k=k)
                if kind["output"] != "int32":
                    self.assertEqual(self.worker.ok("check", product=product, set=0, seed="9")["largest"], "nan")
                self.worker.ok("run", product=product, kernel=0, count=1)
                reply = self.worker.ok("check", product=product, set=0, seed="9")
                expected = deviations(self, product, kind, m, n, k, 9)
                self.assertLess(abs(reply["largest"] - max(expected)), 1e-9)
                self.assertLess(abs(expected[reply["row"]] - max(expected)), 1e-9)

    def test_multiply_computes_given_elements_of_any_size(self):
        for kind in self.opened["variants"]:
            for m, n, k in ((3, 5, 7), (1, 1, 1), (17, 16, 40)):
                with self.subTest(m=m, **kind):
                    form = format_of(kind["precision"])
                    element = (lambda value: value) if form == "int8" else (lambda value: code(form, float(value)))
                    a = [[(row + column) % 3 - 1 for column in range(k)] for row in range(m)]
                    b = [[(3 * row + column) % 3 - 1 for row in range(k)] for column in range(n)]
                    lying = b if kind["transposed"] else [list(row) for row in zip(*b)]
                    elements = [[element(value) for row in matrix for value in row] for matrix in (a, lying)]
                    encoded = [base64.b64encode(packed(form, matrix)).decode() for matrix in elements]
                    reply = self.worker.ok("multiply", variant=kind, m=m, n=n, k=k, a=encoded[0], b=encoded[1])
                    got = unpacked(kind["output"], base64.b64decode(reply["c"]))
                    got = [decoded(kind["output"], value) for value in got]
                    self.assertEqual(got, [float(sum(x * y for x, y in zip(row, column))) for row in a for column in b])

    def test_each_precision_is_offered_or_its_reason_told(self):
        offered = {kind["precision"] for kind in self.opened["variants"]}
        missing = {entry["precision"]: entry["reason"] for entry in self.opened["missing"]}
        self.assertEqual(offered | set(missing), set(PRECISIONS))
        self.assertFalse(offered & set(missing))
        self.assertTrue(all(missing.values()))
        self.assertTrue({"fp64", "fp32"} <= offered)
        for precision in missing:
            self.assertEqual(self.worker.error("prepare", **prepare(variant(precision))), "unsupported")

    def test_bandwidth_tells_seconds_and_bytes(self):
        for kind, times in (("copy", 2), ("read", 1)):
            reply = self.worker.ok("bandwidth", kind=kind, bytes=1 << 22, count=5)
            self.assertEqual(reply["moved"], times * 5 << 22)
            self.assertGreater(reply["seconds"], 0)
        self.assertEqual(self.worker.error("bandwidth", kind="copy", bytes=10**15, count=1), "memory")
        self.assertEqual(self.worker.error("bandwidth", kind="peer", bytes=64, count=1, peer="cpu:0"), "unsupported")

    def test_release_gives_memory_back(self):
        if not os.path.exists("/proc/self/statm"):
            self.skipTest("no /proc")

        def resident():
            with open("/proc/%d/statm" % self.worker.process.pid) as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        product = self.worker.ok("prepare", **prepare(variant("fp64"), 2048, 2048, 2048, sets=2))["product"]
        held = resident()
        self.worker.ok("release", product=product)
        # Six matrices of 32 MiB: drawn A, two A, B (one at least), two C.
        self.assertGreater(held - resident(), 5 * 32 << 20)
        self.assertEqual(self.worker.error("rows", product=product, set=0, matrix="a", rows=[0]), "failed")
        self.assertEqual(self.worker.error("release", product=product), "failed")


def matrices(test, product, kind, index, m, n, k):
    """A by rows, B by columns and C by rows of a set, in FP64."""
    form = format_of(kind["precision"])
    a = test.worker.rows(product, index, "a", list(range(m)), form)
    b = test.worker.rows(product, index, "b", list(range(n if kind["transposed"] else k)), form)
    c = test.worker.rows(product, index, "c", list(range(m)), kind["output"])
    a, b, c = ([[decoded(name, element) for element in row] for row in matrix]
               for matrix, name in ((a, form), (b, form), (c, kind["output"])))
    return a, b if kind["transposed"] else [list(column) for column in zip(*b)], c


def compare(test, product, kind, index, m=8, n=12, k=20):
    """C of a set against A · B, as exact as the precision and the format of C let it be."""
    a, b, c = matrices(test, product, kind, index, m, n, k)
    unit_of = {"fp64": 2.0**-53, "fp32": 2.0**-24, "fp16": 2.0**-11, "bf16": 2.0**-8, "int32": 0.0}
    sum_unit = {"fp64": 2.0**-53, "tf32": 2.0**-10, "int8": 0.0}.get(kind["precision"], 2.0**-24)
    if kind["accumulate"] == "fast":
        sum_unit = 2.0**-11
    for row in range(m):
        for column in range(n):
            terms = [x * y for x, y in zip(a[row], b[column])]
            exact = math.fsum(terms)
            allowed = k * sum_unit * math.fsum(map(abs, terms)) + 2 * unit_of[kind["output"]] * abs(exact)
            test.assertLessEqual(abs(c[row][column] - exact), allowed)


def deviations(test, product, kind, m, n, k, seed):
    """|C·x - A·(B·x)| of each row, exactly."""
    a, b, c = matrices(test, product, kind, 0, m, n, k)
    words = [number(seed, column) for column in range(n)]
    x = [(-1 if word >> 63 else 1) * (1 + word % 8) for word in words]
    y = [sum(fractions.Fraction(b[column][place]) * x[column] for column in range(n)) for place in range(k)]
    return [abs(float(sum(fractions.Fraction(value) * weight for value, weight in zip(c[row], x))
                      - sum(fractions.Fraction(value) * image for value, image in zip(a[row], y)))) for row in range(m)]


class Accelerators(unittest.TestCase):
    """What the processor has not: events, peers, memory of its own, telemetry. The devices are fakes."""

    def worker(self, install):
        worker = Worker(before="import fakes\nfakes.%s()" % install,
                        after="worker.Backend.place = lambda self, index: 'cpu'\nfakes.raise_what_is_asked(worker)")
        self.addCleanup(worker.close)
        return worker

    def test_a_plug_ins_devices_are_listed_and_used_by_its_own_clock(self):
        worker = self.worker("install_npu")
        self.assertEqual([device["id"] for device in worker.first["devices"]], ["npu:0", "npu:1"])
        device = worker.first["devices"][1]
        self.assertEqual((device["name"], device["vendor"], device["memoryBytes"], device["processors"]),
                         ("Fake NPU", "Huawei", 1 << 30, 24))
        self.assertIn("torch_npu 9.9", device["libraries"])
        worker.ok("open", device="npu:1")
        kind = variant("fp32")
        product = worker.ok("prepare", **prepare(kind, sets=2))["product"]
        # The fake's clock runs a thousand times too fast.
        self.assertGreater(worker.ok("run", product=product, kernel=0, count=50)["seconds"], 0.05)
        reply = worker.ok("bandwidth", kind="peer", bytes=1 << 20, count=2, peer="npu:0")
        self.assertEqual(reply["moved"], 4 << 20)
        self.assertEqual(worker.error("bandwidth", kind="peer", bytes=1, count=1, peer="npu:1"), "unsupported")
        self.assertEqual(worker.error("prepare", **prepare(kind, 16384, 16384, 16384)), "memory")
        self.assertEqual(worker.error("telemetry", device="npu:0"), "unsupported")

    def test_what_nvml_tells_comes_in_the_units_of_the_protocol(self):
        worker = self.worker("install_cuda")
        [device] = worker.first["devices"]
        expected = {
            "id": "cuda:0", "vendor": "NVIDIA", "architecture": "sm_90", "cacheBytes": 50 << 20, "processors": 132,
            "ecc": True, "telemetry": True, "driver": "550.1", "freeBytes": 1 << 29, "uuid": "12345678-1234",
            "partition": {"name": "MIG 1g.10gb"}}
        self.assertEqual({name: device[name] for name in expected}, expected)
        self.assertEqual(worker.ok("telemetry", device="cuda:0"), {
            "watts": 350.5, "limitWatts": 700.0, "joules": 12.5, "celsius": 61, "clockMHz": 1755,
            "highestClockMHz": 1980, "memoryClockMHz": 2619, "utilisation": 0.97, "processes": 2,
            "throttle": ["power cap", "thermal limit of the hardware"]})

    def test_tf32_is_not_offered_where_its_switch_changes_nothing(self):
        worker = self.worker("install_cuda")
        opened = worker.ok("open", device="cuda:0")
        self.assertNotIn("tf32", [kind["precision"] for kind in opened["variants"]])
        self.assertIn("changes nothing", {entry["precision"]: entry["reason"] for entry in opened["missing"]}["tf32"])

    def test_errors_of_the_framework_become_kinds(self):
        worker = self.worker("install_cuda")
        worker.ok("open", device="cuda:0")
        product = worker.ok("prepare", **prepare(variant("fp32")))["product"]
        for message, kind in (("CUDA out of memory. Tried to allocate 2.00 GiB", "memory"),
                              ("CUDA error: an illegal memory access was encountered", "gone"),
                              ("CUDA error: all CUDA-capable devices are busy or unavailable", "busy"),
                              ("'addmm' not implemented for 'Half'", "unsupported"), ("something else", "failed")):
            reply = worker.reply({"do": "run", "product": product, "kernel": 0, "count": 1, "fake-error": message})
            self.assertEqual(reply["error"]["kind"], kind)
            self.assertEqual(reply["error"]["message"], message)


class BadRequests(OpenedWorker):
    def tearDown(self):
        """Whatever was sent, the worker goes on."""
        product = self.prepared(variant("fp32"))
        self.worker.ok("run", product=product, kernel=0, count=1)

    def garbage(self, line):
        self.worker.send(line)
        reply = self.worker.receive()
        self.assertIsNone(reply["id"])
        self.assertEqual(reply["error"]["kind"], "failed")
        self.assertTrue(reply["error"]["message"])

    def test_lines_that_are_no_requests(self):
        for line in (b"", b"x", b"{", b"[]", b"null", b"1", b'"end"', b"\xff\xfe\x00", b"{}", b'{"do":"run"}',
                     b"[" * 100000, b'{"id":"1","do":"run"}', b'{"id":true,"do":"run"}', b'{"id":NaN,"do":"run"}',
                     b'{"id":1e999,"do":"run"}', b'{"id":null,"do":"end"}', b'{"id":1,"do":"end"',
                     b'{"id":' + b"9" * 5000 + b"x}"):
            with self.subTest(line=line[:40]):
                self.garbage(line)

    def test_a_line_that_is_too_long(self):
        self.garbage(b'{"id":1,"do":"end","x":"' + b"a" * (65 << 20) + b'"}')

    def test_requests_that_are_unknown(self):
        for do in ("", "fly", "do_end", "__init__", "OPEN", 7, None, ["run"]):
            self.assertEqual(self.worker.error(do), "failed")
        reply = self.worker.reply({})
        self.assertEqual(reply["error"]["kind"], "failed")

    def test_open_comes_once(self):
        self.assertEqual(self.worker.error("open", device="cpu:0"), "failed")

    def test_sizes(self):
        good = prepare(variant("fp32"))
        for side in ("m", "n", "k"):
            for wrong in (0, -1, 1.5, "8", None, True, [8], 1e300, -(10**30)):
                with self.subTest(side=side, wrong=wrong):
                    self.assertEqual(self.worker.error("prepare", **dict(good, **{side: wrong})), "failed")
            self.assertEqual(self.worker.error("prepare", **dict(good, **{side: 10**12})), "memory")
        self.assertEqual(self.worker.error("prepare", **dict(good, m=10**12, n=10**12, k=10**12)), "memory")
        self.assertEqual(self.worker.error("prepare", **dict(good, sets=10**12)), "memory")
        # Numbers are JSON's, which knows no whole ones.
        self.worker.ok("release", product=self.worker.ok("prepare", **dict(good, m=8.0))["product"])

    def test_members_that_are_missing_or_wrong(self):
        requests = {
            "prepare": (prepare(variant("fp32")), {
                "variant": [{}, [], "fp32", variant("fp33"), dict(variant("fp32"), transposed=1),
                            dict(variant("fp32"), sparsity="4:8"), dict(variant("fp32"), accumulate="slow"),
                            dict(variant("fp32"), output="text")],
                "seed": ["-1", "x", "", 1, 1.5, str(1 << 64), None, "1 "], "sets": [0, -1, "1"], "kernels": [0, -1, "1"],
                "distribution": [1]}),
            "flip": ({"product": 0, "seeds": ["1"]}, {"seeds": [[], ["1", "2"], "1", [1], [None]]}),
            "run": ({"product": 0, "kernel": 0, "count": 1}, {
                "kernel": [1, -1, "no such kernel", {}], "count": [0, -5, "1"]}),
            "rows": ({"product": 0, "set": 0, "matrix": "a", "rows": [0]}, {
                "set": [1, -1, "0"], "matrix": ["d", 1], "rows": [[8], [-1], ["0"], [0.5], 0]}),
            "check": ({"product": 0, "set": 0, "seed": "1"}, {"set": [1], "seed": ["x"]}),
            "multiply": ({"variant": variant("fp32"), "m": 1, "n": 1, "k": 1, "a": "AACAPw==", "b": "AACAPw=="}, {
                "m": [0], "a": ["", "AAA", "AACAPwAAgD8=", "!!!!", 1]}),
            "bandwidth": ({"kind": "copy", "bytes": 64, "count": 1}, {
                "kind": ["write"], "bytes": [0, -1], "count": [0]}),
            "telemetry": ({"device": "cpu:0"}, {"device": ["cpu:1", "", 0]}),
            "release": ({"product": 0}, {}),
        }
        product = self.prepared(variant("fp32"))
        for do, (good, wrong) in requests.items():
            good = dict(good, **({"product": product} if "product" in good else {}))
            if do not in ("release", "telemetry"):
                self.worker.ok(do, **good)
            for name in good:
                with self.subTest(do=do, missing=name):
                    self.assertEqual(self.worker.error(do, **{key: good[key] for key in good if key != name}), "failed")
            for name, values in wrong.items():
                for value in values:
                    with self.subTest(do=do, name=name, value=value):
                        self.assertEqual(self.worker.error(do, **dict(good, **{name: value})), "failed")
            for value in (10**9, -1, "1", None) if "product" in good else ():
                self.assertEqual(self.worker.error(do, **dict(good, product=value)), "failed")

    def test_what_cannot_be_had(self):
        for members, kind in ((dict(prepare(variant("fp32")), distribution="normal"), "unsupported"),
                              (prepare(variant("fp32", sparse=True)), "unsupported"),
                              (prepare(variant("fp32", accumulate="fast")), "unsupported"),
                              (prepare(variant("fp32", output="int32")), "unsupported"),
                              (prepare(variant("fp4"), k=3), "failed"),
                              (prepare(variant("fp16", sparse=True), k=6), "failed")):
            self.assertEqual(self.worker.error("prepare", **members), kind)
        self.assertEqual(self.worker.error("telemetry", device="cpu:0"), "unsupported")

    def test_rows_that_do_not_fit_a_line(self):
        product = self.prepared(variant("fp64"), m=1, n=1, k=1 << 20)
        self.assertEqual(self.worker.error("rows", product=product, set=0, matrix="a", rows=[0] * 9), "failed")


class Process(unittest.TestCase):
    def worker(self, *arguments, **changes):
        worker = Worker(*arguments, **changes)
        self.addCleanup(worker.close)
        return worker

    def test_the_first_line_names_the_processor_when_it_is_asked_for(self):
        worker = self.worker("--device-type", "cpu")
        self.assertEqual((worker.first["assay-worker"], worker.first["name"]), (1, "pytorch"))
        self.assertTrue(worker.first["version"])
        [device] = worker.first["devices"]
        self.assertRegex(device["id"], r"\A[A-Za-z0-9:._-]{1,64}\Z")
        self.assertTrue(device["name"])
        self.assertGreater(device["memoryBytes"], 1 << 20)
        self.assertEqual(worker.error("prepare", **prepare(variant("fp32"))), "failed")
        self.assertEqual(worker.error("open", device="cpu:7"), "failed")
        self.assertEqual(worker.error("telemetry", device="cpu:0"), "unsupported")
        self.assertEqual(worker.ok("end"), {})
        self.assertEqual(worker.ended(), 0)

    def test_the_worker_ends_with_its_input(self):
        worker = self.worker("--device-type", "cpu")
        worker.process.stdin.close()
        self.assertEqual(worker.ended(), 0)

    def test_a_type_without_devices_gives_the_reason(self):
        worker = self.worker("--device-type", "npu")
        self.assertEqual(worker.first["devices"], [])
        self.assertIn("torch_npu", worker.first["reason"])
        self.assertEqual(worker.error("open", device="npu:0"), "failed")

    def test_a_plug_in_that_fails_does_not_end_in_the_processor(self):
        worker = self.worker(after="worker.DEVICE_TYPES = (('npu', 'this_fails', 'A vendor', None, False),"
                             "worker.DEVICE_TYPES[-1])\nfind = worker.importlib.util.find_spec\n"
                             "worker.importlib.util.find_spec = lambda name: name == 'this_fails' or find(name)")
        self.assertEqual(worker.first["devices"], [])
        self.assertIn("this_fails", worker.first["reason"])

    def test_without_pytorch_the_reason_says_so(self):
        worker = self.worker(before="sys.modules['torch'] = None", after="")
        self.assertEqual(worker.first["devices"], [])
        self.assertIn("Install", worker.first["reason"])
        self.assertEqual(worker.error("open", device="cpu:0"), "failed")
        self.assertEqual(worker.ok("end"), {})

    def test_numpy_is_not_needed(self):
        worker = self.worker("--device-type", "cpu", before="sys.modules['numpy'] = None")
        worker.ok("open", device="cpu:0")
        product = worker.ok("prepare", **prepare(variant("fp32")))["product"]
        self.assertEqual(worker.rows(product, 0, "a", [3], "fp32"), [drawn_row("fp32", SEED, 3, 20)])

    def test_what_a_library_prints_goes_elsewhere(self):
        noise = "\n".join((
            "import os", "load = worker.load_torch",
            "def noisy():", "    print('noise')", "    os.write(1, b'noise\\n')", "    load()",
            "    os.system('echo noise')", "worker.load_torch = noisy"))
        worker = self.worker("--device-type", "cpu", after=noise)
        self.assertEqual(worker.first["assay-worker"], 1)
        self.assertEqual(worker.ok("end"), {})

    def test_help_is_in_words(self):
        result = subprocess.run([sys.executable, WORKER, "--help"], stdout=subprocess.PIPE, timeout=60, check=True)
        self.assertIn(b"--device-type", result.stdout)
        self.assertIn(b"assay measure --worker", result.stdout)


if __name__ == "__main__":
    started = time.time()
    result = unittest.main(exit=False).result
    # A test counts once, however many of its cases fail.
    failed = len({id(getattr(test, "test_case", test)) for test, _ in result.failures + result.errors})
    print("%d passed, %d failed, %d skipped" % (
        result.testsRun - failed - len(result.skipped), failed, len(result.skipped)))
    sys.exit(0 if result.wasSuccessful() else 1)
