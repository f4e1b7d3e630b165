"""The plain loop over numpy's matmul, with plain_loop.c's arguments and output.

    numpy_loop.py PRECISION SIDE|FIRST:LAST:STEP THREADS SECONDS|CALLSx
"""
import os
import statistics
import sys
import time

began = time.perf_counter()
precision, sides, threads, budget = sys.argv[1:]
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = threads

import numpy  # after the variables that its BLAS reads as it loads

WARM_UP_CALLS, FEWEST_CALLS = 5, 2
kinds = {"fp64": numpy.float64, "fp32": numpy.float32}
if precision not in kinds:
    print(f"numpy multiplies {precision} without a BLAS", file=sys.stderr)
    sys.exit(2)


def aligned(side, values=None):
    """A side × side matrix on a 4 KiB boundary."""
    kind = numpy.dtype(kinds[precision])
    memory = numpy.zeros(side * side * kind.itemsize + 4096, numpy.uint8)
    start = -memory.ctypes.data % 4096
    matrix = memory[start:start + side * side * kind.itemsize].view(kind).reshape(side, side)
    if values is not None:
        matrix[:] = values
    return matrix


def measure(side):
    random = numpy.random.default_rng(1)
    a, b = (aligned(side, random.uniform(-1, 1, (side, side))) for _ in "ab")
    c = aligned(side)
    fixed = int(budget[:-1]) if budget.endswith("x") else 0
    seconds = 0 if fixed else float(budget)
    start = time.perf_counter()
    for call in range((fixed + 1) // 2 if fixed else WARM_UP_CALLS):
        if call and not fixed and time.perf_counter() - start >= seconds:
            break
        numpy.matmul(a, b, out=c)
    times, start = [], time.perf_counter()
    while len(times) < fixed if fixed else len(times) < FEWEST_CALLS or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        numpy.matmul(a, b, out=c)
        times.append(time.perf_counter() - before)
    operations = 2e-9 * side**3
    best, median = operations / min(times), operations / statistics.median(times)
    print(f"rate {side} {best:.3f} {median:.3f} {len(times)} {time.perf_counter() - began:.3f}", flush=True)


blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
print(f"version numpy {numpy.__version__} over {blas['name']} {blas['version']}", flush=True)
first, last, step = (int(word) for word in sides.split(":")) if ":" in sides else (int(sides), int(sides), 1)
for side in range(first, last + 1, step):
    measure(side)
