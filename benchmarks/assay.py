"""Runs of the command under test, and the memory of its process tree."""
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import time

from environment import root

command = root / ".build/release/assay"
OUTPUT_BYTES = {"fp64": 8}  # a product's element, elsewhere 4
INPUT_BYTES = {"fp64": 8, "fp32": 4, "tf32": 4, "fp16": 2, "bf16": 2, "int16": 2}  # elsewhere 1
POLL_SECONDS = 0.05


def measure(*options, while_running=None):
    """`assay measure OPTIONS`: its JSON's `run`, with the wall-clock seconds as `wallSeconds`."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "run.json"
        words = [str(command), "measure", *options, "--format", "json", "--json", str(file)]
        began = time.monotonic()
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
            if while_running:
                while_running(process)
        if process.returncode:
            raise SystemExit(f"{' '.join(words[:-1])} FILE: exit status {process.returncode}")
        report = json.loads(file.read_text())
    run = report["run"] | {"rows": report["measurements"]}
    run["wallSeconds"] = time.monotonic() - began
    return run


def host():
    output = subprocess.run([str(command), "devices", "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(output.stdout)["host"]


def rated(run):
    """{(precision, threads): row} of the rows that have a rate."""
    return {(row["precision"], row["threads"]): row for row in run["rows"] if row.get("topsBest") is not None}


def proportional_set_size(pid):
    """The bytes of a process and its descendants; a page that n processes share counts 1/n in each."""
    total, left = 0, [pid]
    while left:
        current = pathlib.Path("/proc") / str(left.pop())
        try:
            for line in (current / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
            for task in os.listdir(current / "task"):
                left += map(int, (current / "task" / task / "children").read_text().split())
        except OSError:  # ended meanwhile
            continue
    return total


def measure_memory():
    """A run apart, because to look at memory disturbs timing: (run, the peak, the limit), bytes."""
    peak = 0

    def watch(process):
        nonlocal peak
        ended = threading.Event()
        waiter = threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True)
        waiter.start()
        while not ended.wait(POLL_SECONDS):
            peak = max(peak, proportional_set_size(process.pid))

    run = measure("--quick", while_running=watch)
    return run, peak, max(map(operand_bytes, run["rows"]), default=0) + 100_000_000


def operand_bytes(row):
    """Three operands of the largest shape that a row tried."""
    shapes = [row.get("shape"), *(candidate.get("shape") for candidate in row.get("candidates") or [])]
    read, written = INPUT_BYTES.get(row["precision"], 1), OUTPUT_BYTES.get(row["precision"], 4)
    return max(
        (read * (s["m"] * s["k"] + s["k"] * s["n"]) + written * s["m"] * s["n"] for s in shapes if s), default=0)
